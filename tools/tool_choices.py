"""What a small model meant by a choice that does not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches

# What stands for a choice in other words; matched after the choices themselves.
_CHOICES = {
    "en": r"english|eng?[-_]\w+|英文|英语",
    "zh": r"chinese|mandarin|cn|zh[-_]\w+|中文|汉语",
    "both": r"bilingual|en\W+zh|english and chinese|中英|双语",
    "merge": r"combine|join|unite|合并",
    "split": r"divide|separate|拆分|分开",
    "rename": r"(?:re)?label|name|call|title|改名|重命名|命名",
    "delete": r"remove|drop|erase|删除|去掉",
    "noise": r"ignore|stop ?words?|噪音|忽略",
    "update": r"include|fold in|add|更新",
    "undo": r"revert|go back|take back|撤销|撤回",
    "trends": r"trend|over time|time ?(?:line|series)|temporal|evolution|趋势|变化",
    "sentiment": r"sentiments|emotions?|moods?|polarity|positive|negative|tone|情感|情绪",
    "quality": r"coherence|metrics|evaluat\w+|scores?|质量",
    "compare": r"comparison|differences?|groups?|labels?|sources?|比较|对比",
    "overview": r"summary|statistics|stats|info|general|概况|概览",
}

_PREVIEW = re.compile(r"preview|dry run|what if|would|预览|试")


def closest_choice(written: str, choices: Sequence[str]) -> str:
    """The choice that a small model meant; ``written`` in lower case when it is none of them.

    A wish to preview something is never read as the thing itself.
    """
    text = " ".join(written.lower().replace("_", " ").split())
    if text in choices:
        return text
    if _PREVIEW.search(text):
        choices = [c.removeprefix("preview ") for c in choices if c.startswith("preview ")]
        found = _closest(" ".join(_PREVIEW.sub(" ", text).split()), choices)
        return f"preview {found}" if found else text
    return _closest(text, choices) or text


def _closest(text: str, choices: Sequence[str]) -> str:
    """By a word of it, by a synonym, by spelling; "" when two choices would fit or none does."""
    named = [c for c in choices if re.search(rf"\b{re.escape(c)}\b", text)]
    meant = [
        c
        for c in choices
        if c in _CHOICES and re.search(rf"(?<![a-z])(?:{_CHOICES[c]})(?![a-z])", text)
    ]
    for found in (named, meant, get_close_matches(text, choices, 1, 0.7)):
        if found:
            return found[0] if len(found) == 1 else ""
    return ""
