"""Unicode's usual forms of a text (NFC, NFKC), in a time that grows with the text.

Bringing combining characters into their order takes the square of how many follow each other: nine
seconds for 32,000 above one letter, and nothing else runs meanwhile. No language has more than a
few; Unicode's own limit for texts that are processed as they come is 30 (stream-safe text, UAX #15,
section 13, https://unicode.org/reports/tr15/#Stream_Safe_Text_Format).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

_MOST = 30
_SHORT = 500  # characters: as many are in order in no time


def usual(form: Literal["NFC", "NFKC"], text: str) -> str:
    """The text in that form, without the combining characters that come after 30 in a row."""
    if len(text) > _SHORT and not text.isascii():
        for run in _too_long():
            text = run.sub(r"\1", text)
    return unicodedata.normalize(form, text)


@cache
def _too_long() -> tuple[re.Pattern[str], ...]:
    """Runs of too many combining characters; the first of them are the pattern's group. Two
    patterns, because a set is looked up in a table only if all in it are below U+10000; for the
    few that are not it is the stretch from the first to the last."""
    marks = [chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code))]
    low = "".join(mark for mark in marks if mark < "\U00010000")
    high = "".join(mark for mark in marks if mark >= "\U00010000")
    one = f"(?:[{low}]|[{high}])"
    beginnings = (f"[{low}]", f"[{high[0]}-{high[-1]}]")
    return tuple(re.compile(f"({begin}{one}{{{_MOST - 1}}}){one}+") for begin in beginnings)
