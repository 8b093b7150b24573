"""Finding documents: by words, by meaning, by topic, or by all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .embed_job import coverage
from .embedding import Embedder
from .errors import TopicLlamaError
from .grounds import POOL, add_grounds
from .hits import HitMaker
from .keyword_search import KeywordIndex, keyword_index
from .meaning import Nearby, known_floor, nearby
from .query import CHINESE, Query, parse_query
from .results import SearchResult
from .scope import Filters, Scope, scope
from .vector_store import PassageHit, embedding_name
from .workspace import Workspace

MODES = ("hybrid", "keyword", "meaning", "topic")
# Reciprocal rank fusion: Cormack, Clarke and Buettcher (SIGIR 2009), with their constant.
_RRF = 60
# What a document must have of a query's words to be found by words: three in ten, or two.
_ENOUGH = 0.3


@dataclass(slots=True)
class Found:
    """Positions in the corpus, best first, with ``scores`` by part, each from 0 to 1: keyword is
    BM25 as a share of the best document's, meaning the cosine, topic the share of the asked
    topics in the document (or the likeness of topic mixtures in mode "topic")."""

    order: list[int] = field(default_factory=list)
    score: Mapping[int, float] = field(default_factory=dict)
    scores: dict[str, dict[int, float]] = field(default_factory=dict)
    passages: dict[str, PassageHit] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def search(
    workspace: Workspace,
    query: str = "",
    topics: Sequence[int] = (),
    since: str = "",
    until: str = "",
    mode: str = "hybrid",
    limit: int = 10,
    embedder: Embedder | None = None,
    label: str = "",
    source: str = "",
    question: str = "",
) -> SearchResult:
    """Documents about ``query``, within topics, a time, a label and a source.

    ``since`` and ``until`` are inclusive and of any precision; text in quotation marks must stand
    in a document as it is. Without a query: the documents of the topics, heaviest first, else
    those of the time, newest first. Nothing alike is no result, never an arbitrary one. With the
    ``question`` that is to be answered, hits have the sentence that answers it best
    (:mod:`topicllama.tools.grounds`).
    """
    if mode not in MODES:
        raise TopicLlamaError(f"There is no search mode {mode!r}.", f"Choose {', '.join(MODES)}.")
    workspace.require_documents()
    filters = Filters(tuple(topics), since, until, label, source)
    request = _Request(workspace, parse_query(query), filters, mode, max(1, limit), embedder)
    found = request.run()
    maker = HitMaker(workspace, request.words, request.query, filters)
    result = SearchResult(
        results=maker.make(found, max(POOL, request.limit) if question else request.limit),
        covered=round(request.covered, 4),
        query=query,
        mode=mode,
        since=since,
        until=until,
        total=len(found.order),
        note=" ".join(found.notes),
    )
    if question:
        add_grounds(
            result, question, request.words, maker.annotations, request.limit,
            narrowed=bool(filters), floor=known_floor(request.embedding),
        )  # fmt: skip
    if len(filters.topics) == 1:
        topic = workspace.require_model().topic(filters.topics[0])
        result.topic, result.topic_label = topic.id, topic.label
    return result


class _Request:
    def __init__(
        self,
        workspace: Workspace,
        query: Query,
        filters: Filters,
        mode: str,
        limit: int,
        embedder: Embedder | None,
    ) -> None:
        self.workspace, self.query, self.filters = workspace, query, filters
        self.mode, self.limit, self.embedder = mode, limit, embedder
        self.covered = 0.0
        self.words: KeywordIndex = keyword_index(workspace)
        self.scope: Scope = scope(workspace, filters)

    def run(self) -> Found:
        searches: dict[str, Callable[[], Found]] = {
            "hybrid": self._hybrid, "keyword": self._by_keyword,
            "meaning": self._by_meaning, "topic": self._by_topic,
        }  # fmt: skip
        found = searches[self.mode]() if self.query.text else self._without_query()
        if not self.covered:
            self.covered = coverage(self.workspace, self.embedder.name if self.embedder else "")
        self._explain(found)
        return found

    @property
    def embedding(self) -> str:
        return self.embedder.name if self.embedder else embedding_name(self.workspace)

    # the ways to search ----------------------------------------------------------------------

    def _by_keyword(self) -> Found:
        terms = self.words.all_terms(self.query.text)
        least = min(_ENOUGH, 2 / max(len(terms), 1)) - 1e-6
        enough = self.scope.mask & (self.words.matched(terms) >= least)
        values = np.where(enough, self.words.scores(terms), 0)
        if self.query.phrases:
            values = np.where(self._phrase_mask, np.maximum(values, 1e-6), 0)
        best = float(values.max(initial=0.0))
        return _single("keyword", values / best if best else values)

    def _by_meaning(self) -> Found:
        near = self._nearby(explicit=True)
        return self._from_nearby(near)

    def _by_topic(self) -> Found:
        from .inference import infer

        model = self.workspace.require_model()
        mixture = infer(model, [self.query.text], self.words.tokenizer)[0]
        found = Found()
        if np.ptp(mixture) < 1e-6:  # no word of it is known to the model
            return found
        likeness = np.sqrt(model.document_topic) @ np.sqrt(mixture)  # Bhattacharyya coefficient
        values = np.zeros(len(self.scope.ids), np.float32)
        positions = self.words.positions
        for name, value in zip(model.document_ids, likeness, strict=True):
            if name in positions:
                values[positions[name]] = value
        return _single("topic", np.where(self.scope.mask & (values >= 0.5), values, 0))

    def _hybrid(self) -> Found:
        keyword = self._by_keyword()
        meaning = self._from_nearby(self._nearby(explicit=False))
        candidates = set(keyword.order) | set(meaning.order)
        parts = {"keyword": keyword, "meaning": meaning}
        if self.filters.topics:
            inside = np.isin(np.arange(len(self.scope.ids)), list(candidates))
            parts["topic"] = _single("topic", np.where(inside, self.scope.weight, 0))
        return _fused({name: part for name, part in parts.items() if part.order}, meaning)

    def _without_query(self) -> Found:
        if self.filters.topics:
            return _single("topic", np.where(self.scope.mask, self.scope.weight, 0))
        if not self.filters:
            return Found(notes=["Say what to look for: words, a topic, or a time."])
        newest = np.argsort(-self.scope.days, kind="stable")
        return Found([int(i) for i in newest if self.scope.mask[i]])

    # parts -----------------------------------------------------------------------------------

    def _nearby(self, *, explicit: bool) -> Nearby:
        near = nearby(self.workspace, self.query, self.scope, self.embedder,
                      explicit=explicit, limit=self.limit)  # fmt: skip
        self.covered = near.covered
        return near

    def _from_nearby(self, near: Nearby) -> Found:
        values = {self.words.positions[name]: hit.similarity
                  for name, hit in near.passages.items()}  # fmt: skip
        if self.query.phrases:
            mask = self._phrase_mask
            values = {i: value for i, value in values.items() if mask[i]}
        notes = [near.note] if near.note else []
        return Found(list(values), values, {"meaning": values}, near.passages, notes)

    @cached_property
    def _phrase_mask(self) -> NDArray[np.bool_]:
        """Documents in scope that have every quoted phrase. Only those are read that have its
        words; Chinese is read through, for a phrase may cut across words."""
        mask = self.scope.mask.copy()
        for term in self.words.terms(" ".join(self.query.phrases)):
            if not CHINESE.search(term):
                mask &= self.words.scores([term]) > 0
        candidates = np.flatnonzero(mask)
        for group in np.array_split(candidates, len(candidates) // 500 + 1):
            documents = self.workspace.corpus.get(self.scope.ids[i] for i in group)
            for i in group:
                document = documents.get(self.scope.ids[i])
                mask[i] = document is not None and self.query.stands_in(
                    f"{document.title}\n{document.text}"
                )
        return mask

    # what the reader should know -------------------------------------------------------------

    def _explain(self, found: Found) -> None:
        if self.scope.undated and self.filters.dated:
            left_out = self.scope.undated
            found.notes.append(
                f"{left_out:,} document{'s' * (left_out != 1)} without a date left out."
            )
        if 0 < self.covered < 1 and self.mode in ("hybrid", "meaning") and self.query.text:
            found.notes.append(
                f"Meaning was searched in the {self.covered:.0%} of the texts embedded so far."
            )
        if not found.order and (self.query.text or self.filters):
            found.notes.insert(0, self._nothing())

    def _nothing(self) -> str:
        if not self.scope.mask.any():
            return "No document fits these limits: widen the time, or leave out the topic."
        if self.query.phrases:
            return "No document has these very words: try without the quotation marks."
        if self.filters:
            return "Nothing was found within these limits: try other words, or without a limit."
        return "Nothing was found: try other words, fewer words, or a topic."


def _single(part: str, values: NDArray[np.floating]) -> Found:
    """One ranking: the documents with a value, highest first (and in loading order)."""
    order = [int(i) for i in np.argsort(-values, kind="stable") if values[i] > 0]
    scores = {i: float(values[i]) for i in order}
    return Found(order, scores, {part: scores})


def _fused(parts: Mapping[str, Found], meaning: Found) -> Found:
    """Reciprocal rank fusion: sum of 1 / (60 + rank), as a share of what the first of every
    ranking would have."""
    total: dict[int, float] = {}
    for part in parts.values():
        for rank, i in enumerate(part.order, start=1):
            total[i] = total.get(i, 0.0) + (_RRF + 1) / (_RRF + rank) / len(parts)
    order = sorted(total, key=lambda i: (-total[i], i))
    scores = {name: part.scores[name] for name, part in parts.items()}
    return Found(order, total, scores, meaning.passages, meaning.notes)
