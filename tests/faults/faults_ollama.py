"""An Ollama server that hangs, breaks off, refuses, goes away and comes back: in the chat."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from corpora import filled
from harness import NOTHING, Outcome, fault
from ollama_server import Model, OllamaServer, Reply, scripted_llama

from topicllama.agent import models
from topicllama.agent.conversation import Conversation
from topicllama.agent.events import Answer, TextDelta
from topicllama.agent.notices import notice
from topicllama.ui.jobs import Jobs
from topicllama.ui.page_sessions import Chat, Chats

PATIENCE = 30.0  # seconds until a fault test gives up
QUESTION = {"en": "are you sure?", "zh": "你觉得呢？"}  # it asks for no tool
HALF = "This is half of an answer"


@contextmanager
def ollama(**options: Any) -> Iterator[OllamaServer]:
    """The server that OLLAMA_HOST names."""
    before = os.environ.get("OLLAMA_HOST", "")
    with OllamaServer(behaviour=scripted_llama, **options) as server:
        os.environ["OLLAMA_HOST"] = server.url
        models.status_cache.forget()
        try:
            yield server
        finally:
            os.environ["OLLAMA_HOST"] = before
            models.status_cache.forget()


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    os.environ["TOPICLLAMA_OLLAMA_TIMEOUT"] = str(seconds)
    try:
        yield
    finally:
        del os.environ["TOPICLLAMA_OLLAMA_TIMEOUT"]


def own() -> tuple[int, int]:
    """Threads and sockets of this process that are not the server's own."""
    gc.collect()
    serving = sum("process_request_thread" in t.name for t in threading.enumerate())
    this = psutil.Process()
    return this.num_threads() - serving, len(this.net_connections("tcp"))


class Left:
    """Threads and sockets: as many after the rounds as after the first few."""

    def __init__(self, rounds: int) -> None:
        self._rounds, self._before = rounds, (0, 0)

    def look(self, turn: int) -> None:
        if turn == min(5, self._rounds - 1):
            self._before = own()

    def check(self) -> str:
        """What it came to; AssertionError when something is left behind."""
        deadline = time.monotonic() + PATIENCE
        while (now := own()) > self._before and time.monotonic() < deadline:
            time.sleep(0.1)  # a socket that was closed is closing
        threads, sockets = now[0] - self._before[0], now[1] - self._before[1]
        assert threads <= 2 and sockets <= 2, f"{threads} threads, {sockets} sockets left behind"
        return "no thread or socket is left behind"


def kept(chat: Conversation) -> dict[str, Any]:
    """The last answer as it stands on disk."""
    return Conversation(chat.workspace, chat.id).messages()[-1]


async def answered(chat: Conversation, text: str) -> Answer:
    events = [event async for event in chat.stream(text)]
    assert isinstance(events[-1], Answer)
    return events[-1]


# hanging -----------------------------------------------------------------------------------------


async def _stopped(chat: Conversation, server: OllamaServer, *, early: bool) -> float:
    """Ask a model that hangs, before its first word or after some, and press stop; seconds until
    the turn ended."""
    gate = threading.Event()
    server.reply(Reply(f"{HALF} and more", gate=gate, before_gate=0 if early else 4))
    chats, pressed = len(server.chats), 0.0

    def press() -> None:
        nonlocal pressed
        assert server.wait_for(lambda: len(server.chats) > chats, PATIENCE)
        pressed = time.monotonic()
        chat.stop()

    button = threading.Thread(target=press)
    if early:
        button.start()
    answer = None
    async for event in chat.stream(QUESTION["en"]):
        if isinstance(event, TextDelta) and not early and not button.ident:
            button.start()
        answer = event
    ended = time.monotonic()
    button.join()
    assert isinstance(answer, Answer) and answer.stopped and not answer.error
    assert await asyncio.to_thread(server.chats[-1].hung_up.wait, PATIENCE), "it still writes"
    assert kept(chat)["stopped"] and (early or kept(chat)["text"].startswith("This"))
    return ended - pressed


@fault("Ollama hangs, before its first word or in its middle, and stop is pressed", quick=2)
def hangs(rounds: int, folder: Path) -> Outcome:
    workspace, waits, left = filled(folder / "w", 20, 0), [], Left(rounds)
    with ollama() as server:
        for turn in range(rounds):
            chat = Conversation(workspace, f"c{turn}")
            waits.append(asyncio.run(_stopped(chat, server, early=turn % 2 == 0)))
            again = asyncio.run(_last(chat.retry()))
            assert not again.stopped and again.model == "ollama:llama3.2", again
            left.look(turn)
        said = left.check()
    seen = f"It stops within {max(waits):.1f} s, what was said is kept and marked as stopped"
    return Outcome(rounds, NOTHING, f"{seen}, and asking again works; {said}.")


