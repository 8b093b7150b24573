"""What a small model meant by a tool or a choice that does not exist."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

# Names that models make up, with the arguments that the name already tells.
_MADE_UP: dict[str, tuple[str, dict[str, Any]]] = {
    **dict.fromkeys(("load", "load_texts", "load_documents", "load_file", "load_data", "import"),
                    ("load_corpus", {})),
    "load_demo": ("load_corpus", {"source": "demo"}),
    **dict.fromkeys(("train", "find_topics", "train_model", "train_topic_model", "retrain",
                     "topic_model", "model_topics", "discover_topics"), ("train_topics", {})),
    **dict.fromkeys(("topics", "list_topics", "get_topics", "view_topics", "explain_topic",
                     "describe_topic", "get_topic", "topic"), ("show_topics", {})),
    **dict.fromkeys(("label", "name_topics", "rename_topics", "relabel_topics"),
                    ("label_topics", {})),
    **{f"{action}{end}": ("edit_topics", {"action": action})
       for action in ("merge", "split", "rename", "undo") for end in ("", "_topic", "_topics")
       if f"{action}{end}" != "rename_topics"},
    "mark_noise": ("edit_topics", {"action": "noise"}),
    **dict.fromkeys(("search", "find_documents", "find_articles", "search_articles", "query",
                     "search_corpus", "search_texts"), ("search_documents", {})),
    **{f"{start}{kind}{end}": ("analyze_corpus", {"kind": kind})
       for kind in ("trends", "sentiment", "quality", "overview", "compare")
       for start in ("", "get_", "show_", "analyze_") for end in ("", "_analysis", "_topics")},
    **dict.fromkeys(("analyze", "analyse_corpus", "analyze_topics", "analysis"),
                    ("analyze_corpus", {})),
    **dict.fromkeys(("recommend", "recommend_articles", "similar_documents", "find_similar"),
                    ("recommend_documents", {})),
}  # fmt: skip

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


def known_tool(written: str, names: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """The tool of ``names`` that ``written`` is another spelling or a known synonym of, with the
    arguments that the synonym tells: "functions.Search_Documents", "merge_topics"."""
    word = re.split(r"[.:/]", written.strip().strip("`'\"()"))[-1]
    word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word)
    word = re.sub(r"[\s-]+", "_", word).lower()
    if word in names:
        return word, {}
    return _MADE_UP.get(word)


def closest_tool(written: str, names: Sequence[str]) -> tuple[str, dict[str, Any]] | None:
    """As :func:`known_tool`, and the most similar name too ("search_document")."""
    found = known_tool(written, names)
    if found is None and (close := get_close_matches(written.lower(), names, 1, 0.8)):
        found = close[0], {}
    return found


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
