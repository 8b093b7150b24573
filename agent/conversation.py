"""A conversation about one workspace: ask, see the answer come, stop it, take it back.

``Conversation`` is what the page uses; :func:`ask` is the same for a command line.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from dataclasses import asdict, replace
from typing import Any
from uuid import uuid4

from langchain_core.messages import BaseMessage, ToolMessage

from ..tools.damage import DamagedError, DiskFullError, ReadOnlyError, disk_problem
from ..tools.encodings import clean
from ..tools.errors import TopicLlamaError
from ..tools.integrity import check_chat
from ..tools.telemetry import untraced
from ..tools.workspace import Workspace
from . import chat_file
from .chat_turn import ChatTurn
from .events import Answer, ConfirmationNeeded, Event
from .models import ChosenModel, choose
from .notices import notice
from .questions import language_of
from .toolset import Turn
from .turn import TurnWork, new_turn

log = logging.getLogger(__name__)

# Turns that the next one can look back on. More do not fit a model's context, and a turn of a chat
# of thousands must cost what one of a short chat costs.
_LOOKED_BACK = 100


class Conversation:
    """One chat, kept in the workspace after every turn and read back when it is opened again.

    ``choose_model`` names the model before each turn (a server that appears or goes is noticed
    without a restart); by default from the workspace's settings. One question at a time.

    ``owner`` is the login that asks ("" for none): the chat is that person's, and somebody else's
    is refused with TopicLlamaError. None asks for whoever may read the workspace's files.
    """

    def __init__(
        self,
        workspace: Workspace,
        chat_id: str | None = None,
        choose_model: Callable[[], ChosenModel] | None = None,
        owner: str | None = None,
    ) -> None:
        self.workspace = workspace
        self.id = chat_id or uuid4().hex[:12]
        self._path = chat_file.path_of(workspace, self.id)
        self.owner = self._owner(owner)
        self._turns = chat_file.read(self._path)
        self._look()
        self._kept = len(self._turns)  # how many of them are on disk
        self._choose = choose_model or (lambda: choose(workspace.settings))
        self._busy = threading.Lock()
        self._turn: Turn | None = None
        self._cancel: Callable[[], None] | None = None

    def _look(self) -> None:
        """A turn that is damaged says so itself; the file's name stands above the page."""
        with suppress(OSError):
            try:
                check_chat(self._path)
            except DamagedError as error:
                self.workspace.notice(error)

    def _owner(self, asking: str | None) -> str:
        if not self._path.exists():
            return asking or ""
        try:
            owner = chat_file.head(self._path).owner
        except (OSError, ValueError):  # reading its turns says so
            return asking or ""
        if asking not in (None, owner):
            raise TopicLlamaError("This chat belongs to somebody else.", "Start a new chat.")
        return owner

    @property
    def title(self) -> str:
        """The first question, shortened; empty before it."""
        return chat_file.title(self._turns)

    def model(self) -> ChosenModel:
        """The model that would answer now (asks the Ollama server, at most every few seconds)."""
        return self._choose()

    async def stream(self, text: str, documents: Sequence[str] = ()) -> AsyncGenerator[Event, None]:
        """Answer ``text``: the events of the turn as they happen, an Answer last. With ids of
        ``documents`` it is asked about these alone.

        Closing the iterator or calling :meth:`stop` ends the turn and the connection to the
        model; what was said so far is kept. TopicLlamaError when a turn is running already.
        """
        text = clean(text)
        if not text.strip():
            raise TopicLlamaError("There is no question.", "Type what you would like to know.")
        if not self._busy.acquire(blocking=False):
            raise TopicLlamaError(
                "The question before is still being answered.", "Wait for the answer, or stop it."
            )
        try:
            # closed with this iterator, not when the garbage collector comes by
            async with aclosing(self._events(text.strip(), documents)) as events:
                async for event in events:
                    yield event
        finally:
            self._turn = self._cancel = None
            self._busy.release()

    async def _events(self, text: str, documents: Sequence[str]) -> AsyncGenerator[Event, None]:
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Event | None] = asyncio.Queue()

        def emit(event: Event | None) -> None:
            if not loop.is_closed():  # a tool's thread may outlive a stopped turn
                loop.call_soon_threadsafe(queue.put_nowait, event)

        turn = new_turn(emit)
        work = asyncio.create_task(self._work(text, documents, turn))
        work.add_done_callback(lambda _: emit(None))
        await asyncio.sleep(0)  # a task that is cancelled before its first step has no answer

        def cancel() -> None:
            loop.call_soon_threadsafe(work.cancel)

        self._turn, self._cancel = turn, cancel
        try:
            while (event := await queue.get()) is not None:
                yield event
            yield work.result().answer
        finally:
            turn.stopped.set()
            if not work.done():
                work.cancel()
                await asyncio.wait({work})

    async def _work(self, text: str, documents: Sequence[str], turn: Turn) -> ChatTurn:
        language = language_of(text, self._language())
        work = TurnWork(
            self.workspace, text, self._past(), self._choose, turn, language, tuple(documents)
        )
        with untraced():
            done = await work.run()
        self._turns.append(done)
        try:
            chat_file.add(self._path, self._turns, self._kept, self.owner)
            self._kept = len(self._turns)
        except OSError as error:
            log.error("the chat was not saved", exc_info=error)
            words = _unsaved(error, language)
            done.answer = replace(done.answer, text=f"{done.answer.text}\n\n{words}".strip())
        return done

    def _language(self) -> str:
        return self._turns[-1].answer.language if self._turns else "en"

    def _past(self) -> list[BaseMessage]:
        return [message for turn in self._turns[-_LOOKED_BACK:] for message in turn.messages]

    def stop(self) -> None:
        """End the running turn, from any thread; nothing happens when none is running."""
        turn, cancel = self._turn, self._cancel
        if turn is not None and cancel is not None:
            turn.stopped.set()
            cancel()

    def confirm(self, question_id: str, allowed: bool) -> None:
        """The person's answer to a :class:`ConfirmationNeeded`, from any thread."""
        if self._turn is not None:
            self._turn.answer(question_id, allowed)

    def undo(self) -> str | None:
        """Forget the last turn and return its question; None when there is none.

        What its tools did to the workspace stays.
        """
        if not self._turns:
            return None
        text = self._turns[-1].text
        self.cut(len(self._turns) - 1)
        return text

    def cut(self, length: int) -> None:
        """Forget all turns but the first ``length``; what their tools did stays. OSError when the
        disk is full, and then nothing is forgotten: file and memory must not differ."""
        if self._busy.locked():
            raise TopicLlamaError("An answer is still being written.", "Stop it first.")
        if length < len(self._turns):
            left = self._turns.first(length)
            chat_file.write(self._path, left, self.owner)
            self._turns, self._kept = left, length

    async def retry(self) -> AsyncGenerator[Event, None]:
        """Forget the last answer and ask the same again."""
        documents = self._turns[-1].documents if self._turns else []
        text = self.undo()
        if text is None:
            raise TopicLlamaError("There is nothing to ask again.", "Ask a question first.")
        async with aclosing(self.stream(text, documents)) as events:
            async for event in events:
                yield event

    @property
    def length(self) -> int:
        """The number of turns."""
        return len(self._turns)

    def messages(self, since: int = 0, until: int | None = None) -> list[dict[str, Any]]:
        """The turns ``since`` to ``until`` (without it; all by default) for showing: dicts with
        ``role`` ("user" or "assistant") and ``text``; those of the user also have ``created`` and
        the ids of the ``documents`` that were asked about (none: all), those of the assistant
        ``model``, ``citations``, ``suggestions``, ``stopped``, ``error`` and ``steps`` (``name``,
        ``arguments``, ``seconds``, ``error``, ``result``)."""
        shown: list[dict[str, Any]] = []
        for turn in self._turns[since:until]:
            user = {"role": "user", "text": turn.text, "created": turn.created}
            shown.append({**user, "documents": list(turn.documents)})
            shown.append({"role": "assistant", "steps": _steps(turn), **asdict(turn.answer)})
        return shown


