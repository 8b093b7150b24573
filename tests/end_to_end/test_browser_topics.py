"""The topics in a real browser: look, rename, merge, split, delete, undo, find anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import barriers, go, visit
from conftest import App, Seen

pytestmark = pytest.mark.browser

CARDS = ".tl-topic-card"
PREVIEW = "#topics-preview form"
TOAST = "#tl-toast"


@pytest.fixture(scope="module")
def told(demo_zh_app: App, chromium: Any) -> Iterator[tuple[App, Any, Seen]]:
    seen = Seen()
    page = visit(chromium, demo_zh_app.url, seen, viewport={"width": 1440, "height": 900})
    go(page, "#/topics", CARDS)
    yield demo_zh_app, page, seen
    page.context.close()


def labels(page: Any) -> list[str]:
    return [name.strip() for name in page.locator(f"{CARDS} h2 a").all_inner_texts()]


def said(page: Any, words: str) -> None:
    page.locator(TOAST, has_text=words).wait_for()


def test_the_cards_can_be_filtered_and_shown_as_a_table(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    every = labels(page)
    assert len(every) == 5 and page.locator(f"{CARDS} .tl-topic-spark").count() == 5
    assert barriers(page) == []
    page.keyboard.press("/")
    page.keyboard.type("地铁")
    page.wait_for_function("document.querySelectorAll('.tl-topic-card').length === 1")
    assert "q=" in page.evaluate("location.hash")
    page.locator(".tl-topics-filter [type=search]").fill("")
    page.wait_for_function("document.querySelectorAll('.tl-topic-card').length === 5")
    page.get_by_text("Table", exact=True).click()
    page.locator(".tl-topic-table tbody tr").nth(4).wait_for()
    assert "show=table" in page.evaluate("location.hash")
    assert barriers(page) == []
    page.get_by_text("Cards", exact=True).click()
    page.locator(CARDS).nth(4).wait_for()


def test_a_name_is_changed_in_place(told: tuple[App, Any, Seen]) -> None:
    app, page, _ = told
    before = labels(page)
    card = page.locator(CARDS).nth(1)
    card.locator(".tl-topic-pencil").click()
    page.keyboard.type("Not this one")
    page.keyboard.press("Escape")
    assert labels(page) == before
    card.locator(".tl-topic-pencil").click()
    page.keyboard.type("Ball <b>games</b>")
    page.keyboard.press("Enter")
    said(page, "is now called")
    page.locator(f"{CARDS} h2", has_text="Ball <b>games</b>").wait_for()
    assert "Ball <b>games</b>" in [t.label for t in app.workspace.require_model().topics]
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo it").click()
    page.locator(f"{CARDS} h2", has_text=before[1]).wait_for()
    assert labels(page) == before


def test_topics_are_merged_after_a_look_at_what_it_does(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    ticks = page.locator(f"{CARDS} .tl-topic-tick")
    ticks.nth(3).check()
    merge = page.locator(".tl-topic-merge-bar .tl-primary")
    assert merge.is_disabled()
    ticks.nth(4).check()
    assert merge.inner_text() == "Merge 2 topics…"
    merge.click()
    page.locator(PREVIEW).wait_for()
    assert page.locator("#topics-preview td").count() > 6 and barriers(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    wide = "box => [box.scrollWidth, box.clientWidth]"
    needs, has = page.locator("#topics-preview").evaluate(wide)
    assert needs <= has, "the figures after the change stand outside of the dialog"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Merge them").click()
    page.wait_for_function("document.querySelectorAll('.tl-topic-card').length === 4")
    said(page, "are now one topic")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo it").click()
    page.locator(CARDS).nth(4).wait_for()


def test_a_topics_page_leads_to_its_words_documents_and_times(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    page.locator(f"{CARDS} h2 a").first.click()
    page.locator(".tl-topic-page h1").wait_for()
    assert barriers(page) == []
    assert page.title() == f"{page.locator('.tl-topic-page h1').inner_text().strip()} · TopicLlama"
    words = page.locator(".tl-topic-words li:not([hidden]) button")
    before = words.all_inner_texts()
    page.locator("[data-relevance]").fill("0")
    assert len(before) == 20 and words.all_inner_texts() != before
    assert "relevance=0" in page.evaluate("location.hash")
    page.locator("[data-relevance]").fill("0.6")
    assert words.all_inner_texts() == before and "relevance" not in page.evaluate("location.hash")
    words.first.click()
    page.locator(PREVIEW).wait_for()
    assert "topics would be made without it" in page.locator("#topics-preview").inner_text()
    page.keyboard.press("Escape")
    point = page.locator(".tl-topic-point").first
    point.hover()
    assert page.locator(".tl-topic-line-told").inner_text() == point.get_attribute("aria-label")
    point.click()
    page.wait_for_function("location.hash.startsWith('#/documents?topic=')")
    assert "since=2018" in page.evaluate("location.hash")


def test_a_document_opens_beside_the_topic(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    go(page, "#/topics/1", ".tl-topic-page h1")
    first = page.locator(".tl-topic-passages button").first
    title = first.inner_text()
    first.click()
    page.locator("#tl-document h2", has_text=title).wait_for()
    page.keyboard.press("Escape")
    page.locator("#tl-drawer").wait_for(state="hidden")


def test_a_view_without_an_answer_is_tried_again(told: tuple[App, Any, Seen]) -> None:
    _, page, seen = told
    before = list(seen.complaints)
    page.route("**/tl/view/topics?*", lambda route: route.abort())
    go(page, "#/topics?sort=label", ".tl-mount h2")
    assert "gets no answer" in page.locator(".tl-mount").inner_text()
    page.unroute("**/tl/view/topics?*")
    page.get_by_role("button", name="Try again").click()
    page.locator(CARDS).nth(4).wait_for()
    seen.complaints[:] = before  # the browser says that it got no answer, and rightly


def test_splitting_and_deleting_are_undone(told: tuple[App, Any, Seen]) -> None:
    app, page, _ = told
    go(page, "#/topics/0", ".tl-topic-page h1")
    page.get_by_role("button", name="Split…").click()
    page.get_by_role("button", name="Split it").click()
    said(page, "is split into")
    page.locator(".tl-head [data-do=undo]").wait_for()
    assert app.workspace.require_model().num_topics == 6
    go(page, "#/topics/5", ".tl-topic-page h1")
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("button", name="Delete the topic").click()
    page.wait_for_function("location.hash === '#/topics'")
    page.locator(CARDS).nth(4).wait_for()
    for left in (6, 5):
        page.locator(".tl-head [data-do=undo]").click()
        page.get_by_role("button", name="Undo it").click()
        page.wait_for_function(
            "n => document.querySelectorAll('.tl-topic-card').length === n", arg=left
        )


def test_topics_are_found_anew_by_a_job(told: tuple[App, Any, Seen]) -> None:
    app, page, _ = told
    page.get_by_role("button", name="Find topics anew").click()
    dialog = page.locator("#topics-find")
    dialog.get_by_label("This many:").check()
    number = dialog.get_by_label("Number of topics")
    number.fill("2.5")
    dialog.get_by_role("button", name="Find topics").click()
    assert dialog.is_visible(), "the browser does not send what is no whole number"
    number.fill("3")
    dialog.get_by_text("NMF:").click()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Find topics").click()
    page.wait_for_function("document.querySelectorAll('.tl-topic-card').length === 3")
    model = app.workspace.require_model()
    assert model.num_topics == 3 and model.algorithm == "nmf"


def test_the_mood_is_measured_by_a_job(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    page.get_by_role("button", name="Measure the sentiment of the topics").click()
    page.locator(f"{CARDS} .tl-topic-mood").nth(2).wait_for()
    page.locator("[name=sort]").select_option("sentiment")
    page.wait_for_function("location.hash.includes('sort=sentiment')")


def test_chinese_in_the_dark_on_a_phone(told: tuple[App, Any, Seen], chromium: Any) -> None:
    app, _, seen = told
    page = visit(chromium, app.url, seen, locale="zh-CN", color_scheme="dark",
                 viewport={"width": 390, "height": 844})  # fmt: skip
    go(page, "#/topics", CARDS)
    assert page.locator(".tl-mount h1").inner_text() == "主题" and barriers(page) == []
    number = page.locator(".tl-topic-tick").first.get_attribute("value")
    go(page, f"#/topics/{number}", ".tl-topic-page h1")
    assert "最能体现它的文档" in page.locator(".tl-mount").inner_text() and barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.context.close()


def test_the_browser_had_nothing_to_complain_of(told: tuple[App, Any, Seen]) -> None:
    _, _, seen = told
    assert seen.elsewhere == [] and seen.complaints == []
