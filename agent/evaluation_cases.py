"""The conversations that an agent is evaluated on: one JSON object a line.

Their format is documented in docs/evaluation.md; the project's own list is ``conversations.jsonl``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from ..tools.errors import TopicLlamaError
from .tool_specs import by_name

STARTS = ("empty", "loaded", "topics")
Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Expected:
    """One call. An argument's value may be a list: any of them is right."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"tool": self.tool, "arguments": dict(self.arguments)}


@dataclass(frozen=True, slots=True)
class CaseTurn:
    """What a person says, and the calls that are right, in their order (none: no tool is needed).
    ``also`` are other right ways; ``after_error``: the turn before could not be done as asked."""

    say: str
    calls: tuple[Expected, ...] = ()
    also: tuple[tuple[Expected, ...], ...] = ()
    after_error: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation in a workspace of its own. ``start`` is what that holds at first: nothing,
    the texts of ``corpus``, or these and their topics; ``documents`` are added to them."""

    id: str
    language: Language
    start: str
    turns: tuple[CaseTurn, ...]
    tests: tuple[str, ...] = ()
    corpus: Language = "en"
    documents: tuple[str, ...] = ()


def read_cases(path: Path | None = None) -> list[Case]:
    """The conversations of a file, or those of the project. TopicLlamaError names the line that is
    not as it should be."""
    if path is None:
        text, name = files(__package__).joinpath("conversations.jsonl").read_text("utf-8"), ""
    else:
        try:
            text, name = path.read_text("utf-8-sig"), str(path)
        except (OSError, UnicodeDecodeError) as error:
            raise TopicLlamaError(
                f"The conversations in {path} cannot be read ({_reason(error)}).",
                "Give a file of conversations, one JSON object a line.",
            ) from error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise TopicLlamaError(
            f"There are no conversations in {name}.", "Write one JSON object a line."
        )
    return [_case(line, number, name) for number, line in lines]


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "it is not UTF-8"


def _case(line: str, number: int, file: str) -> Case:
    try:
        record = json.loads(line)
        language = _one_of(record["language"], ("en", "zh"))
        return Case(
            str(record.get("id") or f"line-{number}"),
            language,
            _one_of(record["start"], STARTS),
            tuple(_turn(turn) for turn in record["turns"]),
            tuple(record.get("tests") or ()),
            _one_of(record.get("corpus") or language, ("en", "zh")),
            tuple(record.get("documents") or ()),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise TopicLlamaError(
            f"Line {number} of {file} is not a conversation ({what}).",
            "The format is described in docs/evaluation.md.",
        ) from error


def _one_of(value: Any, allowed: Iterable[str]) -> Any:
    if value not in tuple(allowed):
        raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    return value


def _turn(record: Mapping[str, Any]) -> CaseTurn:
    return CaseTurn(
        str(record["say"]),
        _expected(record["calls"]),
        tuple(_expected(calls) for calls in record.get("also") or ()),
        bool(record.get("after_error")),
    )


def _expected(calls: Iterable[Mapping[str, Any]]) -> tuple[Expected, ...]:
    found = tuple(Expected(call["tool"], call.get("arguments") or {}) for call in calls)
    for call in found:
        spec = by_name()[_one_of(call.tool, by_name())]
        for name in call.arguments:
            _one_of(name, [argument.name for argument in spec.arguments])
    return found
