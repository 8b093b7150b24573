"""The workspace on disk: versions, settings, the lock, and what a killed process leaves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from topicllama.tools import topic_model
from topicllama.tools.clearing import clear
from topicllama.tools.damage import DamagedError, set_aside
from topicllama.tools.documents import Document
from topicllama.tools.errors import NotReadyError, TopicLlamaError
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.versions import read_versions
from topicllama.tools.workspace import Workspace


def small_model(label: str = "ships") -> TopicModel:
    topics = tuple(
        Topic(k, f"{label} {k}", "keywords", ("sea", "boat"), 0.5, 1, labels={"en": label})
        for k in range(2)
    )
    return TopicModel(
        algorithm="lda",
        terms=("sea", "boat", "茶"),
        vocabulary=("sea", "boats", "茶"),
        topic_word=np.array([[0.5, 0.5, 0], [0, 0.1, 0.9]], np.float32),
        document_topic=np.array([[0.9, 0.1], [0.2, 0.8]], np.float32),
        document_ids=("a", "b"),
        topics=topics,
        parameters={"seed": 3, "choice": {"asked": True}},
        metrics={"npmi": 0.1},
        why="You asked for 2 topics.",
    )


def other_process(code: str, root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(root)],
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_reopened_workspace_is_as_it_was(tmp_path: Path) -> None:
    first = Workspace(tmp_path / "w")
    with first.writing():
        first.corpus.add([Document("a", "the sea"), Document("b", "喝茶", date="2021")])
    first.set(chat_model="guide")
    saved = first.save_model(small_model())

    again = Workspace(tmp_path / "w")
    assert [d.text for d in again.corpus] == ["the sea", "喝茶"]
    assert again.settings == {"chat_model": "guide"}
    model = again.require_model()
    assert model.version == saved.version == "m0001"
    assert model.topics == saved.topics
    assert model.vocabulary == ("sea", "boats", "茶")
    assert model.parameters == {"seed": 3, "choice": {"asked": True}}
    np.testing.assert_array_equal(model.topic_word, saved.topic_word)
    np.testing.assert_array_equal(model.document_topic, saved.document_topic)


@pytest.mark.parametrize("limit", [0, 2**20])
def test_every_version_is_kept_and_any_can_be_current(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int
) -> None:
    monkeypatch.setattr(topic_model, "_COPIED", limit)
    workspace = Workspace(tmp_path)
    first = workspace.save_model(small_model("ships"))
    second = workspace.save_model(
        replace(first, topics=small_model("boats").topics), only_labels=True
    )
    assert workspace.versions() == ["m0001", "m0002"]
    assert workspace.model is not None and workspace.model.version == second.version
    arrays = [tmp_path / "models" / v / "document-topic.npy" for v in workspace.versions()]
    linked = arrays[0].stat().st_ino == arrays[1].stat().st_ino
    assert linked == (limit == 0), "a rename copies no large matrix"
    workspace.use_version("m0001")
    assert Workspace(tmp_path).model.topics[0].label == "ships 0"  # type: ignore[union-attr]
    with pytest.raises(TopicLlamaError, match="no model version m0009"):
        workspace.use_version("m0009")


def test_topics_made_anew_under_an_old_name_are_seen(tmp_path: Path) -> None:
    """Another process empties the workspace, or puts a damaged version aside, and trains."""
    page = Workspace(tmp_path)
    page.corpus.add([Document("a", "the sea")])
    page.save_model(small_model("ships"))
    assert [read_versions(page)[0].labels[0], page.require_model().version] == ["ships 0", "m0001"]
    command = Workspace(tmp_path)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("topicllama.tools.clearing._remove", interrupted)
        clear(command)
    assert len(page.corpus) == 1 and page.model is None and page.damage == []
    clear(command)
    command.corpus.add([Document("a", "the sea")])
    command.save_model(small_model("boats"))
    assert page.require_model().topics[0].label == "boats 0"
    assert read_versions(page)[0].labels[0] == "boats 0"
    set_aside(tmp_path, tmp_path / "models" / "m0001")
    assert command.save_model(small_model("cars")).version == "m0002"


def test_folders_that_a_person_put_beside_the_versions_are_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.save_model(small_model())
    for name in ("m0001 copy", "mine", "m10000"):
        shutil.copytree(tmp_path / "models" / "m0001", tmp_path / "models" / name)
    assert workspace.save_model(small_model()).version == "m10001"
    assert workspace.versions() == ["m0001", "m10000", "m10001"]


def test_two_workspaces_do_not_see_each_other(tmp_path: Path) -> None:
    one, two = Workspace(tmp_path / "one"), Workspace(tmp_path / "two")
    with one.writing(), two.writing():
        one.corpus.add([Document("a", "the sea")])
    one.save_model(small_model())
    assert len(two.corpus) == 0
    assert two.model is None
    with pytest.raises(NotReadyError, match="No texts are loaded"):
        two.require_documents()


WRITER = """
    import sys
    from topicllama.tools.errors import TopicLlamaError
    from topicllama.tools.workspace import Workspace
    workspace = Workspace(sys.argv[1])
    try:
        workspace.set(written=True)
    except TopicLlamaError as error:
        print(error.message, error.hint)
