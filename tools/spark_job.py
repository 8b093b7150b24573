"""Work on Spark that is watched: it reports how far it is, can be stopped, and does not wait for
ever for a machine."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .errors import Cancelled, TopicLlamaError
from .progress import Task
from .spark_session import START_LIMIT

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Floats = NDArray[np.float32]
_POLL, _PATIENCE = 0.25, 10.0  # seconds


class Passes(Protocol):
    """A training over ``size`` documents in at most ``passes`` passes, ``done`` of them done."""

    size: int
    passes: int
    done: int

    def run(self, stopped: Callable[[], bool]) -> Floats:
        """The topics (K, V), or whatever there is once ``stopped`` says so."""


class SparkJob:
    """Runs a training on a thread of its own, so that it can be watched and stopped."""

    def __init__(self, spark: SparkSession, training: Passes, task: Task | None) -> None:
        self._context: Any = spark.sparkContext
        self._training = training
        self._task = task
        self._group = f"topicllama-{uuid.uuid4().hex[:8]}"
        self._done = threading.Event()
        self._topics: Floats | None = None
        self._error: BaseException | None = None
        self._alive = False  # a machine has taken up work
        self._share = (0, 0.0)  # pass, share of it that is done

    def result(self) -> Floats:
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        until = time.monotonic() + START_LIMIT
        while not self._done.wait(_POLL):
            if self._stopped():
                self._cancel()
                raise Cancelled
            self._report()
            if not self._alive and time.monotonic() > until:
                self._cancel()
                raise TopicLlamaError(
                    f"No machine of the Spark cluster {self._context.master} takes up work.",
                    "Check that the cluster has free workers, or train without Spark.",
                )
        if self._topics is None:
            raise self._failure()
        return self._topics

    def _run(self) -> None:
        try:
            self._context.setJobGroup(self._group, "TopicLlama", interruptOnCancel=True)
            topics = self._training.run(self._stopped)
            if not self._stopped():
                self._topics = topics
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
            self._error = error
        finally:
            self._done.set()

    def _stopped(self) -> bool:
        return self._task is not None and self._task.stopped.is_set()

    def _cancel(self) -> None:
        """End what runs; between two jobs there is nothing to end, so try again."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with suppress(Exception):  # Spark may be gone
                self._context.cancelJobGroup(self._group)
            if self._done.wait(_POLL):
                return

    def _report(self) -> None:
        share = self._share_of_pass()
        if self._task is not None:
            size, passes = self._training.size, self._training.passes
            done, share = self._share
            detail = f"pass {min(done + 1, passes)} of at most {passes}, on Spark"
            self._task.report("train", int((done + share) * size), passes * size, detail)

    def _share_of_pass(self) -> float:
        """How far Spark has come with the tasks of its latest job."""
        done = self._training.done
        share = self._share[1] if self._share[0] == done else 0.0
        tracker = self._context.statusTracker()
        stages = []
        with suppress(Exception):  # Spark may be gone: the training's thread tells why
            for job in sorted(tracker.getJobIdsForGroup(self._group))[-1:]:
                stages = [tracker.getStageInfo(n) for n in tracker.getJobInfo(job).stageIds]
        known = [stage for stage in stages if stage is not None]
        ended = sum(stage.numCompletedTasks for stage in known)
        self._alive |= bool(done or ended or any(stage.numActiveTasks for stage in known))
        total = sum(stage.numTasks for stage in known)
        self._share = (done, max(share, 0.99 * ended / total if total else 0.0))
        return self._share[1]

    def _failure(self) -> BaseException:
        if self._stopped():
            return Cancelled()
        reason = str(self._error).strip().splitlines()
        told = [line for line in reason if "Exception" in line or "Error" in line] or reason
        error = TopicLlamaError(
            f"Spark could not finish the training ({told[0].strip()[:200] if told else '?'}).",
            "Check the cluster's log and its memory, or train without Spark.",
        )
        error.__cause__ = self._error
        return error
