"""Topics that rise or fall, by a test that is right about as often as it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .periods import midpoint
from .shares import period_means

Floats = NDArray[np.float64]

SURE = 0.05  # false discoveries among the rising and falling topics
MATTERS = 0.1  # a change smaller than a tenth of the topic's share is not reported


@dataclass(frozen=True, slots=True)
class Mover:
    """A topic's ``row``, the fitted ``change`` of its share from the first to the last date, and
    the adjusted ``p``."""

    row: int
    change: float
    p: float


def movers(weights: Floats, dates: Sequence[str], at: Sequence[int]) -> list[Mover]:
    """Topics whose share rises or falls, the greatest change first.

    ``weights`` (N, K) are those of documents with these dates (N) in the periods ``at`` (N). Two
    t-tests of a least-squares line, two-sided, of which the less sure counts: over the documents'
    weights, and over the periods' means (:func:`_over_periods`). The second takes into account that
    the texts of a day resemble each other: over documents alone, days of much news look like
    trends. With two periods only the first can be made. Over all topics at a false discovery rate
    of 0.05 (Benjamini and Hochberg, JRSS B 57(1), 1995). Ranks (Spearman) would be led by the noise
    among weights near 0: in simulations at the same rate of false alarms they found half as many
    true changes.
    """
    from scipy.stats import false_discovery_control

    times = np.array([midpoint(date) for date in dates])
    if len(times) < 4 or np.ptp(times) == 0:
        return []
    slopes, chances = line_test(times, weights, np.ones(len(times)))
    chances = np.maximum(chances, _over_periods(times, weights, at))
    adjusted = false_discovery_control(chances)
    changes = slopes * np.ptp(times)
    clear = (adjusted < SURE) & (np.abs(changes) >= MATTERS * weights.mean(axis=0))
    found = [Mover(int(row), float(changes[row]), float(adjusted[row]))
             for row in np.flatnonzero(clear)]  # fmt: skip
    return sorted(found, key=lambda mover: -abs(mover.change))


def _over_periods(times: Floats, weights: Floats, at: Sequence[int]) -> Floats:
    """The chances (K) of such lines over the periods' means; 0 with two periods.

    A mean's variance is that between periods and that of its documents, so a period of a thousand
    documents does not outweigh ten of a hundred when periods differ: meta-regression with the
    variance between by moments (DerSimonian and Laird, Controlled Clinical Trials 7(3), 1986) and
    the t-test of Knapp and Hartung, Statistics in Medicine 22(17), 2003.
    """
    means, counts = period_means(weights, at, max(at) + 1)
    middles, _ = period_means(times[:, None], at, len(counts))
    dated = np.flatnonzero(counts)
    n, x = counts[dated], middles[dated, 0]
    if len(dated) < 3 or np.ptp(x) == 0:
        return np.zeros(weights.shape[1])
    inside = ((weights - means[at]) ** 2).sum(axis=0) / max(1, len(weights) - len(dated))
    between = _between(x, means[dated], n, inside)
    chances = [
        line_test(x, means[dated][:, [k]], 1 / (between[k] + inside[k] / n))[1][0]
        if inside[k] + between[k] > 0 else 1.0
        for k in range(weights.shape[1])
    ]  # fmt: skip
    return np.array(chances)


def _between(x: Floats, means: Floats, n: Floats, inside: Floats) -> Floats:
    """(K) the variance of the periods' means around a line that their documents do not explain."""
    centred = x - np.average(x, weights=n)
    levels = means - np.average(means, axis=0, weights=n)
    slopes = (n * centred) @ levels / (n @ centred**2)
    left = n @ (levels - centred[:, None] * slopes) ** 2
    lost = n @ n / n.sum() + (n**2 @ centred**2) / (n @ centred**2)
    return np.asarray(np.maximum(0, (left - (len(x) - 2) * inside) / max(1e-9, n.sum() - lost)))


def line_test(x: Floats, y: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Slopes (K) of the lines through ``y`` (n, K) over ``x`` (n), weighted by ``sizes`` (n), and
    the chances (K) of slopes as steep without a trend; 1 for a constant."""
    from scipy.stats import t

    centred = x - np.average(x, weights=sizes)
    levels = y - np.average(y, axis=0, weights=sizes)
    spread = sizes @ centred**2
    slopes = (sizes * centred) @ levels / spread
    left = sizes @ (levels - centred[:, None] * slopes) ** 2
    freedom = len(x) - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = slopes / np.sqrt(left / freedom / spread)
    chances = 2 * t.sf(np.abs(ratio), freedom)
    return np.asarray(slopes), np.asarray(
        np.where(np.isfinite(ratio) & (slopes != 0), chances, 1.0)
    )
