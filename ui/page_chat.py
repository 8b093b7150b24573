"""One chat on the page: its turns, as they happen and as the chatbot shows them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..agent.events import (
    Answer,
    Citation,
    ConfirmationNeeded,
    Event,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from ..tools.chinese_messages import in_language
from .page_html import answer, inline, typed
from .page_steps import Step
from .text import say

Message = dict[str, Any]


@dataclass(slots=True)
class Turn:
    """A question and what came of it: text and steps in the order in which they came. ``kept``
    once the conversation has it on disk. It is about ``documents``, by id (none: about all)."""

    question: str
    parts: list[Step | str] = field(default_factory=list)
    citations: dict[int, Citation] = field(default_factory=dict)
    suggestions: list[str] = field(default_factory=list)
    permission: ConfirmationNeeded | None = None
    finished: bool = False
    kept: bool = False
    stopped: bool = False
    error: str = ""
    documents: tuple[str, ...] = ()
    made: int = field(default_factory=time.monotonic_ns)
    _messages: dict[tuple[int, str], list[Message]] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        """Take in what happened next."""
        if isinstance(event, TextDelta):
            self._say(event.text)
        elif isinstance(event, ToolStarted):
            self.parts.append(Step.of(event))
        elif isinstance(event, ToolProgress):
            self._with_step(event.id, lambda step: step.progress(event))
        elif isinstance(event, ToolFinished):
            self._with_step(event.id, lambda step: step.finish(event))
            self.citations.update(_numbered(event.result or {}))
            self.permission = None
        elif isinstance(event, ConfirmationNeeded):
            self.permission = event
        else:
            self._finish(event)

    def _say(self, text: str) -> None:
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += text
        else:
            self.parts.append(text)

    def _with_step(self, name: str, change: Any) -> None:
        for step in self.steps:
            if step.id == name:
                change(step)

    def _finish(self, event: Answer) -> None:
        said = "".join(part for part in self.parts if isinstance(part, str))
        if event.text and event.text.strip() != said.strip():
            self.parts = [*self.steps, event.text]
        self.citations.update({citation.number: citation for citation in event.citations})
        self.suggestions = list(event.suggestions)
        self.kept, self.stopped, self.error = True, event.stopped, event.error
        self.end()

    def end(self) -> None:
        """No more events will come."""
        self.finished, self.permission = True, None
        for step in self.steps:
            step.stop()

    @property
    def steps(self) -> list[Step]:
        return [part for part in self.parts if isinstance(part, Step)]

    def messages(self, number: int, language: str) -> list[Message]:
        """The turn as messages of Gradio's chatbot; ``number`` is its place in the chat. Those of
        a finished turn are made once."""
        if not self.finished:
            return self._shown(number, language)
        if (number, language) not in self._messages:
            self._messages[number, language] = self._shown(number, language)
        return self._messages[number, language]

    def _shown(self, number: int, language: str) -> list[Message]:
        shown: list[Message] = [{"role": "user", "content": typed(asked(self.question, language))}]
        if self.documents:
            shown.append(_said(_about(len(self.documents), language)))
        titles = {n: citation.title or citation.id for n, citation in self.citations.items()}
        describe = say("source", language, number="{number}", title="{title}")
        steps = self.steps
        for part in self.parts:
            if isinstance(part, Step):
                shown.append(part.message(language, f"{number}:{steps.index(part)}"))
            elif part.strip():
                shown.append(_said(answer(part, number, titles, describe)))
        return shown + self._state(language)

    def _state(self, language: str) -> list[Message]:
        if self.permission is not None:
            return [_said(_permission(self.permission, language))]
        if self.stopped:
            return [_said(f'<div class="tl-stopped">{say("stopped", language)}</div>')]
        if self.finished and len(self.parts) == len(self.steps):
            words = inline(self.error) or say("failed", language)
            return [_said(f'<div class="tl-stopped">{words}</div>')]
        busy = any(step.state == "running" for step in self.steps)
        if self.finished or busy or (self.parts and isinstance(self.parts[-1], str)):
            return []
        label = say("thinking", language)
        return [_said(f'<span class="tl-thinking" title="{label}"><i></i><i></i><i></i></span>')]


def _about(documents: int, language: str) -> str:
    key = "selection_about_one" if documents == 1 else "selection_about"
    return f'<p class="tl-about-turn">{say(key, language, n=f"{documents:,}")}</p>'


def _said(content: str) -> Message:
    return {"role": "assistant", "content": content}


def earlier_button(count: int, language: str) -> Message:
    """In place of the ``count`` first turns of a long chat."""
    words = say("chats_earlier", language, n=count)
    return _said(f'<button type="button" class="tl-button" name="earlier">{words}</button>')


def changed_something(turn: Turn) -> bool:
    """Whether its tools changed the texts or the topics."""
    return any(step.state == "done" and step.changes for step in turn.steps)


def asked(question: str, language: str) -> str:
    """A question as people see it: a path into the uploads becomes the file's name."""
    head, mark, tail = question.partition("/uploads/")
    if not mark:
        return question
    names = tail.strip().strip("\"'").split("/")[1:] or [say("what_files", language)]
    return "📎 " + say("files_sent", language, names="/".join(names)).replace("  ", " ")


def _permission(needed: ConfirmationNeeded, language: str) -> str:
    name = inline(needed.id)
    question = in_language(needed.question, language)
    return (
        f'<div class="tl-permission"><b>{say("confirm_title", language)}</b>'
        f"<p>{inline(question)}</p>"
        f'<button type="button" class="tl-button tl-primary" name="allow" value="{name}">'
        f"{say('allow', language)}</button>"
        f'<button type="button" class="tl-button" name="refuse" value="{name}">'
        f"{say('refuse', language)}</button></div>"
    )


def _numbered(result: Mapping[str, Any]) -> dict[int, Citation]:
    """The passages of a tool's result that have a citation number."""
    found = {}
    for hit in (*_rows(result.get("results")), *_rows(result.get("representative"))):
        number = hit.get("number")
        if number:
            found[int(number)] = _citation(hit)
    return found


def _rows(value: object) -> Iterable[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _citation(hit: Mapping[str, Any]) -> Citation:
    return Citation(
        number=int(hit["number"]),
        id=str(hit.get("id", "")),
        quote=str(hit.get("passage") or ""),
        title=str(hit.get("title", "")),
        date=str(hit.get("date", "")),
        start=int(hit.get("start", 0)),
        end=int(hit.get("end", 0)),
    )
