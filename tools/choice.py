"""How many topics: what the texts can carry, and what reads best."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .errors import TopicLlamaError
from .metrics import diversity, npmi
from .nmf import factorise, tf_idf
from .progress import Task

_SAMPLE = 4000
_SWEEP_FROM = 20  # below that many texts there is nothing to measure
_ITERATIONS = 50
_CANDIDATES = 9
_TOP_WORDS = 10
_DISTANCE_COST = 0.2


@dataclass(frozen=True)
class Candidate:
    """One number of topics that was tried."""

    num_topics: int
    npmi: float
    diversity: float
    score: float


@dataclass(frozen=True)
class Choice:
    """The number of topics and the reason for it.

    ``asked``: a person named the number. ``requested``: that number. ``limit``: None, or why
    there are fewer topics than asked for ("documents", "words", "variety"). ``runner_up``: the
    second best number, or None.
    """

    num_topics: int
    asked: bool
    requested: int = 0
    runner_up: int | None = None
    documents: int = 0
    limit: str | None = None
    candidates: tuple[Candidate, ...] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "candidates": [asdict(one) for one in self.candidates]}


def choose(
    counts: csr_matrix, requested: int = 0, *, seed: int = 0, task: Task | None = None
) -> Choice:
    """The number of topics for counts (D, V); ``requested`` is followed as far as the texts go.

    TopicLlamaError when there is no text with a word, or the request is negative.
    """
    documents = int((np.diff(counts.indptr) > 0).sum())
    if not documents:
        raise TopicLlamaError(
            "The texts hold no words that could make a topic.",
            "Load texts with sentences in them, or shorten the list of stop words.",
        )
    if requested < 0:
        raise TopicLlamaError(f"There cannot be {requested} topics.", "Ask for 1 or more.")
    if requested:
        return _as_asked(requested, documents, counts.shape[1])
    if documents < _SWEEP_FROM:
        number = max(1, min(round(expected(documents)), (documents + 1) // 2, counts.shape[1]))
        return Choice(number, asked=False, documents=documents)
    return _by_sweep(counts, documents, seed, task)


def expected(documents: int) -> float:
    """How many topics people want to look at in a corpus: 6 for 100 texts, 11 for 1,000, 20 for
    10,000. A rule of thumb (2 D^1/4) that keeps the sweep near useful numbers: coherence alone
    hardly falls between 5 and 30 topics."""
    return float(2.0 * documents**0.25)


def _as_asked(requested: int, documents: int, words: int) -> Choice:
    number = min(requested, documents, words)
    limit = None
    if number < requested:
        limit = "documents" if documents <= words else "words"
    return Choice(number, asked=True, requested=requested, documents=documents, limit=limit)


def _by_sweep(counts: csr_matrix, documents: int, seed: int, task: Task | None) -> Choice:
    sample = _sample(counts, seed)
    weights = tf_idf(sample)
    tried: list[tuple[int, float, float]] = []
    numbers = _numbers(documents, min(sample.shape))
    for done, number in enumerate(numbers):
        if task is not None:
            task.report("choose", done, len(numbers), f"{number} topics")
        words = factorise(weights, number, seed, _ITERATIONS)
        best = np.argsort(-words, axis=1, kind="stable")[:, :_TOP_WORDS].tolist()
        if len(words) == number or not tried:
            tried.append((len(words), npmi(best, sample), diversity(best)))
    candidates = _scored(tried, expected(documents))
    ranked = sorted(candidates, key=lambda one: (-one.score, one.num_topics))
    second = ranked[1].num_topics if len(ranked) > 1 else None
    return Choice(ranked[0].num_topics, False, 0, second, documents, None, tuple(candidates))


def _sample(counts: csr_matrix, seed: int) -> csr_matrix:
    filled = np.flatnonzero(np.diff(counts.indptr) > 0)
    if len(filled) > _SAMPLE:
        filled = np.sort(np.random.default_rng(seed).choice(filled, _SAMPLE, replace=False))
    return counts[filled]


def _numbers(documents: int, most: int) -> list[int]:
    """Numbers to try: from half to twice the expected one, each about a fifth more."""
    middle = expected(documents)
    steps = np.geomspace(middle / 2, middle * 2, _CANDIDATES)
    return sorted({max(2, min(round(float(step)), most // 3)) for step in steps})


def _scored(tried: list[tuple[int, float, float]], middle: float) -> list[Candidate]:
    """Score: coherence times diversity, averaged with the neighbours (one number's luck is not a
    reason), less a little for the distance from the expected number."""
    quality = np.array([coherence * distinct for _, coherence, distinct in tried])
    smooth = _smoothed(quality)
    return [
        Candidate(number, round(coherence, 4), round(distinct, 4),
                  round(float(value - _DISTANCE_COST * np.log(number / middle) ** 2), 4))
        for (number, coherence, distinct), value in zip(tried, smooth, strict=True)
    ]  # fmt: skip


def _smoothed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    padded = np.pad(values, 1, mode="edge")
    return (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
