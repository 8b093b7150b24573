"""One order out of several: by words, by topic space, and by meaning as far as texts are embedded.

Scores are compared as standard scores over the corpus (Wu and Crestani's survey of data fusion,
and Bruch, Gai and Ingber, ACM TOIS 2023, find sums of normalised scores ahead of reciprocal rank
fusion): where one document stands out in one way of searching it stands out in the sum, which
ranks forget.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
# Chosen on the odd queries of Cranfield and on titles of Reuters, for which every weight between
# half and one and a half of these is about as good; docs/benchmarks.md has what they give
# elsewhere.
WEIGHTS = {"keyword": 1.0, "topic": 0.5, "meaning": 0.75}
_LEARN = 200  # documents, the best by the other parts, that a missing score is estimated from


def fused(parts: Mapping[str, NDArray[np.floating]], scope: NDArray[np.bool_]) -> Values:
    """The weighted sum of standard scores (D,). A part has NaN where it does not know: such a
    document gets what documents in ``scope`` with the same other scores have, so that it is
    neither favoured nor put last for not being embedded yet."""
    known = {name: values for name, values in parts.items() if not np.isnan(values).all()}
    complete = {name: standard(v) for name, v in known.items() if not np.isnan(v).any()}
    total = sum((WEIGHTS[name] * z for name, z in complete.items()), np.zeros(len(scope)))
    for name, values in known.items():
        if name not in complete:
            z = _completed(standard(values), total, list(complete.values()), scope)
            total = total + WEIGHTS[name] * z
    return total


def standard(values: NDArray[np.floating]) -> Values:
    """Distance from the mean in standard deviations; NaN stays, equal values are 0."""
    spread = float(np.nanstd(values))
    scores: Values = (np.asarray(values, np.float64) - float(np.nanmean(values))) / (spread or 1.0)
    return scores


def _completed(z: Values, total: Values, others: list[Values], scope: NDArray[np.bool_]) -> Values:
    """Fill NaN by ridge regression on the other parts, learnt from the best documents known."""
    known = np.flatnonzero(~np.isnan(z) & scope)
    known = known[np.argsort(-total[known], kind="stable")[:_LEARN]]
    unknown = np.isnan(z)
    inputs = np.column_stack([np.ones(len(z)), *others])
    x = inputs[known]
    weights = np.linalg.solve(x.T @ x + np.eye(x.shape[1]), x.T @ z[known])
    return np.where(unknown, inputs @ weights, z)
