"""The chats that are open in this process: each with its conversation and its turns."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..agent.events import Answer, Citation, Event, ToolFinished, ToolStarted
from ..tools.errors import TopicLlamaError
from .page_chat import Message, Turn
from .page_document import Passage

if TYPE_CHECKING:
    from ..agent.conversation import Conversation

_OPEN_CHATS = 200
# The page is sent a change at most this often (seconds), and at least so often while work goes
# on: a browser that went away is noticed only when something is sent.
_PACE = 0.06
_PULSE = 1.0

_STEP = ("id", "name", "arguments", "seconds", "result", "error")
_ANSWER = ("text", "model", "language", "suggestions", "stopped", "error")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Chat:
    """One conversation on the page. One turn runs at a time; ``followed`` when a page that was
    opened meanwhile watches it; ``model`` is the one that answered last."""

    conversation: Conversation
    turns: list[Turn] = field(default_factory=list)
    running: bool = False
    followed: bool = False
    model: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def id(self) -> str:
        return self.conversation.id

    @property
    def title(self) -> str:
        return self.turns[0].question if self.turns else ""

    def messages(self, language: str) -> list[Message]:
        shown: list[Message] = []
        for number, turn in enumerate(self.turns):
            shown += turn.messages(number, language)
        return shown

    def turn_at(self, index: int, language: str) -> int:
        """The number of the turn that the chatbot's message ``index`` belongs to."""
        seen = 0
        for number, turn in enumerate(self.turns):
            seen += len(turn.messages(number, language))
            if index < seen:
                return number
        raise TopicLlamaError("That message is no longer there.", "Load the page again.")

    def passage(self, place: str) -> Passage:
        """What the citation "turn:number" cites; a passage of no document when it is gone."""
        turn, _, number = place.partition(":")
        try:
            citation = self.turns[int(turn)].citations[int(number)]
        except (ValueError, LookupError):
            return Passage("")
        return Passage(citation.id, citation.quote, citation.start, citation.end)

    def stop(self) -> None:
        if self.running:
            self.conversation.stop()

    def permit(self, name: str, allowed: bool) -> None:
        """Answer a tool that asked for permission."""
        self.conversation.confirm(name, allowed)
        if self.turns:
            self.turns[-1].permission = None
            self._news.set()

    def undo(self) -> str:
        """Take the last turn back, here and in the agent's memory; returns its question."""
        if not self.turns:
            return ""
        turn = self.turns.pop()
        if turn.kept:
            self.conversation.undo()
        return turn.question

    async def run(self, question: str) -> AsyncGenerator[None, None]:
        """Answer a question; yields whenever there is something new to show.

        Closing the iterator (the browser went away) stops the work.
        """
        self.turns.append(Turn(question))
        self.running = True
        work = asyncio.create_task(self._take(self.conversation.stream(question), self.turns[-1]))
        try:
            yield
            while not work.done():
                await self._something(work)
                yield
        finally:
            await self._leave(work)

    async def _take(self, events: AsyncIterator[Event], turn: Turn) -> None:
        try:
            async for event in events:
                turn.apply(event)
                if isinstance(event, Answer):
                    self.model = event.model
                self._news.set()
        except TopicLlamaError as error:
            turn.error = f"{error.message} {error.hint}".strip()
        except Exception as error:
            log.exception("a turn failed")
            turn.error = str(error) or type(error).__name__
        finally:
            turn.end()

    async def _something(self, work: asyncio.Task[None]) -> None:
        """Until there is news (then a moment more, to gather it) or it is time for a pulse."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), _PULSE)
            self._news.clear()
            await asyncio.wait({work}, timeout=_PACE)

    async def _leave(self, work: asyncio.Task[None]) -> None:
        try:
            if not work.done():
                self.conversation.stop()
                await asyncio.wait({work}, timeout=10)
                work.cancel()
        finally:
            self.running = False


class Chats:
    """Chats by id, the least recently used forgotten first (they are on disk)."""

    def __init__(self, make: Callable[[str | None], Conversation]) -> None:
        self._make = make
        self._open: OrderedDict[str, Chat] = OrderedDict()

    def open(self, name: str = "") -> Chat:
        """The chat with this id, from memory or disk; a new one for "" or an unknown id."""
        if name in self._open:
            self._open.move_to_end(name)
            return self._open[name]
        try:
            conversation = self._make(name or None)
            turns = restored(conversation)
        except TopicLlamaError:  # not the name of a chat, or its file is damaged
            conversation, turns = self._make(None), []
        chat = Chat(conversation, turns)
        self._open[chat.id] = chat
        self._forget()
        return chat

    def running(self) -> list[Chat]:
        """Those that are answering."""
        return [chat for chat in self._open.values() if chat.running]

    def _forget(self) -> None:
        for name in [n for n, chat in self._open.items() if not chat.running][:-_OPEN_CHATS]:
            del self._open[name]


def restored(conversation: Conversation) -> list[Turn]:
    """The turns of a conversation that was kept."""
    turns: list[Turn] = []
    for message in conversation.messages():
        if message["role"] == "user":
            turns.append(Turn(message["text"]))
        else:
            _answered(turns[-1], message)
    return turns


def _answered(turn: Turn, message: Mapping[str, Any]) -> None:
    for step in message["steps"]:
        turn.apply(ToolStarted(step["id"], step["name"], step["arguments"]))
        turn.apply(ToolFinished(**{name: step[name] for name in _STEP if name in step}))
    kept = {name: message[name] for name in _ANSWER}
    turn.apply(Answer(**kept, citations=[Citation(**entry) for entry in message["citations"]]))
