"""A corpus as one long row of numbers: the words of all documents in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .array_files import Shelf
from .progress import Task
from .tokens import Token, Tokenizer, has_han
from .word_workers import BREAK, pieces

__all__ = ["BREAK", "Block", "WordStream", "joined_token", "read_words"]

_BLOCK = 1_000_000  # words that are looked at together: some 50 MB of intermediate results


@dataclass(frozen=True)
class Block:
    """Neighbouring documents: their ``words`` and where each of them ends in these. ``first`` is
    the number of the first document."""

    words: NDArray[np.int32]
    ends: NDArray[np.int64]
    first: int

    @property
    def documents(self) -> NDArray[np.int64]:
        """The document of each word."""
        numbers = np.arange(self.first, self.first + len(self.ends))
        return np.repeat(numbers, np.diff(self.ends, prepend=0))


@dataclass(frozen=True)
class WordStream:
    """The words of D documents.

    ``words`` (N) holds indexes into ``tokens``, or BREAK where no phrase may span (so at the end
    of each document); ``ends`` (D) is where each document ends in it.
    """

    tokens: list[Token]
    words: NDArray[np.int32]
    ends: NDArray[np.int64]

    def blocks(self, task: Task | None = None) -> Iterator[Block]:
        """The documents in blocks of a million words, of more where one document is longer."""
        first = start = 0
        while first < len(self.ends):
            last = int(np.searchsorted(self.ends, start + _BLOCK, "right"))
            last = max(last, first + 1)
            if task is not None:
                task.check()
            end = int(self.ends[last - 1])
            yield Block(np.asarray(self.words[start:end]), self.ends[first:last] - start, first)
            first, start = last, end


def read_words(
    texts: Iterable[str],
    tokenizer: Tokenizer,
    task: Task | None = None,
    total: int | None = None,
    *,
    shelf: Shelf | None = None,
    search: bool = False,
    workers: int | None = None,
) -> WordStream:
    """The words of texts, put on the shelf as "read" and "read-ends": in memory, or in files as
    they come. Progress stage "tokenise" (with ``search``, for keyword search: "keywords"); see
    :func:`topicllama.tools.word_workers.pieces` for ``workers``."""
    shelf = shelf or Shelf()
    words, ends = shelf.column("read", np.int32), shelf.column("read-ends", np.int64)
    numbers: dict[Token, int] = {}
    stage = "keywords" if search else "tokenise"
    cut = pieces(texts, tokenizer, task, total=total, search=search, workers=workers)
    with closing(cut) as found:
        for piece in found:
            number = [numbers.setdefault(token, len(numbers)) for token in piece.tokens]
            ends.append(piece.ends + words.length)
            words.append(np.array([*number, BREAK], np.int32)[piece.words])  # BREAK is the last
            if task is not None:
                task.report(stage, ends.length, total)
    return WordStream(list(numbers), words.close(), ends.close())


def joined_token(first: Token, second: Token) -> Token:
    """Two words as one phrase: "_" between the terms; between surfaces a blank, in Chinese
    nothing."""
    chinese = has_han(first.surface[-1]) or has_han(second.surface[0])
    surface = f"{first.surface}{'' if chinese else ' '}{second.surface}"
    return Token(f"{first.term}_{second.term}", surface)
