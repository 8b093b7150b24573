"""What a small model meant by a tool that does not exist."""

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
