"""Figures beside the chat: trends, mood, comparison, quality."""

from __future__ import annotations

from typing import Any

from ..tools.svg_charts import mood_svg, trend_svg
from .page_answer_parts import Piece, Result, link, note, percent, topic_link
from .page_html import esc
from .text import say

_CHARTS = 6
_MOODS = 12
_BURSTS = 6
_GROUPS = 6
_FIGURES = (
    ("npmi", "{:.2f}"), ("diversity", "{:.0%}"), ("coverage", "{:.0%}"), ("stability", "{:.2f}"),
    ("perplexity", "{:,.0f}"),
)  # fmt: skip


def trends(data: Result, turn: int, language: str) -> Piece:
    """A line for each topic that moves, else for the largest; when much was written."""
    series = _most_moved(data)
    address = (
        f"#/trends?topic={int(series[0]['topic'])}" if len(data["series"]) == 1 else "#/trends"
    )
    top = max((max(one["shares"], default=0) for one in series), default=0) or 1.0
    html = "".join(_line(one, data, top, language) for one in series)
    html += _bursts(data, language)
    return Piece(
        say("chats_trends", language), html + link(address, say("chats_open_trends", language))
    )


def _most_moved(data: Result) -> list[Any]:
    moved = [one["topic"] for key in ("rising", "falling") for one in data.get(key) or []]
    ranked = sorted(
        data["series"], key=lambda one: (one["topic"] not in moved, -max(one["shares"], default=0))
    )
    return ranked[:_CHARTS]


def _line(one: Result, data: Result, top: float, language: str) -> str:
    label = say("chats_trend_label", language, name=f"{one['topic']} {one['label']}")
    drawn = trend_svg(one["topic"], one["shares"], data["periods"], top, label)
    moved = {each["topic"]: key for key in ("rising", "falling") for each in data.get(key) or []}
    move = moved.get(one["topic"])
    moves = f' <small class="tl-changed">{say("chats_" + move, language)}</small>' if move else ""
    return (
        f'<figure class="tl-by-figure"><figcaption>{topic_link(one, language, "topic")}{moves}'
        f'</figcaption><a href="#/trends?topic={int(one["topic"])}">{drawn}</a></figure>'
    )


def _bursts(data: Result, language: str) -> str:
    found = [*(data.get("events") or []), *(data.get("bursts") or [])][:_BURSTS]
    if not found:
        return ""
    rows = "".join(_burst(one, language) for one in found)
    return f'<h3>{say("chats_bursts", language)}</h3><ul class="tl-plain">{rows}</ul>'


def _burst(one: Result, language: str) -> str:
    same = one["start"] == one["end"]
    when = say("chats_burst_one" if same else "chats_burst", language,
               start=one["start"], end=one["end"], peak=one["peak"])  # fmt: skip
    words = ("、" if language == "zh" else ", ").join(map(str, (one.get("words") or [])[:5]))
    address = f"#/documents?topic={int(one['topic'])}&since={one['start']}&until={one['end']}"
    return f'<li><a href="{esc(address)}"><b>{esc(when)}</b></a> {esc(words)}</li>'


def sentiment(data: Result, turn: int, language: str) -> Piece:
    judged = [one for one in data["topics"] if one.get("documents")]
    judged.sort(key=lambda one: one["mean"])
    rows = "".join(_mood(one, language) for one in judged[:_MOODS])
    html = f'{note(say("chats_mood_read", language))}<ul class="tl-plain tl-by-moods">{rows}</ul>'
    return Piece(
        say("chats_mood", language), html + link("#/topics", say("chats_open_topics", language))
    )


def _mood(one: Result, language: str) -> str:
    told = say("chats_mood_label", language, negative=percent(one["negative"]),
               positive=percent(one["positive"]))  # fmt: skip
    return (
        f'<li>{topic_link(one, language)}<span class="tl-by-mood" title="{esc(told)}">'
        f"{mood_svg(one['negative'], one['positive'], told)}<em>{one['mean']:+.2f}</em></span></li>"
    )


def compare(data: Result, turn: int, language: str) -> Piece:
    """The groups that stand out most, with the topics that they have more of."""
    groups = [one for one in data.get("contrasts") or [] if one.get("over") or one.get("under")]
    groups.sort(
        key=lambda one: (
            -max((abs(each["effect"]) for each in [*one["over"], *one["under"]]), default=0)
        )
    )
    html = "".join(_contrast(one, language) for one in groups[:_GROUPS])
    html = html or note(say("chats_no_contrast", language))
    return Piece(
        say("chats_compare", language), html + link("#/trends", say("chats_open_compare", language))
    )


def _contrast(one: Result, language: str) -> str:
    name = esc(say("chats_more_in", language, name=one["name"]))
    more = "".join(_over(each, language) for each in one["over"][:2])
    comma = "、" if language == "zh" else ", "
    less = comma.join(str(each["label"]) for each in one["under"][:3])
    words = comma.join(str(word["word"]) for word in (one.get("words") or {}).get("over", [])[:6])
    told = note(say("chats_less_in", language, names=less)) if less else ""
    told += note(say("chats_words", language, words=words)) if words else ""
    rows = f'<ul class="tl-plain">{more}</ul>' if more else ""
    return f'<section class="tl-contrast"><h3>{name}</h3>{rows}{told}</section>'


def _over(each: Result, language: str) -> str:
    against = say(
        "chats_against", language, share=percent(each["share"]), others=percent(each["others"])
    )
    return f"<li>{topic_link(each, language)}<small>{against}</small></li>"


def quality(data: Result, turn: int, language: str) -> Piece:
    metrics = data.get("metrics") or {}
    rows = "".join(
        f"<div><dt>{say(f'quality_{name}', language)}"
        f"<small>{say(f'quality_{name}_means', language)}</small></dt>"
        f"<dd>{form.format(metrics[name])}</dd></div>"
        for name, form in _FIGURES
        if metrics.get(name) is not None
    )
    html = f'<dl class="tl-pairs tl-by-measures">{rows}</dl>'
    return Piece(
        say("chats_quality", language),
        html + link("#/quality", say("chats_open_quality", language)),
    )
