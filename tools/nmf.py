"""Topics by non-negative matrix factorisation of tf-idf weights (scikit-learn)."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]


def tf_idf(counts: csr_matrix) -> csr_matrix:
    """(D, V) weights (1 + log count) * idf, rows of length 1."""
    from sklearn.feature_extraction.text import TfidfTransformer

    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    return weights.astype(np.float32)


def factorise(weights: csr_matrix, num_topics: int, seed: int = 0, iterations: int = 200) -> Floats:
    """The word weights H (K, V), not negative, of the factorisation ``weights`` ~ W H.

    Starts from the singular vectors (NNDSVD), so it hardly depends on ``seed``. K may not exceed
    min(D, V). A row without any weight is possible when the texts carry fewer topics.
    """
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(num_topics, init="nndsvd", random_state=seed, max_iter=iterations, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # good enough is good enough here
        model.fit(weights)
    return np.asarray(model.components_, np.float32)
