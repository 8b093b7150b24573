"""Pictures of the page: make screenshots (with tests/ on the PYTHONPATH, for tests/served_app.py).

The chat from first screen to open document and every view, at 1440 and 390 pixels, in English and
Chinese, light and dark, from the real app on the demo of the language.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import ask, go
from conftest import CHROMIUM_ARGUMENTS, App, prepared, start_app
from playwright.sync_api import sync_playwright


@dataclass(frozen=True)
class Story:
    """What is clicked and asked in one language."""

    name: str
    locale: str
    demo: str
    topics: int
    search: str
    explain: str
    trend: str


STORIES = (
    Story("en", "en-US", "demo", 8, "show articles about the bushfires", "what is topic 2 about?",
          "which topics are most common?"),
    Story("zh", "zh-CN", "demo-zh", 5, "查找关于地铁的文章", "主题2讲的是什么？",
          "哪些主题越来越热？"),
)  # fmt: skip
SIZES = {1440: 900, 390: 844}
SCHEMES = ("light", "dark")
VIEWS = {
    "topics": "#/topics", "topic": "#/topics/1", "documents": "#/documents", "map": "#/map",
    "trends": "#/trends", "compare": "#/trends/compare", "sentiment": "#/trends/sentiment",
    "quality": "#/quality", "data": "#/data", "models": "#/models", "jobs": "#/jobs",
}  # fmt: skip
# What is drawn after the view is there.
DRAWN = {"map": ".tl-map-figure[data-drawn]"} | dict.fromkeys(
    ("trends", "sentiment"), ".js-plotly-plot .main-svg, .tl-empty"
)
Shoot = Callable[[str], None]


def first_screen(page: Any, shoot: Shoot) -> None:
    page.locator(".tl-welcome h1").wait_for()
    shoot("first")
    for name in ("topics", "documents", "map", "trends", "quality", "data"):
        go(page, VIEWS[name], ".tl-mount h1, .tl-mount h2")
        shoot(f"empty-{name}")


def talk(page: Any, story: Story, shoot: Shoot) -> None:
    for name, question in (("explained", story.explain), ("told", story.trend),
                           ("found", story.search)):  # fmt: skip
        ask(page, question)
        shoot(name)
        if name == "found" and page.viewport_size["width"] < 900:
            page.locator('.tl-header [name="panel"]').click()
            shoot("panel")
            page.keyboard.press("Escape")
    page.locator("#tl-chat .tl-cite").last.click()
    page.locator("#tl-document mark").wait_for()
    shoot("document")
    page.locator('#tl-document [name="similar"]').click()
    page.locator("#tl-similar .tl-hit").first.wait_for(timeout=60_000)
    page.locator("#tl-similar .tl-hit").last.scroll_into_view_if_needed()
    shoot("similar")
    page.keyboard.press("Escape")


def views(page: Any, shoot: Shoot) -> None:
    for name, address in VIEWS.items():
        go(page, address)
        page.wait_for_load_state("networkidle")
        page.wait_for_selector(DRAWN.get(name, ".tl-mount h1"))
        shoot(name)
    if page.viewport_size["width"] < 900:
        page.locator('.tl-header [name="menu"]').click()
        shoot("menu")


@contextmanager
def opened(browser: Any, app: App, story: Story, scheme: str, width: int) -> Iterator[Any]:
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        locale=story.locale,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(app.url)
    page.locator(".tl-guide summary").wait_for()
    try:
        yield page
    finally:
        context.close()


def pictures(browser: Any, story: Story, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as new, tempfile.TemporaryDirectory() as trained:
        apps = start_app(Path(new)), start_app(prepared(Path(trained), story.demo, story.topics))
        for scheme in SCHEMES:
            for width in SIZES:

                def shoot(name: str, kind: str = f"{story.name}-{scheme}-{width}") -> None:
                    page.wait_for_timeout(400)  # transitions and the chat's own scrolling end
                    page.screenshot(path=folder / f"{kind}-{name}.png")

                with opened(browser, apps[0], story, scheme, width) as page:
                    first_screen(page, shoot)
                with opened(browser, apps[1], story, scheme, width) as page:
                    talk(page, story, shoot)
                    views(page, shoot)
        for app in apps:
            app.close()


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_ARGUMENTS]
        )
        for story in STORIES:
            pictures(browser, story, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
