"""Phrases of documents that could name a topic: short, noun-like, in the writers' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
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
# Characters that are read of all documents together, and the least and the most of each, whose
# subject shows by then: in Latin letters, in Chinese.
_READ = (120_000, 1000, 2500)
_READ_HAN = (30_000, 300, 1000)
_PIECES = re.compile(
    rf"(?:https?://|www\.)\S+|\S+@\S+|(?:[A-Za-z]\.){{2,}}|[^\W\d_{HAN}]+(?:[-'’][^\W\d_{HAN}]+)*"
    rf"|[{HAN}]+|\d[\w.,]*|\n\s*\n|[^\w\s]"
)
_SHOUTED = re.compile(r"^[^a-z\n]*[A-Z]{3,}[^a-z\n]* [^a-z\n]*[A-Z]{3,}[^a-z\n]*$", re.M)
_SENTENCE_END = frozenset(".!?:\n。！？：")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
# General words that belong to names when they are capitalised ("New South Wales", "High Court").
_IN_NAMES = frozenset(("new", "high", "great", "old", "long", "first", "second", "right", "read"))
# What kind of company it is says nothing about what is told of it.
_COMPANY_FORMS = frozenset(("inc", "corp", "corporation", "ltd", "plc", "llc", "co", "gmbh"))
_DIRECTIONS = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western")
)
# Sites and agencies stand in the first line of what they publish.
_SOURCES = frozenset(
    ("新浪", "网易", "搜狐", "腾讯网", "凤凰网", "新华网", "人民网", "中新网", "新华社", "中新社")
)
# What hardly ends a name: participles, adverbs, verbs; and abbreviations ("mths", "pct").
_NOT_NOUNS = ("ed", "ing", "ly", "ize", "ise")
_ADJECTIVES = ("al", "ic", "ous", "ive", "ble", "ian", "an", "ese", "ish", "i", "less", "ful")
# English words that tell what the next one is.
_NOUN_FOLLOWS = (
    "the a an this these those my your his her its our their of in for with on by from at about"
    " some any no every each between and or"
)
_VERB_FOLLOWS = (
    "to will would can could should may might must cannot not don't doesn't didn't won't can't i"
    " we you they he she who"
)
_BEFORE_A_NOUN = frozenset(_NOUN_FOLLOWS.split())
_BEFORE_A_VERB = frozenset(_VERB_FOLLOWS.split())
_NO_VOWEL = re.compile(r"[^aeiouy]+$")
# jieba's parts of speech: nouns, names of people, places and bodies, nominal verbs, abbreviations,
# and what begins a noun phrase in front of one.
_NOUNS = ("n", "vn", "an", "eng", "j")
_BEFORE_NOUNS = ("a", "b", *_NOUNS)
_PART_OF_ANOTHER = 0.6


class Word(NamedTuple):
    """A word in its place. ``noun``: it may end a phrase; ``opens``: it may begin one; ``first``:
    it begins a sentence, so that its capital letter means nothing; ``sign``: the word before it
    says that it is a noun (1) or a verb (-1)."""

    term: str
    surface: str
    noun: bool
    opens: bool
    first: bool
    sign: int = 0


@dataclass
class Phrase:
    """Neighbouring words, counted over documents and places.

    ``forms`` are the ways it is written, ``openings`` those at the beginning of a sentence (their
    capital means nothing), ``before`` and ``after`` the words of substance next to it.
    """

    terms: tuple[str, ...]
    documents: int = 0
    places: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    openings: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

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
        mostly preceded by "New", so they are parts of phrases; "hockey" is followed by many, being
        what they are about. (Chinese has no such marks.)"""
        form = self.form
        if has_han(form):
            return True
        most = _PART_OF_ANOTHER * self.places
        one_before, one_after = (max(c.values(), default=0) for c in (self.before, self.after))
        if max(one_before, one_after) > most:
            return False
        return self.after.total() <= most or not form.lower().endswith(_ADJECTIVES)


def phrases(groups: Sequence[Sequence[str]], tokenizer: Tokenizer) -> list[Phrase]:
    """The noun-like phrases of one to four words in some texts, counted once a group: texts that
    quote each other (a thread of messages) say a thing once."""
    found: dict[tuple[str, ...], Phrase] = {}
    signs = Counter[str]()
    documents = sum(map(len, groups))
    for texts in groups:
        seen = set[tuple[str, ...]]()
        beginnings = (_beginning(text, documents) for text in texts)
        for run in (run for text in beginnings for run in _runs(text, tokenizer)):
            for word in run:
                signs[word.term] += word.sign
            for start, end in _parts(run):
                terms = tuple(word.term for word in run[start:end])
                phrase = found.setdefault(terms, Phrase(terms))
                phrase.documents += terms not in seen
                seen.add(terms)
                _count(phrase, run, start, end)
    verbs = {term for term, sign in signs.items() if sign < -1}
    return [p for p in found.values() if verbs.isdisjoint((p.terms[0], p.terms[-1]))]


def _count(phrase: Phrase, run: list[Word], start: int, end: int) -> None:
    phrase.places += 1
    forms = phrase.openings if run[start].first else phrase.forms
    forms[_written(run[start:end])] += 1
    if start:
        phrase.before[run[start - 1].term] += 1
    if end < len(run) and run[end].opens:
        phrase.after[run[end].term] += 1


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
    first, before = True, ""
    for piece in _PIECES.findall(_SHOUTED.sub(_lower, text)):
        if has_han(piece):
            words = list(_chinese(piece, tokenizer))
        else:
            words = [_latin(piece, first, before, tokenizer)]
        for word in words:
            if word is not None:
                run.append(word)
            elif run:
                yield run
                run = []
        first, before = piece[-1] in _SENTENCE_END and len(piece) < 3, piece.lower()
    if run:
        yield run


def reading(text: str, documents: int) -> int:
    """How many characters of a text are read when it is one of so many."""
    together, least, most = _READ_HAN if has_han(text[:1000]) else _READ
    return min(max(together // max(documents, 1), least), most)


def _beginning(text: str, documents: int) -> str:
    read = reading(text, documents)
    return strip_mail(text[: 4 * read])[:read]


def _lower(line: re.Match[str]) -> str:
    return line[0].lower()


def _latin(piece: str, first: bool, before: str, tokenizer: Tokenizer) -> Word | None:
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
    if word.lower() in _COMPANY_FORMS:
        return None
    tokens = tokenizer.topic_tokens(word)
    if not tokens:
        return None
    plain = word.islower()
    verb = plain and (word.endswith(_NOT_NOUNS) or _NO_VOWEL.match(word) is not None)
    return Word(
        "-".join(token.term for token in tokens),
        word,
        noun=not verb,
        opens=not (word.endswith("ly") or (plain and _NO_VOWEL.match(word))),
        first=first,
        sign=(before in _BEFORE_A_NOUN) - (before in _BEFORE_A_VERB),
    )


def _chinese(run: str, tokenizer: Tokenizer) -> Iterator[Word | None]:
    tags = _tags(tokenizer.segmenter)
    for term, surface in tokenizer.segmenter.words(run):
        dull = len(term) < 2 or term in stopwords.chinese() or term in _SOURCES
        if dull or tokenizer.holds_extra_stop_word(term):
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
