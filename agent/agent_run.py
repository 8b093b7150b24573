"""One run of LangChain's agent loop: its text as it streams, its messages as they are complete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelRequest,
    ModelResponse,
    ToolCallLimitMiddleware,
    ToolErrorMiddleware,
)
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.tools import BaseTool

from .history import estimate_tokens, fit
from .models import ChosenModel
from .ollama import NUM_PREDICT
from .recovery import HoldBack, RecoverToolCalls
from .toolset import call_id, in_words

MODEL_CALLS = 8
TOOL_CALLS = 6


class FitHistory(AgentMiddleware[Any, Any, Any]):
    """Leaves out what does not fit the context, so that Ollama does not cut it silently."""

    def __init__(self, num_ctx: int) -> None:
        super().__init__()
        self._room = num_ctx - min(NUM_PREDICT, num_ctx // 2)

    async def awrap_model_call(
        self,
        request: ModelRequest[Any],
        handler: Callable[[ModelRequest[Any]], Awaitable[ModelResponse[Any]]],
    ) -> ModelResponse[Any]:
        fixed = "".join(str(_schema(tool)) for tool in request.tools)
        if request.system_message is not None:
            fixed += request.system_message.text
        room = max(256, self._room - estimate_tokens(fixed))
        kept: list[Any] = fit(request.messages, room)
        return await handler(request.override(messages=kept))


def _schema(tool: Any) -> Any:
    return (tool.name, tool.description, tool.args) if isinstance(tool, BaseTool) else tool


class NameCalls(AgentMiddleware[Any, Any, Any]):
    """Tells a tool the id of the call that it answers: its events carry it."""

    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Awaitable[Any]]
    ) -> Any:
        call_id.set(request.tool_call["id"] or "")
        return await handler(request)


class AgentRun:
    """``messages`` holds what the run added; ``text`` what it has shown."""

    def __init__(
        self,
        chosen: ChosenModel,
        tools: Sequence[BaseTool],
        system: str,
        show: Callable[[str], None],
    ) -> None:
        self.chosen, self.tools, self.system, self._show = chosen, tools, system, show
        self.messages: list[BaseMessage] = []
        self.text = ""
        self._held = HoldBack()
        self._reply = ""  # the id of the reply that is streaming

    async def run(self, history: Sequence[BaseMessage]) -> None:
        """Answer the last message of ``history``; whatever the model raises comes through."""
        agent: Any = create_agent(
            self.chosen.llm,
            tools=list(self.tools),
            system_prompt=self.system or None,
            middleware=self._middleware(),
        )
        parts = agent.astream({"messages": list(history)}, stream_mode=["messages", "updates"])
        async for mode, data in parts:
            if mode == "messages":
                self._piece(data[0])
            else:
                self._step(data)

    def _middleware(self) -> list[AgentMiddleware[Any, Any, Any]]:
        found: list[AgentMiddleware[Any, Any, Any]] = [
            ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="error"),
            ToolCallLimitMiddleware(run_limit=TOOL_CALLS, exit_behavior="continue"),
        ]
        if self.tools:
            found += [
                NameCalls(),
                ToolErrorMiddleware(lambda error, _: f"Error: {in_words(error)}"),
                RecoverToolCalls(),
            ]
        return [*found, FitHistory(self.chosen.num_ctx)] if self.chosen.num_ctx else found

    def _piece(self, message: BaseMessage) -> None:
        if isinstance(message, AIMessage) and message.text:
            self._at(message)
            self._add(self._held.feed(message.text))

    def _at(self, message: AIMessage) -> None:
        if message.id != self._reply:
            self._reply, self._held = message.id or "", HoldBack()

    def _step(self, update: dict[str, Any]) -> None:
        for node, change in update.items():
            for message in (change or {}).get("messages", ()):
                self.messages.append(message)
                if node == "model" and isinstance(message, AIMessage):
                    self._at(message)
                    self._add(self._held.rest(message.text))

    def _add(self, text: str) -> None:
        """Show text of the current reply; replies of one run are paragraphs."""
        if text and self.text and self._held.shown == text:  # the first text of a later reply
            text = f"\n\n{text}"
        if text:
            self.text += text
            self._show(text)
