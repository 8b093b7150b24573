"""Models and long work in a real browser, with a server that answers as Ollama does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import barriers, go, visit
from conftest import App, Seen, start_app
from ollama_server import Model, OllamaServer, Reply, recorded_models

from topicllama.tools.workspace import Workspace

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror='window.ran=1'>"


@pytest.fixture(scope="module")
def llamas() -> Iterator[OllamaServer]:
    with OllamaServer([*recorded_models(), Model("llama3.2"), Model(HOSTILE)]) as server:
        server.library = [Model("qwen2.5", size=4_000_000_000), Model("llama3.1", size=400)]
        yield server


@pytest.fixture(scope="module")
def running(llamas: OllamaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder: Path = tmp_path_factory.mktemp("models")
    Workspace(folder).set(ollama_host=llamas.url)
    app = start_app(folder)
    yield app
    app.close()


def look(chromium: Any, app: App, seen: Seen, **options: Any) -> Any:
    page = visit(chromium, app.url, seen, **options)
    go(page, "#/models", ".tl-models-list")
    return page


def test_who_answers_is_seen_tried_and_chosen(
    running: App, llamas: OllamaServer, chromium: Any, seen: Seen
) -> None:
    page = look(chromium, running, seen)
    page.locator(".tl-models-now", has_text="llama3.2 via Ollama").wait_for()
    assert HOSTILE in page.locator(".tl-models-list").inner_text()
    llamas.reply("A topic model finds themes.")
    page.get_by_role("button", name="Try llama3.2").click()
    page.locator(".tl-models-trial", has_text="A topic model finds themes.").wait_for()
    page.get_by_role("radio", name="The offline guide").check()
    page.locator('[data-part="answers"] button', has_text="Use this").click()
    page.locator(".tl-models-now", has_text="Offline guide").wait_for()
    page.locator(".tl-header", has_text="Offline guide").wait_for()
    page.get_by_role("button", name="Let smollm2 answer").click()
    page.locator(".tl-header", has_text="smollm2 via Ollama").wait_for()
    assert running.workspace.settings["chat_model"] == "ollama:smollm2"
    page.get_by_role("combobox", name="A certain model of the Ollama server").select_option(
        "llama3.2"
    )
    page.locator('[data-part="answers"] button', has_text="Use this").click()
    page.locator(".tl-header", has_text="llama3.2 via Ollama").wait_for()
    assert page.evaluate("window.ran") is None
    assert seen.complaints == [] and seen.elsewhere == []
    page.context.close()


def test_an_address_is_tested_and_a_wrong_one_is_refused(
    running: App, llamas: OllamaServer, chromium: Any, seen: Seen
) -> None:
    page = look(chromium, running, seen)
    field = page.get_by_label("Address", exact=True)
    field.fill("http://127.0.0.1:9")
    field.press("Enter")
    page.locator(
        '[data-part="tested"]', has_text="Nothing answers at http://127.0.0.1:9"
    ).wait_for()
    assert running.workspace.settings["ollama_host"] == llamas.url, "a test changes nothing"
    field.fill("ftp://nowhere")
    page.get_by_role("button", name="Save").click()
    page.locator("[data-problem]", has_text="is not the address").wait_for()
    assert field.input_value() == "ftp://nowhere"
    page.context.close()


def test_work_goes_on_when_the_page_is_closed(
    running: App, llamas: OllamaServer, chromium: Any, seen: Seen
) -> None:
    page = look(chromium, running, seen)
    gate = threading.Event()
    llamas.reply(Reply(gate=gate, before_gate=2))
    page.get_by_role("button", name="Fetch qwen2.5").click()
    page.locator(".tl-job", has_text="Downloading: 2.00 of 4.00 GB").wait_for()
    page.locator(".tl-header .tl-jobs", has_text="1 running").wait_for()
    page.context.close()

    page = look(chromium, running, seen)
    page.locator(".tl-job", has_text="Downloading: 2.00 of 4.00 GB").wait_for()
    page.get_by_role("button", name="中文").click()  # the header is made anew
    page.locator(".tl-header .tl-jobs", has_text="1 项进行中").wait_for()
    page.get_by_label("地址").fill("being typed")
    gate.set()
    page.locator("#tl-toast", has_text="已完成：下载模型 qwen2.5。").wait_for()
    page.locator(".tl-header .tl-jobs").wait_for(state="detached")
    assert page.get_by_label("地址").input_value() == "being typed"
    assert page.locator(".tl-models-list", has_text="qwen2.5").count() == 0
    page.get_by_label("地址").blur()
    page.locator(".tl-models-list", has_text="qwen2.5").wait_for()
    go(page, "#/jobs", ".tl-job-done")
    assert "下载模型 qwen2.5" in page.locator(".tl-job-done").first.inner_text()
    assert seen.complaints == []
    page.context.close()


def test_cancel_stops_the_work(
    running: App, llamas: OllamaServer, chromium: Any, seen: Seen
) -> None:
    page = look(chromium, running, seen)
    llamas.reply(Reply(gate=threading.Event(), before_gate=1))
    page.get_by_role("button", name="Fetch llama3.1").click()
    page.locator(".tl-header .tl-jobs", has_text="1 running").click()
    page.get_by_role("button", name="Cancel: Fetching the model llama3.1").click()
    page.locator(".tl-job-cancelled", has_text="Stopped after").wait_for()
    request = [r for r in llamas.requests if r.path == "/api/pull"][-1]
    assert request.hung_up.wait(20)
    page.locator(".tl-header .tl-jobs").wait_for(state="detached")
    assert barriers(page) == []
    page.context.close()


@pytest.mark.parametrize(
    ("locale", "scheme", "width"), [("en-US", "light", 1440), ("zh-CN", "dark", 390)]
)
def test_everybody_can_use_it(
    running: App, chromium: Any, seen: Seen, locale: str, scheme: str, width: int
) -> None:
    viewport = {"width": width, "height": 844}
    page = look(chromium, running, seen, locale=locale, color_scheme=scheme, viewport=viewport)
    page.locator(".tl-models-more summary").click()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.complaints == []
    page.context.close()


def test_without_a_server_it_says_what_to_do(
    app: Callable[..., App], chromium: Any, seen: Seen
) -> None:
    page = visit(chromium, app().url, seen, locale="zh-CN")
    go(page, "#/models", '[data-part="tested"]')
    assert "没有响应" in page.locator('[data-part="tested"]').inner_text()
    assert "离线向导" in page.locator(".tl-models-now").inner_text()
    assert page.get_by_role("radio", name="指定 Ollama 服务上的一个模型").is_disabled()
    assert page.locator(".tl-models-places tbody tr").count() == 5
    assert seen.complaints == []
    page.context.close()
