"""Which words attract each other: positive pointwise mutual information (PPMI).

A title of five words says little on its own, but all titles together say which words belong
together. Factorising this matrix instead of documents by words is what makes topics of short texts
coherent.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, diags

_SMOOTHING = 0.75  # of word frequencies: rare words attract everything otherwise
_RARE = 0.25


def ppmi(counts: csr_matrix) -> csr_matrix:
    """(V, V), symmetric: max(0, log p(a, b) / (q(a) q(b))) for words that share documents (D, V).

    p is the share of a pair among all pairs of different words of a document; q(a) is the
    geometric mean of the word's share of pairs and that share raised to 0.75. Source: Levy,
    Goldberg, Dagan, "Improving distributional similarity with lessons learned from word
    embeddings" (TACL 2015), whose context distribution smoothing is spread over both sides here.
    """
    present = counts.astype(bool).astype(np.float32)
    pairs = (present.T @ present).tocoo()
    different = pairs.row != pairs.col
    row, column = pairs.row[different], pairs.col[different]
    together = pairs.data[different].astype(np.float64)
    share = np.bincount(row, together, counts.shape[1]) / max(float(together.sum()), 1.0)
    smooth = share**_SMOOTHING
    expected = np.sqrt(share * smooth / max(float(smooth.sum()), 1e-12))
    values = np.log(together / together.sum() / (expected[row] * expected[column]))
    kept = values > 0
    cells = (values[kept].astype(np.float32), (row[kept], column[kept]))
    return csr_matrix(cells, shape=(counts.shape[1], counts.shape[1]))


def attraction(counts: csr_matrix) -> csr_matrix:
    """(V, V): :func:`ppmi` times the fourth roots of the numbers of documents (D, V) that hold
    each of the two words. Rare words meet by chance; without this weight their pairs make the
    topics of short texts (docs/benchmarks.md compares them on unseen texts)."""
    inside = np.bincount(counts.indices, minlength=counts.shape[1])
    weight = diags((inside**_RARE).astype(np.float32))
    return (weight @ ppmi(counts) @ weight).tocsr()
