"""One turn: the question goes in, events come out, and what is to be kept of it stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool

from ..prompts import prompt
from ..prompts.overrides import problems
from ..tools.claims import Checked
from ..tools.errors import TopicLlamaError
from ..tools.toolbox import Toolbox
from ..tools.workspace import Workspace
from . import models
from .agent_run import MODEL_CALLS, AgentRun
from .chat_turn import ChatTurn
from .checking import AnswerCheck, checked_answer
from .events import Answer, Event, TextDelta, ToolFinished
from .facts import FEW_TOPICS, TOPICS, selection_fact, workspace_facts
from .failures import explain, guide_can_answer
from .grounding import wanted_call
from .guide.known_topics import TOPICS as KNOWN
from .guide.selection import SELECTED
from .history import complete
from .middleware import Situation
from .models import ChosenModel
from .notices import notice
from .permission import Permission
from .questions import is_small_talk
from .suggestions import LastStep, about_selection, suggestions
from .tool_specs import offered
from .toolset import Turn, langchain_tools

_SHOWN = 3  # passages below an answer that cites none
SMALL_CONTEXT = 4096  # tokens; below, the tools are told of without examples


@dataclass(slots=True)
class TurnWork:
    """Answers ``text`` after the messages ``past``. ``choose`` names the model at each turn. With
    ids of ``documents`` it is asked about these alone."""

    workspace: Workspace
    text: str
    past: Sequence[BaseMessage]
    choose: Callable[[], ChosenModel]
    turn: Turn
    language: str
    documents: tuple[str, ...] = ()
    model: str = ""
    messages: list[BaseMessage] = field(default_factory=list)
    said: str = ""
    spoken: list[tuple[int, int]] = field(default_factory=list)  # where a model said it
    question_cut: bool = False

    async def run(self) -> ChatTurn:
        """The whole turn; it ends with an Answer whatever happens, also when it is cancelled."""
        self.messages = [HumanMessage(self.text, additional_kwargs=self._for_guide())]
        error, stopped = "", False
        try:
            await self._answer()
        except asyncio.CancelledError:
            self.turn.stopped.set()
            stopped = True
        except ModelCallLimitExceededError:
            error = notice("limit", self.language, steps=MODEL_CALLS)
            self._say_apart(error)
        except Exception as failure:
            error = explain(failure, self.model, self.language)
            self._say_apart(error)
        return self._finished(error, stopped)

    async def _answer(self) -> None:
        chosen = await asyncio.to_thread(self.choose)
        self.model = chosen.name
        try:
            await self._ask(chosen)
        except Exception as failure:
            if chosen.is_guide or not guide_can_answer(failure):
                raise
            models.status_cache.forget()
            await self._guide_instead(explain(failure, chosen.name, self.language))
            return
        if not self._said_something() and not chosen.is_guide:
            await self._guide_instead(notice("nothing_said", self.language))
        self._tell_what_was_cut(chosen)
        self._tell_of_own_prompts(chosen)

    async def _guide_instead(self, why: str) -> None:
        words = notice("guide_instead", self.language, why=why)
        self._say_apart(f"{words}\n\n")
        chosen = models.guide(words)
        self.model = chosen.name
        while isinstance(self.messages[-1], AIMessage) and not self.messages[-1].tool_calls:
            self.messages.pop()  # an empty reply: the guide answers what came before it
        await self._ask(chosen)

    async def _ask(self, chosen: ChosenModel) -> None:
        situation = None if chosen.is_guide else lambda: self._situation(chosen)
        say = self._say if chosen.is_guide else self._say_of_model
        wanted = (
            None
            if chosen.is_guide
            else wanted_call(self.text, self.past, selected=bool(self.documents))
        )
        run = AgentRun(chosen, self._tools(chosen), situation, say, wanted)
        history = [*self.past, *self.messages]
        try:
            await run.run(history)
        finally:
            self.question_cut |= run.question_cut
            self.messages = self._complete([*self.messages, *run.messages])

    def _small_talk(self) -> bool:
        said = self.past[-1].text if self.past and isinstance(self.past[-1], AIMessage) else ""
        return is_small_talk(self.text, said)

    def _tools(self, chosen: ChosenModel) -> list[BaseTool]:
        if self._small_talk() and not chosen.is_guide:
            return []

        def toolbox(task: Any, confirm: Callable[[str], bool]) -> Toolbox:
            return Toolbox(
                self.workspace, chosen.tools_llm, task, confirm,
                question=self.text, language=self.language,
                within=frozenset(self.documents) if self.documents else None,
            )  # fmt: skip

        self.turn.question = Permission(
            self.workspace, self.text, self.past, self.language
        ).question
        return langchain_tools(toolbox, self.turn)

    def _situation(self, chosen: ChosenModel) -> Situation:
        """What is loaded now, and the tools for it; shorter in a small context."""
        brief = 0 < chosen.num_ctx < SMALL_CONTEXT
        small_talk = self._small_talk()
        facts = self._facts(FEW_TOPICS if brief else TOPICS)
        name = "small_talk" if small_talk else "system"
        system = prompt(name, self.language, self.workspace.prompts, facts=facts)
        if small_talk:
            return Situation(system)
        documents = len(self.workspace.corpus) > 0
        topics = documents and bool(self.workspace.current_version)
        tools = offered(documents=documents, topics=topics)
        return Situation(system, [tool.function(brief=brief) for tool in tools])

    def _for_guide(self) -> dict[str, Any]:
        """What the guide cannot know from the messages before."""
        chosen = {SELECTED: len(self.documents)} if self.documents else {}
        with suppress(OSError):
            return {KNOWN: True, **chosen} if self.workspace.current_version else chosen
        return chosen

    def _facts(self, topics: int = TOPICS) -> str:
        known = workspace_facts(self.workspace, self.language, topics)
        chosen = selection_fact(len(self.documents), self.language)
        return f"{known}\n{chosen}".strip()

    def _say(self, text: str) -> None:
        self.said += text
        self.turn.emit(TextDelta(text))

    def _say_of_model(self, text: str) -> None:
        self.spoken.append((len(self.said), len(self.said) + len(text)))
        self._say(text)

    def _say_apart(self, text: str) -> None:
        self._say(f"\n\n{text}" if self.said.strip() else text)

    def _said_something(self) -> bool:
        last = self.messages[-1]
        return isinstance(last, AIMessage) and bool(last.text.strip())

    def _tell_what_was_cut(self, chosen: ChosenModel) -> None:
        replies = [m.response_metadata for m in self.messages if isinstance(m, AIMessage)]
        if replies and replies[-1].get("done_reason") == "length":
            self._say_apart(notice("cut", self.language))
        used = max((int(facts.get("prompt_eval_count") or 0) for facts in replies), default=0)
        if chosen.num_ctx and used >= chosen.num_ctx:
            self._say_apart(notice("truncated", self.language))
        elif self.question_cut:
            self._say_apart(notice("question_cut", self.language))

    def _tell_of_own_prompts(self, chosen: ChosenModel) -> None:
        for problem in [] if chosen.is_guide else problems(self.workspace.prompts):
            told = problem.sentence(self.language)
            self._say_apart(notice("own_prompt", self.language, problem=told))

    def _complete(self, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        key = "stopped_call" if self.turn.stopped.is_set() else "lost_call"
        return complete(messages, notice(key, self.language))

    def _finished(self, error: str, stopped: bool) -> ChatTurn:
        if not self.said.strip() and not stopped:
            self._say(notice("empty", self.language))
        checked = self._checked()
        text = self._with_passages(self.turn.citations.clean(checked.text).strip())
        self._keep_answer(text)
        answer = Answer(
            text,
            self.model or models.GUIDE,
            self.language,
            tool_calls=[dict(call) for call in self.turn.calls],
            citations=self.turn.citations.cited(text),
            suggestions=self._next_questions(),
            stopped=stopped,
            error=error,
            dropped_quotes=checked.dropped,
            unverified_numbers=checked.numbers,
        )
        return ChatTurn(
            self.text, self.messages, answer, self.turn.steps, documents=list(self.documents)
        )

    def _with_passages(self, text: str) -> str:
        """A model's answer that cites nothing still shows the passages that it was given."""
        found = self.turn.citations.first(_SHOWN)
        by_guide = not self.spoken or self.model in ("", models.GUIDE)
        if by_guide or not found or self.turn.stopped.is_set() or self.turn.citations.cited(text):
            return text
        return f"{text}\n\n{notice('found', self.language, numbers=found)}".strip()

    def _checked(self) -> Checked:
        """The answer after the check, which also mends the messages that later turns read."""
        check = AnswerCheck(
            self.workspace, [*self.past, *self.messages],
            self._facts,
        )  # fmt: skip
        if self.spoken and self.model != models.GUIDE:
            self.messages = [check.mended(message) for message in self.messages]
        return checked_answer(self.said, self.spoken, check, self.language)

    def _next_questions(self) -> list[str]:
        try:
            found = (
                about_selection(self.language)
                if self.documents
                else suggestions(self.workspace, self.language, self._last_step())
            )
        except TopicLlamaError:  # a damaged model: the answer has told, or doctor will
            return []
        return [question for question in found if question.lower() != self.text.lower()]

    def _last_step(self) -> LastStep | None:
        """The tool that was called last, when it went well."""
        results = {m.tool_call_id: m.artifact for m in self.messages if isinstance(m, ToolMessage)}
        for step in reversed(self.turn.steps):
            result = results.get(step["id"])
            if step["error"] or not isinstance(result, dict):
                return None
            return LastStep(step["name"], step["arguments"], result)
        return None

    def _keep_answer(self, text: str) -> None:
        """The messages end with what the person read, also after a failure or a stop."""
        self.messages = self._complete(self.messages)
        last = self.messages[-1]
        if not isinstance(last, AIMessage) or last.tool_calls:
            self.messages.append(AIMessage(text or "…"))


def new_turn(emit: Callable[[Event], None]) -> Turn:
    """A turn whose finished steps are kept for the history."""
    steps: list[dict[str, Any]] = []

    def keep(event: Event) -> None:
        if isinstance(event, ToolFinished):
            steps.append(
                {"id": event.id, "name": event.name, "arguments": event.arguments,
                 "seconds": event.seconds, "error": event.error}
            )  # fmt: skip
        emit(event)

    return Turn(keep, steps=steps)
