"""Corpus text as a model may read it: between fences, and unable to be anything but data.

What comes from documents (texts, titles, names of files and columns, labels and keywords made of
them) reaches a language model only through :func:`fenced`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

OPEN, CLOSE = "<<<", ">>>"

# Ollama reads special tokens (<|eot_id|>, <start_of_turn>, </s>) wherever they stand in a prompt,
# and all of them begin with an angle bracket; so do tags and the fence itself.
_BRACKETS = str.maketrans({"<": "‹", ">": "›", "＜": "‹", "＞": "›"})
# Mistral's stand in square brackets.
_SQUARE = re.compile(
    r"\[(/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT))\]"
)
# A number in brackets is a citation to whoever reads it, and those are given by the tools alone.
_CITATION = re.compile(r"[\[【](\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)[\]】]")
_HALF_MARK = re.compile(r"(?:(?<!<)<{1,2}|(?<!>)>{1,2})$")
# Characters that nobody sees: format (zero width, bidirectional, tags) and control characters,
# and the selectors that can carry hidden bytes.
_UNSEEN = frozenset(("Cf", "Cc"))
_SELECTORS = range(0xE0100, 0xE01F0)


def harmless(text: str) -> str:
    """The text on one line, without special tokens, fence marks, citation numbers and unseen
    characters; angle brackets become ‹ and ›."""
    line = " ".join(text.split())
    seen = "".join(char for char in line if not _is_unseen(char)).translate(_BRACKETS)
    return _CITATION.sub(r"(\1)", _SQUARE.sub(r"(\1)", seen))


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN or ord(char) in _SELECTORS


def fenced(text: str, limit: int = 0) -> str:
    """Corpus text on one line between ``<<<`` and ``>>>``, which it cannot close; cut to ``limit``
    characters (0: whole)."""
    line = harmless(text)
    if 0 < limit < len(line):
        line = line[: limit - 1].rstrip() + "…"
    return f"{OPEN}{line}{CLOSE}"


def shortened(text: str, limit: int) -> str:
    """A text with fences cut to ``limit`` characters; a fence that was cut open is closed."""
    if len(text) <= limit:
        return text
    kept = _HALF_MARK.sub("", text[: limit - 1 - len(CLOSE)]).rstrip()
    return f"{kept}…" + (CLOSE if kept.count(OPEN) > kept.count(CLOSE) else "")


def fenced_lines(texts: Iterable[str], limit: int = 0) -> str:
    """Each text in a fence of its own, one a line; an empty fence when there is none."""
    return "\n".join(fenced(text, limit) for text in texts) or fenced("")


def fenced_block(lines: Iterable[str]) -> str:
    """A list made of corpus text, such as topics with their names, in one fence."""
    return "\n".join([OPEN, *map(harmless, lines), CLOSE])
