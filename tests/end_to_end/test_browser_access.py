"""Who may come in, and that everybody can use what is there: keyboard, theme, language, axe."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import ANSWERED, CHAT, ask, barriers, go, visit
from conftest import App, Seen
from ollama_server import Body, OllamaServer, Reply, call

from topicllama.ui.login import set_password

pytestmark = pytest.mark.browser
PASSWORD = "a long enough word"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
VIEWS = ("topics", "topics/1", "documents", "map", "trends", "quality", "data", "models", "jobs")
SHOWN = ".tl-in-view .tl-mount:not(:has(.tl-loading)) h1, .tl-in-view .tl-mount .tl-empty h2"


# logging in ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def guarded(app: Callable[..., App], tmp_path_factory: pytest.TempPathFactory) -> App:
    """The app with a login for two people."""
    file = tmp_path_factory.mktemp("login") / "passwords"
    for name in ("Anna", "王芳"):
        set_password(file, name, PASSWORD, 4)
    running = app(options=("--auth-file", str(file)))
    running.workspace.set(prepare_search=False)
    return running


def log_in(page: Any, name: str, password: str = PASSWORD) -> None:
    """By keyboard alone: the first field has the focus."""
    page.wait_for_function("document.activeElement.name === 'name'")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def entered(chromium: Any, app: App, name: str, seen: Seen, **options: Any) -> Any:
    page = chromium.new_context(**{"locale": "en-US", "viewport": DESK, **options}).new_page()
    seen.watch(page)
    page.goto(app.url)
    log_in(page, name)
    page.wait_for_selector(".tl-model:not(:has-text('Looking'))")
    return page


def test_the_login_is_in_the_browsers_language_and_for_everybody(
    guarded: App, chromium: Any
) -> None:
    for locale, scheme, viewport, title in (
        ("en-US", "light", DESK, "Log in to TopicLlama"),
        ("zh-CN", "dark", PHONE, "登录 TopicLlama"),
    ):
        context = chromium.new_context(locale=locale, color_scheme=scheme, viewport=viewport)
        page = context.new_page()
        page.goto(guarded.url)
        assert page.title() == title and page.locator("h1").inner_text() == title
        log_in(page, "Anna", "a wrong word")
        page.locator("[role=alert]").wait_for()
        page.wait_for_function("document.activeElement.name === 'password'")
        assert page.locator("[name=name]").input_value() == "Anna"
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        context.close()


def test_in_and_out_again(guarded: App, chromium: Any, seen: Seen) -> None:
    page = entered(chromium, guarded, "王芳", seen)
    button = page.locator(".tl-header .tl-log-out button")
    assert "王芳" in button.get_attribute("title")
    cookies = page.context.cookies()
    assert cookies and all(each["httpOnly"] and each["sameSite"] == "Lax" for each in cookies)
    assert seen.complaints == []
    button.click()
    page.locator(".tl-login").wait_for()
    page.go_back()
    page.locator(".tl-login").wait_for()
    # what the page had under way when its session ended, or asks when it is taken back, is refused
    assert all("401" in words for words in seen.complaints)
    page.context.close()


def test_neither_sees_the_others_chats(guarded: App, chromium: Any, seen: Seen) -> None:
    anna = entered(chromium, guarded, "Anna", seen)
    ask(anna, "what can you do with secretword7?")
    anna.locator(".tl-chats", has_text="secretword7").wait_for()
    kept = anna.evaluate("JSON.stringify(localStorage)")
    other = entered(chromium, guarded, "王芳", seen)
    # also with what Anna's browser keeps, in which the chat's id stands
    other.evaluate(
        "kept => Object.entries(JSON.parse(kept)).forEach(([k, v]) => localStorage.setItem(k, v))",
        kept,
    )
    other.reload()
    other.wait_for_selector(".tl-model:not(:has-text('Looking'))")
    assert "secretword7" not in other.locator("body").inner_text()
    anna.reload()
    anna.locator(".tl-chats", has_text="secretword7").wait_for()
    assert seen.complaints == []
    other.context.close()
    anna.context.close()


# light and dark ------------------------------------------------------------------------------


def ground(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('#tl-splash'))"
                             ".backgroundColor"))  # fmt: skip


def test_the_theme_is_right_from_the_first_paint_and_kept(
    demo_app: App, chromium: Any, seen: Seen
) -> None:
    page = visit(chromium, demo_app.url, seen, color_scheme="light", viewport=DESK)
    assert page.evaluate("document.body.classList.contains('dark')") is False
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    toggle = page.locator(".tl-header .tl-theme")
    assert toggle.get_attribute("aria-label") == "Appearance: As the system"
    toggle.click()
    toggle.click()
    assert toggle.get_attribute("aria-label") == "Appearance: Dark"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light and page.evaluate("document.documentElement.style.colorScheme") == "dark"
    # Nothing but the HTML has come: what is painted is dark already.
    page.route("**/assets/**", lambda route: route.abort())
    page.reload()
    assert ground(page) == dark
    page.unroute("**/assets/**")
    page.reload()
    page.wait_for_selector(".tl-model:not(:has-text('Looking'))")
    assert page.evaluate("document.body.classList.contains('dark')") is True
    page.locator(".tl-header .tl-theme").click()
    assert page.evaluate("document.body.classList.contains('dark')") is False
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.body.classList.contains('dark')")
    assert [each for each in seen.complaints if "ERR_FAILED" not in each] == []
    page.context.close()


# the keyboard --------------------------------------------------------------------------------


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.className"))


def test_the_keyboard_reaches_everything(demo_app: App, chromium: Any, seen: Seen) -> None:
    page = visit(chromium, demo_app.url, seen, viewport=DESK)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('#tl-composer textarea')")
    go(page, "#/documents", SHOWN)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.matches('#tl-view [type=search]')")
    page.locator(".tl-skip").focus()
    assert page.locator(".tl-skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.locator(".tl-nav a").first.focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        shown = page.evaluate("""() => {
          const at = document.activeElement, style = getComputedStyle(at);
          return at === document.body || at.closest("#tl-composer") !== null
            || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
        }""")
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    assert seen.complaints == []
    page.context.close()


def test_drawers_of_a_phone_give_the_focus_back(
    demo_zh_app: App, chromium: Any, seen: Seen
) -> None:
    context = chromium.new_context(locale="zh-CN", viewport=PHONE)
    page = context.new_page()
    seen.watch(page)
    page.goto(demo_zh_app.url)
    page.locator("#tl-panel .tl-topic").first.wait_for(state="attached")
    for name, inside in (("menu", "#tl-rail"), ("panel", "#tl-panel")):
        page.locator(f".tl-header [name={name}]").click()
        page.wait_for_function(f"document.activeElement.closest('{inside}')")
        page.keyboard.press("Escape")
        page.wait_for_function(f"document.activeElement.name === '{name}'")
        assert page.locator(f"#tl-root.tl-{name}-open").count() == 0
    assert seen.complaints == []
    context.close()


def test_a_dialog_keeps_the_keyboard_and_gives_it_back(
    demo_app: App, chromium: Any, seen: Seen
) -> None:
    page = visit(chromium, demo_app.url, seen, viewport=DESK)
    go(page, "#/topics", SHOWN)
    opener = page.locator("#tl-view [data-opens]:visible").first
    opener.focus()
    page.keyboard.press("Enter")
    page.locator("dialog:modal").wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('dialog') !== null"
                             " || document.activeElement === document.body")  # fmt: skip
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog:modal')")
    assert page.evaluate("document.activeElement.dataset.opens") == opener.get_attribute(
        "data-opens"
    )
    assert seen.complaints == []
    page.context.close()


@pytest.fixture
def waiting(app: Callable[..., App]) -> Iterator[tuple[App, threading.Event]]:
    """An app whose Llama stops in the middle of its answer until it is let go."""
    gate = threading.Event()

    def behaviour(body: Body) -> Reply:
        if body["messages"][-1]["role"] != "tool":
            return call("analyze_corpus", kind="overview")
        return Reply("one two three four five", gate=gate, before_gate=2)

    with OllamaServer(behaviour=behaviour) as server:
        yield app(OLLAMA_HOST=server.url), gate
        gate.set()


def test_escape_stops_an_answer(
    waiting: tuple[App, threading.Event], chromium: Any, seen: Seen
) -> None:
    page = visit(chromium, waiting[0].url, seen)
    page.locator("#tl-composer textarea").fill("what is in the texts?")
    page.keyboard.press("Enter")
    page.locator(f"{CHAT} .bot-row", has_text="one two").wait_for(timeout=ANSWERED)
    page.keyboard.press("Escape")
    page.locator(f"{CHAT} .tl-stopped").wait_for()
    assert seen.complaints == []
    page.context.close()


# every view ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "scheme", "viewport"),
    [("en", "light", DESK), ("en", "dark", PHONE), ("zh", "dark", DESK), ("zh", "light", PHONE)],
)
def test_no_view_has_a_barrier(
    demo_app: App, demo_zh_app: App, chromium: Any, seen: Seen, language: str, scheme: str,
    viewport: dict[str, int],
) -> None:  # fmt: skip
    context = chromium.new_context(
        locale={"en": "en-US", "zh": "zh-CN"}[language], color_scheme=scheme, viewport=viewport
    )
    page = context.new_page()
    seen.watch(page)
    page.goto((demo_app if language == "en" else demo_zh_app).url)
    page.locator("#tl-panel .tl-topic").first.wait_for(state="attached")
    assert page.evaluate("document.documentElement.lang").startswith(language)
    found = {"chat": barriers(page)}
    wide = {"chat": page.evaluate("document.documentElement.scrollWidth")}
    for view in VIEWS:
        go(page, f"#/{view}", SHOWN)
        page.wait_for_load_state("networkidle")
        found[view] = barriers(page)
        wide[view] = page.evaluate(
            "document.documentElement.scrollWidth + document.getElementById('tl-view').scrollWidth"
            " - document.getElementById('tl-view').clientWidth"
        )
    assert {view: each for view, each in found.items() if each} == {}
    assert {view: each for view, each in wide.items() if each > viewport["width"]} == {}
    assert seen.complaints == [] and seen.elsewhere == []
    context.close()


def test_a_page_without_its_server_says_so_in_chinese(
    app: Callable[..., App], chromium: Any, tmp_path: Path
) -> None:
    running = app(tmp_path / "workspace")
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(running.url)
    page.get_by_role("button", name="新对话").wait_for()
    page.locator(".tl-model:not(:has-text('正在查找'))").wait_for()
    running.close()
    page.locator("#tl-composer textarea").fill("你能做什么？")
    page.keyboard.press("Enter")
    told = page.locator('[data-testid="toast-text"]').first
    told.wait_for()
    page.wait_for_function("!/[A-Za-z]{9,}/.test(document.querySelector('[data-testid=toast-text]')"
                           ".textContent.replace('TopicLlama', ''))")  # fmt: skip
    assert "TopicLlama 没有响应" in told.inner_text()
    title = page.locator(".toast-title").first.inner_text()
    assert re.search(r"[\u4e00-\u9fff]", title) and "Error" not in title
    context.close()
