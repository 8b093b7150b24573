"""The chat page in Chromium: how soon it is painted and can be used, and how soon the first token
of an answer is on it after the model sent it."""

from __future__ import annotations

import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

from .measure import COMMAND, table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from ollama_server import Body, OllamaServer, Reply, call  # noqa: E402

VISITS = 10
ANSWERS = 20
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync")  # fmt: skip
# When the header has its content and the composer takes text; when a marker stands in the chat.
_WATCH = """
window.measured = {};
const watch = new MutationObserver(() => {
  const box = document.querySelector("#tl-composer textarea");
  if (!measured.usable && box && document.querySelector(".tl-header")) {
    measured.usable = performance.now();
  }
  if (!measured.wanted || measured.token) return;
  if (document.querySelector("#tl-chat")?.textContent.includes(measured.wanted)) {
    measured.token = performance.timeOrigin + performance.now();
  }
});
watch.observe(document, { subtree: true, childList: true, characterData: true });
"""
_READ = """() => {
  const loaded = performance.getEntriesByType("resource");
  return {
    painted: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    usable: measured.usable,
    requests: loaded.length,
    kilobytes: loaded.reduce((sum, each) => sum + each.transferSize, 0) / 1000,
  };
}"""


@contextmanager
def served(folder: Path, ollama: str) -> Iterator[str]:
    """The address of ``topicllama chat`` on a workspace."""
    environment = {**os.environ, "OLLAMA_HOST": ollama, "HF_HUB_OFFLINE": "1"}
    command = [COMMAND, "chat", "--workspace", str(folder), "--port", "0", "--no-open", "--json"]
    process = subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        assert process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert found is not None, "the page did not start"
        yield found.group()
    finally:
        process.terminate()
        process.wait(timeout=20)


class FirstToken:
    """A model that looks into the texts, and then says a marker when it is told to."""

    def __init__(self) -> None:
        self.gate, self.asked, self.marker = threading.Event(), threading.Event(), ""

    def begin(self, marker: str) -> None:
        self.marker = marker
        self.gate, self.asked = threading.Event(), threading.Event()

    def __call__(self, body: Body) -> Reply:
        if body.get("format"):
            return Reply("{}")
        if body["messages"][-1]["role"] != "tool":
            return call("search_documents", query="bushfire")
        self.asked.set()
        text = f"{self.marker} " + "says what it has found, word by word. " * 8
        return Reply(text, gate=self.gate, before_gate=0)


def visits(browser: Any, url: str, count: int) -> tuple[list[dict[str, float]], ...]:
    """Milliseconds of first visits (nothing cached) and of second ones."""
    rounds: tuple[list[dict[str, float]], ...] = ([], [])
    for _ in range(count):
        context = browser.new_context()
        context.add_init_script(_WATCH)
        for kind in rounds:
            page = context.new_page()
            page.goto(url)
            page.wait_for_function("measured.usable")
            kind.append(page.evaluate(_READ))
            page.close()
        context.close()
    return rounds


def first_tokens(browser: Any, url: str, model: FirstToken, count: int) -> list[float]:
    """Milliseconds from when the model sends an answer's first token until it is on the page."""
    context = browser.new_context()
    context.add_init_script(_WATCH)
    page = context.new_page()
    page.goto(url)
    page.wait_for_function("measured.usable")
    found = []
    for number in range(count):
        marker = f"marker{number}z"
        model.begin(marker)
        page.evaluate("wanted => Object.assign(measured, { wanted, token: 0 })", marker)
        page.locator("#tl-composer textarea").fill("what do the articles say about bushfires?")
        page.keyboard.press("Enter")
        model.asked.wait(30)
        time.sleep(0.3)  # the step of the search is on the page by now
        sent = 1000 * time.time()
        model.gate.set()
        page.wait_for_function("measured.token")
        found.append(page.evaluate("measured.token") - sent)
        page.wait_for_selector("#tl-next button", timeout=60_000)
        page.wait_for_selector("#tl-composer .submit-button")
    context.close()
    return found


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[math.ceil(share * len(values)) - 1]


def main() -> None:
    path = shutil.which("chromium")
    if path is None:
        print("### The page\n\nskipped: no Chromium\n")
        return
    from playwright.sync_api import sync_playwright

    model = FirstToken()
    with (
        tempfile.TemporaryDirectory() as temporary,
        OllamaServer(behaviour=model) as ollama,
        sync_playwright() as playwright,
    ):
        workspace = Workspace(Path(temporary) / "workspace")
        workspace.set(prepare_search=False)
        toolbox = Toolbox(workspace)
        toolbox.load_corpus("demo")
        toolbox.train_topics(8)
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        with served(workspace.root, ollama.url) as url:
            visits(browser, url, 1)  # the server has answered before
            first, second = visits(browser, url, VISITS)
            tokens = first_tokens(browser, url, model, ANSWERS)
        browser.close()
    print(f"### The page (load {os.getloadavg()[0]:.1f})\n")
    table(["", "first paint ms", "can be used ms", "worst", "requests", "kB"],
          [[name, *(f"{statistics.median(each[key] for each in kind):.0f}"
                    for key in ("painted", "usable")),
            f"{max(each['usable'] for each in kind):.0f}", f"{kind[0]['requests']:.0f}",
            f"{kind[0]['kilobytes']:.0f}"]
           for name, kind in (("first visit", first), ("second visit", second))])  # fmt: skip
    table(["first token on the page", "p50 ms", "p95 ms", "worst ms"],
          [[f"{len(tokens)} answers", f"{_at(tokens, 0.5):.0f}", f"{_at(tokens, 0.95):.0f}",
            f"{max(tokens):.0f}"]])  # fmt: skip
