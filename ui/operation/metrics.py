"""Figures of the running server in Prometheus' text format, version 0.0.4:
https://prometheus.io/docs/instrumenting/exposition_formats/.

Counters count since the process began; seconds are seconds. No label holds a person's words: models
by name, tools and jobs by kind, addresses by their pattern.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    GC_COLLECTOR,
    PLATFORM_COLLECTOR,
    PROCESS_COLLECTOR,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily

from ...tools.errors import TopicLlamaError

if TYPE_CHECKING:
    from ..rooms import Room, Rooms

_SHORT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)
_counted = CollectorRegistry()
disable_created_metrics()  # type: ignore[no-untyped-call]

REQUESTS = Counter(
    "topicllama_http_requests", "Requests that were answered.", ["method", "route", "status"],
    registry=_counted,
)  # fmt: skip
RESPONSE_SECONDS = Histogram(
    "topicllama_http_response_seconds", "Seconds until an answer begins to be sent.", ["route"],
    buckets=_SHORT, registry=_counted,
)  # fmt: skip
TURNS = Counter(
    "topicllama_turns", "Turns of conversations, by who answered and how they ended.",
    ["model", "end"], registry=_counted,
)  # fmt: skip
TURN_SECONDS = Histogram(
    "topicllama_turn_seconds", "Seconds that a turn took.", ["model"], buckets=_LONG,
    registry=_counted,
)  # fmt: skip
FIRST_WORDS_SECONDS = Histogram(
    "topicllama_first_words_seconds", "Seconds until the first words of an answer.",
    buckets=_LONG, registry=_counted,
)  # fmt: skip
TOOL_CALLS = Counter(
    "topicllama_tool_calls", "Tools that the agent called, and how they ended.", ["tool", "end"],
    registry=_counted,
)  # fmt: skip
TOOL_SECONDS = Histogram(
    "topicllama_tool_seconds", "Seconds that a tool took.", ["tool"], buckets=_LONG,
    registry=_counted,
)  # fmt: skip
JOBS = Counter(
    "topicllama_jobs", "Long work that has ended, by kind and how.", ["job", "end"],
    registry=_counted,
)  # fmt: skip
for _process in (PROCESS_COLLECTOR, PLATFORM_COLLECTOR, GC_COLLECTOR):
    _counted.register(_process)


class _Now:
    """What is so at the moment when it is asked. The first workspace is "first", those made on the
    page go by the names of their folders."""

    def __init__(self, rooms: Rooms) -> None:
        self.rooms = rooms

    def collect(self) -> Iterable[GaugeMetricFamily]:
        rooms = self.rooms.opened()
        yield _gauge("topicllama_documents", "Documents that are loaded.", rooms, _documents)
        yield _gauge("topicllama_topics", "Topics of the current model.", rooms, _topics)
        yield _gauge("topicllama_jobs_running", "Long work under way.", rooms, _jobs)
        yield _gauge("topicllama_turns_running", "Answers being written.", rooms, _turns)
        free = GaugeMetricFamily("topicllama_disk_free_bytes", "Room left for the workspaces.")
        with suppress(OSError):
            free.add_metric([], shutil.disk_usage(self.rooms.home.root).free)
        yield free


def _gauge(name: str, about: str, rooms: Iterable[Room], value: Any) -> GaugeMetricFamily:
    made = GaugeMetricFamily(name, about, labels=["workspace"])
    for room in rooms:
        with suppress(TopicLlamaError, OSError):  # a damaged file takes away its own figure only
            made.add_metric([room.name or "first"], value(room))
    return made


def _documents(room: Room) -> int:
    return len(room.workspace.corpus)


def _topics(room: Room) -> int:
    model = room.workspace.model
    return len(model.topics) if model is not None else 0


def _jobs(room: Room) -> int:
    return len(room.jobs.running())


def _turns(room: Room) -> int:
    return len(room.chats.running())


def exposed(rooms: Rooms) -> bytes:
    """All figures as Prometheus reads them."""
    now = CollectorRegistry()
    now.register(_Now(rooms))
    return generate_latest(_counted) + generate_latest(now)
