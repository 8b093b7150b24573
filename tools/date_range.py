"""Dates as sortable numbers, for "since" and "until"."""

from __future__ import annotations

import re

from .errors import TopicLlamaError

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
EARLIEST, LATEST = 0, 99991231


def first_day(date: str) -> int:
    """The first day of an ISO date of any precision, as a number: "2003-05" is 20030501; 0 for
    what is no date."""
    year, month, day = _parts(date)
    return year * 10_000 + (month or 1) * 100 + (day or 1) if year else 0


def last_day(date: str) -> int:
    """The last day of an ISO date of any precision: "2003" is 20031231; 0 for what is no date.
    Every month is given 31 days, which is right for comparing."""
    year, month, day = _parts(date)
    return year * 10_000 + (month or 12) * 100 + (day or 31) if year else 0


def date_range(since: str, until: str) -> tuple[int, int]:
    """(first, last) day, both inclusive; an empty side is open.

    TopicLlamaError when a side is not a date or the range is empty.
    """
    first = first_day(_iso(since)) if since.strip() else EARLIEST
    last = last_day(_iso(until)) if until.strip() else LATEST
    if first > last:
        raise TopicLlamaError(
            f"The time from {since} to {until} is empty.", "Give the earlier date first."
        )
    return first, last


def _parts(date: str) -> tuple[int, int, int]:
    found = _ISO.fullmatch(date.strip())
    if found is None:
        return 0, 0, 0
    year, month, day = found.groups(default="0")
    return int(year), int(month), int(day)


def _iso(text: str) -> str:
    from .dates import parse_date

    date = parse_date(text)
    if not date:
        raise TopicLlamaError(
            f"{text!r} is not a date.", "Write it like 2003, 2003-05 or 2003-05-14."
        )
    return date