"""


def test_one_process_writes_at_a_time(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with workspace.writing(), workspace.writing():  # nested holders share the lock
        refused = other_process(WRITER, tmp_path)
    assert "Another TopicLlama process is writing" in refused.stdout
    assert "--workspace" in refused.stdout
    assert workspace.settings == {}

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("topicllama.tools.workspace.sweep", interrupted)
        workspace.set(written=False)

    allowed = other_process(WRITER, tmp_path)
    assert allowed.stdout == ""
    assert workspace.settings == {"written": True}


def interrupted(*given: object) -> None:
    raise KeyboardInterrupt


def test_what_a_killed_process_left_is_swept_by_the_next_writer(tmp_path: Path) -> None:
    killed = other_process(
        """
        import os, signal, sys
        from topicllama.tools.atomic import new_folder
        from topicllama.tools.workspace import Workspace
        workspace = Workspace(sys.argv[1])
        with workspace.writing(), new_folder(workspace.folder("models") / "m0001") as folder:
            (folder / "document-topic.npy").write_bytes(b"half")
            os.kill(os.getpid(), signal.SIGKILL)
        """,
        tmp_path,
    )
    assert killed.returncode == -9
    workspace = Workspace(tmp_path)
    assert workspace.versions() == [] and workspace.model is None
    assert len(list((tmp_path / "models").iterdir())) == 1
    workspace.set(a=1)
    assert list((tmp_path / "models").iterdir()) == []


def test_nothing_on_disk_is_a_pickle(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.save_model(small_model())
    path = tmp_path / "models" / "m0001" / "document-topic.npy"
    np.save(path, np.array([{}], object), allow_pickle=True)
    assert Workspace(tmp_path).model is None


@pytest.mark.parametrize("damage", ["document-topic.npy", "terms.json", "model.json"])
def test_a_damaged_model_is_named(tmp_path: Path, damage: str) -> None:
    workspace = Workspace(tmp_path)
    workspace.corpus.add([Document("d", "a text")])
    workspace.save_model(small_model())
    (tmp_path / "models" / "m0001" / damage).write_bytes(b"\x00\x01")
    with pytest.raises(DamagedError, match=f"models/m0001/{damage} is damaged"):
        Workspace(tmp_path).require_model()


def test_a_topic_id_is_not_a_row() -> None:
    model = small_model()
    model = model.with_topics([replace(model.topics[0], id=7), model.topics[1]])
    assert model.row(7) == 0
    with pytest.raises(TopicLlamaError, match="no topic 0") as raised:
        model.row(0)
    assert "7, 1" in raised.value.hint


def test_a_folder_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(TopicLlamaError, match="cannot be used") as raised:
        Workspace(tmp_path / "file" / "w")
    assert "--workspace" in raised.value.hint


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    Workspace(tmp_path)
    (tmp_path / "workspace.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(TopicLlamaError, match="format 99"):
        Workspace(tmp_path)


def test_the_environment_names_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOPICLLAMA_WORKSPACE", str(tmp_path / "named"))
    assert Workspace().root == tmp_path / "named"
