"""A bag of words over other words than its own: fewer of them, or those of a topic model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from .bow import BagOfWords, counts_for


def aligned(bow: BagOfWords, terms: Sequence[str], vocabulary: Sequence[str]) -> BagOfWords:
    """The bag of words with one column for each of ``terms`` (empty where the corpus lacks it),
    and without all other words; ``vocabulary`` are their display forms."""
    if tuple(terms) == bow.terms:
        return bow
    column = np.full(len(bow.terms), -1, np.int32)
    for number, term in enumerate(terms):
        if term in bow.index:
            column[bow.index[term]] = number
    words = column[bow.words]
    before = np.concatenate([[0], np.cumsum(words >= 0)])
    return replace(
        bow, terms=tuple(terms), vocabulary=tuple(vocabulary), counts=counts_for(terms, bow),
        words=words[words >= 0], ends=before[bow.ends],
    )  # fmt: skip


def without_words(bow: BagOfWords, terms: Iterable[str]) -> BagOfWords:
    """The bag of words with these terms left out (itself when it has none of them)."""
    gone = {bow.index[term] for term in terms if term in bow.index}
    if not gone:
        return bow
    kept = [column for column in range(len(bow.terms)) if column not in gone]
    return aligned(bow, [bow.terms[n] for n in kept], [bow.vocabulary[n] for n in kept])
