"""One run: a fit in a process of its own, its figures, and the file of results."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from . import fit
from .corpora import PeerCorpus
from .figures import figures
from .rows import OWN, WORKERS

ROOT = Path(__file__).resolve().parents[2]
BENCH_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
_LONGEST = 3 * 3600  # seconds for one fit
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


class Run(NamedTuple):
    """What tells one line of the results from another."""

    corpus: str
    row: str
    topics: int
    seed: int


class FitError(Exception):
    """A fit ended badly; the message is the end of what it wrote."""


def fit_and_judge(run: Run, corpus: PeerCorpus) -> dict[str, Any]:
    """The line of one run. FitError when its process fails or there is no topic to judge."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "fit"
        _in_process(run, corpus.folder, output)
        record, fitted = fit.read(output)
    line = {**run._asdict(), **record, "documents": len(corpus.ends)}
    line["vocabulary"] = len(corpus.vocabulary)
    if fitted is not None:
        if not fitted.topics:
            raise FitError("it found no topic")
        line.update(figures(corpus, fitted))
    if run.row in OWN:
        line["commit"] = _commit()
    return {**line, "when": datetime.now(UTC).isoformat(timespec="seconds")}


def read_lines(file: Path) -> dict[Run, dict[str, Any]]:
    """The results by run; of a run that was made again, the last."""
    if not file.exists():
        return {}
    return dict(_keyed(json.loads(line) for line in file.read_text("utf-8").splitlines()))


def append_line(file: Path, line: dict[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line) + "\n")


def _keyed(lines: Iterable[dict[str, Any]]) -> Iterator[tuple[Run, dict[str, Any]]]:
    for line in lines:
        yield Run(*(line[name] for name in Run._fields)), line


def _in_process(run: Run, corpus: Path, output: Path) -> None:
    python = sys.executable if run.row in OWN else str(BENCH_PYTHON)
    arguments = (run.row, corpus, run.topics, run.seed, output)
    command = [python, "-m", "benchmarks.peers.fit", *map(str, arguments)]
    # Threads of BLAS that wait for each other burn time on a busy machine: one for every fit,
    # beside the workers that it asks for itself. Only the embedding gains from two.
    threads = str(WORKERS) if run.row == fit.VECTORS else "1"
    environment = {**os.environ, **dict.fromkeys(_THREADS, threads), "HF_HUB_OFFLINE": "1",
                   "TOKENIZERS_PARALLELISM": "false"}  # fmt: skip
    done = subprocess.run(
        command, cwd=ROOT, env=environment, timeout=_LONGEST, text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        raise FitError(f"exit {done.returncode}: {done.stdout[-1500:]}")


def _commit() -> str:
    """Which TopicLlama it was: the commit, with + where the work tree differs from it."""
    command = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()  # fmt: skip
