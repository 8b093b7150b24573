"""Progress and cancel for one piece of work, passed down to every long function."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeVar

from .errors import Cancelled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage has come. ``stage`` is a key such as "read", "tokenise", "train", "label",
    "embed" or "index"; ``total`` is None while it is not known; ``detail`` is for people."""

    stage: str
    done: int
    total: int | None = None
    detail: str = ""


@dataclass(slots=True)
class Task:
    """Reports progress and carries the wish to stop.

    Long functions take ``task: Task | None`` and call :meth:`report` often (each call is cheap);
    it raises :class:`Cancelled` once :meth:`cancel` was called, from whichever thread.
    """

    on_progress: Callable[[Progress], None] | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Wish that the work stops; it does at its next report. From any thread."""
        self.stopped.set()

    def check(self) -> None:
        """Raise Cancelled when the work should stop."""
        if self.stopped.is_set():
            raise Cancelled

    def report(self, stage: str, done: int, total: int | None = None, detail: str = "") -> None:
        """Tell how far a stage has come (:class:`Progress`); raises Cancelled when the work
        should stop."""
        self.check()
        if self.on_progress is not None:
            self.on_progress(Progress(stage, done, total, detail))


async def until_stopped(work: Awaitable[T], task: Task) -> T:
    """The result of ``work``; when the task is stopped meanwhile, the work is cancelled (and its
    connections closed) within a tenth of a second: Cancelled."""
    future = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({future}, timeout=0.1))[0]:
            task.check()
        return future.result()
    finally:
        future.cancel()
        await asyncio.gather(future, return_exceptions=True)
