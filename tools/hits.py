"""From documents that were found to what a reader sees: the best passage, matches, scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .annotations import TopicAnnotations
from .documents import Document
from .highlight import Highlighter, best_passage
from .keyword_search import KeywordIndex
from .passages import Passage, split
from .query import Query
from .results import Hit
from .scope import Filters
from .workspace import Workspace

if TYPE_CHECKING:
    from .search_ways import Found


class HitMaker:
    """Makes hits for one query (built once, so that words are looked up once)."""

    def __init__(
        self, workspace: Workspace, words: KeywordIndex, query: Query, filters: Filters
    ) -> None:
        self.workspace, self.words, self.filters = workspace, words, filters
        self.annotations = TopicAnnotations(workspace.model)
        terms = words.all_terms(query.text)
        self.highlighter = Highlighter(terms, words.tokenizer)
        self.weights = {term: words.idf(term) for term in terms}
        self._topics: dict[int, tuple[Highlighter, dict[str, float]]] = {}

    def make(self, found: Found, limit: int) -> list[Hit]:
        """The first ``limit`` documents of a search as hits."""
        chosen = found.order[:limit]
        names = [self.words.ids[i] for i in chosen]
        documents = self.workspace.corpus.get(names)
        return [
            self._hit(documents[name], i, found)
            for i, name in zip(chosen, names, strict=True)
            if name in documents
        ]

    def _hit(self, document: Document, i: int, found: Found) -> Hit:
        passage = self._passage(document, i, found)
        topic = self.annotations.of(document.id)
        return Hit(
            id=document.id,
            title=document.heading,
            passage=passage.text,
            score=round(found.score.get(i, 0.0), 4),
            scores={n: round(s[i], 4) for n, s in found.scores.items() if i in s},
            topic=topic.get("topic"),
            date=document.date,
            topic_label=topic.get("topic_label", ""),
            source=document.source,
            start=passage.start,
            end=passage.end,
            matches=self.highlighter.spans(passage.text),
        )

    def _passage(self, document: Document, i: int, found: Found) -> Passage:
        """By the query's words; else the nearest in meaning; else by the topic's words."""
        passage = best_passage(document.text, self.highlighter, self.weights)
        if passage is None and (hit := found.passage(i)):
            passage = Passage(document.text[hit.start : hit.end], hit.start, hit.end)
        if passage is None and self.filters.topics:
            passage = best_passage(document.text, *self._topic_words(self.filters.topics[0]))
        return passage or (split(document.text) or [Passage("", 0, 0)])[0]

    def _topic_words(self, topic_id: int) -> tuple[Highlighter, dict[str, float]]:
        if topic_id not in self._topics:
            topic = self.workspace.require_model().topic(topic_id)
            terms = self.words.all_terms(" ".join(topic.keywords))
            weights = {term: 1.0 / (rank + 1) for rank, term in enumerate(terms)}
            self._topics[topic_id] = Highlighter(terms, self.words.tokenizer), weights
        return self._topics[topic_id]
