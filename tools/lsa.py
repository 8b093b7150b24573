"""Topics by latent semantic analysis (gensim's LsiModel), rotated so that people can read them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]


def lsa_words(weights: csr_matrix, num_topics: int, seed: int = 0) -> Floats:
    """Word weights (K, V), not negative, of the latent directions of tf-idf weights (D, V).

    The singular vectors themselves oppose two subjects each, and the first is the average text.
    A varimax rotation (Kaiser 1958) spans the same space with directions of few words; each is
    turned so that its stronger side is positive, and the other side is left out. May return fewer
    rows than asked for when the texts span fewer directions.
    """
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LsiModel

    model = LsiModel(
        Sparse2Corpus(weights, documents_columns=False),
        num_topics=num_topics,
        id2word={column: str(column) for column in range(weights.shape[1])},
        random_seed=seed,
    )
    directions = _varimax(np.asarray(model.projection.u, np.float64))
    signs = np.sign((directions**3).sum(axis=0))
    positive: Floats = np.maximum(directions * signs, 0).T.astype(np.float32)
    return positive


def _varimax(loadings: NDArray[np.float64], iterations: int = 100) -> NDArray[np.float64]:
    """Rotate orthonormal columns (V, K) so that squared loadings vary most within a column."""
    rotation, before = np.eye(loadings.shape[1]), 0.0
    for _ in range(iterations):
        rotated = loadings @ rotation
        target = rotated**3 - rotated * (rotated**2).mean(axis=0)
        left, values, right = np.linalg.svd(loadings.T @ target)
        rotation, criterion = left @ right, float(values.sum())
        if criterion < before * (1 + 1e-5):
            break
        before = criterion
    return loadings @ rotation
