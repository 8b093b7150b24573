"""Chats in a real browser: the panel that follows, the list of chats, several tabs and browsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import CHAT, answered, ask, barriers, visit
from conftest import App, Seen

pytestmark = pytest.mark.browser
DESK = {"width": 1440, "height": 900}
PANE = "#tl-pane-answer"


@pytest.fixture(scope="module")
def told(demo_app: App, chromium: Any) -> Iterator[tuple[App, Any, Seen]]:
    """A page on which two questions were answered."""
    seen = Seen()
    page = visit(chromium, demo_app.url, seen, viewport=DESK)
    ask(page, "show articles about the bushfires")
    ask(page, "what is topic 1 about?")
    yield demo_app, page, seen
    page.context.close()


def row(page: Any, title: str) -> Any:
    return page.locator(".tl-chats li", has_text=title)


def options(page: Any, title: str, choice: str) -> None:
    row(page, title).locator(".tl-chat-options").click()
    page.get_by_role("menuitem", name=choice).click()


def test_the_panel_follows_the_conversation_and_goes_back(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    assert page.locator(f"{PANE} h2").inner_text() == "Topic 1"
    page.locator(f"{CHAT} .thought-group .title", has_text="Searching").click()
    page.locator(f"{PANE} h2", has_text="Documents (5)").wait_for()
    numbers = page.locator(f"{PANE} .tl-number-chip").all_inner_texts()
    assert numbers == ["1", "2", "3", "4", "5"]
    page.locator(f"{PANE} .tl-hit").nth(1).click()
    page.locator("#tl-document mark").wait_for()
    page.keyboard.press("Escape")
    assert "tl-hit" in page.evaluate("document.activeElement.className")
    page.get_by_role("tab", name="Topics").click()
    assert page.locator("#tl-pane-topics .tl-topic").first.is_visible()
    assert not page.locator(PANE).is_visible()
    ask(page, "which topics are negative?")
    page.locator(f"{PANE} h2", has_text="Sentiment").wait_for()
    assert page.locator(PANE).is_visible(), "a new answer comes to the front"


def test_a_citation_tells_its_title(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    assert "Open source 1:" in page.locator(f"{CHAT} .tl-cite").first.get_attribute("title")


def test_a_chat_is_renamed_found_saved_and_deleted(
    told: tuple[App, Any, Seen], tmp_path: Path
) -> None:
    app, page, _ = told
    row(page, "show articles about").wait_for()
    options(page, "show articles about", "Rename")
    page.get_by_label("New name of the chat").fill("The fires")
    page.keyboard.press("Enter")
    row(page, "The fires").wait_for()
    page.get_by_role("button", name="New chat").click()
    page.wait_for_selector(".tl-welcome h1")
    ask(page, "what can you do?")
    row(page, "what can you do?").wait_for()
    page.get_by_label("Search the chats").fill("topic 1 about")
    found = row(page, "The fires").locator("small")
    found.wait_for()
    assert "topic" in found.inner_text().lower() and page.locator(".tl-chats li").count() == 1
    with page.expect_download() as saved:
        options(page, "The fires", "Save as Markdown")
    saved.value.save_as(tmp_path / "chat.md")
    text = (tmp_path / "chat.md").read_text()
    assert text.startswith("# The fires") and "**Sources**" in text and "  > " in text
    page.get_by_label("Search the chats").fill("")
    row(page, "what can you do?").wait_for()
    options(page, "what can you do?", "Delete")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    row(page, "what can you do?").wait_for(state="detached")
    page.wait_for_selector(".tl-welcome h1")
    row(page, "The fires").locator(".tl-chat").click()
    page.locator(f"{CHAT} .user-row").nth(2).wait_for()


def test_another_browser_has_the_same_chats(
    told: tuple[App, Any, Seen], chromium: Any, seen: Seen
) -> None:
    app, _, _ = told
    page = visit(chromium, app.url, seen, viewport=DESK)
    assert page.locator(f"{CHAT} .user-row").count() == 0
    row(page, "The fires").locator(".tl-chat").click()
    page.locator(f"{CHAT} .user-row").nth(2).wait_for()
    page.locator(f"{PANE} h2", has_text="Sentiment").wait_for()
    assert seen.complaints == []
    page.context.close()


def test_a_second_tab_sees_the_answer_come(told: tuple[App, Any, Seen]) -> None:
    _, page, seen = told
    other = page.context.new_page()
    seen.watch(other)
    other.goto(page.url)
    other.locator(f"{CHAT} .user-row").nth(2).wait_for()
    said = answered(page, lambda: say(page, "what is topic 3 about?"))
    other.locator(f"{CHAT} .user-row").nth(3).wait_for()
    other.wait_for_function(
        "said => document.querySelector('#tl-chat')?.innerText.includes(said)",
        arg=said.strip().splitlines()[-1][:60],
    )
    other.wait_for_selector("#tl-composer .submit-button")
    other.close()


def say(page: Any, text: str) -> None:
    page.locator("#tl-composer textarea").fill(text)
    page.keyboard.press("Enter")


def test_keys(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    row(page, "The fires").locator(".tl-chat-options").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "Save as Markdown"
    page.keyboard.press("Escape")
    assert "tl-chat-options" in page.evaluate("document.activeElement.className")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"


def test_nothing_bars_anybody_and_nothing_is_complained_of(told: tuple[App, Any, Seen]) -> None:
    _, page, seen = told
    row(page, "The fires").locator(".tl-chat-options").click()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    assert seen.complaints == [] and seen.elsewhere == []


def test_on_a_phone_in_chinese_the_button_says_what_is_there(
    demo_zh_app: App, chromium: Any, seen: Seen
) -> None:
    phone = {"width": 390, "height": 844}
    page = visit(chromium, demo_zh_app.url, seen, viewport=phone, locale="zh-CN",
                 color_scheme="dark")  # fmt: skip
    assert page.locator('.tl-header [name="panel"]').inner_text() == "主题"
    ask(page, "查找关于地铁的文章")
    page.locator('.tl-header [name="panel"]', has_text="文档").click()
    page.locator(f"{PANE} .tl-hit").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert barriers(page) == []
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.tl-panel-open')")
    assert seen.complaints == []
    page.context.close()
