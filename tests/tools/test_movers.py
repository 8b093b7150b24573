"""Rising and falling: found where it is, and no cry of wolf where it is not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import linregress

from topicllama.tools.movers import line_test, movers


def corpus(
    seed: int, periods: int, *, days_differ: bool, step: int, trend: float = 0.0
) -> tuple[np.ndarray, list[str], list[int]]:
    """Weights of ten topics, dates and periods; some periods have many documents and most few.
    With ``trend`` the first topic's share grows by it."""
    generator = np.random.default_rng(seed)
    sizes = np.maximum(1, (generator.gamma(0.5, size=periods) * 20).astype(int))
    at = np.repeat(np.arange(periods), sizes)
    base = generator.dirichlet(np.full(10, 2.0))
    level = np.array(
        [generator.dirichlet(base * 40) if days_differ else base for _ in range(periods)]
    )
    level[:, 0] += trend * np.arange(periods) / (periods - 1)
    level /= level.sum(axis=1, keepdims=True)
    weights = np.array([generator.dirichlet(level[t] * 3 + 0.02) for t in at])
    dates = [(date(1990, 1, 1) + timedelta(int(t) * step)).isoformat() for t in at]
    return weights, dates, at.tolist()


@pytest.mark.parametrize("days_differ", [False, True])
@pytest.mark.parametrize(("periods", "step"), [(3, 365), (6, 365), (40, 1)])
def test_nothing_rises_where_nothing_rises(periods: int, step: int, days_differ: bool) -> None:
    wrong = 0
    for seed in range(40):
        weights, dates, at = corpus(seed, periods, days_differ=days_differ, step=step)
        wrong += bool(len(at) > 3 and movers(weights, dates, at))
    # At a rate of 0.05 two in 40 corpora; documents alone are wrong in up to 32.
    assert wrong <= 3


def test_what_rises_is_found() -> None:
    found = 0
    for seed in range(10):
        weights, dates, at = corpus(seed, 40, days_differ=False, step=1, trend=0.5)
        found += any(mover.row == 0 and mover.change > 0 for mover in movers(weights, dates, at))
    assert found >= 7


def lines(*changes: float, level: float = 0.5, periods: int = 8) -> tuple[np.ndarray, list[str]]:
    """A year between periods, five documents in each; topics that change by ``changes`` and
    scatter by 0.001."""
    at = np.repeat(np.arange(periods), 5)
    noise = np.random.default_rng(0).normal(0, 0.001, (len(at), len(changes)))
    weights = level + np.outer(at / (periods - 1), changes) + noise
    return weights, [str(2000 + year) for year in at]


def test_the_change_from_the_first_to_the_last_date_the_greatest_first() -> None:
    weights, dates = lines(0.1, -0.4, 0.0, 0.2)
    found = movers(weights, dates, [int(year) - 2000 for year in dates])
    assert [mover.row for mover in found] == [1, 3, 0]
    assert [mover.change for mover in found] == pytest.approx([-0.4, 0.2, 0.1], abs=0.002)
    assert all(0 < mover.p < 0.001 for mover in found)


def test_a_change_matters_beside_the_topic_s_own_share() -> None:
    small, dates = lines(0.02, level=0.05)
    large, _ = lines(0.02, level=0.95)
    found = movers(np.hstack([small, large]), dates, [int(year) - 2000 for year in dates])
    assert [mover.row for mover in found] == [0]


def test_the_lines_are_those_of_least_squares() -> None:
    random = np.random.default_rng(3)
    x, y = random.normal(size=30), random.normal(size=(30, 3))
    slopes, chances = line_test(x, y)
    expected = [linregress(x, y[:, topic]) for topic in range(3)]
    assert slopes == pytest.approx([line.slope for line in expected])
    assert chances == pytest.approx([line.pvalue for line in expected])
    flat = line_test(x, np.ones((30, 2)))
    assert flat[0].tolist() == [0, 0] and flat[1].tolist() == [1, 1]


def test_few_documents_and_one_date_say_nothing() -> None:
    weights, dates = np.array([[0.1], [0.5], [0.9]]), ["2001", "2002", "2003"]
    assert movers(weights, dates, [0, 1, 2]) == []
    rising = np.linspace(0.1, 0.9, 20)[:, None]
    assert movers(rising, ["2001"] * 20, [0] * 20) == []
    assert len(movers(rising[:4], ["2001", "2002", "2003", "2004"], [0, 1, 2, 3])) == 1


def test_with_two_periods_the_documents_alone_tell() -> None:
    weights, dates = lines(0.4, periods=2)
    (found,) = movers(weights, dates, [int(year) - 2000 for year in dates])
    assert found.change == pytest.approx(0.4, abs=0.01)
