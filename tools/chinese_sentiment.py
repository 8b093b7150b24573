"""Sentiment of Chinese text from word lists: negation, degree and "but" are heeded.

Two lists work together. ``data/sentiment_zh.txt`` was written for TopicLlama; its rules are those
of lexicon methods in general: Taboada et al., "Lexicon-Based Methods for Sentiment Analysis",
Computational Linguistics 37(2), 2011. :mod:`chinese_phrases` adds turns of phrase whose weights
were learnt from reviews. docs/benchmarks.md has the figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from . import chinese_phrases
from .language import to_simplified

REACH = 6  # characters over which a negation or a degree works
NEGATED_GOOD, NEGATED_BAD = -1.0, -0.5  # "not good" is bad, "not bad" is only half good
CONTRAST, CONCESSION = 1.5, 0.5
STEP = 0.135  # log-odds of one step of strength of the written list, fitted with the phrases
EVEN = 1.0  # the evidence that scores 0.71

_clause_end = frozenset("，,、：:。！？!?；;…\n（）() ")
# 好不好, 满不满意: asks, and does not say.
_asks = re.compile(r"([\u4e00-\u9fff])不\1")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the list; ``value`` is signed for feelings and a factor for degrees."""

    kind: str
    value: float


@cache
def lexicon() -> dict[str, Entry]:
    """The written list, by word."""
    text = (files(__package__) / "data" / "sentiment_zh.txt").read_text("utf-8")
    found: dict[str, Entry] = {}
    for line in text.splitlines():
        kind, *words = line.split() or ["#"]
        if kind == "#":
            continue
        value = float(words.pop(0)) if kind in ("positive", "negative", "degree") else 1.0
        entry = Entry(kind, -value if kind == "negative" else value)
        found.update(dict.fromkeys(words, entry))
    return found


def score(sentence: str) -> float:
    """Sentiment of one sentence from -1 to 1; 0 when no word of the lists stands in it."""
    return squash(evidence(sentence))


def squash(total: float) -> float:
    """Evidence as a score from -1 to 1; as in VADER, x / sqrt(x^2 + a)."""
    return total / math.sqrt(total * total + EVEN)


def evidence(sentence: str) -> float:
    """How strongly a sentence speaks for praise (above 0) or blame, about in log-odds."""
    written, found = parts(sentence)
    return STEP * written + chinese_phrases.weigh(found, written != 0)


def parts(sentence: str) -> tuple[float, dict[str, float]]:
    """The steps of the written list that a sentence adds up to, and the phrases in it."""
    text = _asks.sub("　", to_simplified(sentence))
    written = sum(_values(text))
    return written, chinese_phrases.found_in(text, lambda at: _negated(text, at))


def _negated(text: str, at: int) -> bool:
    """Whether an odd number of negations works on what begins at a place."""
    before = text[max(0, at - REACH) : at]
    for end in range(len(before) - 1, -1, -1):
        if before[end] in _clause_end:
            before = before[end + 1 :]
            break
    return sum(e is not None and e.kind == "negation" for _, e in _matches(before)) % 2 == 1


def _values(sentence: str) -> Iterator[float]:
    """The signed strength of every word of feeling, with what stands before it counted in."""
    sign_good, sign_bad, degree, weight, since = 1.0, 1.0, 1.0, 1.0, 0
    for word, entry in _matches(sentence):
        since += len(word)
        if word in _clause_end or since > REACH + len(word):
            sign_good = sign_bad = degree = 1.0
        if word in _clause_end and weight < 1:  # 虽然, 除了: to the end of their clause
            weight = 1.0
        if entry is None:
            continue
        since = 0
        if entry.kind == "negation":
            # A second negation takes the first one back: 不是不好.
            sign_good, sign_bad = (NEGATED_GOOD, NEGATED_BAD) if sign_good == 1.0 else (1.0, 1.0)
        elif entry.kind == "degree":
            degree *= entry.value
        elif entry.kind in ("contrast", "concession"):
            weight = CONTRAST if entry.kind == "contrast" else CONCESSION
        elif entry.kind != "plain":
            yield weight * degree * entry.value * (sign_good if entry.value > 0 else sign_bad)
            sign_good = sign_bad = degree = 1.0


def _matches(sentence: str) -> Iterator[tuple[str, Entry | None]]:
    """Words of the list, longest first at each place, and the single characters between them."""
    words = lexicon()
    at = 0
    while at < len(sentence):
        for length in range(min(_longest(), len(sentence) - at), 0, -1):
            word = sentence[at : at + length]
            if word in words:
                break
        yield word, words.get(word)
        at += len(word)


@cache
def _longest() -> int:
    return max(map(len, lexicon()))
