"""Days, weeks, months and years: which period a date lies in, and which kind suits a corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from .errors import TopicLlamaError

PERIODS = ("day", "week", "month", "year")
_WORDS = {
    "day": ("days", "daily", "日", "天"),
    "week": ("weeks", "weekly", "周", "週", "星期"),
    "month": ("months", "monthly", "月", "月份"),
    "year": ("years", "yearly", "年", "年份"),
}
_NAMES = {word: name for name, words in _WORDS.items() for word in (name, *words)}
# How many parts a date must have (year, month, day) to lie in one period of a kind.
_PRECISION = {"day": 3, "week": 3, "month": 2, "year": 1}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ].*)?")

# Periods of a chart should not be nearly empty, nor leave out more than a fifth of the documents.
PER_PERIOD = 5
KNOWN = 0.8
_MOST = 200_000  # dates that are remembered: many documents share one


def period_name(text: str) -> str:
    """ "day", "week", "month" or "year" from its English or Chinese name; TopicLlamaError else."""
    name = text.strip().lower().removeprefix("by ").removeprefix("按").removeprefix("每")
    if name not in _NAMES:
        raise TopicLlamaError(
            f"There is no period {text!r}.", f"Choose one of {', '.join(PERIODS)}."
        )
    return _NAMES[name]


@lru_cache(_MOST)
def parts(text: str) -> tuple[int, ...]:
    """(year), (year, month) or (year, month, day) of an ISO date; () when it is none."""
    found = _ISO.fullmatch(text.strip())
    numbers = tuple(int(part) for part in found.groups() if part) if found else ()
    try:
        date(*(numbers + (1, 1))[:3])
    except (ValueError, TypeError):
        return ()
    return numbers


@lru_cache(_MOST)
def midpoint(text: str) -> float:
    """The middle of a date as a day number (so a bare year is its July); NaN without a date."""
    numbers = parts(text)
    if not numbers:
        return float("nan")
    if len(numbers) == 3:
        return float(date(*numbers).toordinal())
    return date(numbers[0], numbers[1] if len(numbers) == 2 else 7, 15).toordinal()


@lru_cache(_MOST)
def period_of(text: str, by: str) -> str:
    """The period of an ISO date: "2021", "2021-07", "2021-W29" (ISO week) or "2021-07-19";
    "" when the date is too coarse for it, or none."""
    numbers = parts(text)
    if len(numbers) < _PRECISION[by]:
        return ""
    return _label(date(*(numbers + (1, 1))[:3]), by)


def span_of(period: str) -> tuple[str, str]:
    """The dates ("since" and "until" of a search) that a period goes from and to: those of a week
    are its Monday and Sunday, other periods are such dates themselves."""
    if "-W" not in period:
        return period, period
    year, week = (int(part) for part in period.split("-W"))
    monday, sunday = (date.fromisocalendar(year, week, day).isoformat() for day in (1, 7))
    return monday, sunday


def _label(day: date, by: str) -> str:
    if by == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


def all_periods(dates: Sequence[str], by: str) -> list[str]:
    """Every period from the first to the last of the dates, also those without a document."""
    known = (n for d in set(dates) if len(n := parts(d)) >= _PRECISION[by])
    days = sorted(date(*(n + (1, 1))[:3]) for n in known)
    if not days:
        return []
    labels = [_label(days[0], by)]
    last = _label(days[-1], by)
    step = {"day": 1, "week": 7, "month": 28, "year": 365}[by]
    day = days[0]
    while labels[-1] != last:
        day = min(day + timedelta(days=step), days[-1])
        if (label := _label(day, by)) != labels[-1]:
            labels.append(label)
    return labels


def choose_period(dates: Sequence[str]) -> str:
    """The finest period that most dates fit in and that has documents enough; else the coarsest
    one with more than one period."""
    dated = [d for d in dates if parts(d)]
    fitting = [by for by in PERIODS if _known(dated, by) >= KNOWN]
    for by in fitting:
        number = len(all_periods(dated, by))
        if number > 1 and len(dated) >= PER_PERIOD * number:
            return by
    several = [by for by in fitting if len(all_periods(dated, by)) > 1]
    return several[-1] if several else "year"


def finest_period(dates: Sequence[str], limit: int) -> str:
    """The finest period that most dates fit in, with at most ``limit`` periods in all."""
    dated = [d for d in dates if parts(d)]
    for by in PERIODS:
        if _known(dated, by) >= KNOWN and len(all_periods(dated, by)) <= limit:
            return by
    return "year"


def _known(dated: Sequence[str], by: str) -> float:
    return sum(len(parts(d)) >= _PRECISION[by] for d in dated) / max(1, len(dated))
