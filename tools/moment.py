"""A moment: what was hot in March, from 1987-03-01 to 1987-03-08, in 2003."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .bow import BagOfWords
from .compare import cohens_h
from .date_range import date_range, first_day, last_day
from .dates import parse_date
from .distinctive import distinctive_words
from .errors import TopicLlamaError
from .periods import parts

Floats = NDArray[np.float64]

SURE = 0.05  # false discoveries among the topics of a moment
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"(?:in\s+)?(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?|(\d{1,2})\s*月(?:份)?",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:\.\.|…|\bto\b|\buntil\b|到|至|~|～|—)\s*")
_DIGITS = "一二三四五六七八九"
_CHINESE = re.compile(r"(十[一二]?|[一二三四五六七八九])(?=月)")
_WORDS = 10


@dataclass(frozen=True, slots=True)
class Moment:
    """From ``since`` to ``until``, ISO dates of any precision, both inclusive; "" is open."""

    since: str
    until: str

    def holds(self, date: str) -> bool:
        """Whether the whole of an ISO date lies in it."""
        first, last = date_range(self.since, self.until)
        return bool(parts(date)) and first <= first_day(date) and last_day(date) <= last

    @property
    def name(self) -> str:
        if self.since == self.until:
            return self.since
        return f"{self.since or '…'} – {self.until or '…'}"


def read_moment(text: str, dates: Sequence[str]) -> Moment | None:
    """What "1987-03", "1987-03..1987-04", "March 1987", "1987年3月" or "March" means; None when it
    is no time. A month alone is the last such month that one of the documents' ``dates`` is in;
    TopicLlamaError when none is."""
    ends = [_date(part, dates) for part in _TO.split(text.strip(), maxsplit=1)]
    return Moment(ends[0], ends[-1]) if any(ends) else None


def _date(text: str, dates: Sequence[str]) -> str:
    text = _CHINESE.sub(lambda found: str(_number(found[1])), text.strip())
    text = re.sub(r"^in\s+", "", text, flags=re.IGNORECASE)
    if (date := parse_date(text)) or not (found := _MONTH.fullmatch(text)):
        return date
    month = int(found[2]) if found[2] else _MONTHS.index(found[1][:3].lower()) + 1
    known = [d[:7] for d in dates if len(parts(d)) > 1 and parts(d)[1] == month]
    if not known:
        raise TopicLlamaError(f"No document is dated {text}.", _dated(dates))
    return max(known)


def _number(chinese: str) -> int:
    """1 to 12."""
    ones = chinese.removeprefix("十")
    return 10 * (ones != chinese) + (_DIGITS.index(ones) + 1 if ones else 0)


def _dated(dates: Sequence[str]) -> str:
    known = sorted(date[:10] for date in dates if parts(date))
    return f"The dates go from {known[0]} to {known[-1]}."


def describe(
    moment: Moment,
    dates: Sequence[str],
    weights: Floats,
    bow: BagOfWords | None,
    rows: Sequence[int],
) -> dict[str, Any]:
    """The ``documents`` (number) of a moment, its ``topics`` and its ``words`` against the rest of
    the dated documents.

    ``dates`` (N) and ``weights`` (N, K) are those of the documents, ``rows`` (N) their rows in the
    bag of words. ``topics`` are those with a greater share in the moment, the greatest effect
    first, by their ``row``: ``share`` and ``elsewhere`` are mean weights, ``effect`` is Cohen's h,
    ``p`` that of Welch's t-test over all topics at a false discovery rate of 0.05 (Benjamini and
    Hochberg, JRSS B 57(1), 1995). ``words`` are those of :mod:`distinctive`. TopicLlamaError when
    no document lies in the moment.
    """
    inside = np.array([moment.holds(date) for date in dates], bool)
    rest = ~inside & np.array([bool(parts(date)) for date in dates], bool)
    if not inside.any():
        raise TopicLlamaError(f"No document is dated {moment.name}.", _dated(dates))
    return {
        "since": moment.since,
        "until": moment.until,
        "documents": int(inside.sum()),
        "topics": _topics(weights[inside], weights[rest]),
        "words": _words(bow, np.asarray(rows), inside, rest) if bow is not None else [],
    }


def _topics(here: Floats, there: Floats) -> list[dict[str, Any]]:
    from scipy.stats import false_discovery_control, ttest_ind_from_stats

    if len(here) < 2 or len(there) < 2:
        return []
    sides = [(w.mean(axis=0), w.std(axis=0, ddof=1), len(w)) for w in (here, there)]
    with np.errstate(all="ignore"):
        chances = ttest_ind_from_stats(*sides[0], *sides[1], equal_var=False).pvalue
    chances = np.nan_to_num(chances, nan=1.0)
    adjusted = false_discovery_control(chances)
    shares, elsewhere = here.mean(axis=0), there.mean(axis=0)
    effects = cohens_h(shares, elsewhere)
    found = [
        {
            "row": row,
            "share": round(float(shares[row]), 6),
            "elsewhere": round(float(elsewhere[row]), 6),
            "effect": round(float(effects[row]), 4),
            "p": float(adjusted[row]),
        }
        for row in range(len(shares))
        if adjusted[row] < SURE and shares[row] > elsewhere[row]
    ]
    return sorted(found, key=lambda topic: -float(topic["effect"]))


def _words(
    bow: BagOfWords, rows: NDArray[np.intp], inside: NDArray[np.bool_], rest: NDArray[np.bool_]
) -> list[str]:
    groups = {}
    for name, chosen in (("in", inside), ("out", rest)):
        sums = np.asarray(bow.counts[rows[chosen]].sum(axis=0)).ravel()
        known = np.flatnonzero(sums)
        groups[name] = Counter({bow.terms[i]: int(sums[i]) for i in known})
    return [bow.vocabulary[bow.index[term]] for term in distinctive_words(groups, _WORDS)["in"]]
