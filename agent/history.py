"""The messages that a model gets: what fits its context, without tearing a call from its result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from ..prompts.fence import shortened
from .citations import without_numbers
from .memo import memo
from .token_count import PER_MESSAGE, Size, TokenCounter, size_of

_LEFT_OUT = "\n[…]\n"
Count = Callable[[BaseMessage], int]


def message_size(message: BaseMessage) -> Size:
    calls = str(message.tool_calls) if isinstance(message, AIMessage) and message.tool_calls else ""
    return size_of(message.text + calls, PER_MESSAGE)


def fit(
    messages: Sequence[BaseMessage], tokens: int, counter: TokenCounter | None = None
) -> list[BaseMessage]:
    """The newest messages that fit in ``tokens``, whole turns only.

    Of earlier turns the results of tools are told in a line; what does not fit then is left out,
    the oldest turn first. A present turn that is too long by itself has its own results
    shortened, and its question if that alone is too long. Artifacts stay.
    """
    turns = _turns(messages)
    if not turns:
        return []
    known = counter or TokenCounter()

    def count(message: BaseMessage) -> int:
        return known.tokens(message_size(message))

    *earlier, present = turns
    kept = _present(present, tokens, count)
    left = tokens - sum(map(count, kept))
    for turn in reversed(earlier):
        short = [_as_past(message) for message in turn]
        left -= sum(map(count, short))
        if left < 0:
            break
        kept = short + kept
    return kept


def _turns(messages: Sequence[BaseMessage]) -> list[list[BaseMessage]]:
    turns: list[list[BaseMessage]] = []
    for message in messages:
        if isinstance(message, HumanMessage) or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns


def _present(turn: Sequence[BaseMessage], tokens: int, count: Count) -> list[BaseMessage]:
    results = [m for m in turn if isinstance(m, ToolMessage)]
    asked = [_asked(m, tokens, count, alone=not results) for m in turn]
    needed = sum(map(count, results))
    free = tokens - sum(count(m) for m in asked if not isinstance(m, ToolMessage))
    if needed <= free or not results:
        return asked
    # a result may keep its share of the free tokens, at this text's characters per token
    characters = sum(len(m.text) for m in results)
    share = max(160, int(0.9 * characters / needed * max(free, 0) / len(results)))
    return [_with(m, shortened(m.text, share)) if isinstance(m, ToolMessage) else m for m in asked]


def _asked(message: BaseMessage, tokens: int, count: Count, *, alone: bool) -> BaseMessage:
    """A question that does not leave room for anything else keeps its beginning and its end."""
    room = tokens if alone else tokens // 2
    needed = count(message)
    if not isinstance(message, HumanMessage) or needed <= room:
        return message
    half = max(100, int(0.45 * len(message.text) * room / needed))
    return _with(message, f"{message.text[:half]}{_LEFT_OUT}{message.text[-half:]}")


def _with(message: BaseMessage, text: str) -> BaseMessage:
    return message.model_copy(update={"content": text})


def _as_past(message: BaseMessage) -> BaseMessage:
    """Earlier answers lose their citation numbers, for each turn counts its own, and results are
    told in a line: what a person may come back to ("the second one", "no, 12")."""
    if isinstance(message, ToolMessage):
        result = message.artifact if isinstance(message.artifact, dict) else {}
        told = memo(message.name or "", result)
        return _with(message, told or shortened(without_numbers(message.text), 300))
    if isinstance(message, AIMessage) and isinstance(message.content, str):
        return _with(message, without_numbers(message.content))
    return message


def complete(messages: Sequence[BaseMessage], reason: str) -> list[BaseMessage]:
    """The messages with an error result for every call that a stopped turn left without one."""
    answered = {m.tool_call_id for m in messages if isinstance(m, ToolMessage)}
    missing = [
        ToolMessage(reason, tool_call_id=call["id"] or "", name=call["name"], status="error")
        for message in messages
        if isinstance(message, AIMessage)
        for call in message.tool_calls
        if call["id"] not in answered
    ]
    return _in_order([*messages, *missing])


def _in_order(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """Each result right behind the message that called for it; results of nothing are dropped."""
    results = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    ordered: list[BaseMessage] = []
    for message in messages:
        if isinstance(message, ToolMessage):
            continue
        ordered.append(message)
        if isinstance(message, AIMessage):
            ordered += [results[c["id"]] for c in message.tool_calls if c["id"] in results]
    return ordered
