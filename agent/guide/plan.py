"""From a request to what is to be done: an answer in words, or calls of tools in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Any, Literal

from ..tool_specs import specs
from . import clauses
from .arguments import language_wanted
from .guess import guess
from .intents import INTENTS
from .links import marked
from .past import Past, Step
from .request import Request, has

_COMMANDS = ("load_corpus", "train_topics", "label_topics", "show_topics", "edit_topics",
             "analyze_corpus")  # fmt: skip
_MOST_CALLS = 3
_READ = 1000  # characters of a message; what is longer is a text that was pasted
_RENAMED_TOO = r"^(?:topic|theme)? ?#?\d+ (?:to|into|as) \w"  # "rename 2 to A and 3 to B"
Guesses = Literal["all", "left", "none"]


@dataclass(frozen=True, slots=True)
class Call:
    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """Either ``answer`` names one of :mod:`answers`, or ``calls`` has one to three calls."""

    language: str
    answer: str = ""
    calls: tuple[Call, ...] = field(default_factory=tuple)


def plan(text: str, past: Past, today: date, guesses: Guesses = "all") -> Plan:
    """What to do about a request. Commands joined by "and" become several calls; what is not
    wanted ("don't merge 1 and 2, merge 1 and 3") is left out."""
    request = Request(text[:_READ], past, today)
    if (asked := of_plugin(text)) is not None:
        return Plan(request.language, calls=(asked,))
    wanted = clauses.wanted(request.text)
    if wanted is None:
        return Plan(request.language, answer="hold")
    if wanted != request.text:
        return replace(plan(wanted, past, today, guesses), language=request.language)
    if several := _several(request, "left" if guesses == "all" else guesses):
        return Plan(request.language, calls=several)
    found = _understood(request, guesses)
    if isinstance(found, Call):
        return Plan(request.language, calls=(*_taken_back(found, request), found))
    if found == "reword":
        return Plan(language_wanted(request.plain) or request.language, answer=found)
    return Plan(request.language, answer=found)


def of_plugin(text: str) -> Call | None:
    """The call of a plugin's tool that a request is for, by the patterns that the plugin gives."""
    for spec in specs():
        for pattern in spec.requests:
            if found := re.search(pattern, text, re.IGNORECASE):
                known = {argument.name for argument in spec.arguments}
                given = {n: v for n, v in found.groupdict().items() if v and n in known}
                return Call(spec.name, given)
    return None


def every_call(text: str, past: Past, today: date) -> list[Call]:
    """The calls of the plan, and of every part of the request that can be read by itself: what a
    person asked for in a message that asks for several things at once. Guesses ask for nothing."""
    text = text[:_READ]
    found = list(plan(text, past, today, "none").calls)
    for part in clauses.every_part(clauses.wanted(text) or ""):
        understood = _understood(Request(part, past, today), "none")
        if isinstance(understood, Call):
            found.append(understood)
    return found


def _taken_back(found: Call, request: Request) -> tuple[Call, ...]:
    """The undo before a correction of a merge that was done ("no, 2 and 6")."""
    last = request.past.last
    if last is None or last.tool != "edit_topics" or found.tool != "edit_topics" or last.error:
        return ()
    same = str(last.arguments.get("action")) == found.arguments.get("action")
    corrects = same and found.arguments["action"] in ("merge", "split", "delete")
    told = has(
        r"^(?:no|nope|sorry|wrong|i meant?)\b|\binstead\b|^(?:不对|不是|错了|说错|我是说|不,)",
        request.whole,
    )
    return (
        (Call("edit_topics", {"action": "undo"}),) if corrects and told and marked(request) else ()
    )


def _several(request: Request, guesses: Guesses) -> tuple[Call, ...]:
    """The calls of a request that joins commands; the most of them that stand on their own."""
    pieces = clauses.pieces(request.text)
    for size in range(min(_MOST_CALLS, len(pieces)), 1, -1):
        for cuts in combinations(range(1, len(pieces)), size - 1):
            parts = clauses.joined(pieces, cuts)
            if calls := _each(parts, request, guesses):
                return calls
    return ()


