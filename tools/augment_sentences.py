"""Which of the sentences that a Llama wrote for short texts may be learned from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from .language import detect, is_chinese

_LONGEST, _SHORTEST = 400, 4  # characters
_COPIED = 0.85  # likeness to a text (difflib) from which a sentence is its copy
_REPEATED = 0.7  # likeness to a line of the prompt
_NUMBER = re.compile(r"^\s*(?:[-*•]|\(?\d{1,2}[.)、：:]|第?[一二三四五六七八九十]+[、：:])\s*")
_MARKUP = re.compile(r"<<<|>>>|https?://|www\.|[{}]")
_LETTERS = re.compile(r"\W+")


def usable(
    sentences: Sequence[object], texts: Sequence[str], language: str, instructions: str
) -> tuple[list[str], Counter[str]]:
    """The sentences that may be used, and why the others were dropped: "copied" (from one of the
    ``texts``, or said twice), "language" (another than that of the texts), "instruction" (it
    repeats the prompt), "broken" (no sentence: too short, too long, with a link or a fence)."""
    kept: list[str] = []
    dropped: Counter[str] = Counter()
    lines = [line for part in instructions.splitlines() if (line := _plain(part))]
    plain_texts = [_plain(text) for text in texts]
    for sentence in sentences:
        text = _NUMBER.sub("", " ".join(str(sentence).split()))
        why = _fault(text, plain_texts + [_plain(one) for one in kept], language, lines)
        if why:
            dropped[why] += 1
        else:
            kept.append(text)
    return kept, dropped


def _fault(text: str, texts: Sequence[str], language: str, instructions: Sequence[str]) -> str:
    plain = _plain(text)
    if len(plain) < _SHORTEST or len(text) > _LONGEST or _MARKUP.search(text):
        return "broken"
    if any(plain in line or _alike(plain, line, _REPEATED) for line in instructions):
        return "instruction"
    if any(plain in other or _alike(plain, other, _COPIED) for other in texts):
        return "copied"
    return "" if _same_language(text, language) else "language"


def _same_language(text: str, language: str) -> bool:
    """Whether a sentence can be in the language of the texts. Of texts in neither English nor
    Chinese it is only known that they are not Chinese."""
    found = detect(text)
    if is_chinese(language) or is_chinese(found):
        return is_chinese(language) and is_chinese(found)
    return language != "en" or found == "en"


def _alike(one: str, other: str, least: float) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.ratio() >= least


def _plain(text: str) -> str:
    """Letters and numbers alone, in lower case."""
    return _LETTERS.sub("", text).lower()
