"""The chats that are open in this process: each with its conversation and its turns.

What a chat does belongs to the chat, not to the page that asked: it goes on when the page is
closed, and every page that shows the chat follows it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Mapping,
    Sequence,
)
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..agent.events import Answer, Citation, Event, ToolFinished, ToolStarted
from ..agent.lazy import Lazy
from ..tools.damage import disk_problem
from ..tools.errors import TopicLlamaError
from .jobs import Jobs
from .operation.turns import TurnLog
from .page_chat import Message, Turn, earlier_button
from .page_document import Passage
from .page_work import TurnWork

if TYPE_CHECKING:
    from ..agent.conversation import Conversation

_OPEN_CHATS = 50  # in memory; the others are opened from disk in no time
# A page is sent a change at most this often (seconds; the first at once), and at least so often
# while work goes on: a browser that went away is noticed only when something is sent.
_PACE = 0.06
_PULSE = 1.0
# A long chat is sent by its end: the browser gets all messages anew at each change.
SHOWN_TURNS = 30

_STEP = ("id", "name", "arguments", "seconds", "result", "error")
_ANSWER = ("text", "model", "language", "suggestions", "stopped", "error")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Chat:
    """One conversation on the page. One turn runs at a time; ``model`` is the one that answered
    last, ``since`` the number of the first turn that is shown, ``picked`` the step (turn, step)
    that a person wants beside the chat, None for what was found last."""

    conversation: Conversation
    turns: Lazy[Turn] = field(default_factory=Lazy)
    jobs: Jobs = field(default_factory=Jobs)
    running: bool = False
    model: str = ""
    since: int = 0
    picked: tuple[int, int] | None = None
    _work: asyncio.Task[None] | None = None
    _watching: set[asyncio.Event] = field(default_factory=set)

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def title(self) -> str:
        return self.turns[0].question if self.turns else ""

    @property
    def stamp(self) -> str:
        """Another one whenever a page that shows the chat would be out of date."""
        last = self.turns[-1].made if self.turns else 0
        return f"{len(self.turns)}-{last}{'-running' if self.running else ''}"

    @property
    def found(self) -> int:
        """How many steps of the last turn have found something."""
        return sum(step.state == "done" for step in self.turns[-1].steps) if self.turns else 0

    def messages(self, language: str) -> list[Message]:
        """Of the turns that are shown, below a button that shows those before them."""
        shown = [earlier_button(self.since, language)] if self.since else []
        for number, turn in enumerate(self.turns[self.since :], self.since):
            shown += turn.messages(number, language)
        return shown

    def turn_at(self, index: int, language: str) -> int:
        """The number of the turn that the chatbot's message ``index`` belongs to."""
        seen = 1 if self.since else 0
        for number, turn in enumerate(self.turns[self.since :], self.since):
            seen += len(turn.messages(number, language))
            if index < seen:
                return number
        raise TopicLlamaError("That message is no longer there.", "Load the page again.")

    def earlier(self) -> None:
        """Show some more of the turns before those that are shown."""
        self.since = max(0, self.since - SHOWN_TURNS)

    def latest(self) -> None:
        """Show the last turns only."""
        self.since = max(0, len(self.turns) - SHOWN_TURNS)

    def passage(self, place: str) -> Passage:
        """What the citation "turn:number" cites; a passage of no document when it is gone."""
        turn, _, number = place.partition(":")
        try:
            citation = self.turns[int(turn)].citations[int(number)]
        except (ValueError, LookupError):
            return Passage("")
        return Passage(citation.id, citation.quote, citation.start, citation.end)

    def pick(self, place: str) -> None:
        """Show the step "turn:step" beside the chat; what was found last for a place that is
        none."""
        turn, _, step = place.partition(":")
        self.picked = (int(turn), int(step)) if turn.isdigit() and step.isdigit() else None

    def stop(self) -> None:
        """From any thread."""
        if self.running:
            self.conversation.stop()

    def permit(self, name: str, allowed: bool) -> None:
        """Answer a tool that asked for permission."""
        self.conversation.confirm(name, allowed)
        if self.turns:
            self.turns[-1].permission = None
            self._tell()

    def undo(self) -> str:
        """Take the last turn back, here and in the agent's memory; returns its question."""
        if not self.turns or self.running:
            return ""
        question = self.turns[-1].question
        self.cut(len(self.turns) - 1)
        return question

    def cut(self, length: int) -> None:
        """Take back all turns but the first ``length``. A turn that failed before it began was
        never kept, so the conversation has fewer."""
        never_kept = sum(not turn.kept for turn in self.turns.made(length))
        self.conversation.cut(length - never_kept)
        del self.turns[length:]
        self.picked = None
        self.since = min(self.since, max(0, length - 1))

    # answering -------------------------------------------------------------------------------

    def begin(self, questions: Sequence[str], documents: Sequence[str] = ()) -> None:
        """Answer the questions, one after the other, until one of them is stopped or fails. The
        last one is about these ``documents``, by id (none: about all).

        TopicLlamaError when an answer is being written: also on another page that shows the chat.
        """
        if self.running:
            raise TopicLlamaError("An answer is still being written.", "Stop it first.")
        self.running = True
        turns = [Turn(question) for question in questions]
        turns[-1].documents = tuple(documents)
        self.turns.append(turns[0])
        self.picked = None
        if len(self.turns) - self.since > 2 * SHOWN_TURNS:
            self.latest()
        self._work = asyncio.create_task(self._answer(turns))

    async def _answer(self, turns: Sequence[Turn]) -> None:
        try:
            for turn in turns:
                if turn is not self.turns[-1]:
                    self.turns.append(turn)
                await self._take(self.conversation.stream(turn.question, turn.documents), turn)
                if turn.stopped or turn.error:
                    break
        finally:
            self.running = False
            self._tell()

    async def _take(self, events: AsyncIterator[Event], turn: Turn) -> None:
        work, kept = TurnWork(self.jobs, self.id, self.stop), TurnLog(self.id)
        try:
            async for event in events:
                turn.apply(event)
                work.apply(event)
                kept.apply(event)
                if isinstance(event, Answer):
                    self.model = event.model
                self._tell()
        except TopicLlamaError as error:
            turn.error = f"{error.message} {error.hint}".strip()
        except Exception as error:
            log.exception("a turn failed")
            told = disk_problem(error)
            known = f"{told.message} {told.hint}" if told else str(error)
            turn.error = known or type(error).__name__
        finally:
            turn.end()
            work.end()
            kept.end("failed" if turn.error else "stopped" if turn.stopped else "done")

    # following -------------------------------------------------------------------------------

    async def follow(self) -> AsyncGenerator[None, None]:
        """Yields at once, then whenever there is something new to show, until nothing is being
        answered. Closing it (the browser went away) changes nothing."""
        news = asyncio.Event()
        self._watching.add(news)
        try:
            shown = time.monotonic()
            yield
            while self.running:
                await _heard(news, shown + _PACE)
                shown = time.monotonic()
                yield
        finally:
            self._watching.discard(news)

    def _tell(self) -> None:
        for news in self._watching:
            news.set()


