"""How the sentiment of topics develops over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev
from typing import Any

from .corpus import Corpus
from .errors import TopicLlamaError
from .joined import joined
from .periods import all_periods, period_name, period_of
from .topic_model import TopicModel


def by_period(
    corpus: Corpus, model: TopicModel, scores: Mapping[str, float], by: str
) -> dict[str, Any]:
    """The mean score of each topic in each period, and its spread.

    ``scores`` (-1 to 1) by document id are those of :func:`sentiment.sentiment`; a document
    belongs to its heaviest topic; ``by`` is "day", "week", "month" or "year". Returns ``by``,
    ``periods``, ``series`` [{``topic``, ``means``, ``spreads`` (standard deviations),
    ``documents``}], a mean and spread None where a topic has no documents, and ``undated``, how
    many documents with a score have no date that is precise enough. TopicLlamaError when no
    document has one.
    """
    by = period_name(by)
    together = joined(corpus, model)
    dates = together.column(corpus, "date")
    periods = all_periods(dates, by)
    if not periods:
        raise TopicLlamaError(
            f"No document has a date that is precise enough for every {by}.",
            "Choose a longer period, or load the dates with --date-column.",
        )
    found: dict[tuple[int, str], list[float]] = defaultdict(list)
    for name, row, date in zip(together.ids, together.dominant, dates, strict=True):
        if name in scores:
            found[int(row), period_of(date, by)].append(scores[name])
    series = [
        {"topic": topic.id, **_figures([found.get((row, period), []) for period in periods])}
        for row, topic in enumerate(model.topics)
    ]
    undated = sum(len(group) for (_, period), group in found.items() if not period)
    return {"by": by, "periods": periods, "series": series, "undated": undated}


def _figures(groups: Sequence[Sequence[float]]) -> dict[str, list[Any]]:
    return {
        "means": [round(fmean(group), 4) if group else None for group in groups],
        "spreads": [round(pstdev(group), 4) if group else None for group in groups],
        "documents": [len(group) for group in groups],
    }
