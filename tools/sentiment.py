"""Sentiment of documents and topics, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from . import chinese_sentiment
from .corpus import Corpus
from .documents import Document
from .joined import joined, missing_note
from .progress import Task
from .results import AnalysisResult
from .topic_model import TopicModel

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

POSITIVE, NEGATIVE = 0.05, -0.05  # the thresholds of VADER's authors
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
    """A document's sentiment: the mean over its sentences, and its extreme sentences."""

    document: Document
    score: float
    best: Sentence
    worst: Sentence

    @property
    def sentiment(self) -> str:
        if self.score >= POSITIVE:
            return "positive"
        return "negative" if self.score <= NEGATIVE else "neutral"


def sentiment(
    corpus: Corpus,
    model: TopicModel,
    topic: int | None = None,
    documents: bool = False,
    task: Task | None = None,
) -> AnalysisResult:
    """Sentiment by topic and, with ``documents``, by document.

    A document's ``score`` is the mean over its sentences, -1 to 1: VADER for English (Hutto and
    Gilbert, ICWSM 2014), :mod:`chinese_sentiment` for Chinese; its ``class`` is "positive" from
    0.05, "negative" from -0.05 down. A topic's figures are over the documents whose heaviest
    topic it is: ``mean`` and ``spread`` (standard deviation) of the scores, ``positive`` and
    ``negative`` as shares of the documents. Documents in other languages are left out and said.
    """
    together = joined(corpus, model)
    rows = dict(zip(together.ids, (int(k) for k in together.dominant), strict=True))
    wanted = range(model.num_topics) if topic is None else [model.row(topic)]
    chosen = {name for name, row in rows.items() if row in wanted}
    judged: dict[int, list[Judged]] = {row: [] for row in wanted}
    for found in _judge_all(corpus, chosen, task):
        judged[rows[found.document.id]].append(found)
    data: dict[str, Any] = {"topics": [_topic(model, row, judged[row]) for row in wanted]}
    if documents:
        everyone = (one for group in judged.values() for one in group)
        data["documents"] = [
            {"id": one.document.id, "score": round(one.score, 4), "class": one.sentiment}
            for one in everyone
        ]
    unread = len(chosen) - sum(map(len, judged.values()))
    return AnalysisResult("sentiment", data, _note(unread, together.missing))


def judge(document: Document) -> Judged | None:
    """The sentiment of one document; None when it is in neither English nor Chinese."""
    if document.language == "other":
        return None
    scored = list(score_sentences(document.text))
    if not scored:
        return None
    mean = sum(s.score for s in scored) / len(scored)
    return Judged(
        document, mean, max(scored, key=lambda s: s.score), min(scored, key=lambda s: s.score)
    )


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


def _topic(model: TopicModel, row: int, judged: list[Judged]) -> dict[str, Any]:
    scores = np.array([one.score for one in judged] or [0.0])
    classes = [one.sentiment for one in judged]
    total = max(1, len(judged))
    record: dict[str, Any] = {
        "id": model.topics[row].id,
        "label": model.topics[row].label,
        "documents": len(judged),
        "mean": round(float(scores.mean()), 4),
        "positive": round(classes.count("positive") / total, 4),
        "negative": round(classes.count("negative") / total, 4),
        "spread": round(float(scores.std()), 4),
        "most_positive": None,
        "most_negative": None,
    }
    if judged:
        best = max(judged, key=lambda one: one.score)
        worst = min(judged, key=lambda one: one.score)
        record["most_positive"] = _passage(best, best.best)
        record["most_negative"] = _passage(worst, worst.worst)
    return record


def _passage(judged: Judged, sentence: Sentence) -> dict[str, Any]:
    return {
        "id": judged.document.id,
        "title": judged.document.heading,
        "passage": sentence.text,
        "start": sentence.start,
        "end": sentence.end,
        "score": round(judged.score, 4),
    }


def _note(unread: int, missing: int) -> str:
    sentences = ["Scores come from word lists (English: VADER): read them as a tendency."]
    if unread:
        sentences.append(f"{unread:,} documents in other languages were not judged.")
    sentences.append(missing_note(missing))
    return " ".join(filter(None, sentences))
