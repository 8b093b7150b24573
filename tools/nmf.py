"""Topics by non-negative matrix factorisation of tf-idf weights (scikit-learn)."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .progress import Task

Floats = NDArray[np.float32]
_FEW = 100  # texts or words; with more, nobody asks for as many topics as there are directions
_ROUND = 20  # steps between two looks at the wish to stop
_STILL = 0.05  # of the word weights, by which a round changes them when it is the last
_NOISE = 1e-3  # of the largest topic: what rounding leaves when there is no further topic


def tf_idf(counts: csr_matrix) -> csr_matrix:
    """(D, V) weights (1 + log count) * idf, rows of length 1."""
    from sklearn.feature_extraction.text import TfidfTransformer

    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    return weights.astype(np.float32)


def factorise(
    weights: csr_matrix,
    num_topics: int,
    seed: int = 0,
    iterations: int = 200,
    task: Task | None = None,
) -> Floats:
    """The word weights H (K, V), not negative, of the factorisation ``weights`` ~ W H.

    Starts from the singular vectors (NNDSVD; Boutsidis, Gallopoulos 2008), so it hardly depends on
    ``seed``, and goes on by coordinate descent (Cichocki, Phan 2009; scikit-learn's NMF) until
    20 steps change little. K may not exceed min(D, V). Fewer than K rows come back when the
    texts carry fewer topics. Progress stage "train" with unknown end; Cancelled when stopped.
    """
    number = _possible(weights, num_topics)
    documents, words = _start(weights, number, seed)
    for done in range(_ROUND, iterations + 1, _ROUND):
        before = words.copy()
        documents, words = _go_on(weights, documents, words)
        if task is not None:
            task.report("train", 0, None, f"first look, {done} steps")
        if np.linalg.norm(words - before) < _STILL * np.linalg.norm(words):
            break
    contribution = documents.sum(axis=0) * words.sum(axis=1)
    real: Floats = words[contribution > _NOISE * contribution.max()]
    return real


def _start(weights: csr_matrix, number: int, seed: int) -> tuple[Floats, Floats]:
    from sklearn.decomposition import NMF

    model = NMF(number, init="nndsvd", random_state=seed, max_iter=1, tol=0)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore")  # one step is not meant to converge
        documents = model.fit_transform(weights)
    return documents, np.asarray(model.components_, np.float32)


def _go_on(weights: csr_matrix, documents: Floats, words: Floats) -> tuple[Floats, Floats]:
    """W and H after a round of steps."""
    from sklearn.decomposition import non_negative_factorization

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the next round goes on
        documents, words, _ = non_negative_factorization(
            weights, documents, words, len(words), init="custom", max_iter=_ROUND, tol=0
        )
    return documents, words


def _possible(weights: csr_matrix, num_topics: int) -> int:
    """No more topics than the texts have independent directions (few texts may repeat each
    other; then factorisation would tear a subject apart to get its number)."""
    if min(weights.shape) > _FEW:
        return num_topics
    return min(num_topics, int(np.linalg.matrix_rank(weights.toarray())))
