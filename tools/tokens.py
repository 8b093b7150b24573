"""Words of a text: what topics are made of, and what keyword search looks up."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

import Stemmer

from . import stopwords
from .chinese_words import ChineseSegmenter
from .encodings import clean
from .errors import TopicLlamaError
from .language import to_simplified
from .mail_text import strip_mail
from .usual_form import usual

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_HAN_RUN = re.compile(f"[{HAN}]+")
_WORD = rf"[^\W\d_{HAN}]+(?:['\d]+[^\W\d_{HAN}]*)*"
_DOTTED = r"(?<![A-Za-z.])(?:[A-Za-z]\.){2,}"
# An address begins where what it is made of begins: looked for at every place of a long string
# such as a-b-c-…, it would take the square of its length.
_ADDRESS = (
    r"(?:https?://|ftp://|www\.)[!-~]+|(?<![\w.+%-])[\w.+%-]+@[\w.-]+"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:com|edu|org|net|gov)\b"
)
# Addresses, abbreviations with dots, words (they may hold digits and apostrophes), numbers with
# their unit, Chinese runs; anything else ends a phrase.
_PIECES = re.compile(rf"{_ADDRESS}|{_DOTTED}|{_WORD}|\d[\w.,]*|[{HAN}]+|[^\w\s]+")
_SEARCH_PIECES = re.compile(rf"{_DOTTED}|{_WORD}|\d+(?:[.,]\d+)*[^\W\d_{HAN}]*|[{HAN}]+")
_ENDINGS = re.compile(r"'(?:s|ll|ve|re|d|m)?$", re.I)
# Strings between blanks whose words are kept ready: that many, and short ones. Chinese has no
# blanks, so a string is a clause there, which takes much memory and hardly comes again.
_REMEMBERED = 100_000
_SHORT = 4  # words


@dataclass(frozen=True)
class TextConfig:
    """How texts become words. The defaults need no touching.

    ``stop_words`` are left out of topics in addition to the built-in lists; ``dictionary`` holds
    Chinese words that must not be cut. Words of fewer letters than ``min_word_length`` are
    dropped, except acronyms of two capitals (Chinese words: fewer than two characters). A word
    must stand in ``min_df`` documents (0: chosen by the size of the corpus) and in at most the
    share ``max_df`` of them; the ``max_vocabulary`` most frequent stay.
    """

    stop_words: tuple[str, ...] = ()
    dictionary: tuple[str, ...] = ()
    min_word_length: int = 3
    keep_numbers: bool = False
    stem: bool = True
    phrases: bool = True
    min_df: int = 0
    max_df: float = 0.5
    max_vocabulary: int = 30_000

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> TextConfig:
        """From the workspace's settings; TopicLlamaError names a setting that does not exist."""
        known = {item.name for item in fields(cls)}
        wrong = sorted(set(settings) - known)
        if wrong:
            raise TopicLlamaError(
                f"There is no text setting called {wrong[0]}.",
                f"The text settings are {', '.join(sorted(known))}.",
            )
        listed: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in settings.items()
        }
        return cls(**listed)

    def to_json(self) -> dict[str, Any]:
        """The settings by name, as :meth:`from_settings` reads them."""
        return asdict(self)


class Token(NamedTuple):
    """A word: ``term`` is what is matched and counted (a stem, or the Simplified form),
    ``surface`` what is shown (as written; English in lower case)."""

    term: str
    surface: str


class Tokenizer:
    """Turns texts into words. One object keeps what it has learned about word forms, so use one
    for many texts; it may be used from several threads."""

    def __init__(self, config: TextConfig | None = None) -> None:
        self.config = config or TextConfig()
        self.segmenter = ChineseSegmenter(self.config.dictionary)
        self._stemmer = Stemmer.Stemmer("english", 0)
        self._stemming = threading.Lock()
        self._chunks = _TopicChunks(self)
        self._search_chunks = _SearchChunks(self)
        self._extra = self._extra_stop_words()

    def topic_tokens(self, text: str) -> list[Token]:
        """The words that can be topic words, in order: no stop words, numbers, addresses, mail
        headers or quoting marks."""
        return [token for token in self.stream(text) if token is not None]

    def stream(self, text: str) -> list[Token | None]:
        """As :meth:`topic_tokens`, with None where something stood that no phrase may span."""
        text = strip_mail(_normal(text))
        if text.isupper():
            text = text.lower()
        chunks, tokens = self._chunks, list[Token | None]()
        for chunk in text.split():
            tokens += chunks[chunk]
        return tokens

    def search_terms(self, text: str) -> list[str]:
        """Terms for keyword search: stems, numbers, Chinese words and the words inside them.
        Stop words are left out unless there is nothing else."""
        chunks = [self._search_chunks[chunk] for chunk in _normal(text).split()]
        terms = [term for kept, _ in chunks for term in kept]
        return terms or [term for _, every in chunks for term in every]

    def term(self, word: str) -> str:
        """The matching form of one word as people write it."""
        simple = to_simplified(_normal(word))
        if has_han(simple):
            return simple
        return self.stem(_lower(simple))

    def stem(self, word: str) -> str:
        if not self.config.stem:
            return word
        word = clean(word)
        with self._stemming:  # a Snowball stemmer keeps its word in a buffer
            return str(self._stemmer.stemWord(word))

    def is_extra_stop_word(self, word: str) -> bool:
        return word in self._extra

    def holds_extra_stop_word(self, term: str) -> bool:
        """Whether a Chinese word is one of the person's stop words or has one inside (基金公司)."""
        return any(word in term for word in self._extra if has_han(word))

    def _extra_stop_words(self) -> frozenset[str]:
        words = [to_simplified(word.lower()) for word in self.config.stop_words]
        return frozenset((*words, *(self.stem(word) for word in words)))


