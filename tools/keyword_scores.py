"""The scores of keyword search for a whole corpus at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .progress import Task
from .word_counting import counts_of
from .word_stream import WordStream

_K1, _B = 1.5, 0.75


def bm25_index(stream: WordStream, task: Task | None = None) -> Any:
    """A bm25s index of the words of documents: the very scores that bm25s computes (Lucene's
    variant, k1=1.5, b=0.75), without its lists of numbers for every document, which take many
    times the memory of the result. Eight bytes a word and document stay in memory."""
    import bm25s

    vocabulary = {token.term: number for number, token in enumerate(stream.tokens)}
    vocabulary.setdefault("", len(vocabulary))  # without a single word it still is an index
    index = bm25s.BM25(k1=_K1, b=_B, method="lucene", backend="numpy")
    data, indices, starts = _scores(stream, len(vocabulary), task)
    index.scores = {
        "data": data, "indices": indices, "indptr": starts, "num_docs": max(len(stream.ends), 1),
    }  # fmt: skip
    index.vocab_dict = vocabulary
    index.unique_token_ids_set = set(vocabulary.values())
    index.nonoccurrence_array = None
    return index


def _scores(
    stream: WordStream, width: int, task: Task | None
) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]:
    """Columns (words) of scores: (scores, documents, where each word's begin)."""
    documents = len(stream.ends)
    part = length_part(stream.ends)
    frequency = _document_frequency(stream, width, task)
    idf = np.log(1 + (documents - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    starts = np.concatenate([[0], np.cumsum(frequency)])
    data = np.empty(starts[-1], np.float32)
    indices = np.empty(starts[-1], np.int32)
    free = starts[:-1].copy()  # where the next document of each word goes
    for block in stream.blocks(task):
        counts = _counts(block.words, block.ends, width).tocsc()
        each = np.diff(counts.indptr)
        word = np.repeat(np.arange(width), each)
        place = np.arange(counts.nnz) + np.repeat(free - counts.indptr[:-1], each)
        often, document = counts.data.astype(np.float64), counts.indices + block.first
        data[place] = idf[word] * (often / (part[document] + often))
        indices[place] = document
        free += each
    return data, indices, starts


def length_part(ends: NDArray[np.int64]) -> NDArray[np.float64]:
    """What BM25 adds to a word's frequency below the line, for each document (D,); ``ends`` are
    those of :class:`WordStream`."""
    lengths = np.diff(ends, prepend=0) - 1  # without the break at the end
    mean = max(lengths.mean() if len(lengths) else 0, 1e-12)
    part: NDArray[np.float64] = _K1 * ((1 - _B) + _B * lengths / mean)
    return part


def _document_frequency(stream: WordStream, width: int, task: Task | None) -> NDArray[np.int64]:
    frequency = np.zeros(width, np.int64)
    for block in stream.blocks(task):
        counts = _counts(block.words, block.ends, width)
        frequency += np.bincount(counts.indices, minlength=width)
    return frequency


def _counts(words: NDArray[np.int32], ends: NDArray[np.int64], width: int) -> Any:
    known = words >= 0
    return counts_of(words[known], np.cumsum(known, dtype=np.int64)[ends - 1], width)
