"""Whether the numbers of an answer stand in what the tools returned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .numerals import Number, numbers
from .quotes import CITED, quotations

# Figures of a result that say nothing about the documents.
_TECHNICAL = ("score", "scores", "start", "end", "matches", "number", "id", "quote_start",
              "quote_end", "fit")  # fmt: skip
_LIST_MARK = re.compile(
    r"(?m)^[ \t]*(?:[-*•>#]+[ \t]*)?(?:\*\*)?\(?（?\d{1,3}[.)、）:：](?=\s|\*|\D)"
)
_SKIPPED = re.compile(r"`[^`\n]*`|\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+")
_ABOUT = re.compile(
    r"(?:\b(?:about|around|nearly|almost|roughly|approximately|over|above|(?:more|less|fewer) than"
    r"|some|at least|at most|under|below|up to|close to)\s+(?:[$€£¥]\s?)?|[~≈]\s?"
    r"|大约|大概|约|近|接近|超过|逾|至少|最多|不到|不足|几乎|达到?)$",
    re.IGNORECASE,
)
_NEAR = 40  # characters
_OR_SO = re.compile(r"\s?(?:多|余|左右|上下|以上|以下|\+|or so\b|or more\b)")
_ONE = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir(?:teen|ty)|four(?:teen)"
    r"|forty|fif(?:teen|ty)|sixt(?:een|y)|sevent(?:een|y)|eight(?:een|y)|ninet(?:een|y)|twenty"
    r"|hundred|thousand|million|billion)"
)
_WORDS = re.compile(rf"\b{_ONE}(?:(?: and |[ -]){_ONE})*\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\s*(?:of (?:the|these|them)\b|(?:\w+ ){0,2}(?:articles?|documents?|texts?|passages?|topics?"
    r"|posts?|stories|reports?|results?|sources?|reasons?|points?|themes?|groups?)\b"
    r"|篇|个主题|個主題|条|則|则|段|点|個|个方面)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Known:
    """The numbers that an answer may use. ``items`` is how many things the tools listed: what is
    listed may be counted."""

    plain: set[float] = field(default_factory=set)
    percent: set[float] = field(default_factory=set)
    items: int = 0

    def add_text(self, text: str) -> None:
        """Take in the numbers of a text, also those in words."""
        for number in numbers(_digits_for_words(text), small=True):
            (self.percent if number.percent else self.plain).update(number.values)
            if not number.percent and re.match(r".{0,25}?(?:%|per ?cent\b)", text[number.end :]):
                self.percent.update(number.values)  # "between 5 and 7 per cent"
        self.percent |= {100 * value for value in self.plain if 0 < value < 1}

    def add_result(self, value: Any) -> None:
        """Take in the figures and texts of a tool's JSON result."""
        if isinstance(value, dict):
            for name, child in value.items():
                if name not in _TECHNICAL:
                    self.add_result(child)
        elif isinstance(value, list | tuple):
            self.items = max(self.items, len(value))
            self.plain.add(float(len(value)))
            for child in value:
                self.add_result(child)
        elif isinstance(value, str):
            self.add_text(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.plain.add(abs(float(value)))
            if 0 < abs(value) <= 1:
                self.percent.add(100 * abs(float(value)))

    def has(self, number: Number, *, about: bool) -> bool:
        known = self.percent if number.percent else self.plain | self.percent
        return any(_same(value, number, one, about) for value in number.values for one in known)


def _same(value: float, number: Number, known: float, about: bool) -> bool:
    """Equal after rounding to the digits that are given; with "about", within a tenth."""
    room = number.step / 2 if value >= 2 or number.step < 1 or number.percent else 0.0
    if about:
        room = max(room, 0.1 * value)
    return abs(value - known) <= room + 1e-9


def unverified(text: str, known: Known) -> list[str]:
    """The numbers of a text that are not known, as they are written, each once. Numbers in
    quotations (they are checked as such), citations, list marks and addresses do not count."""
    hidden = list(_hidden(text))
    found: dict[str, None] = {}
    for number in numbers(text):
        if any(start < number.end and number.start < end for start, end in hidden):
            continue
        before = _ABOUT.search(text, max(0, number.start - _NEAR), number.start)
        about = bool(before or _OR_SO.match(text, number.end))
        counted = bool(_COUNTED.match(text, number.end)) and number.values[0] <= known.items
        if not counted and not known.has(number, about=about):
            found[number.shown] = None
    return list(found)


def _hidden(text: str) -> Iterable[tuple[int, int]]:
    for quotation in quotations(text):
        if quotation.is_long:
            yield quotation.start, quotation.end
    for pattern in (CITED, _LIST_MARK, _SKIPPED):
        for found in pattern.finditer(text):
            yield found.span()


def _digits_for_words(text: str) -> str:
    """ "thirty-five" as 35, so that an answer may write either."""
    return _WORDS.sub(lambda found: _in_digits(found[0].lower()), text)


@lru_cache(4096)
def _in_digits(words: str) -> str:
    from text_to_num import text2num

    try:
        return str(text2num(words.replace("-", " "), "en"))
    except ValueError:
        return words
