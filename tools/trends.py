"""Topics over time: shares by period, topics that rise or fall, bursts, events, a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bow import BagOfWords
from .bursts import Burst, count_by_period, find_bursts
from .corpus import Corpus
from .distinctive import GroupWords
from .errors import TopicLlamaError
from .event_report import MOST_EVENTS, told, topic_of
from .events import find_events, too_few
from .joined import Joined, joined, missing_note
from .moment import Moment, describe, read_moment
from .movers import movers
from .periods import (
    all_periods,
    choose_period,
    finest_period,
    parts,
    period_name,
    period_of,
)
from .results import AnalysisResult
from .shares import intervals, period_means, smoothed
from .topic_model import TopicModel

Floats = NDArray[np.float64]

MOST_PERIODS = 400  # for bursts and events
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
    since: str = "",
    until: str = "",
    bursts: bool = True,
    bow: BagOfWords | None = None,
) -> AnalysisResult:
    """Topic shares by period, with what rises, falls and bursts, and hot events.

    ``by`` is "day", "week", "month" or "year"; "" chooses the finest whose periods have five
    documents on average. A share is the mean p(topic | document) of the period's documents, 0
    where ``documents`` is 0; ``low`` and ``high`` are its 95 % interval, ``smoothed`` is the share
    smoothed over periods (:mod:`shares`). ``change`` is the fitted change of the share from the
    first to the last date. Documents without a date, or with one too coarse for the period, count
    as ``undated``. Bursts and ``events`` are looked for in ``bursts_by`` periods, finer than ``by``
    when it was chosen: bursts not without ``bursts``, for texts are read for their words, and
    events only with the corpus's bag of words.

    With ``since`` or ``until``, or a time as ``by`` ("1987-03", "1987-03..1987-04", "March"),
    ``moment`` tells what was hot then (:func:`moment.describe`), and bursts and events are those
    that touch it. TopicLlamaError when no document has a date that is precise enough.
    """
    together = joined(corpus, model)
    dates = together.column(corpus, "date")
    _require_dates(dates)
    moment = Moment(since, until) if since.strip() or until.strip() else read_moment(by, dates)
    if moment is not None and not (since.strip() or until.strip()):
        by = ""
    wanted = range(model.num_topics) if topic is None else [model.row(topic)]
    chosen = _timeline(dates, choose_period(dates))
    timeline = _timeline(dates, period_name(by)) if by.strip() else chosen
    rising, falling = _movers(model, together, dates, chosen, wanted)
    fine = timeline if by.strip() else _timeline(dates, finest_period(dates, MOST_PERIODS))
    data: dict[str, Any] = {
        "by": timeline.by,
        "periods": timeline.labels,
        "documents": [int(n) for n in np.bincount(timeline.at, minlength=len(timeline.labels))],
        "series": _series(model, together, timeline, wanted),
        "rising": rising,
        "falling": falling,
        "bursts": _bursts(corpus, model, together, fine, wanted) if bursts else [],
        "bursts_by": fine.by,
        "undated": len(dates) - len(timeline.kept),
    }
    notes = [_note(dates, timeline, together.missing)]
    if bow is not None:
        data["events"] = _events(corpus, model, together, fine, wanted, bow)
        notes.append(too_few(fine.at))
    if moment is not None:
        data |= _in_moment(data, moment, dates, model, together, wanted, bow)
    if "events" in data:
        data["events"] = data["events"][:MOST_EVENTS]
    return AnalysisResult("trends", data, " ".join(filter(None, notes)))


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


def _series(
    model: TopicModel, together: Joined, timeline: _Timeline, wanted: Sequence[int]
) -> list[dict[str, Any]]:
    """The wanted topics' shares, their intervals, and the shares smoothed."""
    weights = together.weights[timeline.kept].astype(float)
    means, counts = period_means(weights, timeline.at, len(timeline.labels))
    low, high = intervals(weights, timeline.at, means, counts)
    figures = {"shares": means, "low": low, "high": high, "smoothed": smoothed(means, counts)}
    return [
        {**_name(model, row),
         **{name: [round(float(x), 6) for x in table[:, row]] for name, table in figures.items()}}
        for row in wanted
    ]  # fmt: skip


def _movers(
    model: TopicModel,
    together: Joined,
    dates: Sequence[str],
    line: _Timeline,
    wanted: Sequence[int],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rising and the falling of the wanted topics (:func:`movers.movers`)."""
    moved = movers(
        together.weights[line.kept].astype(float), [dates[i] for i in line.kept], line.at
    )
    found = [
        {**_name(model, mover.row), "change": round(mover.change, 6), "p": mover.p}
        for mover in moved
        if mover.row in wanted
    ]
    return [f for f in found if f["change"] > 0], [f for f in found if f["change"] < 0]


def _events(
    corpus: Corpus, model: TopicModel, together: Joined, line: _Timeline, wanted: Sequence[int],
    bow: BagOfWords,
) -> list[dict[str, Any]]:  # fmt: skip
    """The hot events of the wanted topics, the hottest first."""
    rows = [together.positions[i] for i in line.kept]
    weights = together.weights[line.kept]
    found = [e for e in find_events(bow.counts[rows], line.at) if topic_of(e, weights) in wanted]
    return [told(event, bow, line.labels, model, weights, corpus, rows) for event in found]


def _in_moment(
    data: dict[str, Any], moment: Moment, dates: Sequence[str], model: TopicModel,
    together: Joined, wanted: Sequence[int], bow: BagOfWords | None,
) -> dict[str, Any]:  # fmt: skip
    """What was hot then, and of the bursts and events those that touch the moment."""
    found = describe(moment, dates, together.weights.astype(float), bow, together.positions)
    found["topics"] = [
        {**_name(model, row), **topic} for topic in found["topics"]
        if (row := topic.pop("row")) in wanted
    ]  # fmt: skip
    here = {period_of(date, data["bursts_by"]) for date in dates if moment.holds(date)} - {""}
    first, last = min(here, default="~"), max(here, default="")
    touching: dict[str, Any] = {
        key: [item for item in data[key] if item["start"] <= last and item["end"] >= first]
        for key in ("bursts", "events")
        if key in data
    }
    # What had its peak before or after comes behind what had it then.
    for items in touching.values():
        items.sort(key=lambda item: not first <= item["peak"] <= last)
    return {"moment": found, **touching}


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
