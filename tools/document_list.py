"""A list of documents, page by page: searched, filtered, sorted, with counts beside the filters."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .annotations import TopicAnnotations, topics_of
from .documents import Document
from .embed_job import coverage
from .embedding import Embedder
from .errors import TopicLlamaError
from .fields import Fields, fields
from .hits import HitMaker
from .keyword_search import keyword_index
from .query import parse_query
from .results import Hit
from .scope import Filters, scope
from .search import find, undated_note
from .search_ways import Found
from .workspace import Workspace

SORTS = ("relevance", "newest", "oldest", "title", "weight", "loading")
COUNTED = ("topic", "label", "language", "source")
_FILTER = {"topic": "topics", "label": "labels", "language": "languages", "source": "sources"}
_KEPT = 24  # searches whose order is remembered: the next page, another sort
_MOST = 1_000  # documents whose nearest passage Chroma is asked for
Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the list with its best passage (``hit``); ``topics`` are (id, label, weight),
    heaviest first."""

    hit: Hit
    label: str = ""
    language: str = ""
    topics: list[tuple[int, str, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DocumentList:
    """One page: ``rows`` from ``first`` (0 is the first) of ``total`` in the order ``sort``.

    ``means``, ``why``, ``note`` and ``covered`` are those of a search
    (:class:`topicllama.tools.results.SearchResult`). ``counts`` has for "topic", "label",
    "language" and "source" how many documents have each value (a topic by its id), were that
    filter left out; values that none has are not there.
    """

    rows: list[Row]
    total: int
    first: int
    sort: str
    means: list[str] = field(default_factory=list)
    why: str = ""
    note: str = ""
    covered: float = 0.0
    counts: Mapping[str, list[tuple[Any, int]]] = field(default_factory=dict)


class Documents:
    """The documents that a query and filters admit; made anew for each request, quick because
    what it is made of is remembered."""

    def __init__(
        self,
        workspace: Workspace,
        query: str = "",
        filters: Filters | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        workspace.require_documents()
        self.workspace, self.embedder = workspace, embedder
        self.query, self.filters = query.strip(), filters or Filters()
        self.fields: Fields = fields(workspace)
        self._matching = self._matches(self.filters)

    @property
    def total(self) -> int:
        return len(self._matching.positions)

    def sorts(self) -> list[str]:
        """The orders that make sense, the usual one first."""
        usual = "relevance" if parse_query(self.query).text else ""
        usual = usual or ("weight" if self.filters.topics else "")
        others = ["newest", "oldest"] if self.fields.first_days.any() else []
        others = [*others, "loading", "title"]
        if usual == "relevance" and self.filters.topics:
            others.insert(0, "weight")
        return [usual, *others] if usual else others

    def ids(self, sort: str = "", most: int | None = None) -> list[str]:
        """Of all that match, in order, ``most`` of them."""
        return [self.fields.ids[i] for i in self._ordered(sort)[:most]]

    def page(self, sort: str = "", first: int = 0, size: int = 50) -> DocumentList:
        """TopicLlamaError for an order that there is not."""
        sort = sort or self.sorts()[0]
        ordered = self._ordered(sort)
        first = min(max(0, first), max(0, (len(ordered) - 1) // size * size))
        found = self._matching.found
        return DocumentList(
            self._rows(ordered[first : first + size]),
            len(ordered),
            first,
            sort,
            list(found.means),
            found.why,
            " ".join(found.notes),
            self._matching.covered,
        )

    def counts(self) -> dict[str, list[tuple[Any, int]]]:
        """For each filter, its values with how many documents would be listed."""
        found: dict[str, list[tuple[Any, int]]] = {}
        for name in COUNTED:
            left_out: dict[str, Any] = {_FILTER[name]: ()}
            positions = self._matches(replace(self.filters, **left_out)).positions
            if name == "topic":
                found[name] = self._topic_counts(positions)
            else:
                found[name] = self._value_counts(name, positions)
        return found

    def has(self, name: str) -> list[str]:
        """The values of a field in the whole corpus, most frequent first, without the empty one."""
        return [value for value in self.fields.coded(name)[0] if value]

    # what matches ----------------------------------------------------------------------------

    def _matches(self, filters: Filters) -> _Matching:
        """TopicLlamaError for a filter that names nothing, a date that is none."""
        key = (self._state(), self.query, filters, getattr(self.embedder, "name", ""))
        with _lock:
            known = _kept.get(key)
        if known is None:  # others need not wait for a search that takes long
            known = self._found(filters)
        with _lock:
            _kept[key] = known
            _kept.move_to_end(key)
            while len(_kept) > _KEPT:
                _kept.popitem(last=False)
        return self._as_of_the_beginning(known)

    def _as_of_the_beginning(self, found: _Matching) -> _Matching:
        """Without documents that were loaded since the fields were read: another person may load
        while this one looks."""
        there = found.positions < len(self.fields.ids)
        return found if there.all() else replace(found, positions=found.positions[there])

    def _state(self) -> tuple[Any, ...]:
        """What a search depends on beside its words."""
        corpus, model = self.workspace.corpus, self.workspace.current_version
        return corpus.path, corpus.fingerprint, corpus.state, model, coverage(self.workspace)

    def _found(self, filters: Filters) -> _Matching:
        query = parse_query(self.query)
        if not query.text and not query.without:
            within = scope(self.workspace, filters)
            notes = [undated_note(within.undated)] if within.undated else []
            return _Matching(np.flatnonzero(within.mask), Found(notes=notes), within.weight)
        made = find(self.workspace, query, filters, "hybrid", _MOST, self.embedder)
        positions = np.array(made.found.order, np.int64)
        made.found.order.clear()  # as numbers of Python they take four times the room
        return _Matching(positions, made.found, made.scope.weight, made.covered)

    # order -----------------------------------------------------------------------------------

    def _ordered(self, sort: str) -> Positions:
        sort = sort or self.sorts()[0]
        if sort not in SORTS:
            raise TopicLlamaError(f"There is no order {sort!r}.", f"Choose {', '.join(SORTS)}.")
        positions = self._matching.positions
        if sort == "relevance":
            return positions
        if sort == "weight":
            positions = np.sort(positions)
            return positions[np.argsort(-self._matching.weight[positions], kind="stable")]
        if sort == "loading":
            return np.sort(positions)
        mask = np.zeros(len(self.fields.ids), bool)
        mask[positions] = True
        order = self.fields.by_title if sort == "title" else self.fields.by_date
        if sort == "oldest":
            dated = int((self.fields.first_days > 0).sum())
            order = np.concatenate([order[:dated][::-1], order[dated:]])
        return order[mask[order]]

    # rows ------------------------------------------------------------------------------------

    def _rows(self, positions: Positions) -> list[Row]:
        found = replace(self._matching.found, order=positions.tolist())
        maker = HitMaker(
            self.workspace, keyword_index(self.workspace), parse_query(self.query), self.filters
        )
        hits = maker.make(found, len(positions))
        documents = self.workspace.corpus.get(hit.id for hit in hits)
        return [self._row(hit, documents[hit.id], maker.annotations) for hit in hits]

    def _row(self, hit: Hit, document: Document, annotations: TopicAnnotations) -> Row:
        model, weights = annotations.model, annotations.weights(hit.id)
        topics = []
        if model is not None and weights is not None:
            topics = [
                (topic, model.topic(topic).label, float(weights[model.row(topic)]))
                for topic in topics_of(model, weights)
            ]
        return Row(hit, document.label, document.language, topics)

    # counts ----------------------------------------------------------------------------------

    def _value_counts(self, name: str, positions: Positions) -> list[tuple[Any, int]]:
        values, codes = self.fields.coded(name)
        numbers = np.bincount(codes[positions], minlength=len(values))
        counted = [(values[i], int(numbers[i])) for i in np.argsort(-numbers, kind="stable")]
        return [(value, number) for value, number in counted if number and value]

    def _topic_counts(self, positions: Positions) -> list[tuple[Any, int]]:
        """By the heaviest topic, as everywhere."""
        model = self.workspace.model
        if model is None:
            return []
        mask = np.zeros(len(self.fields.ids), bool)
        mask[positions] = True
        at, known = self.fields.positions_of(model.document_ids)
        rows = model.document_topic.argmax(axis=1)[known][mask[at]]
        numbers = np.bincount(rows, minlength=model.num_topics)
        return [(t.id, int(n)) for t, n in zip(model.topics, numbers, strict=True) if n]


@dataclass(frozen=True, slots=True)
class _Matching:
    """``positions``, best first for a search, else in loading order; ``weight`` (D,) of the asked
    topics."""

    positions: Positions
    found: Found
    weight: NDArray[np.float32]
    covered: float = 0.0


_kept: OrderedDict[Any, _Matching] = OrderedDict()
_lock = threading.Lock()
