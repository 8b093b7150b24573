"""Topics over time: shares by period, topics that rise or fall, and bursts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bursts import Burst, count_by_period, find_bursts
from .corpus import Corpus
from .distinctive import GroupWords
from .errors import TopicLlamaError
from .joined import Joined, joined, missing_note
from .periods import (
    all_periods,
    choose_period,
    finest_period,
    midpoint,
    parts,
    period_name,
    period_of,
)
from .results import AnalysisResult
from .topic_model import TopicModel

Floats = NDArray[np.float64]

SURE = 0.05  # false discoveries among the rising and falling topics
MATTERS = 0.1  # a change smaller than a tenth of the topic's share is not reported
MOST_PERIODS = 400  # for bursts
_SAMPLE = 300  # documents whose words a burst's words are compared with


@dataclass(frozen=True, slots=True, eq=False)
class _Timeline:
    """Documents laid out in periods: ``at[i]`` is the period of document ``kept[i]``."""

    by: str
    labels: list[str]
    kept: list[int]
    at: list[int]


def trends(
    corpus: Corpus,
    model: TopicModel,
    by: str = "",
    topic: int | None = None,
    *,
    bursts: bool = True,
) -> AnalysisResult:
    """Topic shares by period, with what rises, falls and bursts.

    ``by`` is "day", "week", "month" or "year"; "" chooses the finest whose periods have five
    documents on average. A share is the mean p(topic | document) of the period's documents, 0
    where ``documents`` is 0. ``change`` is the fitted change of the share from the first to the
    last date. Documents without a date, or with one too coarse for the period, count as
    ``undated``. Bursts are looked for in ``bursts_by`` periods, finer than ``by`` when it was
    chosen, and not at all without ``bursts``: texts are read for their words. TopicLlamaError when
    no document has a date that is precise enough.
    """
    together = joined(corpus, model)
    dates = together.column(corpus, "date")
    _require_dates(dates)
    wanted = range(model.num_topics) if topic is None else [model.row(topic)]
    timeline = _timeline(dates, period_name(by) if by.strip() else choose_period(dates))
    shares = _shares(together, timeline)
    rising, falling = _movers(model, together, dates, wanted)
    fine = timeline if by.strip() else _timeline(dates, finest_period(dates, MOST_PERIODS))
    data: dict[str, Any] = {
        "by": timeline.by,
        "periods": timeline.labels,
        "documents": [int(n) for n in np.bincount(timeline.at, minlength=len(timeline.labels))],
        "series": [{**_name(model, row), "shares": shares[row]} for row in wanted],
        "rising": rising,
        "falling": falling,
        "bursts": _bursts(corpus, model, together, fine, wanted) if bursts else [],
        "bursts_by": fine.by,
        "undated": len(dates) - len(timeline.kept),
    }
    return AnalysisResult("trends", data, _note(dates, timeline, together.missing))


def _require_dates(dates: Sequence[str]) -> None:
    if not any(parts(date) for date in dates):
        raise TopicLlamaError(
            f"None of the {len(dates):,} documents has a date, so nothing can be said over time.",
            "Load them again and name the column with the dates (--date-column).",
        )


def _timeline(dates: Sequence[str], by: str) -> _Timeline:
    labels = all_periods(dates, by)
    if not labels:
        raise TopicLlamaError(
            f"The documents' dates are too coarse to go by {by}.", "Go by month or by year."
        )
    index = {label: at for at, label in enumerate(labels)}
    kept = [i for i, date in enumerate(dates) if period_of(date, by)]
    return _Timeline(by, labels, kept, [index[period_of(dates[i], by)] for i in kept])


def _shares(together: Joined, timeline: _Timeline) -> list[list[float]]:
    """(K, periods) mean weights, 0 in a period without documents."""
    sums = np.zeros((len(timeline.labels), together.weights.shape[1]))
    np.add.at(sums, timeline.at, together.weights[timeline.kept])
    counts = np.bincount(timeline.at, minlength=len(timeline.labels))
    means = sums / np.maximum(counts, 1)[:, None]
    return [[round(float(share), 6) for share in row] for row in means.T]


def _movers(
    model: TopicModel, together: Joined, dates: Sequence[str], wanted: Sequence[int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Topics whose share rises or falls, the greatest change first.

    The t-test of a least-squares line through the documents' weights over their dates, two-sided,
    over all topics at a false discovery rate of 0.05 (Benjamini and Hochberg, JRSS B 57(1), 1995);
    ``p`` is the adjusted one. Ranks (Spearman) would be led by the noise among weights near 0: in
    simulations at the same rate of false alarms they found half as many true changes. Documents
    are taken as independent: a corpus that repeats one story many times looks surer than it is.
    """
    times = np.array([midpoint(date) for date in dates])
    known = np.isfinite(times)
    times, weights = times[known], together.weights[known].astype(float)
    if len(times) < 4 or np.ptp(times) == 0:
        return [], []
    changes = _slopes(times, weights) * np.ptp(times)
    matters = np.abs(changes) >= MATTERS * weights.mean(axis=0)
    adjusted = _adjusted(times, weights)
    found = [
        {**_name(model, row), "change": round(float(changes[row]), 6), "p": float(adjusted[row])}
        for row in wanted
        if adjusted[row] < SURE and matters[row]
    ]
    found.sort(key=lambda item: -abs(item["change"]))
    return [f for f in found if f["change"] > 0], [f for f in found if f["change"] < 0]


