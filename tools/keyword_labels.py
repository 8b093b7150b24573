"""Names of topics without a language model: phrases that the topic's own documents use."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .bow import tokenizer, topic_text
from .corpus import Corpus
from .documents import Document
from .generality import particular
from .label_wording import describe, join_parts, language_of
from .language import to_simplified
from .noun_phrases import NEUTRAL, Phrase, phrases, reading
from .ranking import word_scores
from .tokens import TextConfig, Tokenizer, has_han
from .topic_model import Topic, TopicModel

_REPLY = re.compile(r"^(?:(?:re|fwd?|aw)\s*[:：]\s*)+", re.IGNORECASE)
_READ_DOCUMENTS = 100
_AT_LEAST = 12
_MOSTLY, _PARTLY = 0.5, 0.2  # of a document's weight
_PUREST = 20  # among which the representative ones are chosen
_REPRESENTATIVE = 5
_MAX_WORDS = 5
_LONGEST = 3
_MULTIWORD_BONUS = 1.3
_GENERAL = 0.4  # of its score has a single word that belongs to every subject ("team")
_BEST_WORD_BONUS = 1.25
_NOUN_BESIDE_NAME = 1.3
_PART_PENALTY = 0.5
_WEAK = 0.15  # words of lower score do not belong in a name
# Of the best phrase's score: weaker ones stay out of the label, beside a phrase also weaker words.
_SECOND_PART, _LOOSE_PART = 0.4, 0.5
_LONGER = 0.6  # of a word's score is enough for a phrase that has it


@dataclass(frozen=True)
class _Candidate:
    phrase: Phrase
    score: float
    terms: frozenset[str]


def keyword_labels(
    model: TopicModel, corpus: Corpus, only: Collection[int] | None = None
) -> TopicModel:
    """The model with a name, a description and representative documents for every topic, or for
    those with the ids ``only``.

    A name is one or two noun-like phrases that recur in the topic's most typical documents and
    hold its best words; it is written as the documents write it, in their language, and no two
    topics share one. Names that a person gave stay.
    """
    words = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    scores = word_scores(model.topic_word)
    index = {term: column for column, term in enumerate(model.terms)}
    topics = list(model.topics)
    for row, topic in enumerate(topics):
        if only is not None and topic.id not in only:
            continue
        taken = {other.label.lower() for other in topics if other.id != topic.id}
        typical = _typical(model, row, corpus)
        topics[row] = _name(topic, typical, _Scores(scores[row], index), words, taken)
    return model.with_topics(topics)


class _Scores:
    """How well terms stand for one topic, the best word 1. Square roots, because in many topics
    one word towers over the others, and a name needs more than that word."""

    def __init__(self, scores: NDArray[np.float32], index: dict[str, int]) -> None:
        self._scores = np.sqrt(np.maximum(scores, 0) / max(float(scores.max(initial=0)), 1e-12))
        self._index = index

    def __getitem__(self, term: str) -> float:
        column = self._index.get(term)
        return 0.0 if column is None else float(self._scores[column])


def _typical(model: TopicModel, row: int, corpus: Corpus) -> list[Document]:
    """Documents with much of the topic, best first: the purest alone are often extreme (lists,
    one long quarrel), so they are taken evenly from those that are mostly about it."""
    weights = np.asarray(model.document_topic[:, row])
    order = np.argsort(-weights, kind="stable")
    mostly, partly, at_all = (int((weights > least).sum()) for least in (_MOSTLY, _PARTLY, 0))
    reach = mostly if mostly >= _AT_LEAST else max(partly, min(_AT_LEAST, at_all))
    places = np.unique(np.linspace(0, reach - 1, min(reach, _READ_DOCUMENTS)).astype(int))
    ids = [model.document_ids[int(place)] for place in order[places]]
    found = corpus.get(ids)
    return [found[name] for name in ids if name in found]


def _name(
    topic: Topic, typical: Sequence[Document], scores: _Scores, words: Tokenizer, taken: set[str]
) -> Topic:
    texts = [topic_text(document) for document in typical[:_PUREST]]
    ordered = sorted(
        range(len(texts)), key=lambda place: (-_density(texts[place], scores, words), place)
    )
    representative = tuple(typical[place].id for place in ordered[:_REPRESENTATIVE])
    threads = _threads(typical)
    candidates = _candidates(phrases(threads, words), len(threads), scores, words)
    language = language_of(topic.keywords, texts)
    label = topic.label
    if topic.label_source != "person" or not label:
        label = _label(candidates, topic.keywords, language, taken)
    description = describe(_written_keywords(topic.keywords, candidates), language)
    return replace(
        topic, label=label, description=description, representative=representative,
        label_source=topic.label_source if topic.label_source == "person" else "keywords",
        labels={language[:2]: label} if topic.label_source != "person" else topic.labels,
    )  # fmt: skip


def _threads(documents: Sequence[Document]) -> list[list[str]]:
    """The texts of one title together, the title once: replies repeat it and quote each other."""
    threads: dict[str, list[str]] = {}
    for document in documents:
        title = _REPLY.sub("", document.title)
        key = title.casefold() or document.id
        threads.setdefault(key, [title] if title else []).append(document.text)
    return list(threads.values())


def _density(text: str, scores: _Scores, words: Tokenizer) -> float:
    """How much of a text is made of the topic's best words; long texts need not be purer."""
    tokens = words.topic_tokens(text[: reading(text, _PUREST)])
    return sum(scores[token.term] for token in tokens) / (len(tokens) + 20)


