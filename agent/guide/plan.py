"""From a request to what is to be done: an answer in words, or calls of tools in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

from .intents import INTENTS
from .past import Past
from .request import Request

_COMMANDS = ("load_corpus", "train_topics", "label_topics", "show_topics", "edit_topics",
             "analyze_corpus")  # fmt: skip
_JOINTS = re.compile(
    r"\s*(?:,? and then |; ?|,? then |\. (?=\w)|, and | and |,\s*(?=(?:find|show|label|train|name)\b))"
    r"|\s*(?:[,，;；。]?(?:然后|接着|再|之后|并且|并|同时|随后)(?!来|给|一|训练一|说)|[,，;；](?=\S))",
    re.IGNORECASE,
)

_PARTS = re.compile(
    r"(?<=[.!?;。！？；\n])\s*|[,，、:：]\s*|\b(?:and|then|also|but|after that|afterwards|next)\b"
    r"|然后|接着|并且|并|再|之后|同时|随后|还有|以及|顺便|另外|最后",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Call:
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Either ``answer`` names one of :mod:`answers`, or ``calls`` has one call or two."""

    language: str
    answer: str = ""
    calls: tuple[Call, ...] = field(default_factory=tuple)


def plan(text: str, past: Past, today: date) -> Plan:
    """What to do about a request. Two commands joined by "and" become two calls."""
    request = Request(text, past, today)
    for first, second in _halves(request.text):
        one, two = (_understood(Request(part, past, today)) for part in (first, second))
        if _is_command(one) and _is_command(two) and one.tool != two.tool:
            return Plan(request.language, calls=(one, two))
    found = _understood(request)
    if isinstance(found, Call):
        return Plan(request.language, calls=(found,))
    return Plan(_wanted(request) if found == "reword" else request.language, answer=found)


def every_call(text: str, past: Past, today: date) -> list[Call]:
    """The calls of the plan, and of every part of the request that can be read by itself: what a
    person asked for in a message that asks for several things at once."""
    found = list(plan(text, past, today).calls)
    parts = [*_JOINTS.split(text), *_PARTS.split(text)]
    for part in dict.fromkeys(part.strip() for part in parts if part and part.strip()):
        understood = _understood(Request(part, past, today))
        if isinstance(understood, Call):
            found.append(understood)
    return found


def _wanted(request: Request) -> str:
    """The language that "in Chinese please" asks for, whatever language it is in."""
    if re.search(r"(?i)chinese|mandarin|中文|汉语|简体|普通话", request.plain):
        return "zh"
    return "en" if re.search(r"(?i)english|英文|英语", request.plain) else request.language


def _halves(text: str) -> list[tuple[str, str]]:
    return [
        (text[: m.start()].strip(), text[m.end() :].strip())
        for m in _JOINTS.finditer(text)
        if text[: m.start()].strip() and re.match(r"(?!\d)\S", text[m.end() :].strip())
    ]


def _is_command(found: Call | str) -> TypeGuard[Call]:
    """Whether a half stands on its own: a tool with what it needs, never a search ("fires and
    floods")."""
    if not isinstance(found, Call) or found.tool not in _COMMANDS:
        return False
    return found.arguments.get("source") != "" if found.tool == "load_corpus" else True


def _understood(request: Request) -> Call | str:
    if not re.search(r"[^\W_]", request.plain):
        return "help" if "?" in request.plain else "unknown"
    for intent in INTENTS:
        arguments = intent.fits(request)
        if arguments is None:
            continue
        if intent.name.startswith("answer:"):
            return intent.name.removeprefix("answer:")
        tool = str(arguments.pop("tool", intent.name))
        return Call(tool, arguments)
    return "unknown"
