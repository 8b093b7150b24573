"""Guided topics: a person names words, and a topic about them is among the result."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .bow import BagOfWords, tokenizer
from .errors import TopicLlamaError

Floats = NDArray[np.float32]
_ON_SEEDS = 0.5  # of a guided topic's prior; the rest is on the words that keep them company


def seed_columns(seed_words: Sequence[Sequence[str]], bow: BagOfWords) -> list[list[int]]:
    """The columns of the known words of each list, and of the phrases that hold one;
    TopicLlamaError where a list has none."""
    words = tokenizer(bow.config)
    found = []
    for listed in seed_words:
        terms = {words.term(word) for word in listed}
        columns = [
            column
            for column, term in enumerate(bow.terms)
            if term in terms or not terms.isdisjoint(term.split("_"))
        ]
        if not columns:
            raise TopicLlamaError(
                f"None of the words {', '.join(listed)} stands often enough in the texts.",
                "Name words that the texts use, or leave this list out.",
            )
        found.append(columns)
    return found


def guide(words: Floats, weights: csr_matrix, seeds: Sequence[Sequence[int]]) -> list[int]:
    """Turn rows of ``words`` (K, V; changed in place, rows sum to 1) into the seeded topics.

    The row that already holds most of a list's words becomes its topic: half of it lies on the
    list, half on the words of the documents (tf-idf ``weights``, (D, V)) that use the list.
    Returns the row of each list.
    """
    from scipy.optimize import linear_sum_assignment

    if len(seeds) > len(words):
        raise TopicLlamaError(
            f"There are {len(seeds)} lists of seed words, but the texts carry {len(words)}.",
            "Leave lists out, or load more texts.",
        )
    held = np.array([words[:, columns].sum(axis=1) for columns in seeds])
    _, rows = linear_sum_assignment(-held)
    for row, columns in zip(rows, seeds, strict=True):
        use = np.asarray(weights[:, columns].sum(axis=1)).ravel()
        company = np.asarray(weights.T @ use, np.float32)
        words[row] = (1 - _ON_SEEDS) * company / max(float(company.sum()), 1e-12)
        words[row, columns] += _ON_SEEDS / len(columns)
    return [int(row) for row in rows]