def _candidates(
    found: Iterable[Phrase], documents: int, scores: _Scores, words: Tokenizer
) -> list[_Candidate]:
    """Phrases that recur, with how well each names the topic, best first."""
    least = 1 if documents < 4 else 2 if documents < 12 else 3
    candidates = [
        _Candidate(phrase, _score(phrase, documents, scores, words), frozenset(phrase.terms))
        for phrase in found
        if phrase.documents >= least
    ]
    useful = [one for one in candidates if one.score > 0]
    return sorted(useful, key=lambda one: (-one.score, one.phrase.form))


def _score(phrase: Phrase, documents: int, scores: _Scores, words: Tokenizer) -> float:
    """The topic scores of its words, dampened by their number, times how widespread it is."""
    units = _units(phrase.terms, scores)
    if not units or min(units) <= _WEAK:
        return 0.0
    strength = sum(units) / math.sqrt(len(units))
    spread = math.log1p(phrase.documents) / math.log1p(documents)
    score = strength * spread * (1.0 if phrase.whole else _PART_PENALTY)
    score *= _MULTIWORD_BONUS if len(phrase.terms) > 1 else _alone(phrase, words)
    return score * (_BEST_WORD_BONUS if max(units) == 1 else 1.0)


def _alone(phrase: Phrase, words: Tokenizer) -> float:
    """A single word names a subject when few subjects have it."""
    counts = words.segmenter.tokenizer.FREQ if has_han(phrase.form) else {}
    return _GENERAL + (1 - _GENERAL) * particular(to_simplified(phrase.form), counts)


def _units(terms: Sequence[str], scores: _Scores) -> list[float]:
    """The scores of words, where two that the model counts as one phrase are one."""
    words = [term for term in terms if not term.startswith(NEUTRAL)]
    units, place = list[float](), 0
    while place < len(words):
        pair = "_".join(words[place : place + 2])
        if place + 1 < len(words) and scores[pair] > 0:
            units.append(max(scores[pair], scores[words[place]], scores[words[place + 1]]))
            place += 2
        else:
            parts = words[place].split("-")
            units.append(sum(scores[part] for part in parts) / len(parts))
            place += 1
    return units


def _label(
    candidates: list[_Candidate], keywords: Sequence[str], language: str, taken: set[str]
) -> str:
    """The best phrase, and a second one about something else where it is nearly as good."""
    for place, first in enumerate(candidates):
        label = _with_second(first, candidates[place + 1 :], language)
        if label.lower() not in taken:
            return label
    for count in range(2, len(keywords) + 1):
        label = join_parts(list(keywords[:count]), language)
        if label.lower() not in taken:
            return label
    plain = join_parts(list(keywords[:2]), language)
    return next(f"{plain} {n}" for n in range(2, 10_000) if f"{plain} {n}".lower() not in taken)


def _with_second(first: _Candidate, others: list[_Candidate], language: str) -> str:
    first = _longer(first, others)
    alone = len(first.phrase.terms) == 1  # one word is a poor name: any second one helps
    name = first.phrase.form[0].isupper()  # two names (Sydney, New South Wales) say what of?
    for other in sorted(others, key=lambda one: -one.score * _variety(one, name)):
        loose = len(other.phrase.terms) == 1  # and a phrase needs no word that says less
        if other.score < (_LOOSE_PART if loose else _SECOND_PART) * first.score and not alone:
            continue
        words = len(first.phrase.terms) + len(other.phrase.terms)
        if words <= _MAX_WORDS and other.phrase.whole and not _alike(first, other):
            return join_parts([first.phrase.form, other.phrase.form], language)
    return first.phrase.form


def _variety(other: _Candidate, name: bool) -> float:
    """A common noun is worth more beside a name."""
    return _NOUN_BESIDE_NAME if name and other.phrase.form.islower() else 1.0


def _alike(one: _Candidate, other: _Candidate) -> bool:
    """Whether they share a word, or a Chinese character (电影, 影片)."""
    characters = {c for c in one.phrase.form if has_han(c)} & set(other.phrase.form)
    return bool(one.terms & other.terms or characters)


def _longer(one: _Candidate, others: list[_Candidate]) -> _Candidate:
    """A longer phrase around it that is nearly as good ("gif files" for "files") or as frequent
    ("Osama bin Laden" for "bin Laden")."""
    longer = [
        other
        for other in others
        if other.terms > one.terms
        and len(other.terms) <= _LONGEST
        and (
            other.score >= _LONGER * one.score
            or other.phrase.documents >= 0.6 * one.phrase.documents
        )
    ]
    return longer[0] if longer else one


def _written_keywords(keywords: Sequence[str], candidates: list[_Candidate]) -> list[str]:
    """The best keywords as the documents write them ("Sydney", not "sydney")."""
    forms = {one.phrase.form.lower(): one.phrase.form for one in reversed(candidates)}
    return [forms.get(word.lower(), word) for word in keywords[:6]]
