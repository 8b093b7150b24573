"""Tool calls that a small Llama wrote as text, found again, and kept out of the stream.

Only known tools with known arguments are recovered, whichever of these ways they are written in:
bare JSON, JSON in a fence or a tag, ``{"function": …}``, or a Python-like call; also loosely, with
comments, trailing commas, Python's quotes or missing braces, and under another name of the tool
("functions.search_documents", "merge_topics").
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, ToolCall, ToolMessage

from ..tools.plugins import kept
from .mending import closest_tool, known_tool
from .tool_specs import by_name, names

_NAMED = ("name", "function", "tool", "tool_name", "action", "function_name")
_ARGUMENTS = ("parameters", "arguments", "args", "input", "tool_input", "action_input", "kwargs")
_SPACE = r"(?:functions?|tools?)[.:]"  # functions.search_documents(…)
# At the beginning of a line or behind another call: a tool that is only mentioned is not called.
_PLACE = r"(?:^|[\[>`]|\)\s*[,;])[ \t]*(?:print\()?"
_WRAPPING = re.compile(
    r"```(?:json|python|tool_code|tool_call|xml)?|</?(?:tool_call|function_call|tool|tool_response)s?>"
    r"|<\|python_tag\|>|<\|?/?(?:eom_id|eot_id)\|?>|\[/?TOOL_CALLS?\]|\[[\s,;]*\]|print\(\s*\)"
)
_LONGEST_HOLD = 400
# Reading loosely is slow, and a reply may be anything: a thousand opening braces, too.
_LONGEST_CALL = 2000
_MOST_LOOSE = 4
_MOST_BRACES = 20
_TOO_DEEP = 900  # opening brackets, and none of them begins a call


@dataclass(frozen=True)
class _Patterns:
    """``call`` is a call in Python's way; ``begins`` where a call written as text may begin;
    ``undecided`` what may still become such a beginning."""

    call: re.Pattern[str]
    begins: re.Pattern[str]
    undecided: re.Pattern[str]


@kept
def _patterns() -> _Patterns:
    """For the tools that there are."""
    named = "|".join(names())
    words = (*names(), "print", "functions:", "functions.", "tools.")
    heads = "|".join(sorted({word[:n] for word in words for n in range(len(word) + 1)}))
    call = rf"{_PLACE}(?P<space>{_SPACE})?(?P<name>{named})\s*\("
    begins = (
        rf"```|<\|?/?(?:tool|function|python)|\{{\s*(?:[\"']|(?:name|tool|function)\w*\s*:)|\[\s*\{{"
        rf"|\[/?TOOL|{_PLACE}(?:{_SPACE})?(?:{named})\s*\("
    )
    undecided = (
        rf"(?:`{{1,2}}|<[|/\w]{{0,12}}|\{{\s*\w{{0,14}}\s*|\[\s*|\[/?T\w*"
        rf"|{_PLACE}(?:{_SPACE})?(?:{heads})\s*)\Z"
    )
    return _Patterns(*(re.compile(each, re.MULTILINE) for each in (call, begins, undecided)))


def recover(text: str, quoted: str = "") -> tuple[str, list[ToolCall]]:
    """The text without the calls written in it, and those calls, in their order.

    A call that stands word for word in ``quoted``, what the tools returned, is a document's text
    and not the model's wish.
    """
    found: list[tuple[int, int, ToolCall]] = []
    for start, end, value in _json_values(text):
        calls = [c for part in _parts(value) if (c := _call(part)) is not None]
        found += [(start, end, call) for call in calls]
    taken = [(start, end) for start, end, _ in found]
    for start, end, call in _python_calls(text):
        if not any(a < end and start < b for a, b in taken):
            found.append((start, end, call))
    found = [item for item in found if _folded(text[item[0] : item[1]]) not in _folded(quoted)]
    if not found:
        return text, []
    found.sort(key=lambda item: item[0])
    return _without(text, [(start, end) for start, end, _ in found]), [c for _, _, c in found]


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position:start])
        position = max(position, end)
    left = _WRAPPING.sub("", "".join([*kept, text[position:]]))
    return left.strip() if re.search(r"\w", left) else ""


def _folded(text: str) -> str:
    return " ".join(text.split())


def _json_values(text: str) -> Iterator[tuple[int, int, Any]]:
    decoder = json.JSONDecoder(strict=False)
    position, tried = 0, 0
    while (match := _OPENING.search(text, position)) is not None:
        start = match.start()
        try:
            value, end = decoder.raw_decode(text, start)
        except RecursionError:
            position = start + _TOO_DEEP
            continue
        except ValueError:
            value, end = None, start
            if tried < _MOST_LOOSE and _may_be_call(text, start):
                tried += 1
                value, end = _loose_json(text, start)
        if isinstance(value, dict | list):
            yield start, end, value
            position = end
        else:
            position = start + 1


_OPENING = re.compile(r"[{\[]")


def _may_be_call(text: str, start: int) -> bool:
    piece = text[start : start + _LONGEST_CALL]
    return piece[0] == "{" and any(name in piece for name in names())


_QUOTED = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
_COMMENT = re.compile(rf"({_QUOTED})|//[^\n]*|/\*.*?\*/", re.DOTALL)


def _loose_json(text: str, start: int) -> tuple[Any, int]:
    """A call with comments, trailing commas, Python's quotes or bare names, or whose closing braces
    are missing."""
    text = text[: start + _LONGEST_CALL]
    for end in _ends(text, start):
        value = _read_loosely(text[start:end])
        if isinstance(value, dict):
            return value, end
    for missing in ("}", "}}", '"}}'):
        value = _read_loosely(text[start:].rstrip() + missing)
        if isinstance(value, dict):
            return value, len(text)
    return None, start


def _ends(text: str, start: int) -> list[int]:
    """Where the value may end: its own closing brace, or the last one there is."""
    own = _closing(text, start)
    return list(dict.fromkeys(end for end in (own, text.rfind("}") + 1) if end > start))


def _read_loosely(piece: str) -> Any:
    """By JSON, by Python, and by YAML, which allows what the others do not; None when by none."""
    import yaml

    if piece.count("{") + piece.count("[") > _MOST_BRACES:  # YAML takes the square of them
        return None
    plain = _COMMENT.sub(lambda m: m[1] or "", piece)

    def yaml_words(text: str) -> Any:
        return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes strings, lists and dicts

    ways: tuple[Callable[[str], Any], ...] = (json.loads, ast.literal_eval, yaml_words)
    for read in ways:
        try:
            return read(plain)
        except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError, yaml.YAMLError):
            continue
    return None


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(value.get("tool_calls"), list):
        return list(value["tool_calls"])
    return value if isinstance(value, list) else [value]


def _call(value: Any) -> ToolCall | None:
    """A dict that names a known tool, as a call with its known arguments."""
    if not isinstance(value, dict):
        return None
    name = _name(value)
    while isinstance(name, dict):  # {"function": {"name": …, "arguments": …}}
        value, name = name, _name(name)
    tool = known_tool(name, names()) if isinstance(name, str) else None
    if tool is None:
        return _keyed(value)
    given = next((value[key] for key in _ARGUMENTS if key in value), None)
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except (ValueError, RecursionError):
            given = {}
    if given is None:
        given = {key: child for key, child in value.items() if key not in (*_NAMED, *_ARGUMENTS)}
    given = given if isinstance(given, dict) else {}
    known = {argument.name for argument in by_name()[tool[0]].arguments}
    if str(name).strip() not in by_name() and not known & given.keys():
        return None  # {"name": "search"} may be anything
    return _tool_call(tool[0], {**tool[1], **given})


def _name(value: dict[str, Any]) -> Any:
    return next((value[key] for key in _NAMED if key in value), None)


def _keyed(value: dict[str, Any]) -> ToolCall | None:
    """{"show_topics": {"topic": "2"}}"""
    if len(value) == 1:
        name, given = next(iter(value.items()))
        if name in by_name() and isinstance(given, dict):
            return _tool_call(name, given)
    return None


def _tool_call(name: str, given: dict[str, Any]) -> ToolCall:
    known = {argument.name for argument in by_name()[name].arguments}
    arguments = {key: value for key, value in given.items() if key in known and _is_flat(value)}
    return ToolCall(name=name, args=arguments, id=f"call_{uuid4().hex[:12]}", type="tool_call")


def _is_flat(value: Any) -> bool:
    """A value, or a list or an object of values: arguments are nothing else, and what YAML made may
    hold itself."""
    held = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not any(isinstance(one, dict | list | tuple | set) for one in held)


def _python_calls(text: str) -> Iterator[tuple[int, int, ToolCall]]:
    for match in _patterns().call.finditer(text):
        start, name = match.start("name"), match["name"]
        end = _closing(text, match.end() - 1)
        try:
            tree = ast.parse(text[start:end], mode="eval").body
        except (SyntaxError, ValueError, MemoryError, RecursionError):
            continue
        if isinstance(tree, ast.Call) and (given := _literals(name, tree)) is not None:
            yield start - len(match["space"] or ""), end, _tool_call(name, given)


def _closing(text: str, opening: int) -> int:
    """Behind the bracket that closes the one at ``opening``; as far as a call may reach without."""
    depth, quote, last = 0, "", min(len(text), opening + _LONGEST_CALL)
    for position in range(opening, last):
        character = text[position]
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth == 0:
                return position + 1
    return last


def _literals(name: str, tree: ast.Call) -> dict[str, Any] | None:
    wanted = [argument.name for argument in by_name()[name].arguments]
    try:
        given = {n: ast.literal_eval(v) for n, v in zip(wanted, tree.args, strict=False)}
        given |= {k.arg: ast.literal_eval(k.value) for k in tree.keywords if k.arg}
    except (ValueError, TypeError, MemoryError, RecursionError):
        return None
    return given


class HoldBack:
    """Lets the text of one model reply through as it streams, except what may be a call.

    From the first beginning of a possible call on, the text is held until the reply is complete
    (:meth:`rest`) or so much has come without a known tool's name that it is none.
    """

    def __init__(self) -> None:
        self._text = ""
        self.shown = ""

    def feed(self, piece: str) -> str:
        """The text that may be shown now."""
        self._text += piece
        start = len(self.shown)
        known = _patterns()
        match = known.begins.search(self._text, start)
        match = match or known.undecided.search(self._text, start)
        if match is None or self._is_no_call(match.start()):
            return self._show(len(self._text))
        return self._show(match.start())

    def _is_no_call(self, start: int) -> bool:
        held = self._text[start:]
        return len(held) > _LONGEST_HOLD and not any(name in held for name in names())

    def rest(self, whole: str) -> str:
        """What is still to be shown of ``whole``, the reply after recovery."""
        # recovery strips white space that may have been shown already
        start = self.shown if whole.startswith(self.shown) else self.shown.rstrip()
        left = whole[len(start) :] if whole.startswith(start) else ""
        self.shown += left
        return left

    def _show(self, end: int) -> str:
        free = self._text[len(self.shown) : end]
        self.shown += free
        return free


class RecoverToolCalls(AgentMiddleware[Any, Any, Any]):
    """Turns calls written as text into real ones, before the agent looks at the reply, and calls of
    tools that do not exist into those of the tools that were meant. A model that was offered no
    tools makes no calls."""

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        response = await handler(request)
        quoted = "\n".join(m.text for m in request.messages if isinstance(m, ToolMessage))
        response.result = [_recovered(message, quoted) for message in response.result]
        if not request.tools:
            response.result = [
                m.model_copy(update={"tool_calls": []}) if isinstance(m, AIMessage) else m
                for m in response.result
            ]
        return response


def _recovered(message: Any, quoted: str) -> Any:
    if not isinstance(message, AIMessage):
        return message
    if message.tool_calls:
        return message.model_copy(update={"tool_calls": [_meant(c) for c in message.tool_calls]})
    text, calls = recover(message.text, quoted)
    if not calls:
        return message
    # The same id: the stream must not show the message a second time.
    return message.model_copy(update={"content": text, "tool_calls": calls})


def _meant(call: ToolCall) -> ToolCall:
    found = closest_tool(call["name"], names()) if call["name"] not in by_name() else None
    if found is None:
        return call
    return {**call, "name": found[0], "args": {**found[1], **call["args"]}}
