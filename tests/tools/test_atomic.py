"""Writes that happen whole or not at all, beside other processes that write and are killed."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from topicllama.tools.atomic import new_folder, sweep, write_bytes
from topicllama.tools.documents import Document
from topicllama.tools.exporting import export
from topicllama.tools.workspace import Workspace

# Each stops in the middle of its writing, says so, and waits to be killed.
FILE = """
import os, sys, time
from pathlib import Path
from topicllama.tools.atomic import write_bytes
def stop(handle):
    print("half", flush=True)
    time.sleep(60)
os.fsync = stop
write_bytes(Path(sys.argv[1]), b"new")
"""
FOLDER = """
import sys, time
from pathlib import Path
from topicllama.tools.atomic import new_folder
with new_folder(Path(sys.argv[1])) as folder:
    (folder / "part").write_text("new")
    print("half", flush=True)
    time.sleep(60)
"""

# A drive that knows no locks: filelock then writes who holds it into the file.
LOCK = """
import errno, fcntl, sys, time, warnings
from topicllama.tools.workspace import Workspace
def unknown(*given):
    raise OSError(errno.ENOSYS, "no locks here")
fcntl.flock = unknown
warnings.simplefilter("ignore")
with Workspace(sys.argv[1]).writing():
    print("half", flush=True)
    time.sleep(60)
"""


@contextmanager
def writing(script: str, path: Path) -> Iterator[None]:
    """Another process, in the middle of its writing; killed at the end."""
    command = [sys.executable, "-c", script, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "half\n"
        try:
            yield
        finally:
            process.kill()


@pytest.mark.parametrize("script", [FILE, FOLDER])
def test_only_what_nobody_writes_any_more_is_removed(tmp_path: Path, script: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    with writing(script, folder / "target"):
        sweep(folder)
        (left,) = folder.iterdir()
        assert left.name.startswith(".target.")
    assert left.exists()
    sweep(folder, "other")
    assert left.exists()
    sweep(folder, "target")
    assert not left.exists()


def test_our_own_writing_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def finish(folder: Path) -> None:
        sweep(tmp_path)

    with new_folder(tmp_path / "target", finish=finish) as folder:
        (folder / "a").write_text("a")
        sweep(tmp_path)
    assert (tmp_path / "target" / "a").read_text() == "a"
    real = Path.replace

    def swept(path: Path, target: Path) -> Path:
        sweep(tmp_path)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", swept)
    write_bytes(tmp_path / "file", b"whole")
    assert (tmp_path / "file").read_bytes() == b"whole"

    def lock(handle: int) -> None:  # it is swept before it is claimed
        monkeypatch.undo()
        sweep(tmp_path)

    monkeypatch.setattr("topicllama.tools.atomic._lock", lock)
    write_bytes(tmp_path / "file", b"again")
    assert (tmp_path / "file").read_bytes() == b"again"


def test_what_gets_its_name_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of a folder, its list of them, then the folder's own name; and a network drive
    that cannot flush folders is written to all the same."""
    target, flushed = tmp_path / "target", list[tuple[int, bool]]()
    real = os.fsync

    def fsync(handle: int) -> None:
        flushed.append((os.fstat(handle).st_ino, target.exists()))
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no folders here")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with new_folder(target) as folder:
        (folder / "a").write_text("a")
    inodes = [(target / "a").stat().st_ino, target.stat().st_ino, tmp_path.stat().st_ino]
    assert flushed == list(zip(inodes, (False, False, True), strict=True))
    monkeypatch.setattr(os, "fsync", _fails)
    with pytest.raises(OSError, match="the disk fails"):
        write_bytes(tmp_path / "file", b"x")


def _fails(handle: int) -> None:
    raise OSError(errno.EIO, "the disk fails")


def test_an_export_removes_what_a_killed_one_left_and_does_not_ask(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.corpus.add([Document("old", "A text that was there before.")])
    target = tmp_path / "out" / "documents.jsonl"
    export(workspace, "documents", "jsonl", target)
    with writing(FILE, target):
        pass
    assert len(list(target.parent.iterdir())) == 2
    workspace.corpus.add([Document("new", "A text that was loaded since.")])
    with pytest.raises(KeyboardInterrupt), pytest.MonkeyPatch.context() as patch:
        patch.setattr("topicllama.tools.exporting.write_bytes", _killed)
        export(workspace, "documents", "jsonl", target)
    export(workspace, "documents", "jsonl", target)
    assert list(target.parent.iterdir()) == [target]
    write_bytes(target, b"a person's own")
    with pytest.raises(Exception, match="not an unchanged export"):
        export(workspace, "documents", "jsonl", target)


def test_a_drive_without_locks_is_not_blocked_by_a_killed_owner(tmp_path: Path) -> None:
    for _ in range(2):  # the second holds what the first, which was killed, left locked
        with writing(LOCK, tmp_path / "w"):
            assert (tmp_path / "w" / "lock").read_text(), "the file says who holds it"


def _killed(path: Path, data: bytes, *, shared: bool) -> None:
    """As if the process had ended when the file had its name."""
    write_bytes(path, data, shared=shared)
    raise KeyboardInterrupt
