"""The whole story of the page in a real browser: load, topics, question, citation, reload."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import ANSWERED, CHAT, answered, ask, visit
from conftest import App, Seen

from topicllama.agent.chat_file import read
from topicllama.tools.documents import Document

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def told(app: Callable[..., App], chromium: Any) -> Iterator[tuple[App, Any, Seen]]:
    """A page on which the demo is loaded and eight topics are found, by clicks and words."""
    running, seen = app(), Seen()
    page = visit(chromium, running.url, seen, viewport={"width": 1440, "height": 900})
    loaded = answered(page, lambda: page.get_by_role("button", name="Load the demo").click())
    assert "300" in loaded or "293" in loaded, loaded
    found = ask(page, "find 8 topics")
    assert "Finding 8 topics" in found
    ask(page, "show articles about the bushfires")
    yield running, page, seen
    page.context.close()


def test_topics_are_beside_the_chat_with_labels(told: tuple[App, Any, Seen]) -> None:
    app, page, _ = told
    labels = page.locator("#tl-pane-topics .tl-topic b").all_inner_texts()
    model = app.workspace.model
    assert model is not None
    assert sorted(labels) == sorted(topic.label for topic in model.topics)
    assert len(labels) == 8 and all(labels)


def test_a_citation_opens_the_document_at_the_passage(told: tuple[App, Any, Seen]) -> None:
    app, page, _ = told
    ask(page, "show articles about the bushfires")
    chip = page.locator(f"{CHAT} .tl-cite").last
    chip.focus()
    page.keyboard.press("Enter")
    mark = page.locator("#tl-document mark")
    mark.wait_for()
    name = page.locator('#tl-document [name="similar"]').get_attribute("value")
    document = app.workspace.corpus.get([name])[name]
    assert mark.inner_text().strip() in document.text
    assert page.locator(".tl-text").inner_text().split() == document.text.split()
    assert page.evaluate(
        "r => r.top >= 0 && r.top < innerHeight",
        page.evaluate("(() => { const r = document.querySelector('#tl-document mark')"
                      ".getBoundingClientRect(); return {top: r.top}; })()"),
    )  # fmt: skip
    page.get_by_role("button", name="More like this").click()
    page.locator("#tl-similar .tl-hit").first.wait_for(timeout=ANSWERED)
    page.keyboard.press("Escape")
    page.locator("#tl-drawer").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className").startswith("tl-cite")


def test_a_topic_is_asked_about_by_a_click(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    page.locator("#tl-tab-topics").click()
    topic = page.locator("#tl-pane-topics .tl-topic").nth(2)
    said = answered(page, topic.click)
    assert "Looking at topic" in said


def test_a_copied_answer_reads_as_it_is_shown(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "show articles about the bushfires")
    page.locator(f"{CHAT} .message-buttons-left").last.get_by_label("Copy message").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('[1]'))")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "<button" not in copied and "search_documents" not in copied


def test_a_changed_question_is_answered_in_place_of_the_old(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    ask(page, "what is topic 1 about?")
    count = page.locator(f"{CHAT} .user-row").count()
    page.get_by_label("Edit", exact=True).last.click()
    page.locator(f"{CHAT} textarea").fill("what is topic 3 about?")
    page.get_by_label("Submit", exact=True).first.click()
    # of topic 3 nothing was asked before: what is found is the new answer
    step = page.locator(f"{CHAT} .thought-group", has_text="Looking at topic 3").last
    step.wait_for()
    page.wait_for_selector("#tl-next button", timeout=ANSWERED)
    assert page.locator(f"{CHAT} .user-row").count() == count
    assert page.locator(f"{CHAT} .user-row").last.inner_text().strip() == "what is topic 3 about?"


def test_retry_asks_the_same_again(told: tuple[App, Any, Seen]) -> None:
    running, page, _ = told
    (chat,) = (running.workspace.root / "chats").glob("*.json")
    turns = read(chat)
    before = page.locator(f"{CHAT} .user-row").all_inner_texts()
    stamp = page.locator(".tl-header").get_attribute("data-stamp")
    page.get_by_label("Retry").click()
    # until the page shows that it is answered anew; the file has it before
    page.wait_for_function(
        "was => { const now = document.querySelector('.tl-header').dataset.stamp;"
        " return now !== was && !now.endsWith('running'); }",
        arg=stamp,
        timeout=ANSWERED,
    )
    assert len(now := read(chat)) == len(turns) and now != turns
    page.wait_for_selector("#tl-next button", timeout=ANSWERED)
    page.wait_for_selector("#tl-composer .submit-button")
    assert page.locator(f"{CHAT} .user-row").all_inner_texts() == before


def test_undo_puts_the_question_back(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    ask(page, "what can you do?")
    before = page.locator(f"{CHAT} .user-row").count()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function(
        "n => document.querySelectorAll('#tl-chat .user-row').length === n", arg=before - 1
    )
    page.wait_for_function(
        "document.querySelector('#tl-composer textarea').value === 'what can you do?'"
    )
    page.locator("#tl-composer textarea").fill("")


def test_everything_is_there_after_a_reload_and_a_restart(
    told: tuple[App, Any, Seen], app: Callable[..., App]
) -> None:
    running, page, _ = told
    before = page.locator(f"{CHAT} .message-row").all_inner_texts()
    page.reload()
    page.locator(f"{CHAT} .message-row").nth(len(before) - 1).wait_for()
    assert page.locator(f"{CHAT} .message-row").all_inner_texts() == before
    kept = page.evaluate("JSON.stringify(localStorage)")
    page.goto("about:blank")  # a page in front of a server that ends complains, and rightly
    running.close()
    again = app(running.workspace.root)
    page.goto(again.url)
    page.evaluate(
        "kept => Object.entries(JSON.parse(kept)).forEach(([k, v]) => localStorage.setItem(k, v))",
        kept,
    )  # another port is another origin: bring along what the browser kept
    page.reload()
    page.locator(f"{CHAT} .message-row").nth(len(before) - 1).wait_for()
    assert page.locator(f"{CHAT} .message-row").all_inner_texts() == before
    page.locator(f"{CHAT} .tl-cite").first.click()
    page.locator("#tl-document mark").wait_for()
    page.keyboard.press("Escape")


def test_chinese(told: tuple[App, Any, Seen]) -> None:
    _, page, _ = told
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="新对话").wait_for()
    said = ask(page, "哪些主题最常见？")
    assert "主题" in said.split("\n")[-1] or "主题" in said
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.get_by_role("button", name="重试").count() >= 1
    page.reload()
    page.get_by_role("button", name="新对话").wait_for()


def test_the_browser_had_nothing_to_complain_of(told: tuple[App, Any, Seen]) -> None:
    _, page, seen = told
    assert seen.elsewhere == []
    assert seen.complaints == []
    assert page.locator("footer:visible").count() == 0


def test_a_phone_has_no_sideways_scroll(
    told: tuple[App, Any, Seen], chromium: Any, app: Callable[..., App], seen: Seen
) -> None:
    _, desk, _ = told
    viewport = {"width": 390, "height": 844}
    page = visit(chromium, desk.url, seen, viewport=viewport, locale="zh-CN")
    page.get_by_role("button", name="主题", exact=True).click()
    page.locator("#tl-panel .tl-topic").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('.tl-panel-open')")
    page.context.close()


# stopping ------------------------------------------------------------------------------------


def slow_corpus(app: App) -> None:
    """Texts whose training takes far longer than it takes to press stop."""
    draw = random.Random(0)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in ("lan", "mor", "tis")]

    def text() -> str:  # of some of the words: those of all documents make no topic
        first = draw.randrange(len(words) - 30)
        return " ".join(draw.choices(words[first : first + 30], k=300))

    app.workspace.corpus.add(Document(f"d{i}", text(), language="en") for i in range(12_000))


def test_stop_ends_the_work_and_says_so(app: Callable[..., App], chromium: Any, seen: Seen) -> None:
    running = app()
    slow_corpus(running)
    page = visit(chromium, running.url, seen)
    page.locator("#tl-composer textarea").fill("find 30 topics")
    page.keyboard.press("Enter")
    page.locator(f"{CHAT} progress").wait_for()
    page.locator("#tl-composer .stop-button").click()
    page.locator(f"{CHAT} .tl-stopped").wait_for()
    assert "Stopped" in page.locator(f"{CHAT} .tl-stopped").inner_text()
    idle(running)
    assert running.workspace.versions() == []
    page.context.close()


def test_work_goes_on_when_the_page_is_closed_and_can_be_stopped_elsewhere(
    app: Callable[..., App], chromium: Any, seen: Seen
) -> None:
    running = app()
    slow_corpus(running)
    page = visit(chromium, running.url, seen)
    page.locator("#tl-composer textarea").fill("find 30 topics")
    page.keyboard.press("Enter")
    page.locator(f"{CHAT} progress").wait_for()
    kept = page.context.storage_state()
    page.context.close()
    again = visit(chromium, running.url, seen, storage_state=kept)
    again.locator(f"{CHAT} progress").wait_for()
    again.locator('.tl-header a[href="#/jobs"]').click()
    again.locator('[data-do="cancel"]').click()
    again.locator('.tl-nav [data-nav="chat"]').click()
    again.locator(f"{CHAT} .tl-stopped").wait_for()
    idle(running)
    assert running.workspace.versions() == []
    again.context.close()


def idle(app: App) -> None:
    """Wait until the app uses (almost) no processor any more."""
    import time

    deadline = time.monotonic() + 20
    used = processor_seconds(app)
    while time.monotonic() < deadline:
        time.sleep(0.5)  # the measure is what is used within it
        now = processor_seconds(app)
        if now - used < 0.15:
            return
        used = now
    pytest.fail("the app is still working")


def processor_seconds(app: App) -> float:
    """Of the app and the processes that it started (training has workers)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended
            continue
        if app.process.pid in (int(stat.parent.name), int(fields[1])):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


