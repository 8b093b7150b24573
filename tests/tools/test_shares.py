"""How sure a share is, and how it is smoothed."""

from __future__ import annotations

import numpy as np
import pytest

from topicllama.tools.shares import intervals, period_means, smoothed


def test_intervals_hold_what_they_should_in_nearly_95_of_100() -> None:
    generator = np.random.default_rng(4)
    truth = np.array([0.05, 0.15, 0.3, 0.5])
    inside = []
    for _ in range(60):
        sizes = generator.integers(3, 60, 12)
        at = np.repeat(np.arange(12), sizes)
        weights = generator.dirichlet(truth * 2, len(at))
        means, counts = period_means(weights, at, 12)
        low, high = intervals(weights, at, means, counts)
        assert ((low <= means + 1e-9) & (means <= high + 1e-9)).all()
        inside.append(((low <= truth) & (truth <= high)).mean())
    assert 0.93 <= np.mean(inside) <= 0.99


def test_more_documents_are_surer_and_none_say_nothing() -> None:
    weights = np.tile([[0.8, 0.2], [0.2, 0.8]], (55, 1))
    at = [0] * 10 + [2] * 100
    means, counts = period_means(weights, at, 3)
    low, high = intervals(weights, at, means, counts)
    assert means[1].tolist() == [0, 0] and low[1].tolist() == [0, 0] and high[1].tolist() == [1, 1]
    assert (high - low)[2, 0] < (high - low)[0, 0] / 2


def test_a_flat_share_is_smoothed_and_a_burst_is_kept() -> None:
    generator = np.random.default_rng(5)
    flat = generator.binomial(20, 0.3, 40) / 20
    burst = np.where((np.arange(40) >= 20) & (np.arange(40) < 24), 0.9, 0.05)
    counts = np.full(40, 20.0)
    counts[30] = 0
    made = smoothed(np.stack([flat, burst], axis=1), counts)
    assert np.ptp(made[:, 0]) < np.ptp(flat) / 3
    assert made[21:23, 1].min() > 0.7 and made[:15, 1].max() < 0.1
    assert made[30, 0] == pytest.approx(0.3, abs=0.1)
