"""What stands between the agent loop and the model, so that a small Llama keeps to its task: the
tools that make sense now, a prompt that fits, no call made twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.tools import BaseTool

from ..tools.errors import TopicLlamaError
from .history import fit, message_size
from .ollama import reply_tokens
from .token_count import WITH_TOOLS, Size, TokenCounter, size_of, total
from .tool_specs import by_name, changing
from .toolset import call_id

_LEAST_ROOM = 200  # tokens for the messages in a context that is too small for everything

Call = Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]]
CallTool = Callable[[ToolCallRequest], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Situation:
    """What a model is told before a call: its instructions with what is loaded now, and the tools
    (as :meth:`topicllama.agent.tool_specs.ToolSpec.function` gives them)."""

    system: str = ""
    tools: list[dict[str, Any]] = field(default_factory=list)


class OfferTools(AgentMiddleware[Any, Any, Any]):
    """Tells the model the situation before each call: a tool may have changed it."""

    def __init__(self, situation: Callable[[], Situation]) -> None:
        super().__init__()
        self._situation = situation
        self._names: list[str] = []

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Call
    ) -> ModelResponse[Any]:
        now = await asyncio.to_thread(self._situation)  # it may read a large model
        self._names = [tool["function"]["name"] for tool in now.tools]
        system = SystemMessage(now.system) if now.system else None
        return await handler(request.override(tools=list(now.tools), system_message=system))

    async def awrap_tool_call(self, request: ToolCallRequest, handler: CallTool) -> Any:
        name, called = request.tool_call["name"], request.tool_call["id"] or ""
        if name in by_name():  # one that is not offered says itself what to do first
            return await handler(request)
        words = (
            f"Error: there is no tool {name[:40]!r}. The tools are: {', '.join(self._names)}. Use "
            "one of them, or answer the person in words."
        )
        return ToolMessage(words, tool_call_id=called, name=name, status="error")


class NameCalls(AgentMiddleware[Any, Any, Any]):
    """Tells a tool the id of the call that it answers: its events carry it."""

    async def awrap_tool_call(self, request: ToolCallRequest, handler: CallTool) -> Any:
        call_id.set(request.tool_call["id"] or "")
        return await handler(request)


class StopRepeats(AgentMiddleware[Any, Any, Any]):
    """A call that was made in this turn already is not made again: its result stands there. When
    the model wants nothing else, it is asked once more, without tools, so that it answers."""

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Call
    ) -> ModelResponse[Any]:
        response = await handler(request)
        done = _done(request.messages)
        replies = [_new_calls(message, done) for message in response.result]
        if any(_calls(new) for new in replies) or not any(map(_calls, response.result)):
            response.result = replies
            return response
        response = await handler(request.override(tools=[]))
        response.result = [_without_calls(message) for message in response.result]
        return response


def _done(messages: Sequence[AnyMessage]) -> set[str]:
    """The calls of this turn that would return the same again: a call that changed something makes
    the ones before it new."""
    done: set[str] = set()
    failed = {m.tool_call_id: m.status == "error" for m in messages if isinstance(m, ToolMessage)}
    for call in turn_calls(messages):
        if changing(call["name"]) and not failed.get(call["id"] or "", True):
            done.clear()
        done.add(_key(call))
    return done


def turn_calls(messages: Sequence[AnyMessage]) -> Iterator[Any]:
    """The calls since the person's last message."""
    asked = max((n for n, m in enumerate(messages) if isinstance(m, HumanMessage)), default=0)
    for message in messages[asked:]:
        yield from _calls(message)


def _calls(message: Any) -> list[Any]:
    return list(message.tool_calls) if isinstance(message, AIMessage) else []


def _key(call: Any) -> str:
    """The call as the tool would read it, so that "5" and 5 are the same."""
    given = dict(call["args"])
    spec = by_name().get(call["name"])
    if spec is not None:
        try:
            given = spec.read(given)
        except TopicLlamaError:
            pass
        else:
            defaults = {a.name: a.default for a in spec.arguments}
            given = {name: value for name, value in given.items() if value != defaults[name]}
    return json.dumps([call["name"], given], sort_keys=True, default=str)


def _new_calls(message: Any, done: set[str]) -> Any:
    """The message without the calls in ``done`` and without one of its own twice."""
    kept, seen = [], set(done)
    for call in _calls(message):
        if (key := _key(call)) not in seen:
            seen.add(key)
            kept.append(call)
    return message.model_copy(update={"tool_calls": kept}) if _calls(message) else message


def _without_calls(message: Any) -> Any:
    return message.model_copy(update={"tool_calls": []}) if _calls(message) else message


class FitHistory(AgentMiddleware[Any, Any, Any]):
    """Leaves out what does not fit the context, so that Ollama does not cut it silently, and learns
    from the server's counts how long a prompt is. ``question_cut``: even the question was too
    long."""

    def __init__(self, num_ctx: int, counter: TokenCounter) -> None:
        super().__init__()
        self._num_ctx, self._counter = num_ctx, counter
        self.question_cut = False

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: Call
    ) -> ModelResponse[Any]:
        before = _told_before(request)
        room = self._num_ctx - reply_tokens(self._num_ctx) - self._counter.tokens(before)
        kept: list[Any] = fit(request.messages, max(_LEAST_ROOM, room), self._counter)
        self.question_cut |= _question(kept) != _question(request.messages)
        response = await handler(request.override(messages=kept))
        sent = before + total(map(message_size, kept))
        for message in response.result:
            counted = getattr(message, "response_metadata", {}).get("prompt_eval_count")
            self._counter.learn(sent, int(counted or 0), self._num_ctx)
        return response


def _told_before(request: ModelRequest[Any]) -> Size:
    """The system prompt and the tools."""
    schemas = [json.dumps(_schema(tool), ensure_ascii=False) for tool in request.tools]
    told = total(map(size_of, schemas)) + Size(fixed=WITH_TOOLS if schemas else 0)
    return told + message_size(request.system_message) if request.system_message else told


def _schema(tool: Any) -> Any:
    return [tool.name, tool.description, tool.args] if isinstance(tool, BaseTool) else tool


def _question(messages: Sequence[Any]) -> str:
    return next((m.text for m in reversed(messages) if isinstance(m, HumanMessage)), "")
