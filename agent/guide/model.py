"""The guide as a LangChain chat model: one message in, a tool call or an answer out."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import Field

from .answers import answer
from .known_topics import TOPICS, with_topics
from .past import Past, past_of
from .plan import Call, Plan, plan
from .selection import SELECTED, in_selection
from .wording import Wording


class GuideModel(BaseChatModel):
    """Answers without a language model; everything it knows comes from the messages.

    It asks for the tools by name whether or not they were bound, calls one at a time, and words
    the artifact of each result in the language of the question. Texts in results are only ever
    quoted.
    """

    today: date = Field(default_factory=date.today)

    @property
    def _llm_type(self) -> str:
        return "guide"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The guide knows the tools; nothing needs binding."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in _chunks(self._reply(messages)):
            if run_manager and chunk.text:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(self._reply(messages)):
            if run_manager and chunk.text:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _reply(self, messages: Sequence[BaseMessage]) -> AIMessage:
        start = max((n for n, m in enumerate(messages) if isinstance(m, HumanMessage)), default=-1)
        if start < 0:
            return AIMessage(answer("greeting", "en"))
        earlier, now = past_of(messages[:start]), past_of(messages[start:])
        wish = plan(messages[start].text, earlier, self.today)
        told = messages[start].additional_kwargs
        if told.get(SELECTED):
            wish = in_selection(messages[start].text, wish)
        elif told.get(TOPICS):
            wish = with_topics(messages[start].text, wish)
        if wish.answer:
            return AIMessage(_answered(wish, earlier))
        if now.steps and now.steps[-1].error:
            return AIMessage(Wording(wish.language, earlier).step(now.steps[-1]))
        if len(now.steps) < len(wish.calls) and not isinstance(messages[-1], AIMessage):
            return _call(wish.calls[len(now.steps)])
        words = Wording(wish.language, earlier, brief=len(now.steps) > 1)
        return AIMessage("\n\n".join(words.step(step) for step in now.steps))


def _answered(wish: Plan, earlier: Past) -> str:
    if wish.answer == "reword" and earlier.last is not None:
        return Wording(wish.language, earlier).step(earlier.last)
    return answer(wish.answer, wish.language, earlier)


def _call(call: Call) -> AIMessage:
    name = f"guide_{uuid4().hex[:12]}"
    return AIMessage("", tool_calls=[{"name": call.tool, "args": call.arguments, "id": name}])


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    """Words as they would stream; a tool call is one piece."""
    for piece in re.findall(r"\S+\s*|\s+|[\u3400-\u9fff]{1,8}", message.text):
        yield ChatGenerationChunk(message=AIMessageChunk(content=piece))
    if message.tool_calls:
        calls = [
            tool_call_chunk(name=c["name"], args=json.dumps(c["args"], ensure_ascii=False),
                            id=c["id"], index=0)
            for c in message.tool_calls
        ]  # fmt: skip
        yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=calls))
    yield ChatGenerationChunk(message=AIMessageChunk(content="", chunk_position="last"))
