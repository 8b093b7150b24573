"""What the page shows of a chat and a workspace, as updates of its components."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields
from typing import Any

import gradio as gr

from ..agent.suggestions import suggestions
from .page_chat import asked
from .page_memory import Memory
from .page_panel import header, side_panel, suggestion_row, welcome
from .page_rail import rail
from .page_sessions import Chat
from .rooms import Room, Rooms
from .text import say

Updates = dict[Any, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that handlers change."""

    header: gr.HTML
    rail: gr.HTML
    chat: gr.Chatbot
    welcome: gr.HTML
    next: gr.HTML
    composer: gr.MultimodalTextbox
    panel: gr.HTML
    document: gr.HTML
    similar: gr.HTML
    memory: gr.BrowserState
    timer: gr.Timer

    def all(self) -> list[Any]:
        return [getattr(self, field.name) for field in fields(self)]


class View:
    """Makes the updates; changes nothing but which chat is followed."""

    def __init__(self, rooms: Rooms, parts: Parts) -> None:
        self.rooms = rooms
        self.parts = parts

    def room(self, memory: Memory) -> Room:
        return self.rooms.open(memory.workspace)

    async def everything(self, memory: Memory, chat: Chat) -> Updates:
        memory = self.remember(memory, chat)
        chat.followed = chat.running
        return (
            {
                self.parts.memory: memory.write(),
                self.parts.composer: self.composer(memory, running=chat.running),
            }
            | self.conversation(memory, chat)
            | await self.state(memory, chat)
        )

    def conversation(self, memory: Memory, chat: Chat) -> Updates:
        empty = not chat.turns
        return {
            self.parts.chat: gr.update(value=chat.messages(memory.language), visible=not empty),
            self.parts.welcome: gr.update(visible=empty),
            self.parts.next: "",
        }

    async def state(self, memory: Memory, chat: Chat) -> Updates:
        """Header, panel, first screen and suggestions, as they fit what is loaded."""
        language, room = memory.language, self.room(memory)
        loaded = await room.status.loaded()
        offered = await self._offered(room, chat, language)
        known = [(n, t, n == chat.id) for n, t in memory.chats]
        preparing = room.status.preparing or chat.running
        following = offered if chat.turns and not chat.running else []
        return {
            self.parts.header: header(room.status.talking, loaded, language, room.name),
            self.parts.rail: rail(known, language),
            self.parts.panel: side_panel(loaded, language),
            self.parts.welcome: gr.update(
                value=welcome(loaded, offered, language), visible=not chat.turns
            ),
            self.parts.next: suggestion_row(following, language),
            self.parts.timer: gr.update(active=preparing),
        }

    async def _offered(self, room: Room, chat: Chat, language: str) -> list[str]:
        if chat.turns and chat.turns[-1].suggestions:
            return chat.turns[-1].suggestions
        return (await asyncio.to_thread(suggestions, room.workspace, language))[:4]

    async def header(self, memory: Memory) -> str:
        room = self.room(memory)
        loaded = await room.status.loaded()
        return header(room.status.talking, loaded, memory.language, room.name)

    def composer(self, memory: Memory, *, running: bool, text: str | None = None) -> Any:
        """The composer's buttons; what stands in it is left alone unless ``text`` is given."""
        shown: dict[str, Any] = {
            "placeholder": say("placeholder", memory.language),
            "submit_btn": not running,
            "stop_btn": running,
        }
        if text is not None:
            shown["value"] = {"text": text, "files": []}
        return gr.update(**shown)

    def remember(self, memory: Memory, chat: Chat) -> Memory:
        return memory.opened(chat.id, asked(chat.title, memory.language))