async def _last(events: Any) -> Answer:
    found = [event async for event in events]
    assert isinstance(found[-1], Answer)
    return found[-1]


# breaking off ------------------------------------------------------------------------------------


def _gate() -> threading.Event:
    return threading.Event()


FAILURES: list[tuple[str, Callable[[], Reply]]] = [
    ("broken_off", lambda: Reply(HALF, reset=True)),
    ("broken_off", lambda: Reply(HALF, hang_up=True)),
    ("broken_off", lambda: Reply(HALF, torn='{"model":"llama3.2","message":{"role":"assi')),
    ("timeout", lambda: Reply(HALF + " and more", gate=_gate(), before_gate=5)),
    ("timeout", lambda: Reply("late", gate=_gate(), before_gate=0)),
    ("broken_off", lambda: Reply(reset=True)),
    ("refused", lambda: Reply(status=500, error="llama runner process has terminated")),
    ("busy", lambda: Reply(status=503, error="server busy, please try again")),
    ("refused", lambda: Reply(HALF, error="an error was encountered while running the model")),
]


async def _told(chat: Chat, kind: str, failure: Reply, language: str) -> None:
    """On the page: the sentence is there, with what was said before it; then it is asked again."""
    chat.begin([QUESTION[language]])
    async for _ in chat.follow():
        pass
    told = notice(kind, language, model="llama3.2", detail="\0").split("\0")[0]
    turn = chat.turns[-1]
    said = "".join(part for part in turn.parts if isinstance(part, str))
    assert turn.error.startswith(told) and told in said, (kind, said)
    half = failure.text.startswith(HALF)
    assert not half or said.startswith("This is half of an"), said
    assert kept(chat.conversation)["error"] == turn.error
    question = chat.undo()  # the page's button "retry"
    chat.begin([question])
    async for _ in chat.follow():
        pass
    assert chat.turns[-1].kept and not chat.turns[-1].error, chat.turns[-1]
    assert chat.model == "ollama:llama3.2" and len(chat.turns) == chat.conversation.length


@fault("Ollama breaks off an answer: reset, torn line, silence, 500, 503", quick=len(FAILURES))
def breaks_off(rounds: int, folder: Path) -> Outcome:
    workspace, left = filled(folder / "w", 20, 0), Left(rounds)
    chats = Chats(lambda name, owner: Conversation(workspace, name, owner=owner), Jobs())
    with ollama() as server, patience(0.3):
        for turn in range(rounds):
            kind, make = FAILURES[turn % len(FAILURES)]
            failure = make()
            server.reply(failure)
            language = "zh" if turn // len(FAILURES) % 2 else "en"
            asyncio.run(_told(chats.open(f"c{turn}"), kind, failure, language))
            left.look(turn)
        said = left.check()
    seen = "The half answer stays, a sentence below it says what happened and what to do"
    return Outcome(rounds, NOTHING, f"{seen}, in the person's language, and retry answers; {said}.")


# going away --------------------------------------------------------------------------------------


async def _comes_and_goes(chat: Conversation, server: OllamaServer, turn: int) -> None:
    """Away, silent or without its model: the guide answers. Back, with another model: that one."""
    asked = "which topics are most common?"
    answer = await answered(chat, asked)
    assert answer.model == f"ollama:{server.models[0].name}" and answer.tool_calls, answer
    before = list(server.models)
    if turn % 3 == 2:
        server.silent = threading.Event()
    elif turn % 3 == 1:
        server.models.clear()
    else:
        os.environ["OLLAMA_HOST"] = "http://127.0.0.1:9"
    models.status_cache.forget()
    answer = await answered(chat, asked)
    assert answer.model == "guide" and answer.tool_calls and not answer.error, answer
    assert chat.model().why, "the page says why the guide talks"
    if server.silent is not None:
        server.silent.set()
        server.silent = None
    os.environ["OLLAMA_HOST"] = server.url
    server.models[:] = [Model(f"other{turn}")] if turn % 2 else before
    models.status_cache.forget()
    answer = await answered(chat, asked)
    assert answer.model == f"ollama:{server.models[0].name}" and answer.tool_calls, answer
    assert chat.length == 3 and Conversation(chat.workspace, chat.id).length == 3


@fault("Ollama goes away, is silent or loses its model, and comes back", rounds=100, quick=1)
def comes_and_goes(rounds: int, folder: Path) -> Outcome:
    workspace, left = filled(folder / "w", 40, 3), Left(rounds)
    with ollama() as server:
        for turn in range(rounds):
            asyncio.run(_comes_and_goes(Conversation(workspace, f"c{turn}"), server, turn))
            left.look(turn)
        said = left.check()
    return Outcome(rounds, NOTHING, "The guide takes over and the page says why; when a server is "
                   "back, its model answers the next question without a restart, also another one; "
                   f"{said}.")  # fmt: skip
