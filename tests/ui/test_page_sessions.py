"""Chats of the page: one turn at a time, going on when nobody looks, read back from disk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from topicllama.agent.chat_file import path_of, write
from topicllama.agent.chat_turn import ChatTurn
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
from topicllama.ui.jobs import Jobs
from topicllama.ui.page_chat import Turn
from topicllama.ui.page_sessions import Chats, restored


class Scripted:
    """A conversation that says what it is told to, in place of a model."""

    def __init__(self, name: str | None, *, endless: bool = False) -> None:
        self.id = name or "new"
        self.owner = ""
        self.endless = endless
        self.stopping = asyncio.Event()
        self.closed = False
        self.asked: list[str] = []

    @property
    def length(self) -> int:
        return len(self.messages()) // 2

    def messages(self, since: int = 0, until: int | None = None) -> list[dict[str, Any]]:
        return []

    def stop(self) -> None:
        self.stopping.set()

    def cut(self, length: int) -> None:
        del self.asked[length:]

    async def stream(self, text: str, documents: Sequence[str] = ()) -> AsyncIterator[Event]:
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
    return Chats(lambda name, owner: Scripted(name, **options), Jobs())  # type: ignore[arg-type,return-value]


async def run(chat: Any, question: str) -> int:
    chat.begin([question])
    return await followed(chat)


async def followed(chat: Any) -> int:
    changes = 0
    async for _ in chat.follow():
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
    chat.begin(["one"])
    changes = 0
    async with aclosing(chat.follow()) as turn:
        async for _ in turn:
            changes += 1
            if chat.turns[0].steps and chat.turns[0].steps[0].done > 200:
                break
    assert changes < 100
    chat.stop()
    await followed(chat)


async def test_a_turn_goes_on_when_nobody_looks_and_is_found_again() -> None:
    chat = chats(endless=True).open("a")
    chat.begin(["one"])
    async with aclosing(chat.follow()) as turn:
        async for _ in turn:
            if chat.turns[0].steps:
                break
    assert chat.running and not chat.conversation.closed  # type: ignore[attr-defined]
    first, second = asyncio.create_task(followed(chat)), asyncio.create_task(followed(chat))
    await asyncio.sleep(0)
    chat.stop()
    assert await first and await second
    assert chat.turns[0].stopped and not chat.running
    assert chat.conversation.closed  # type: ignore[attr-defined]


async def test_a_second_turn_is_refused_while_one_runs() -> None:
    chat = chats(endless=True).open("a")
    chat.begin(["one"])
    with pytest.raises(TopicLlamaError, match="still being written"):
        chat.begin(["two"])
    assert chat.undo() == "" and len(chat.turns) == 1, "nothing is taken back meanwhile"
    chat.stop()
    await followed(chat)


async def test_questions_are_answered_in_turn_until_one_is_stopped() -> None:
    chat = chats().open("a")
    chat.begin(["one", "two"])
    await followed(chat)
    assert [turn.question for turn in chat.turns] == ["one", "two"]
    chat = chats(endless=True).open("b")
    chat.begin(["one", "two"])
    await asyncio.sleep(0.01)
    chat.stop()
    await followed(chat)
    assert [turn.question for turn in chat.turns] == ["one"]


async def test_stop_ends_a_turn_by_saying_so() -> None:
    chat = chats(endless=True).open("a")
    chat.begin(["one"])
    async for _ in chat.follow():
        chat.stop()
    assert "Stopped" in chat.messages("en")[-1]["content"]


async def test_what_takes_long_is_a_job_that_can_be_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("topicllama.ui.page_work._MOMENT", 0.01)
    chat = chats(endless=True).open("a")
    chat.begin(["one"])
    async for _ in chat.follow():
        if (jobs := chat.jobs.running()) and jobs[0].done:
            assert (jobs[0].title, jobs[0].total) == ("jobs_train", 10_000)
            jobs[0].cancel()
    (job,) = chat.jobs.all()
    assert job.state == "cancelled" and chat.turns[0].stopped


async def test_what_is_quick_is_no_job() -> None:
    chat = chats().open("a")
    await run(chat, "one")
    assert chat.jobs.all() == []


async def test_a_long_chat_shows_its_end_and_more_when_asked() -> None:
    chat = chats().open("a")
    chat.turns.extend(Turn(f"q{n}", finished=True) for n in range(70))
    chat.latest()
    shown = chat.messages("en")
    assert 'name="earlier"' in shown[0]["content"] and "(40)" in shown[0]["content"]
    assert shown[1]["content"] == "q40" and chat.turn_at(1, "en") == 40
    chat.earlier()
    assert chat.messages("en")[1]["content"] == "q10"
    chat.earlier()
    assert chat.messages("en")[0]["content"] == "q0" and chat.turn_at(0, "en") == 0
    chat.cut(3)
    assert len(chat.messages("en")) == 6


async def test_two_chats_at_once_do_not_mix() -> None:
    both = chats()
    await asyncio.gather(run(both.open("a"), "one"), run(both.open("b"), "two"))
    assert both.open("a").messages("en")[-1]["content"] == "Answer to one"
    assert both.open("b").messages("en")[-1]["content"] == "Answer to two"


async def test_a_failure_becomes_words_and_can_be_undone() -> None:
    chat = chats().open("a")

    async def failing(text: str, documents: Sequence[str] = ()) -> AsyncIterator[Event]:
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
    assert chat.conversation.asked == ["one"]  # type: ignore[attr-defined]
    assert chat.turn_at(1, "en") == 0


def test_an_id_that_names_no_chat_opens_a_new_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    chat = real(workspace).open("../../etc/passwd")
    assert not chat.turns
    assert chat.id != "../../etc/passwd"


def real(workspace: Workspace) -> Chats:
    return Chats(lambda name, owner: Conversation(workspace, name, owner=owner), Jobs())


def test_a_chat_of_another_person_is_not_opened(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    known = real(workspace)
    evas = known.open("", "eva")
    assert known.open(evas.id, "eva") is evas
    for asking in ("adam", ""):
        assert known.open(evas.id, asking).id != evas.id, "neither while it is open"
    said = Answer("Yes.", "guide", "en")
    path = path_of(workspace, evas.id)
    write(path, [ChatTurn("mine?", [HumanMessage("mine?")], said)], "eva")
    again = real(workspace)
    assert not again.open(evas.id, "adam").turns
    assert again.open(evas.id, "eva").title == "mine?"


def test_a_kept_conversation_is_read_back() -> None:
    citation = {"number": 1, "id": "d", "quote": "q", "title": "T", "date": "", "start": 0,
                "end": 1}  # fmt: skip
    step = {"id": "t", "name": "search_documents", "arguments": {"query": "x"}, "seconds": 0.5,
            "error": "", "result": {"total": 3, "results": []}}  # fmt: skip
    reply = {"role": "assistant", "steps": [step], "text": "Yes [1].", "model": "guide",
             "language": "en", "tool_calls": [], "citations": [citation], "suggestions": ["a"],
             "stopped": False, "error": ""}  # fmt: skip
    kept = Scripted("a")
    kept.messages = lambda *some: [{"role": "user", "text": "is it?"}, reply]  # type: ignore[method-assign]
    (turn,) = restored(kept)  # type: ignore[arg-type]
    assert turn.kept and turn.suggestions == ["a"]
    assert turn.citations[1] == Citation(**citation)
    shown = turn.messages(0, "en")
    chat = Chats(lambda name, owner: kept, Jobs()).open("a")  # type: ignore[arg-type,return-value]
    assert (chat.passage("0:1").id, chat.passage("0:9").id, chat.passage("x").id) == ("d", "", "")
    assert "3 documents found" in shown[1]["metadata"]["title"]
    assert 'value="0:1"' in shown[2]["content"]


@pytest.mark.parametrize("index", [3, 99])
def test_a_message_that_is_gone_is_refused(index: int) -> None:
    with pytest.raises(TopicLlamaError):
        chats().open("a").turn_at(index, "en")


def test_events_of_unknown_steps_are_ignored() -> None:
    chat = chats().open("a")
    chat.turns.append(Turn("q"))
    chat.turns[0].apply(ToolProgress("none", "train", 1, 2))
    chat.turns[0].apply(ToolFinished("none", "x", {}, 0.1))
    assert chat.turns[0].steps == []
