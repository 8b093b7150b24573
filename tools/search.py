"""Finding documents: by words, by meaning, by topic space, or by all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import numpy as np

from .embed_job import coverage
from .embedder_choice import embedding_name
from .embedding import Embedder
from .errors import TopicLlamaError
from .exclusion import left_out
from .grounds import POOL, add_grounds
from .hits import HitMaker
from .keyword_search import KeywordIndex, keyword_index
from .meaning import known_floor
from .query import Query, parse_query
from .results import SearchResult
from .scope import Filters, Scope, scope
from .search_ways import MODES, Found, Ways, single
from .workspace import Workspace

__all__ = ["MODES", "search"]
T = TypeVar("T")
_TRIES = 5  # searches until none is disturbed by a load


def search(
    workspace: Workspace,
    query: str = "",
    topics: Sequence[int] = (),
    since: str = "",
    until: str = "",
    mode: str = "hybrid",
    limit: int = 10,
    embedder: Embedder | None = None,
    label: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    question: str = "",
    *,
    language: str | Sequence[str] = (),
    without: Sequence[str] = (),
    ids: frozenset[str] | None = None,
) -> SearchResult:
    """Documents about ``query``, within topics, a time, labels, sources and languages, and not
    about what ``without`` or the query itself ("-football", 不要足球) says; with ``ids`` only
    among these.

    ``since`` and ``until`` are inclusive and of any precision; text in quotation marks must stand
    in a document as it is. Without a query: the documents of the topics, heaviest first, else
    those of the time, newest first. Nothing alike is no result, never an arbitrary one. With the
    ``question`` that is to be answered, hits have the sentence that answers it best
    (:mod:`topicllama.tools.grounds`).
    """
    filters = Filters(
        tuple(topics), since, until, _several(label), _several(source), _several(language), ids
    )
    given = tuple(filter(None, (text.strip() for text in without)))
    parsed = parse_query(query, given)

    def searched() -> SearchResult:
        made = _find(workspace, parsed, filters, mode, limit, embedder)
        return _result(workspace, made, query, filters, mode, limit, question)

    return _while_nothing_changes(workspace, searched)


def _while_nothing_changes(workspace: Workspace, work: Callable[[], T]) -> T:
    """What ``work`` gives for documents that were the same from its beginning to its end: another
    process may load some meanwhile, and positions of before and after must not meet."""
    for _ in range(_TRIES):
        before = workspace.corpus.fingerprint
        try:
            made = work()
        except (ValueError, IndexError, KeyError):
            if workspace.corpus.fingerprint == before:
                raise
        else:
            if workspace.corpus.fingerprint == before:
                return made
    return work()


def _result(
    workspace: Workspace,
    made: Finding,
    query: str,
    filters: Filters,
    mode: str,
    limit: int,
    question: str,
) -> SearchResult:
    found, words, parsed = made.found, made.words, made.query
    maker = HitMaker(workspace, words, parsed, filters)
    result = SearchResult(
        results=maker.make(found, max(POOL, limit) if question else max(1, limit)),
        covered=round(made.covered, 4),
        query=query,
        mode=mode,
        since=filters.since,
        until=filters.until,
        total=len(found.order),
        note=" ".join(found.notes),
        without=list(parsed.without),
        means=found.means,
        why=found.why,
    )
    if question:
        add_grounds(
            result, question, words, max(1, limit),
            narrowed=bool(filters.limits or parsed.without), floor=known_floor(made.embedder),
        )  # fmt: skip
    if len(filters.topics) == 1:
        topic = workspace.require_model().topic(filters.topics[0])
        result.topic, result.topic_label = topic.id, topic.label
    return result


@dataclass(frozen=True, slots=True)
class Finding:
    """What was ``found`` for a query within ``scope``, among ``covered`` (0 to 1) of the corpus's
    passages by the model ``embedder``."""

    found: Found
    query: Query
    words: KeywordIndex
    scope: Scope
    covered: float
    embedder: str


def find(
    workspace: Workspace,
    query: Query,
    filters: Filters,
    mode: str = "hybrid",
    limit: int = 10,
    embedder: Embedder | None = None,
) -> Finding:
    """All documents for a query, in order; what :func:`search` makes hits of, and a list pages."""
    return _while_nothing_changes(
        workspace, lambda: _find(workspace, query, filters, mode, limit, embedder)
    )


def _find(
    workspace: Workspace,
    query: Query,
    filters: Filters,
    mode: str,
    limit: int,
    embedder: Embedder | None,
) -> Finding:
    if mode not in MODES:
        raise TopicLlamaError(f"There is no search mode {mode!r}.", f"Choose {', '.join(MODES)}.")
    workspace.require_documents()
    words, within = keyword_index(workspace), scope(workspace, filters)
    excluded = _leave_out(workspace, words, query, within)
    ways = Ways(workspace, query, within, words, embedder, mode=mode, limit=max(1, limit))
    with _one_thread().limit(limits=1, user_api="blas"):
        found = ways.search() if query.text else _without_query(within, filters, query)
    name = embedder.name if embedder else embedding_name(workspace)
    covered = found.covered if found.covered is not None else coverage(workspace, name)
    _explain(found, query, filters, within, mode, covered)
    found.notes += excluded
    return Finding(found, query, words, within, covered, name)


@cache
def _one_thread() -> Any:
    """Of numpy's: products this small take several threads longer, which wait for each other."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _several(values: str | Sequence[str]) -> tuple[str, ...]:
    listed = [values] if isinstance(values, str) else values
    return tuple(value.strip() for value in listed if value.strip())


def _leave_out(workspace: Workspace, words: KeywordIndex, query: Query, within: Scope) -> list[str]:
    """Take out of the scope what the query does not want; says so."""
    notes = []
    for text in query.without:
        mask = left_out(workspace, words, text, within) & within.mask
        within.mask &= ~mask
        notes.append(f"Documents about “{text}” are left out: {int(mask.sum()):,}.")
    return notes


def _without_query(within: Scope, filters: Filters, query: Query) -> Found:
    if filters.topics:
        return single("topic", np.where(within.mask, within.weight, 0))
    if not (filters or query.without):
        return Found(notes=["Say what to look for: words, a topic, or a time."])
    newest = np.argsort(-within.fields.first_days, kind="stable")
    return Found([int(i) for i in newest if within.mask[i]])


# what the reader should know -----------------------------------------------------------------


def _explain(
    found: Found, query: Query, filters: Filters, within: Scope, mode: str, covered: float
) -> None:
    if within.undated and filters.dated:
        found.notes.append(undated_note(within.undated))
    if 0 < covered < 1 and mode in ("hybrid", "meaning") and query.text:
        found.notes.append(
            f"Meaning was searched in the {covered:.0%} of the texts embedded so far."
        )
    if not found.order and (query.text or filters):
        found.notes.insert(0, _nothing(query, filters, within))


def undated_note(undated: int) -> str:
    return f"Documents without a date are left out: {undated:,}."


def _nothing(query: Query, filters: Filters, within: Scope) -> str:
    if not within.mask.any():
        return "No document fits these limits: widen the time, or leave out the topic."
    if query.phrases:
        return "No document has these very words: try without the quotation marks."
    if filters:
        return "Nothing was found within these limits: try other words, or without a limit."
    return "Nothing was found: try other words, fewer words, or a topic."
