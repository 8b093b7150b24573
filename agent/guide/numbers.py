"""Numbers in digits or words, English and Chinese."""

from __future__ import annotations

import re

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "(?:thir|four|fif|six|seven|eigh|nine)teen|ten|eleven|twelve"
_TENS = "(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
_DIGIT_ZH = "[一二两三四五六七八九]"
# Numbers below a thousand, written well: 五一 is two numbers, and 一 in 一下 is none.
_NUMBER_ZH = (
    rf"(?:{_DIGIT_ZH}百(?:零?{_DIGIT_ZH}?十?{_DIGIT_ZH})?|{_DIGIT_ZH}?十{_DIGIT_ZH}?|[零〇]"
    r"|一(?![下些起遍次样直般点回块览致贯并旦切定度律])(?!分为)|[二两三四五六七八九])"
)
NUMBER = (
    rf"(?:\d+|(?:{_TENS})(?:[- ](?:{_UNITS}))?|{_TEENS}|zero|{_UNITS}|(?:half )?a dozen|a hundred"
    rf"|一打|半打|{_NUMBER_ZH})"
)
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]
ORDINAL = (
    rf"(?:\d+(?:st|nd|rd|th)|{'|'.join(_ORDINALS)}|last"
    r"|第[\d零一二两三四五六七八九十百]+|最后[一那])"
)
_FIXED = {"a dozen": 12, "half a dozen": 6, "a hundred": 100, "zero": 0, "一打": 12, "半打": 6}


def number(text: str) -> int | None:
    """The value of what NUMBER matched, or None."""
    text = text.strip().lower()
    if text.isdecimal():
        return int(text)
    if text in _FIXED:
        return _FIXED[text]
    return (
        _chinese(text) if re.fullmatch("[零〇一二两三四五六七八九十百]+", text) else _english(text)
    )


def ordinal(text: str) -> int | None:
    """1 for "first", "1st" and 第一, -1 for "last", None for anything else."""
    text = text.strip().lower()
    if text in ("last", "最后一", "最后那"):
        return -1
    if text in _ORDINALS:
        return _ORDINALS.index(text) + 1
    digits = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", text)
    return int(digits[1]) if digits else number(text.removeprefix("第"))


def _english(text: str) -> int | None:
    from text_to_num import text2num

    try:
        return int(text2num(text.replace("-", " "), "en"))
    except ValueError:
        return None


def _chinese(text: str) -> int | None:
    import cn2an

    try:
        return int(cn2an.cn2an(text, "smart"))
    except ValueError:
        return None
