"""The messages that a model gets: what fits its context, without tearing a call from its result."""

from __future__ import annotations

import re
from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from ..prompts.fence import shortened
from .citations import without_numbers

_OLD_RESULT = 300
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def estimate_tokens(text: str) -> int:
    """Tokens of a Llama tokenizer, from above: a token for each Chinese character, and for every
    3.5 other characters (measured English is near 4.5)."""
    wide = len(_WIDE.findall(text))
    return wide + int((len(text) - wide) / 3.5) + 1


def message_tokens(message: BaseMessage) -> int:
    calls = str(message.tool_calls) if isinstance(message, AIMessage) and message.tool_calls else ""
    return 6 + estimate_tokens(message.text + calls)


def fit(messages: Sequence[BaseMessage], tokens: int) -> list[BaseMessage]:
    """The newest messages that fit in ``tokens``, whole turns only.

    Results of tools in earlier turns are shortened first, then whole earlier turns left out; a
    present turn that is too long by itself has its own results shortened. Artifacts stay.
    """
    turns = _turns(messages)
    if not turns:
        return []
    *earlier, present = turns
    kept = _shorten(present, max(400, _share(present, tokens)))
    left = tokens - sum(map(message_tokens, kept))
    for turn in reversed(earlier):
        short = _shorten([_as_past(message) for message in turn], _OLD_RESULT)
        left -= sum(map(message_tokens, short))
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


def _share(turn: Sequence[BaseMessage], tokens: int) -> int:
    """Characters for each tool result of the turn, so that the whole turn fits."""
    results = [m for m in turn if isinstance(m, ToolMessage)]
    if not results:
        return 0
    free = tokens - sum(message_tokens(m) for m in turn if not isinstance(m, ToolMessage))
    needed = sum(map(message_tokens, results))
    characters = sum(len(m.text) for m in results)
    if needed <= free:
        return characters
    # a result may keep its share of the free tokens, at this text's characters per token
    return int(0.9 * characters / needed * max(free, 0) / len(results))


def _shorten(turn: Sequence[BaseMessage], limit: int) -> list[BaseMessage]:
    return [
        message.model_copy(update={"content": shortened(message.text, limit)})
        if isinstance(message, ToolMessage) and len(message.text) > limit
        else message
        for message in turn
    ]


def _as_past(message: BaseMessage) -> BaseMessage:
    """Earlier answers lose their citation numbers: each turn counts its own."""
    if isinstance(message, AIMessage | ToolMessage) and isinstance(message.content, str):
        return message.model_copy(update={"content": without_numbers(message.content)})
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
