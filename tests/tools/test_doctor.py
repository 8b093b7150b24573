"""The doctor on real workspaces, sound and damaged, and what repairing makes of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from topicllama.tools.doctor import Check, Doctor
from topicllama.tools.doctor_text import TEXTS
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.profiles import Event, Profiles
from topicllama.tools.repair import repair
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.vectors import VectorRecord
from topicllama.tools.workspace import Workspace


def make_model() -> TopicModel:
    topics = tuple(Topic(k, f"topic {k}", "keywords", ("a", "b"), 0.5, 100) for k in (0, 1))
    return TopicModel(
        algorithm="lda",
        terms=("a", "b", "c"),
        vocabulary=("a", "b", "c"),
        topic_word=np.full((2, 3), 1 / 3, np.float32),
        document_topic=np.full((200, 2), 0.5, np.float32),
        document_ids=tuple(f"d{n}" for n in range(200)),
        topics=topics,
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """200 documents on many database pages, and two versions of the topics."""
    made = Workspace(tmp_path / "workspace")
    made.corpus.add(Document(f"d{n}", f"Text number {n}. " + "word " * 200) for n in range(200))
    made.save_model(make_model())
    made.save_model(make_model())
    return made


def examine(root: Path, language: str = "en") -> dict[str, Check]:
    return {check.name: check for check in Doctor(root, language).examine()}


def damage(file: Path) -> None:
    """Overwrite the second half of a database with noise, as a failing disk would."""
    with Path(file).open("r+b") as stream:
        size = stream.seek(0, 2)
        stream.seek(size // 2)
        stream.write(np.random.default_rng(0).bytes(size // 2))


def checkpoint(file: Path) -> None:
    """Move what SQLite's write-ahead log holds into the database itself."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_a_sound_workspace_has_no_findings(workspace: Workspace) -> None:
    found = examine(workspace.root)
    assert [check.name for check in found.values() if not check.ok] == []
    assert found["corpus"].detail == "200 documents"
    assert "m0002" in found["topics"].detail
    assert "all-MiniLM-L6-v2" in found["embedding model"].detail


def test_documents_that_are_not_in_the_topics_are_told(workspace: Workspace) -> None:
    assert found_topics(workspace).hint == ""
    workspace.corpus.add([Document("late", "A text that came after the topics.")])
    found = found_topics(workspace)
    assert found.ok and "1 new, 0 gone" in found.detail and "update" in found.hint


def found_topics(workspace: Workspace) -> Check:
    return examine(workspace.root)["topics"]


def test_examining_neither_makes_nor_changes_a_workspace(tmp_path: Path) -> None:
    root = tmp_path / "nowhere"
    found = examine(root)
    assert all(check.ok for check in found.values())
    assert not root.exists()


def test_findings_in_chinese(workspace: Workspace) -> None:
    found = examine(workspace.root, "zh")
    assert found["corpus"].detail == "200 篇文档"


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_name_the_same_values(key: str) -> None:
    import string

    def fields(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field}

    english, chinese = TEXTS[key]
    assert fields(english[0] + english[1]) == fields(chinese[0] + chinese[1])


