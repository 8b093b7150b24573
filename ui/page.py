"""What happens on the page: each handler answers one thing that a person does."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder
from structlog.contextvars import bind_contextvars

from ..tools.errors import TopicLlamaError
from ..tools.recommend import recommend
from .operation.requests import HEADER
from .page_chat import asked, changed_something
from .page_document import Passage, document_panel, place_of, similar_list
from .page_html import untyped
from .page_memory import Memory
from .page_sessions import Chat
from .page_updates import in_words
from .page_uploads import save_uploads
from .page_view import Updates, View
from .text import page_language, say

_SESSIONS = 1000
MOST_SELECTED = 10_000


class Page:
    """The page.

    ``kept`` is what the browser keeps (:class:`Memory`, as text). Of a session it is known here
    which handler shows it its chat: the latest one, so that an answer that goes on in a chat does
    not come into another one that was opened meanwhile.
    """

    def __init__(self, view: View) -> None:
        self.parts = view.parts
        self.view = view
        self._showing: OrderedDict[str, object] = OrderedDict()

    # opening the page ------------------------------------------------------------------------

    async def load(self, kept: str, request: gr.Request) -> AsyncIterator[Updates]:
        """The browser's language at first, its last chat, what is loaded; then which model, and
        the answer that is being written."""
        memory, chat = self._open(kept, request)
        chosen = memory.language or request.headers.get("accept-language", "")
        memory = replace(memory, language=page_language(chosen))
        mine, stamp = self._claim(request), chat.stamp
        yield await self.view.everything(memory, chat)
        status = self.view.room(memory).status
        await status.check_model()
        await status.prepare_search()
        yield {self.parts.timer: gr.update(active=status.preparing)} | await self.view.header(
            memory, chat
        )
        if self._holds(request, mine):
            async for updates in self._follow(memory, chat, request, stamp):
                yield updates

    async def tick(self, kept: str, request: gr.Request) -> Updates:
        """While embeddings are made."""
        return await self.view.state(*self._open(kept, request))

    async def language(
        self, kept: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Everything on the page in the other language."""
        memory, chat = self._open(kept, request)
        memory = replace(memory, language=page_language(_sent(event)))
        async for updates in self._show(memory, chat, request):
            yield updates

    async def open_chat(
        self, kept: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Another chat of this workspace, or a new one for ""."""
        memory, wanted = Memory.read(kept), _sent(event)
        chat = self.view.room(memory).chats.open(wanted, _user(request))
        if wanted and chat.id != wanted:
            self._warn(say("chats_closed", memory.language), memory.language)
        chat.latest()
        async for updates in self._show(memory, chat, request):
            yield updates

    async def open_workspace(
        self, kept: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Another workspace, with a new chat."""
        memory = replace(Memory.read(kept), workspace=_sent(event), chat="")
        room = self.view.room(memory)
        chat = room.chats.open("", _user(request))
        async for updates in self._show(memory, chat, request):
            yield updates
        if not room.status.talking.name:  # it is opened for the first time
            await room.status.check_model()
            yield await self.view.header(memory, chat)
        await room.status.prepare_search()

    async def refresh(self, kept: str, request: gr.Request) -> AsyncIterator[Updates]:
        """What the page says, after a view or another page changed something."""
        memory, chat = self._open(kept, request)
        self._claim(request)
        stamp = chat.stamp
        yield await self.view.everything(memory, chat)
        async for updates in self._follow(memory, chat, request, stamp):
            yield updates

    async def earlier(self, kept: str, request: gr.Request) -> Updates:
        """Turns of a long chat that are not shown yet."""
        memory, chat = self._open(kept, request)
        chat.earlier()
        following = {self.parts.next: gr.skip()}
        return self.view.conversation(memory, chat) | following

    async def pick(self, kept: str, event: gr.EventData, request: gr.Request) -> Updates:
        """A step of an answer was clicked: what it found is shown beside the chat."""
        memory, chat = self._open(kept, request)
        chat.pick(_sent(event))
        return await self.view.panel(memory, chat)

    async def _show(
        self, memory: Memory, chat: Chat, request: gr.Request
    ) -> AsyncIterator[Updates]:
        self._claim(request)
        stamp = chat.stamp
        yield await self.view.everything(memory, chat) | {
            self.parts.document: "",
            self.parts.similar: "",
        }
        async for updates in self._follow(memory, chat, request, stamp):
            yield updates

    def _open(self, kept: str, request: gr.Request) -> tuple[Memory, Chat]:
        memory = Memory.read(kept)
        return memory, self.view.room(memory).chats.open(memory.chat, _user(request))

    def _claim(self, request: gr.Request) -> object:
        """From now on this handler shows the session its chat; those before leave off."""
        session, mine = str(request.session_hash), object()
        self._showing[session] = mine
        self._showing.move_to_end(session)
        if len(self._showing) > _SESSIONS:
            self._showing.popitem(last=False)
        return mine

    def _holds(self, request: gr.Request, mine: object) -> bool:
        return self._showing.get(str(request.session_hash)) is mine

    # talking ---------------------------------------------------------------------------------

    async def send(
        self, message: Any, kept: str, about: str, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The composer: files are loaded first, then the text is answered, for the documents that
        it is ``about`` (none: for all)."""
        message = message or {}
        files = [(Path(name), Path(name).name) for name in message.get("files") or []]
        text = (message.get("text") or "").strip()
        answered = self._answer(kept, request, files, text, composed=True, about=_ids(about))
        async for updates in answered:
            yield updates

    async def ask(
        self, kept: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A suggested question was clicked."""
        about = _ids(event._data.get("about")) if isinstance(event._data, dict) else ()
        async for updates in self._answer(kept, request, [], _sent(event), about=about):
            yield updates

    async def ask_topic(
        self, kept: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A topic was clicked: ask what it is about."""
        text = say("ask_topic", Memory.read(kept).language, topic=_sent(event))
        async for updates in self._answer(kept, request, [], text):
            yield updates

    async def files(
        self, kept: str, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Files were dropped onto the page."""
        sent = json.loads(_sent(event))
        files = [(Path(str(file["path"])), str(file["name"])) for file in sent]
        async for updates in self._answer(kept, request, files, ""):
            yield updates

    async def retry(self, kept: str, request: gr.Request) -> AsyncIterator[Updates]:
        """The last question once more."""
        memory, chat = self._open(kept, request)
        if chat.turns and not chat.running:
            self._tell_what_stays(chat, len(chat.turns) - 1, memory.language)
            about = chat.turns[-1].documents
            async for updates in self._answer(kept, request, [], chat.undo(), about=about):
                yield updates

    async def edit(
        self, kept: str, event: gr.EditData, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A question was changed: what came after it is taken back."""
        memory, chat = self._open(kept, request)
        text = _edited(event.value)
        if not chat.running and text:
            index = event.index if isinstance(event.index, int) else event.index[0]
            number = chat.turn_at(index, memory.language)
            self._tell_what_stays(chat, number, memory.language)
            about = chat.turns[number].documents
            chat.cut(number)
            async for updates in self._answer(kept, request, [], text, about=about):
                yield updates
        else:  # the browser shows the changed question already
            yield self.view.conversation(memory, chat)

    async def undo(self, kept: str, request: gr.Request) -> Updates:
        """The last turn is taken back and its question stands in the composer again."""
        memory, chat = self._open(kept, request)
        if chat.running:
            return self._warn(say("busy", memory.language), memory.language)
        self._tell_what_stays(chat, len(chat.turns) - 1, memory.language)
        text = asked(chat.undo(), memory.language)
        shown = self.view.conversation(memory, chat) | await self.view.state(memory, chat)
        return shown | {self.parts.composer: self.view.composer(memory, running=False, text=text)}

    def _tell_what_stays(self, chat: Chat, length: int, language: str) -> None:
        """Texts and topics do not go back with the conversation."""
        if any(changed_something(turn) for turn in chat.turns[max(length, 0) :]):
            gr.Info(say("chats_stays", language), title=say("chats_note", language))

    async def stop(self, kept: str, request: gr.Request) -> None:
        """The work really stops; its turn ends by saying so."""
        self._open(kept, request)[1].stop()

    async def allow(self, kept: str, event: gr.EventData, request: gr.Request) -> None:
        """A permission was given or refused: [id, yes or no]."""
        name, allowed = json.loads(_sent(event))
        self._open(kept, request)[1].permit(name, bool(allowed))

    async def _answer(
        self, kept: str, request: gr.Request, files: Sequence[tuple[Path, str]], text: str,
        *, composed: bool = False, about: Sequence[str] = (),
    ) -> AsyncIterator[Updates]:  # fmt: skip
        """``composed``: it stood in the composer, which is emptied; else that is left alone."""
        memory, chat = self._open(kept, request)
        bind_contextvars(request=request.headers.get(HEADER, ""))
        questions = [text] if text else []
        try:
            if files and not chat.running:
                questions.insert(0, await self._saved(memory, files))
            if not questions:
                return
            chat.begin(questions, about if text else ())
        except (TopicLlamaError, OSError) as error:
            busy = say("busy", memory.language) if chat.running else ""
            yield self._warn(busy or in_words(error, memory.language), memory.language)
            return
        async for updates in self._follow(
            memory, chat, request, chat.stamp, "" if composed else None
        ):
            yield updates

    async def _saved(self, memory: Memory, files: Sequence[tuple[Path, str]]) -> str:
        """Keep uploaded files; returns the request to load them."""
        workspace = self.view.room(memory).workspace
        folder = Path(get_upload_folder())
        path = await asyncio.to_thread(save_uploads, workspace, files, folder)
        return say("files_sent", memory.language, names=f'"{path}"')

    def _warn(self, words: str, language: str) -> Updates:
        """Say something beside the chat; what is on the page stays as it is."""
        gr.Warning(words, title=say("chats_note", language))
        return {self.parts.timer: gr.skip()}

    async def _follow(
        self, memory: Memory, chat: Chat, request: gr.Request, stamp: str, text: str | None = None
    ) -> AsyncIterator[Updates]:
        """The answer as it comes, until it is there or the page shows something else. ``stamp`` is
        the state of the chat that the page shows; ``text`` is to stand in the composer."""
        if not chat.running:
            if chat.stamp != stamp:  # it was finished in the meantime
                yield await self._ended(memory, chat)
            return
        mine, found = self._claim(request), chat.found
        beginning = await self._beginning(memory, chat, text)
        async with aclosing(chat.follow()) as changes:
            async for _ in changes:
                if not self._holds(request, mine):
                    return
                updates = self.view.conversation(memory, chat) | beginning
                if found != (found := chat.found):
                    updates |= await self.view.panel(memory, chat)
                yield updates
                beginning = {}
        if self._holds(request, mine):
            yield await self._ended(memory, chat)

    async def _beginning(self, memory: Memory, chat: Chat, text: str | None) -> Updates:
        memory = replace(memory, chat=chat.id)
        return {
            self.parts.composer: self.view.composer(memory, running=True, text=text),
            self.parts.memory: memory.write(),
        } | await self.view.header(memory, chat)

    async def _ended(self, memory: Memory, chat: Chat) -> Updates:
        status = self.view.room(memory).status
        status.answered_by(chat.model)
        await status.prepare_search()
        ended = {self.parts.composer: self.view.composer(memory, running=chat.running)}
        return self.view.conversation(memory, chat) | await self.view.state(memory, chat) | ended

    # documents -------------------------------------------------------------------------------

    async def cite(self, kept: str, event: gr.EventData, request: gr.Request) -> Updates:
        """A citation "turn:number" was clicked."""
        memory, chat = self._open(kept, request)
        passage = chat.passage(_sent(event))
        return await self._document(memory, passage)

    async def open_document(self, kept: str, event: gr.EventData) -> Updates:
        """A document was clicked, by its id or with the place of a passage in it."""
        return await self._document(Memory.read(kept), place_of(_sent(event)))

    async def _document(self, memory: Memory, passage: Passage) -> Updates:
        workspace = self.view.room(memory).workspace
        shown = await asyncio.to_thread(document_panel, workspace, passage, memory.language)
        return {self.parts.document: shown, self.parts.similar: ""}

    async def similar(self, kept: str, event: gr.EventData) -> AsyncIterator[Updates]:
        """Documents like the one that is open."""
        memory = Memory.read(kept)
        language, workspace = memory.language, self.view.room(memory).workspace
        yield {self.parts.similar: f'<p class="tl-quiet">{say("finding_like", language)}</p>'}
        try:
            found = await asyncio.to_thread(recommend, workspace, [_sent(event)])
            yield {self.parts.similar: similar_list(found.results, language)}
        except TopicLlamaError as error:
            words = in_words(error, language)
            yield {self.parts.similar: f'<p class="tl-quiet">{words}</p>'}


def _user(request: gr.Request) -> str:
    """Who is logged in, "" without a login."""
    return str(request.username or "")


def _sent(event: gr.EventData) -> str:
    """The value of the button that was clicked."""
    return str(event._data.get("value", "")) if isinstance(event._data, dict) else ""


def _ids(sent: Any) -> tuple[str, ...]:
    """Those of the documents that a question is about, as the browser sends them."""
    try:
        told = json.loads(sent or "[]")
    except (TypeError, ValueError):
        return ()
    return tuple(map(str, told[:MOST_SELECTED])) if isinstance(told, list) else ()


def _edited(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    texts = [part.get("text", "") if isinstance(part, dict) else str(part) for part in parts]
    return untyped("\n".join(texts)).strip()
