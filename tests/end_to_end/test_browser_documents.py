"""The documents view and asking about a selection, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser import CHAT, answered, ask, barriers, go, visit
from conftest import App, Seen

from topicllama.agent.chat_file import read
from topicllama.tools.documents import Document

pytestmark = pytest.mark.browser

ROW, BOX, TITLE = ".tl-doc", ".tl-doc input", ".tl-doc-title"
HOSTILE = "<img src=x onerror='window.ran=1'> bushfires"


@pytest.fixture(scope="module")
def page(demo_app: App, chromium: Any) -> Iterator[Any]:
    demo_app.workspace.corpus.add([Document("hostile", f"{HOSTILE} in the text", HOSTILE)])
    seen = Seen()
    made = visit(chromium, demo_app.url, seen, viewport={"width": 1440, "height": 900})
    yield made
    assert not made.evaluate("window.ran")
    assert seen.complaints == [] and seen.elsewhere == []
    made.context.close()


def _list(page: Any, address: str, waits_for: str = ROW) -> None:
    """Show a list, and wait for it and not for the one before."""
    page.evaluate("document.querySelector('[data-part=results]')?.setAttribute('data-old', '')")
    go(page, address, f"[data-part=results]:not([data-old]) {waits_for}")


def _search(page: Any, text: str) -> None:
    with page.expect_response(lambda reply: "part=results" in reply.url):
        page.locator("#doc-q").fill(text)
    page.wait_for_function(
        "text => new URLSearchParams(location.hash.split('?')[1]).get('q') === text", arg=text
    )
    page.locator(f"{ROW} mark").first.wait_for()


def _chosen(page: Any) -> int:
    return int(page.locator(".tl-doc.tl-chosen").count())


def test_search_as_one_types(page: Any) -> None:
    _list(page, "#/documents")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "doc-q"
    _search(page, "bushfires")
    assert (
        "<img" in page.locator(TITLE).all_inner_texts()[0]
        or page.locator(ROW, has_text="<img src=x").count()
    )
    page.locator(ROW, has_text="Sydney").first.locator(TITLE).click()
    page.locator("#tl-document mark").wait_for()
    assert "fire" in page.locator("#tl-document mark").inner_text().lower()
    page.keyboard.press("Escape")


def test_filters_and_the_way_back(page: Any) -> None:
    _list(page, "#/documents")
    counted = page.locator("#doc-topic option").nth(1)
    value, number = counted.get_attribute("value"), re.findall(r"\((\d+)\)", counted.inner_text())
    with page.expect_response(lambda reply: "part=results" in reply.url):
        page.locator("#doc-topic").select_option(value)
    shown = page.locator(".tl-doc-bar [role=status]")
    page.wait_for_function(
        "n => document.querySelector('.tl-doc-bar [role=status]').textContent.endsWith(` ${n}`)",
        arg=number[0],
    )
    assert f"topic={value}" in page.url and shown.inner_text().endswith(f"of {number[0]}")
    _list(page, "#/documents?size=25")
    first = page.locator(TITLE).first.inner_text()
    page.get_by_role("link", name="Next").click()
    page.wait_for_selector(".tl-doc-pages b:text-is('2')")
    assert page.locator(TITLE).first.inner_text() != first
    page.go_back()
    page.wait_for_selector(".tl-doc-pages b:text-is('1')")
    assert page.locator(TITLE).first.inner_text() == first


def test_selecting_by_mouse_and_keys(page: Any) -> None:
    _list(page, "#/documents?sort=title&size=25")
    page.locator(BOX).nth(1).click()
    page.locator(BOX).nth(4).click(modifiers=["Shift"])
    assert _chosen(page) == 4
    page.locator(TITLE).nth(5).focus()
    page.keyboard.press("Space")
    assert _chosen(page) == 5 and not page.locator(".tl-document-open").count()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#tl-document h2").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Select all", exact=False).click()
    page.wait_for_selector(".tl-selection b:has-text('294 documents selected')")
    assert _chosen(page) == 25
    page.get_by_role("button", name="Clear").click()
    assert _chosen(page) == 0 and page.locator(".tl-selection").is_hidden()


def test_the_selection_is_shown_and_asked_about(page: Any, demo_app: App) -> None:
    _list(page, "#/documents?q=firefighters", f"{ROW} mark")
    ids = [box.get_attribute("data-id") for box in page.locator(BOX).all()[:4]]
    page.locator(BOX).nth(0).click()
    page.locator(BOX).nth(3).click(modifiers=["Shift"])
    page.get_by_role("link", name="Show them").click()
    page.wait_for_selector(".tl-doc-note:has-text('Only the 4 selected')")
    assert {box.get_attribute("data-id") for box in page.locator(BOX).all()} == set(ids)
    page.get_by_role("button", name="Ask about them").click()
    page.wait_for_selector(".tl-about:has-text('About 4 selected documents')")
    said = ask(page, "what are they about?")
    assert "You selected 4 documents." in said
    (chat,) = (demo_app.workspace.root / "chats").glob("*.json")
    turn = read(chat)[-1]
    assert set(turn.documents) == set(ids)
    assert {citation.id for citation in turn.answer.citations} <= set(ids)
    answered(page, lambda: page.locator("#tl-next button", has_text="more like these").click())
    assert set(read(chat)[-1].documents) == set(ids), "a suggested question is about them too"
    page.get_by_label("Ask about all documents again").click()
    assert "You selected" not in ask(page, "show articles about cricket")
    assert read(chat)[-1].documents == []


def test_a_reload_keeps_the_selection_and_what_was_asked(page: Any) -> None:
    page.reload()
    page.locator(f"{CHAT} .tl-about-turn").nth(1).wait_for()
    assert page.locator(f"{CHAT} .tl-about-turn").count() == 2
    _list(page, "#/documents")
    page.wait_for_selector(".tl-selection b:has-text('4 documents selected')")
    page.get_by_role("button", name="Clear").click()


def test_nothing_found_can_be_loosened(page: Any) -> None:
    _list(page, "#/documents?q=zzzyx", ".tl-empty")
    page.get_by_role("link", name="Remove search and filters").click()
    page.locator(ROW).first.wait_for()
    assert page.locator("#doc-q").input_value() == ""


@pytest.mark.parametrize(
    ("scheme", "locale", "width"), [("light", "en-US", 1440), ("dark", "zh-CN", 390)]
)
def test_there_are_no_barriers(
    demo_zh_app: App, chromium: Any, seen: Seen, scheme: str, locale: str, width: int
) -> None:
    page = visit(chromium, demo_zh_app.url, seen, locale=locale, color_scheme=scheme,
                 viewport={"width": width, "height": 844})  # fmt: skip
    _list(page, "#/documents?q=地铁", f"{ROW} mark")
    page.locator(BOX).first.click()
    page.locator(".tl-selection").wait_for()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
    assert seen.complaints == []
