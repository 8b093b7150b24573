"""Phrases of documents that could name a topic: short, noun-like, in the writers' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from . import stopwords
from .chinese_words import ChineseSegmenter
from .mail_text import strip_mail
from .tokens import HAN, Tokenizer, has_han

NEUTRAL = "+"  # begins the term of a word that says nothing by itself
_MAX_WORDS = 4
_MAX_HAN = 8  # characters of a Chinese phrase
_READ = 2500  # characters of a document that are read; its subject shows by then
_PIECES = re.compile(
    rf"(?:https?://|www\.)\S+|\S+@\S+|(?:[A-Za-z]\.){{2,}}|[^\W\d_{HAN}]+(?:[-'’][^\W\d_{HAN}]+)*"
    rf"|[{HAN}]+|\d[\w.,]*|\n\s*\n|[^\w\s]"
)
_SHOUTED = re.compile(r"^[^a-z\n]*[A-Z]{3,}[^a-z\n]* [^a-z\n]*[A-Z]{3,}[^a-z\n]*$", re.M)
_SENTENCE_END = frozenset(".!?:\n。！？：")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
# jieba's parts of speech: nouns, names of people, places and bodies, nominal verbs, set phrases,
# abbreviations, and what begins a noun phrase in front of one.
# General words that belong to names when they are capitalised ("New South Wales", "High Court").
_IN_NAMES = frozenset(("new", "high", "great", "old", "long", "first", "second", "right", "read"))
_DIRECTIONS = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western")
)
# Sites and agencies stand in the first line of what they publish.
_SOURCES = frozenset(
    ("新浪", "网易", "搜狐", "腾讯网", "凤凰网", "新华网", "人民网", "中新网", "新华社", "中新社")
)
_NOUNS = ("n", "vn", "an", "eng", "j", "l", "i")
_BEFORE_NOUNS = ("a", "b", *_NOUNS)
_PART_OF_ANOTHER = 0.6


class Word(NamedTuple):
    """A word in its place. ``noun``: it may end a phrase; ``opens``: it may begin one; ``first``:
    it begins a sentence, so that its capital letter means nothing."""

    term: str
    surface: str
    noun: bool
    opens: bool
    first: bool


@dataclass
class Phrase:
    """Neighbouring words, counted over documents and places.

    ``forms`` are the ways it is written, ``openings`` those at the beginning of a sentence (their
    capital means nothing), ``before`` the words in front of it; ``continued`` counts
    the places where another word of substance follows.
    """

    terms: tuple[str, ...]
    documents: int = 0
    places: int = 0
    continued: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    openings: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)

    @property
    def form(self) -> str:
        """The way it is mostly written, in lower case where that is not rare: titles capitalise
        what is no name."""
        known = self.forms or self.openings
        plain = Counter({form: n for form, n in known.items() if form.islower()})
        forms = plain if 4 * plain.total() >= known.total() else known
        return forms.most_common(1)[0][0]

    @property
    def whole(self) -> bool:
        """Whether it stands by itself: "Israeli" is mostly followed by a noun and "South Wales"
        mostly preceded by "New", so they are parts of phrases. (Chinese has no such marks.)"""
        if has_han(self.form):
            return True
        usual = self.before.most_common(1)[0][1] if self.before else 0
        return max(self.continued, usual) <= _PART_OF_ANOTHER * self.places


def phrases(texts: Iterable[str], tokenizer: Tokenizer) -> list[Phrase]:
    """The noun-like phrases of one to four words in some texts, counted once a text."""
    found: dict[tuple[str, ...], Phrase] = {}
    for text in texts:
        seen = set[tuple[str, ...]]()
        for run in _runs(text, tokenizer):
            for start, end in _parts(run):
                terms = tuple(word.term for word in run[start:end])
                phrase = found.setdefault(terms, Phrase(terms))
                phrase.documents += terms not in seen
                seen.add(terms)
                _count(phrase, run, start, end)
    return list(found.values())


def _count(phrase: Phrase, run: list[Word], start: int, end: int) -> None:
    phrase.places += 1
    phrase.continued += end < len(run) and run[end].opens
    forms = phrase.openings if run[start].first else phrase.forms
    forms[_written(run[start:end])] += 1
    if start:
        phrase.before[run[start - 1].term] += 1


def _parts(run: list[Word]) -> Iterator[tuple[int, int]]:
    """Where the phrases are in words that follow each other without a break."""
    for start in range(len(run)):
        if not run[start].opens:
            continue
        for end in range(start + 1, min(start + _MAX_WORDS, len(run)) + 1):
            part = run[start:end]
            if part[-1].noun and _fits(part):
                yield start, end


def _fits(part: list[Word]) -> bool:
    terms = [word.term for word in part]
    han = sum(len(word.surface) for word in part if has_han(word.surface))
    return han <= _MAX_HAN and len(set(terms)) == len(terms)


def _written(part: list[Word]) -> str:
    text = part[0].surface
    if part[0].first and text[1:].islower():
        text = text.lower()
    for before, word in zip(part, part[1:], strict=False):
        joined = has_han(before.surface[-1]) and has_han(word.surface[0])
        text += word.surface if joined else f" {word.surface}"
    return text


def _runs(text: str, tokenizer: Tokenizer) -> Iterator[list[Word]]:
    """Words between punctuation, numbers and stop words."""
    run: list[Word] = []
    first = True
    for piece in _PIECES.findall(_SHOUTED.sub(_lower, strip_mail(text)[:_READ])):
        words = _chinese(piece, tokenizer) if has_han(piece) else [_latin(piece, first, tokenizer)]
        for word in words:
            if word is not None:
                run.append(word)
            elif run:
                yield run
                run = []
        first = piece[-1] in _SENTENCE_END and len(piece) < 3
    if run:
        yield run


def _lower(line: re.Match[str]) -> str:
    return line[0].lower()


def _latin(piece: str, first: bool, tokenizer: Tokenizer) -> Word | None:
    if piece == "of":
        return Word(f"{NEUTRAL}of", piece, noun=False, opens=False, first=False)
    if piece in _DIRECTIONS:
        return Word(f"{NEUTRAL}{piece}", piece, noun=False, opens=True, first=False)
    if piece.istitle() and piece.lower() in _IN_NAMES and not first:
        return Word(f"{NEUTRAL}{piece.lower()}", piece, noun=False, opens=True, first=False)
    word = _POSSESSIVE.sub("", piece)
    if "." in word:
        word = word.replace(".", "")
    if len(word) < 2 or not word[0].isalpha() or "@" in word or "/" in word:
        return None
    tokens = tokenizer.topic_tokens(word)
    if not tokens:
        return None
    plain = word.islower()
    verb = plain and word.endswith(("ed", "ing", "ly", "ize", "ise"))
    return Word(
        "-".join(token.term for token in tokens),
        word,
        noun=not verb,
        opens=not word.endswith("ly"),
        first=first,
    )


def _chinese(run: str, tokenizer: Tokenizer) -> Iterator[Word | None]:
    tags = _tags(tokenizer.segmenter)
    for term, surface in tokenizer.segmenter.words(run):
        if len(term) < 2 or term in stopwords.chinese() or term in _SOURCES:
            yield None
            continue
        tag = tags.get(term, "n")  # what the dictionary lacks is mostly a name
        noun = tag.startswith(_NOUNS)
        yield Word(term, surface, noun, tag.startswith(_BEFORE_NOUNS), first=False)


@lru_cache(maxsize=2)
def _tags(segmenter: ChineseSegmenter) -> dict[str, str]:
    """The part of speech of each word of jieba's dictionary (half a second at the first use)."""
    import jieba.posseg

    tags: dict[str, str] = jieba.posseg.POSTokenizer(segmenter.tokenizer).word_tag_tab
    return tags
