"""Topics by non-negative matrix factorisation of tf-idf weights (scikit-learn)."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
_FEW = 100  # texts or words; with more, nobody asks for as many topics as there are directions
_NOISE = 1e-3  # of the largest topic: what rounding leaves when there is no further topic


def tf_idf(counts: csr_matrix) -> csr_matrix:
    """(D, V) weights (1 + log count) * idf, rows of length 1."""
    from sklearn.feature_extraction.text import TfidfTransformer

    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    return weights.astype(np.float32)


def factorise(weights: csr_matrix, num_topics: int, seed: int = 0, iterations: int = 200) -> Floats:
    """The word weights H (K, V), not negative, of the factorisation ``weights`` ~ W H.

    Starts from the singular vectors (NNDSVD), so it hardly depends on ``seed``. K may not exceed
    min(D, V). Fewer than K rows come back when the texts carry fewer topics.
    """
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(
        _possible(weights, num_topics),
        init="nndsvd",
        random_state=seed,
        max_iter=iterations,
        tol=1e-3,
    )
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)  # good enough is good enough here
        documents = model.fit_transform(weights)
    words = np.asarray(model.components_, np.float32)
    contribution = documents.sum(axis=0) * words.sum(axis=1)
    real: Floats = words[contribution > _NOISE * contribution.max()]
    return real


def _possible(weights: csr_matrix, num_topics: int) -> int:
    """No more topics than the texts have independent directions (few texts may repeat each
    other; then factorisation would tear a subject apart to get its number)."""
    if min(weights.shape) > _FEW:
        return num_topics
    return min(num_topics, int(np.linalg.matrix_rank(weights.toarray())))
