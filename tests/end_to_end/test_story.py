"""The whole story in one go, as a newcomer with a folder of Chinese texts lives it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import answered, ask, barriers, go, visit
from conftest import App, Seen

from topicllama.agent.chat_list import chats

pytestmark = pytest.mark.browser
DEMO = Path(__file__).resolve().parents[2] / "examples" / "demo_zh.csv"
CARDS = ".tl-topic-card"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The Chinese demo as people have texts: most in a table, some as files, one twice."""
    made = tmp_path / "新闻"
    made.mkdir()
    with DEMO.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with (made / "报道.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, fieldnames=list(rows[0]))
        table.writeheader()
        table.writerows(rows[:76])
    for row in rows[76:]:
        (made / f"{row['id']}.txt").write_text(f"{row['标题']}\n{row['正文']}", "utf-8")
    (made / "副本.txt").write_text(f"{rows[-1]['标题']}\n{rows[-1]['正文']}", "utf-8")
    return made


def test_from_a_folder_to_topics_answers_and_back_after_a_restart(
    app: Callable[..., App], chromium: Any, folder: Path, tmp_path: Path
) -> None:
    running, seen = app(), Seen()
    page = visit(chromium, running.url, seen, locale="zh-CN", accept_downloads=True,
                 viewport={"width": 1440, "height": 900})  # fmt: skip
    uploads(page, folder)
    assert len(running.workspace.corpus) == 80
    trains(page)
    model = running.workspace.require_model()
    assert model.num_topics == 5
    asks_and_opens_a_source(page)
    looks_at_trends_and_map(page)
    renames_and_takes_it_back(page, running)
    exported = exports(page, tmp_path)
    assert len(exported) == 80 and {row["topic"] for row in exported} <= set(range(5))
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.goto("about:blank")  # a page in front of a server that ends complains, and rightly
    running.close()
    again = app(running.workspace.root)
    everything_is_still_there(page, again, kept)
    assert seen.elsewhere == [] and seen.complaints == []
    page.context.close()


def uploads(page: Any, folder: Path) -> None:
    go(page, "#/data", ".tl-data-uploader")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选择文件夹").click()
    chooser.value.set_files(folder)
    page.wait_for_selector(".tl-data-mapping")
    assert barriers(page) == []
    page.get_by_role("button", name="加载这些文件").click()
    page.locator(".tl-data-report", has_text="新增 80 篇文档").wait_for()
    page.wait_for_selector(".tl-state:has-text('80 篇文档')")


def trains(page: Any) -> None:
    go(page, "#/chat", "#tl-composer textarea")
    assert "5 个主题" in ask(page, "找出5个主题")
    go(page, "#/topics", CARDS)
    assert page.locator(CARDS).count() == 5 and barriers(page) == []
    assert all(page.locator(f"{CARDS} h2 a").all_inner_texts())


def asks_and_opens_a_source(page: Any) -> None:
    go(page, "#/chat", "#tl-composer textarea")
    assert "地铁" in ask(page, "查找关于地铁的文章")
    page.locator("#tl-chat .tl-cite").last.click()
    mark = page.locator("#tl-document mark")
    mark.wait_for()
    assert "地铁" in mark.inner_text() and barriers(page) == []
    page.keyboard.press("Escape")


def looks_at_trends_and_map(page: Any) -> None:
    go(page, "#/trends", ".tl-mount .js-plotly-plot .scatterlayer")
    assert barriers(page) == []
    go(page, "#/map", ".tl-map-figure[data-drawn='80']")
    assert barriers(page) == []


def renames_and_takes_it_back(page: Any, app: App) -> None:
    go(page, "#/topics/1", ".tl-topic-page h1")
    before = app.workspace.require_model().topic(1).label
    go(page, "#/chat", "#tl-composer textarea")
    answered(page, lambda: (page.locator("#tl-composer textarea").fill("把主题1改名为“新名字”"),
                            page.keyboard.press("Enter")))  # fmt: skip
    assert app.workspace.require_model().topic(1).label == "新名字"
    go(page, "#/topics", f"{CARDS} h2:has-text('新名字')")
    page.locator(".tl-head [data-do=undo]").click()
    page.locator("dialog[open] .tl-primary, dialog[open] .tl-danger").click()
    page.locator(f"{CARDS} h2", has_text=before).wait_for()
    assert app.workspace.require_model().topic(1).label == before


def exports(page: Any, tmp_path: Path) -> list[dict[str, Any]]:
    go(page, "#/quality")
    assert barriers(page) == []
    with page.expect_download() as download:
        page.locator("a[download][href*='what=documents'][href*='jsonl']").click()
    download.value.save_as(tmp_path / "documents.jsonl")
    lines = (tmp_path / "documents.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def everything_is_still_there(page: Any, app: App, kept: str) -> None:
    assert len(app.workspace.corpus) == 80 and app.workspace.require_model().num_topics == 5
    assert len(chats(app.workspace)) == 1
    page.goto(f"{app.url}/#/topics")
    page.evaluate(
        "kept => Object.entries(JSON.parse(kept)).forEach(([k, v]) => localStorage.setItem(k, v))",
        kept,
    )  # another port is another origin: bring along what the browser kept
    page.reload()
    page.wait_for_selector(f"{CARDS} >> nth=4")
    go(page, "#/chat", "#tl-chat .tl-cite")
    page.locator("#tl-chat .tl-cite").first.click()
    page.locator("#tl-document mark").wait_for()
