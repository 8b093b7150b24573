"""The one evaluator of all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .corpora import PeerCorpus
from .rows import Fitted

_FOLDS = 5


def figures(corpus: PeerCorpus, fitted: Fitted) -> dict[str, float]:
    """ "found" topics; "npmi" of their ten best words as gensim's c_npmi (window of 10) and their
    "diversity"; share of documents "assigned" to a topic; "nmi" of topics and labels (documents
    without topic are a cluster of their own); "accuracy" of a logistic regression from weights to
    labels, mean of five stratified folds, and "accuracy_by_date" where the corpus has dates."""
    from sklearn.metrics import normalized_mutual_info_score
    from threadpoolctl import threadpool_limits

    weights, labels = _shares(fitted.weights), corpus.labels
    with threadpool_limits(limits=1):  # a regression takes minutes when its threads must wait
        found = {
            "found": float(len(fitted.topics)),
            "npmi": _npmi(corpus, fitted.topics),
            "diversity": diversity(fitted.topics),
            "assigned": float((fitted.assigned >= 0).mean()),
            "nmi": float(normalized_mutual_info_score(labels, fitted.assigned)),
            "accuracy": _in_folds(weights, labels),
        }
        if len(corpus.train):
            found["accuracy_by_date"] = _by_date(weights, labels, corpus.train)
    return {name: round(value, 5) for name, value in found.items()}


def diversity(topics: Sequence[Sequence[str]]) -> float:
    """Different words / all words of the best words (Dieng, Ruiz, Blei 2020)."""
    counts = Counter(word for words in topics for word in words)
    return len(counts) / counts.total()


def _npmi(corpus: PeerCorpus, topics: Sequence[Sequence[str]]) -> float:
    from topicllama.tools.bow import from_tokens
    from topicllama.tools.coherence import npmi

    bow = from_tokens(corpus.texts)
    return npmi([[bow.index[word] for word in words] for words in topics], bow)


def _shares(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows that sum to 1, so that the regression sees all rows on one scale (zeros stay)."""
    sums = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)


def _in_folds(weights: NDArray[np.float32], labels: NDArray[np.str_]) -> float:
    from sklearn.model_selection import StratifiedKFold, cross_val_score

    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    return float(cross_val_score(_regression(), weights, labels, cv=folds).mean())


def _by_date(
    weights: NDArray[np.float32], labels: NDArray[np.str_], train: NDArray[np.bool_]
) -> float:
    regression = _regression().fit(weights[train], labels[train])
    return float(regression.score(weights[~train], labels[~train]))


def _regression():  # type: ignore[no-untyped-def]
    """As in tools/agreement.py."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=300, C=10)
