"""Topic weights of documents when the topics' words are known: variational inference for LDA,
for many documents at once.

Source: Hoffman, Blei, Bach, "Online Learning for Latent Dirichlet Allocation" (2010), the E step
of algorithm 2. gensim does the same document by document; here a block of documents is a handful
of matrix operations.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import digamma

Floats = NDArray[np.float32]
_TINY = np.float32(1e-30)
_BLOCK = 256  # documents that are worked on together, whatever the number of workers


def posterior_in_blocks(
    counts: csr_matrix,
    word_weights: Floats,
    alpha: Floats,
    *,
    iterations: int = 50,
    tolerance: float = 1e-3,
    workers: int = 1,
) -> tuple[Floats, Floats]:
    """:func:`posterior` of many documents: fixed blocks of them, on ``workers`` threads (most of
    the time is spent in numpy and scipy, outside the interpreter's lock). The result is the same
    to the last bit for any number of workers."""
    blocks = [counts[start : start + _BLOCK] for start in range(0, counts.shape[0], _BLOCK)]

    def one(block: csr_matrix) -> tuple[Floats, Floats]:
        return posterior(block, word_weights, alpha, iterations=iterations, tolerance=tolerance)

    gamma = np.empty((counts.shape[0], len(word_weights)), np.float32)
    statistics = np.zeros_like(word_weights, dtype=np.float32)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for number, (part, sums) in enumerate(pool.map(one, blocks)):
            gamma[number * _BLOCK : number * _BLOCK + len(part)] = part
            statistics += sums
    return gamma, statistics


def posterior(
    counts: csr_matrix,
    word_weights: Floats,
    alpha: Floats,
    *,
    iterations: int = 50,
    tolerance: float = 1e-3,
) -> tuple[Floats, Floats]:
    """Dirichlet parameters gamma (D, K) of documents (D, V), and expected word weights (K, V).

    ``word_weights`` (K, V) are p(word | topic), or exp(E[log p]) while training; ``alpha`` (K) is
    the prior of the topics in a document. The second result is the sum over documents of
    count * q(topic | document, word), divided by ``word_weights`` (gensim's sufficient
    statistics before its last multiplication). Stops when gamma changes by less than
    ``tolerance`` on average.
    """
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    by_word = np.ascontiguousarray(word_weights.T)
    known = by_word[counts.indices]
    data = counts.data.astype(np.float32)
    gamma = np.tile(alpha + 1, (counts.shape[0], 1)).astype(np.float32)
    for _ in range(iterations):
        theta = _expected(gamma)
        ratio = csr_matrix(
            (data / _explained(theta, rows, known), counts.indices, counts.indptr), counts.shape
        )
        before, gamma = gamma, alpha + theta * (ratio @ by_word)
        if np.abs(gamma - before).mean() < tolerance:
            break
    theta = _expected(gamma)
    ratio.data = data / _explained(theta, rows, known)
    return gamma, np.asarray((ratio.T @ theta).T)


def _explained(theta: Floats, rows: NDArray[np.int64], known: Floats) -> Floats:
    """How much of each known word of each document the topics expect there."""
    expected: Floats = np.einsum("nk,nk->n", theta[rows], known)
    return expected + _TINY


def _expected(gamma: Floats) -> Floats:
    """exp(E[log theta]) of Dirichlet parameters."""
    total = gamma.sum(axis=1, keepdims=True)
    expected: Floats = np.exp(digamma(gamma) - digamma(total)).astype(np.float32)
    return expected