def _each(parts: list[str], request: Request, guesses: Guesses) -> tuple[Call, ...]:
    """One call for each part, or none: a part that is no command ("fires and floods")."""
    past = request.past
    calls: list[Call] = []
    for number, part in enumerate(parts):
        if calls and calls[-1].arguments.get("action") == "rename" and has(_RENAMED_TOO, part):
            part = f"rename {part}"
        found = _understood(Request(part, past, request.today), guesses)
        if not _is_command(found, part, number) or not isinstance(found, Call):
            return ()
        if found == Call("show_topics", {}) and calls and calls[-1].tool == "load_corpus":
            found = Call("train_topics", {})  # of texts just loaded no topics are known
        calls.append(found)
        past = Past((*past.steps, _step(part, found, past)))
    if len(calls) > 1 and calls[0] == Call("show_topics", {}) and calls[1].tool == "train_topics":
        calls = calls[1:]  # "which topics are there? compute 8"
        return tuple(calls)
    different = all(one != two for one, two in zip(calls, calls[1:], strict=False))
    return tuple(calls) if different and _worth(calls) else ()


def _step(part: str, call: Call, past: Past) -> Step:
    """The call as the next part sees it, before it has a result."""
    listed = past.last_of("show_topics", "train_topics")
    keeps = call.tool == "edit_topics" and listed is not None
    return Step(part, call.tool, call.arguments, listed.result if keeps and listed else {})


def _worth(calls: list[Call]) -> bool:
    """Two calls of one tool only where each says another thing."""
    if any(str(call.arguments.get("action", "")).startswith("preview") for call in calls):
        return False
    if any(call.tool == "load_corpus" for call in calls[1:]):
        return False
    pairs = list(zip(calls, calls[1:], strict=False))
    shown = [one.tool for one, two in pairs if two.tool == "show_topics" and not two.arguments]
    if "show_topics" in shown or "load_corpus" in shown:
        return False
    alike = ("train_topics", "load_corpus", "label_topics", "recommend_documents")
    if any(one.tool == two.tool and one.tool in alike for one, two in pairs):
        return False
    return not any(one.tool == two.tool and _same_deed(one, two) for one, two in pairs)


def _same_deed(one: Call, two: Call) -> bool:
    """The same analysis or edit, unless each names a topic of its own."""
    for kind in ("kind", "action"):
        if kind in one.arguments and one.arguments[kind] == two.arguments.get(kind):
            named = [
                str(c.arguments.get("topics") or c.arguments.get("topic") or "") for c in (one, two)
            ]
            return not (all(named) and named[0] != named[1] and named[1][0].isdecimal())
    return False


def _is_command(found: Call | str, part: str, number: int) -> bool:
    """Whether a part stands on its own: a tool with what it needs. A search or a recommendation
    does so after another command, when it says so."""
    if not isinstance(found, Call) or (
        number > 0 and has("^(?:要|只要|用|得是)[^命起取建找]{1,6}$", part)
    ):
        return False
    if found.tool in ("search_documents", "recommend_documents"):
        return clauses.searches(part) and (number > 0 or bool(found.arguments))
    if found.tool == "load_corpus":
        return found.arguments.get("source") != ""
    return found.tool in _COMMANDS and clauses.commands(part, found.tool, number)


def _understood(request: Request, guesses: Guesses = "all") -> Call | str:
    """What the first row that fits says, or a second opinion where that is heard: "all", only for
    what is "left" over, or "none"."""
    if not has(r"[^\W_]|[\u4e00-\u9fff]", request.plain):
        return "help" if "?" in request.plain else "unknown"
    for intent in INTENTS:
        arguments = intent.fits(request)
        if arguments is None:
            continue
        heard = guesses == "all" or (guesses == "left" and intent.weak)
        if heard and (guessed := guess(request, intent)):
            return _named(*guessed)
        return _named(str(arguments.pop("tool", intent.name)), arguments)
    guessed = None if guesses == "none" else guess(request, None)
    return _named(*guessed) if guessed else "unknown"


def _named(name: str, arguments: dict[str, Any]) -> Call | str:
    key = name.removeprefix("answer:")
    return key if key != name else Call(name, arguments)
