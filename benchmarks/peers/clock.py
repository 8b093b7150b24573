"""Seconds, processor seconds and memory of a fit, its worker processes included."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROC = Path("/proc")


class Clock:
    """Measures named stages: ``figures`` holds "NAME_seconds" (wall) and "NAME_cpu" of each."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started, cpu = time.perf_counter(), cpu_seconds()
        yield
        self.figures[f"{name}_seconds"] = round(time.perf_counter() - started, 3)
        self.figures[f"{name}_cpu"] = round(cpu_seconds() - cpu, 2)


def cpu_seconds() -> float:
    """User and system seconds of this process, of the children that ended, and (on Linux) of
    those that live on, as joblib's workers do."""
    used = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        used += usage.ru_utime + usage.ru_stime
    ticks = sum(sum(_ticks(process)) for process in _descendants(os.getpid()))
    return used + ticks / os.sysconf("SC_CLK_TCK")


def peak_mib() -> float:
    """The most memory that this process held at once, in MiB.

    On Linux from VmHWM: ru_maxrss is the same figure, but a process inherits it from the one that
    started it.
    """
    status = _PROC / "self" / "status"
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _descendants(parent: int) -> list[int]:
    parents = {
        int(entry.name): int(fields[1])
        for entry in _PROC.glob("[0-9]*")
        if (fields := _fields(int(entry.name)))
    }
    found, last = list[int](), {parent}
    while last:
        last = {process for process, above in parents.items() if above in last}
        found += last
    return found


def _ticks(process: int) -> list[int]:
    """utime, stime, cutime, cstime of proc_pid_stat(5)."""
    return [int(field) for field in _fields(process)[11:15]]


def _fields(process: int) -> list[str]:
    """The fields of a process after its name; none when it is gone."""
    try:
        return (_PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
