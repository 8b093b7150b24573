"""What the tool of a plugin found, beside the chat: its own words, and its documents."""

from __future__ import annotations

from ..agent.tool_specs import title
from .page_answer_documents import documents
from .page_answer_parts import Piece, Result
from .page_html import esc
from .text import say


def of_plugin(name: str, result: Result, turn: int, language: str) -> Piece:
    """Under the name that the plugin gives its tool, while it is installed."""
    heading = title(name, language) or say("step_other", language, name=name)
    lines = str(result.get("text") or "").strip().splitlines()
    said = "".join(f"<p>{esc(line)}</p>" for line in lines if line.strip())
    found = documents(result, turn, language).html if result.get("results") else ""
    return Piece(heading, said + found)
