"""What a person has drawn a line around: its documents, their topics and commonest words."""

from __future__ import annotations

from urllib.parse import urlencode

import numpy as np

from ...tools.common_words import CommonWords, common_words
from ..page_html import esc
from ..text import say
from .map_points import Drawn, checked
from .visit import Done, Sent, Visit

MOST = 10_000  # documents that static/selection.js keeps
_TOPICS, _WORDS = 8, 15


def select(visit: Visit, sent: Sent) -> Done:
    """The rows that lie inside: their ids, and what they are about as HTML."""
    found = checked(visit, str(sent.get("key", "")), str(sent.get("source", "")))
    rows = np.array(sent.get("rows", []), np.int64).ravel()
    rows = rows[(rows >= 0) & (rows < len(found.ids))]
    ids = [found.ids[row] for row in rows]
    words = common_words(visit.workspace, ids, _WORDS)
    html = _panel(found, rows, words, visit.language)
    return Done(reload=False, changed=False, data={"ids": ids[:MOST], "html": html})


def find(visit: Visit, sent: Sent) -> Done:
    """The rows of documents that were selected elsewhere, and what they are about."""
    found = checked(visit, str(sent.get("key", "")), str(sent.get("source", "")))
    rows = [found.rows[name] for name in sent.get("ids", []) if name in found.rows]
    done = select(visit, {**sent, "rows": rows})
    return Done(reload=False, changed=False, data={**done.data, "rows": rows})


def _panel(found: Drawn, rows: np.ndarray, words: CommonWords, language: str) -> str:
    n = len(rows)
    key = "map_selected_most" if n > MOST else "map_selected_one" if n == 1 else "map_selected"
    said = esc(say(key, language, n=f"{n:,}", most=f"{MOST:,}"))
    return (
        f'<div class="tl-map-chosen-head"><h2>{said}</h2>'
        f'<button type="button" class="tl-button" data-clear>{say("map_clear", language)}</button>'
        f"</div>{_topics(found, rows, language)}{_words(words, n, language)}"
    )


def _topics(found: Drawn, rows: np.ndarray, language: str) -> str:
    counts = np.bincount(found.topics[rows], minlength=found.model.num_topics)
    order = [row for row in np.argsort(-counts, kind="stable")[:_TOPICS] if counts[row]]
    items = "".join(
        f'<li><a href="#/topics/{topic.id}"><i class="tl-dot" style="--topic:{topic.id}"></i>'
        f"{esc(topic.labels.get(language) or topic.label)}</a> <b>{int(counts[row]):,}</b></li>"
        for row in order
        for topic in [found.model.topics[row]]
    )
    return f'<h3>{say("map_selected_topics", language)}</h3><ul class="tl-map-found">{items}</ul>'


def _words(words: CommonWords, n: int, language: str) -> str:
    if not words.counts:
        return ""
    all_read = words.documents == n
    about = say("map_selected_words_about" if all_read else "map_selected_words_some", language,
                n=f"{words.documents:,}")  # fmt: skip
    items = "".join(
        f'<li><a href="#/documents?{esc(urlencode({"q": word}))}">{esc(word)}</a>'
        f" <b>{count:,}</b></li>"
        for word, count in words.counts
    )
    return (
        f"<h3>{say('map_selected_words', language)}</h3>"
        f'<p class="tl-quiet">{about}</p><ul class="tl-map-found">{items}</ul>'
    )
