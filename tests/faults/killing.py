"""`kill -9` at random moments of one long job, round after round, and what has to hold after each.

Each round runs the real work in a process of its own, kills it at a moment drawn between its start
and its usual end, and opens the workspace again. A round that ends before its kill counts as well:
then everything must be there. After the last round the work runs to its end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from harness import NOTHING, PROCESSES, Outcome, moments, read, run_and_kill, usual_seconds

from topicllama.tools.doctor import Doctor
from topicllama.tools.embed_job import VectorRecord
from topicllama.tools.integrity import is_sound_database
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.workspace import Workspace

Work = Callable[..., None]  # ends with the file that what is confirmed is written to


@dataclass
class Killed:
    """One job. ``arguments`` are those of ``work`` in a round, besides the file of what is
    confirmed; ``check`` is given the round and what was confirmed (""): it raises AssertionError
    when that is not there, or when something is half there. ``least`` seconds are those before
    which there is nothing to kill."""

    work: Work
    root: Path
    arguments: Callable[[int], tuple[Any, ...]]
    check: Callable[[int, str], None]
    least: float = 0.0
    killed: int = 0

    def rounds(self, rounds: int, folder: Path, seen: str) -> Outcome:
        """``seen`` says what a person sees; how many were killed is added."""
        usual = usual_seconds(self.work, (*self.arguments(-1), folder / "confirmed"))
        self.check(-1, read(folder / "confirmed"))
        random = moments()
        for turn in range(rounds):
            confirmed = folder / f"confirmed{turn}"
            arguments = (*self.arguments(turn), confirmed)
            after = random.uniform(self.least, max(1.1 * usual, self.least + 0.1))
            started = time.perf_counter()
            if run_and_kill(self.work, arguments, after) == 0:
                # the first one is slower, and the machine is not always equally busy
                usual = (usual + time.perf_counter() - started) / 2
            else:
                self.killed += 1
            whole(self.root)
            self.check(turn, read(confirmed))
        arguments = (*self.arguments(rounds), folder / "at-last")
        usual_seconds(self.work, arguments)
        self.check(rounds, read(folder / "at-last"))
        return Outcome(
            rounds, NOTHING, f"{self.killed} of {rounds} were killed before the end; {seen}"
        )


def whole(root: Path) -> None:
    """The workspace opens, is sound, and whoever writes next finds no lock and removes what was
    left half written."""
    for file in (root / "corpus.sqlite", root / "index" / "vectors.sqlite"):
        assert not file.exists() or is_sound_database(file), f"{file.name} is damaged"
    assert Doctor(root).lock().ok, "a killed process holds the lock"
    assert Workspace(root).model or True  # a damaged one raises
    with Workspace(root).writing():
        left = half_written(root)
    assert not left, f"left half written: {left}"


def sound(root: Path) -> TopicModel:
    """The current topics, which hold together."""
    model = Workspace(root).require_model()
    assert model.document_topic.shape == (len(model.document_ids), model.num_topics)
    assert model.topic_word.shape == (model.num_topics, len(model.terms))
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(model.topic_word.sum(axis=1), 1, atol=1e-4)
    assert sum(topic.documents for topic in model.topics) == len(model.document_ids)
    return model


def half_written(*folders: Path) -> list[str]:
    """Temporary files and folders anywhere in there."""
    return [str(path) for folder in folders for path in folder.rglob(".*") if
            path.name.endswith((".tmp", ".part"))]  # fmt: skip


def in_a_process(work: Work, *arguments: Any) -> None:
    """Run to the end, in a process of its own."""
    process = PROCESSES.Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0, work.__name__


def confirm(file: Path, value: object) -> None:
    """What a process says is done: in one step, as its reader may come at any time."""
    beside = file.with_suffix(".new")
    beside.write_text(str(value), "utf-8")
    beside.rename(file)


def embedded(root: Path) -> int:
    """How many passages have a vector, of whichever model."""
    with VectorRecord(Workspace(root)).connect() as db:
        return int(db.execute("SELECT COUNT(*) FROM vectors").fetchone()[0])
