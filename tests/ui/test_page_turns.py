"""Stop, retry, edit and undo on the page: the file, and what the model is told next, keep step."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from ollama_server import OllamaServer, Reply, scripted_llama

from topicllama.agent import chat_file, models
from topicllama.tools.documents import Document
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace
from topicllama.ui import page as page_module
from topicllama.ui import page_view
from topicllama.ui.page import Page
from topicllama.ui.page_memory import Memory
from topicllama.ui.page_view import Parts, View
from topicllama.ui.rooms import Rooms

QUESTIONS = ("what is loaded?", "which topics are most common?", "what can you do?")


class Browser:
    """A page as a browser uses it, without one: what was shown last, and what was said beside."""

    def __init__(
        self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, user: str = ""
    ) -> None:
        names = list(Parts.__dataclass_fields__)
        self.rooms = Rooms(workspace)
        self.page = Page(View(self.rooms, Parts(*names)))  # type: ignore[arg-type]
        self.request: Any = SimpleNamespace(username=user or None, session_hash="s", headers={})
        self.said: list[str] = []
        self.shown: dict[str, Any] = {}
        for kind in ("Warning", "Info"):
            monkeypatch.setattr(page_module.gr, kind, lambda words, title: self.said.append(words))
        self.kept = Memory("en", "").write()

    async def do(self, handler: str, *given: Any) -> None:
        """Call a handler as the page does, to its end."""
        answer = getattr(self.page, handler)(*given, self.request)
        if not hasattr(answer, "__aiter__"):
            self._take(await answer)
            return
        async for updates in answer:
            self._take(updates)

    def _take(self, updates: Any) -> None:
        self.shown |= updates or {}
        kept = (updates or {}).get("memory")
        self.kept = kept if isinstance(kept, str) else self.kept

    async def say(self, text: str) -> None:
        await self.do("ask", self.kept, event(text))

    async def edit(self, index: int, text: str) -> None:
        await self.do("edit", self.kept, SimpleNamespace(index=index, value=text))

    @property
    def chat(self) -> Any:
        return self.rooms.open().chats.open(Memory.read(self.kept).chat, self.user)

    @property
    def user(self) -> str:
        return self.request.username or ""

    def file(self) -> list[str]:
        """The questions that are kept on disk; each turn's messages begin with its own."""
        path = chat_file.path_of(self.rooms.home, self.chat.id)
        turns = chat_file.read(path)
        assert [turn.text for turn in turns] == [turn.messages[0].text for turn in turns]
        return [turn.text for turn in turns]

    def past(self) -> list[str]:
        """The questions that the model would see before the next one."""
        return [m.text for m in self.chat.conversation._past() if m.type == "human"]

    def in_step(self) -> list[str]:
        """The questions, when page, file and the model's memory agree."""
        shown = [turn.question for turn in self.chat.turns]
        assert shown == self.file() == self.past()
        return shown


def event(value: str) -> Any:
    return SimpleNamespace(_data={"value": value})


def loaded(workspace: Workspace) -> Workspace:
    workspace.set(prepare_search=False)
    workspace.corpus.add([Document("d0", "Fires burn near Sydney.", language="en")])
    ones = np.ones((1, 1), np.float32)
    topic = Topic(0, "fires", "keywords", ("fires",), 1.0, 1)
    workspace.save_model(
        TopicModel("lda", ("fire",), ("fires",), ones, ones, ("d0",), (topic,),
                   corpus=workspace.corpus.fingerprint)
    )  # fmt: skip
    return workspace


@pytest.fixture(params=["guide", "ollama"])
def answering(request: pytest.FixtureRequest, isolated: None, monkeypatch: Any) -> Iterator[Any]:
    """The offline guide, or a model of an Ollama server."""
    if request.param == "guide":
        yield None
        return
    with OllamaServer(behaviour=scripted_llama) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        models.status_cache.forget()
        yield server


