"""Trends and quality in a real browser: charts that lead to documents, versions, files."""

from __future__ import annotations

from typing import Any

import pytest
from browser import barriers, go, visit
from conftest import App, Seen

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.trends import trends

pytestmark = pytest.mark.browser
DRAWN = ".tl-plot .main-svg"


def chart(page: Any) -> None:
    page.wait_for_selector(DRAWN)


def test_a_click_on_a_line_opens_its_documents(demo_zh_app: App, chromium: Any, seen: Seen) -> None:
    page = visit(chromium, demo_zh_app.url, seen, viewport={"width": 1280, "height": 900})
    go(page, "#/trends?topic=1&by=year&raw=1")
    chart(page)
    model = demo_zh_app.workspace.require_model()
    data = trends(demo_zh_app.workspace.corpus, model, "year", topic=1, bursts=False).data
    best = max(range(len(data["periods"])), key=lambda n: data["series"][0]["shares"][n])
    point = page.locator(".tl-plot .scatterlayer .trace").last.locator(".point").nth(best)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.locator(".tl-plot .hoverlayer .hovertext").wait_for()
    assert data["periods"][best] in page.locator(".tl-plot .hoverlayer").text_content()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    year = data["periods"][best]
    page.wait_for_function("location.hash.startsWith('#/documents')")
    assert page.evaluate("location.hash") == f"#/documents?topic=1&since={year}&until={year}"
    page.wait_for_selector(".tl-mount h1")
    assert seen.complaints == [] and seen.elsewhere == []
    page.context.close()


def test_what_is_chosen_stands_in_the_address(demo_zh_app: App, chromium: Any, seen: Seen) -> None:
    page = visit(chromium, demo_zh_app.url, seen)
    go(page, "#/trends")
    chart(page)
    lines = page.locator(".tl-plot .scatterlayer .trace")
    before = lines.count()
    page.locator(".tl-pick input").first.uncheck()
    page.wait_for_function("location.hash.includes('topic=')")
    page.wait_for_function(
        "n => document.querySelectorAll('.tl-plot .scatterlayer .trace').length < n", arg=before
    )
    page.get_by_text("All, stacked").click()
    page.wait_for_function("location.hash.includes('show=areas')")
    page.locator(".tl-key").wait_for()
    assert page.locator(".tl-picks").is_hidden()
    chart(page)
    page.get_by_text("The figures as a table").click()
    cell = page.locator(".tl-figures td a").first
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash.startsWith('#/documents?topic=')")
    page.go_back()
    page.locator(".tl-key").wait_for()
    assert seen.complaints == []
    page.context.close()


def test_groups_and_sentiment(demo_zh_app: App, chromium: Any, seen: Seen) -> None:
    page = visit(chromium, demo_zh_app.url, seen, locale="zh-CN")
    go(page, "#/trends/compare", ".tl-shaded")
    labels = sorted(name for name in demo_zh_app.workspace.corpus.counts("label") if name)
    for side, name in zip("ab", labels, strict=False):
        page.locator(f"select[name={side}]").select_option(name)
    chart(page)
    assert page.locator(".tl-groups .tl-card").count() == 2
    page.get_by_role("link", name="情感").click()
    passage = page.locator(".tl-passages [open] [name=open], .tl-passages[open] [name=open]").first
    passage.click()
    mark = page.locator("#tl-document mark")
    mark.wait_for()
    assert mark.inner_text().strip(), "the passage is marked in its document"
    page.keyboard.press("Escape")
    assert seen.complaints == []
    page.context.close()


def test_a_version_is_used_again_and_files_are_saved(
    demo_app: App, chromium: Any, seen: Seen, tmp_path: Any
) -> None:
    workspace = demo_app.workspace
    Toolbox(workspace).edit_topics("rename", "0", "A name of mine")
    page = visit(chromium, demo_app.url, seen, viewport={"width": 1280, "height": 900})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(page, "#/quality")
    page.get_by_role("button", name="Use version m0001 again").click()
    dialog = page.locator("dialog[open]")
    assert "m0001" in dialog.inner_text()
    dialog.locator("button[value=yes]").click()
    page.get_by_role("button", name="Use version m0002 again").wait_for()
    assert workspace.current_version == "m0001"
    page.get_by_role("button", name="Copy").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('gensim'))")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Documents with their topics table, CSV").click()
    path = tmp_path / saved.value.suggested_filename
    saved.value.save_as(path)
    assert path.name == "topicllama-documents.csv" and path.stat().st_size > 100_000
    assert seen.complaints == [] and seen.elsewhere == []
    page.context.close()


@pytest.mark.parametrize(("locale", "scheme", "width"), [("en-US", "light", 1440),
                                                         ("zh-CN", "dark", 390)])  # fmt: skip
def test_nothing_bars_anyone(
    demo_zh_app: App, chromium: Any, seen: Seen, locale: str, scheme: str, width: int
) -> None:
    page = visit(chromium, demo_zh_app.url, seen, locale=locale, color_scheme=scheme,
                 viewport={"width": width, "height": 844})  # fmt: skip
    places = {"#/trends": DRAWN, "#/trends/compare": ".tl-shaded", "#/trends/sentiment": DRAWN,
              "#/quality": ".tl-files"}  # fmt: skip
    for address, ready in places.items():
        go(page, address, ready)
        assert barriers(page) == [], address
        assert page.evaluate("document.querySelector('#tl-view').scrollWidth") <= width
    assert seen.complaints == []
    page.context.close()
