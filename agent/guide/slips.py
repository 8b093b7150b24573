"""Slips of typing in the words that the guide needs ("tpoics", "serach"), and in no others."""

from __future__ import annotations

import re
from difflib import get_close_matches

_COMMON = {
    "lod": "load", "laod": "load", "wat": "what", "wht": "what", "waht": "what", "wich": "which",
    "witch": "which", "teh": "the", "abuot": "about", "abt": "about", "shwo": "show", "sho": "show",
    "lsit": "list", "fnd": "find", "fidn": "find", "thx": "thanks", "plz": "please", "ur": "your",
    "u": "you", "r": "are", "hw": "how", "tpics": "topics", "tpic": "topic", "toics": "topics",
    "cmpare": "compare", "gve": "give", "nmae": "name", "wanna": "want to", "gimme": "give me",
    "lemme": "let me", "gonna": "going to", "gotta": "got to", "dont": "don't", "doesnt": "doesn't",
    "cant": "can't", "wouldnt": "wouldn't", "whats": "what's", "whos": "who's", "hows": "how's",
    "wheres": "where's", "im": "i'm", "ive": "i've", "lets": "let's", "thats": "that's",
    "isnt": "isn't", "didnt": "didn't", "arent": "aren't", "w/": "with", "abotu": "about", "em": "them", "ppl": "people", "shud": "should", "n": "and",
}  # fmt: skip
_WORDS = """
topics topic themes theme documents document articles article search trends trend sentiment
compare merge rename delete recommend overview quality algorithm language similar label
labels explain positive negative undo describe common corpus keywords cluster split remove
ignore update train retrain model chinese english sources suggest combine another between
should
"""
# Right words that are near to those.
_NO_SLIPS = """
article's articles' bluster brain chines clusters combined comment commons commune compared
compares comparing corpse could course dated debate deleted described documentary emerge
explained explains force grain ignored labelled languages lovely merged merges mode models
modern modes names native negate particle recommended relabel related relative remote
removed renamed research resource resume searching shoulder similarly smaller source spilt
spit splits spring strain suggested suggests terrain them themed theses topic's topical
trail trained trainer training trains trendy trial tropics updated updates would
"""
_NEEDED = _WORDS.split()
_KNOWN = {*_NEEDED, *_NO_SLIPS.split()}


def mended(text: str) -> str:
    """The text with slips put right; words with a capital in the middle of it are names."""
    return re.sub(r"(?<![\w./\\-])[A-Za-z][A-Za-z']*/?(?![\w./\\-]*[\d./\\])", _word, text)


def _word(found: re.Match[str]) -> str:
    word = found[0]
    lower = word.lower()
    if lower in _COMMON and not word.isupper():
        return _COMMON[lower]
    if len(lower) < 4 or lower in _KNOWN or (word[0].isupper() and found.start() > 0):
        return word
    close = get_close_matches(lower, _NEEDED, 1, 0.75)
    return close[0] if close and _slipped(lower, close[0]) else word


def _slipped(typed: str, right: str) -> bool:
    """Two letters swapped; or, in a long enough word, one missing, doubled or wrong. The first
    letter holds."""
    if typed[0] != right[0] or len(right) < 4:
        return False
    if sorted(typed) == sorted(right):
        return len(right) > 4
    if abs(len(typed) - len(right)) == 1:
        longer, shorter = sorted((typed, right), key=len, reverse=True)
        cut = any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))
        return cut and len(right) > 4 and not typed.endswith(("s", "d"))
    wrong = sum(a != b for a, b in zip(typed, right, strict=False))
    return len(typed) == len(right) > 6 and wrong == 1
