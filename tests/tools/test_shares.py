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


def test_intervals_are_wilsons_for_answers_of_yes_and_no() -> None:
    at = np.repeat([0, 2], [10, 30])
    weights = np.array([1.0] * 3 + [0.0] * 7 + [1.0] * 29 + [0.0])[:, None]
    means, counts = period_means(weights, at, 4)
    low, high = intervals(weights, at, means, counts)
    assert counts.tolist() == [10, 0, 30, 0]
    deviations = 3 * 0.7**2 + 7 * 0.3**2 + 29 * (1 / 30) ** 2 + (29 / 30) ** 2
    usual = (10 * 0.3 * 0.7 + 30 * (29 / 30) / 30) / 40
    effect = min(1.0, deviations / 38 / usual)  # of 40 documents in two periods
    for period, share in ((0, 0.3), (2, 29 / 30)):
        n, z = counts[period] / effect, 1.959964
        middle, root = (
            share + z**2 / (2 * n),
            z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)),
        )
        ends = np.array([middle - root, middle + root]) / (1 + z**2 / n)
        assert [low[period, 0], high[period, 0]] == pytest.approx(ends.tolist(), rel=1e-9)
    assert (low[[1, 3]] == 0).all() and (high[[1, 3]] == 1).all()


def test_weights_that_all_agree_are_not_surer_than_a_thousandth_allows() -> None:
    weights = np.full((20, 1), 0.4)
    means, counts = period_means(weights, [0] * 20, 1)
    low, high = intervals(weights, [0] * 20, means, counts)
    assert 0.001 < (high - low)[0, 0] < 0.02
    apart = np.array([[0.0], [1.0]] * 10)  # vary more than their own mean would let them
    ends = intervals(apart, [0] * 20, np.array([[0.5]]), np.array([20.0]))
    assert ends.ravel() == pytest.approx([0.29930, 0.70070], abs=1e-5)  # Wilson's of 10 in 20


def test_smoothing_is_the_local_mean_of_the_width_that_predicts_best() -> None:
    jumps = [0.9, 0.9, 0.9, 0.8, 0.1, 0.1, 0.1, 0.1, 0.1, 0.8, 0.9, 0.9]
    slow = [0.5 + 0.1 * (-1) ** n + 0.25 * np.sin(n / 6) for n in range(12)]
    means = np.stack([np.array(jumps), np.array(slow)], axis=1)
    counts = np.array([4.0, 9, 0, 2, 25, 7, 12, 3, 8, 0, 5, 6])
    dated = [n for n in range(12) if counts[n]]
    means[counts == 0] = 0

    def local(topic: int, at: int, width: float, without: int = -1) -> float:
        weights = {n: counts[n] * np.exp(-((n - at) ** 2) / (2 * width**2)) for n in dated}
        weights.pop(without, None)
        return float(sum(w * means[n, topic] for n, w in weights.items()) / sum(weights.values()))

    def missed(topic: int, width: float) -> float:
        errors = {n: means[n, topic] - local(topic, n, width, n) for n in dated}
        return float(sum(counts[n] * error**2 for n, error in errors.items()))

    def width(topic: int) -> float:
        return min((0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0), key=lambda each: missed(topic, each))

    for topic in (0, 1):
        expected = [local(topic, n, width(topic)) for n in range(12)]
        assert smoothed(means, counts)[:, topic] == pytest.approx(expected, rel=1e-9)
    assert (width(0), width(1)) == (0.5, 4)
    three = smoothed(means[3:6], counts[3:6])
    assert three.tolist() != means[3:6].tolist(), "three periods are enough"
    assert smoothed(means[3:5], counts[3:5]).tolist() == means[3:5].tolist()
