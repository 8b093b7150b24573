"""The real app as a process, and a real Chromium to use it with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

CHROMIUM_ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    # Whatever else the browser itself wants to know from elsewhere: no name leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass
class App:
    """``topicllama chat`` on a workspace, with no Ollama to be found."""

    workspace: Workspace
    process: subprocess.Popen[str]
    url: str = ""
    said: list[str] = field(default_factory=list)
    answers: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Take in what the process says (a full pipe would stop it) until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if not self.url and (found := _ADDRESS.search(line)):
                self.url = found.group()
                self.answers.set()
        self.answers.set()

    def close(self) -> None:
        """As a service manager does it: the process ends in order."""
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0


def start_app(
    folder: Path, *, prepare_search: bool = False, options: Sequence[str] = (), **variables: str
) -> App:
    """``options`` are added to the command line, ``variables`` to the environment."""
    workspace = Workspace(folder)
    workspace.set(prepare_search=prepare_search)
    environment = {
        **os.environ,
        "OLLAMA_HOST": "http://127.0.0.1:9",
        "HF_HUB_OFFLINE": "1",
        "PYTHONUNBUFFERED": "1",
        "LC_ALL": "C.UTF-8",
        **variables,
    }
    command = [str(Path(sys.executable).with_name("topicllama")), "chat", "--workspace",
               str(folder), "--port", "0", "--no-open", *options]  # fmt: skip
    process = subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT)  # fmt: skip
    app = App(workspace, process)
    threading.Thread(target=app.listen, daemon=True).start()
    app.answers.wait(timeout=60)
    assert app.url, "the app did not start: " + "".join(app.said)
    return app


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., App]]:
    """Starts the app on a new workspace, or on the folder given; all are ended afterwards."""
    running: list[App] = []

    def start(folder: Path | None = None, **settings: Any) -> App:
        running.append(start_app(folder or tmp_path_factory.mktemp("workspace"), **settings))
        return running[-1]

    yield start
    for each in running:
        if each.process.poll() is None:
            each.close()


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
