"""Vectors from words and pieces of words: English, Chinese and others, without a model.

Texts are near each other when they share words, parts of words or Chinese phrases. It knows nothing
of meaning: "car" and "automobile" are far apart. It is quick, and needs no download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, HashingVectorizer

_WORDS = re.compile(r"[\u3400-\u9fff]+|[^\W_]+")
_PIECE = 4  # letters


def character_hash(name: str, ollama_host: str = "") -> CharacterHash:
    """The embedder; ``name`` is how a person named it, here always "character-hash"."""
    return CharacterHash(name)


class CharacterHash:
    """Words, runs of four letters and pairs of Chinese characters, hashed into 1,024 numbers
    (Weinberger et al., "Feature hashing for large scale multitask learning", 2009)."""

    dimensions = 1024
    languages = None  # any
    floor = 0.13  # cosine below which texts have hardly anything in common

    def __init__(self, name: str) -> None:
        self.name = name
        self._hashing = HashingVectorizer(
            analyzer=lambda text: list(_pieces(text)), n_features=self.dimensions, norm="l2"
        )

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = self._hashing.transform(texts).toarray().astype(np.float32)
        return rows


def _pieces(text: str) -> Iterator[str]:
    for word in _WORDS.findall(text.lower()):
        size = 2 if word[0] > "\u33ff" else _PIECE
        if word in ENGLISH_STOP_WORDS:
            continue
        if size == _PIECE:
            yield f"{word} "  # the whole word, which is no piece of another
        for start in range(max(1, len(word) - size + 1)):
            yield word[start : start + size]
