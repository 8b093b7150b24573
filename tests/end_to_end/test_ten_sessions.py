"""Ten browser sessions at once on one workspace: each is answered with its own, one trains."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import ANSWERED, CHAT
from conftest import App, Seen
from ollama_server import Body, OllamaServer, Reply, call

pytestmark = pytest.mark.browser
COUNT = 10
# Each finds texts of the demo corpus.
WORDS = ("bushfire", "Afghanistan", "cricket", "unemployment", "Palestinian", "airline", "Sydney",
         "doctors", "refugees", "flood")  # fmt: skip


@pytest.fixture
def pages(chromium: Any, seen: Seen) -> Iterator[Callable[[App], list[Any]]]:
    """Ten browsers of ten people, as far as the app can tell."""
    contexts: list[Any] = []

    def open_all(app: App) -> list[Any]:
        opened = []
        for _ in range(COUNT):
            contexts.append(chromium.new_context(locale="en-US"))
            opened.append(contexts[-1].new_page())
            seen.watch(opened[-1])
            opened[-1].goto(app.url, wait_until="commit")
        for page in opened:
            page.wait_for_selector(".tl-model:not(:has-text('Looking'))")
        return opened

    yield open_all
    for context in contexts:
        context.close()


def say(page: Any, text: str) -> None:
    page.locator("#tl-composer textarea").fill(text)
    page.keyboard.press("Enter")


def said(page: Any) -> str:
    """The last answer, when it is finished."""
    page.wait_for_selector("#tl-next button", timeout=ANSWERED)
    page.wait_for_selector("#tl-composer .submit-button", timeout=ANSWERED)
    return str(page.locator(CHAT).inner_text())


# the guide -----------------------------------------------------------------------------------


def test_ten_chats_with_the_guide_while_one_trains(
    app: Callable[..., App], pages: Callable[[App], list[Any]], demo_folder: Path, tmp_path: Path,
    seen: Seen, record_property: Any,
) -> None:  # fmt: skip
    running = app(shutil.copytree(demo_folder, tmp_path / "workspace"))
    ten = pages(running)
    say(ten[0], "find 25 topics")
    ten[0].locator(f"{CHAT} progress, {CHAT} .thought-group").first.wait_for()
    started = time.monotonic()
    for page, word in zip(ten[1:], WORDS[1:], strict=True):
        say(page, f"search for {word}")
    waits = []
    for page, word in zip(ten[1:], WORDS[1:], strict=True):
        answer = said(page)
        waits.append(time.monotonic() - started)
        assert f"“{word}”" in answer and page.locator(f"{CHAT} .tl-cite").count(), answer
        assert [other for other in WORDS if f"“{other}”" in answer] == [word]
        assert page.locator(f"{CHAT} .user-row").count() == 1
    assert "25 topics" in said(ten[0])
    record_property("slowest_seconds", max(waits))
    print(f"guide: the last of nine answers after {max(waits):.1f} s")
    model = running.workspace.model
    assert model is not None and model.num_topics == 25
    kept = sorted((running.workspace.root / "chats").rglob("*.json"))
    assert len(kept) == COUNT
    assert seen.complaints == []  # a reload breaks off what Gradio has under way, and it says so
    for page in ten[1:4]:  # and what is on the page is what it asked, also after a reload
        before = page.locator(f"{CHAT} .user-row").all_inner_texts()
        page.reload()
        page.locator(f"{CHAT} .user-row").first.wait_for()
        assert page.locator(f"{CHAT} .user-row").all_inner_texts() == before


# a Llama -------------------------------------------------------------------------------------


class Markers:
    """A model that answers each session with that session's word, and waits in the middle of
    every answer until all are being given."""

    def __init__(self) -> None:
        self.gate = threading.Event()

    def __call__(self, body: Body) -> Reply:
        if body.get("format"):
            return Reply("{}")
        asked = max(i for i, m in enumerate(body["messages"]) if m["role"] == "user")
        question = body["messages"][asked]["content"]
        looked = any(m["role"] == "tool" for m in body["messages"][asked:])
        if "find 6 topics" in question:
            return (
                Reply("There are six topics now.") if looked else call("train_topics", num_topics=6)
            )
        if not looked:
            return call("search_documents", query="bushfire")
        word = re.findall(r"word\d+z", question)[-1]
        text = " ".join(f"{word}-{i}" for i in range(40))
        return Reply(f"{text} end.", gate=self.gate, before_gate=8)


def test_ten_streams_of_a_llama_do_not_mix(
    app: Callable[..., App], pages: Callable[[App], list[Any]], demo_folder: Path, tmp_path: Path,
    seen: Seen,
) -> None:  # fmt: skip
    markers = Markers()
    with OllamaServer(behaviour=markers) as server:
        folder = shutil.copytree(demo_folder, tmp_path / "workspace")
        running = app(folder, OLLAMA_HOST=server.url)
        ten = pages(running)
        for number, page in enumerate(ten[1:], start=1):
            say(page, f"what do the articles say about word{number}z?")
        say(ten[0], "find 6 topics")
        # All nine are in the middle of their answers at the same time, and one trains beside them.
        for number, page in enumerate(ten[1:], start=1):
            page.locator(f"{CHAT} .bot-row", has_text=f"word{number}z-0").wait_for()
        assert "six topics" in said(ten[0])
        assert not any("end." in page.locator(CHAT).inner_text() for page in ten[1:])
        started = time.monotonic()
        markers.gate.set()
        for number, page in enumerate(ten[1:], start=1):
            answer = said(page)
            whole = " ".join(f"word{number}z-{i}" for i in range(40))
            assert whole in answer and "end." in answer
            assert set(re.findall(r"word(\d+)z", answer)) == {str(number)}
        print(f"Llama: nine streams of 32 pieces shown after {time.monotonic() - started:.1f} s")
        model = running.workspace.model
        assert model is not None and model.num_topics == 6
    assert seen.complaints == []
