"""The document panel: the full text with the cited passage marked, and what is known about it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from ..tools.documents import Document
from ..tools.recommend_wording import reason
from ..tools.results import Recommendation
from ..tools.topic_model import TopicModel
from ..tools.workspace import Workspace
from .page_html import esc
from .text import say

# A longer text is shown around the passage: a browser stays quick and nothing is hidden silently.
_SHOWN = 200_000
_TOPICS = 5
_SMALL = 0.05


@dataclass(frozen=True, slots=True)
class Passage:
    """Where to open a document; ``quote`` finds the place when the offsets do not fit."""

    id: str
    quote: str = ""
    start: int = 0
    end: int = 0


def place_of(sent: str) -> Passage:
    """What a button that opens a document sends: its id, or as JSON its ``id`` with the ``start``
    and ``end`` of a passage."""
    try:
        told = json.loads(sent)
        return Passage(str(told["id"]), "", int(told["start"]), int(told["end"]))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return Passage(sent)


def document_panel(workspace: Workspace, passage: Passage, language: str) -> str:
    """The panel's HTML. Every piece of corpus text in it is escaped."""
    document = workspace.corpus.get([passage.id]).get(passage.id)
    if document is None:
        return _frame(say("document", language), f"<p>{say('gone', language)}</p>", language)
    body = (
        _facts(document, language)
        + _topics(workspace.model, document.id, language)
        + _text(document.text, passage, language)
        + _more(document.id, language)
    )
    return _frame(document.heading, body, language)


def _frame(title: str, body: str, language: str) -> str:
    close = say("close", language)
    # The page's script sees each opening by the time, also of the document that was open before.
    return (
        f'<section class="tl-document" role="dialog" aria-label="{esc(title)}"'
        f' id="tl-opened-{time.monotonic_ns()}">'
        f'<header><h2 tabindex="-1">{esc(title)}</h2>'
        f'<button type="button" class="tl-icon" name="close-document" aria-label="{close}"'
        f' title="{close} (Esc)">✕</button></header><div class="tl-document-body">{body}</div>'
        "</section>"
    )


def _facts(document: Document, language: str) -> str:
    facts = (("date", document.date), ("source_name", document.source), ("label", document.label))
    items = "".join(
        f"<div><dt>{say(key, language)}</dt><dd>{esc(value)}</dd></div>"
        for key, value in facts
        if value
    )
    return f'<dl class="tl-facts">{items}</dl>' if items else ""


def _topics(model: TopicModel | None, name: str, language: str) -> str:
    if model is None:
        return ""
    weights = topic_weights(model, name)
    if not weights:
        return f'<p class="tl-quiet">{say("not_in_model", language)}</p>'
    rows = "".join(
        f'<button type="button" class="tl-weight" name="topic" value="{topic}">'
        f"<span>{esc(label)}</span>"
        f'<span class="tl-share" aria-hidden="true"><i style="width:{weight:.1%}"></i></span>'
        f"<b>{weight:.0%}</b></button>"
        for topic, label, weight in weights
    )
    title = say("its_topics", language)
    return f'<div class="tl-weights" role="group" aria-label="{title}">{rows}</div>'


def topic_weights(model: TopicModel, name: str) -> list[tuple[int, str, float]]:
    """The topics of a document with their weights, heaviest first; empty when it has none."""
    try:
        row = model.document_topic[model.document_ids.index(name)]
    except ValueError:
        return []
    ranked = sorted(zip(model.topics, row.tolist(), strict=True), key=lambda pair: -pair[1])
    shown = [pair for i, pair in enumerate(ranked[:_TOPICS]) if i == 0 or pair[1] >= _SMALL]
    return [(topic.id, topic.label, weight) for topic, weight in shown]


def locate(text: str, passage: Passage) -> tuple[int, int]:
    """The passage's place in the text: its offsets when they hold the quote, else by search."""
    start, end = passage.start, passage.end
    if 0 <= start < end <= len(text) and (
        not passage.quote or text[start:end].split() == passage.quote.split()
    ):
        return start, end
    found = text.find(passage.quote) if passage.quote else -1
    if found >= 0:
        return found, found + len(passage.quote)
    return (start, end) if 0 <= start < end <= len(text) else (0, 0)


def _text(text: str, passage: Passage, language: str) -> str:
    start, end = locate(text, passage)
    first, last = max(0, start - _SHOWN // 2), max(0, start - _SHOWN // 2) + _SHOWN
    note = ""
    if len(text) > _SHOWN:
        note = f'<p class="tl-quiet">{say("cut", language, n=f"{_SHOWN:,}")}</p>'
    before, quote, after = text[first:start], text[start : min(end, last)], text[end:last]
    label = say("passage", language)
    mark = f'<mark tabindex="-1" aria-label="{label}">{esc(quote)}</mark>' if quote else ""
    return f'{note}<div class="tl-text" lang="">{esc(before)}{mark}{esc(after)}</div>'


def _more(name: str, language: str) -> str:
    return (
        f'<button type="button" class="tl-button" name="similar" value="{esc(name)}">'
        f"{say('more_like', language)}</button>"
    )


def similar_list(found: Sequence[Recommendation], language: str) -> str:
    """Documents like the one that is open, as buttons that open them."""
    if not found:
        return f'<p class="tl-quiet">{say("none_like", language)}</p>'
    rows = "".join(
        f'<button type="button" class="tl-hit" name="open" value="{esc(hit.id)}">'
        f"<b>{esc(hit.title)}</b><small>{esc(' · '.join(_about(hit)))}</small>"
        f"<small>{esc(_why(hit, language))}</small></button>"
        for hit in found
    )
    return f'<div class="tl-similar-list">{rows}</div>'


def _why(hit: Recommendation, language: str) -> str:
    """The document that is open was read; its title stands above."""
    return reason({**hit.because, "action": "read", "title": ""}, language)


def _about(hit: Recommendation) -> list[str]:
    return [part for part in (hit.date, hit.topic_label) if part]
