"""Where the words of a query stand in a text, and which passage of a document shows them best."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from .language import to_simplified
from .passages import Passage, split
from .query import CHINESE, HAN

if TYPE_CHECKING:
    from .tokens import Tokenizer

Span = tuple[int, int]
# Abbreviations with dots, numbers (may have a unit), words.
_WORD = re.compile(
    rf"\b(?:[A-Za-z]\.){{2,}}|\d+(?:[.,]\d+)*[^\W_{HAN}]*|[^\W_{HAN}]+(?:['’\-][^\W_{HAN}]+)*"
)
_RUN = re.compile(f"[{HAN}]+")


class Highlighter:
    """Finds words by their matching forms: "fires" is found for "fire", 臺灣 for 台湾."""

    def __init__(self, terms: Iterable[str], tokenizer: Tokenizer) -> None:
        self.terms = list(dict.fromkeys(terms))
        self._chinese = [term for term in self.terms if CHINESE.search(term)]
        self._others = set(self.terms) - set(self._chinese)
        self._tokenizer = tokenizer
        self._known: dict[str, str] = {}

    def find(self, text: str) -> list[tuple[Span, str]]:
        """Every occurrence as ((start, end), term), in order; occurrences may overlap."""
        found = [(word.span(), term) for word in _WORD.finditer(text)
                 if (term := self._term(word.group()))]  # fmt: skip
        if self._chinese:
            found += self._find_chinese(text)
        return sorted(found)

    def spans(self, text: str) -> list[Span]:
        """The matched places, joined where they overlap."""
        joined: list[Span] = []
        for (start, end), _ in self.find(text):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return joined

    def _term(self, word: str) -> str:
        """The query's term that a word of the text stands for, or ""."""
        if word not in self._known:
            forms = _forms(self._tokenizer, word) if self._others else ()
            self._known[word] = next((form for form in forms if form in self._others), "")
        return self._known[word]

    def _find_chinese(self, text: str) -> Iterable[tuple[Span, str]]:
        for run in _RUN.finditer(text):
            plain = to_simplified(run.group())
            if len(plain) != len(run.group()):
                plain = run.group()
            for term in self._chinese:
                for place in re.finditer(re.escape(term), plain):
                    yield (run.start() + place.start(), run.start() + place.end()), term


@lru_cache(maxsize=50_000)
def _forms(tokenizer: Tokenizer, word: str) -> tuple[str, ...]:
    """Texts repeat their words from one search to the next."""
    return tuple(tokenizer.search_terms(word))


def best_passage(
    text: str, highlighter: Highlighter, weights: Mapping[str, float]
) -> Passage | None:
    """The passage that has the most weight of distinct terms, and of two alike the one in which
    they stand more often; None when there is none of them."""
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for passage in split(text):
        found = [term for _, term in highlighter.find(passage.text)]
        value = (sum(weights.get(term, 0.0) for term in set(found)), len(found))
        if value > best:
            best, chosen = value, passage
    return chosen
