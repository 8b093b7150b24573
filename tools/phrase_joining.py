"""Words that keep company become phrases ("prime minister"), in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from .array_files import Shelf
from .progress import Task
from .tokens import Token
from .word_stream import Block, WordStream, joined_token

_PHRASE_DOCUMENTS = 3
_COUNTED = 8_000_000  # pairs of words counted in one go through the stream

Numbers = NDArray[np.int64]
Table = tuple[Numbers, Numbers, Numbers]


def join_phrases(
    stream: WordStream,
    min_count: int,
    threshold: float,
    task: Task | None = None,
    *,
    shelf: Shelf | None = None,
) -> WordStream:
    """Words that keep company more than chance allows become one word ("prime minister").

    Neighbours that occur ``min_count`` times together, in three documents or more, and whose
    normalised pointwise mutual information reaches ``threshold`` are joined (Bouma 2009, by
    gensim's scorer). The new stream is put on the shelf as "joined" and "joined-ends".
    """
    if not stream.tokens:
        return stream
    pairs = _Pairs(stream, task)
    keys, together = pairs.phrases(min_count, threshold)
    return _joined(pairs, keys, together, shelf or Shelf())


class _Pairs:
    """The pairs of neighbours in a stream. The key of a pair is left term * number of tokens +
    right term, where tokens that differ only in surface share a term."""

    def __init__(self, stream: WordStream, task: Task | None) -> None:
        self.stream = stream
        self.width = len(stream.tokens)
        self._task = task
        self._terms = _term_numbers(stream.tokens)

    def blocks(self) -> Iterator[tuple[Block, Numbers, Numbers]]:
        """Each block of documents, where its pairs begin, and their keys."""
        for block in self.stream.blocks(self._task):
            known = block.words >= 0
            places = np.flatnonzero(known[:-1] & known[1:])
            terms = self._terms[block.words]  # wrong at a BREAK, which is in no pair
            yield block, places, terms[places] * self.width + terms[places + 1]

    def phrases(self, min_count: int, threshold: float) -> tuple[Numbers, Numbers]:
        """(keys in order, how often each occurs) of the pairs that are phrases."""
        counts = self._counts()
        parts = 1 + len(self.stream.words) // _COUNTED
        found = [self._frequent(counts, min_count, parts, part) for part in range(parts)]
        keys, together = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.argsort(keys)
        keys, together = keys[order], together[order]
        good = _scores(keys, together, counts, min_count) >= threshold
        return keys[good], together[good]

    def _counts(self) -> Numbers:
        counts = np.zeros(self.width, np.int64)
        for block in self.stream.blocks(self._task):
            words = block.words[block.words >= 0]
            counts += np.bincount(self._terms[words], minlength=self.width)
        return counts

    def _frequent(
        self, counts: Numbers, min_count: int, parts: int, part: int
    ) -> tuple[Numbers, Numbers]:
        """(keys, counts) of frequent pairs in three documents: one document's refrain is none.
        Of all keys one part is counted, so that the table stays small."""
        tables = []
        for block, places, keys in self.blocks():
            left, right = np.divmod(keys, self.width)
            wanted = (keys % parts == part) & (left != right)
            wanted &= (counts[left] >= min_count) & (counts[right] >= min_count)
            tables.append(_tally(keys[wanted], block.documents[places[wanted]]))
        keys, together, documents = _merged(tables)
        frequent = (together >= min_count) & (documents >= _PHRASE_DOCUMENTS)
        return keys[frequent], together[frequent]


def _term_numbers(tokens: Sequence[Token]) -> Numbers:
    """Tokens that differ only in surface share a number."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(token.term, len(numbers)) for token in tokens], np.int64)


def _tally(keys: Numbers, documents: Numbers) -> Table:
    """(distinct keys, places, documents) for keys in the order of their documents."""
    order = np.argsort(keys, kind="stable")
    keys, documents = keys[order], documents[order]
    first = np.diff(keys, prepend=-1) != 0
    new = first | (np.diff(documents, prepend=-1) != 0)
    starts = np.flatnonzero(first)
    return keys[starts], np.diff(starts, append=len(keys)), _sums(new.astype(np.int64), starts)


def _merged(tables: Sequence[Table]) -> Table:
    """One table for all blocks; no document stands in two of them."""
    if not tables:
        return (np.zeros(0, np.int64),) * 3
    keys, places, documents = (np.concatenate(column) for column in zip(*tables, strict=True))
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1) != 0)
    return keys[starts], _sums(places[order], starts), _sums(documents[order], starts)


def _sums(values: Numbers, starts: Numbers) -> Numbers:
    return np.add.reduceat(values, starts) if len(starts) else np.zeros(0, np.int64)


def _scores(
    keys: Numbers, together: Numbers, counts: Numbers, min_count: int
) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of pairs."""
    from gensim.models.phrases import npmi_scorer

    left, right = np.divmod(keys, max(len(counts), 1))
    total = int(counts.sum())
    return np.array([
        npmi_scorer(a, b, n, len(counts), min_count, total)
        for a, b, n in zip(
            counts[left].tolist(), counts[right].tolist(), together.tolist(), strict=True
        )
    ], np.float64)  # fmt: skip


def _joined(pairs: _Pairs, keys: Numbers, together: Numbers, shelf: Shelf) -> WordStream:
    """The stream with each chosen pair replaced by one token: once to see which there are, once
    to write."""
    stream, width = pairs.stream, pairs.width
    seen = np.zeros(0, np.int64)
    for block, places in _chosen(pairs, keys, together):
        seen = np.union1d(seen, _token_pairs(block, places, width))
    new = [joined_token(stream.tokens[n // width], stream.tokens[n % width]) for n in seen.tolist()]
    words, ends = shelf.column("joined", np.int32), shelf.column("joined-ends", np.int64)
    for block, places in _chosen(pairs, keys, together):
        written, kept = block.words.copy(), np.ones(len(block.words), bool)
        written[places] = width + np.searchsorted(seen, _token_pairs(block, places, width))
        kept[places + 1] = False
        ends.append(words.length + np.cumsum(kept)[block.ends - 1])
        words.append(written[kept])
    return WordStream(stream.tokens + new, words.close(), ends.close())


def _chosen(pairs: _Pairs, keys: Numbers, together: Numbers) -> Iterator[tuple[Block, Numbers]]:
    """Each block and where the pairs begin that are joined in it."""
    for block, places, found in pairs.blocks():
        number = np.searchsorted(keys, found)
        number[number == len(keys)] = 0
        wanted = keys[number] == found if len(keys) else np.zeros(len(found), bool)
        yield block, _without_overlap(places[wanted], together[number[wanted]])


def _token_pairs(block: Block, places: Numbers, width: int) -> Numbers:
    return block.words[places].astype(np.int64) * width + block.words[places + 1]


def _without_overlap(places: Numbers, frequency: Numbers) -> Numbers:
    """Of pairs that share a word keep the more frequent one: in "Osama bin Laden" it is
    "bin Laden"; the first one among equals."""
    kept = np.ones(len(places), bool)
    starts = np.flatnonzero(np.diff(places, prepend=-2) > 1)
    ends = np.append(starts[1:], len(places))
    several = ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        kept[start:end] = False
        for place in np.argsort(-frequency[start:end], kind="stable") + start:
            kept[place] = not kept[max(place - 1, start) : min(place + 2, end)].any()
    chosen: Numbers = places[kept]
    return chosen
