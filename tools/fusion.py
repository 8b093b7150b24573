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
# Chosen on the odd queries of Cranfield and on early forms of the other collections of
# benchmarks/search.py; a half less or more of topic space or of meaning costs about 0.01 there.
WEIGHTS = {"keyword": 1.0, "topic": 0.5, "meaning": 0.9}
_LEARN = 200  # documents, the best by the other parts, that a missing score is estimated from


def fused(parts: Mapping[str, Values], scope: NDArray[np.bool_]) -> Values:
    """The weighted sum (D,) of standard scores. A part has NaN where it does not know: such a
    document gets what documents in ``scope`` with the same other scores have, so that it is
    neither favoured nor put last for not being embedded yet."""
    known = {name: z for name, z in parts.items() if not np.isnan(z).all()}
    complete = {name: z for name, z in known.items() if not np.isnan(z).any()}
    total = sum((WEIGHTS[name] * z for name, z in complete.items()), np.zeros(len(scope)))
    for name, z in known.items():
        if name not in complete:
            others = list(complete.values())
            total = total + WEIGHTS[name] * _completed(z, total, others, scope)
    return total


def standard(values: NDArray[np.floating]) -> Values:
    """Distance from the mean in standard deviations; 0 where all values are equal."""
    scores: Values = (np.asarray(values, np.float64) - float(values.mean())) / (
        float(values.std()) or 1.0
    )
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
