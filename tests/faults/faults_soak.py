"""Ten people at work on one server: memory, threads and open files stay as they are."""

from __future__ import annotations

import itertools
import os
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import psutil
from harness import NOTHING, Outcome, fault
from ollama_server import Model, OllamaServer
from served_app import App, start_app
from soak_people import Person, llama

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

PEOPLE = 10
SAMPLE = 10.0  # seconds
_MOST_GROWTH = 150.0  # MB an hour, once everything was used: a training makes a peak of 50 MB
_WARM = 600.0  # seconds
_MIB = 2**20


def complaints(logs: Path) -> list[str]:
    """Errors of a server's log, with where they came from."""
    lines = [line for log in logs.glob("*.log*") for line in log.read_text().splitlines()]
    return [line for line in lines if '"level": "error"' in line or "Traceback" in line]


def workspaces(folder: Path) -> Path:
    """One that a Llama answers in, with one beside it that the guide does."""
    for place, settings in ((folder, {}), (folder / "workspaces" / "beside", {"name": "Beside"})):
        workspace = Workspace(place)
        toolbox = Toolbox(workspace)
        for demo in ("demo", "demo-zh"):
            toolbox.load_corpus(demo)
        toolbox.train_topics(6, "nmf")
        model = {"chat_model": "guide"} if settings else {}
        workspace.set(prepare_search=False, **settings, **model)
    return folder


@dataclass(frozen=True)
class Sample:
    """``at`` in seconds since the beginning, ``memory`` in MiB, both of the server with its
    helper processes."""

    at: float
    memory: float
    threads: int
    files: int


def sample(process: psutil.Process, at: float) -> Sample:
    known = [process, *process.children(recursive=True)]
    memory = threads = files = 0
    for each in known:
        try:
            memory += each.memory_info().rss
            threads += each.num_threads()
            files += each.num_fds()
        except psutil.NoSuchProcess:  # a helper that has just ended
            continue
    return Sample(at, memory / _MIB, threads, files)


def slope(samples: list[Sample], since: float) -> float:
    """MB an hour, by least squares, of the samples after ``since`` seconds."""
    later = [s for s in samples if s.at >= since]
    if len(later) < 3:
        return 0.0
    return float(np.polyfit([s.at / 3600 for s in later], [s.memory for s in later], 1)[0])


def level(samples: list[Sample], at: float) -> float:
    """Memory around that time: the median of a minute, for each training makes a short peak."""
    return median([s.memory for s in samples if abs(s.at - at) <= 30] or [samples[-1].memory])


def soak(minutes: float, folder: Path, log: Path | None = None) -> tuple[list[Sample], list[str]]:
    """The samples, and what went wrong; all samples are written to ``log`` as they come."""
    with OllamaServer([Model("llama3.2")], llama) as ollama:
        server = start_app(workspaces(folder / "workspace"), OLLAMA_HOST=ollama.url)
        try:
            return _soaked(server, ollama, minutes, log)
        finally:
            server.process.terminate()
            server.process.wait(30)


def _soaked(
    server: App, ollama: OllamaServer, minutes: float, log: Path | None
) -> tuple[list[Sample], list[str]]:
    began = time.monotonic()
    until = began + 60 * minutes
    rooms = itertools.cycle(["", "beside"])
    people = [Person(n, server.url, next(rooms), until, 1.0) for n in range(PEOPLE)]
    for person in people:
        person.start()
    process, samples = psutil.Process(server.process.pid), list[Sample]()
    while any(person.is_alive() for person in people):
        samples.append(sample(process, time.monotonic() - began))
        if log:
            log.write_text("\n".join(map(repr, samples)) + "\n" + _done(people), "utf-8")
        ollama.requests.clear()
        for person in people:
            person.join(SAMPLE / PEOPLE)
    problems = [problem for person in people for problem in person.problems]
    print(_done(people))
    return samples, problems + complaints(server.workspace.root / "logs")


def _done(people: list[Person]) -> str:
    done: Counter[str] = sum((person.done for person in people), Counter())
    waits = sorted(wait for person in people for wait in person.seconds)
    longest = (
        f"; an answer took {median(waits):.1f} s, the slowest {waits[-1]:.1f} s" if waits else ""
    )
    problems = [problem for person in people for problem in person.problems]
    return f"{dict(done)}{longest}; {problems[:20]}"


@fault(
    "soak: ten people at work on one server (rounds are minutes)",
    rounds=30,
    quick=0,
    instead="tests/end_to_end/test_ten_sessions.py",
)
def soaked(rounds: int, folder: Path) -> Outcome:
    log = Path(os.environ["SOAK_LOG"]) if "SOAK_LOG" in os.environ else None
    samples, problems = soak(rounds, folder, log)
    assert not problems, f"{len(problems)} problems: {problems[:5]}"
    warm = max(_WARM, 60 * rounds / 3)
    grows = slope(samples, warm)
    later = [s for s in samples if s.at >= warm] or samples
    levels = ", ".join(f"{level(samples, 60 * at):.0f} MB at {at:g} min"
                       for at in (rounds / 6, rounds / 2, rounds))  # fmt: skip
    assert grows < _MOST_GROWTH or rounds < 20, f"memory grows by {grows:.0f} MB an hour: {levels}"
    seen = (
        f"Every question was answered and kept, no session saw another's, no error. Memory "
        f"{levels} ({grows:+.0f} MB an hour after the first third); threads "
        f"{min(s.threads for s in later)} to {max(s.threads for s in later)}, open files "
        f"{min(s.files for s in later)} to {max(s.files for s in later)}."
    )
    return Outcome(rounds, NOTHING, seen)
