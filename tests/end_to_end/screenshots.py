"""Pictures of the page: python tests/end_to_end/screenshots.py FOLDER

First screen, work under way, answer and open document, at 1440 and 390 pixels, in English (light)
and Chinese (dark), from the real app on a new workspace.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import CHROMIUM_ARGUMENTS, start_app
from playwright.sync_api import sync_playwright


@dataclass(frozen=True)
class Story:
    """What is clicked and asked in one language."""

    name: str
    locale: str
    scheme: str
    demo: str
    train: str
    search: str
    explain: str
    panel: str


STORIES = (
    Story("en", "en-US", "light", "Load the demo corpus", "find 8 topics",
          "show articles about the bushfires", "what is topic 2 about?", "Topics"),
    Story("zh", "zh-CN", "dark", "载入中文示例", "找出5个主题", "查找关于地铁的文章",
          "主题2讲的是什么？", "主题"),
)  # fmt: skip
SIZES = ((1440, 900), (390, 844))


def tell(page: Any, story: Story, shoot: Callable[[str], None]) -> None:
    page.locator(".tl-welcome h1").wait_for()
    page.locator(".tl-guide summary").wait_for()
    shoot("first")
    answer(page, page.locator(".tl-start", has_text=story.demo).click)
    shoot("loaded")
    page.locator("#tl-composer textarea").fill(story.train)
    answer(page, lambda: page.keyboard.press("Enter"), during=lambda: shoot("training"))
    shoot("topics")
    for name, question in (("explained", story.explain), ("found", story.search)):
        page.locator("#tl-composer textarea").fill(question)
        answer(page, lambda: page.keyboard.press("Enter"))
        shoot(name)
    page.locator("#tl-chat .tl-cite").last.click()
    page.locator("#tl-document mark").wait_for()
    shoot("document")
    page.locator('#tl-document [name="similar"]').click()
    page.locator("#tl-similar .tl-hit").first.wait_for(timeout=60_000)
    page.locator("#tl-similar .tl-hit").last.scroll_into_view_if_needed()
    shoot("similar")
    page.keyboard.press("Escape")
    page.locator(".tl-guide summary").click()
    shoot("guide")
    page.keyboard.press("Escape")
    if page.viewport_size["width"] < 900:
        page.get_by_role("button", name=story.panel, exact=True).click()
        shoot("panel")


def answer(page: Any, act: Callable[[], Any], during: Callable[[], None] | None = None) -> None:
    count = page.locator("#tl-chat .user-row").count()
    act()
    page.locator("#tl-chat .user-row").nth(count).wait_for()
    if during is not None:
        page.locator("#tl-chat .thought-group").last.wait_for()
        during()
    page.wait_for_selector("#tl-next button", timeout=120_000)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM_ARGUMENTS]
        )
        for story in STORIES:
            for width, height in SIZES:
                with tempfile.TemporaryDirectory() as workspace:
                    picture(browser, story, width, height, Path(workspace), folder)


def picture(
    browser: Any, story: Story, width: int, height: int, workspace: Path, folder: Path
) -> None:
    app = start_app(workspace)
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=story.locale,
        color_scheme=story.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(app.url)

    def shoot(name: str) -> None:
        page.wait_for_timeout(400)  # transitions and the chat's own scrolling end
        page.screenshot(path=folder / f"{story.name}-{width}-{name}.png")

    try:
        tell(page, story, shoot)
    finally:
        context.close()
        app.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
