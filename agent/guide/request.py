"""A request as the table reads it: fillers and politeness gone, Simplified, typing slips mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property

from ...tools.language import to_simplified
from ..questions import language_of
from .past import Past
from .times import When, when

_QUOTES = str.maketrans({"’": "'", "‘": "'", "＃": "#", "？": "?", "！": "!", "，": ",", "：": ":",
                         "　": " ", "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"'})  # fmt: skip
_FILLERS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:ok(?:ay)?|alright|well|so|now|hi|hello|hey(?: there)?|um+|please|pls|plz|and then|then"
        r"|(?:great|thanks|thank you|cool|good|right|yes|no|good (?:morning|day)|nice)(?=[,.!;]))"
        r"[,.!; ]+(?=\S)",
        r"^(?:could|can|would|will) (?:you|u|we|i) (?:please |pls |maybe |just |kindly |also )*",
        r"^(?:would you mind|do you mind|be so kind as to|(?:would you )?be (?:so )?kind enough to|dear \w+,?) ",
        r"^(?:i(?:'d| would) (?:like|love|want)(?: you)? (?:to )?|i (?:want|need|wish)(?: you)? (?:to )?"
        r"|i wanna |let(?:'s| us|s) |help me (?:to )?|please |just |kindly |try to |go ahead and "
        r"|i(?:'m| am) (?:trying|looking|hoping) to )",
        r"^(?:you|maybe|perhaps) (?=(?:show|find|list|load)\b)",
        r"^(?:go ahead and|now|next|then) (?=\S+ \S)|^got (?=any|some)|^i(?:'m| am)? (?:looking|searching) for |^i(?:'m| am) (?:wondering|curious)(?: about| if)? ",
        r"^(?:i (?:think|guess|believe|suppose|wonder)(?: that| if| whether)? |do you know |tell me,? if )(?=\S+ \S)",
        r"^(?:oops|sorry|hm+|ah|oh|actually|wait|yeah|yes|no)[,.! ]+(?=\S)",
        r"[, ]+(?:please|pls|plz|thanks|thank you|thx|for me|if you can|if possible|now|then)[.! ]*$",
        r"^(?:你好|您好|嗨|那么|好的|好|嗯|请问一下|请问|请你|请您|请|麻烦您?你?|劳驾|拜托)[,，。!! ]*(?=\S)",
        r"^(?:你|您)?(?:能不能|能否|可不可以|可以|能|是否可以)(?:请|帮我|帮忙|给我)?(?=[^做说干什吗]{2})",
        r"^(?:我(?:想要?|要|需要)|想要?|(?:我)?想了解(?:一下)?|了解一下|帮(?:我|忙|一下)+|给我|替我|让我们?|我们)(?:来)?(?=[^的,]{2})",
        r"^(?:一下|再帮我)(?=\S)",
        r"[,， ]*(?:谢谢你?|多谢|好吗|可以吗|行吗|好不好|行不行|吧|啊|呀|哦|哈)[。.!！~～? ]*$",
    )
]
_KEYWORDS = [
    "topics",
    "topic",
    "documents",
    "document",
    "articles",
    "article",
    "search",
    "trends",
    "sentiment",
    "compare",
    "merge",
    "rename",
    "delete",
    "recommend",
    "overview",
    "quality",
    "algorithm",
    "language",
    "similar",
    "label",
    "labels",
    "explain",
    "positive",
    "negative",
    "undo",
    "describe",
    "common",
]
_KNOWN = set(_KEYWORDS) | {
    "topical",
    "tropics",
    "recommended",
    "explained",
    "described",
    "article's",
    "comment",
    "explains",
    "searching",
    "relabel",
    "labelled",
    "comparing",
    "compared",
    "compares",
    "research",
    "merged",
    "merges",
    "trend",
}


@dataclass(frozen=True)
class Request:
    """One request: ``text`` as typed, ``plain`` as the patterns see it."""

    text: str
    past: Past = field(default_factory=Past)
    today: date = field(default_factory=date.today)

    @cached_property
    def language(self) -> str:
        return language_of(self.text, self._earlier_language)

    @property
    def _earlier_language(self) -> str:
        return language_of(self.past.last.user) if self.past.last else "en"

    @cached_property
    def whole(self) -> str:
        """The request with its politeness: a greeting is nothing else."""
        return " ".join(to_simplified(self.text).translate(_QUOTES).split())

    @cached_property
    def plain(self) -> str:
        return mend(strip_fillers(_written_out(self.whole))).strip(" .。!;；~～…")

    @cached_property
    def when(self) -> When:
        """The time that the request names, and the request without it."""
        return when(self.plain, self.today)


def _written_out(text: str) -> str:
    """ "whats" and "gimme" as they are written in full."""
    text = re.sub(r"(?i)\b(what|who|how|where)s\b(?= )", r"\1's", text)
    return re.sub(r"(?i)\b(?:gimme|lemme see)\b", "give me", text)


def strip_fillers(text: str) -> str:
    """The request without politeness, as long as something is left."""
    while True:
        before = text
        for filler in _FILLERS:
            shorter = filler.sub("", text).strip()
            text = shorter if len(shorter) > 1 else text
        if text == before:
            return text


def mend(text: str) -> str:
    """Slips in the words that the table needs ("tpoics"), and in no others."""
    return re.sub(r"[A-Za-z]{5,}", lambda m: _mended(m[0]), text)


def _mended(word: str) -> str:
    lower = word.lower()
    if lower in _KNOWN or word[0].isupper() and not word.isupper():
        return word
    close = get_close_matches(lower, _KEYWORDS, 1, 0.8)
    same = close and (sorted(close[0]) == sorted(lower) or abs(len(close[0]) - len(lower)) <= 1)
    return close[0] if close and same and _near(close[0], lower) else word


def _near(right: str, typed: str) -> bool:
    """A letter missing, doubled, wrong or swapped: first and last letters mostly hold."""
    return right[0] == typed[0] and (right[-1] == typed[-1] or right[:-1] == typed)


def has(pattern: str, text: str) -> re.Match[str] | None:
    """Where a pattern of the table stands in a text (Chinese characters are no word characters
    then, so that \\b works beside them)."""
    return re.search(pattern, text, re.IGNORECASE | re.ASCII)
