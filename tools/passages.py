"""Passages: the pieces of a document that are embedded, found and quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# all-MiniLM-L6-v2 reads 256 word pieces, two of them its own marks; the rest is a margin for
# texts whose words fall into more pieces than the estimate says.
SIZE = 220
OVERLAP = 40

_WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_wide = re.compile(f"[{_WIDE}]")
# What ends a sentence: a blank line, a Chinese full stop with its closing quotes, or a Western one
# before white space. Each alternative is linear on any text: no repeated sign may fail at its end.
_end = re.compile(r"\n[ \t\r]*\n\s*|[。！？；…]+[”’」』）】]*\s*|[.!?][\"'”’)\]]*\s+")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Gen|Sen|Rep|No|vs|cf|approx|e\.g|i\.e|[A-Z]"
    r"|[A-Z](?:\.[A-Z])+)\.\s+$"
)
_LOOK_BACK = 20  # characters; an abbreviation is shorter
_clause = re.compile(r"[^\s，、：,;:]*(?:[\s，、：,;:]+|\Z)")


@dataclass(frozen=True, slots=True)
class Passage:
    """``text`` is exactly ``document[start:end]``."""

    text: str
    start: int
    end: int


def width(text: str) -> float:
    """About how many word pieces a text has: one for a Chinese character, a quarter for others."""
    wide = len(_wide.findall(text))
    return wide + (len(text) - wide) / 4


def split(text: str, size: int = SIZE, overlap: int = OVERLAP) -> list[Passage]:
    """Cut a text into passages of at most ``size`` estimated word pieces, at sentence ends.

    A passage begins with the last sentence of the one before it when that has at most ``overlap``
    pieces, so that a thought across the cut is found too. A paragraph's end is preferred once a
    passage is half full. White space around a passage is left out; an empty text has none.
    """
    passages: list[Passage] = []
    taken: list[tuple[int, int, float]] = []
    total = 0.0
    for piece in _pieces(text, size):
        if taken and (total + piece[2] > size or (total > size / 2 and _paragraph(text, taken))):
            _close(text, taken, passages)
            last = taken[-1]
            keep = len(taken) > 1 and last[2] <= overlap and last[2] + piece[2] <= size
            taken = [last] if keep and not _paragraph(text, taken) else []
            total = sum(w for _, _, w in taken)
        taken.append(piece)
        total += piece[2]
    _close(text, taken, passages)
    return passages


def sentences(text: str) -> list[Passage]:
    """The sentences of a text, without the white space around them. A full stop behind a title,
    an initial or a common abbreviation ends none."""
    found: list[Passage] = []
    start = 0
    for stop in (*(one.span() for one in _end.finditer(text)), (len(text), len(text))):
        end = stop[1]
        if end < len(text) and _ABBREVIATED.search(text[max(start, stop[0] - _LOOK_BACK) : end]):
            continue
        piece = text[start:end]
        first = start + len(piece) - len(piece.lstrip())
        last = start + len(piece.rstrip())
        if first < last:
            found.append(Passage(text[first:last], first, last))
        start = end
    return found


def _close(text: str, taken: list[tuple[int, int, float]], passages: list[Passage]) -> None:
    if not taken:
        return
    start, end = taken[0][0], taken[-1][1]
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    end -= len(raw) - len(raw.rstrip())
    if start < end:
        passages.append(Passage(text[start:end], start, end))


def _paragraph(text: str, taken: list[tuple[int, int, float]]) -> bool:
    """Whether the last piece ends a paragraph (a blank line follows)."""
    start, end, _ = taken[-1]
    ending = text[start:end]
    return ending[len(ending.rstrip()) :].count("\n") > 1


def _pieces(text: str, size: int) -> Iterator[tuple[int, int, float]]:
    """Sentences as (start, end, width); one that is too wide by itself in smaller pieces."""
    start = 0
    for end in (*(found.end() for found in _end.finditer(text)), len(text)):
        if (w := width(text[start:end])) <= size:
            yield start, end, w
        else:
            yield from _small_pieces(text, start, end, size)
        start = end


def _small_pieces(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int, float]]:
    for clause in _clause.finditer(text, start, end):
        first, last = clause.span()
        for cut in range(first, last, size):  # a word longer than a passage, or no punctuation
            stop = min(cut + size, last)
            yield cut, stop, width(text[cut:stop])
