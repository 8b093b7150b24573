"""The clock of the computer is set, by hours and by years, between jobs and in the middle of them.

A small library (``moved_clock.c``, built when the test begins) gives the processes a wall clock
that the test moves while they run. What measures durations (CLOCK_MONOTONIC) is left alone, as it
is by a real change of the clock.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from corpora import filled
from harness import HERE, NOTHING, Outcome, fault, moments
from killing import sound, whole

from topicllama.agent.chat_list import chats
from topicllama.tools.workspace import Workspace
from topicllama.ui.login import set_password

_UNITS = ((3_600, 30), (86_400, 400), (31_536_000, 12))  # back and forth, up to this many of each
NAME, PASSWORD = "ann", "a long password"


class Clock:
    """A clock that processes read from a file."""

    def __init__(self, folder: Path) -> None:
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if sys.platform != "linux" or compiler is None:
            pytest.skip("a C compiler on Linux is needed to move the clock")
        self.library, self.file = folder / "moved_clock.so", folder / "clock"
        source = str(HERE / "moved_clock.c")
        command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(self.library), source, "-ldl"]
        subprocess.run(command, check=True)
        self.file.write_bytes(struct.pack("q", 0))

    def move(self, chosen: random.Random) -> int:
        """Somewhere else; returns the seconds between it and the real one."""
        unit, most = chosen.choice(_UNITS)
        moved = chosen.choice((-1, 1)) * chosen.randint(1, most) * unit
        with self.file.open("r+b", buffering=0) as file:
            file.write(struct.pack("q", moved))
        return moved

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "LD_PRELOAD": str(self.library), "MOVED_CLOCK": str(self.file),
                "PYTHONUNBUFFERED": "1", "HF_HUB_OFFLINE": "1",
                "PYTHONPATH": os.pathsep.join(sys.path)}  # fmt: skip


class Worker:
    def __init__(self, clock: Clock, root: Path) -> None:
        command = [sys.executable, str(HERE / "clock_worker.py"), str(root)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=clock.environment)  # fmt: skip
        assert self._line() == "ready\n"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def work(self, turn: int) -> dict[str, Any]:
        assert self.process.stdin is not None
        print(turn, file=self.process.stdin, flush=True)
        return dict(json.loads(self._line()))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@fault("clock moved: load, fold in, train, edit, ask, search")
def jobs(rounds: int, folder: Path) -> Outcome:
    root, chosen, clock = filled(folder / "w").root, moments(), Clock(folder)
    worker, last, names, jumps = Worker(clock, root), Workspace(root).current_version, [], 0.0
    try:
        for turn in range(rounds):
            if turn and turn % 25 == 0:  # also across a restart
                worker.end()
                worker = Worker(clock, root)
            clock.move(chosen)
            later = threading.Timer(chosen.uniform(0.05, 0.4), clock.move, (chosen,))
            later.start()  # in the middle of the work
            told = worker.work(turn)
            later.join()
            jumps = max(jumps, abs(told["now"] - time.time()))
            assert all(0 <= seconds < 100 for seconds in told["seconds"]), "durations"
            assert all(0 <= seconds < 1000 for seconds in told["left"]), "the time left"
            assert told["found"] and told["answer"]
            model = sound(root)
            assert model.version == told["version"] > last, "versions keep their order"
            assert model.topic(0).label == f"Name {turn}"
            last = model.version
            names.insert(0, f"chat{turn}")
            assert [chat.id for chat in chats(Workspace(root))] == names, "chats keep their order"
            whole(root)
    finally:
        worker.end()
    assert jumps > 3600, "the clock did not move"
    seen = "versions and chats stay in their order, durations and times left are right"
    return Outcome(rounds, NOTHING, seen)


@contextmanager
def _served(clock: Clock, root: Path, passwords: Path) -> Iterator[str]:
    command = [str(Path(sys.executable).with_name("topicllama")), "chat", "--workspace", str(root),
               "--port", "0", "--no-open", "--auth-file", str(passwords)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=clock.environment)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "http://" in line:
                yield "http://" + line.split("http://")[1].split()[0].rstrip("/.")
                return
        raise AssertionError("the page did not start")
    finally:
        process.kill()
        process.wait()


@fault(
    "clock moved: the page with a login, files dated in the future and the past",
    quick=0,
    instead="clock moved: load, fold in, train, and tests/ui/test_login.py",
)
def page(rounds: int, folder: Path) -> Outcome:
    root, chosen, clock = filled(folder / "w").root, moments(), Clock(folder)
    passwords = folder / "passwords"
    set_password(passwords, NAME, PASSWORD, rounds=4)
    with _served(clock, root, passwords) as url, httpx.Client(base_url=url, timeout=60) as browser:
        assert browser.get("/tl/view/topics").status_code == 401
        browser.post("/login", data={"name": NAME, "password": PASSWORD})
        cookies = {cookie.name: str(cookie.value) for cookie in browser.cookies.jar}
        for turn in range(rounds):
            moved = clock.move(chosen)
            browser.cookies.clear()  # a browser goes by its own clock
            browser.cookies.update(cookies)
            workspace = Workspace(root)
            tools = _changed(workspace, turn)
            when = time.time() + chosen.choice((-1, 1)) * chosen.randint(1, 10**8)
            for file in (
                *root.glob("corpus.sqlite*"),
                root / "models" / "current",
                root / "models",
            ):
                os.utime(file, (when, when))
            shown = browser.get("/tl/view/topics")
            assert shown.status_code == 200, f"the session ended when the clock went {moved} s"
            assert f"Name {turn}" in shown.text, "what changed is shown, whatever the files' dates"
            assert f"{tools:,}" in browser.get("/tl/view/data").text
            assert browser.get("/tl/view/chats").status_code == 200
        _guessing(url, clock, chosen)
    return Outcome(
        rounds, NOTHING, "the login lasts; changes show at once, however their files are dated"
    )


def _changed(workspace: Workspace, turn: int) -> int:
    """Another process's change: one more document, a new name; how many documents there are."""
    from corpora import documents

    from topicllama.tools.toolbox import Toolbox

    workspace.corpus.add(documents(f"f{turn}", 1, 12))
    Toolbox(workspace).edit_topics("rename", "0", f"Name {turn}")
    return len(workspace.corpus)


def _guessing(url: str, clock: Clock, chosen: random.Random) -> None:
    """The clock does not let anybody guess passwords faster."""
    wrong = {"name": NAME, "password": "wrong password"}
    answers = []
    for _ in range(8):
        clock.move(chosen)
        answers.append(httpx.post(f"{url}/login", data=wrong, timeout=60).status_code)
    assert 429 in answers and answers[-1] == 429, answers
