"""A part of a bag of words: some of its documents, all of its vocabulary."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .bow import BagOfWords


def some_documents(bow: BagOfWords, rows: NDArray[np.integer]) -> BagOfWords:
    """The documents of the given rows, in that order."""
    rows = np.asarray(rows, np.int64)
    lengths = np.diff(bow.ends, prepend=0)
    taken = lengths[rows]
    ends = np.cumsum(taken, dtype=np.int64)
    places = np.arange(int(taken.sum())) - np.repeat(ends - taken, taken)
    places += np.repeat((bow.ends - lengths)[rows], taken)
    ids = tuple(bow.document_ids[row] for row in rows.tolist())
    return replace(bow, counts=bow.counts[rows], words=bow.words[places], ends=ends,
                   document_ids=ids)  # fmt: skip


def some_columns(bow: BagOfWords, columns: NDArray[np.integer]) -> BagOfWords:
    """The words of the given columns alone, in that order; the documents stay."""
    place = np.full(len(bow.terms) + 1, -1, np.int32)
    place[columns] = np.arange(len(columns))
    words = place[bow.words]
    before = np.concatenate([[0], np.cumsum(words >= 0)])
    listed = columns.tolist()
    return replace(
        bow, counts=bow.counts[:, columns], words=words[words >= 0], ends=before[bow.ends],
        terms=tuple(bow.terms[column] for column in listed),
        vocabulary=tuple(bow.vocabulary[column] for column in listed),
    )  # fmt: skip


def random_documents(bow: BagOfWords, number: int, seed: int = 0) -> BagOfWords:
    """At most ``number`` documents that hold a known word, in the order of the corpus."""
    filled = np.flatnonzero(np.diff(bow.ends, prepend=0) > 0)
    if len(filled) == len(bow.ends) <= number:
        return bow
    if len(filled) > number:
        filled = np.sort(np.random.default_rng(seed).choice(filled, number, replace=False))
    return some_documents(bow, filled)


def some_words(bow: BagOfWords, number: int) -> BagOfWords:
    """Random documents of about ``number`` words together, or all."""
    total = len(bow.words)
    if total <= number:
        return bow
    return random_documents(bow, max(1, len(bow.ends) * number // total))


def halves(bow: BagOfWords, seed: int = 0) -> tuple[BagOfWords, BagOfWords]:
    """The documents in two random halves."""
    order = np.random.default_rng(seed).permutation(len(bow.ends))
    first, second = np.sort(order[::2]), np.sort(order[1::2])
    return some_documents(bow, first), some_documents(bow, second)
