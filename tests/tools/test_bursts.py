"""Bursts: the cheapest sequence of states (Kleinberg 2002), and which of its runs are kept."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy.stats import binom

from topicllama.tools.bursts import _states, count_by_period, find_bursts


def cost(states: tuple[int, ...], hits: list[int], totals: list[int], rate: float) -> float:
    """Of a sequence: twice the rate within a burst, and ln(n + 1) for each entry; calm at first."""
    rates = (rate, min(2 * rate, (1 + rate) / 2))
    entries = sum(b > a for a, b in itertools.pairwise((0, *states)))
    fit = sum(
        hit * math.log(rates[s]) + (total - hit) * math.log(1 - rates[s])
        for s, hit, total in zip(states, hits, totals, strict=True)
    )
    return entries * math.log(len(states) + 1) - fit


@pytest.mark.parametrize("seed", range(60))
def test_no_sequence_of_states_is_cheaper(seed: int) -> None:
    random = np.random.default_rng(seed)
    totals = [int(n) for n in random.integers(1, 20, 9)]
    dense = np.where(random.random(9) < 0.4, random.choice([0.5, 0.8, 0.97]), 0.1)
    hits = [int(n) for n in random.binomial(totals, dense)]
    rate = min(max(sum(hits), 1) / sum(totals), 0.95)
    found = cost(tuple(_states(hits, totals, rate)), hits, totals, rate)
    best = min(cost(each, hits, totals, rate) for each in itertools.product((0, 1), repeat=9))
    assert found == pytest.approx(best)


def test_a_burst_may_be_the_end() -> None:
    (burst,) = find_bursts([1] * 27 + [9, 12, 9], [20] * 30)
    assert (burst.start, burst.peak, burst.end, burst.documents) == (27, 28, 29, 30)


def test_the_fullest_period_is_one_of_the_burst() -> None:
    found = find_bursts([0] * 20 + [8, 9, 8] + [0] * 20 + [9, 9, 12], [10] * 3 + [20] * 43)
    assert [(b.start, b.peak, b.end) for b in found] == [(20, 21, 22), (43, 45, 45)]


def test_three_documents_can_be_a_burst() -> None:
    found = find_bursts([0, 0, 3, 0, 0, 0], [100, 100, 3, 100, 100, 100])
    assert [(b.start, b.end, b.documents) for b in found] == [(2, 2, 3)]


def test_what_fills_a_third_of_the_time_is_a_burst_and_more_is_a_trend() -> None:
    assert len(find_bursts([0, 0, 0, 15, 15, 15, 0, 0, 0], [20] * 9)) == 1
    assert find_bursts([0, 0, 0, 15, 15, 15, 15, 0, 0], [20] * 9) == []


def test_how_sure_a_burst_is_counts_for_every_topic_and_period() -> None:
    hits, totals = [1] * 10 + [7] + [1] * 19, [20] * 30
    chance = float(binom.sf(6, 20, sum(hits) / sum(totals)))  # of seven or more
    enough = int(0.01 / (chance * 30))
    assert enough > 1
    assert len(find_bursts(hits, totals, tests=enough)) == 1
    assert find_bursts(hits, totals, tests=enough + 1) == []


def test_documents_are_counted_by_topic_and_period() -> None:
    counts, totals = count_by_period([0, 1, 1, 1], [0, 2, 2, 0], (2, 3))
    assert counts.tolist() == [[1, 0, 0], [1, 0, 2]] and counts.dtype == np.float32
    assert totals == [2, 0, 2]
