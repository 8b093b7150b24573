"""The shorter form of the faults of disks: damaged files of a small workspace, a read-only disk."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from corpora import documents, lines
from small_disk import remount, small_disk

from topicllama.agent.chat_file import path_of
from topicllama.agent.conversation import Conversation, ask
from topicllama.tools.checksums import read_checked, write_checked
from topicllama.tools.damage import DamagedError, DiskFullError, ReadOnlyError, disk_problem
from topicllama.tools.doctor import Doctor
from topicllama.tools.documents import Document
from topicllama.tools.integrity import find_damage
from topicllama.tools.profiles import Event, Profiles
from topicllama.tools.repair import repair
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.vectors import VectorRecord
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_trouble import trouble

NOTHING = ["nothing was damaged"]


def model_of(ids: list[str]) -> TopicModel:
    topics = tuple(Topic(k, f"topic {k}", "keywords", ("a", "b"), 0.5, 10) for k in (0, 1))
    return TopicModel("lda", ("a", "b"), ("a", "b"), np.full((2, 2), 0.5, np.float32),
                      np.full((len(ids), 2), 0.5, np.float32), ids, topics)  # fmt: skip


@pytest.fixture
def whole(tmp_path: Path) -> Workspace:
    """Texts from a file, two versions of the topics, settings, a profile, embeddings."""
    workspace = Workspace(tmp_path / "w")
    workspace.set(num_ctx=4096, prepare_search=False)
    Toolbox(workspace).load([lines(tmp_path / "texts.jsonl", "t", 40)])
    ids = workspace.corpus.ids()
    for _ in range(2):
        workspace.save_model(model_of(ids))
    Profiles(workspace).add([Event("ann", ids[0], "liked")])
    record = VectorRecord(workspace)
    rows = record.pending("m")
    record.add("m", [row.hash for row in rows], np.eye(len(rows), 64, dtype=np.float32))
    record.counts("m")
    return workspace


def flip(file: Path, place: int | None = None, find: bytes = b"") -> None:
    """One bit, in the middle or where ``find`` stands; the file's times stay."""
    before, content = file.stat(), bytearray(file.read_bytes())
    at = content.index(find) if find else len(content) // 2 if place is None else place
    content[at] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def checkpoint(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def named(workspace: Workspace) -> list[str]:
    return [error.file for error in find_damage(Workspace(workspace.root))]


@pytest.mark.parametrize(
    ("file", "find"),
    [
        ("workspace.json", b"format"), ("settings.json", b"4096"), ("settings-copy.json", b"4096"),
        ("loads.json", b"t-0"), ("loads.json", b"checksum"), ("models/current", b"2"),
        ("models/m0002/topic-word.npy", b""),
        ("models/m0001/model.json", b"topic 1"), ("models/m0002/document-topic.npy", b""),
        ("corpus.sqlite", b"2024-03"), ("corpus.sqlite", b"goal"), ("corpus.sqlite", b"t-7"),
        ("profiles.sqlite", b"ann"), ("index/vectors.sqlite", b"\x80\x3f"),
    ],
)  # fmt: skip
def test_a_flipped_bit_is_named_and_put_right(whole: Workspace, file: str, find: bytes) -> None:
    texts = sorted(whole.corpus, key=lambda one: one.id)
    path = whole.root / file
    if file.endswith(".sqlite"):
        checkpoint(path)
    if find and find not in path.read_bytes():
        find = b""
    flip(path, find=find)
    found = named(whole)
    assert len(found) == 1 and file.startswith(found[0]), found
    checks = {check.name: check for check in Doctor(whole.root).examine()}
    assert not checks["files"].ok and found[0] in checks["files"].detail
    assert repair(whole.root) and repair(whole.root) == NOTHING
    again = Workspace(whole.root)
    assert sorted(again.corpus, key=lambda one: one.id) == texts
    assert again.settings["num_ctx"] == 4096 and again.model is not None
    assert list((whole.root / "damaged").rglob(path.name)) or "models" in file


@pytest.mark.parametrize("file", ["corpus.sqlite", "settings.json", "loads.json", "models/current"])
def test_a_file_that_is_gone_is_named(whole: Workspace, file: str) -> None:
    (whole.root / file).unlink()
    assert named(whole) == [file]
    repair(whole.root)
    assert repair(whole.root) == NOTHING
    assert len(Workspace(whole.root).corpus) == 40


def test_texts_of_which_nothing_is_left_are_not_a_new_workspace(whole: Workspace) -> None:
    (whole.root / "corpus.sqlite").write_bytes(b"")
    for left in whole.root.glob("corpus.sqlite-*"):
        left.unlink()
    with pytest.raises(DamagedError, match="corpus.sqlite is damaged"):
        len(Workspace(whole.root).corpus)
    assert "corpus.sqlite" in named(whole)
    repair(whole.root)
    assert repair(whole.root) == NOTHING
    assert len(Workspace(whole.root).corpus) == 40


def test_a_wrong_date_makes_no_figure(whole: Workspace) -> None:
    checkpoint(whole.corpus.path)
    flip(whole.corpus.path, find=b"2024-03")
    corpus = Workspace(whole.root).corpus
    with pytest.raises(DamagedError, match=r"corpus\.sqlite is damaged \(in the document"):
        corpus.column("date")


def test_a_document_that_vanished_is_missed(whole: Workspace) -> None:
    with closing(sqlite3.connect(whole.corpus.path)) as db, db:
        db.execute("DELETE FROM documents WHERE position=3")
    with pytest.raises(DamagedError, match="39 documents instead of 40"):
        len(Workspace(whole.root).corpus)


def test_lost_texts_are_loaded_again_only_if_one_agrees(whole: Workspace) -> None:
    whole.corpus.path.write_bytes(b"no database at all" * 500)
    asked: list[str] = []
    done = repair(whole.root, ask=lambda question: bool(asked.append(question)))
    assert "texts.jsonl" in asked[0] and any("nobody agreed" in one for one in done)
    assert len(Workspace(whole.root).corpus) == 0


def test_without_topics_the_rest_goes_on(whole: Workspace) -> None:
    flip(whole.root / "models" / "m0002" / "topic-word.npy")
    opened = Workspace(whole.root)
    assert opened.model is None and len(opened.corpus) == 40
    with pytest.raises(DamagedError, match=r"models/m0002/topic-word\.npy is damaged"):
        opened.require_model()
    assert "models/m0002/topic-word.npy" in trouble(opened, "en")
    assert "已损坏" in trouble(opened, "zh") and "doctor --repair" in trouble(opened, "zh")
    assert not trouble(Workspace(whole.root), "en")  # nothing was read yet


def test_a_person_may_edit_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    write_checked(file, {"num_ctx": 4096})
    file.write_text(file.read_text().replace("4096", "8192"))
    os.utime(file, (1, 1))  # an editor changes the time as well
    assert read_checked(file, "settings.json", edited=True) == {"num_ctx": 8192}
    with pytest.raises(DamagedError):
        read_checked(file, "settings.json")
    copy = tmp_path / "settings-copy.json"
    write_checked(copy, {"num_ctx": 4096})
    flip(copy, find=b"4096")
    assert repair(tmp_path)[0] == "settings-copy.json was made again"
    assert read_checked(copy, copy.name) == {"num_ctx": 8192}


def test_a_damaged_turn_leaves_the_others(workspace: Workspace) -> None:
    for question in ("help", "help me"):
        ask(workspace, question, "a")
    path = path_of(workspace, "a")
    flip(path, find=b"This is what I can do")
    chat = Conversation(workspace, "a")
    said = [turn["text"] for turn in chat.messages()]
    assert "is damaged on disk" in said[1] and said[2] == "help me"
    assert "chats/a.json" in trouble(workspace, "en")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(DiskFullError):
        patch.setattr("topicllama.tools.repair_files.write_bytes", full)
        repair(workspace.root)
    assert len(Conversation(workspace, "a").messages()) == len(said), "it can be repaired again"
    repair(workspace.root)
    assert [turn["text"] for turn in Conversation(workspace, "a").messages()][0] == "help me"


def full(*given: object) -> None:
    raise OSError(28, "No space left on device")


def test_an_old_database_gets_its_checksums(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.corpus.add([Document("a", "A text."), Document("b", "Another.")])
    with closing(sqlite3.connect(workspace.corpus.path)) as db, db:
        db.execute("UPDATE documents SET crc=NULL")
        db.execute("DELETE FROM facts")
    again = Workspace(tmp_path)
    again.corpus.add([Document("c", "A third.")])
    again.corpus.check()
    assert len(again.corpus) == 3
    with closing(sqlite3.connect(workspace.corpus.path)) as db:
        assert db.execute("SELECT COUNT(*) FROM documents WHERE crc IS NULL").fetchone() == (0,)


def test_what_the_disk_says_is_one_sentence() -> None:
    full = disk_problem(OSError(28, "No space left on device"))
    assert isinstance(full, DiskFullError) and "The disk is full" in full.message
    assert isinstance(disk_problem(OSError("131072 requested and 64512 written")), DiskFullError)
    assert isinstance(disk_problem(OSError(30, "Read-only", "/x/y")), ReadOnlyError)
    assert disk_problem(ValueError("disk is full of songs")) is None
    try:
        raise RuntimeError("a library") from OSError(122, "Disk quota exceeded")
    except RuntimeError as error:
        assert isinstance(disk_problem(error), DiskFullError)


def test_a_read_only_disk_opens_and_refuses_in_one_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 16) as disk:
        workspace = Workspace(disk / "w")
        workspace.corpus.add(documents("d", 30))
        workspace.save_model(model_of(workspace.corpus.ids()))
        remount(disk, "ro")
        opened = Workspace(disk / "w")
        assert len(list(opened.corpus)) == 30 and opened.require_model().num_topics == 2
        assert opened.corpus.fingerprint == workspace.corpus.fingerprint
        assert "read-only" in trouble(opened, "en") and "只读" in trouble(opened, "zh")
        for change in (
            lambda: opened.set(name="x"),
            lambda: Toolbox(opened).train_topics(2),
            lambda: Toolbox(opened).load(["demo"]),
            lambda: Toolbox(opened).edit_topics("rename", "0", "x"),
        ):
            with pytest.raises(ReadOnlyError, match="is read-only, so nothing can be changed"):
                change()
        remount(disk, "rw")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another person")
def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    from faults_disk import closed_are_named, closed_texts, load_closed

    texts = closed_texts(tmp_path)
    thread = threading.Thread(target=load_closed, args=(tmp_path / "w", texts, tmp_path / "told"))
    thread.start()  # what it may do is a thread's own
    thread.join()
    closed_are_named(tmp_path / "told")
