"""A search query: its words, and the phrases that must stand in a document as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .language import to_simplified
from .negatives import split_negatives

_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|「([^」]+)」|『([^』]+)』|«([^»]+)»")
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # for a character class
_LONGEST = 2000  # characters; of a text that is given as a query its beginning is looked for
CHINESE = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Query:
    """``text`` without the quotation marks; ``phrases`` in lower case and Simplified characters;
    ``without`` is what documents must not be about."""

    text: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def has_chinese(self) -> bool:
        return CHINESE.search(self.text) is not None

    def stands_in(self, text: str) -> bool:
        """Whether every phrase is in the text: white space, case and script apart, whole words."""
        return all(_pattern(phrase).search(_folded(text)) for phrase in self.phrases)


def parse_query(query: str, without: tuple[str, ...] = ()) -> Query:
    """Read a query; a single unpaired quotation mark means nothing. What it says is to be left out
    comes beside ``without``."""
    query, negatives = split_negatives(" ".join(query[:_LONGEST].split()))
    phrases = []
    for groups in _QUOTED.findall(query):
        phrase = _folded(next(group for group in groups if group)).strip()
        if phrase:
            phrases.append(phrase)
    text = re.sub(r"[\"“”„「」『』«»]", " ", query)
    left_out = tuple(dict.fromkeys((*without, *negatives)))
    return Query(" ".join(text.split()), tuple(phrases), left_out)


def _folded(text: str) -> str:
    return to_simplified(text).casefold() if CHINESE.search(text) else text.casefold()


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    before = r"(?<!\w)" if _is_word(phrase[0]) else ""
    after = r"(?!\w)" if _is_word(phrase[-1]) else ""
    return re.compile(before + words + after)


def _is_word(character: str) -> bool:
    return character.isalnum() and not CHINESE.match(character)
