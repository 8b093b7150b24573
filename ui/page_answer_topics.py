"""Topics beside the chat: one as a card, all of them as a list, the tree."""

from __future__ import annotations

from collections.abc import Collection

from ..tools.chinese_messages import in_language
from ..tools.edit_wording import figures
from ..tools.hierarchy import Branch
from ..tools.svg_charts import tree_svg, trend_svg
from .page_answer_parts import (
    Piece,
    Result,
    document_rows,
    dot,
    link,
    note,
    percent,
    topic_link,
    topic_name,
)
from .page_html import esc
from .text import say

_LISTED = 30
_DOCUMENTS = 5


def shown_topics(result: Result, turn: int, language: str) -> Piece:
    """All of them, one explained, or the tree, as they were asked for."""
    if result.get("tree"):
        return _tree(result, language)
    alone = len(result["topics"]) == 1 and (result.get("explanation") or result.get("neighbours"))
    return _card(result, turn, language) if alone else all_topics(result, turn, language)


def all_topics(result: Result, turn: int, language: str) -> Piece:
    name = say("chats_topics_n", language, n=len(result["topics"]))
    return Piece(name, _list(result["topics"], language) + _note(result, language)
                 + link("#/topics", say("chats_open_topics", language)))  # fmt: skip


def edited_topics(result: Result, turn: int, language: str) -> Piece:
    """The topics with those marked that the edit touched."""
    touched = {topic["id"] for topic in (result.get("after") or {}).get("topics") or []}
    touched |= set(result.get("changed") or [])
    head = note(say("chats_preview", language)) if result.get("preview") else ""
    name = say("chats_topics_n", language, n=len(result["topics"]))
    html = f"{head}<p>{esc(figures(dict(result), language))}</p>"
    html += _list(result["topics"], language, touched)
    return Piece(name, html + link("#/topics", say("chats_open_topics", language)))


def _list(topics: list[Result], language: str, touched: Collection[int] = ()) -> str:
    ranked = sorted(topics, key=lambda topic: (topic["id"] not in touched, -topic["share"]))
    largest = max((topic["share"] for topic in ranked), default=1.0) or 1.0
    rows = "".join(_row(topic, largest, language, topic["id"] in touched)
                   for topic in ranked[:_LISTED])  # fmt: skip
    rest = len(ranked) - _LISTED
    more = note(say("more_topics", language, n=rest)) if rest > 0 else ""
    return f'<ul class="tl-topics" data-list>{rows}</ul>{more}'


def _row(topic: Result, largest: float, language: str, changed: bool) -> str:
    mark = f' <span class="tl-changed">{say("chats_changed", language)}</span>' if changed else ""
    words = esc(" · ".join(topic["keywords"][:6]))
    return (
        f'<li><a class="tl-topic" data-item href="#/topics/{int(topic["id"])}">'
        f"{dot(topic['id'])}<b>{int(topic['id'])} {esc(topic_name(topic, language))}{mark}</b>"
        f'<em>{percent(topic["share"])}</em><span class="tl-share" aria-hidden="true">'
        f'<i style="width:{topic["share"] / largest:.1%}"></i></span><small>{words}</small>'
        "</a></li>"
    )


def _card(result: Result, turn: int, language: str) -> Piece:
    topic = result["topics"][0]
    share, number = percent(topic["share"]), f"{topic['documents']:,}"
    size = say("chats_share", language, share=share, documents=number)
    words = "".join(f"<li>{esc(word)}</li>" for word in topic["keywords"][:12])
    html = (
        f'<p class="tl-card-name">{topic_link(topic, language)}</p><p>{size}</p>'
        f'<ul class="tl-by-words">{words}</ul>{_trend(result, language)}'
        f"{_best(result, turn, language)}{_close(result, language)}{_note(result, language)}"
    )
    open_it = link(f"#/topics/{int(topic['id'])}", say("chats_open_topic", language))
    return Piece(say("chats_topic_n", language, id=topic["id"]), html + open_it)


def _trend(result: Result, language: str) -> str:
    points = (result.get("trend") or {}).get("points") or []
    if len(points) < 2:
        return ""
    shares = [point["share"] for point in points]
    topic = result["topics"][0]
    name = f"{topic['id']} {topic_name(topic, language)}"
    label = say("chats_trend_label", language, name=name)
    periods = [str(point["period"]) for point in points]
    drawn = trend_svg(topic["id"], shares, periods, max(shares) or 1.0, label)
    return f'<a class="tl-by-figure" href="#/trends?topic={int(topic["id"])}">{drawn}</a>'


def _best(result: Result, turn: int, language: str) -> str:
    hits = (result.get("representative") or [])[:_DOCUMENTS]
    if not hits:
        return ""
    return f"<h3>{say('chats_best', language)}</h3>{document_rows(hits, turn, language)}"


def _close(result: Result, language: str) -> str:
    found = (result.get("neighbours") or [])[:3]
    if not found:
        return ""
    rows = "".join(f"<li>{topic_link(topic, language)}</li>" for topic in found)
    return f"<h3>{say('chats_close_topics', language)}</h3><ul class='tl-plain'>{rows}</ul>"


def _tree(result: Result, language: str) -> Piece:
    tree = _branch(result["tree"], language)
    label = say("chats_tree_label", language, n=len(tree.topics))
    drawn = tree_svg(tree, label, branches=90, columns=27)
    html = f'<div class="tl-by-figure">{drawn}</div>' if drawn else ""
    html += note(say("chats_tree_read", language)) + _list(result["topics"], language)
    return Piece(say("chats_tree", language), html + link("#/map", say("chats_open_map", language)))


def _branch(kept: Result, language: str) -> Branch:
    """The tree as it was returned, named in the language of the page."""
    labels = dict(kept.get("labels") or {})
    children = [_branch(child, language) for child in kept.get("children") or []]
    return Branch(
        kept["id"], labels.get(language) or kept["label"], labels, kept["height"],
        list(kept["topics"]), list(kept.get("words") or []), kept["share"], kept["documents"],
        children,
    )  # fmt: skip


def _note(result: Result, language: str) -> str:
    said = str(result.get("note") or "")
    return note(in_language(said, language))
