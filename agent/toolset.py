"""The toolbox as LangChain tools: content for the model, the whole result for people.

A tool runs in a thread, one at a time, reports its progress as events, and stops when the turn
is stopped. What goes wrong becomes words for the model and the person, never a dead chat.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from langchain_core.tools import BaseTool, StructuredTool, ToolException

from ..tools.damage import disk_problem
from ..tools.errors import Cancelled, TopicLlamaError
from ..tools.progress import Progress, Task
from ..tools.results import to_json
from ..tools.tool_spec import ToolSpec
from .citations import Citations
from .digest import digest, error_text
from .events import ConfirmationNeeded, Event, ToolFinished, ToolProgress, ToolStarted
from .tool_specs import specs

log = logging.getLogger(__name__)

# The id of the model's call that the tool of this asyncio task answers.
call_id: ContextVar[str] = ContextVar("call_id", default="")
_SECONDS_TO_STOP = 3.0
REFUSED = "This was not done: your message does not ask for it, and nobody allowed it."


class ToolboxFactory(Protocol):
    def __call__(self, task: Task, confirm: Callable[[str], bool]) -> Any: ...


class AskFirst(Protocol):
    """The question that a person must answer before a call, or ""."""

    def __call__(self, tool: str, arguments: dict[str, Any], *, has_read: bool) -> str: ...


def _no_question(tool: str, arguments: dict[str, Any], *, has_read: bool) -> str:
    return ""


@dataclass(slots=True)
class Turn:
    """What the tools of one turn share. ``emit`` may be called from any thread."""

    emit: Callable[[Event], None]
    citations: Citations = field(default_factory=Citations)
    stopped: threading.Event = field(default_factory=threading.Event)
    calls: list[dict[str, Any]] = field(default_factory=list)
    steps: list[dict[str, Any]] = field(default_factory=list)
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    questions: dict[str, _Question] = field(default_factory=dict)
    question: AskFirst = _no_question

    @property
    def has_read(self) -> bool:
        """Whether a tool has returned a document in this turn."""
        return not self.citations.empty

    def ask(self, question: str) -> bool:
        """Ask the person and wait, in the tool's thread; Cancelled when the turn is stopped."""
        asked = _Question()
        name = uuid4().hex
        self.questions[name] = asked
        self.emit(ConfirmationNeeded(name, question))
        while not asked.answered.wait(0.1):
            if self.stopped.is_set():
                raise Cancelled
        return asked.allowed

    def answer(self, name: str, allowed: bool) -> None:
        """The person's answer to a question; unknown and answered questions are left alone."""
        asked = self.questions.get(name)
        if asked is not None and not asked.answered.is_set():
            asked.allowed = allowed
            asked.answered.set()


@dataclass(slots=True)
class _Question:
    allowed: bool = False
    answered: threading.Event = field(default_factory=threading.Event)


def langchain_tools(factory: ToolboxFactory, turn: Turn) -> list[BaseTool]:
    """The tools, ours and those of plugins, bound to one turn of a conversation."""
    return [_tool(spec, factory, turn) for spec in specs()]


def _tool(spec: ToolSpec, factory: ToolboxFactory, turn: Turn) -> BaseTool:
    async def run(**given: Any) -> tuple[str, dict[str, Any]]:
        async with turn.one_at_a_time:  # "load the demo and find topics": in that order
            return await _Call(spec, factory, turn).run(given)

    return StructuredTool(
        name=spec.name,
        description=spec.description,
        args_schema={"title": spec.name, **spec.schema()},
        coroutine=run,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


class _Call:
    """One call of one tool, from its start to the event that says how it ended."""

    def __init__(self, spec: ToolSpec, factory: ToolboxFactory, turn: Turn) -> None:
        self.spec, self.factory, self.turn = spec, factory, turn
        self.id = call_id.get() or uuid4().hex
        self.arguments: dict[str, Any] = {}
        self.started = time.monotonic()
        self._shown: tuple[str, float] = ("", 0.0)

    async def run(self, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        try:
            self.arguments = self.spec.read(given)
        except TopicLlamaError as error:
            self.arguments = given
            self._start()
            raise self._failed(error) from error
        self._start()
        work = asyncio.create_task(asyncio.to_thread(self._work))
        try:
            result = await asyncio.shield(work)
        except (asyncio.CancelledError, Cancelled):
            self.turn.stopped.set()
            self._end(error="stopped")
            # The thread cannot be killed; give it the time to notice before the turn ends.
            await asyncio.wait({work}, timeout=_SECONDS_TO_STOP)
            work.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise asyncio.CancelledError from None
        except Exception as error:
            raise self._failed(error) from error
        self._end(result=result)
        return digest(self.spec.name, result), result

    def _work(self) -> dict[str, Any]:
        task = Task(self._progress, self.turn.stopped)
        toolbox = self.factory(task, self.turn.ask)
        self._ask_first()
        result = self.spec.call(toolbox, self.arguments)
        return self.turn.citations.number(plain(to_json(result)))

    def _ask_first(self) -> None:
        question = self.turn.question(self.spec.name, self.arguments, has_read=self.turn.has_read)
        if question and not self.turn.ask(question):
            raise TopicLlamaError(
                REFUSED,
                "Ask for it in your own words, or allow it when asked.",
            )

    def _start(self) -> None:
        self.turn.calls.append({"name": self.spec.name, "arguments": self.arguments, "error": ""})
        self._record = self.turn.calls[-1]
        self.turn.emit(ToolStarted(self.id, self.spec.name, self.arguments))

    def _progress(self, progress: Progress) -> None:
        """At most ten events a second, and every new stage and its end."""
        stage, when = self._shown
        now = time.monotonic()
        if progress.stage == stage and progress.done != progress.total and now - when < 0.1:
            return
        self._shown = (progress.stage, now)
        done, total, detail = progress.done, progress.total, progress.detail
        self.turn.emit(ToolProgress(self.id, progress.stage, done, total, detail))

    def _failed(self, error: Exception) -> ToolException:
        words = in_words(error)
        self._end(error=words)
        return ToolException(error_text(words))

    def _end(self, result: dict[str, Any] | None = None, error: str = "") -> None:
        self._record["error"] = error
        seconds = round(time.monotonic() - self.started, 2)
        self.turn.emit(
            ToolFinished(self.id, self.spec.name, self.arguments, seconds, result, error)
        )


def in_words(error: Exception) -> str:
    """What went wrong and what to do; the trace of an unexpected error goes to the log only."""
    told = disk_problem(error) or error
    if isinstance(told, TopicLlamaError):
        return f"{told.message} {told.hint}".strip()
    log.error("a tool failed", exc_info=error)
    return (
        f"The tool failed unexpectedly ({type(error).__name__}). The texts and topics are as they "
        "were; try again, or run: topicllama doctor"
    )


def plain(value: Any) -> Any:
    """Only what JSON has: numpy numbers as numbers, tuples as lists, NaN and infinity as None."""
    if isinstance(value, dict):
        return {str(key): plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(child) for child in value]
    if hasattr(value, "tolist"):  # numpy arrays and scalars
        return plain(value.tolist())
    if isinstance(value, float) and (value != value or abs(value) == float("inf")):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)
