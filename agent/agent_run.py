"""One run of LangChain's agent loop: its text as it streams, its messages as they are complete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ToolCallLimitMiddleware,
    ToolErrorMiddleware,
)
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.tools import BaseTool

from .digest import error_text
from .grounding import LookFirst
from .guide.plan import Call
from .middleware import FitHistory, NameCalls, OfferTools, Situation, StopRepeats
from .models import ChosenModel
from .recovery import HoldBack, RecoverToolCalls
from .token_count import counter_of
from .toolset import in_words

MODEL_CALLS = 8
TOOL_CALLS = 6


class AgentRun:
    """``messages`` holds what the run added; ``text`` what it has shown; ``question_cut`` that the
    question was too long for the model's context.

    ``tools`` can be called; which of them the model is told of, ``situation`` says before each
    call (None: all, without instructions). ``wanted`` is the call that the question asks for, if
    the model makes none; its first text is held back until that is known.
    """

    def __init__(
        self,
        chosen: ChosenModel,
        tools: Sequence[BaseTool],
        situation: Callable[[], Situation] | None,
        show: Callable[[str], None],
        wanted: Call | None = None,
    ) -> None:
        self.chosen, self.tools, self._situation, self._show = chosen, tools, situation, show
        self.messages: list[BaseMessage] = []
        self.text = ""
        self._wanted = wanted
        self._undecided = ""  # the first text, until it is known whether a call takes its place
        self._held = HoldBack()
        self._reply = ""  # the id of the reply that is streaming
        counter = counter_of(chosen.name)
        self._fitting = FitHistory(chosen.num_ctx, counter) if chosen.num_ctx else None

    @property
    def question_cut(self) -> bool:
        return self._fitting is not None and self._fitting.question_cut

    async def run(self, history: Sequence[BaseMessage]) -> None:
        """Answer the last message of ``history``; whatever the model raises comes through."""
        agent: Any = create_agent(
            self.chosen.llm, tools=list(self.tools), middleware=self._middleware()
        )
        parts = agent.astream({"messages": list(history)}, stream_mode=["messages", "updates"])
        try:
            async for mode, data in parts:
                if mode == "messages":
                    self._piece(data[0])
                else:
                    self._step(data)
        except Exception:
            self._add(self._held.feed(self._undecided))  # what there was before it broke off
            raise

    def _middleware(self) -> list[AgentMiddleware[Any, Any, Any]]:
        """The first sees a call to the model first, and its reply last."""
        found: list[AgentMiddleware[Any, Any, Any]] = [
            ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="error"),
            ToolCallLimitMiddleware(run_limit=TOOL_CALLS, exit_behavior="continue"),
        ]
        if self._situation is not None:
            found.append(OfferTools(self._situation))
        if self.tools:
            found += [
                NameCalls(), ToolErrorMiddleware(lambda error, _: error_text(in_words(error)))
            ]  # fmt: skip
        if not self.chosen.is_guide:
            found += [LookFirst(self._wanted)] if self._wanted is not None else []
            found += [StopRepeats(), RecoverToolCalls()]
        return [*found, self._fitting] if self._fitting is not None else found

    def _piece(self, message: BaseMessage) -> None:
        if not isinstance(message, AIMessage) or not message.text:
            return
        self._at(message)
        if self._wanted is not None and not self.messages:
            self._undecided += message.text
        else:
            self._add(self._held.feed(message.text))

    def _at(self, message: AIMessage) -> None:
        if message.id != self._reply:
            self._reply, self._held = message.id or "", HoldBack()

    def _step(self, update: dict[str, Any]) -> None:
        self._undecided = ""
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
