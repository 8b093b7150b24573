"""Chats of the page: one turn at a time, stopped when nobody listens, read back from disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from topicllama.agent.conversation import Conversation
from topicllama.agent.events import (
    Answer,
    Citation,
    Event,
    TextDelta,
    ToolFinished,
    ToolProgress,
    ToolStarted,
)
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_sessions import Chats, restored


class Scripted:
    """A conversation that says what it is told to, in place of a model."""

    def __init__(self, name: str | None, *, endless: bool = False) -> None:
        self.id = name or "new"
        self.endless = endless
        self.stopping = asyncio.Event()
        self.closed = False
        self.asked: list[str] = []

    def messages(self) -> list[dict[str, Any]]:
        return []

    def stop(self) -> None:
        self.stopping.set()

    def undo(self) -> str:
        return self.asked.pop()

    async def stream(self, text: str) -> AsyncIterator[Event]:
        self.asked.append(text)
        try:
            yield ToolStarted("t", "train_topics", {})
            done = 0
            while self.endless and not self.stopping.is_set():
                done += 1
                yield ToolProgress("t", "train", done, 10_000)
                await asyncio.sleep(0.001)
            yield TextDelta(f"Answer to {text}")
            yield Answer(f"Answer to {text}", "guide", "en", stopped=self.stopping.is_set())
        finally:
            self.closed = True


def chats(**options: bool) -> Chats:
    return Chats(lambda name: Scripted(name, **options))  # type: ignore[arg-type,return-value]


async def run(chat: Any, question: str) -> int:
    changes = 0
    async for _ in chat.run(question):
        changes += 1
    return changes


async def test_a_turn_is_shown_and_ends() -> None:
    chat = chats().open("a")
    assert await run(chat, "one") >= 2
    assert not chat.running
    assert chat.model == "guide"
    assert chat.messages("en")[-1]["content"] == "Answer to one"


async def test_many_events_become_few_changes() -> None:
    chat = chats(endless=True).open("a")
    changes = 0
    async with aclosing(chat.run("one")) as turn:
        async for _ in turn:
            changes += 1
            if chat.turns[0].steps and chat.turns[0].steps[0].done > 200:
                break
    assert changes < 100


async def test_closing_a_turn_stops_its_work() -> None:
    chat = chats(endless=True).open("a")
    async with aclosing(chat.run("one")) as turn:
        async for _ in turn:
            if chat.turns[0].steps:
                break
    assert chat.conversation.closed
    assert not chat.running
    assert chat.turns[0].stopped


async def test_stop_ends_a_turn_by_saying_so() -> None:
    chat = chats(endless=True).open("a")
    async for _ in chat.run("one"):
        chat.stop()
    assert "Stopped" in chat.messages("en")[-1]["content"]


async def test_two_chats_at_once_do_not_mix() -> None:
    both = chats()
    await asyncio.gather(run(both.open("a"), "one"), run(both.open("b"), "two"))
    assert both.open("a").messages("en")[-1]["content"] == "Answer to one"
    assert both.open("b").messages("en")[-1]["content"] == "Answer to two"


async def test_a_failure_becomes_words_and_can_be_undone() -> None:
    chat = chats().open("a")

    async def failing(text: str) -> AsyncIterator[Event]:
        raise TopicLlamaError("It broke.", "Mend it.")
        yield

    chat.conversation.stream = failing  # type: ignore[assignment]
    await run(chat, "one")
    assert "It broke&#46; Mend it&#46;" in chat.messages("en")[-1]["content"]
    assert chat.undo() == "one", "and the conversation, which never kept it, is not asked to"


async def test_undo_keeps_the_conversation_in_step() -> None:
    chat = chats().open("a")
    await run(chat, "one")
    await run(chat, "two")
    assert chat.undo() == "two"
    assert chat.conversation.asked == ["one"]
    assert chat.turn_at(1, "en") == 0


def test_an_id_that_names_no_chat_opens_a_new_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    real = Chats(lambda name: Conversation(workspace, name))
    chat = real.open("../../etc/passwd")
    assert chat.turns == []
    assert chat.id != "../../etc/passwd"


def test_a_kept_conversation_is_read_back() -> None:
    citation = {"number": 1, "id": "d", "quote": "q", "title": "T", "date": "", "start": 0,
                "end": 1}  # fmt: skip
    step = {"id": "t", "name": "search_documents", "arguments": {"query": "x"}, "seconds": 0.5,
            "error": "", "result": {"total": 3, "results": []}}  # fmt: skip
    reply = {"role": "assistant", "steps": [step], "text": "Yes [1].", "model": "guide",
             "language": "en", "tool_calls": [], "citations": [citation], "suggestions": ["a"],
             "stopped": False, "error": ""}  # fmt: skip
    kept = Scripted("a")
    kept.messages = lambda: [{"role": "user", "text": "is it?"}, reply]  # type: ignore[method-assign]
    (turn,) = restored(kept)  # type: ignore[arg-type]
    assert turn.kept and turn.suggestions == ["a"]
    assert turn.citations[1] == Citation(**citation)
    shown = turn.messages(0, "en")
    chat = Chats(lambda name: kept).open("a")  # type: ignore[arg-type,return-value]
    assert (chat.passage("0:1").id, chat.passage("0:9").id, chat.passage("x").id) == ("d", "", "")
    assert "3 documents found" in shown[1]["metadata"]["title"]
    assert 'value="0:1"' in shown[2]["content"]


@pytest.mark.parametrize("index", [3, 99])
def test_a_message_that_is_gone_is_refused(index: int) -> None:
    with pytest.raises(TopicLlamaError):
        chats().open("a").turn_at(index, "en")


def test_events_of_unknown_steps_are_ignored() -> None:
    chat = chats().open("a")
    from topicllama.ui.page_chat import Turn

    chat.turns.append(Turn("q"))
    chat.turns[0].apply(ToolProgress("none", "train", 1, 2))
    chat.turns[0].apply(ToolFinished("none", "x", {}, 0.1))
    assert chat.turns[0].steps == []
