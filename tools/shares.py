"""A topic's share by period: how sure it is, and smoothed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_Z = 1.959964  # 95 %
_WIDTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 64.0)  # periods; standard deviations of the kernel


def period_means(weights: Floats, at: Sequence[int], periods: int) -> tuple[Floats, Floats]:
    """The mean weights (periods, K) of documents (N, K) in their periods ``at`` (N), 0 in a period
    without documents, and the number of documents (periods)."""
    sums = np.zeros((periods, weights.shape[1]))
    np.add.at(sums, at, weights)
    counts = np.bincount(at, minlength=periods).astype(float)
    return sums / np.maximum(counts, 1)[:, None], counts


def intervals(weights: Floats, at: Sequence[int], means: Floats, counts: Floats) -> Floats:
    """(2, periods, K) lower and upper ends of 95 % intervals of the means; 0 and 1 in a period
    without documents.

    Wilson's score interval (JASA 22, 1927) for the effective number of documents: weights vary
    less than yes and no, so n documents say as much as n * p (1 - p) / variance answers, the
    variance within periods (the design effect of Korn and Graubard, Survey Methodology 24(2),
    1998; with Wilson's interval as Franco et al., J. Survey Statistics and Methodology 7(3), 2019).
    """
    deviations = (weights - means[at]) ** 2
    free = max(1.0, float(len(weights) - np.count_nonzero(counts)))
    variance = deviations.sum(axis=0) / free
    usual = (counts[:, None] * means * (1 - means)).sum(axis=0) / max(1.0, counts.sum())
    effect = np.clip(variance / np.maximum(usual, 1e-12), 1e-3, 1)
    n = counts[:, None] / effect
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (means + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z * np.sqrt(means * (1 - means) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    ends = np.stack([middle - half, middle + half])
    ends[:, counts == 0] = np.array([0.0, 1.0])[:, None, None]
    return np.asarray(np.clip(ends, 0, 1))


def smoothed(means: Floats, counts: Floats) -> Floats:
    """(periods, K) the means smoothed over neighbouring periods, also where there are no documents.

    The local mean of Nadaraya (1964) and Watson (1964) with a normal kernel, periods weighted by
    their documents. Each topic has the kernel's width, of half a period to 64, that best predicts a
    period from the others (squared error over all documents): a flat share is smoothed strongly, a
    burst hardly.
    """
    dated = np.flatnonzero(counts)
    if len(dated) < 3:
        return means.copy()
    distance = np.arange(len(counts))[:, None] - dated[None, :]
    errors, fits = [], []
    for width in _WIDTHS:
        kernel = -(distance**2) / (2 * width**2) + np.log(counts[dated])[None, :]
        fits.append(_rows(kernel) @ means[dated])
        others = kernel[dated].copy()
        np.fill_diagonal(others, -np.inf)
        missed = means[dated] - _rows(others) @ means[dated]
        errors.append(counts[dated] @ missed**2)
    best = np.argmin(errors, axis=0)
    return np.asarray(np.stack(fits)[best, :, np.arange(means.shape[1])].T)


def _rows(logs: Floats) -> Floats:
    """Weights that sum to 1 in each row."""
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
