"""Stop, during an answer, a label run and a training: the server's connection closes, the work
ends, and the workspace is as good as before.

``python tests/agent/test_stop.py`` measures the times.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ollama_server import OllamaServer, Reply, Request, call, scripted_llama

from topicllama.agent import models, toolset
from topicllama.agent.conversation import Conversation
from topicllama.agent.events import TextDelta, ToolProgress
from topicllama.tools.doctor import Doctor
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

COMMAND = str(Path(sys.executable).with_name("topicllama"))
PATIENCE = 30  # seconds until a test gives up; what is asserted is that it happens
NAME = '{"label": "A name", "description": "A sentence.", "confidence": 0.9}'


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("stop") / "workspace"
    toolbox = Toolbox(Workspace(root))
    toolbox.load_corpus("demo")
    toolbox.train_topics(4, "nmf")
    return root


@pytest.fixture
def place(trained: Path, tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(trained, tmp_path / "trained"))


def gated(text: str, before: int = 1) -> Reply:
    """A reply that never goes on after its first pieces."""
    return Reply(text, gate=threading.Event(), before_gate=before)


def slow_names(body: dict[str, Any]) -> Reply:
    """Chats as usual; naming never ends."""
    return gated(NAME, 0) if body.get("format") else scripted_llama(body)


def naming(server: OllamaServer) -> list[Request]:
    return [request for request in server.chats if request.body.get("format")]


async def stopped(
    conversation: Conversation, text: str, when: Callable[[Any], bool]
) -> tuple[list[Any], float, float]:
    """Ask, stop from another thread once ``when`` is true of an event; the events, and when stop
    was called and the turn ended (seconds)."""
    events: list[Any] = []
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        conversation.stop()

    async with asyncio.timeout(PATIENCE):
        async for event in conversation.stream(text):
            events.append(event)
            if not pressed and when(event):
                button = threading.Thread(target=press)
                button.start()
                button.join()
    assert events[-1].stopped and not events[-1].error
    return events, pressed[0], time.monotonic()


async def assert_whole(place: Workspace, version: str, conversation: Conversation) -> None:
    """What the doctor looks at is well, the topics are these, and the next question is answered."""
    doctor = Doctor(place.root)
    for check in (doctor.folder(), doctor.lock(), doctor.corpus(), doctor.topics()):
        assert check.ok, check
    assert Workspace(place.root).require_model().version == version
    assert not list(place.root.rglob("*.tmp*"))
    events = [event async for event in conversation.stream("which topics are most common?")]
    assert events[-1].tool_calls[0]["name"] == "show_topics" and not events[-1].error


@pytest.fixture
def work_ended(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when the tool's thread has ended, whichever way."""
    ended, work = threading.Event(), toolset._Call._work

    def watched(self: Any) -> dict[str, Any]:
        try:
            return work(self)
        finally:
            ended.set()

    monkeypatch.setattr(toolset._Call, "_work", watched)
    return ended


async def test_stop_during_an_answer(place: Workspace, ollama: OllamaServer) -> None:
    ollama.reply(call("search_documents", query="fires"), gated("Fires burn near the city", 2))
    conversation = Conversation(place)
    events, *_ = await stopped(conversation, "what burns?", lambda e: isinstance(e, TextDelta))
    assert await asyncio.to_thread(ollama.chats[-1].hung_up.wait, PATIENCE)
    assert events[-1].text.startswith("Fires")
    await assert_whole(place, "m0001", conversation)


async def test_stop_before_the_first_word(place: Workspace, ollama: OllamaServer) -> None:
    conversation, begun = Conversation(place), threading.Event()

    def wait_for_ever(body: dict[str, Any]) -> Reply:
        begun.set()
        return gated("late", 0)

    ollama.behaviour = wait_for_ever

    async def press() -> None:
        await asyncio.to_thread(begun.wait, PATIENCE)
        conversation.stop()

    button = asyncio.create_task(press())
    events = [event async for event in conversation.stream("what burns?")]
    await button
    assert events[-1].stopped
    assert await asyncio.to_thread(ollama.chats[-1].hung_up.wait, PATIENCE)
    ollama.behaviour = scripted_llama
    await assert_whole(place, "m0001", conversation)


async def test_stop_during_a_label_run(
    place: Workspace, ollama: OllamaServer, work_ended: threading.Event
) -> None:
    ollama.behaviour = slow_names
    ollama.reply(call("label_topics"))
    conversation = Conversation(place)
    labels = [topic.label for topic in place.require_model().topics]
    await stopped(conversation, "name the topics",
                  lambda e: isinstance(e, ToolProgress) and _asked(ollama))  # fmt: skip
    assert work_ended.wait(PATIENCE)
    for request in naming(ollama):
        assert await asyncio.to_thread(request.hung_up.wait, PATIENCE)
    assert [topic.label for topic in Workspace(place.root).require_model().topics] == labels
    await assert_whole(place, "m0001", conversation)


def _asked(server: OllamaServer) -> bool:
    """Wait until the server has a request for a name."""
    return server.wait_for(lambda: bool(naming(server)), PATIENCE)


