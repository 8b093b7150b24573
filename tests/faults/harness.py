"""What every fault test uses: how one is registered, what it tells, processes that are killed.

A fault is a function ``f(rounds, folder) -> Outcome``. It does real work in real processes, breaks
something in each round, and raises AssertionError when something that was confirmed is lost.
Modules are named ``faults_*.py`` and lie beside this one; ``run.py`` runs them in full, and
``test_faults.py`` each for a few rounds.
"""

from __future__ import annotations

import importlib
import multiprocessing
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NOTHING = "nothing"


@dataclass(frozen=True)
class Outcome:
    """``lost`` is "nothing" or says what; ``seen`` is one sentence: what a person sees, what was
    recovered."""

    rounds: int
    lost: str
    seen: str


@dataclass(frozen=True)
class Fault:
    """``rounds`` of a full run, ``quick`` ones in the default test run; where that is 0,
    ``instead`` names the test that does the same thing in a shorter form."""

    name: str
    rounds: int
    run: Callable[[int, Path], Outcome]
    quick: int = 1
    instead: str = ""


FAULTS: dict[str, Fault] = {}


def fault(
    name: str, *, rounds: int = 100, quick: int = 1, instead: str = ""
) -> Callable[[Callable[[int, Path], Outcome]], Callable[[int, Path], Outcome]]:
    """Registers the function below as a fault test; see :class:`Fault`."""

    def register(function: Callable[[int, Path], Outcome]) -> Callable[[int, Path], Outcome]:
        assert name not in FAULTS, name
        assert quick or instead, f"{name}: which test does it in a shorter form?"
        FAULTS[name] = Fault(name, rounds, function, quick, instead)
        return function

    return register


def every_fault() -> dict[str, Fault]:
    """All registered faults, by name, in the order of their modules."""
    for module in sorted(HERE.glob("faults_*.py")):
        importlib.import_module(module.stem)
    return FAULTS


# processes ---------------------------------------------------------------------------------------

# The fork server imports the slow libraries once; every process that is killed starts from there.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["topicllama.tools.toolbox", "gensim.models", "sklearn.decomposition", "chromadb", "warm",
     "topicllama.agent.conversation", "topicllama.ui.app", "topicllama.ui.mcp_server", "peft"]
)  # fmt: skip


def ready() -> None:
    """The fork server is there from now on. It takes no search path from its parent."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
        run_and_kill(nothing, (), 300)
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


def moments(seed: int = 20261124) -> random.Random:
    """When to break something: the same moments in every run."""
    return random.Random(seed)


def run_and_kill(
    target: Callable[..., None],
    arguments: Sequence[Any],
    after: float,
    *,
    sign: int = signal.SIGKILL,
) -> int | None:
    """Run a function in a process and kill it ``after`` seconds, unless it ended by then.

    Returns its exit code: negative when it was killed."""
    process = PROCESSES.Process(target=target, args=tuple(arguments))
    process.start()
    process.join(after)
    if process.is_alive() and process.pid:
        os.kill(process.pid, sign)
    process.join()
    return process.exitcode


def nothing() -> None:
    """A process that only starts."""


def usual_seconds(target: Callable[..., None], arguments: Sequence[Any]) -> float:
    """How long a function takes in a process of its own; it must succeed."""
    ready()
    started = time.perf_counter()
    process = PROCESSES.Process(target=target, args=tuple(arguments))
    process.start()
    process.join()
    assert process.exitcode == 0, f"{target.__name__} failed without any fault"
    return time.perf_counter() - started


def read(path: Path) -> str:
    """What a process confirmed, or "" when it did not come so far."""
    return path.read_text("utf-8") if path.exists() else ""