async def _heard(news: asyncio.Event, earliest: float) -> None:
    """Until there is news and it may be shown, or it is time for a pulse."""
    with suppress(TimeoutError):
        await asyncio.wait_for(news.wait(), _PULSE)
        await asyncio.sleep(max(0.0, earliest - time.monotonic()))
    news.clear()


class Chats:
    """Chats by id, the least recently used forgotten first (they are on disk)."""

    def __init__(self, make: Callable[[str | None, str], Conversation], jobs: Jobs) -> None:
        """``make`` opens the conversation of an id for a login; TopicLlamaError for one that is
        another person's."""
        self._make = make
        self._jobs = jobs
        self._open: OrderedDict[str, Chat] = OrderedDict()

    def open(self, name: str = "", owner: str = "") -> Chat:
        """The chat with this id, from memory or disk; a new one for "", for an unknown id and for
        one that belongs to somebody else."""
        known = self._open.get(name)
        if known is not None and known.conversation.owner == owner:
            self._open.move_to_end(name)
            return known
        try:
            conversation = self._make(None if known else name or None, owner)
            turns = restored(conversation)
        except TopicLlamaError:  # not the name of a chat, another person's, or a damaged file
            conversation = self._make(None, owner)
            turns = restored(conversation)
        chat = Chat(conversation, turns, self._jobs)
        chat.latest()
        self._open[chat.id] = chat
        self._forget()
        return chat

    def running(self) -> list[Chat]:
        """Those that are answering."""
        return [chat for chat in list(self._open.values()) if chat.running]

    def close(self, name: str) -> None:
        """Forget a chat that was deleted; TopicLlamaError while it is answering."""
        chat = self._open.get(name)
        if chat is not None and chat.running:
            raise TopicLlamaError("An answer is still being written.", "Stop it first.")
        self._open.pop(name, None)

    def _forget(self) -> None:
        for name in [n for n, chat in self._open.items() if not chat.running][:-_OPEN_CHATS]:
            del self._open[name]


def restored(conversation: Conversation) -> Lazy[Turn]:
    """The turns of a conversation that was kept, each made when it is looked at."""

    def turn(number: int) -> Turn:
        asked, answer = conversation.messages(number, number + 1)
        made = Turn(asked["text"], documents=tuple(asked.get("documents", ())))
        _answered(made, answer)
        return made

    return Lazy(range(conversation.length), turn)


def _answered(turn: Turn, message: Mapping[str, Any]) -> None:
    for step in message["steps"]:
        turn.apply(ToolStarted(step["id"], step["name"], step["arguments"]))
        turn.apply(ToolFinished(**{name: step[name] for name in _STEP if name in step}))
    kept = {name: message[name] for name in _ANSWER}
    turn.apply(Answer(**kept, citations=[Citation(**entry) for entry in message["citations"]]))
