"""The words of a topic, between those it has most of and those that it alone has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .topic_model import TopicModel

Floats = NDArray[np.float64]
RECOMMENDED = 0.6  # what readers named topics best with (Sievert and Shirley 2014, section 4)
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class TopicWord:
    """``inside`` is p(word | topic), ``overall`` p(word) over all topics by their shares; ``log``
    and ``lift`` are log p(word | topic) and log (p(word | topic) / p(word))."""

    word: str
    inside: float
    overall: float
    log: float
    lift: float

    def relevance(self, weight: float) -> float:
        """How relevant the word is to the topic (Sievert, Shirley 2014), for a ``weight`` from 0
        (only words that it has more than its share of) to 1 (its most probable words)."""
        return weight * self.log + (1 - weight) * self.lift


def topic_words(model: TopicModel, topic_id: int, most: int = 20) -> list[TopicWord]:
    """The words that are among the ``most`` relevant ones for any weight from 0 to 1 in steps of
    0.05, in the order of the weight 0.6.

    The relevance of a word to a topic is w log p(word | topic) + (1 - w) log (p(word | topic) /
    p(word)): Sievert, Shirley, "LDAvis: a method for visualizing and interpreting topics" (ACL
    workshop ILLVI, 2014). Words that a display form shares with a more likely one are left out.
    """
    row = model.row(topic_id)
    shares = np.array([topic.share for topic in model.topics], np.float64)
    inside = np.maximum(np.asarray(model.topic_word[row], np.float64), 1e-12)
    overall = np.maximum(shares / max(shares.sum(), 1e-12) @ model.topic_word, 1e-12)
    logs = np.log(inside)
    lifts = logs - np.log(overall)
    found = [
        TopicWord(model.vocabulary[at], float(inside[at]), float(overall[at]), float(logs[at]),
                  float(lifts[at]))
        for at in _relevant(logs, lifts, most)
    ]  # fmt: skip
    first: dict[str, TopicWord] = {}
    for word in sorted(found, key=lambda one: -one.inside):
        first.setdefault(word.word.casefold(), word)
    return sorted(first.values(), key=lambda one: -one.relevance(RECOMMENDED))


def _relevant(logs: Floats, lifts: Floats, most: int) -> list[int]:
    columns: set[int] = set()
    number = min(most, len(logs))
    for step in range(round(1 / _STEP) + 1):
        relevance = step * _STEP * logs + (1 - step * _STEP) * lifts
        columns.update(np.argpartition(-relevance, number - 1)[:number].tolist())
    return sorted(columns)