def _unsaved(error: OSError, language: str) -> str:
    problem = disk_problem(error)
    if isinstance(problem, DiskFullError):
        return notice("unsaved_full", language)
    if isinstance(problem, ReadOnlyError):
        return notice("unsaved_closed", language)
    return notice("unsaved", language, detail=error.strerror or error)


def _steps(turn: ChatTurn) -> list[dict[str, Any]]:
    results = {m.tool_call_id: m.artifact for m in turn.messages if isinstance(m, ToolMessage)}
    return [{**step, "result": results.get(step["id"])} for step in turn.steps]


def ask(
    workspace: Workspace,
    text: str,
    chat_id: str | None = None,
    on_event: Callable[[Event], None] | None = None,
    confirm: Callable[[str], bool] | None = None,
    documents: Sequence[str] = (),
) -> Answer:
    """One question and its answer, for callers without an event loop.

    ``on_event`` sees every event; ``confirm`` answers the tools' yes-or-no questions (default:
    no). With ids of ``documents`` it is about these alone. Interrupting the call (Ctrl-C) stops
    the turn and keeps what was said.
    """
    return asyncio.run(_ask(Conversation(workspace, chat_id), text, on_event, confirm, documents))


async def _ask(
    conversation: Conversation,
    text: str,
    on_event: Callable[[Event], None] | None,
    confirm: Callable[[str], bool] | None,
    documents: Sequence[str],
) -> Answer:
    answer: Answer | None = None
    async with aclosing(conversation.stream(text, documents)) as events:
        async for event in events:
            if on_event is not None:
                on_event(event)
            if isinstance(event, ConfirmationNeeded):
                allowed = await asyncio.to_thread(confirm, event.question) if confirm else False
                conversation.confirm(event.id, allowed)
            if isinstance(event, Answer):
                answer = event
    assert answer is not None  # a turn always ends with one
    return answer
