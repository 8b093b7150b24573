"""A workspace of an earlier format, made by the TopicLlama of its time, is brought up to date."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from topicllama.agent import chat_file
from topicllama.tools import migrations
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.migrations import FORMAT, KEPT, MARKER
from topicllama.tools.repair import repair
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

OLD = Path(__file__).parents[1] / "data" / "workspace-format-1.zip"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Three texts, two versions of topics (one was renamed by a person), a chat."""
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(tmp_path / "ws")
    return tmp_path / "ws"


def marker(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / MARKER).read_text("utf-8"))
    return found


def test_everything_is_still_there(old: Path) -> None:
    assert marker(old)["format"] == 1
    workspace = Workspace(old)
    assert marker(old)["format"] == FORMAT
    assert [each.text for each in workspace.corpus][:1] == ["人工智能改变世界"]
    assert workspace.versions() == ["m0001", "m0002"] and workspace.damage == []
    model = workspace.require_model()
    assert [(t.label, t.label_source) for t in model.topics][0] == ("AI", "person")
    assert Toolbox(workspace).search_documents("机器学习").results
    (turn,) = chat_file.read(chat_file.path_of(workspace, "first"))
    assert turn.text == "what is topic 1 about?"
    assert Toolbox(workspace).train_topics(2).model == "m0003"


def test_what_the_steps_change_is_kept_as_it_was(old: Path) -> None:
    before = (old / "loads.json").read_bytes()
    Workspace(old)
    assert (old / KEPT / "1" / "loads.json").read_bytes() == before
    assert "checksum" in json.loads((old / "loads.json").read_text("utf-8"))
    assert (old / "models" / "m0001" / "checksums.json").exists()


def test_damage_is_noticed_from_then_on(old: Path) -> None:
    Workspace(old)
    file = old / "models" / "m0002" / "topic-word.npy"
    content = bytearray(file.read_bytes())
    content[-3] ^= 1  # a number is another one; the file can still be read
    file.write_bytes(content)
    with pytest.raises(TopicLlamaError, match="topic-word.npy"):
        Workspace(old).require_model()


@pytest.mark.parametrize("steps", [1, 2, 3, 4])
def test_broken_off_anywhere_it_is_done_once_more(
    old: Path, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = steps

    def dies(real: Any) -> Any:
        def call(*given: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
            return real(*given)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "write_checked", dies(migrations.write_checked))
        patch.setattr(migrations, "write_sums", dies(migrations.write_sums))
        with pytest.raises(KeyboardInterrupt):
            Workspace(old)
    assert marker(old)["format"] == 1
    test_everything_is_still_there(old)


def test_while_another_process_writes_it_is_read_as_it_is(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    with FileLock(old / "lock"):
        workspace = Workspace(old)
        assert marker(old)["format"] == 1 and len(workspace.corpus) == 3
        assert workspace.require_model().topics[0].label == "AI"
    assert marker(old)["format"] == 1
    Workspace(old)
    assert marker(old)["format"] == FORMAT


@pytest.mark.parametrize("content", [None, b"{"])
def test_without_its_marker_it_is_brought_up_to_date_all_the_same(
    old: Path, content: bytes | None
) -> None:
    (old / MARKER).unlink()
    if content:
        (old / MARKER).write_bytes(content)
        repair(old)
    Workspace(old)
    assert marker(old)["format"] == FORMAT
    assert (old / "models" / "m0001" / "checksums.json").exists()


def test_without_room_on_the_disk_it_is_read_as_it_is(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(root: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("topicllama.tools.workspace.migrate", full)
    assert len(Workspace(old).corpus) == 3 and marker(old)["format"] == 1


def test_a_copy_that_was_broken_off_is_made_again(old: Path) -> None:
    before = (old / "loads.json").read_bytes()
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "fsync", interrupted)
        Workspace(old)
    assert not (old / KEPT / "1" / "loads.json").exists(), "not before it is on the disk"
    Workspace(old)
    assert (old / KEPT / "1" / "loads.json").read_bytes() == before


def interrupted(handle: int) -> None:
    raise KeyboardInterrupt


def test_a_newer_format_is_refused_and_left_alone(old: Path) -> None:
    (old / MARKER).write_text(json.dumps({"format": FORMAT + 1}))
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}
    with pytest.raises(TopicLlamaError, match=f"has format {FORMAT + 1}"):
        Workspace(old)
    assert before == {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}


def test_a_format_that_never_was_is_refused(old: Path) -> None:
    shutil.rmtree(old / "models")
    (old / MARKER).write_text(json.dumps({"format": 0}))
    with pytest.raises(TopicLlamaError, match="has format 0"):
        Workspace(old)
