"""What came before a request: the tools that were called and what they listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from ..digest import error_words

DOCUMENT_TOOLS = ("search_documents", "recommend_documents")


@dataclass(frozen=True, slots=True)
class Step:
    """One finished call. ``result`` is its artifact, empty after an error (``error`` says it)."""

    user: str
    tool: str
    arguments: dict[str, Any]
    result: dict[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """The finished calls of a conversation, oldest first."""

    steps: tuple[Step, ...] = ()

    @property
    def last(self) -> Step | None:
        return self.steps[-1] if self.steps else None

    def last_of(self, *tools: str) -> Step | None:
        """The latest call of one of these tools."""
        return next((step for step in reversed(self.steps) if step.tool in tools), None)

    @property
    def topics(self) -> list[int]:
        """Ids of the topics last listed, in the order shown."""
        for step in reversed(self.steps):
            listed = [int(topic["id"]) for topic in step.result.get("topics") or ()]
            if len(listed) > 1 and step.tool != "analyze_corpus":
                return listed
        return []

    @property
    def topic(self) -> str:
        """The one topic that was last spoken of, as the tools take it; "" when there is none."""
        for step in reversed(self.steps):
            named = str(step.arguments.get("topic") or step.arguments.get("topics") or "")
            if named and named != "all" and "," not in named:
                return named
        return ""

    def label_in(self, text: str) -> str:
        """A label of the topics last listed that the text names, as it is written there, or ""."""
        for step in reversed(self.steps):
            for topic in step.result.get("topics") or ():
                for label in (topic["label"], *(topic.get("labels") or {}).values()):
                    at = text.lower().find(str(label).lower())
                    if at >= 0:
                        return text[at : at + len(str(label))]
        return ""

    @property
    def documents(self) -> list[str]:
        """Ids of the documents last shown, in the order shown."""
        for step in reversed(self.steps):
            shown = step.result.get("results") or step.result.get("representative")
            if shown:
                return [str(entry["id"]) for entry in shown]
        return []

    @property
    def lists_documents(self) -> bool:
        """Whether the latest list was one of documents rather than of topics."""
        return self.last is not None and self.last.tool in DOCUMENT_TOOLS


def past_of(messages: Sequence[BaseMessage]) -> Past:
    """The calls that stand in the messages, each with the result of its ToolMessage."""
    steps: list[Step] = []
    user = ""
    calls: dict[str, tuple[str, dict[str, Any], str]] = {}
    for message in messages:
        if isinstance(message, HumanMessage):
            user = message.text
        elif isinstance(message, AIMessage):
            for call in message.tool_calls:
                calls[call["id"] or ""] = (call["name"], dict(call["args"]), user)
        elif isinstance(message, ToolMessage) and message.tool_call_id in calls:
            name, arguments, asked = calls[message.tool_call_id]
            steps.append(_step(message, name, arguments, asked))
    return Past(tuple(steps))


def _step(message: ToolMessage, name: str, arguments: dict[str, Any], user: str) -> Step:
    failed = message.status == "error" or not isinstance(message.artifact, dict)
    if failed:
        return Step(user, name, arguments, error=error_words(message.text))
    return Step(user, name, arguments, result=message.artifact)
