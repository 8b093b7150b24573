"""The ways to search: by words, by meaning, by topic space, and by all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .embedding import Embedder
from .fusion import fused, standard
from .keyword_search import KeywordIndex
from .meaning import Nearby, nearby
from .query import CHINESE, Query
from .scope import Scope
from .topic_space import TopicSpace, topic_space
from .vector_store import PassageHit
from .workspace import Workspace

MODES = ("hybrid", "keyword", "meaning", "topic")
# What a document must have of a query's words to be found by words: three in ten, or two.
_ENOUGH = 0.3
# The cosine in topic space from which a document is found by it, beside other ways and alone,
# and the share of the query's words that the corpus must know for that.
_ALIKE, _ALIKE_ALONE = 0.5, 0.25
_KNOWN = 0.5
_SHOWN = 50  # documents whose scores somebody may look at, unless more were asked for

Values = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Found:
    """Positions in the corpus, best first; ``score`` orders them, as a share of the best one's.
    ``scores`` by part, each from 0 to 1: keyword is BM25 as a share of the best document's,
    meaning the cosine of the nearest passage, topic the cosine in topic space (without a query
    the share of the asked topics in the document). ``means`` are the parts that were used, ``why``
    says why meaning was not; ``covered`` is the share of the corpus that is embedded, if that was
    looked up."""

    order: list[int] = field(default_factory=list)
    score: Mapping[int, float] = field(default_factory=dict)
    scores: dict[str, dict[int, float]] = field(default_factory=dict)
    passage: Callable[[int], PassageHit | None] = lambda position: None
    notes: list[str] = field(default_factory=list)
    means: list[str] = field(default_factory=list)
    why: str = ""
    covered: float | None = None


class Ways:
    """The scores of all documents for one query within a scope, each worked out when needed."""

    def __init__(
        self,
        workspace: Workspace,
        query: Query,
        within: Scope,
        words: KeywordIndex,
        embedder: Embedder | None,
        *,
        mode: str,
        limit: int,
    ) -> None:
        self.workspace, self.query, self.scope, self.words = workspace, query, within, words
        self.embedder, self.mode, self.limit = embedder, mode, limit
        self.terms = words.all_terms(query.text)

    def search(self) -> Found:
        """In the mode asked for."""
        ways = {
            "hybrid": self._hybrid, "keyword": self._by_keyword,
            "meaning": self._by_meaning, "topic": self._by_topic,
        }  # fmt: skip
        return ways[self.mode]()

    def _by_keyword(self) -> Found:
        values = np.where(self._has_words, self._keyword, 0)
        return single("keyword", _share(np.where(self._admitted, values, 0)))

    def _by_meaning(self) -> Found:
        near = self.near
        found = single("meaning", np.where(near.alike & self._admitted, near.values, 0))
        found.passage, found.covered = near.passage, near.covered
        found.notes = [near.note] if near.note else []
        return found

    def _by_topic(self) -> Found:
        return single("topic", np.where(self._in_space & self._admitted, self._topic, 0))

    def _hybrid(self) -> Found:
        near = self.near
        admitted = (self._has_words | near.alike | self._in_space) & self._admitted
        trust = self._space.trust if self._space else 1.0
        parts = {"keyword": standard(self._keyword), "topic": trust * standard(self._topic)}
        total = fused({**parts, "meaning": near.scores}, self.scope.mask)
        order = np.flatnonzero(admitted)
        order = order[np.argsort(-total[order], kind="stable")]
        best = max(float(total[order[0]]), 1e-6) if len(order) else 1.0
        found = Found(order.tolist(), passage=near.passage, covered=near.covered)
        shown = found.order[: max(_SHOWN, self.limit)]
        found.score = {i: max(float(total[i]) / best, 0.0) for i in shown}
        found.scores = self._parts(shown)
        found.notes, found.why = [near.note] if near.note else [], near.why
        used = {"keyword": True, "topic": bool(self._topic.any()),
                "meaning": not np.isnan(near.values).all()}  # fmt: skip
        found.means = [name for name, is_used in used.items() if is_used]
        return found

    def _parts(self, shown: list[int]) -> dict[str, dict[int, float]]:
        values = {"keyword": _share(self._keyword), "meaning": self.near.values}
        values["topic"] = np.clip(self._topic, 0, 1)
        return {
            name: {i: float(part[i]) for i in shown if part[i] > 0}
            for name, part in values.items()
        }  # fmt: skip

    # scores of all documents -----------------------------------------------------------------

    @cached_property
    def near(self) -> Nearby:
        return nearby(self.workspace, self.query, self.scope, self.embedder,
                      explicit=self.mode == "meaning", limit=self.limit)  # fmt: skip

    @cached_property
    def _keyword(self) -> Values:
        scores = self.words.scores_of(self.query.text)
        return np.maximum(scores, np.float32(1e-6)) if self.query.phrases else scores

    @cached_property
    def _has_words(self) -> Mask:
        if self.query.phrases:
            return self._admitted
        least = min(_ENOUGH, 2 / max(len(self.terms), 1)) - 1e-6
        return np.asarray(self.words.matched(self.terms) >= least)

    @cached_property
    def _space(self) -> TopicSpace | None:
        return topic_space(self.workspace, self.words)

    @cached_property
    def _topic(self) -> Values:
        """Cosines in the space of the words, or for a few documents the likeness of mixtures."""
        space = self._space
        found = space.likeness(self.terms, self.words) if space else self._mixtures()
        return found if found is not None else np.zeros(len(self.scope.mask), np.float32)

    def _mixtures(self) -> Values | None:
        """Bhattacharyya's coefficient of topics (Bull. Calcutta Math. Soc. 35, 1943)."""
        from .inference import infer

        model = self.workspace.require_model() if self.mode == "topic" else self.workspace.model
        if model is None:
            return None
        mixture = infer(model, [self.query.text], self.words.tokenizer, roughly=True)[0]
        if np.ptp(mixture) < 1e-6:  # no word of it is known to the model
            return None
        likeness = np.sqrt(model.document_topic) @ np.sqrt(mixture)
        positions, known = self.scope.fields.positions_of(model.document_ids)
        values = np.zeros(len(self.scope.mask), np.float32)
        values[positions] = likeness[known]
        return values

    @cached_property
    def _in_space(self) -> Mask:
        """Found by topic space alone; mixtures of few topics are too much alike for that."""
        known = len(self.words.known(self.terms)) >= _KNOWN * len(self.terms)
        least = _ALIKE_ALONE if self.mode == "topic" and self._space else _ALIKE
        asked = self._space is not None or self.mode == "topic"
        return (self._topic >= least) & (known and asked)

    @cached_property
    def _admitted(self) -> Mask:
        """Documents in scope that have every quoted phrase. Only those are read that have its
        words; Chinese is read through, for a phrase may cut across words."""
        mask = self.scope.mask.copy()
        if not self.query.phrases:
            return mask
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


def single(part: str, values: NDArray[np.floating]) -> Found:
    """One ranking: the documents with a value, highest first (and in loading order)."""
    order = np.flatnonzero(values > 0)
    order = order[np.argsort(-values[order], kind="stable")]
    scores = {int(i): float(values[i]) for i in order}
    return Found(list(scores), scores, {part: scores}, means=[part])


def _share(values: Values) -> Values:
    best = float(values.max(initial=0.0))
    return values / np.float32(best) if best else values
