"""How long a person waits for the command line's help, against starting Python itself."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from .measure import COMMAND, table

ROUNDS = 15


def _median(command: list[str]) -> float:
    def once() -> float:
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - started

    once()  # warms the file cache
    return statistics.median(once() for _ in range(ROUNDS))


def main() -> None:
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "topicllama --version": [COMMAND, "--version"],
        "topicllama --help": [COMMAND, "--help"],
    }
    times = {name: _median(command) for name, command in commands.items()}
    base = times["python -c pass"]
    print("### Start-up\n")
    table(
        ["command", "median ms", "against Python alone"],
        [[name, f"{1000 * t:.0f}", f"{t / base:.1f}"] for name, t in times.items()],
    )
