"""Run a command and say how long it took and how much memory it needed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
COMMAND = str(Path(sys.executable).with_name("topicllama"))


@dataclass(frozen=True)
class Measured:
    """Wall-clock and CPU seconds and the peak resident memory in MiB of one process tree's root
    (``ru_maxrss`` of wait4(2))."""

    seconds: float
    cpu: float
    peak: float
    output: str


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> Measured:
    """Run ``topicllama`` with these arguments; RuntimeError when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **(environment or {})},
        text=True,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"topicllama {' '.join(arguments)} failed: {output}")
    return Measured(
        time.perf_counter() - started,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss / 1024,
        output,
    )


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a Markdown table, ready for docs/benchmarks.md."""
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()
