"""The words that show what a topic is about, best first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
KEYWORDS = 15


def word_scores(topic_word: Floats) -> Floats:
    """How well each word stands for each topic (K, V): p * log(p / mean p over topics), the
    word's part of the Kullback-Leibler divergence of the topic from the average topic. With a
    single topic it is p itself."""
    if len(topic_word) == 1:
        return topic_word
    mean = topic_word.mean(axis=0)
    ratio = np.maximum(topic_word, 1e-12) / np.maximum(mean, 1e-12)
    scores: Floats = topic_word * np.log(ratio)
    return scores


def best_words(
    topic_word: Floats, vocabulary: Sequence[str], count: int = KEYWORDS
) -> list[list[int]]:
    """The columns of the best words of each topic; a display form is shown once a topic.

    Words that are no more likely in the topic than elsewhere are no keywords, so a corpus of a
    few sentences may give fewer than ``count``.
    """
    return [_best(row, vocabulary, count) for row in word_scores(topic_word)]


def _best(scores: Floats, vocabulary: Sequence[str], count: int) -> list[int]:
    wanted = min(2 * count, len(scores))
    candidates = np.argpartition(-scores, wanted - 1)[:wanted]
    ordered = candidates[np.lexsort((candidates, -scores[candidates]))]
    shown: dict[str, int] = {}
    telling = [column for column in ordered.tolist() if scores[column] > 0]
    for column in telling or ordered.tolist()[:1]:
        shown.setdefault(vocabulary[column].lower(), column)
    return list(shown.values())[:count]
