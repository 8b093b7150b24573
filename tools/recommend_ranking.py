"""Documents in the order in which they are recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .taste import Features, Liked, Likeness, alike

Floats = NDArray[np.float32]
# How much the nearest, second nearest, ... of what was liked count. More than one, so that what
# was read by chance says little; few, so that somebody with two interests gets both. These and
# the diversity were chosen on the tuning part of benchmarks/recommend.py.
_NEIGHBOURS = np.array([1.0, 0.7, 0.5, 0.35], np.float32)
_DIVERSITY = 0.2  # 0: only likeness counts, 1: only difference from those chosen before
_ONE_INTEREST = 0.3  # texts that are more alike than this on average are of one interest
_SHARE = 0.15  # of the weight of what was liked, from which on it is an interest
_COPY = 0.93  # texts more alike than this say the same: the second one comes last
_DISLIKED = 0.5
_CANDIDATES = 60
_SAME_SENSE = 0.2  # of meaning, from which on two texts are related without a common word
_SHARED = 0.3  # of a topic, from which on two texts are related without a common word


@dataclass(frozen=True, eq=False)
class Ranked:
    """``positions`` in the corpus, best first, with their ``scores``; ``likeness`` (D, n) is that
    to each liked item."""

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
    what was disliked. The :func:`interests` of a person are ranked apart, and the places shared
    out in proportion to their weight (Steck, "Calibrated recommendations", RecSys 2018) by
    highest averages (Sainte-Lague). The list is made diverse by maximal marginal relevance
    (Carbonell and Goldstein, SIGIR 1998).
    """
    each = likeness.of(good)
    weights = np.array([item.weight for item in good], np.float32)
    away = _DISLIKED * likeness.of(bad).max(axis=1) if bad else np.zeros(len(each), np.float32)
    allowed = np.ones(len(each), bool) if among is None else among.copy()
    allowed[[item.position for item in (*good, *bad) if item.position >= 0]] = False
    lists = []
    for own in interests(likeness.features(good), weights):
        score = _nearest(each[:, own] * (weights[own] / weights[own].max())) - away
        usable = np.where(allowed, score, 0)
        pool = _candidates(usable, likeness, [good[n] for n in own], max(_CANDIDATES, limit))
        if len(pool):
            lists.append(_Pool(pool, score[pool], float(weights[own].sum())))
    chosen = _shared_out(lists, likeness.corpus, max(1, limit))
    return Ranked([i for i, _ in chosen], [score for _, score in chosen], each)


def interests(liked: Features, weights: Floats) -> list[NDArray[np.int64]]:
    """The liked texts (n) in groups of those that are alike (average linkage), as far as a group
    has a fair share of the ``weights`` (n,); the others are one group, if they have together."""
    groups = _clusters(liked)
    enough = _SHARE * weights.sum()
    made = [group for group in groups if weights[group].sum() >= enough]
    rest = [n for group in groups if weights[group].sum() < enough for n in group]
    if rest and weights[rest].sum() >= enough:
        made.append(np.array(rest, np.int64))
    return made


def _clusters(liked: Features) -> list[NDArray[np.int64]]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    likeness = alike(liked, liked)
    if len(likeness) < 2:
        return [np.arange(len(likeness))]
    distance = np.clip(1 - (likeness + likeness.T) / 2, 0, 1).astype(np.float64)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    numbers = fcluster(tree, 1 - _ONE_INTEREST, "distance")
    return [np.flatnonzero(numbers == number) for number in np.unique(numbers)]


def _nearest(each: Floats) -> Floats:
    """The weighted mean (D,) of the best values of each row."""
    counted = min(len(_NEIGHBOURS), each.shape[1])
    best = -np.partition(-each, counted - 1, axis=1)[:, :counted]
    weights = _NEIGHBOURS[:counted]
    mean: Floats = -np.sort(-best, axis=1) @ (weights / weights.sum())
    return mean


def _candidates(
    score: Floats, likeness: Likeness, good: Sequence[Liked], number: int
) -> NDArray[np.int64]:
    """The best that have something in common with what was liked: words, a topic, meaning."""
    best = np.argsort(-score, kind="stable")[: 4 * number]
    best = best[score[best] > 0]
    own, liked = likeness.corpus.rows(best), likeness.features(good)
    related = (own.words @ liked.words.T).toarray() > 0
    related |= _share_a_topic(own, liked)
    for column, item in enumerate(good):
        if (meaning := likeness.by_meaning(item)) is not None:
            related[:, column] |= meaning[best] > _SAME_SENSE
    candidates: NDArray[np.int64] = best[related.any(axis=1)][:number]
    return candidates


def _share_a_topic(some: Features, others: Features) -> NDArray[np.bool_]:
    """(n, m): whether both have at least ``_SHARED`` of one topic."""
    one = (some.topics**2 >= _SHARED).astype(np.float32)
    other = (others.topics**2 >= _SHARED).astype(np.float32)
    both: NDArray[np.bool_] = one @ other.T > 0
    return both


@dataclass(eq=False)
class _Pool:
    """The candidates of one interest of a ``weight``: positions (c,), scores (c,)."""

    positions: NDArray[np.int64]
    scores: Floats
    weight: float
    nearest: Floats = field(init=False)  # (c,) likeness to the nearest that was chosen
    left: NDArray[np.bool_] = field(init=False)
    places: int = 0

    def __post_init__(self) -> None:
        self.nearest = np.zeros(len(self.scores), np.float32)
        self.left = np.ones(len(self.scores), bool)

    def best(self) -> int:
        value = (1 - _DIVERSITY) * self.scores / self.scores.max() - _DIVERSITY * self.nearest
        return int(np.argmax(np.where(self.left, value, -np.inf)))

    def without(self, position: int, between: Floats) -> None:
        """Take in that a document was chosen, which is like the candidates by ``between``."""
        self.left &= self.positions != position
        self.nearest = np.maximum(self.nearest, between + (between > _COPY))


def _shared_out(pools: Sequence[_Pool], corpus: Features, limit: int) -> list[tuple[int, float]]:
    """(position, score) of each place."""
    chosen: list[tuple[int, float]] = []
    features = [corpus.rows(pool.positions) for pool in pools]
    while len(chosen) < limit and (open_ := [pool for pool in pools if pool.left.any()]):
        pool = max(open_, key=lambda one: one.weight / (2 * one.places + 1))
        pool.places += 1
        best = pool.best()
        position = int(pool.positions[best])
        chosen.append((position, float(pool.scores[best])))
        for other, own in zip(pools, features, strict=True):
            other.without(position, alike(own, corpus.rows([position]))[:, 0])
    return chosen