def has_han(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return _HAN_RUN.search(text) is not None


def _normal(text: str) -> str:
    """Full-width forms and ligatures as plain characters, typographic apostrophes as '."""
    if text.isascii():
        return text
    return usual("NFKC", text).replace("\u2019", "'").replace("\u2018", "'")


class _TopicChunks(dict[str, "tuple[Token | None, ...]"]):
    """The words of a string without blanks; each string is worked out once. The vocabulary of
    a corpus is small beside its length, which is what makes tokenising fast."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer
        self._config = tokenizer.config

    def __missing__(self, chunk: str) -> tuple[Token | None, ...]:
        words = tuple(word for piece in _PIECES.findall(chunk) for word in self._words(piece))
        if len(chunk) < 40 and len(words) <= _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = words
        return words

    def _words(self, piece: str) -> Iterator[Token | None]:
        if _HAN_RUN.match(piece):
            yield from self._chinese(piece)
        else:
            yield self._latin(piece)

    def _chinese(self, run: str) -> Iterator[Token | None]:
        stop = stopwords.chinese()
        for term, surface in self._tokenizer.segmenter.words(run):
            dull = len(term) < 2 or term in stop or self._tokenizer.is_extra_stop_word(term)
            yield None if dull else Token(term, surface)

    def _latin(self, piece: str) -> Token | None:
        word = _plain(piece)
        if not word or (word[0].isdigit() and not self._config.keep_numbers):
            return None
        lower = _lower(word)
        term = self._tokenizer.stem(lower)
        return None if self._dull(word, lower, term) else Token(sys.intern(term), lower)

    def _dull(self, word: str, lower: str, term: str) -> bool:
        short = len(lower) < self._config.min_word_length and not lower.isdigit()
        if short and not (len(lower) == 2 and (word.isupper() or lower[1].isdigit())):
            return True
        if lower in stopwords.english() or lower in stopwords.english_general():
            return True
        extra = self._tokenizer.is_extra_stop_word
        return extra(lower.lower()) or extra(term)


class _SearchChunks(dict[str, "tuple[list[str], list[str]]"]):
    """(terms without stop words, all terms) of a string without blanks, each worked out once."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        super().__init__()
        self._tokenizer = tokenizer

    def __missing__(self, chunk: str) -> tuple[list[str], list[str]]:
        pairs = [pair for piece in _SEARCH_PIECES.findall(chunk) for pair in self._pairs(piece)]
        entry = ([term for term, stop in pairs if not stop], [term for term, _ in pairs])
        if len(chunk) < 40 and len(entry[1]) <= _SHORT:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = entry
        return entry

    def _pairs(self, piece: str) -> list[tuple[str, bool]]:
        """(term, whether it is a stop word) of a piece."""
        if _HAN_RUN.match(piece):
            words = self._tokenizer.segmenter.search_words(piece)
            return [(word, word in stopwords.chinese()) for word in words]
        if piece[0].isdigit():
            return [(piece.replace(",", "").lower(), False)]
        word = _lower(_plain(piece) or piece)
        return [(self._tokenizer.stem(word), word in stopwords.english())]


def _lower(word: str) -> str:
    """Lower case, except for the one acronym that would become a stop word."""
    return word if word == "US" else word.lower()


def _plain(piece: str) -> str:
    """A word without possessive or contracted ending ("Australia's", "we'll") and without dots
    ("U.S."); empty for what is no word: addresses, punctuation, "don't"."""
    if "@" in piece or "/" in piece or not (piece[0].isalpha() or piece[0].isdigit()):
        return ""
    if piece[-1] == "." and len(piece) > 3 and piece[1] == ".":
        return piece.replace(".", "").upper()
    if "." in piece and piece[0].isalpha():
        return ""
    lower = piece.lower()
    if lower.endswith("n't"):
        return "not"
    return _ENDINGS.sub("", piece) if "'" in piece else piece
