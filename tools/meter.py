"""How far the reading of files has come, and the place where it can be stopped."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, cast

from .progress import Task

_BUFFER = 2**17


class Meter:
    """Counts the bytes of all files that are read; every read of a file can be cancelled."""

    def __init__(self, task: Task | None) -> None:
        self.task = task
        self.total: int | None = None
        self._finished = 0
        self._current: _Watched | None = None

    def open(self, path: Path) -> BinaryIO:
        """Open a file for reading; it is the current one from here on."""
        self._current = _Watched(path, self.task)
        return cast(BinaryIO, io.BufferedReader(self._current, _BUFFER))

    def finish(self, size: int) -> None:
        """Count a file as read whole."""
        self._finished += size
        self._current = None

    def report(self, name: str) -> None:
        """Tell the task, in bytes; raises Cancelled when the work should stop."""
        if self.task is not None:
            here = self._current.position if self._current else 0
            self.task.report("read", self._finished + here, self.total, name)


class _Watched(io.FileIO):
    """A file that looks at the task with every read, also while an archive is only checked."""

    def __init__(self, path: Path, task: Task | None) -> None:
        super().__init__(path, "rb")
        self._task = task
        self.position = 0

    def readinto(self, buffer: memoryview | bytearray) -> int | None:  # type: ignore[override]
        if self._task is not None:
            self._task.check()
        count = super().readinto(buffer)
        self.position += count or 0
        return count

    def seek(self, offset: int, whence: int = 0) -> int:
        self.position = super().seek(offset, whence)
        return self.position