def _slopes(times: Floats, weights: Floats) -> Floats:
    centred = times - times.mean()
    return np.asarray((centred @ weights) / (centred @ centred))


def _adjusted(times: Floats, weights: Floats) -> Floats:
    from scipy.stats import false_discovery_control, linregress

    values = [
        linregress(times, column).pvalue if np.ptp(column) > 0 else 1.0 for column in weights.T
    ]
    return np.asarray(false_discovery_control(values))


def _bursts(
    corpus: Corpus, model: TopicModel, together: Joined, line: _Timeline, wanted: Sequence[int]
) -> list[dict[str, Any]]:
    """The bursts of the wanted topics, the one with most documents first."""
    dominant = together.dominant[line.kept]
    shape = (model.num_topics, len(line.labels))
    words = GroupWords(corpus)
    words.add("all", together.ids, _SAMPLE)
    counts, totals = count_by_period([int(k) for k in dominant], line.at, shape)
    found = [
        _burst(words, model, together, line, row, burst)
        for row in wanted
        for burst in find_bursts([int(n) for n in counts[row]], totals, tests=model.num_topics)
    ]
    return sorted(found, key=lambda item: -len(item["documents"]))


def _burst(
    words: GroupWords, model: TopicModel, together: Joined, line: _Timeline, row: int, burst: Burst
) -> dict[str, Any]:
    inside = [
        i
        for i, at in zip(line.kept, line.at, strict=True)
        if burst.start <= at <= burst.end and together.dominant[i] == row
    ]
    inside.sort(key=lambda i: -together.weights[i, row])
    names = [together.ids[i] for i in inside]
    group = f"{row} {burst.start}"
    words.add(group, names, _SAMPLE)
    return {
        **_name(model, row),
        "start": line.labels[burst.start],
        "peak": line.labels[burst.peak],
        "end": line.labels[burst.end],
        "words": words.distinctive(group, "all")[group],
        "documents": names,
    }


def _name(model: TopicModel, row: int) -> dict[str, Any]:
    return {"topic": model.topics[row].id, "label": model.topics[row].label}


def _note(dates: Sequence[str], timeline: _Timeline, missing: int) -> str:
    without = sum(not parts(date) for date in dates)
    coarse = len(dates) - len(timeline.kept) - without
    sentences = []
    if without:
        sentences.append(f"{without:,} documents have no date.")
    if coarse:
        sentences.append(f"{coarse:,} have a date too coarse to go by {timeline.by}.")
    sentences.append(missing_note(missing))
    return " ".join(filter(None, sentences))
