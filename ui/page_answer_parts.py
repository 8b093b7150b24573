"""Pieces of the panel beside the chat. Texts of the corpus are escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .page_html import esc

Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """``name`` says in a few words what it is; ``html`` is safe."""

    name: str
    html: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside the chat: ``place`` is "chat:turn:step", ``name`` a few words for a
    button, ``html`` the panel."""

    place: str
    name: str
    html: str


def link(address: str, words: str) -> str:
    return f'<p class="tl-go"><a href="{esc(address)}">{esc(words)} →</a></p>'


def dot(topic: object) -> str:
    return f'<i class="tl-dot" style="--topic:{int(topic)}"></i>' if isinstance(topic, int) else ""


def note(words: object) -> str:
    return f'<p class="tl-quiet">{esc(words)}</p>' if words else ""


def topic_name(topic: Result, language: str) -> str:
    """The label, in the language of the page where there is one."""
    return str((topic.get("labels") or {}).get(language) or topic.get("label", ""))


def topic_link(topic: Result, language: str, key: str = "id") -> str:
    """The topic with its colour, which leads to its page."""
    name = esc(topic_name(topic, language))
    number = int(topic[key])
    return (
        f'<a class="tl-by-topic" href="#/topics/{number}">{dot(number)}'
        f"<span>{number} {name}</span></a>"
    )


def document_rows(
    hits: Iterable[Result], turn: int, language: str, more: Sequence[str] = ()
) -> str:
    """Documents as buttons: with the number that the answer cites them by they open at the
    passage. ``more`` is said below each (by place)."""
    rows = []
    for place, hit in enumerate(hits):
        number = hit.get("number")
        opens = (
            f'name="cite" value="{turn}:{number}"'
            if number
            else f'name="open" value="{esc(hit["id"])}"'
        )
        mark = f'<span class="tl-number-chip">{number}</span>' if number else ""
        about = "".join(f"<small>{part}</small>" for part in _about(hit, more, place))
        rows.append(
            f'<li><button type="button" class="tl-hit" {opens}>{mark}'
            f"<b>{esc(hit.get('title') or hit['id'])}</b>{about}</button></li>"
        )
    return f'<ul class="tl-hits" data-list>{"".join(rows)}</ul>'


def _about(hit: Result, more: Sequence[str], place: int) -> list[str]:
    label = str(hit.get("topic_label") or "")
    topic = f"{dot(hit.get('topic'))} {esc(label)}" if label else ""
    line = " · ".join(part for part in (esc(hit.get("date") or ""), topic) if part)
    said = [line] if line else []
    if place < len(more) and more[place]:
        said.append(esc(more[place]))
    return said


def pairs(rows: Iterable[tuple[str, object]]) -> str:
    """Names with their values; empty ones are left out. The values are escaped."""
    shown = "".join(
        f"<div><dt>{esc(name)}</dt><dd>{esc(value)}</dd></div>"
        for name, value in rows
        if value not in ("", None)
    )
    return f'<dl class="tl-pairs">{shown}</dl>'


def percent(share: float) -> str:
    """ "12%", and "0.4%" for a small one."""
    return f"{share:.1%}" if 0 < share < 0.01 else f"{share:.0%}"
