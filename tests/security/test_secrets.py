"""What stands on disk and on the screen: who can read it, and what never stands there."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from topicllama.tools.array_files import mapped
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import build
from topicllama.ui.cli_run import Run
from topicllama.ui.page_uploads import Batch
from topicllama.ui.rooms import Rooms

PACKAGES = ("agent", "prompts", "tools", "ui")
ROOT = Path(__file__).parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def usual_umask() -> Iterator[None]:
    """As on most computers: what is made can be read by everybody."""
    before = os.umask(0o022)
    yield None
    os.umask(before)


def test_nobody_else_looks_into_a_workspace(tmp_path: Path, usual_umask: None) -> None:
    workspace = Workspace(tmp_path / "made" / "ws")
    workspace.corpus.add([Document("a", "A private text.")])
    workspace.set(chroma_token="secret", prepare_search=False)
    other = Rooms(workspace).create("another").workspace
    Batch.begin(other)
    assert mode(workspace.root) == mode(other.root) == 0o700
    for file in ("settings.json", "workspace.json"):
        assert mode(workspace.root / file) == 0o600


def test_a_folder_that_is_shared_on_purpose_stays_so(tmp_path: Path) -> None:
    (tmp_path / "ws").mkdir(mode=0o770)
    (tmp_path / "ws").chmod(0o770)
    Workspace(tmp_path / "ws")
    assert mode(tmp_path / "ws") == 0o770


def test_no_secret_is_given_on_a_command_line() -> None:
    """Everybody on the computer can read the arguments of a process."""
    from typer.main import get_command

    commands = get_command(build(Run(json=False))).commands.values()  # type: ignore[attr-defined]
    options = {option for command in commands for each in command.params for option in each.opts}
    assert "--auth-file" in options and len(options) > 50
    bad = [o for o in options if re.search(r"token|password|secret|key(?!word)", o)]
    assert bad == []


# what is read without being run ------------------------------------------------------------------


# exec, pickle, marshal, mktemp, eval, yaml without a safe loader, a shell: names of ruff
RUNS = "S102,S301,S302,S306,S307,S506,S602,S604,S605,S609"


def test_no_file_can_run_code_when_it_is_read() -> None:
    """`make lint` holds the same; exceptions are said beside the line."""
    ruff = [sys.executable, "-m", "ruff", "check", "--select", RUNS, "--no-cache", *PACKAGES]
    checked = subprocess.run(ruff, cwd=ROOT, text=True, capture_output=True, timeout=100)
    assert checked.returncode == 0, checked.stdout
    for file in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        text = file.read_text("utf-8")
        assert not re.search(r"allow_pickle=True|trust_remote_code=True|torch\.load\(", text), file
        assert text.count("np.load(") <= text.count("allow_pickle=False"), file


def test_a_matrix_with_a_pickle_in_it_is_refused(tmp_path: Path) -> None:
    class Runs:
        def __reduce__(self) -> tuple[object, tuple[str, str]]:
            return open, (str(tmp_path / "ran"), "w")

    np.save(tmp_path / "bad.npy", np.array([Runs()], dtype=object), allow_pickle=True)
    with pytest.raises((TopicLlamaError, ValueError)):
        mapped(tmp_path / "bad.npy")
    assert not (tmp_path / "ran").exists()
