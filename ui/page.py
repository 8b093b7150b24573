"""What happens on the page: each handler answers one thing that a person does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from ..tools.errors import TopicLlamaError
from ..tools.recommend import recommend
from .page_chat import asked
from .page_document import Passage, document_panel, similar_list
from .page_html import esc, untyped
from .page_memory import Memory
from .page_sessions import Chat
from .page_uploads import save_uploads
from .page_view import Updates, View
from .text import page_language, say


class Page:
    """The page.

    ``kept`` is what the browser keeps (:class:`Memory`, as text). Nothing of a session is kept
    here but the open chats, by id.
    """

    def __init__(self, view: View) -> None:
        self.parts = view.parts
        self.view = view

    # opening the page ------------------------------------------------------------------------

    async def load(self, kept: str, request: gr.Request) -> AsyncIterator[Updates]:
        """The browser's language at first, its last chat, what is loaded; then which model."""
        memory, chat = self._open(kept)
        chosen = memory.language or request.headers.get("accept-language", "")
        memory = replace(memory, language=page_language(chosen))
        yield await self.view.everything(memory, chat)
        status = self.view.room(memory).status
        await status.check_model()
        await status.prepare_search()
        yield {self.parts.timer: gr.update(active=status.preparing or chat.running)} | {
            self.parts.header: await self.view.header(memory)
        }

    async def tick(self, kept: str) -> Updates:
        """While embeddings are made, or an answer that began before a reload goes on."""
        memory, chat = self._open(kept)
        updates = await self.view.state(memory, chat)
        if chat.followed:
            chat.followed = chat.running
            shown = self.view.conversation(memory, chat)
            updates = shown | updates
            updates[self.parts.composer] = self.view.composer(memory, running=chat.running)
        return updates

    async def language(self, kept: str, event: gr.EventData) -> Updates:
        """Everything on the page in the other language."""
        memory, chat = self._open(kept)
        memory = replace(memory, language=page_language(_sent(event)))
        return await self.view.everything(memory, chat) | {
            self.parts.document: "",
            self.parts.similar: "",
        }

    async def open_chat(self, kept: str, event: gr.EventData) -> Updates:
        """Another chat of this browser, or a new one for ""."""
        memory, wanted = Memory.read(kept), _sent(event)
        known = [name for name, _ in memory.chats]
        chat = self.view.room(memory).chats.open(wanted if wanted in known else "")
        return await self.view.everything(memory, chat) | {
            self.parts.document: "",
            self.parts.similar: "",
        }

    async def open_workspace(self, kept: str, event: gr.EventData) -> Updates:
        """Another workspace, with a new chat."""
        memory = replace(Memory.read(kept), workspace=_sent(event), chat="", chats=())
        chat = self.view.room(memory).chats.open()
        return await self.view.everything(memory, chat) | {
            self.parts.document: "",
            self.parts.similar: "",
        }

    async def refresh(self, kept: str) -> Updates:
        """What the page says of the workspace, after a view changed something."""
        return await self.view.state(*self._open(kept))

    def _open(self, kept: str) -> tuple[Memory, Chat]:
        memory = Memory.read(kept)
        return memory, self.view.room(memory).chats.open(memory.chat)

    # talking ---------------------------------------------------------------------------------

    async def send(self, message: Any, kept: str) -> AsyncIterator[Updates]:
        """The composer: files are loaded first, then the text is answered."""
        message = message or {}
        files = [(Path(name), Path(name).name) for name in message.get("files") or []]
        text = (message.get("text") or "").strip()
        async for updates in self._answer(kept, files, text, composed=True):
            yield updates

    async def ask(self, kept: str, event: gr.EventData) -> AsyncIterator[Updates]:
        """A suggested question was clicked."""
        async for updates in self._answer(kept, [], _sent(event)):
            yield updates

    async def ask_topic(self, kept: str, event: gr.EventData) -> AsyncIterator[Updates]:
        """A topic was clicked: ask what it is about."""
        text = say("ask_topic", Memory.read(kept).language, topic=_sent(event))
        async for updates in self._answer(kept, [], text):
            yield updates

    async def files(self, kept: str, event: gr.EventData) -> AsyncIterator[Updates]:
        """Files were dropped onto the page."""
        sent = json.loads(_sent(event))
        files = [(Path(str(file["path"])), str(file["name"])) for file in sent]
        async for updates in self._answer(kept, files, ""):
            yield updates

    async def retry(self, kept: str) -> AsyncIterator[Updates]:
        """The last question once more."""
        memory, chat = self._open(kept)
        if not chat.running:
            async for updates in self._answer(kept, [], chat.undo()):
                yield updates

    async def edit(self, kept: str, event: gr.EditData) -> AsyncIterator[Updates]:
        """A question was changed: what came after it is taken back."""
        memory, chat = self._open(kept)
        if not chat.running:
            index = event.index if isinstance(event.index, int) else event.index[0]
            number = chat.turn_at(index, memory.language)
            while len(chat.turns) > number:
                chat.undo()
            async for updates in self._answer(kept, [], _edited(event.value)):
                yield updates

    async def undo(self, kept: str) -> Updates:
        """The last turn is taken back and its question stands in the composer again."""
        memory, chat = self._open(kept)
        text = "" if chat.running else asked(chat.undo(), memory.language)
        shown = self.view.conversation(memory, chat) | await self.view.state(memory, chat)
        return shown | {
            self.parts.composer: self.view.composer(memory, running=chat.running, text=text)
        }

    async def stop(self, kept: str) -> None:
        """The work really stops; its turn ends by saying so."""
        self._open(kept)[1].stop()

    async def allow(self, kept: str, event: gr.EventData) -> None:
        """A permission was given or refused: [id, yes or no]."""
        name, allowed = json.loads(_sent(event))
        self._open(kept)[1].permit(name, bool(allowed))

    async def _answer(
        self, kept: str, files: Sequence[tuple[Path, str]], text: str, *, composed: bool = False
    ) -> AsyncIterator[Updates]:
        """``composed``: it stood in the composer, which is emptied; else that is left alone."""
        memory, chat = self._open(kept)
        language = memory.language
        if chat.running:
            yield self._warn(say("busy", language))
            return
        questions = [text] if text else []
        if files:
            try:
                workspace = self.view.room(memory).workspace
                path = await asyncio.to_thread(
                    save_uploads, workspace, files, Path(get_upload_folder())
                )
            except (TopicLlamaError, OSError) as error:
                yield self._warn(str(error))
                return
            questions.insert(0, say("files_sent", language, names=f'"{path}"'))
        for question in questions:
            async for updates in self._turn(memory, chat, question, composed):
                yield updates

    def _warn(self, words: str) -> Updates:
        """Say something beside the chat; what is on the page stays as it is."""
        gr.Warning(words)
        return {self.parts.timer: gr.skip()}

    async def _turn(
        self, memory: Memory, chat: Chat, question: str, composed: bool
    ) -> AsyncIterator[Updates]:
        text = "" if composed else None
        beginning: Updates = {
            self.parts.composer: self.view.composer(memory, running=True, text=text)
        }
        async with aclosing(chat.run(question)) as changes:
            async for _ in changes:
                if beginning:
                    memory = self.view.remember(memory, chat)
                    beginning[self.parts.memory] = memory.write()
                yield self.view.conversation(memory, chat) | beginning
                beginning = {}
        status = self.view.room(memory).status
        status.answered_by(chat.model)
        await status.prepare_search()
        ended = {self.parts.composer: self.view.composer(memory, running=False)}
        yield self.view.conversation(memory, chat) | await self.view.state(memory, chat) | ended

    # documents -------------------------------------------------------------------------------

    async def cite(self, kept: str, event: gr.EventData) -> Updates:
        """A citation "turn:number" was clicked."""
        memory, chat = self._open(kept)
        passage = chat.passage(_sent(event))
        return await self._document(memory, passage)

    async def open_document(self, kept: str, event: gr.EventData) -> Updates:
        """A document was clicked."""
        return await self._document(Memory.read(kept), Passage(_sent(event)))

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
            words = f"{error.message} {error.hint}"
            yield {self.parts.similar: f'<p class="tl-quiet">{esc(words)}</p>'}


def _sent(event: gr.EventData) -> str:
    """The value of the button that was clicked."""
    return str(event._data.get("value", "")) if isinstance(event._data, dict) else ""


def _edited(value: Any) -> str:
    parts = value if isinstance(value, list) else [value]
    texts = [part.get("text", "") if isinstance(part, dict) else str(part) for part in parts]
    return untyped("\n".join(texts)).strip()
