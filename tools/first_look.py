"""A first look at the topics' words by matrix factorisation: what LDA starts from, what NMF and
LSA are, and what the sweep over numbers of topics compares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .association import attraction
from .nmf import factorise, tf_idf
from .progress import Task

Floats = NDArray[np.float32]
_SHORT = 30.0  # words a text, on average
_ENOUGH = 200  # texts, for words' company to mean something
_SEEN = {"tf-idf": 30_000, "ppmi": 60_000}  # documents; more change no topic


@dataclass(frozen=True)
class FirstLook:
    """The matrix that is factorised: ``weights`` (D, V) tf-idf of the documents, or (V, V) the
    words' attraction to each other. ``basis`` says which: "tf-idf" or "ppmi"."""

    weights: csr_matrix
    basis: str

    def words(
        self,
        num_topics: int,
        algorithm: str = "nmf",
        seed: int = 0,
        iterations: int = 200,
        task: Task | None = None,
    ) -> Floats:
        """Word weights (K, V), rows sum to 1; rows without weight are left out."""
        number = min(num_topics, *self.weights.shape)
        if algorithm == "lsa":
            from .lsa import lsa_words

            words = lsa_words(self.weights, number, seed)
        else:
            words = factorise(self.weights, number, seed, iterations, task)
        totals = words.sum(axis=1, keepdims=True)
        kept: Floats = (words / np.maximum(totals, 1e-12))[totals.ravel() > 0]
        return kept


def look(counts: csr_matrix, seed: int = 0) -> FirstLook:
    """What to factorise for documents (D, V) that hold a word each.

    Documents of 30 words or more on average are described by their words (tf-idf). Short ones say
    too little: their words are described by the words that they keep company with (see
    :func:`topicllama.tools.association.attraction`; measured in docs/benchmarks.md). Of a very
    large corpus a random part is seen.
    """
    short = counts.sum() < _SHORT * counts.shape[0] and counts.shape[0] >= _ENOUGH
    basis = "ppmi" if short else "tf-idf"
    if counts.shape[0] > _SEEN[basis]:
        rows = np.random.default_rng(seed).choice(counts.shape[0], _SEEN[basis], replace=False)
        counts = counts[np.sort(rows)]
    return FirstLook(attraction(counts) if short else tf_idf(counts), basis)
