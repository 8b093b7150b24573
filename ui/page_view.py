"""What the page shows of a chat and a workspace, as updates of its components."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import gradio as gr

from ..agent.suggestions import LastStep, suggestions
from ..tools.tokens import has_han
from .page_answer import shown_beside
from .page_chat import Turn
from .page_memory import Memory
from .page_panel import Loaded, header, side_panel, suggestion_row, welcome
from .page_rail import rail
from .page_sessions import Chat
from .page_trouble import trouble
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


def _last_step(turn: Turn) -> LastStep | None:
    step = turn.steps[-1] if turn.steps else None
    if step is None or step.state != "done":
        return None
    return LastStep(step.name, step.arguments, step.result)


class View:
    """Makes the updates; changes nothing."""

    def __init__(self, rooms: Rooms, parts: Parts) -> None:
        self.rooms = rooms
        self.parts = parts

    def room(self, memory: Memory) -> Room:
        return self.rooms.open(memory.workspace)

    async def everything(self, memory: Memory, chat: Chat) -> Updates:
        return (
            {
                self.parts.memory: replace(memory, chat=chat.id).write(),
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
        following = offered if chat.turns and not chat.running else []
        return {
            self.parts.header: self._header(room, loaded, language, chat),
            self.parts.rail: rail(language),
            self.parts.panel: await self._panel(room, loaded, language, chat),
            self.parts.welcome: gr.update(
                value=welcome(loaded, offered, language), visible=not chat.turns
            ),
            self.parts.next: suggestion_row(following, language),
            self.parts.timer: gr.update(active=room.status.preparing),
        }

    async def _offered(self, room: Room, chat: Chat, language: str) -> list[str]:
        """What fits now: topics may have changed since the last answer. In the language of the
        answer, which need not be the page's."""
        turn = chat.turns[-1] if chat.turns else None
        held = room.workspace.unless_damaged
        if turn is None:
            fitting = partial(suggestions, room.workspace, language)
            return (await asyncio.to_thread(held, fitting, []))[:4]
        if turn.documents:
            return turn.suggestions
        if turn.suggestions:
            language = "zh" if has_han(turn.suggestions[0]) else "en"
        fitting = partial(suggestions, room.workspace, language, _last_step(turn))
        found: list[str] = await asyncio.to_thread(held, fitting, [])
        return [each for each in found if each.lower() != turn.question.lower()][:4]

    async def header(self, memory: Memory, chat: Chat) -> Updates:
        room = self.room(memory)
        loaded = await room.status.loaded()
        return {self.parts.header: self._header(room, loaded, memory.language, chat)}

    def _header(self, room: Room, loaded: Loaded, language: str, chat: Chat) -> str:
        title = self.rooms.heading(room, say("data_first_room", language))
        stamp = (chat.id, chat.stamp)
        shown = header(room.status.talking, loaded, language, room.name, stamp, title)
        return shown + trouble(room.workspace, language)

    async def panel(self, memory: Memory, chat: Chat) -> Updates:
        """What the chat's last answer was about, and the topics."""
        room = self.room(memory)
        loaded = await room.status.loaded()
        return {self.parts.panel: await self._panel(room, loaded, memory.language, chat)}

    async def _panel(self, room: Room, loaded: Loaded, language: str, chat: Chat) -> str:
        """A step that is picked meanwhile counts: this may reach the page after its panel."""
        picked: object = self
        while picked != chat.picked:
            picked = chat.picked
            shown = await asyncio.to_thread(shown_beside, room.workspace, chat, language)
        return side_panel(loaded, language, shown)

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