async def test_stop_during_a_training(
    place: Workspace, ollama: OllamaServer, work_ended: threading.Event
) -> None:
    ollama.reply(call("train_topics", num_topics=30))
    conversation = Conversation(place)
    await stopped(conversation, "find 30 topics",
                  lambda e: isinstance(e, ToolProgress) and e.stage == "train")  # fmt: skip
    assert work_ended.wait(PATIENCE)
    await assert_whole(place, "m0001", conversation)


async def test_stop_while_new_topics_get_their_names(
    place: Workspace, ollama: OllamaServer, work_ended: threading.Event
) -> None:
    """The training is done by then, and kept whole, with names from the documents."""
    ollama.behaviour = slow_names
    ollama.reply(call("train_topics", num_topics=3, algorithm="nmf"))
    conversation = Conversation(place)
    await stopped(conversation, "find 3 topics with nmf",
                  lambda e: isinstance(e, ToolProgress) and e.stage == "label"
                  and _asked(ollama))  # fmt: skip
    assert work_ended.wait(PATIENCE)
    for request in naming(ollama):
        assert await asyncio.to_thread(request.hung_up.wait, PATIENCE)
    model = Workspace(place.root).require_model()
    assert len(model.topics) == 3 and all(topic.label for topic in model.topics)
    await assert_whole(place, "m0002", conversation)


def command(root: Path, url: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "OLLAMA_HOST": url, "HF_HUB_OFFLINE": "1", "LANG": "en_GB.UTF-8"}
    return subprocess.Popen(
        [COMMAND, *arguments, "--workspace", str(root)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # else a run in the background, where interrupts are ignored, hands that down
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def test_ctrl_c_in_the_terminal(place: Workspace, ollama: OllamaServer, tmp_path: Path) -> None:
    """``ask`` and ``label`` at the same time, each in its own workspace."""
    ollama.behaviour = lambda body: gated(NAME, 0) if body.get("format") else gated("Fires burn")
    other = Path(shutil.copytree(place.root, tmp_path / "other"))
    asking = command(place.root, ollama.url, "ask", "what burns?", "--chat", "c1")
    labelling = command(other, ollama.url, "label")
    assert ollama.wait_for(lambda: 0 < len(naming(ollama)) < len(ollama.chats), 2 * PATIENCE)
    for process in (asking, labelling):
        process.send_signal(signal.SIGINT)
    for process in (asking, labelling):
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130 and "Traceback" not in said, said
    assert all(request.hung_up.wait(PATIENCE) for request in ollama.chats)
    assert Conversation(place, "c1").messages()[-1]["stopped"]
    for root in (place.root, other):
        assert Doctor(root).topics().ok and Workspace(root).current_version == "m0001"


# measuring -----------------------------------------------------------------------------------


async def _measure(root: Path, server: OllamaServer, kind: str) -> tuple[float, float]:
    """Seconds from stop to the closed connection as the server sees it, and to the end of the
    work."""
    place = Workspace(root)
    conversation = Conversation(place)
    server.requests.clear()
    server.behaviour = slow_names
    seen: list[float] = []

    def watch() -> None:
        request = (naming(server) or server.chats)[-1]
        request.hung_up.wait(PATIENCE)
        seen.append(time.monotonic())

    watcher = threading.Thread(target=watch)
    if kind == "answer":
        server.reply(call("search_documents", query="fires"), gated("Fires burn near", 2))
        text, wanted = "what burns?", lambda e: isinstance(e, TextDelta)
    elif kind == "label":
        server.reply(call("label_topics"))
        text = "name the topics"
        wanted = lambda e: isinstance(e, ToolProgress) and _asked(server)  # noqa: E731
    else:
        server.reply(call("train_topics", num_topics=30))
        text = "find 30 topics"
        wanted = lambda e: isinstance(e, ToolProgress) and e.stage == "train"  # noqa: E731

    def when(event: Any) -> bool:
        if not wanted(event):
            return False
        if kind != "training":
            watcher.start()
        return True

    _, pressed, ended = await stopped(conversation, text, when)
    if kind != "training":
        watcher.join()
    return (seen[0] - pressed if seen else 0.0), ended - pressed


def main() -> None:
    import statistics
    import tempfile

    root = Path(tempfile.mkdtemp()) / "workspace"
    toolbox = Toolbox(Workspace(root))
    toolbox.load_corpus("demo")
    toolbox.train_topics(4, "nmf")
    with OllamaServer() as server:
        os.environ["OLLAMA_HOST"] = server.url
        models.status_cache.forget()
        for kind in ("answer", "label", "training"):
            found = [asyncio.run(_measure(root, server, kind)) for _ in range(9)]
            closed, ended = zip(*found, strict=True)
            print(f"{kind}: closed {statistics.median(closed):.3f} s (worst {max(closed):.3f}), "
                  f"ended {statistics.median(ended):.3f} s (worst {max(ended):.3f})")  # fmt: skip


if __name__ == "__main__":
    main()
