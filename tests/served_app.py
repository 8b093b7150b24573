"""``topicllama chat`` as a process, for tests that use its page from outside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from topicllama.tools.workspace import Workspace

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass
class App:
    """``said`` is what the process prints, ``url`` where the page is."""

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
    """Serve a workspace, with no Ollama to be found. ``options`` are added to the command line,
    ``variables`` to the environment."""
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
