"""Words of Chinese text by jieba, for Simplified and Traditional characters alike."""

from __future__ import annotations

import logging
import threading
import warnings
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from .language import to_simplified

if TYPE_CHECKING:
    import jieba

_LONGEST = 200  # characters that are cut into words at once


class ChineseSegmenter:
    """Cuts runs of Chinese characters into words.

    jieba's dictionary knows Simplified words, so a run is converted first and the cuts are mapped
    back by position. The dictionary (about a second) is read at the first use, never from or to
    jieba's cache file, and jieba's own global tokenizer is left alone.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._jieba: jieba.Tokenizer | None = None
        self._lock = threading.Lock()

    def words(self, run: str) -> list[tuple[str, str]]:
        """(Simplified form, form as written) of each word of a run, in order."""
        simple = simplified(run)
        pairs, start = [], 0
        for word in chain.from_iterable(map(self.tokenizer.cut, _pieces(simple))):
            end = start + len(word)
            pairs.append((word, run[start:end]))
            start = end
        return pairs

    def search_words(self, run: str) -> list[str]:
        """Simplified words of a run together with the shorter words inside long ones."""
        pieces = _pieces(simplified(run))
        return list(chain.from_iterable(map(self.tokenizer.cut_for_search, pieces)))

    @property
    def tokenizer(self) -> jieba.Tokenizer:
        with self._lock:
            if self._jieba is None:
                self._jieba = _load(self._words)
            return self._jieba


def _pieces(run: str) -> Iterator[str]:
    """jieba's time for characters that are no words grows with the square of their number: ten
    thousand in a row took six seconds. No sentence is as long as a piece."""
    return (run[start : start + _LONGEST] for start in range(0, len(run), _LONGEST))


def simplified(text: str) -> str:
    """Simplified characters, one for one: offsets of the result are offsets of ``text``."""
    converted = to_simplified(text)
    if len(converted) == len(text):
        return converted
    singles = (to_simplified(character) for character in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, singles, strict=True))


def _load(words: Iterable[str]) -> jieba.Tokenizer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes in jieba's source
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    # What jieba's initialize() does, without its cache in the shared temporary folder.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word in words:
        tokenizer.add_word(simplified(word))
    return tokenizer
