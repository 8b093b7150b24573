"""Documents in the order in which they are recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .taste import Features, Liked, Likeness, alike

Floats = NDArray[np.float32]
# How much the nearest, second nearest, ... of what was liked count. More than one, so that what
# was read by chance says little; few, so that somebody with two interests gets both. These and
# the diversity were chosen on the tuning part of benchmarks/recommend.py.
_NEIGHBOURS = np.array([1.0, 0.7, 0.5, 0.35], np.float32)
_DIVERSITY = 0.2  # 0: only likeness counts, 1: only difference from those chosen before
_COPY = 0.93  # texts more alike than this say the same: the second one comes last
_DISLIKED = 0.5
_CANDIDATES = 60
_LOOKED_AT = 4 * _CANDIDATES
_SAME_SENSE = 0.2  # of meaning, from which on two texts are related without a common word
_SHARED = 0.3  # of a topic, from which on two texts are related without a common word


@dataclass(frozen=True, eq=False)
class Ranked:
    """``positions`` in the corpus, best first, with their ``scores``; ``likeness`` (D, n) is that
    to each liked item, counted by its weight."""

    positions: list[int]
    scores: list[float]
    likeness: Floats


def rank(
    likeness: Likeness,
    good: Sequence[Liked],
    bad: Sequence[Liked] = (),
    limit: int = 5,
    among: NDArray[np.bool_] | None = None,
) -> Ranked:
    """The best documents ``among`` those allowed (D,; None: all), never the items themselves.

    A document's score (0 to 1) is its likeness to the nearest of what was liked, less that to
    what was disliked; the list is made diverse by maximal marginal relevance (Carbonell and
    Goldstein, SIGIR 1998).
    """
    each = likeness.of(good) * np.array([item.weight for item in good], np.float32)
    score = _nearest(each)
    if bad:
        away = likeness.of(bad) * np.array([item.weight for item in bad], np.float32)
        score -= _DISLIKED * away.max(axis=1)
    allowed = np.ones(len(score), bool) if among is None else among.copy()
    allowed[[item.position for item in (*good, *bad) if item.position >= 0]] = False
    pool = _candidates(np.where(allowed, score, 0), likeness, good)
    chosen = _diverse(score[pool], likeness.corpus.rows(pool), max(1, limit))
    positions = [int(pool[n]) for n in chosen]
    return Ranked(positions, [float(score[i]) for i in positions], each)


def _nearest(each: Floats) -> Floats:
    """The weighted mean (D,) of the best values of each row."""
    counted = min(len(_NEIGHBOURS), each.shape[1])
    best = -np.partition(-each, counted - 1, axis=1)[:, :counted]
    weights = _NEIGHBOURS[:counted]
    mean: Floats = -np.sort(-best, axis=1) @ (weights / weights.sum())
    return mean


def _candidates(score: Floats, likeness: Likeness, good: Sequence[Liked]) -> NDArray[np.int64]:
    """The best that have something in common with what was liked: words, a topic, meaning."""
    best = np.argsort(-score, kind="stable")[:_LOOKED_AT]
    best = best[score[best] > 0]
    own, liked = likeness.corpus.rows(best), likeness.features(good)
    related = (own.words @ liked.words.T).toarray() > 0
    related |= _share_a_topic(own, liked)
    for column, item in enumerate(good):
        if (meaning := likeness.by_meaning(item)) is not None:
            related[:, column] |= meaning[best] > _SAME_SENSE
    return best[related.any(axis=1)][:_CANDIDATES]


def _share_a_topic(some: Features, others: Features) -> NDArray[np.bool_]:
    """(n, m): whether both have at least ``_SHARED`` of one topic."""
    one = (some.topics**2 >= _SHARED).astype(np.float32)
    other = (others.topics**2 >= _SHARED).astype(np.float32)
    both: NDArray[np.bool_] = one @ other.T > 0
    return both


def _diverse(score: Floats, pool: Features, limit: int) -> list[int]:
    """Rows of the pool by maximal marginal relevance."""
    if not len(score):
        return []
    chosen: list[int] = []
    between = alike(pool, pool)
    nearest = np.zeros(len(score), np.float32)
    relevance = score / score.max()
    left = list(range(len(score)))
    while left and len(chosen) < limit:
        values = [(1 - _DIVERSITY) * relevance[n] - _DIVERSITY * nearest[n] for n in left]
        best = left.pop(int(np.argmax(values)))
        chosen.append(best)
        nearest = np.maximum(nearest, between[best] + (between[best] > _COPY))
    return chosen
