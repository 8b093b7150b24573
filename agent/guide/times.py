"""Times in a request: "since 2003", "before May 2010", 最近五年, 2003年到2008年."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .numbers import NUMBER, number
from .patterns import Patterns

_MONTHS = "january february march april may june july august september october november december"
_NAMES = {name[:3]: n for n, name in enumerate(_MONTHS.split(), 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_EN = (
    rf"(?:(?:{_DAY} )?{_MONTH},? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}|{_YEAR}[-/]\d\d?[-/]\d\d?"
    rf"|{_YEAR}[-/]\d\d?|{_YEAR})(?!\d)"
)
_ZH_DIGITS = "零〇一二三四五六七八九"
_ZH = (
    rf"(?:(?:{_YEAR}|[{_ZH_DIGITS}]{{4}})年(?:{NUMBER}月(?:份|{NUMBER}[日号])?)?"
    rf"|{_YEAR}[-/.]\d\d?(?:[-/.]\d\d?)?|{_YEAR})(?!\d)"
)
_SPAN = r"(?P<unit>years?|months?|weeks?|days?|年|个月|月|个?星期|周|天|日)"
_AMOUNT = rf"(?P<n>{NUMBER}|few|couple of|几|两三)"


@dataclass(frozen=True, slots=True)
class When:
    """A range of time, ISO dates of any precision, both inclusive; "" is open. ``rest`` is the
    request without the words that said it."""

    since: str
    until: str
    rest: str


_Found = tuple[str, str]
_Rule = tuple[str, Callable[[re.Match[str], date], _Found]]


def when(text: str, today: date) -> When:
    """The first time that stands in the text; open on both sides when there is none."""
    for pattern, (_, read) in zip(_PATTERNS, _RULES, strict=True):
        found = pattern.search(text)
        if found:
            since, until = read(found, today)
            rest = f"{text[: found.start()]} {text[found.end() :]}"
            return When(since, until, " ".join(rest.split()))
    return When("", "", text)


def iso(text: str) -> str:
    """What a written date is in ISO 8601, as precise as it was."""
    text = text.strip().lower().rstrip(".")
    chinese = re.fullmatch(
        rf"(.{{4}})年(?:({NUMBER})月(?:份|({NUMBER})[日号])?)?", text
    )  # fmt: skip
    if chinese:
        year = "".join(str(max(0, _ZH_DIGITS.index(c) - 1)) if c in _ZH_DIGITS else c
                       for c in chinese[1])  # fmt: skip
        return _join(year, *(number(part) for part in chinese.groups()[1:] if part))
    if parts := re.fullmatch(r"(\d{4})(?:[-/.](\d\d?))?(?:[-/.](\d\d?))?", text):
        return _join(parts[1], *(int(part) for part in parts.groups()[1:] if part))
    found = re.search(_YEAR, text)
    month = re.search("[a-z]{3}", text)
    day = re.search(r"(?<!\d)(\d\d?)(?!\d)", text)
    assert found and month  # what the patterns above let through
    return _join(found[0], _NAMES[month[0]], *([int(day[1])] if day else []))


def _join(year: str, *parts: int | None) -> str:
    return "-".join([year, *(f"{part:02d}" for part in parts if part)])


def _ends(text: str) -> tuple[date, date]:
    """First and last day of an ISO date of any precision."""
    parts = [int(part) for part in text.split("-")]
    year, month, day = (*parts, 0, 0)[:3]
    last_month = month or 12
    last = day or monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last)


def _as(day: date, like: str) -> str:
    """A day written as precisely as ``like`` is."""
    return day.isoformat()[: len(like)]


def after(text: str) -> str:
    """The year, month or day after one."""
    return _as(_ends(text)[1] + timedelta(1), text)


def before(text: str) -> str:
    """The year, month or day before one."""
    return _as(_ends(text)[0] - timedelta(1), text)


def _ago(match: re.Match[str], today: date) -> _Found:
    words, unit = match["n"], match["unit"]
    amount = 3 if words in ("few", "几", "两三") else 2 if words == "couple of" else number(words)
    return _back(today, amount or 1, unit).isoformat(), ""


def _back(today: date, amount: int, unit: str) -> date:
    if unit.startswith(("day", "天", "日")):
        return today - timedelta(amount)
    if unit.startswith(("week", "周", "星期", "个星期")):
        return today - timedelta(7 * amount)
    months = amount * (12 if unit.startswith(("year", "年")) else 1)
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _previous_month(today: date) -> str:
    return before(today.isoformat()[:7])


def _decade(match: re.Match[str], today: date) -> _Found:
    digits = match["decade"]
    if not digits.isdecimal():
        digits = f"{number(digits)}"
    first = int(digits) if len(digits) == 4 else _century(int(digits))
    return _span(first)


_DECADES = [
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
]


def _span(first: int) -> _Found:
    return str(first), str(first + 9)


def _century(decade: int) -> int:
    return (2000 if decade < 30 else 1900) + decade


_RULES: list[_Rule] = [
    (rf"\b(?:between |from )?(?P<a>{_MONTH}) (?:and|to|till|until|through|-|–) (?P<b>{_MONTH}),? (?P<y>{_YEAR})",
     lambda m, _: (iso(f"{m['a']} {m['y']}"), iso(f"{m['b']} {m['y']}"))),
    (rf"(?:从|自|在)?(?P<y>{_YEAR}年)(?P<a>{NUMBER})月份?\s*(?:到|至|[-–—~～])\s*(?P<b>{NUMBER})月份?(?:之间|期间|间)?(?:的)?",
     lambda m, _: (iso(f"{m['y']}{m['a']}月"), iso(f"{m['y']}{m['b']}月"))),
    (rf"\b(?:nothing|not|none|no \w+) (?:that is |that are )?(?:older than|earlier than|before|prior to|from before) (?P<a>{_EN})", lambda m, _: (iso(m["a"]), "")),
    (rf"\b(?:nothing|not|none) (?:that is |that are )?(?:newer than|later than|after|past) (?P<a>{_EN})", lambda m, _: ("", iso(m["a"]))),
    (rf"(?P<a>{_ZH})\s*(?:之前|以前|前)的?(?:都|统统|全)?(?:不要|不看|去掉|排除|别|不算)了?", lambda m, _: (iso(m["a"]), "")),
    (rf"(?P<a>{_ZH})\s*(?:之后|以后|后)的?(?:都|统统|全)?(?:不要|不看|去掉|排除|别|不算)了?", lambda m, _: ("", iso(m["a"]))),
    (rf"\b(?:no|not) later than (?P<a>{_EN})|\b(?P<b>{_EN}) or (?:earlier|before)\b", lambda m, _: ("", iso(m["a"] or m["b"]))),
    (rf"\b(?:no|not) earlier than (?P<a>{_EN})", lambda m, _: (iso(m["a"]), "")),
    (rf"(?P<a>{_ZH})\s*(?:为止|及(?:以前|之前)|或更早)(?:的)?", lambda m, _: ("", iso(m["a"]))),
    (rf"\b(?:between|from) (?:the year )?(?P<a>{_EN}) (?:and|to|till|until|through) (?P<b>{_EN})",
     lambda m, _: (iso(m["a"]), iso(m["b"]))),
    (rf"(?:(?:in|during|of) )?(?P<a>{_YEAR}) ?[-–—~] ?(?P<b>{_YEAR})(?!\d)",
     lambda m, _: (m["a"], m["b"])),
    (rf"\b(?:(?:in|during|of|from) )?(?P<a>{_YEAR}) (?:and|or) (?P<b>{_YEAR})(?!\d)", lambda m, _: (m["a"], m["b"])),
    (rf"(?P<a>{_YEAR})年?[和与及、](?P<b>{_YEAR})年(?:的)?", lambda m, _: (m["a"], m["b"])),
    (rf"(?:从|自|在)?(?P<a>{_ZH})\s*(?:到|至|[-–—~～])\s*(?P<b>{_ZH})(?:年)?(?:之间|期间|间)?(?:的)?",
     lambda m, _: (iso(m["a"]), iso(m["b"]))),
    (r"\b(?:in |from |during )?the (?:early |late )?(?P<decade>\d{4}|\d0)'?s\b", _decade),
    (r"\b(?:in |from |during |of )?the (?:early |late |mid-?)?(?P<decade>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
     lambda m, _: _span(_century(20 + 10 * _DECADES.index(m["decade"].lower())))),
    (r"(?:在)?(?:上世纪|二十世纪|20世纪)?(?P<decade>\d0|[二三四五六七八九]十)年代(?:的)?", _decade),
    (rf"\b(?:in |from |over |during |within )?the (?:last|past|recent) {_AMOUNT} {_SPAN}", _ago),
    (rf"\b(?:in |over )?(?:last|past) {_AMOUNT} {_SPAN}", _ago),
    (rf"(?:在)?(?:最近|近|过去|这)(?:的)?{_AMOUNT}{_SPAN}(?:以来|之内|以内|内|里|来)?(?:的)?", _ago),
    (r"\b(?:in |from |of )?last year(?:'s)?(?!\w)|去年(?:的)?",
     lambda _, today: (str(today.year - 1),) * 2),
    (r"前年(?:的)?", lambda _, today: (str(today.year - 2),) * 2),
    (r"\b(?:in |from |of )?this year(?:'s)?(?!\w)|今年(?:的)?(?:以来)?", lambda _, t: (str(t.year), "")),
    (r"\b(?:in |from |of )?last month\b|上个?月(?:的)?", lambda _, t: (_previous_month(t),) * 2),
    (r"\b(?:in |from |of )?this month\b|(?:这个月|本月)(?:的)?",
     lambda _, t: (t.isoformat()[:7], "")),
    (r"\b(?:in |from |of )?(?:last|this|the past) week\b|(?:上|这|本)个?(?:星期|周)(?:的)?",
     lambda _, t: ((t - timedelta(7)).isoformat(), "")),
    (r"\byesterday\b|昨天(?:的)?", lambda _, t: ((t - timedelta(1)).isoformat(),) * 2),
    (r"\btoday\b|今天(?:的)?", lambda _, t: (t.isoformat(),) * 2),
    (rf"\b(?:(?:ever )?since|starting(?: (?:in|from|with))?|from) (?P<a>{_EN})"
     r" (?:on(?:wards?)?|and later|until now|till now|to (?:now|today|date))\b",
     lambda m, _: (iso(m["a"]), "")),
    (rf"\b(?:ever since|since|starting(?: (?:in|from|with))?|as of) (?P<a>{_EN})",
     lambda m, _: (iso(m["a"]), "")),
    (rf"\b(?P<a>{_EN}) (?:onwards?|and later|or later|and after)\b", lambda m, _: (iso(m["a"]), "")),
    (rf"(?:从|自)?(?P<a>{_ZH})\s*(?:及以后|及之后|以来|以后|之后|后|起|开始|至今|到现在)(?:的)?",
     lambda m, _: (iso(m["a"]), "")),
    (rf"\b(?:later than|after|newer than|past) (?P<a>{_EN})",
     lambda m, _: (after(iso(m["a"])), "")),
    (rf"\b(?:earlier than|before|older than|prior to) (?P<a>{_EN})",
     lambda m, _: ("", before(iso(m["a"])))),
    (rf"(?:在)?(?P<a>{_ZH})\s*(?:之前|以前|前)(?:的)?", lambda m, _: ("", before(iso(m["a"])))),
    (rf"\b(?:until|till|up to|through|to the end of|by) (?:the end of )?(?P<a>{_EN})",
     lambda m, _: ("", iso(m["a"]))),
    (rf"(?:截至|截止到?|直到|一直到|到)(?P<a>{_ZH})(?:为止|底|末)?(?:的)?",
     lambda m, _: ("", iso(m["a"]))),
    (rf"\b(?:in|during|of|from|within|on|dated|for|published in) (?:the year )?(?P<a>{_EN})",
     lambda m, _: (iso(m["a"]),) * 2),
    (rf"(?:在|于)?(?P<a>(?:{_YEAR}|[{_ZH_DIGITS}]{{4}})年(?:{NUMBER}月(?:份|{NUMBER}[日号])?)?)"
     r"(?:里|期间|间|当年|全年)?(?:的)?", lambda m, _: (iso(m["a"]),) * 2),
    (rf"\b(?:limit\w*|restrict\w*|narrow\w*|confine\w*) (?:it |that |them |this |those )?(?:down )?to (?P<a>{_EN})",
     lambda m, _: (iso(m["a"]),) * 2),
    (rf"\b(?:now |and )?(?:only|just) (?:the |in )?(?P<a>{_YEAR})\b", lambda m, _: (m["a"],) * 2),
    (rf"[, ]+(?:just |only )?(?P<a>{_YEAR}) only$|^only (?P<b>{_YEAR})$", lambda m, _: ((m["a"] or m["b"]),) * 2),
    (rf"^(?:and |just |only |but |(?:what|how) about |now |in |for )*(?P<a>{_EN})(?: only| instead| then)?\??$", lambda m, _: (iso(m["a"]),) * 2),
]  # fmt: skip
_PATTERNS = Patterns(*(pattern for pattern, _ in _RULES))
