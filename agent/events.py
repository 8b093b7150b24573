"""What happens during one turn of a conversation, as the doors (page, command line) see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next piece of the answer's text (Markdown)."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A tool begins; ``id`` is that of the call, in all events about it."""

    id: str
    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolProgress:
    """``total`` is None while unknown; ``detail`` is for people ("pass 2 of 5", a file's name)."""

    id: str
    stage: str
    done: int
    total: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """``result`` is the tool's JSON (docs/cli.md), or None when ``error`` says what went wrong."""

    id: str
    name: str
    arguments: dict[str, Any]
    seconds: float
    result: dict[str, Any] | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmationNeeded:
    """A tool wants to do something that a person must allow: answer with
    ``conversation.confirm(id, allowed)``."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Citation:
    """``quote`` stands in the document's text from ``start`` to ``end`` (characters)."""

    number: int
    id: str
    quote: str
    title: str = ""
    date: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a turn. ``model`` is "guide" or "provider:model"; ``language`` "en" or "zh";
    ``stopped`` when the person pressed stop; ``error`` when the turn failed (``text`` then says
    in a sentence what to do). ``text`` is the answer after its check, so it may differ from the
    deltas: without ``dropped_quotes`` (no document has their words), and with a notice of
    ``unverified_numbers`` (no result has them)."""

    text: str
    model: str
    language: str
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    stopped: bool = False
    error: str = ""
    dropped_quotes: list[str] = field(default_factory=list)
    unverified_numbers: list[str] = field(default_factory=list)


Event = TextDelta | ToolStarted | ToolProgress | ToolFinished | ConfirmationNeeded | Answer
