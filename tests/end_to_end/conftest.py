"""The real app as a process, and a real Chromium to use it with."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from served_app import App, start_app

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Whatever else the browser itself wants to know from elsewhere: no name leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., App]]:
    """Starts the app on a new workspace, or on the folder given; all are ended afterwards."""
    running: list[App] = []

    def start(folder: Path | None = None, **settings: Any) -> App:
        running.append(start_app(folder or tmp_path_factory.mktemp("workspace"), **settings))
        return running[-1]

    yield start
    left = [each for each in running if each.process.poll() is None]
    for each in left:
        each.process.terminate()
    assert [each.process.wait(timeout=30) for each in left] == [0] * len(left)


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the English demo and eight topics; copy it, do not change it."""
    return prepared(tmp_path_factory.mktemp("demo"), "demo", 8)


@pytest.fixture(scope="session")
def demo_zh_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the Chinese demo (it has dates) and five topics."""
    return prepared(tmp_path_factory.mktemp("demo-zh"), "demo-zh", 5)


def prepared(folder: Path, demo: str, topics: int) -> Path:
    toolbox = Toolbox(Workspace(folder))
    toolbox.load_corpus(demo)
    toolbox.train_topics(topics)
    return folder


@pytest.fixture(scope="module")
def demo_app(app: Callable[..., App], demo_folder: Path, tmp_path_factory: Any) -> App:
    """The app on a copy of the English demo, for the tests of one file."""
    return app(shutil.copytree(demo_folder, tmp_path_factory.mktemp("copy") / "workspace"))


@pytest.fixture(scope="module")
def demo_zh_app(app: Callable[..., App], demo_zh_folder: Path, tmp_path_factory: Any) -> App:
    return app(shutil.copytree(demo_zh_folder, tmp_path_factory.mktemp("copy") / "workspace"))


@dataclass
class Seen:
    """What the browser complained about and whom it asked."""

    complaints: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def watch(self, page: Any) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _console(self, message: Any) -> None:
        if "GL Driver Message" in message.text:  # drawing without a graphics card is slow: known
            return
        # Gradio's folding of a step begins a fraction of a pixel below nothing on a busy machine.
        folding = "Invalid keyframe value for property height" in message.text
        if message.type in ("error", "warning") and not folding:
            self.complaints.append(message.text)

    def _asked(self, url: str) -> None:
        if not re.match(r"(http://127\.0\.0\.1[:/]|data:|blob:)", url):
            self.elsewhere.append(url)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM_ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture
def seen() -> Seen:
    return Seen()
