"""Long jobs of a workspace: each in its own thread, in one list, with progress and cancel.

A job belongs to the process, not to the page that began it: it goes on when the page is closed.
"""

from __future__ import annotations

import contextvars
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from ..tools.damage import told_of_disk
from ..tools.errors import Cancelled, TopicLlamaError
from ..tools.progress import Progress, Task
from .job_notes import JobNotes, Note
from .operation.turns import job_began, job_ended

_KEPT = 50  # jobs that have ended
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Job:
    """``title`` is a key of the page's texts, filled in with ``values``; ``state`` is "running",
    "done", "cancelled", "failed" (``error`` says why, in English as tools do) or "interrupted" (the
    process that did it was ended). Times are ``time.monotonic()`` seconds, for the clock of a
    computer may be set; ``total`` 0 while it is not known. ``stopping``: a person cancelled it
    and it has not ended yet. ``go_on`` takes it up again where it was stopped, None where that
    cannot be."""

    title: str
    cancel: Callable[[], None]
    values: dict[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid4().hex[:10])
    state: str = "running"
    stage: str = ""
    done: int = 0
    total: int = 0
    error: str = ""
    result: Any = None
    started: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    stopping: bool = False
    go_on: Callable[[], None] | None = None
    on_end: Callable[[], None] | None = None
    _began: float = 0.0
    _from: int = 0

    @property
    def running(self) -> bool:
        return self.state == "running"

    @property
    def seconds(self) -> float:
        return (self.ended or time.monotonic()) - self.started

    @property
    def seconds_left(self) -> float | None:
        """Of the stage under way, from its pace since we know of it (what goes on may begin in
        the middle); None until something of it is done."""
        if not (self.running and self.total and self.done > self._from):
            return None
        pace = (time.monotonic() - self._began) / (self.done - self._from)
        return pace * max(self.total - self.done, 0)

    def progress(self, stage: str, done: int, total: int | None) -> None:
        if stage != self.stage or not self.total or done < self.done:
            self.stage, self._began, self._from = stage, time.monotonic(), done
        self.done, self.total = done, total or 0

    def stop(self) -> None:
        """Cancel, and say so until it has ended."""
        self.stopping = self.running
        self.cancel()

    def end(self, state: str, error: str = "") -> None:
        """The first end counts."""
        if self.running:
            self.state, self.error, self.ended = state, error, time.monotonic()
            job_ended(self.id, self.title, state, self.seconds)
            if self.on_end is not None:
                self.on_end()


class Work(Protocol):
    """How far work is that has a state of its own (:class:`EmbedStatus`)."""

    @property
    def state(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def error(self) -> str: ...


class Jobs:
    """The jobs of one workspace, newest first. With a ``folder`` they are noted there, and those
    of a process that was killed are listed as interrupted."""

    def __init__(self, folder: Path | None = None) -> None:
        self._jobs: list[Job] = []
        self._followed: list[_Followed] = []
        self._lock = threading.RLock()
        self._notes = JobNotes(folder) if folder is not None else None
        for note in self._notes.take_interrupted() if self._notes is not None else ():
            job = Job(note.title, _nothing, note.values, note.id, "interrupted")
            job.ended = job.started
            self._jobs.insert(0, job)

    def start(self, title: str, work: Callable[[Task], Any], **values: Any) -> Job:
        """Do ``work`` in a thread; what it returns is the job's ``result``."""

        def progress(told: Progress) -> None:
            job.progress(told.stage, told.done, told.total)

        task = Task(progress)
        job = self.adopt(title, task.cancel, **values)
        run = contextvars.copy_context().run  # what it logs bears the request's id
        threading.Thread(target=run, args=(_run, job, work, task), name=title, daemon=True).start()
        return job

    def adopt(self, title: str, cancel: Callable[[], None], **values: Any) -> Job:
        """List work that runs elsewhere (a chat's tool); who does it tells its progress and end."""
        job = self.listed(Job(title, cancel, values, on_end=self._note))
        self._note()
        return job

    def listed(self, job: Job) -> Job:
        """Put it at the head of the list."""
        job_began(job.id, job.title)
        with self._lock:
            self._jobs.insert(0, job)
            ended = [each for each in self._jobs if not each.running]
            self._jobs = [each for each in self._jobs if each not in ended[_KEPT:]]
        return job

    def _note(self) -> None:
        if self._notes is not None:
            self._notes.keep(self._running)

    def _running(self) -> list[Note]:
        with self._lock:
            noted = [job for job in self._jobs if job.running and job.on_end is not None]
        return [Note(job.id, job.title, job.values) for job in noted]

    def follow(
        self,
        title: str,
        stage: str,
        status: Callable[[], Work],
        cancel: Callable[[], None],
        go_on: Callable[[], None],
    ) -> None:
        """List work that begins and ends by itself whenever it runs."""
        self._followed.append(_Followed(title, stage, status, cancel, go_on))

    def all(self) -> list[Job]:
        with self._lock:
            for each in self._followed:
                each.look(self)
            return list(self._jobs)

    def forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.remove(job)

    def running(self) -> list[Job]:
        return [job for job in self.all() if job.running]

    def get(self, name: str) -> Job | None:
        return next((job for job in self.all() if job.id == name), None)


@dataclass(slots=True)
class _Followed:
    title: str
    stage: str
    status: Callable[[], Work]
    cancel: Callable[[], None]
    go_on: Callable[[], None]
    job: Job | None = None

    def look(self, jobs: Jobs) -> None:
        status, job = self.status(), self.job
        if status.state == "running":
            if job is None or not job.running:
                # It begins again by itself, so it is not noted.
                self.job = job = jobs.listed(Job(self.title, self.cancel))
                job.go_on = self._again
            job.progress(self.stage, status.done, status.total)
        elif job is not None and job.running:
            if status.state == "idle":  # there was nothing to do
                jobs.forget(job)
            job.end(status.state, status.error)

    def _again(self) -> None:
        if self.job is not None:
            self.job.stopping = False
        self.go_on()


def _nothing() -> None:
    """There is nothing left to cancel."""


def _run(job: Job, work: Callable[[Task], Any], task: Task) -> None:
    try:
        with told_of_disk():
            job.result = work(task)
    except Cancelled:
        job.end("cancelled")
    except TopicLlamaError as error:
        job.end("failed", f"{error.message} {error.hint}".strip())
    except Exception as error:  # a thread has nobody above it that would tell the person
        log.exception("the job %s failed", job.title)
        job.end("failed", str(error) or type(error).__name__)
    else:
        job.end("done")
