"""Which work is under way, noted in the workspace: a server that was killed cannot say it any more,
so the next one does.

Each process has a note of its own in the folder ``jobs``, there as long as something runs, with a
lock beside it that is free once the process is gone, however it ended.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from ..tools.atomic import write_bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What is kept of a job: its id, its title's key, and what fills that in."""

    id: str
    title: str
    values: dict[str, Any]


class JobNotes:
    """Those of one workspace; ``folder`` need not be there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file = folder / f"{uuid4().hex}.json"
        self._lock = FileLock(_lock_of(self._file), thread_local=False)
        self._one = threading.Lock()

    def keep(self, what_runs: Callable[[], Sequence[Note]]) -> None:
        """What runs in this process now. A disk that takes nothing stops no work."""
        with self._one, suppress(OSError):
            running = what_runs()
            if not running:
                self._forget()
                return
            self.folder.mkdir(parents=True, exist_ok=True)
            if not self._lock.is_locked:
                self._lock.acquire(timeout=0)
            notes = [{"id": n.id, "title": n.title, "values": n.values} for n in running]
            text = json.dumps(notes, ensure_ascii=False, default=str)
            write_bytes(self._file, text.encode("utf-8", "backslashreplace"))

    def _forget(self) -> None:
        self._file.unlink(missing_ok=True)
        self._lock.release()
        _lock_of(self._file).unlink(missing_ok=True)

    def take_interrupted(self) -> list[Note]:
        """The jobs of processes that are gone, each told once."""
        found = list[Note]()
        for lock in sorted(self.folder.glob("*.lock")):
            with suppress(Timeout, OSError), FileLock(lock, timeout=0):
                file = lock.with_suffix(".json")
                found += _read(file)
                file.unlink(missing_ok=True)
                lock.unlink(missing_ok=True)
        return found


def _lock_of(file: Path) -> Path:
    return file.with_suffix(".lock")


def _read(file: Path) -> list[Note]:
    try:
        return [Note(str(n["id"]), str(n["title"]), dict(n["values"]))
                for n in json.loads(file.read_text("utf-8"))]  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return []
