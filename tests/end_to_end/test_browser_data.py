"""The data view in a real browser: a folder comes in and is loaded, drops, cancel, workspaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import barriers, go, visit
from conftest import App, Seen

pytestmark = pytest.mark.browser
READY = ".tl-data-add small:not(:empty)"  # the view's script is at work
EVIL = "<img src=x onerror=alert(1)>"
WORDS = [
    "harbour", "ferry", "council", "budget", "storm", "rain", "cricket", "match", "player", "bank",
    "money", "shares",
]  # fmt: skip
# Files as a drop brings them; the last one is larger than what the test lets through.
DROP = """([small, large]) => {
  window.topicllama.props.limit = 1;
  const transfer = new DataTransfer();
  const add = (bits, name) => transfer.items.add(new File(bits, name));
  for (let i = 0; i < small; i++) add([`Small text number ${i}.`], `${i}.txt`);
  add([new Uint8Array(large)], 'huge.txt');
  const event = { dataTransfer: transfer, bubbles: true, cancelable: true };
  for (const name of ['dragenter', 'drop']) document.body.dispatchEvent(new DragEvent(name, event));
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drop") / "news"
    made.mkdir()
    rows = []
    for i in range(40):
        text = " ".join(WORDS[(i + k) % 12] for k in range(20))
        rows.append(f'"Story {i}","Number {i}: {text}",{i % 9 + 1}/5/2003,x')
    (made / "articles.csv").write_text("\n".join(["headline,body,day,section", *rows]), "utf-8")
    (made / "one.txt").write_text("The ferry is late again, says the council.", "utf-8")
    (made / "two.txt").write_text("渡轮又晚点了，乘客在码头等了很久。", "utf-8")
    (made / "copy.txt").write_text("The ferry is late again, says the council.", "utf-8")
    (made / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    table = f'"{EVIL}",text\n"{EVIL}","Teachers met doctors in the city today."\n'
    (made / f"{EVIL}.csv").write_text(table, "utf-8")
    return made


@pytest.fixture(scope="module")
def opened(app: Callable[..., App], chromium: Any) -> Iterator[tuple[App, Any, Seen]]:
    running, seen = app(), Seen()
    page = visit(chromium, running.url, seen, viewport={"width": 1440, "height": 900})
    go(page, "#/data", READY)
    yield running, page, seen
    page.context.close()


def chosen(page: Any, folder: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a folder").click()
    chooser.value.set_files(folder)
    page.wait_for_selector(".tl-data-mapping")


def test_a_folder_is_looked_at_loaded_and_reported(
    opened: tuple[App, Any, Seen], folder: Path
) -> None:
    app, page, seen = opened
    chosen(page, folder)
    table = page.locator(".tl-data-table", has=page.get_by_role("heading", name="articles.csv"))
    title = table.locator("select").nth(1)
    assert title.input_value() == "=headline"
    title.select_option("-")
    table.locator(".tl-data-preview", has_text="no title").wait_for()
    assert "your choice" in table.locator(".tl-data-roles").inner_text()
    assert len(app.workspace.corpus) == 0
    page.get_by_role("button", name="Load these files").click()
    report = page.locator(".tl-data-report")
    report.get_by_text("43 documents added").wait_for()
    said = report.inner_text()
    for name in ("articles.csv", "one.txt", "two.txt", "copy.txt", "broken.pdf",
                 "_img src=x onerror=alert(1)_.csv"):  # fmt: skip
        assert name in said, name
    assert "text that is there already" in said and "It cannot be read" in said
    assert not any(document.title == "Story 1" for document in app.workspace.corpus)
    assert page.locator(".tl-mount img").count() == 0
    page.wait_for_selector(".tl-state:has-text('43 documents')")
    page.reload()
    report.get_by_text("43 documents added").wait_for()
    page.get_by_role("link", name="Find the topics").click()
    page.wait_for_function("location.hash === '#/topics'")
    assert seen.complaints == [] and seen.elsewhere == []


def test_files_that_are_dropped_on_the_page_come_here(opened: tuple[App, Any, Seen]) -> None:
    _, page, seen = opened
    go(page, "#/data", READY)
    page.evaluate(DROP, [300, 2 * 2**20])
    page.wait_for_selector(".tl-data-mapping")
    assert "300 files become one document each." in page.locator(".tl-data-rest").inner_text()
    left = page.locator(".tl-data-upload").inner_text()
    assert "huge.txt was left out: it is larger than 1 MB" in left
    assert page.locator("#tl-chat").count() == 0 or not page.locator("#tl-chat").is_visible()
    page.get_by_role("button", name="Discard", exact=True).click()
    page.locator(".tl-dialog[open]").get_by_role("button", name="Discard").click()
    page.wait_for_function("location.hash === '#/data'")
    page.wait_for_selector(READY)
    assert seen.complaints == []


def test_an_upload_is_cancelled(opened: tuple[App, Any, Seen]) -> None:
    app, page, seen = opened
    go(page, "#/data", READY)
    page.route("**/tl/upload*", lambda route: None)  # nothing arrives
    page.evaluate(DROP, [3, 10])
    page.get_by_text("Uploading: 0 of 4 files").wait_for()
    page.get_by_role("button", name="Cancel the upload").click()
    page.get_by_text("The upload was cancelled.").wait_for()
    page.unroute("**/tl/upload*")
    page.wait_for_selector(".tl-data-upload", state="hidden")
    assert not list((app.workspace.root / "uploads").glob("data-*/files/*"))
    assert seen.complaints == []


def test_workspaces_are_kept_apart(opened: tuple[App, Any, Seen]) -> None:
    app, page, seen = opened
    go(page, "#/data", ".tl-data-add")
    assert page.locator(".tl-room").count() == 0
    page.get_by_label("Name of the new workspace").fill("Metro 地铁")
    page.get_by_role("button", name="Create and open").click()
    page.wait_for_selector(".tl-room:has-text('Metro 地铁')")
    page.get_by_text("There are no texts here yet.").wait_for()
    page.get_by_role("button", name="Paste text").click()
    page.get_by_label("The text").fill("The metro opens.\nIt is crowded.")
    page.get_by_label("It is").select_option("lines")
    page.locator("#data-paste").get_by_role("button", name="Load").click()
    page.get_by_text("2 documents added").wait_for()
    assert len(app.workspace.corpus) == 43
    page.get_by_role("button", name="Delete the workspace Metro").click()
    dialog = page.locator("dialog[open]")
    assert "2 documents" in dialog.inner_text() and "stay" in dialog.inner_text()
    dialog.get_by_role("button", name="Delete it all").click()
    page.get_by_text("43 documents added").wait_for()
    page.wait_for_selector(".tl-room", state="detached")
    assert not list((app.workspace.root / "workspaces").iterdir())
    assert seen.complaints == []


@pytest.mark.parametrize(("locale", "scheme"), [("en-US", "light"), ("zh-CN", "dark")])
def test_nothing_stands_in_the_way(
    opened: tuple[App, Any, Seen], chromium: Any, folder: Path, locale: str, scheme: str
) -> None:
    app, _, _ = opened
    seen = Seen()
    context = chromium.new_context(locale=locale, color_scheme=scheme,
                                   viewport={"width": 390, "height": 844})  # fmt: skip
    page = context.new_page()
    seen.watch(page)
    page.goto(app.url)
    go(page, "#/data", ".tl-data-report")
    assert barriers(page) == []
    with page.expect_file_chooser() as chooser:
        page.locator("[data-choose=folder]").click()
    chooser.value.set_files(folder)
    page.wait_for_selector(".tl-data-mapping")
    assert barriers(page) == []
    wide = "document.querySelector('#tl-view').scrollWidth - innerWidth"
    assert page.evaluate(wide) <= 0
    page.locator(".tl-data-how [value=replace]").check()
    page.locator(".tl-data-buttons .tl-primary").click()
    asked = page.locator(".tl-dialog[open]")
    assert "43" in asked.inner_text()
    asked.locator("[value=no]").click()
    page.locator(".tl-data-buttons [data-do=discard]").click()
    page.locator(".tl-dialog[open] [value=yes]").click()
    page.wait_for_function("location.hash === '#/data'")
    assert len(app.workspace.corpus) == 43 and seen.complaints == []
    context.close()
