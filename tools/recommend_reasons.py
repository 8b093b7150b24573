"""Why a document is recommended: the topic that it shares with what was liked, or words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .documents import Document
from .highlight import Highlighter, best_passage
from .passages import Passage, split
from .recommend_ranking import Ranked
from .recommend_wording import reason
from .results import Recommendation
from .taste import Liked, Likeness
from .topic_model import Topic

# Shares of a topic from which on it is named as a reason: in the document, and in what was read.
_SHARED, _ON_IT = 0.2, 0.3
_WORDS, _TERMS = 3, 8  # that are told, and that are looked for in the document
_COMMON, _MANY = 3, 100  # documents that have a word that is told, in a corpus of so many


class Reasons:
    """Finds the reasons for what was ranked and says them in a language ("en" or "zh")."""

    def __init__(
        self, likeness: Likeness, good: Sequence[Liked], ranked: Ranked, language: str
    ) -> None:
        self.likeness, self.good, self.language = likeness, good, language
        self.each = ranked.likeness
        self.liked = likeness.features(good)
        self.mixtures = self.liked.topics**2
        self.terms = {number: term for term, number in likeness.words.bm25.vocab_dict.items()}
        words = likeness.corpus.words
        self.common = words.getnnz(axis=0) >= (_COMMON if words.shape[0] >= _MANY else 1)

    def of(self, document: Document, i: int, score: float) -> Recommendation:
        """The document at position ``i`` with its reason and the passage that shows it."""
        nearest = int(self.each[i].argmax())
        weights = self._shared_terms(i, nearest)
        highlighter = Highlighter(weights, self.likeness.words.tokenizer)
        because = self._because(i, nearest)
        because["words"] = _surfaces(document.text, highlighter)
        topic = self._main_topic(i)
        passage = best_passage(document.text, highlighter, weights)
        passage = passage or (split(document.text) or [Passage("", 0, 0)])[0]
        return Recommendation(
            id=document.id,
            title=document.heading,
            score=round(score, 4),
            reason=reason(because, self.language),
            topic=topic.id if topic else None,
            topic_label=topic.label if topic else "",
            date=document.date,
            passage=passage.text,
            start=passage.start,
            end=passage.end,
            because=because,
        )

    def _shared_terms(self, i: int, nearest: int) -> dict[str, float]:
        """The words that weigh most in both, but numbers and those that hardly another document
        of many has: names of machines and the like say nothing to a reader."""
        product = self.likeness.corpus.words[i].multiply(self.liked.words[nearest]).tocoo()
        order = np.argsort(-product.data, kind="stable")
        columns = [int(product.col[j]) for j in order]
        weights = [float(product.data[j]) for j in order]
        told = {self.terms[c]: w for c, w in zip(columns, weights, strict=True) if self.common[c]}
        words = {term: weight for term, weight in told.items() if not term.isdigit()}
        return dict(islice(words.items(), _TERMS))

    def _because(self, i: int, nearest: int) -> dict[str, Any]:
        """The item that the document is most like (``liked``, ``title``, ``action``), and the
        topic that it shares with most of what was liked, where there is one: its share of the
        document and how many of the liked texts are on it (``read``)."""
        item = self.good[nearest]
        because: dict[str, Any] = {
            "topic": None, "topic_label": "", "labels": {}, "share": 0.0, "read": 0,
            "liked": item.name, "title": self._title(item), "action": self._action([item]),
        }  # fmt: skip
        row = self._shared_topic(self.likeness.corpus.topics[i] ** 2, nearest)
        if row is None or self.likeness.model is None:
            return because
        topic = self.likeness.model.topics[row]
        on_it = np.flatnonzero(self.mixtures[:, row] >= _ON_IT).tolist()
        because |= {
            "topic": topic.id, "topic_label": topic.label, "labels": _labels(topic),
            "share": round(float(self.likeness.corpus.topics[i, row] ** 2), 4),
            "read": len(on_it), "action": self._action([self.good[n] for n in on_it]),
        }  # fmt: skip
        return because

    def _shared_topic(self, mixture: NDArray[np.float32], nearest: int) -> int | None:
        own = self.mixtures[nearest]
        both = np.minimum(mixture, own) * (mixture >= _SHARED) * (own >= _ON_IT)
        return int(both.argmax()) if both.any() else None

    def _main_topic(self, i: int) -> Topic | None:
        """The document's heaviest topic, as everywhere; None where no topic is known."""
        mixture, model = self.likeness.corpus.topics[i], self.likeness.model
        return model.topics[int(mixture.argmax())] if model and mixture.any() else None

    def _title(self, item: Liked) -> str:
        if item.position < 0:
            return ""
        return self.likeness.workspace.corpus.get([item.name])[item.name].heading

    @staticmethod
    def _action(items: Sequence[Liked]) -> str:
        """What a person did with them: "pasted", "liked", or "read" when not all are one."""
        if all(item.position < 0 for item in items):
            return "pasted"
        return "liked" if all(item.action == "liked" for item in items) else "read"


def _surfaces(text: str, highlighter: Highlighter) -> list[str]:
    """The shared words as the document writes them, weightiest first: no single Chinese
    characters, and of words within each other ("地铁", "地铁站") the longest."""
    first: dict[str, str] = {}
    for (start, end), term in highlighter.find(text):
        first.setdefault(term, text[start:end])
    words = [first[term] for term in highlighter.terms if term in first]
    words = [word for word in words if len(word) > 1 or word.isascii()]
    return [w for w in words if not any(w in other and w != other for other in words)][:_WORDS]


def _labels(topic: Topic) -> dict[str, str]:
    """The label in other languages; a person's own name of a topic is the same in all."""
    return {} if topic.label_source == "person" else dict(topic.labels)
