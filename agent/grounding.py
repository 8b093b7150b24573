"""A question about the texts is not answered out of a model's head.

Small Llamas answer without calling a tool, in words that no document has. When the guide's reader
knows what a message asks for, and the model's first reply calls nothing, that call is made in its
place; the model answers from the result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, BaseMessage, ToolCall

from ..tools import stopwords
from .guide.past import past_of
from .guide.plan import Call, plan
from .guide.selection import in_selection
from .middleware import Call as CallModel
from .middleware import turn_calls

LOOKED = "looked_"  # how the ids of such calls begin
_TO_THE_MODEL = re.compile(r"\byou\b|[你您]")
_TALK = {"think", "mean", "true", "believe", "真", "真的"}
# An edit that a model asks back about ("which two?") is not made for it.
_NOT_FOR_IT = ("edit_topics",)


def wanted_call(text: str, past: Sequence[BaseMessage], *, selected: bool = False) -> Call | None:
    """The first call that a message asks for, None when it asks for none or for an edit. With
    documents ``selected`` it asks about these."""
    wish = plan(text, past_of(past), date.today(), "left")
    calls = (in_selection(text, wish) if selected else wish).calls
    if not calls or calls[0].tool in _NOT_FOR_IT or _says_nothing(calls[0]):
        return None
    return calls[0]


def _says_nothing(call: Call) -> bool:
    """Whether a search is for no word of a document: "really?", "what do you think?"."""
    query = str(call.arguments.get("query") or "").lower()
    words = set(re.findall(r"[^\W_]+", query))
    bare = call.tool == "search_documents" and set(call.arguments) == {"query"}
    return bare and (bool(_TO_THE_MODEL.search(query)) or words <= stopwords.english() | _TALK)


class LookFirst(AgentMiddleware[Any, Any, Any]):
    """Makes ``wanted`` when the first reply of a turn calls no tool."""

    def __init__(self, wanted: Call) -> None:
        super().__init__()
        self._wanted = wanted

    async def awrap_model_call(
        self, request: ModelRequest[Any], handler: CallModel
    ) -> ModelResponse[Any]:
        response = await handler(request)
        offered = {tool["function"]["name"] for tool in request.tools if isinstance(tool, dict)}
        reply = response.result[-1]
        first = not any(turn_calls(request.messages))
        if first and self._wanted.tool in offered and _calls_nothing(reply):
            response.result = [*response.result[:-1], self._instead(reply)]
        return response

    def _instead(self, reply: BaseMessage) -> BaseMessage:
        call = ToolCall(
            name=self._wanted.tool, args=dict(self._wanted.arguments),
            id=f"{LOOKED}{uuid4().hex[:12]}", type="tool_call",
        )  # fmt: skip
        return reply.model_copy(update={"content": "", "tool_calls": [call]})


def _calls_nothing(reply: BaseMessage) -> bool:
    return isinstance(reply, AIMessage) and not reply.tool_calls
