"""How well a model does as the agent: conversations with known right calls, played for real.

Each conversation goes through the same loop, tools and workspace as a person's, in a workspace of
its own. A yes is given to what the conversation expects, and to nothing else.
"""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..tools.progress import Task
from .conversation import Conversation
from .evaluation_cases import Case, CaseTurn, Expected
from .evaluation_matching import Call, Shown, right_arguments, right_tools
from .evaluation_stage import Stage
from .events import Answer, ConfirmationNeeded, ToolFinished, ToolStarted
from .grounding import LOOKED
from .models import ChosenModel
from .questions import language_of
from .tool_specs import changing

MEASURES = ("tool", "arguments", "restraint", "recovery", "answered", "language")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One turn and how it was judged: ``marks`` has a yes or no for each of MEASURES that applies.

    tool: the right tools and no others. arguments: those of all their calls, too. restraint: no
    call where none is needed. recovery: done as expected although something failed before, in this
    turn or the one before it. answered: the model gave an answer. language: that of the question.
    """

    case: Case
    number: int
    turn: CaseTurn
    calls: list[Call]
    answer: Answer
    marks: dict[str, bool]
    looked_up: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.case.id,
            "turn": self.number,
            "say": self.turn.say,
            "wrong": [name for name, right in self.marks.items() if not right],
            "expected": [call.to_json() for call in self.turn.calls],
            "called": [
                {"tool": c.tool, "arguments": dict(c.arguments), "error": c.error}
                for c in self.calls
            ],
            "answer": self.answer.text,
        }


@dataclass(slots=True)
class Evaluation:
    """All outcomes of one model; ``seconds`` is wall clock."""

    model: str
    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """``scores`` {measure: {"right", "of", "share"}}, also ``by_language`` and ``by_test``;
        ``failures`` are the turns with something wrong, ``looked_up`` counts those whose first call
        was made in the model's place (:mod:`grounding`)."""
        cases = {id(o.case): o.case for o in self.outcomes}.values()
        tests = sorted({test for case in cases for test in case.tests})
        return {
            "model": self.model,
            "conversations": len(cases),
            "turns": len(self.outcomes),
            "seconds": round(self.seconds, 1),
            "looked_up": sum(outcome.looked_up for outcome in self.outcomes),
            "scores": scores(self.outcomes),
            "by_language": {
                language: scores([o for o in self.outcomes if o.case.language == language])
                for language in ("en", "zh")
            },
            "by_test": {
                test: _whole([o for o in self.outcomes if test in o.case.tests]) for test in tests
            },
            "failures": [o.to_json() for o in self.outcomes if not all(o.marks.values())],
        }


def scores(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """For each measure how many turns it applies to, and how many of them are right."""
    return {name: _score([o.marks[name] for o in outcomes if name in o.marks]) for name in MEASURES}


def _whole(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    return _score([all(o.marks.values()) for o in outcomes])


def _score(marks: Sequence[bool]) -> dict[str, Any]:
    share = round(sum(marks) / len(marks), 3) if marks else None
    return {"right": sum(marks), "of": len(marks), "share": share}


async def evaluate(
    chosen: ChosenModel, cases: Sequence[Case], stage: Stage, task: Task | None = None
) -> Evaluation:
    """Play every conversation with the model, one after another, in workspaces of ``stage``.

    The tools get no model of their own: only the agent is evaluated, and naming topics would take
    a Llama minutes. ``task`` reports the conversations that are done, and can stop between turns.
    """
    result, started = Evaluation(chosen.name), time.monotonic()
    agent = replace(chosen, tools_llm=None)
    for done, case in enumerate(cases):
        if task is not None:
            task.report("converse", done, len(cases))
        async for outcome in _played(case, stage, agent, task):
            result.outcomes.append(outcome)
    result.seconds = time.monotonic() - started
    return result


async def _played(
    case: Case, stage: Stage, chosen: ChosenModel, task: Task | None
) -> AsyncIterator[Outcome]:
    with stage.workspace(case) as workspace:
        conversation = Conversation(workspace, choose_model=lambda: chosen)
        shown = Shown()
        for number, turn in enumerate(case.turns, 1):
            if task is not None:
                task.check()
            shown = replace(shown, model=workspace.model)
            events = await _said(conversation, turn)
            answer: Answer = events[-1]
            calls = [Call(c["name"], c["arguments"], c["error"]) for c in answer.tool_calls]
            marks = _marks(case, turn, calls, answer, shown, chosen.name)
            yield Outcome(case, number, turn, calls, answer, marks, _looked_up(events))
            shown = _shown_after(shown, events)


async def _said(conversation: Conversation, turn: CaseTurn) -> list[Any]:
    allowed = any(changing(call.tool) for call in turn.calls)
    events: list[Any] = []
    async for event in conversation.stream(turn.say):
        events.append(event)
        if isinstance(event, ConfirmationNeeded):
            conversation.confirm(event.id, allowed)
    return events


def _looked_up(events: Sequence[Any]) -> bool:
    """Whether a call was made in the model's place."""
    return any(isinstance(e, ToolStarted) and e.id.startswith(LOOKED) for e in events)


def _shown_after(before: Shown, events: Sequence[Any]) -> Shown:
    topics, documents = before.topics, before.documents
    for event in events:
        if isinstance(event, ToolFinished) and event.result:
            listed = event.result.get("topics") or []
            found = event.result.get("results") or event.result.get("representative") or []
            topics = tuple(str(topic["id"]) for topic in listed) or topics
            documents = tuple(str(entry["id"]) for entry in found) or documents
    return Shown(topics=topics, documents=documents)


def _marks(
    case: Case, turn: CaseTurn, calls: Sequence[Call], answer: Answer, shown: Shown, model: str
) -> dict[str, bool]:
    ways: tuple[tuple[Expected, ...], ...] = (turn.calls, *turn.also)
    tools = any(right_tools(way, calls) for way in ways)
    arguments = any(right_arguments(way, calls, shown) for way in ways)
    marks = {"tool": tools, "arguments": arguments} if turn.calls else {"restraint": arguments}
    stumbled = any(call.error for call in calls[:-1])
    if turn.after_error or (stumbled and turn.calls):
        done = bool(calls) and not calls[-1].error
        marks["recovery"] = arguments and done and not answer.error
    marks["answered"] = not answer.error and answer.model == model and bool(answer.text)
    asked = language_of(turn.say, case.language)
    marks["language"] = language_of(_own_words(answer.text), asked) == asked
    return marks


# Titles, labels and quotations are in the language of the documents.
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|《[^》]*》|\*\*.*?\*\*|`[^`]*`", re.DOTALL)


def _own_words(text: str) -> str:
    return _QUOTED.sub("", text)
