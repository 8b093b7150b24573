"""The extra words that a training on short texts learns from besides the texts themselves.

Each text's extra words together weigh as much as its own, times ``weight``: a text of five words
with a weight of 1 brings ten words to the training. The counts are fractions of a word, which LDA
by variational inference takes as they are (:mod:`topicllama.tools.variational` multiplies by
them), so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from .augment_neighbours import distributions, lent_words, neighbours
from .bow import BagOfWords
from .progress import Task

Floats = NDArray[np.float32]
Rows = NDArray[np.int64]


class Extra(Protocol):
    """A source of extra words. :meth:`counts` (n, V) are those of the documents ``rows`` (n) of
    the corpus, made from what those documents alone have; ``units`` (D) numbers what must stay
    together when documents are divided."""

    @property
    def units(self) -> Rows: ...
    def counts(self, rows: Rows, task: Task | None = None) -> csr_matrix: ...


class LentWords:
    """Words of the nearest texts among the same documents: half a corpus lends only its own."""

    def __init__(
        self, bow: BagOfWords, short: NDArray[np.bool_], weight: float, vectors: Floats | None
    ) -> None:
        self._bow, self._vectors = bow, vectors
        self._scale = _scale(bow, weight) * short
        self._whole: csr_matrix | None = None
        self.units = np.arange(len(short))

    def counts(self, rows: Rows, task: Task | None = None) -> csr_matrix:
        if len(rows) < len(self.units):
            return self._made(rows, task)
        if self._whole is None:
            self._whole = self._made(rows, task)
        return self._whole

    def _made(self, rows: Rows, task: Task | None) -> csr_matrix:
        texts = self._bow.counts[rows]
        near = neighbours(texts, None if self._vectors is None else self._vectors[rows], task=task)
        return _scaled(lent_words(texts, near), self._scale[rows])


class WrittenWords:
    """Words of sentences that were written for groups of texts: ``words`` (G, V) of each group's
    sentences, ``groups`` (G) the rows of its texts. Texts of a group are not divided."""

    def __init__(
        self, bow: BagOfWords, words: csr_matrix, groups: Sequence[Sequence[int]], weight: float
    ) -> None:
        documents = bow.counts.shape[0]
        member = np.array([row for rows in groups for row in rows], np.int64)
        group = np.repeat(np.arange(len(groups)), [len(rows) for rows in groups])
        links = csr_matrix(
            (np.ones(len(member), np.float32), (member, group)), shape=(documents, len(groups))
        )
        self._words = _scaled(links @ distributions(words), _scale(bow, weight))
        self.units = np.arange(documents) + len(groups)
        self.units[member] = group

    def counts(self, rows: Rows, task: Task | None = None) -> csr_matrix:
        return self._words[rows]


def _scale(bow: BagOfWords, weight: float) -> Floats:
    return (weight * bow.lengths).astype(np.float32)


def _scaled(words: csr_matrix, scale: Floats) -> csr_matrix:
    return (diags(scale) @ words).tocsr().astype(np.float32)
