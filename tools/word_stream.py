"""A corpus as one long row of numbers: the words of all documents in order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .progress import Task
from .tokens import Token, Tokenizer, has_han

BREAK = -1
_REPORT_EVERY = 100
_PHRASE_DOCUMENTS = 3


@dataclass(frozen=True)
class WordStream:
    """The words of D documents.

    ``words`` (N) holds indexes into ``tokens``, or BREAK where no phrase may span; ``ends`` (D)
    is where each document ends in it.
    """

    tokens: list[Token]
    words: NDArray[np.int32]
    ends: NDArray[np.int64]

    @property
    def documents(self) -> NDArray[np.int32]:
        """The document (0..D-1) of each position (N)."""
        lengths = np.diff(self.ends, prepend=0)
        return np.repeat(np.arange(len(self.ends), dtype=np.int32), lengths)


class _Numbers(dict["Token | None", int]):
    """Gives each new token the next number."""

    def __init__(self) -> None:
        super().__init__({None: BREAK})

    def __missing__(self, token: Token | None) -> int:
        number = self[token] = len(self) - 1
        return number


def read_words(
    texts: Iterable[str], tokenizer: Tokenizer, task: Task | None = None, total: int | None = None
) -> WordStream:
    """Tokenise texts (progress stage "tokenise"); four bytes a word stay in memory."""
    numbers, words, ends = _Numbers(), array("i"), array("q")
    for text in texts:
        words.extend(map(numbers.__getitem__, tokenizer.stream(text)))
        words.append(BREAK)
        ends.append(len(words))
        if task is not None and len(ends) % _REPORT_EVERY == 0:
            task.report("tokenise", len(ends), total)
    tokens = [token for token in numbers if token is not None]
    return WordStream(tokens, np.array(words, np.int32), np.array(ends, np.int64))


def join_phrases(stream: WordStream, min_count: int, threshold: float) -> WordStream:
    """Words that keep company more than chance allows become one word ("prime minister").

    Neighbours that occur ``min_count`` times together, in three documents or more, and whose
    normalised pointwise mutual information reaches ``threshold`` are joined (Bouma 2009, by
    gensim's scorer).
    """
    first, second = stream.words[:-1], stream.words[1:]
    adjacent = np.flatnonzero((first >= 0) & (second >= 0))
    terms = _term_numbers(stream.tokens)
    left, right = terms[first[adjacent]], terms[second[adjacent]]
    keys = left * len(stream.tokens) + right
    counts = np.bincount(terms[stream.words[stream.words >= 0]], minlength=len(stream.tokens))
    spread = _in_several_documents(keys, stream.documents[adjacent])
    phrases = _phrases(keys[spread & (left != right)], counts, min_count, threshold)
    found = np.isin(keys, phrases)
    _, number, together = np.unique(keys[found], return_inverse=True, return_counts=True)
    return _joined(stream, _without_overlap(adjacent[found], together[number]))


def joined_token(first: Token, second: Token) -> Token:
    """Two words as one phrase: "_" between the terms; between surfaces a blank, in Chinese
    nothing."""
    chinese = has_han(first.surface[-1]) or has_han(second.surface[0])
    surface = f"{first.surface}{'' if chinese else ' '}{second.surface}"
    return Token(f"{first.term}_{second.term}", surface)


def _term_numbers(tokens: list[Token]) -> NDArray[np.int64]:
    """Tokens that differ only in surface share a number."""
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(token.term, len(numbers)) for token in tokens], np.int64)


def _in_several_documents(
    keys: NDArray[np.int64], documents: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Which of the pairs stand in at least three documents: one document's refrain is none."""
    pairs, number = np.unique(keys, return_inverse=True)
    distinct = np.unique(number * (int(documents.max(initial=0)) + 1) + documents)
    spread = np.bincount(distinct // (int(documents.max(initial=0)) + 1), minlength=len(pairs))
    wide: NDArray[np.bool_] = spread[number] >= _PHRASE_DOCUMENTS
    return wide


def _phrases(
    keys: NDArray[np.int64], counts: NDArray[np.int64], min_count: int, threshold: float
) -> NDArray[np.int64]:
    """The keys (left term * number of tokens + right term) of the pairs that are phrases."""
    from gensim.models.phrases import npmi_scorer

    pairs, together = np.unique(keys, return_counts=True)
    frequent = together >= min_count
    pairs, together = pairs[frequent], together[frequent]
    left, right = np.divmod(pairs, len(counts))
    total = int(counts.sum())
    scores = [
        npmi_scorer(int(counts[a]), int(counts[b]), int(n), len(counts), min_count, total)
        for a, b, n in zip(left, right, together, strict=True)
    ]
    return pairs[np.array(scores) >= threshold] if scores else pairs


def _without_overlap(places: NDArray[np.int64], frequency: NDArray[np.int64]) -> NDArray[np.int64]:
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
    chosen: NDArray[np.int64] = places[kept]
    return chosen


def _joined(stream: WordStream, places: NDArray[np.int64]) -> WordStream:
    """The stream with the pairs that begin at ``places`` replaced by one token each."""
    width = len(stream.tokens)
    keys = stream.words[places].astype(np.int64) * width + stream.words[places + 1]
    pairs, number = np.unique(keys, return_inverse=True)
    new = [
        joined_token(stream.tokens[pair // width], stream.tokens[pair % width]) for pair in pairs
    ]
    words = stream.words.copy()
    words[places] = width + number
    kept = np.ones(len(words), bool)
    kept[places + 1] = False
    ends = np.cumsum(kept)[stream.ends - 1]
    return WordStream(stream.tokens + new, words[kept], ends)
