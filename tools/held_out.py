"""Figures that need documents which the topics never saw: the texts in two halves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .bow import BagOfWords
from .metrics import completion
from .progress import Task
from .sampling import halves, random_documents

Floats = NDArray[np.float32]
_FEWEST, _MOST = 20, 4000  # documents; the halves of more tell the same


def held_out(
    bow: BagOfWords, num_topics: int, algorithm: str, seed: int = 0, task: Task | None = None
) -> dict[str, float]:
    """Topics are trained on each of two random halves of (at most 4,000) documents.

    "stability": how far the topics of the halves are the same, see :func:`same_topics`.
    "perplexity_held_out": per word of the documents of the other half, by document completion
    (:func:`topicllama.tools.metrics.completion`). Empty for fewer than 20 documents or one topic.
    """
    from .training import words_of_topics

    sample = random_documents(bow, _MOST, seed)
    if len(sample.ends) < _FEWEST or num_topics < 2:
        return {}
    both = halves(sample, seed)
    words = [words_of_topics(half.counts, num_topics, algorithm, seed, task) for half in both]
    figures = {"stability": same_topics(*words)}
    unseen = [completion(both[1 - n].counts, words[n], seed=seed) for n in (0, 1)]
    known = [value for value in unseen if value is not None]
    if known:
        figures["perplexity_held_out"] = float(np.exp(np.log(known).mean()))
    return {name: round(value, 4) for name, value in figures.items()}


def same_topics(first: Floats, second: Floats) -> float:
    """How far two sets of topics (K, V) and (L, V) are the same, 0 to 1: the mean cosine of the
    words of the best matched pairs (Hungarian method). After Greene, O'Callaghan, Cunningham, "How
    many topics? Stability analysis for topic models" (ECML 2014)."""
    from scipy.optimize import linear_sum_assignment

    one, other = (
        words / np.maximum(np.linalg.norm(words, axis=1, keepdims=True), 1e-30)
        for words in (first, second)
    )
    similarity = one @ other.T
    return float(similarity[linear_sum_assignment(-similarity)].sum() / max(len(one), len(other)))
