"""What was loaded and what there is, beside the chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..tools.chinese_messages import in_language
from .page_answer_parts import Piece, Result, link, pairs
from .page_html import esc
from .text import known, say

_ISSUES = 5
_VALUES = 8


def load_report(result: Result, turn: int, language: str) -> Piece:
    """The counts of a load, and what was wrong with which file."""
    rows: list[tuple[str, object]] = [
        (say("chats_added", language), f"{result['added']:,}"),
        (say("chats_now", language), f"{result['documents']:,}"),
        (say("chats_duplicates", language), _some(result.get("duplicates"))),
        (say("chats_empty", language), _some(result.get("empty"))),
        (say("chats_languages", language), _counted(_languages(result, language), language)),
        (say("chats_columns", language), _columns(result, language)),
    ]
    html = pairs(rows)
    for key in ("warnings", "rejected"):
        html += _issues(result.get(key) or [], say("chats_" + key, language), language)
    return Piece(
        say("chats_loaded", language), html + link("#/data", say("chats_open_data", language))
    )


def overview(data: Result, turn: int, language: str) -> Piece:
    dates = data.get("dates") or {}
    span = " – ".join(part for part in (dates.get("first"), dates.get("last")) if part)
    if span and dates.get("undated"):
        span += " · " + say("chats_undated", language, n=f"{dates['undated']:,}")
    length = say(
        "chats_characters", language, n=f"{(data.get('lengths') or {}).get('median', 0):,.0f}"
    )
    rows: list[tuple[str, object]] = [
        (say("chats_now", language), f"{data['documents']:,}"),
        (say("chats_languages", language), _counted(_languages(data, language), language)),
        (say("chats_dates", language), span or say("chats_no_dates", language)),
        (say("chats_labels", language), _counted(data.get("labels") or {}, language)),
        (say("chats_median", language), length),
    ]
    more = link("#/documents", say("view_documents", language))
    return Piece(say("chats_overview", language), pairs(rows) + more)


def _some(count: Any) -> str:
    return f"{count:,}" if count else ""


def _languages(result: Result, language: str) -> dict[str, int]:
    return {
        say(f"lang_{code}", language) if known(f"lang_{code}") else code: count
        for code, count in (result.get("languages") or {}).items()
    }


def _counted(counts: Mapping[str, int], language: str) -> str:
    shown = [f"{name} {count:,}" for name, count in list(counts.items())[:_VALUES]]
    return " · ".join([*shown, "…"] if len(counts) > _VALUES else shown)


def _columns(result: Result, language: str) -> str:
    comma, columns = "、" if language == "zh" else ", ", result.get("columns") or {}
    return comma.join(str(name) for name in dict.fromkeys(columns.values()) if name)


def _issues(issues: list[Result], title: str, language: str) -> str:
    if not issues:
        return ""
    rows = "".join(_issue(one, language) for one in issues[:_ISSUES])
    rest = "<li>…</li>" if len(issues) > _ISSUES else ""
    return f'<h3>{title} ({len(issues):,})</h3><ul class="tl-plain">{rows}{rest}</ul>'


def _issue(one: Result, language: str) -> str:
    said = str(one.get("message", ""))
    said = in_language(said, language)
    place = str(one.get("file") or "").replace("\\", "/").rsplit("/", 1)[-1]
    if one.get("line"):
        place += f":{one['line']}"
    return f"<li>{esc(place)} <small>{esc(said)}</small></li>"
