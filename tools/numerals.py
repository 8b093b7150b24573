"""Numbers in a text: digits, percentages, and Chinese numerals that are surely meant as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_DIGITS = re.compile(r"(?<![A-Za-z0-9_.])(?<![A-Za-z]-)(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?")
_TIMES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9,
    "b": 1e9, "trillion": 1e12, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
    "万亿": 1e12,
}  # fmt: skip
_MULTIPLE = re.compile(
    r"[ \t-]?(thousand|million|billion|trillion)\b|(bn|mn|[kmb])(?![A-Za-z])"
    r"|[ \t]?(万亿|[百千万萬亿億])",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"[ \t-]*(?:%|(?:of (?:a|one) )?per ?cent|percentage[ -]points?|个?百分点|個?百分點)",
    re.IGNORECASE,
)
_TENTHS = re.compile(r"成(?![功为立本员为长分了交])")
_OF_HUNDRED = re.compile(r"百分之[ \t]?$")
_ONES = "一二两兩三四五六七八九"
_CHINESE = re.compile(rf"[零〇{_ONES}十百千万萬亿億点點]+")
# Two digits side by side are "about": 三四十 is thirty or forty.
_VAGUE = re.compile(rf"[{_ONES}]{{2}}(?=[十百千万萬亿億成])")
_PLAIN = str.maketrans("两兩〇萬億點", "二二零万亿点")


@dataclass(frozen=True, slots=True)
class Number:
    """``text[start:end]`` is ``shown``. ``values`` has what it may mean ("5m": 5, 5 million);
    ``step`` is the last digit that is given (0.1 for "12.3", 100,000 for "1.2 million")."""

    shown: str
    values: tuple[float, ...]
    percent: bool
    step: float
    start: int
    end: int


def numbers(text: str, *, small: bool = False) -> list[Number]:
    """The numbers of a text, in order. Chinese numerals below ten are left out (一个 is no
    count) unless ``small``."""
    plain = text.translate(_WIDE)
    found = [*_digits(plain), *_numerals(plain, small)]
    return sorted(found, key=lambda number: number.start)


def _digits(text: str) -> Iterator[Number]:
    for digits in _DIGITS.finditer(text):
        value = float(digits[0].replace(",", ""))
        step = 10.0 ** -len((digits[2] or ".")[1:])
        yield _number(text, digits.start(), digits.end(), value, step)


def _number(text: str, start: int, end: int, value: float, step: float) -> Number:
    values, multiple = [value], _MULTIPLE.match(text, end)
    if multiple:
        times = _TIMES[(multiple[1] or multiple[2] or multiple[3]).lower()]
        values, step = [value * times], step * times
        if multiple[2]:  # "5m" may be metres
            values, step = [value, value * times], min(step, step / times)
        end = multiple.end()
    percent = _PERCENT.match(text, end)
    of_hundred = _OF_HUNDRED.search(text, max(0, start - 4), start)
    if percent or of_hundred:
        end = percent.end() if percent else end
        start = of_hundred.start() if of_hundred else start
        return Number(text[start:end].strip(), tuple(values), True, step, start, end)
    if _TENTHS.match(text, end) and value <= 10 and not multiple:
        return Number(text[start : end + 1], (value * 10,), True, step * 10, start, end + 1)
    return Number(text[start:end].strip(), tuple(values), False, step, start, end)


def _numerals(text: str, small: bool) -> Iterator[Number]:
    for run in _CHINESE.finditer(text):
        start, written = run.start(), run[0].rstrip("点點")
        before = text[start - 3 : start]
        if before.endswith("百分之") or written.startswith("百分"):
            pass
        elif text[start : start + 3] == "百分之" or _VAGUE.search(text, start, run.end() + 1):
            continue
        if start and text[start - 1].isdigit():  # "3万" was read with its digits
            continue
        value = _value(written)
        end = start + len(written)
        if value is None:
            continue
        number = _number(text, start, end, value, _step(written.translate(_PLAIN)))
        if small or number.percent or (value >= 10 and text[end : end + 2] not in ("世纪", "世紀")):
            yield number


def _step(written: str) -> float:
    return 0.1 if "点" in written else _TIMES[written[-1]] if written[-1] in "万亿" else 1.0


@lru_cache(4096)
def _value(written: str) -> float | None:
    """The value of Chinese numerals, None for what is hardly meant as a number (万一, 千万)."""
    import cn2an

    plain = written.translate(_PLAIN)
    if plain[:1] not in "一二三四五六七八九十" or re.fullmatch(
        "[一二三四五六七八九零]{2,3}", plain
    ):
        return None
    try:
        return float(cn2an.cn2an(plain, "smart"))
    except ValueError:
        return None
