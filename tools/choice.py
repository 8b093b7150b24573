"""How many topics: what the texts can carry, and what reads best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from .bow import BagOfWords
from .coherence import npmi
from .errors import TopicLlamaError
from .first_look import FirstLook, Floats, look
from .held_out import same_topics
from .metrics import TOP_WORDS, completion, diversity
from .progress import Task
from .ranking import best_words
from .sampling import halves, random_documents, some_columns

_SAMPLE = 6000
_FEWEST_DOCUMENTS = 5  # of the sample, in which a word must stand
_SWEEP_FROM = 20  # below that many texts there is nothing to measure
_STEPS = 40
_CANDIDATES = 9
_BACKGROUND = 0.1  # of all words, in a topic: what NMF leaves out would have no likelihood
_SURE = 1500  # documents, from which one split into halves is enough; else two are averaged
_APART = 0.22  # logarithm of the ratio of two numbers that make a difference to people
_STABILITY = 0.25
_LIKELIHOOD = 0.5
_DISTANCE_COST = 0.2


@dataclass(frozen=True)
class Candidate:
    """One number of topics that was tried, on random halves of (a sample of) the documents.

    ``npmi`` of each half's topics in the other half, ``diversity``, ``stability`` (how far the
    halves' topics are the same), ``perplexity`` of the other half, by document completion.
    """

    num_topics: int
    npmi: float
    diversity: float
    stability: float = 0.0
    perplexity: float = 0.0
    score: float = 0.0


@dataclass(frozen=True)
class Choice:
    """The number of topics and the reason for it.

    ``asked``: a person named the number. ``requested``: that number. ``limit``: None, or why
    there are fewer topics than asked for ("documents", "words", "variety"). ``runner_up``: the
    best number that is at least a quarter larger or smaller, or None.
    """

    num_topics: int
    asked: bool
    requested: int = 0
    runner_up: int | None = None
    documents: int = 0
    limit: str | None = None
    candidates: tuple[Candidate, ...] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """As plain dicts and lists, as a model's ``parameters`` keep it."""
        return {**asdict(self), "candidates": [asdict(one) for one in self.candidates]}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Choice:
        """What :meth:`to_json` made."""
        candidates = tuple(Candidate(**one) for one in record.get("candidates", ()))
        return cls(**{**record, "candidates": candidates})


def choose(bow: BagOfWords, requested: int = 0, *, task: Task | None = None) -> Choice:
    """The number of topics for a corpus; ``requested`` is followed as far as the texts go.

    It depends on the texts alone, not on the seed of the training. Progress stage "choose".

    TopicLlamaError when there is no text with a word, or the request is negative.
    """
    counts = bow.counts
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
    return _by_sweep(bow, documents, task)


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


def _by_sweep(bow: BagOfWords, documents: int, task: Task | None) -> Choice:
    sample = _sample(bow)
    splits = [halves(sample, seed) for seed in range(1 if len(sample.ends) > _SURE else 2)]
    looks = [[look(_filled(half)) for half in both] for both in splits]
    most = min(min(one.weights.shape) for both in looks for one in both)
    numbers = _numbers(documents, most)
    tried: dict[int, Candidate] = {}
    for done, number in enumerate(numbers):
        if task is not None:
            task.report("choose", done, len(numbers), f"{number} topics")
        words = [_side_by_side(both, number) for both in looks]
        found = min(len(one) for both in words for one in both)
        if found == number or not tried:
            measured = [_measured(*each) for each in zip(words, splits, strict=True)]
            tried[found] = Candidate(found, *np.mean(measured, axis=0).tolist())
    candidates = _scored(list(tried.values()), expected(documents))
    ranked = sorted(candidates, key=lambda one: (-one.score, one.num_topics))
    first = ranked[0].num_topics
    others = [one.num_topics for one in ranked if abs(np.log(one.num_topics / first)) > _APART]
    second = others[0] if others else None
    return Choice(first, False, 0, second, documents, None, tuple(candidates))


def _side_by_side(both: Sequence[FirstLook], number: int) -> list[Floats]:
    with ThreadPoolExecutor(2) as pool:  # most of the work is done outside the interpreter's lock
        return list(pool.map(lambda one: one.words(number, iterations=_STEPS), both))


def _filled(half: BagOfWords) -> csr_matrix:
    return half.counts[np.diff(half.counts.indptr) > 0]


def _sample(bow: BagOfWords) -> BagOfWords:
    """Some documents, without the words that stand in hardly any of them."""
    sample = random_documents(bow, _SAMPLE)
    inside = np.bincount(sample.counts.indices, minlength=len(sample.terms))
    frequent = np.flatnonzero(inside >= min(_FEWEST_DOCUMENTS, len(sample.ends) // 10))
    return some_columns(sample, frequent)


def _measured(words: Sequence[Floats], both: Sequence[BagOfWords]) -> tuple[float, ...]:
    """(NPMI, diversity, stability, perplexity) of the topics of each half in the half that they
    were not made from."""
    best = [
        best_words(one, half.vocabulary, TOP_WORDS, half)
        for one, half in zip(words, both, strict=True)
    ]
    background = np.asarray(both[0].counts.sum(axis=0) + both[1].counts.sum(axis=0)).ravel()
    background = background / background.sum()
    unseen = [
        completion(other.counts, (1 - _BACKGROUND) * one + _BACKGROUND * background)
        for one, other in zip(words, reversed(both), strict=True)
    ]
    return (
        float(np.mean([npmi(one, other) for one, other in zip(best, reversed(both), strict=True)])),
        float(np.mean([diversity(one) for one in best])),
        same_topics(*words),
        float(np.exp(np.mean([np.log(value or len(background)) for value in unseen]))),
    )


def _numbers(documents: int, most: int) -> list[int]:
    """Numbers to try: from half to twice the expected one, each about a fifth more."""
    middle = expected(documents)
    steps = np.geomspace(middle / 2, middle * 2, _CANDIDATES)
    return sorted({max(2, min(round(float(step)), most // 3)) for step in steps})


def _scored(tried: list[Candidate], middle: float) -> list[Candidate]:
    """Coherent, distinct topics that come back and predict unseen texts: NPMI times diversity,
    plus a quarter of the stability, less half the logarithm of the perplexity (against the
    worst). Averaged with the neighbours (one number's luck is not a reason), less a little for
    the distance from the expected number."""
    worst = max(one.perplexity for one in tried)
    quality = np.array([
        one.npmi * one.diversity
        + _STABILITY * one.stability
        - _LIKELIHOOD * float(np.log(one.perplexity / worst))
        for one in tried
    ])  # fmt: skip
    padded = np.pad(quality, 1, mode="edge")
    smooth = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    distance = [float(np.log(one.num_topics / middle) ** 2) for one in tried]
    return [
        Candidate(
            one.num_topics, round(one.npmi, 4), round(one.diversity, 4), round(one.stability, 4),
            round(one.perplexity, 1), round(float(value) - _DISTANCE_COST * far, 4),
        )
        for one, value, far in zip(tried, smooth, distance, strict=True)
    ]  # fmt: skip
