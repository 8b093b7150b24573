"""A turn of a conversation and a piece of long work in the log and in the figures: what kind, how
long and how it ended, never what was asked."""

from __future__ import annotations

import time
from typing import Literal
from uuid import uuid4

from structlog.contextvars import bind_contextvars

from ...agent.events import Answer, Event, TextDelta, ToolFinished
from .logs import logger
from .metrics import (
    FIRST_WORDS_SECONDS,
    JOBS,
    TOOL_CALLS,
    TOOL_SECONDS,
    TURN_SECONDS,
    TURNS,
)

End = Literal["done", "stopped", "failed"]
log = logger(__name__)


class TurnLog:
    """Follows one turn of the chat with the id ``chat``. What is logged in the same task meanwhile
    bears the turn's id."""

    def __init__(self, chat: str) -> None:
        self._begun = time.perf_counter()
        self._first: float | None = None
        self._model = "none"
        self._tools: list[str] = []
        bind_contextvars(chat=chat, turn=uuid4().hex[:8])

    def apply(self, event: Event) -> None:
        if isinstance(event, TextDelta) and self._first is None:
            self._first = time.perf_counter() - self._begun
            FIRST_WORDS_SECONDS.observe(self._first)
        elif isinstance(event, ToolFinished):
            self._tools.append(event.name)
            TOOL_CALLS.labels(event.name, "failed" if event.error else "done").inc()
            TOOL_SECONDS.labels(event.name).observe(event.seconds)
        elif isinstance(event, Answer):
            self._model = event.model or "none"

    def end(self, end: End) -> None:
        seconds = time.perf_counter() - self._begun
        TURNS.labels(self._model, end).inc()
        TURN_SECONDS.labels(self._model).observe(seconds)
        first = None if self._first is None else round(self._first, 3)
        log.info("turn", model=self._model, end=end, tools=self._tools, first=first,
                 seconds=round(seconds, 3))  # fmt: skip


def job_began(job: str, kind: str) -> None:
    log.info("job began", job=job, kind=kind.removeprefix("jobs_"))


def job_ended(job: str, kind: str, end: str, seconds: float) -> None:
    kind = kind.removeprefix("jobs_")
    JOBS.labels(kind, end).inc()
    log.info("job ended", job=job, kind=kind, end=end, seconds=round(seconds, 3))
