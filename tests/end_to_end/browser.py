"""What the browser tests do again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from conftest import Seen

CHAT = "#tl-chat"
ANSWERED = 120_000  # also on a machine that does much beside it


def visit(chromium: Any, url: str, seen: Seen, **options: Any) -> Any:
    context = chromium.new_context(**{"locale": "en-US", **options})
    context.set_default_timeout(ANSWERED / 2)
    page = context.new_page()
    seen.watch(page)
    page.goto(url)
    page.wait_for_selector(".tl-model:not(:has-text('Looking'))")
    return page


def ask(page: Any, text: str) -> str:
    page.locator("#tl-composer textarea").fill(text)
    return answered(page, lambda: page.keyboard.press("Enter"))


def answered(page: Any, act: Callable[[], Any]) -> str:
    """What the last answer says, once ``act`` was done and answered."""
    questions = page.locator(f"{CHAT} .user-row")
    before = questions.count()
    act()
    questions.nth(before).wait_for()
    page.wait_for_selector("#tl-next button", timeout=ANSWERED)
    page.wait_for_selector("#tl-composer .submit-button")
    still(page)
    return str(page.locator(f"{CHAT} .bot-row").last.inner_text())


def still(page: Any) -> None:
    """Until the chat neither grows nor scrolls: a click on what moves would go beside it."""
    page.evaluate("""() => new Promise((done) => {
      let last = "", frames = 0;
      const look = () => {
        const box = document.querySelector("#tl-chat .message-wrap")?.lastElementChild;
        const now = JSON.stringify(box?.getBoundingClientRect());
        frames = now === last ? frames + 1 : 0;
        last = now;
        if (frames < 5) requestAnimationFrame(look);
        else done();
      };
      look();
    })""")


def go(page: Any, address: str, waits_for: str = ".tl-mount h1") -> None:
    """Show a view ("#/topics") and wait for it."""
    page.evaluate("address => { location.hash = address }", address)
    page.wait_for_selector(waits_for)


def barriers(page: Any) -> list[str]:
    """What axe-core finds serious or critical on the page as it is shown now."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]
