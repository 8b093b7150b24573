"""Rising and falling: found where it is, and no cry of wolf where it is not."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from topicllama.tools.movers import movers


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
