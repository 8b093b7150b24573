"""The words that show what a topic is about, best first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .bow import BagOfWords
from .coherence import pair_npmi
from .sampling import some_words

Floats = NDArray[np.float32]
KEYWORDS = 15
_CANDIDATES = 30
_COMPANIONS = 15  # the best words of a topic, whose company counts
_COMPANY = 4.0  # how much it counts: words of NPMI 0.25 with the companions gain a factor e
_WORDS_SEEN = 2_000_000  # of the corpus, more change no rank


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
    topic_word: Floats,
    vocabulary: Sequence[str],
    count: int = KEYWORDS,
    bow: BagOfWords | None = None,
) -> list[list[int]]:
    """The columns of the best words of each topic; a display form is shown once a topic.

    With ``bow`` (of the same vocabulary) the order also asks which words keep each other's company
    in the texts: the score of :func:`word_scores` is multiplied by exp(4 c), c being the word's
    mean NPMI with the topic's best words, weighed by their scores. Re-ranking by coherence follows
    Alokaili, Aletras, Stevenson, "Re-ranking words to improve interpretability of automatically
    generated topics" (IWCS 2019). Words that are no more likely in the topic than elsewhere are
    no keywords, so a corpus of a few sentences may give fewer than ``count``.
    """
    scores = word_scores(topic_word)
    columns = [_best(row, vocabulary, max(count, _CANDIDATES)) for row in scores]
    if bow is None or len(topic_word) == 1 or not len(bow.words):
        return [best[:count] for best in columns]
    seen = pair_npmi(columns, some_words(bow, _WORDS_SEEN))
    return [
        _in_company(best, row[best], seen.of(best))[:count]
        for best, row in zip(columns, scores, strict=True)
    ]


def _in_company(columns: list[int], scores: Floats, pairs: NDArray[np.float64]) -> list[int]:
    weights = np.maximum(scores, 0).astype(np.float64)
    weights[_COMPANIONS:] = 0
    np.fill_diagonal(pairs, 0)
    others = np.maximum(weights.sum() - weights, 1e-30)
    ranked = np.maximum(scores, 0) * np.exp(_COMPANY * (pairs @ weights) / others)
    return [columns[place] for place in np.argsort(-ranked, kind="stable")]


def _best(scores: Floats, vocabulary: Sequence[str], count: int) -> list[int]:
    wanted = min(2 * count, len(scores))
    candidates = np.argpartition(-scores, wanted - 1)[:wanted]
    ordered = candidates[np.lexsort((candidates, -scores[candidates]))]
    shown: dict[str, int] = {}
    telling = [column for column in ordered.tolist() if scores[column] > 0]
    for column in telling or ordered.tolist()[:1]:
        shown.setdefault(vocabulary[column].lower(), column)
    return list(shown.values())[:count]