@pytest.fixture
async def browser(
    answering: OllamaServer | None, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> Browser:
    opened = Browser(loaded(workspace), monkeypatch)
    await opened.do("load", opened.kept)
    for question in QUESTIONS:
        await opened.say(question)
    assert opened.in_step() == list(QUESTIONS)
    return opened


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """The model waits for it in the middle of its answer."""
    made = threading.Event()
    yield made
    made.set()


def asked(server: OllamaServer) -> list[str]:
    """The questions in the last request that the server got."""
    messages = server.chats[-1].body["messages"]
    return [m["content"] for m in messages if m["role"] == "user"]


async def test_the_first_of_three_questions_is_edited(
    browser: Browser, answering: OllamaServer | None
) -> None:
    await browser.edit(0, "what is topic 0 about?")
    assert browser.in_step() == ["what is topic 0 about?"]
    if answering is not None:
        assert asked(answering) == ["what is topic 0 about?"], "nothing of what was taken back"
    await browser.edit(0, "   ")
    assert browser.in_step() == ["what is topic 0 about?"], "an empty question changes nothing"


async def test_undo_twice_then_another_question(
    browser: Browser, answering: OllamaServer | None
) -> None:
    for number in (2, 1):
        await browser.do("undo", browser.kept)
        assert browser.shown["composer"]["value"]["text"] == QUESTIONS[number]
        assert browser.in_step() == list(QUESTIONS[:number])
    await browser.say("what is topic 0 about?")
    assert browser.in_step() == [QUESTIONS[0], "what is topic 0 about?"]
    if answering is not None:
        assert asked(answering) == [QUESTIONS[0], "what is topic 0 about?"]
    for _ in range(4):
        await browser.do("undo", browser.kept)
    assert browser.in_step() == []


async def test_retry_asks_the_last_one_again(browser: Browser) -> None:
    before = browser.chat.turns[-1]
    await browser.do("retry", browser.kept)
    assert browser.in_step() == list(QUESTIONS)
    assert browser.chat.turns[-1] is not before


async def test_stopped_then_retried(
    workspace: Workspace, ollama: OllamaServer, gate: threading.Event, monkeypatch: Any
) -> None:
    browser = Browser(loaded(workspace), monkeypatch)
    await browser.do("load", browser.kept)
    ollama.reply(Reply("word " * 400, gate=gate, before_gate=3))
    turn = asyncio.create_task(browser.say("tell me everything"))
    while not (browser.chat.turns and browser.chat.turns[-1].parts):
        await asyncio.sleep(0.01)
    for handler in ("undo", "retry"):
        await browser.do(handler, browser.kept)
    await browser.say("and a second one?")
    assert len(browser.chat.turns) == 1, "nothing happens to a chat that is answering"
    assert "still answering" in browser.said[-1]
    await browser.do("stop", browser.kept)
    await turn
    assert browser.chat.turns[-1].stopped and browser.in_step() == ["tell me everything"]
    await browser.do("retry", browser.kept)
    assert browser.in_step() == ["tell me everything"] and not browser.chat.turns[-1].stopped
    assert asked(ollama) == ["tell me everything"]


async def test_what_was_done_to_the_topics_stays_and_the_page_says_so(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(loaded(workspace), monkeypatch)
    await browser.do("load", browser.kept)
    await browser.say("rename topic 0 to Flames")
    await browser.do("undo", browser.kept)
    model = workspace.model
    assert model is not None and model.topic(0).label == "Flames"
    assert "stays" in browser.said[-1]
    assert "Find topics" not in browser.shown["next"], "there are topics"
    browser.said.clear()
    await browser.say("what is loaded?")
    await browser.do("undo", browser.kept)
    assert browser.said == []


async def test_what_is_refused_is_said_in_the_language_of_the_page(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(loaded(workspace), monkeypatch)
    browser.kept = Memory("zh", "").write()
    await browser.do("send", {"text": "", "files": ["/etc/passwd"]}, browser.kept, "")
    assert browser.said == ["该文件不是在这里上传的。请把它拖到页面上。"]


async def test_another_chat_is_not_written_into(
    workspace: Workspace, ollama: OllamaServer, gate: threading.Event, monkeypatch: Any
) -> None:
    browser = Browser(loaded(workspace), monkeypatch)
    await browser.do("load", browser.kept)
    ollama.reply(Reply("word " * 200, gate=gate, before_gate=3))
    turn = asyncio.create_task(browser.say("tell me everything"))
    while not (browser.chat.turns and browser.chat.turns[-1].parts):
        await asyncio.sleep(0.01)
    first = browser.chat
    await browser.do("open_chat", browser.kept, event(""))
    assert browser.chat is not first and browser.shown["chat"]["value"] == []
    await turn
    assert browser.shown["chat"]["value"] == [], "its page has left, the work goes on"
    assert first.running
    first.stop()
    await browser.do("open_chat", browser.kept, event(first.id))
    assert browser.chat is first and not first.running, "and is followed when one comes back"
    assert "Stopped" in str(browser.shown["chat"]["value"][-1])


async def test_a_chat_of_another_login_is_refused(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = Browser(loaded(workspace), monkeypatch, "eva")
    await eva.do("load", eva.kept)
    await eva.say("what is loaded?")
    adam = Browser(workspace, monkeypatch, "adam")
    adam.rooms = eva.rooms
    adam.page = Page(View(eva.rooms, eva.page.parts))
    adam.kept = eva.kept  # the same browser, after somebody else logged in
    await adam.do("load", adam.kept)
    assert adam.shown["chat"]["value"] == [] and adam.chat.id != eva.chat.id
    await adam.do("open_chat", adam.kept, event(eva.chat.id))
    assert "cannot be opened" in adam.said[-1] and adam.shown["chat"]["value"] == []
    assert eva.file() == ["what is loaded?"]


async def test_a_step_picked_while_the_panel_is_worked_out_is_shown(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow update of before must not take back what was picked meanwhile."""
    await browser.say(QUESTIONS[0])
    await browser.say(QUESTIONS[1])
    chat, worked_out = browser.chat, page_view.shown_beside

    def slowly(*given: Any) -> Any:
        monkeypatch.setattr(page_view, "shown_beside", worked_out)
        found = worked_out(*given)
        chat.pick("0:0")
        return found

    monkeypatch.setattr(page_view, "shown_beside", slowly)
    await browser.do("refresh", browser.kept)
    assert f'"{chat.id}:0:0"' in browser.shown["panel"]
