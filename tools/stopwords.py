"""Stop lists: words that say nothing about a subject, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from .language import to_simplified

_DATA = Path(__file__).parent / "data"


@lru_cache
def english() -> frozenset[str]:
    """Function words of English, lower case."""
    return frozenset(_read("stop_en.txt"))


@lru_cache
def english_general() -> frozenset[str]:
    """Words too general for a topic ("said", "week", "thing"); they stay searchable."""
    return frozenset(_read("common_en.txt"))


@lru_cache
def chinese() -> frozenset[str]:
    """Function words of Chinese in Simplified characters; the Traditional list is folded in, so
    compare with :func:`topicllama.tools.language.to_simplified` of a word."""
    traditional = (to_simplified(word) for word in _read("stop_zh_hant.txt"))
    return frozenset((*_read("stop_zh.txt"), *_read("stop_zh_hant.txt"), *traditional))


def _read(name: str) -> Iterable[str]:
    for line in (_DATA / name).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield from line.split()
