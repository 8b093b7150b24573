"""Dates as people and files write them, to ISO 8601 and no more precise than they were."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from .usual_form import usual

_YEARS = range(1000, 2101)
_TIME = r"(?:[T\s]+\d{1,2}[:时時点點].*)?"
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_CHINESE = re.compile(
    r"(?:公元)?(\d{4})\s*年(?:度|\s*(\d{1,2})\s*月(?:份|\s*(\d{1,2})\s*[日号號])?)?" + _TIME
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?" + _TIME)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")
_LONGEST = 60


def parse_date(value: Any) -> str:
    """A date as "2003", "2003-05" or "2003-05-14"; "" when the value is not a date.

    Read are bare years (1000 to 2100, also as numbers), ISO dates and timestamps, Chinese dates,
    numbers between slashes, dots or dashes, dates with English month names (RFC 2822 too), and
    date objects of Python, pandas and numpy. The day is the one that is written: no time zone is
    applied.

    Day and month where both could be either: month first between slashes (5/4/2003 is
    2003-05-04), day first between dots and dashes (5.4.2003 is 2003-04-05). A number above 12
    settles it. Two-digit years only between slashes: 69 to 99 are 19xx, the rest 20xx.
    """
    if value is None or isinstance(value, bool) or value != value:
        return ""
    if isinstance(value, date):
        return f"{value.year:04}-{value.month:02}-{value.day:02}"
    text = str(value).strip()
    if not text or len(text) > _LONGEST:
        return ""
    text = _plain(text)
    return _from_numbers(text) or _from_words(text)


def _plain(text: str) -> str:
    """Full-width forms as plain ones, and the digits of every script (٢٠٠٣, २००३) as 0 to 9."""
    if text.isascii():
        return text
    plain = usual("NFKC", text).strip()
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in plain)


def parse_epoch(value: Any) -> str:
    """Seconds or milliseconds since 1970 as a date; anything else as :func:`parse_date` reads it.

    Only for a column whose name says that it holds such numbers.
    """
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        return parse_date(value)
    if seconds != seconds or seconds < 10_000:
        return parse_date(value)
    if seconds > 1e11:
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    except (OverflowError, OSError, ValueError):
        return ""


def _from_numbers(text: str) -> str:
    if match := _YEAR.fullmatch(text):
        return _iso(match[1])
    if match := _COMPACT.fullmatch(text):
        return _iso(*match.groups()) if 1900 <= int(match[1]) <= 2100 else ""
    if match := _CHINESE.fullmatch(text):
        return _iso(match[1], match[2], match[3])
    if match := _YEAR_FIRST.fullmatch(text):
        return _iso(match[1], match[3], match[4])
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(match)
    return ""


def _year_last(match: re.Match[str]) -> str:
    first, separator, second, year = match[1], match[2], match[3], match[4]
    if len(year) == 2:
        if separator != "/":
            return ""
        year = f"{'19' if int(year) >= 69 else '20'}{year}"
    month_first = separator == "/"
    if int(first) > 12 or int(second) > 12:
        month_first = int(second) > 12
    return _iso(year, first, second) if month_first else _iso(year, second, first)


def _from_words(text: str) -> str:
    """Dates with a month in English, through dateutil.

    It fills in what is missing from a default date, so the text is read against two defaults: a
    part that differs between the results was not in the text.
    """
    if not _FOUR_DIGITS.search(text) or not any(letter.isalpha() for letter in text):
        return ""
    from dateutil import parser  # not needed for the usual ISO and numeric dates

    try:
        one = parser.parse(text, default=datetime(1, 1, 1), ignoretz=True)
        other = parser.parse(text, default=datetime(2, 2, 2), ignoretz=True)
    except (ValueError, OverflowError, TypeError):
        return ""
    if one.year != other.year or one.month != other.month:
        return ""
    return _iso(str(one.year), str(one.month), str(one.day) if one.day == other.day else None)


def _iso(year: str, month: str | None = None, day: str | None = None) -> str:
    """The parts joined, or "" when there is no such day."""
    if int(year) not in _YEARS:
        return ""
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
