"""Grounds of an answer: the sentences that fit a question best, and whether they answer it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from .highlight import Highlighter
from .keyword_search import KeywordIndex
from .passages import sentences
from .query import CHINESE
from .question import content_terms, fits, kind_of
from .results import Hit, SearchResult

POOL = 20  # documents that are read for an answer, whatever its limit
# Measured on the tuned half of tests/tools/questions.jsonl (64 questions on four corpora): the
# weight of a question's words in the passage with most of them is at least 0.6 in 31 of 32 that
# are answered there and in 3 of 32 that are not; on the other half, unseen until the rule stood,
# in 31 and 2 (a third was taken for answered by its vectors).
# With MiniLM's vectors (the Lee news) the nearest passage of what is answered was at a cosine of
# 0.52 or more, of what is not below 0.40.
ANSWERED = 0.6
NEAR = 1 / 6  # of the way from the embedding model's floor to 1
NEAR_ANSWERED = 0.3
_TOPIC = 0.3  # what the likeness of topics is worth in the order, beside score and words
_KIND = 0.4  # what a date, number or name is worth that was asked for
_ON_IT = 0.3  # of the question's words; a number in another sentence is none to the question
_LONG = 60  # words; a sentence twice as long is worth a tenth less


def add_grounds(
    result: SearchResult,
    question: str,
    words: KeywordIndex,
    limit: int,
    *,
    narrowed: bool,
    floor: float,
) -> None:
    """Give every hit its ``quote`` and its ``fit``, order the hits by them, by their likeness in
    topics (``scores["topic"]``, of the search) and by their score, keep ``limit`` of them, and say
    whether the question is ``answered``. ``floor`` is the cosine from which meaning is alike.

    The words that count are those of the question, or of the query where that is ``narrowed`` to a
    topic or a time, or in another script: a translation.
    """
    terms = _terms(result, question, words, narrowed=narrowed)
    weights = _weights(terms, words)
    marks = Highlighter(terms, words.tokenizer)
    result.question, result.asks = question, kind_of(question)
    for hit in result.results:
        hit.fit = round(_weight(f"{hit.title}\n{hit.passage}", marks, weights), 4)
        _choose_quote(hit, result.asks, marks, weights)
    result.results.sort(key=lambda hit: -_rank(hit, result.asks, marks, weights))
    result.coverage = max((hit.fit for hit in result.results), default=0.0)
    result.answered = _is_answered(result, floor)
    result.missing = _missing(question, [t for t in terms if not words.idf(t)], words)
    del result.results[limit:]


def _terms(
    result: SearchResult, question: str, words: KeywordIndex, *, narrowed: bool
) -> list[str]:
    found = content_terms(question, words.all_terms)
    other = content_terms(result.query, words.all_terms)
    translated = bool(CHINESE.search(question)) != bool(CHINESE.search(result.query))
    return other if other and (narrowed or translated or not found) else found or other


def _weights(terms: Sequence[str], words: KeywordIndex) -> dict[str, float]:
    """Inverse document frequencies as shares of their sum; an unknown word has the highest."""
    highest = float(np.log1p((len(words.ids) + 0.5) / 0.5))
    idf = {term: words.idf(term) or highest for term in terms}
    whole = sum(idf.values()) or 1.0
    return {term: value / whole for term, value in idf.items()}


def _weight(text: str, marks: Highlighter, weights: Mapping[str, float]) -> float:
    return sum(weights[term] for term in {term for _, term in marks.find(text)})


def _choose_quote(hit: Hit, kind: str, marks: Highlighter, weights: Mapping[str, float]) -> None:
    pieces = sentences(hit.passage)
    if not pieces:
        return
    best = max(pieces, key=lambda one: (_value(one.text, kind, marks, weights), -one.start))
    hit.quote = best.text
    hit.quote_start, hit.quote_end = hit.start + best.start, hit.start + best.end


def _value(text: str, kind: str, marks: Highlighter, weights: Mapping[str, float]) -> float:
    value = _weight(text, marks, weights)
    long = len(re.findall(r"[A-Za-z0-9]+|[\u3400-\u9fff]{2}", text)) / _LONG
    suits = value >= _ON_IT and fits(kind, text)
    return value + (_KIND if suits else 0.0) - 0.1 * max(0.0, long - 1)


def _rank(hit: Hit, kind: str, marks: Highlighter, weights: Mapping[str, float]) -> float:
    topic = _TOPIC * hit.scores.get("topic", 0.0)
    return hit.score + hit.fit + topic + _value(hit.quote, kind, marks, weights)


def _is_answered(result: SearchResult, floor: float) -> bool:
    nearest = max((hit.scores.get("meaning", 0.0) for hit in result.results), default=0.0)
    near = nearest >= floor + NEAR * (1 - floor)
    return result.coverage >= (NEAR_ANSWERED if near else ANSWERED)


def _missing(question: str, terms: Sequence[str], words: KeywordIndex) -> list[str]:
    """The question's own writing of the words that no document has."""
    spans = Highlighter(terms, words.tokenizer).spans(question) if terms else []
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:  # Chinese words side by side
            start = joined.pop()[0]
        joined.append((start, end))
    return list(dict.fromkeys(question[start:end] for start, end in joined))
