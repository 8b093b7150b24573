"""Times at which a topic suddenly fills the documents (hot events)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .topic_model import Matrix

# Kleinberg's s and gamma: how much denser a burst is, and what it costs to enter one.
DENSER = 2.0
ENTRY = 1.0
LEAST = 3  # documents of a burst
SURE = 0.01  # chance of one false burst in the whole table


@dataclass(frozen=True, slots=True)
class Burst:
    """Positions of the first, the fullest and the last period, and how many documents."""

    start: int
    peak: int
    end: int
    documents: int


def find_bursts(hits: Sequence[int], totals: Sequence[int], tests: int = 1) -> list[Burst]:
    """Bursts of one topic, in time order.

    ``hits`` are the topic's documents by period, ``totals`` all documents by period. The
    two-state automaton for batched arrivals of Kleinberg, "Bursty and Hierarchical Structure in
    Streams", KDD 2002, section 4. A burst is kept when as many documents by chance (binomial tail
    at the topic's overall rate) have p < 0.01, times ``tests`` and the number of periods
    (Bonferroni), and when it fills at most a third of the periods: longer ones are trends.
    """
    if not sum(hits) or sum(hits) == sum(totals):
        return []
    rate = sum(hits) / sum(totals)
    found = []
    for first, last in _runs(_states(hits, totals, rate)):
        while not hits[first]:
            first += 1
        while not hits[last]:
            last -= 1
        inside = slice(first, last + 1)
        n, total = sum(hits[inside]), sum(totals[inside])
        sure = _tail(n, total, rate) * tests * len(hits) < SURE
        if n >= LEAST and sure and (last - first + 1) * 3 <= len(hits):
            found.append(Burst(first, max(range(first, last + 1), key=lambda t: hits[t]), last, n))
    return found


def _states(hits: Sequence[int], totals: Sequence[int], rate: float) -> list[int]:
    """The cheapest sequence of states (0 calm, 1 burst), by Viterbi."""
    rates = (rate, min(DENSER * rate, (1 + rate) / 2))
    entry = ENTRY * math.log(len(hits) + 1)
    costs, back = [0.0, entry], []
    for hit, total in zip(hits, totals, strict=True):
        own = [-hit * math.log(p) - (total - hit) * math.log(1 - p) for p in rates]
        into_burst = 0 if costs[0] + entry < costs[1] else 1
        into_calm = 0 if costs[0] <= costs[1] else 1
        back.append((into_calm, into_burst))
        costs = [
            min(costs) + own[0],
            min(costs[0] + entry, costs[1]) + own[1],
        ]
    state = 0 if costs[0] <= costs[1] else 1
    states = []
    for step in reversed(back):
        states.append(state)
        state = step[state]
    return states[::-1]


def _runs(states: Sequence[int]) -> list[tuple[int, int]]:
    """First and last position of every run of state 1."""
    edges = [0, *states, 0]
    starts = [t for t in range(len(states)) if edges[t + 1] and not edges[t]]
    ends = [t for t in range(len(states)) if edges[t + 1] and not edges[t + 2]]
    return list(zip(starts, ends, strict=True))


def _tail(hits: int, total: int, rate: float) -> float:
    from scipy.stats import binom

    return float(binom.sf(hits - 1, total, rate))


def count_by_period(
    dominant: Sequence[int], periods: Sequence[int], shape: tuple[int, int]
) -> tuple[Matrix, list[int]]:
    """(topics by period counts, all documents by period) from each document's topic and period."""
    import numpy as np

    counts = np.zeros(shape, dtype=np.float32)
    np.add.at(counts, (np.asarray(dominant), np.asarray(periods)), 1)
    return counts, [int(n) for n in counts.sum(axis=0)]
