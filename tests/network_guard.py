"""No connection leaves the machine in the whole test run: one that is tried fails the run.

An audit hook (tests/guard) watches this process, the workers of pytest-xdist and every Python that
a test starts. Programs that are not Python, and libraries with sockets of their own, are watched by
the kernel in `make test-offline`; what a page asks for, by tests/end_to_end/conftest.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

_FOLDER = str(Path(__file__).parent / "guard")
sys.path.append(_FOLDER)
from watch_network import EXPECTED, FILE  # noqa: E402

_notes = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """What is started from here on is watched too: the hook is on its path."""
    if hasattr(config, "workerinput"):
        return
    handle, name = tempfile.mkstemp(prefix="topicllama-network-")
    os.close(handle)
    config.stash[_notes] = Path(name)
    before = os.environ.get("PYTHONPATH", "")
    os.environ |= {FILE: name, "PYTHONPATH": os.pathsep.join(filter(None, [_FOLDER, before]))}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if tried(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if lines := tried(config):
        terminalreporter.section("connections that would leave this machine", red=True)
        terminalreporter.write_line("\n".join(lines))


def pytest_unconfigure(config: pytest.Config) -> None:
    if _notes in config.stash:
        config.stash[_notes].unlink(missing_ok=True)


def tried(config: pytest.Config) -> list[str]:
    """What was noted so far, in the process that leads the run."""
    file = config.stash.get(_notes, None)
    return file.read_text("utf-8").splitlines() if file and file.exists() else []


@pytest.fixture
def asks_for(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``asks_for("hub.example")``: this test looks for that computer on purpose."""

    def expect(*names: str) -> None:
        monkeypatch.setenv(EXPECTED, ",".join(names))

    return expect
