"""Findings that may take long: made at once for a small corpus, else by a job of the workspace, and
kept in memory as long as the texts and the topics are the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from ...tools.errors import TopicLlamaError
from ...tools.progress import Task
from ..jobs import Job
from .visit import Visit

SMALL = 3000  # documents for which nobody waits noticeably
QUICK = 10**9  # documents, for what nobody waits for in any corpus
_MOST = 60
_known: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
_lock = threading.Lock()


def finding(
    visit: Visit, title: str, key: tuple[str, ...], work: Callable[[Task], Any], *,
    small: int = SMALL,
) -> Any:  # fmt: skip
    """What ``work`` returns, or the :class:`Job` (called ``title``) that is at it or was stopped.

    ``key`` tells what is asked for apart from the corpus and the topics as they are now. A
    TopicLlamaError of the work is raised here, each time. Up to ``small`` documents no job is made.
    """
    whole = _key(visit, (title, *key))
    with _lock:
        found = _known.get(whole)
        if found is None and len(visit.workspace.corpus) > small:
            found = _remember(whole, visit.room.jobs.start(title, _told(work)))
    if found is None:
        made = _told(work)(Task())
        with _lock:
            found = _remember(whole, made)
    return _given(found)


def known(visit: Visit, title: str, key: tuple[str, ...]) -> Any:
    """The same when it was asked for before, else None."""
    with _lock:
        found = _known.get(_key(visit, (title, *key)))
    return _given(found)


def _given(found: Any) -> Any:
    if isinstance(found, Job) and found.state == "done":
        found = found.result
    if isinstance(found, TopicLlamaError):
        raise found
    return found


def counts(visit: Visit, field: str) -> dict[str, int]:
    """How many documents each value of "label", "source" or "language" has, the most first."""
    corpus = visit.workspace.corpus

    def work(task: Task) -> dict[str, int]:
        return {name: n for name, n in corpus.counts(field).items() if name}

    found: dict[str, int] = finding(visit, "jobs_compare", ("counts", field), work, small=QUICK)
    return found


def forget(visit: Visit) -> None:
    """Let what was stopped or failed in this workspace be tried again."""
    with _lock:
        for key, found in list(_known.items()):
            ended = isinstance(found, Job) and found.state in ("cancelled", "failed")
            if ended and key[0] == str(visit.workspace.root):
                del _known[key]


def _key(visit: Visit, key: tuple[str, ...]) -> tuple[Any, ...]:
    workspace = visit.workspace
    corpus = workspace.require_documents()
    return (str(workspace.root), corpus.fingerprint, corpus.state,
            workspace.require_model().version, *key)  # fmt: skip


def _told(work: Callable[[Task], Any]) -> Callable[[Task], Any]:
    """What a person must be told of this question is its result."""

    def careful(task: Task) -> Any:
        try:
            return work(task)
        except TopicLlamaError as error:
            return error

    return careful


def _remember(key: tuple[Any, ...], found: Any) -> Any:
    _known[key] = found
    while len(_known) > _MOST:
        _known.popitem(last=False)
    return found
