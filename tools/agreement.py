"""How far topics agree with labels that people gave the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FOLDS = 5


def agreement(document_topic: NDArray[np.float32], labels: Sequence[str]) -> dict[str, float]:
    """Figures from 0 to 1 for weights (D, K) and labels (D); documents with label "" are left out.

    "purity": share of documents whose label is the most frequent one of their heaviest topic
    (Manning, Raghavan, Schütze 2008, section 16.3). "nmi": normalised mutual information of
    heaviest topic and label (scikit-learn, arithmetic mean). "ari": adjusted Rand index of the
    same (Hubert, Arabie 1985). "accuracy": of a logistic regression from the square roots of the
    weights (which make Hellinger's distance between documents the ordinary one) to labels, mean of
    five stratified folds; only when at least two labels have five documents each. Empty when
    nothing is labelled.
    """
    labelled = np.array([bool(label) for label in labels], bool)
    if not labelled.any():
        return {}
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    weights = document_topic[labelled]
    truth = np.array([label for label in labels if label])
    heaviest = weights.argmax(axis=1)
    figures = {
        "purity": purity(heaviest.tolist(), truth.tolist()),
        "nmi": float(normalized_mutual_info_score(truth, heaviest)),
        "ari": float(adjusted_rand_score(truth, heaviest)),
    }
    accuracy = _accuracy(weights, truth)
    return figures if accuracy is None else {**figures, "accuracy": accuracy}


def purity(groups: Sequence[int], labels: Sequence[str]) -> float:
    """Share of items whose label is the most frequent one of their group."""
    inside: dict[int, Counter[str]] = {}
    for group, label in zip(groups, labels, strict=True):
        inside.setdefault(group, Counter())[label] += 1
    return sum(counter.most_common(1)[0][1] for counter in inside.values()) / len(labels)


def _accuracy(weights: NDArray[np.float32], truth: NDArray[np.str_]) -> float | None:
    frequent = {label for label, n in Counter(truth.tolist()).items() if n >= _FOLDS}
    if len(frequent) < 2:
        return None
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    kept = np.isin(truth, sorted(frequent))
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    regression = LogisticRegression(max_iter=300, C=10)
    return float(cross_val_score(regression, np.sqrt(weights[kept]), truth[kept], cv=folds).mean())
