"""What is in the corpus: counts, languages, dates, lengths, and the topics when there are any."""

from __future__ import annotations

from itertools import islice
from statistics import median
from typing import Any

from .corpus import Corpus
from .periods import midpoint, parts
from .results import AnalysisResult
from .topic_model import TopicModel

_MOST = 20  # values of a field that are listed


def overview(
    corpus: Corpus, model: TopicModel | None = None, covered: float | None = None
) -> AnalysisResult:
    """The corpus at a glance; ``covered`` is the share of passages embedded (0 to 1), if known.

    Lengths are in characters. Labels and sources list the most frequent; documents without one
    are not among them.
    """
    lengths = [len(document.text) for document in corpus]
    data: dict[str, Any] = {
        "documents": len(lengths),
        "languages": _counts(corpus, "language"),
        "labels": _counts(corpus, "label"),
        "sources": _counts(corpus, "source"),
        "dates": _dates(corpus),
        "lengths": {
            "median": median(lengths) if lengths else 0,
            "longest": max(lengths, default=0),
        },
    }
    if model is not None:
        data["topics"] = [
            {"id": topic.id, "label": topic.label, "share": topic.share} for topic in model.topics
        ]
    if covered is not None:
        data["covered"] = covered
    return AnalysisResult("overview", data)


def _counts(corpus: Corpus, field: str) -> dict[str, int]:
    known = ((value, n) for value, n in corpus.counts(field).items() if value)
    return dict(islice(known, _MOST))


def _dates(corpus: Corpus) -> dict[str, Any]:
    dates = corpus.column("date")
    dated = sorted((date for date in dates if parts(date)), key=midpoint)
    return {
        "first": dated[0] if dated else "",
        "last": dated[-1] if dated else "",
        "undated": len(dates) - len(dated),
    }
