"""Sentiment of documents and topics, in English and Chinese."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean
from typing import TYPE_CHECKING, Any

from . import chinese_sentiment
from .corpus import Corpus
from .documents import Document
from .joined import joined, missing_note
from .language import is_chinese
from .progress import Task
from .results import AnalysisResult
from .sentiment_mood import Mood
from .sentiment_periods import by_period
from .topic_model import TopicModel

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

NEUTRAL = 0.05  # up to here a score is neutral: the threshold of VADER's authors
# Chinese scores are 0 unless a word of the lists stands in the text, so less is left open.
NEUTRAL_CHINESE = 0.02
_MOST = 0.9999
_LONGEST = 2000  # characters without a full stop (a table, a list) that are scored at once
_han = re.compile(r"[\u3400-\u9fff]")
_letter = re.compile(r"[^\W\d_]")
_end = re.compile(r"[。！？；…]+[”’」』）】]*|[.!?][\"'”’)\]]*(?=\s|\Z)|\n[ \t\r]*\n|\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is exactly ``document[start:end]``; ``score`` from -1 to 1."""

    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's sentiment (:func:`mean_score`), and its extreme sentences."""

    document: Document
    score: float
    best: Sentence
    worst: Sentence

    @property
    def sentiment(self) -> str:
        return class_of(self.score, self.document.language)


def class_of(score: float, language: str) -> str:
    """ "positive", "negative" or "neutral", for a document's score and language."""
    neutral = NEUTRAL_CHINESE if is_chinese(language) else NEUTRAL
    if score >= neutral:
        return "positive"
    return "negative" if score <= -neutral else "neutral"


def sentiment(
    corpus: Corpus,
    model: TopicModel,
    topic: int | None = None,
    documents: bool = False,
    task: Task | None = None,
    by: str = "",
) -> AnalysisResult:
    """Sentiment by topic and, with ``documents``, by document; over time with ``by``, "day",
    "week", "month" or "year" (:func:`sentiment_periods.by_period`).

    A document's ``score`` is the mean over its sentences (:func:`mean_score`), -1 to 1: VADER for
    English (Hutto and Gilbert, ICWSM 2014), :mod:`chinese_sentiment` for Chinese; its ``class`` is
    "positive" from 0.05 (Chinese 0.02), "negative" from -0.05 (-0.02) down. A topic's figures are
    over the documents whose heaviest topic it is (:class:`sentiment_mood.Mood`). ``judged`` counts
    the documents by the word lists that judged them, ``not_judged`` those in other languages,
    which are left out and said.
    """
    together = joined(corpus, model)
    rows = dict(zip(together.ids, (int(k) for k in together.dominant), strict=True))
    wanted = range(model.num_topics) if topic is None else [model.row(topic)]
    chosen = {name for name, row in rows.items() if row in wanted}
    moods = {row: Mood() for row in wanted}
    scores: dict[str, tuple[float, str]] = {}
    judged: Counter[str] = Counter()
    for found in _judge_all(corpus, chosen, task):
        moods[rows[found.document.id]].add(found)
        scores[found.document.id] = found.score, found.sentiment
        judged["zh" if is_chinese(found.document.language) else "en"] += 1
    totals = Counter(row for row in rows.values() if row in moods)
    data: dict[str, Any] = {
        "topics": [moods[row].record(model.topics[row], totals[row]) for row in wanted],
        "judged": dict(judged),
        "not_judged": len(chosen) - len(scores),
    }
    if by:
        data |= by_period(corpus, model, {name: one for name, (one, _) in scores.items()}, by)
        data["series"] = [data["series"][row] for row in wanted]
    if documents:
        data["documents"] = [
            {"id": name, "score": round(one, 4), "class": kind}
            for name, (one, kind) in scores.items()
        ]
    return AnalysisResult("sentiment", data, note_of(data["not_judged"], together.missing))


def judge(document: Document) -> Judged | None:
    """The sentiment of one document; None when it is in neither English nor Chinese."""
    if document.language == "other":
        return None
    scored = list(score_sentences(document.text))
    if not scored:
        return None
    score = mean_score([s.score for s in scored])
    return Judged(
        document, score, max(scored, key=lambda s: s.score), min(scored, key=lambda s: s.score)
    )


def mean_score(scores: Sequence[float]) -> float:
    """The mean over sentences, from -1 to 1. Both lists score a sentence x / sqrt(x^2 + a); the
    mean is taken of x / sqrt(a), so that a strong sentence outweighs two that hardly speak."""
    bounded = [max(-_MOST, min(_MOST, score)) for score in scores]
    mean = fmean(score / math.sqrt(1 - score * score) for score in bounded)
    return mean / math.sqrt(1 + mean * mean)


def score_sentences(text: str) -> Iterator[Sentence]:
    """The sentences with letters in them, each scored by its own language."""
    start = 0
    for found in _end.finditer(text):
        part = text[start : found.end()]
        first = start + len(part) - len(part.lstrip())
        last = start + len(part.rstrip())
        start = found.end()
        for cut in range(first, last, _LONGEST):
            end = min(cut + _LONGEST, last)
            sentence = text[cut:end]
            if _letter.search(sentence):
                yield Sentence(sentence, cut, end, score_sentence(sentence))


def score_sentence(sentence: str) -> float:
    """Sentiment from -1 to 1 of one sentence, Chinese or English."""
    if _han.search(sentence):
        return chinese_sentiment.score(sentence)
    return float(_vader().polarity_scores(sentence)["compound"])


@lru_cache(1)
def _vader() -> SentimentIntensityAnalyzer:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()


def _judge_all(corpus: Corpus, chosen: set[str], task: Task | None) -> Iterator[Judged]:
    for done, document in enumerate(_only(corpus, chosen), start=1):
        if found := judge(document):
            yield found
        if task is not None:
            task.report("sentiment", done, len(chosen))


def _only(corpus: Iterable[Document], chosen: set[str]) -> Iterator[Document]:
    return (document for document in corpus if document.id in chosen)


def note_of(unread: int, missing: int) -> str:
    """What a reader of the scores should know."""
    sentences = ["Scores come from word lists (English: VADER): read them as a tendency."]
    if unread:
        sentences.append(f"{unread:,} documents in other languages were not judged.")
    sentences.append(missing_note(missing))
    return " ".join(filter(None, sentences))
