"""Uploads stay inside the workspace, and only what was uploaded can be named."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_uploads import Batch, safe_name, save_uploads


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.csv", "a.csv"),
        ("folder/b.txt", "folder/b.txt"),
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("..\\..\\boot.ini", ".._.._boot.ini"),
        ("新闻.csv", "新闻.csv"),
        ("..", "file"),
        ("", "file"),
    ],
)
def test_names_stay_in_their_folder(name: str, safe: str) -> None:
    assert str(safe_name(name)) == safe


def test_one_file_comes_back_as_itself_and_several_as_a_folder(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    received = tmp_path / "received"
    received.mkdir()
    for name in ("1", "2"):
        (received / name).write_text(name)
    one = save_uploads(workspace, [(received / "1", "news.csv")], received)
    assert one.name == "news.csv" and one.read_text() == "1"
    both = [(received / "1", "in/a.txt"), (received / "2", "in/a.txt")]
    folder = save_uploads(workspace, both, received)
    assert sorted(p.read_text() for p in folder.rglob("*.txt")) == ["1", "2"]
    assert folder.is_relative_to(workspace.root / "uploads")


def test_a_file_that_was_not_uploaded_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    received = tmp_path / "received"
    received.mkdir()
    (received / "link").symlink_to(secret)
    workspace = Workspace(tmp_path / "ws")
    for path in (secret, received / "link", received / ".." / "secret.txt"):
        with pytest.raises(TopicLlamaError):
            save_uploads(workspace, [(path, "x.txt")], received)


def test_what_is_discarded_does_not_come_back_with_a_late_file(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    batch = Batch.begin(workspace)

    async def half() -> AsyncIterator[bytes]:
        yield b"one half"
        batch.discard()
        yield b"the other"

    with pytest.raises(TopicLlamaError, match="no longer there"):
        asyncio.run(batch.receive("late.txt", half()))
    assert Batch.all(workspace) == [] and not batch.folder.exists()
