"""From words in reading order to the counts of the words that topics are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .array_files import Shelf
from .progress import Task
from .tokens import TextConfig
from .word_stream import WordStream

_FEW_DOCUMENTS = 20  # below this a word that stands in most of them may still be their subject

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Counted:
    """The known words of D documents: ``counts`` (D, V), and ``words`` (columns, in reading order)
    with the ``ends`` (D) of the documents among them; see :class:`BagOfWords`."""

    terms: tuple[str, ...]
    vocabulary: tuple[str, ...]
    counts: csr_matrix
    words: NDArray[np.int32]
    ends: Numbers


def count_words(
    stream: WordStream, config: TextConfig, task: Task | None = None, *, shelf: Shelf | None = None
) -> Counted:
    """Choose the vocabulary and count, in two goes through the stream and in bounded memory. The
    results are put on the shelf as "words", "ends", "data", "indices" and "indptr"."""
    numbers: dict[str, int] = {}
    term_of = np.array(
        [numbers.setdefault(token.term, len(numbers)) for token in stream.tokens], np.int64
    )
    seen = _seen(stream, term_of, len(numbers), task)
    kept = _kept(seen, len(stream.ends), config)
    shown = _display(stream, seen.tokens, term_of, len(numbers))
    column = np.full(len(numbers), -1, np.int32)
    column[kept] = np.arange(len(kept))
    by_token = np.append(column[term_of], np.int32(-1))  # BREAK, the last one, has no column
    parts = _written(stream, by_token, len(kept), shelf or Shelf(), task)
    terms = list(numbers)
    return Counted(
        tuple(terms[number] for number in kept), tuple(shown[number] for number in kept), *parts
    )


def counts_of(words: NDArray[np.integer], ends: Numbers, width: int) -> csr_matrix:
    """How often each word (0 to ``width`` - 1) stands in each document, (D, ``width``)."""
    starts = np.concatenate([[0], ends])
    ones = np.ones(len(words), np.int32)
    counts = csr_matrix((ones, words, starts), shape=(len(ends), width), copy=True)
    counts.sum_duplicates()  # in place
    return counts


@dataclass(frozen=True)
class _Seen:
    """How often each token and each term occurs, and in how many documents each term does."""

    tokens: Numbers
    terms: Numbers
    documents: Numbers


def _seen(stream: WordStream, term_of: Numbers, terms: int, task: Task | None) -> _Seen:
    tokens = np.zeros(len(stream.tokens), np.int64)
    documents = np.zeros(terms, np.int64)
    for words, ends in _known(stream, task):
        tokens += np.bincount(words, minlength=len(tokens))
        found = counts_of(term_of[words], ends, terms)
        documents += np.bincount(found.indices, minlength=terms)
    total = np.zeros(terms, np.int64)
    np.add.at(total, term_of, tokens)
    return _Seen(tokens, total, documents)


def _known(
    stream: WordStream, task: Task | None, column: NDArray[np.int32] | None = None
) -> Iterator[tuple[NDArray[np.int32], Numbers]]:
    """The words of each block without breaks, or with ``column`` the columns of those that have
    one; and where the documents end among them."""
    for block in stream.blocks(task):
        words = block.words if column is None else column[block.words]
        known = words >= 0
        yield words[known], np.concatenate([[0], np.cumsum(known)])[block.ends]


def least_documents(config: TextConfig, documents: int) -> int:
    """In how many documents a word must stand."""
    if config.min_df:
        return config.min_df
    return 1 if documents < _FEW_DOCUMENTS else 2 if documents < 1000 else 5


def _kept(seen: _Seen, documents: int, config: TextConfig) -> list[int]:
    """The terms neither too rare nor too common, most frequent first."""
    wanted = seen.documents >= min(least_documents(config, documents), max(documents, 1))
    if documents >= _FEW_DOCUMENTS:
        wanted &= seen.documents <= config.max_df * documents
    order = np.lexsort((np.arange(len(seen.terms)), -seen.terms))
    kept: list[int] = order[wanted[order]][: config.max_vocabulary].tolist()
    return kept


def _display(stream: WordStream, frequency: Numbers, term_of: Numbers, terms: int) -> Sequence[str]:
    """The most frequent surface of each term (the first seen among equals)."""
    shown, best = [""] * terms, [0] * terms
    for token, number, n in zip(stream.tokens, term_of.tolist(), frequency.tolist(), strict=True):
        if n > best[number]:
            shown[number], best[number] = token.surface, n
    return shown


def _written(
    stream: WordStream, column: NDArray[np.int32], width: int, shelf: Shelf, task: Task | None
) -> tuple[csr_matrix, NDArray[np.int32], Numbers]:
    """(counts, words, ends) of the tokens that have a column."""
    words, ends = shelf.column("words", np.int32), shelf.column("ends", np.int64)
    data, indices = shelf.column("data", np.int32), shelf.column("indices", np.int32)
    starts = shelf.column("indptr", np.int64)
    starts.append(np.zeros(1, np.int64))
    for part, part_ends in _known(stream, task, column):
        counts = counts_of(part, part_ends, width)
        starts.append(data.length + counts.indptr[1:].astype(np.int64))
        data.append(counts.data)
        indices.append(counts.indices)
        ends.append(words.length + part_ends)
        words.append(part)
    shape = (len(stream.ends), width)
    counts = csr_matrix((data.close(), indices.close(), starts.close()), shape=shape)
    return counts, words.close(), ends.close()
