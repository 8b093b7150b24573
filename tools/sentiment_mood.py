"""The sentiment of a group of documents, added up as they are judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import fmean, pstdev
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .sentiment import Judged, Sentence
    from .topic_model import Topic

SHOWN = 3  # passages of each kind


@dataclass(slots=True)
class Mood:
    """What is known of a group so far; only its most extreme passages are kept."""

    scores: list[float] = field(default_factory=list)
    classes: Counter[str] = field(default_factory=Counter)
    best: list[dict[str, Any]] = field(default_factory=list)
    worst: list[dict[str, Any]] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        self.scores.append(judged.score)
        self.classes[judged.sentiment] += 1
        self.best = _first(self.best, judged, judged.best, -1)
        self.worst = _first(self.worst, judged, judged.worst, 1)

    def record(self, topic: Topic, documents: int) -> dict[str, Any]:
        """The figures of a topic of which ``documents`` are in the corpus.

        ``mean`` and ``spread`` (standard deviation) of the scores, ``positive`` and ``negative``
        as shares of the documents that were judged. ``passages`` has up to 3 "positive" and 3
        "negative" ones, each from another document, the strongest document first: the sentence
        that is most so (``passage_score``) of a document with ``score``.
        """
        total = max(1, len(self.scores))
        return {
            "id": topic.id,
            "label": topic.label,
            "documents": len(self.scores),
            "not_judged": documents - len(self.scores),
            "mean": round(fmean(self.scores or [0.0]), 4),
            "positive": round(self.classes["positive"] / total, 4),
            "negative": round(self.classes["negative"] / total, 4),
            "spread": round(pstdev(self.scores or [0.0]), 4),
            "most_positive": self.best[0] if self.best else None,
            "most_negative": self.worst[0] if self.worst else None,
            "passages": {
                "positive": [entry for entry in self.best if entry["passage_score"] > 0],
                "negative": [entry for entry in self.worst if entry["passage_score"] < 0],
            },
        }


def _first(
    kept: list[dict[str, Any]], judged: Judged, sentence: Sentence, sign: int
) -> list[dict[str, Any]]:
    """The SHOWN strongest of those kept and a new one; earlier documents win ties."""
    if len(kept) == SHOWN and sign * judged.score >= sign * kept[-1]["score"]:
        return kept
    entry = {
        "id": judged.document.id,
        "title": judged.document.heading,
        "passage": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "score": round(judged.score, 4),
        "passage_score": round(sentence.score, 4),
        "date": judged.document.date,
    }
    return sorted([*kept, entry], key=lambda one: sign * one["score"])[:SHOWN]