# files ---------------------------------------------------------------------------------------


def test_dropped_files_are_loaded_and_cannot_run(
    app: Callable[..., App], chromium: Any, seen: Seen
) -> None:
    running = app()
    page = visit(chromium, running.url, seen)
    page.evaluate("window.ran = 0")
    attack = "<img src=x onerror='ran=1'><script>ran=1</script> ![](http://evil.example/a.png) fire"
    rows = "\n".join(json.dumps({"title": f"<b>{i}</b> {attack}", "text": f"{attack} number {i}"})
                     for i in range(5))  # fmt: skip
    answered(page, lambda: drop(page, "attack.jsonl", rows))
    assert len(running.workspace.corpus) == 5
    ask(page, "show articles about fire")
    page.locator(f"{CHAT} .tl-cite").first.click()
    page.locator("#tl-document .tl-text").wait_for()
    assert attack in page.locator("#tl-document .tl-text").inner_text()
    assert page.evaluate("window.ran") == 0
    assert seen.elsewhere == []
    page.context.close()


def drop(page: Any, name: str, content: str) -> None:
    page.evaluate(
        """([name, content]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], name));
            for (const type of ["dragenter", "dragover", "drop"]) {
                document.querySelector("#tl-talk").dispatchEvent(
                    new DragEvent(type, {dataTransfer: transfer, bubbles: true, cancelable: true}));
            }
        }""",
        [name, content],
    )


# several people ------------------------------------------------------------------------------


def test_sessions_do_not_mix(app: Callable[..., App], chromium: Any, seen: Seen) -> None:
    running = app()
    slow_corpus(running)
    one, two = (visit(chromium, running.url, seen) for _ in range(2))
    one.locator("#tl-composer textarea").fill("find 30 topics")
    one.keyboard.press("Enter")
    one.locator(f"{CHAT} progress").wait_for()
    said = ask(two, "what can you do?")
    assert "Finding" not in said
    assert one.locator("#tl-composer .stop-button").count() == 1, "the training goes on meanwhile"
    one.locator("#tl-composer .stop-button").click()
    one.locator(f"{CHAT} .tl-stopped").wait_for()
    for page in (one, two):
        assert page.locator(f"{CHAT} .user-row").count() == 1
        page.context.close()
