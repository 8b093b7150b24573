"""What an answer was about, beside the chat: made of what its tools returned.

The results are kept with the chat, so it is the same after a restart. Only the small map is drawn
of what the workspace holds now.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from ..tools.workspace import Workspace
from . import page_answer_corpus as corpus
from . import page_answer_figures as figures
from . import page_answer_topics as topics
from .page_answer_documents import documents
from .page_answer_parts import Piece, Shown, link
from .page_answer_plugin import of_plugin
from .page_chat import Turn, asked
from .page_html import esc
from .page_sessions import Chat
from .page_steps import Step
from .text import say

_MAP = re.compile(r"\bmaps?\b|地图", re.IGNORECASE)
_MAPPED = 3000  # documents; drawing more of them takes longer than a person wants to wait


def shown_beside(workspace: Workspace, chat: Chat, language: str) -> Shown | None:
    """The step that a person picked, else what was found last; None when there is nothing."""
    place = chat.picked if _can_be_shown(chat, chat.picked) else _last(chat)
    if place is None:
        return None
    turn, number = chat.turns[place[0]], place[1]
    piece = _piece(workspace, turn, turn.steps[number], place[0], language)
    question = say("chats_asked", language, question=asked(turn.question, language))
    html = f'<p class="tl-asked">{esc(question)}</p><h2>{esc(piece.name)}</h2>{piece.html}'
    return Shown(f"{chat.id}:{place[0]}:{number}", piece.name, html)


def _can_be_shown(chat: Chat, place: tuple[int, int] | None) -> bool:
    if place is None or place[0] >= len(chat.turns):
        return False
    steps = chat.turns[place[0]].steps
    return place[1] < len(steps) and _maker(steps[place[1]]) is not None


def _last(chat: Chat) -> tuple[int, int] | None:
    for turn in range(len(chat.turns) - 1, -1, -1):
        for step in range(len(chat.turns[turn].steps) - 1, -1, -1):
            if _can_be_shown(chat, (turn, step)):
                return turn, step
    return None


Maker = Callable[[dict[str, Any], int, str], Piece]
_TOOLS: dict[str, Maker] = {
    "search_documents": documents,
    "recommend_documents": documents,
    "load_corpus": corpus.load_report,
    "train_topics": topics.all_topics,
    "show_topics": topics.shown_topics,
    "label_topics": topics.all_topics,
    "edit_topics": topics.edited_topics,
}
_ANALYSES: dict[str, Maker] = {
    "trends": figures.trends,
    "sentiment": figures.sentiment,
    "compare": figures.compare,
    "quality": figures.quality,
    "overview": corpus.overview,
}


def _maker(step: Step) -> Maker | None:
    if step.state != "done" or not step.result:
        return None
    if step.name == "analyze_corpus":
        return _ANALYSES.get(str(step.result.get("kind")))
    if step.name not in _TOOLS and (step.result.get("text") or step.result.get("results")):
        return partial(of_plugin, step.name)  # of a plugin, which may be gone
    return _TOOLS.get(step.name)


def _piece(workspace: Workspace, turn: Turn, step: Step, number: int, language: str) -> Piece:
    maker = _maker(step)
    assert maker is not None  # only such a step is chosen
    result = step.result
    piece = maker(result["data"] if step.name == "analyze_corpus" else result, number, language)
    if _MAP.search(turn.question) and step.name in ("show_topics", "analyze_corpus"):
        return Piece(say("chats_map", language), _map(workspace, language) + piece.html)
    return piece


def _map(workspace: Workspace, language: str) -> str:
    """A small map, with the way to the large one."""
    more = link("#/map", say("chats_open_map", language))
    model = workspace.model
    if model is None or not 0 < len(model.document_ids) <= _MAPPED:
        return more
    from ..tools.document_map import document_map
    from ..tools.svg_map import map_svg

    drawn = map_svg(document_map(workspace, "topics"), language)
    return f'<div class="tl-by-figure">{drawn}</div>{more}'