def test_another_process_that_writes_is_named(workspace: Workspace) -> None:
    code = (
        "import sys; from topicllama.tools.workspace import Workspace\n"
        "with Workspace(sys.argv[1]).writing():\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(workspace.root)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        lock = examine(workspace.root)["lock"]
        assert not lock.ok
        assert not lock.required
        if sys.platform == "linux":
            assert str(holder.pid) in lock.detail
        with pytest.raises(TopicLlamaError):
            repair(workspace.root)
        holder.communicate()
    assert examine(workspace.root)["lock"].ok


def test_a_damaged_corpus_is_found_and_saved_as_far_as_possible(workspace: Workspace) -> None:
    file = workspace.root / "corpus.sqlite"
    checkpoint(file)
    damage(file)
    assert not examine(workspace.root)["corpus"].ok
    done = repair(workspace.root)
    assert examine(workspace.root)["corpus"].ok
    saved = len(Workspace(workspace.root).corpus)
    assert 0 < saved < 200
    assert any(f"{saved} documents could be read" in sentence for sentence in done)
    assert list(workspace.root.glob("damaged/*/corpus.sqlite"))
    assert repair(workspace.root) == ["nothing was damaged"]


def test_between_damaged_texts_all_others_are_kept(workspace: Workspace) -> None:
    file = workspace.root / "corpus.sqlite"
    workspace.corpus.mark("profiles.sqlite")
    checkpoint(file)
    content = bytearray(file.read_bytes())
    content[content.index(b"Text number 20.")] ^= 0x80  # no UTF-8 any more
    content[content.index(b"Text number 180.")] ^= 0x80
    page = content.index(b"Text number 100.") // 4096 * 4096
    content[page : page + 4096] = bytes(4096)
    gone = {f"d{n}" for n in range(200) if f"Text number {n}.".encode() not in content}
    file.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("topicllama.tools.repair_texts.document_of", killed)
        with pytest.raises(KeyboardInterrupt):
            repair(workspace.root)
    assert file.read_bytes() == content, "a repair that is killed leaves all for the next one"
    done = repair(workspace.root)
    kept = Workspace(workspace.root).corpus
    lost = {f"d{n}" for n in range(200)} - set(kept.ids())
    assert gone <= lost and {"d20", "d180", "d100"} <= lost and len(lost) <= 10
    assert any(f"{len(lost)} documents are lost" in sentence for sentence in done)
    assert kept.is_marked("profiles.sqlite")


def killed(*given: object) -> None:
    raise KeyboardInterrupt


def test_a_file_that_is_no_database_is_found_and_replaced(workspace: Workspace) -> None:
    Profiles(workspace).add([Event("ann", "d1", "liked"), Event("bob", "d2", "read")])
    for name, before, after in (
        ("profiles.sqlite", b"ann", b"Ann"), ("corpus.sqlite", b"SQLite format 3", b"no database"),
    ):  # fmt: skip
        file = workspace.root / name
        checkpoint(file)
        file.write_bytes(file.read_bytes().replace(before, after))
    found = examine(workspace.root)
    assert not found["corpus"].ok
    assert "doctor --repair" in found["corpus"].hint
    repair(workspace.root)
    assert [profile.user for profile in Profiles(Workspace(workspace.root)).all()] == ["bob"]
    assert all(check.ok for check in examine(workspace.root).values())


def test_the_newest_readable_version_becomes_current(workspace: Workspace) -> None:
    (workspace.root / "models" / "m0002" / "document-topic.npy").write_bytes(b"broken")
    assert not examine(workspace.root)["topics"].ok
    done = repair(workspace.root)
    assert any("m0001" in sentence for sentence in done)
    assert Workspace(workspace.root).current_version == "m0001"
    assert examine(workspace.root)["topics"].ok


def test_without_any_readable_version_there_are_no_topics(workspace: Workspace) -> None:
    for version in workspace.versions():
        (workspace.root / "models" / version / "model.json").write_text("{")
    repair(workspace.root)
    found = examine(workspace.root)["topics"]
    assert found.ok
    assert "topicllama train" in found.hint


def test_repair_removes_caches_and_leftovers_but_no_vectors(workspace: Workspace) -> None:
    index = workspace.folder("index")
    (index / "bow-x").mkdir()
    (index / "bow-x" / "counts.npz").write_bytes(b"x")
    (workspace.root / ".settings.json.abc.tmp").write_text("half")
    record = VectorRecord(workspace)
    record.refresh()
    rows = record.pending("all-MiniLM-L6-v2")[:3]
    vectors = np.eye(3, 384, dtype=np.float32)
    record.add("all-MiniLM-L6-v2", [row.hash for row in rows], vectors)
    done = repair(workspace.root)
    assert not (index / "bow-x").exists()
    assert not list(workspace.root.glob(".*.tmp"))
    assert VectorRecord(workspace).counts("all-MiniLM-L6-v2")[1] == 3
    assert any("Chroma was rebuilt: 3 records" in sentence for sentence in done)
    assert "3 records" in examine(workspace.root)["chroma"].detail


def test_a_damaged_file_of_vectors_is_set_aside(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = VectorRecord(workspace)
    rows = record.pending("m")[:60]
    made = np.random.default_rng(0).normal(size=(60, 384)).astype(np.float32)
    record.add("m", [row.hash for row in rows], made)
    file = workspace.root / "index" / "vectors.sqlite"
    checkpoint(file)
    content = bytearray(file.read_bytes())
    page = content.index(made[30].tobytes()[:64]) // 4096 * 4096
    content[page : page + 4096] = bytes(4096)
    file.write_bytes(content)
    assert not examine(workspace.root)["embeddings"].ok
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(VectorRecord, "restore", killed)
        repair(workspace.root)
    assert file.read_bytes() == content
    monkeypatch.setattr("topicllama.tools.repair_files.chroma", lambda work: None)
    repair(workspace.root)
    assert examine(workspace.root)["embeddings"].ok
    assert 40 <= VectorRecord(workspace).counts("m")[1] < 60
    assert list(workspace.root.glob("damaged/*/index/vectors.sqlite"))


def test_a_chroma_server_that_is_not_there(workspace: Workspace) -> None:
    workspace.set(chroma="127.0.0.1:9")
    found = examine(workspace.root)["chroma"]
    assert not found.ok
    assert "127.0.0.1:9" in found.detail
    assert "chroma run" in found.hint
    chinese = {check.name: check for check in Doctor(workspace.root, "zh").examine()}
    assert chinese["chroma"].detail == "Chroma 服务器 http://127.0.0.1:9 没有响应。"
    workspace.set(chroma="ftp://nowhere")
    assert "not the address" in examine(workspace.root)["chroma"].detail


def test_damaged_settings_do_not_stop_the_doctor(workspace: Workspace) -> None:
    (workspace.root / "settings.json").write_text("{")
    found = examine(workspace.root)
    assert "settings.json is damaged" in found["files"].detail and not found["files"].ok
    assert found["corpus"].ok
    repair(workspace.root)
    assert all(check.ok for check in examine(workspace.root).values())


def test_a_workspace_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("not a folder")
    found = examine(file)
    assert not found["workspace"].ok
    assert "--workspace" in found["workspace"].hint


def test_checks_are_json(workspace: Workspace) -> None:
    checks = Doctor(workspace.root).examine()
    assert json.loads(json.dumps([asdict(check) for check in checks]))
