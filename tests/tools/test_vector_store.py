"""Embedding and Chroma on disk, with a small deterministic embedder in place of MiniLM."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from chromadb.errors import InternalError

from topicllama.tools import chroma_collection, embed_job
from topicllama.tools.chroma_client import Damaged, connection
from topicllama.tools.damage import ReadOnlyError
from topicllama.tools.documents import Document
from topicllama.tools.embed_job import BackgroundEmbedder, coverage, coverage_info, embed
from topicllama.tools.errors import Cancelled, TopicLlamaError
from topicllama.tools.progress import Progress, Task
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.vector_store import VectorStore
from topicllama.tools.vectors import VectorRecord
from topicllama.tools.workspace import Workspace

WORDS = ("fire", "smoke", "cricket", "match", "bank", "money", "rain", "river")


class WordEmbedder:
    """One dimension for each of a few words, and one for the rest."""

    name = "words"
    dimensions = len(WORDS) + 1
    languages = None

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.fail_after = 10**9

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if len(self.texts) + len(texts) > self.fail_after:
            raise TopicLlamaError("The model went away.", "Try again.")
        self.texts += texts
        rows = [[t.count(w) for w in WORDS] + [0.1] for t in texts]
        array = np.asarray(rows, np.float32)
        return array / np.linalg.norm(array, axis=1, keepdims=True)


def documents(count: int = 40) -> list[Document]:
    return [
        Document(
            id=f"d{i}", text=f"The {WORDS[i % 8]} of day {i}.", date=f"20{i % 20:02d}-03",
            source="a.txt", label="even" if i % 2 == 0 else "odd", language="en",
        )
        for i in range(count)
    ]  # fmt: skip


def model_of(workspace: Workspace, labels: Sequence[str] = ("hot", "cold")) -> TopicModel:
    ids = tuple(workspace.corpus.ids())
    weights = np.zeros((len(ids), 2), np.float32)
    weights[:, 0] = [0.9 if i % 8 < 2 else 0.05 for i in range(len(ids))]
    weights[:, 1] = 1 - weights[:, 0]
    topics = tuple(Topic(k, labels[k], "keywords", ("w",), 0.5, 1) for k in range(2))
    return TopicModel(
        "lda", ("w",), ("w",), np.ones((2, 1), np.float32), weights, ids, topics
    )  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    made.corpus.add(documents())
    return made


def nearest(workspace: Workspace, word: str, limit: int = 5, **where: object) -> list[str]:
    vector = WordEmbedder().embed([word])[0]
    return [h.document for h in VectorStore(workspace).query(vector, limit, dict(where))]


def test_every_passage_is_found_with_what_is_known_of_it(workspace: Workspace) -> None:
    workspace.save_model(model_of(workspace))
    report = embed(workspace, WordEmbedder())
    assert (report.passages, report.embedded) == (40, 40)
    assert set(nearest(workspace, "fire")) == {"d0", "d8", "d16", "d24", "d32"}
    record = VectorStore(workspace).records(["d8#0"])["d8#0"]
    assert record == {
        "document": "d8", "position": 0, "start": 0, "end": 18, "title": "The fire of day 8.",
        "date": "2008-03", "day": 20080301, "day_end": 20080331, "source": "a.txt",
        "label": "even", "language": "en", "topic": 0, "topic_label": "hot", "model": "m0001",
        "topic_weight": pytest.approx(0.9), "topics": [0],
    }  # fmt: skip


def test_filters_on_lists_and_ranges(workspace: Workspace) -> None:
    workspace.save_model(model_of(workspace))
    embed(workspace, WordEmbedder())
    assert nearest(workspace, "cricket", topics={"$contains": 0}) != []
    assert all(int(d[1:]) % 8 < 2 for d in nearest(workspace, "cricket", topics={"$contains": 0}))
    assert set(nearest(workspace, "fire", 40, day={"$gte": 20180101})) == {
        "d18", "d19", "d38", "d39",
    }  # fmt: skip


def test_a_relabelling_changes_records_without_embedding(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    embed(workspace, embedder)
    before = len(embedder.texts)
    model = workspace.save_model(model_of(workspace))
    VectorStore(workspace).annotate(model)
    renamed = workspace.save_model(model_of(workspace, ("bushfires", "cold")))
    VectorStore(workspace).annotate(renamed)
    found = VectorStore(workspace).records(["d0#0", "d2#0"])
    assert found["d0#0"]["topic_label"] == "bushfires"
    assert (found["d2#0"]["topic_label"], found["d2#0"]["topics"]) == ("cold", [1])
    assert len(embedder.texts) == before == 40


def test_topics_that_were_not_annotated_are_so_at_the_next_search(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    workspace.save_model(model_of(workspace))  # and killed before annotate()
    assert "d0" in nearest(workspace, "fire", topics={"$contains": 0})


def test_a_cancelled_job_keeps_its_batches_and_the_next_does_the_rest(
    workspace: Workspace,
) -> None:
    embedder, task = WordEmbedder(), Task()

    def stop_at_ten(progress: Progress) -> None:
        if progress.stage == "embed" and progress.done >= 10:
            task.cancel()

    task.on_progress = stop_at_ten
    with pytest.raises(Cancelled):
        embed(workspace, embedder, task, batch_size=5)
    assert coverage_info(workspace) == embed_job.CoverageInfo(40, 10, "words")
    assert VectorStore(workspace).count() == 10
    embed(workspace, embedder, batch_size=5)
    assert sorted(embedder.texts) == sorted(d.text for d in documents())  # each of them once
    assert coverage(workspace) == 1.0


def test_coverage_without_embedding_is_nothing(workspace: Workspace) -> None:
    assert coverage(workspace) == 0.0
    assert coverage_info(workspace).passages == 40


def test_added_and_removed_documents(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    embed(workspace, embedder)
    workspace.corpus.add([Document("new", "A fire and smoke.")])
    embed(workspace, embedder)
    assert len(embedder.texts) == 41
    workspace.corpus.add(documents(8), replace=True)
    embed(workspace, embedder)
    assert len(embedder.texts) == 41  # their texts were embedded before
    assert VectorStore(workspace).count() == 8


def test_the_same_id_with_another_text(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    workspace.corpus.add([Document("d0", "money money")], replace=True)
    embed(workspace, WordEmbedder())
    assert nearest(workspace, "money", 1) == ["d0"]


def test_a_kill_between_chroma_and_the_record_leaves_no_stranger(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    store = VectorStore(workspace)
    with store._collection() as (collection, _):
        collection.upsert(ids=["gone#0"], embeddings=np.ones((1, 9), np.float32),
                          metadatas=[{"document": "gone"}])  # fmt: skip
    store.sync()
    assert store.count() == 40


def _half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("damage", ["folder", "database", "index", "half"])
def test_chroma_is_made_again_from_the_record(tmp_path: Path, damage: str) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(documents(1200))  # more than Chroma keeps in memory
    embed(workspace, embedder := WordEmbedder(), batch_size=400)
    chroma = workspace.root / "index" / "chroma"
    VectorStore(workspace)._connection.close()  # as if the process had ended
    if damage == "folder":
        shutil.rmtree(chroma)
    elif damage == "database":
        (chroma / "chroma.sqlite3").write_bytes(b"no database" * 500)
    else:
        folders = [path for path in chroma.iterdir() if path.is_dir()]
        assert folders
        for folder in folders:
            if damage == "index":
                shutil.rmtree(folder)
            else:
                [_half(file) for file in folder.iterdir()]
    found = nearest(workspace, "fire", 20)  # an index of this kind may miss one of all 150
    assert len(found) == 20 and set(found) <= {f"d{i}" for i in range(0, 1200, 8)}
    assert VectorStore(workspace).count() == 1200
    assert len(embedder.texts) == 1200


def test_an_index_full_of_equal_vectors_is_searched(workspace: Workspace) -> None:
    """Chroma's graph falls apart where hundreds of vectors are the same: a query for many finds
    few, and yet nothing is lost."""
    workspace.corpus.add(documents(3000))
    embed(workspace, WordEmbedder(), batch_size=100)
    assert len(nearest(workspace, "fire", 5)) == 5
    assert VectorStore(workspace).count() == 3000


def test_an_index_that_finds_too_little_is_made_again_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    embed(workspace, WordEmbedder())
    monkeypatch.setattr(chroma_collection, "_FOUND", 2.0)  # no index finds so much
    for _ in range(3):
        VectorStore(workspace)._connection.close()  # as if the process had ended
        assert len(nearest(workspace, "fire", 5)) == 5
    assert caplog.text.count("is damaged") == 1


@pytest.mark.timeout(60)
def test_a_search_does_not_wait_for_a_long_writing(workspace: Workspace) -> None:
    """While topics are written to all records, searches come between two batches of them."""
    embed(workspace, WordEmbedder())
    workspace.save_model(model_of(workspace))
    found: list[list[str]] = []

    def search_meanwhile(progress: Progress) -> None:
        searching = threading.Thread(target=lambda: found.append(nearest(workspace, "fire")))
        searching.start()
        searching.join()

    VectorStore(workspace, batch=20).sync(task=Task(search_meanwhile))
    assert [len(hits) for hits in found] == [5, 5]
    assert nearest(workspace, "cricket", topics={"$contains": 0}) != []


def test_lost_records_are_put_back(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    store = VectorStore(workspace)
    with store._collection() as (collection, _):
        collection.delete(ids=["d0#0", "d8#0"])
    store.sync()
    assert store.count() == 40


def test_a_folder_deleted_under_an_open_client(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    folder = workspace.root / "index" / "chroma"
    # what Chroma says when SQLite opens one more file of it
    told = InternalError("error returned from database: (code: 14) unable to open database file")
    with pytest.raises(ReadOnlyError), connection(folder).collection(VectorStore(workspace)._name):
        raise told
    shutil.rmtree(folder)
    with pytest.raises(Damaged), connection(folder).collection(VectorStore(workspace)._name):
        raise told
    assert len(nearest(workspace, "fire")) == 5


def test_a_damaged_record_is_said_so(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    for file in (workspace.root / "index").glob("vectors.sqlite*"):
        file.unlink()
    (workspace.root / "index" / "vectors.sqlite").write_bytes(b"not a database" * 99)
    with pytest.raises(TopicLlamaError, match="damaged"):
        coverage(workspace)


def test_two_workspaces_do_not_see_each_other(workspace: Workspace, tmp_path: Path) -> None:
    other = Workspace(tmp_path / "other")
    other.corpus.add([Document("x", "A fire elsewhere.")])
    embed(workspace, WordEmbedder())
    embed(other, WordEmbedder())
    assert nearest(other, "fire", 50) == ["x"]
    assert "x" not in nearest(workspace, "fire", 50)
    shutil.copytree(workspace.root, tmp_path / "copy")
    copy = Workspace(tmp_path / "copy")
    assert VectorStore(copy)._name != VectorStore(workspace)._name
    assert len(nearest(copy, "fire", 50)) == 40


def test_writes_of_another_process_are_seen(workspace: Workspace) -> None:
    embed(workspace, WordEmbedder())
    assert len(nearest(workspace, "fire", 50)) == 40
    script = """
import sys; sys.path.insert(0, sys.argv[2])
from test_vector_store import *
w = Workspace(sys.argv[1]); w.corpus.add([Document("new", "A fire and smoke.")])
embed(w, WordEmbedder())
"""
    here = str(Path(__file__).parent)
    subprocess.run([sys.executable, "-c", script, str(workspace.root), here], check=True)
    assert "new" in nearest(workspace, "fire", 50)
    workspace.corpus.add([Document("mine", "A fire again.")])
    embed(workspace, WordEmbedder())
    assert {"new", "mine"} <= set(nearest(workspace, "fire", 50))
    assert VectorStore(workspace).count() == 42


def test_same_texts_share_a_vector(workspace: Workspace) -> None:
    record = VectorRecord(workspace)
    record.add("words", ["h"], np.ones((1, 3), np.float32))
    record.add("words", ["h"], np.zeros((1, 3), np.float32))
    assert record.get("words", ["h"])["h"].tolist() == [1, 1, 1]


def test_background_job_runs_to_the_end_and_again(workspace: Workspace) -> None:
    job = BackgroundEmbedder(workspace, embedder := WordEmbedder())
    assert job.status().state == "idle"
    job.start()
    job.start()
    job.join()
    assert (job.status().state, job.status().done, job.status().total) == ("done", 40, 40)
    workspace.corpus.add([Document("new", "A fire and smoke.")])
    job.start()
    job.join()
    assert (job.status().state, job.status().total) == ("done", 41)
    assert len(embedder.texts) == 41


def test_background_job_says_what_went_wrong_and_can_be_tried_again(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    embedder.fail_after = 10
    job = BackgroundEmbedder(workspace, embedder)
    job.start()
    job.join()
    assert job.status().state == "failed"
    assert job.status().error == "The model went away. Try again."
    embedder.fail_after = 10**9
    job.start()
    job.join()
    assert job.status().state == "done"


def test_background_job_can_be_cancelled_and_restarted(workspace: Workspace) -> None:
    entered, go_on = threading.Event(), threading.Event()

    class Slow(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> np.ndarray:
            entered.set()
            go_on.wait(20)
            return super().embed(texts)

    job = BackgroundEmbedder(workspace, Slow())
    job.start()
    assert entered.wait(20)
    job.cancel()
    go_on.set()
    job.join()
    assert job.status().state == "cancelled"
    job.start()
    job.join()
    assert (job.status().state, coverage(workspace)) == ("done", 1.0)


def test_the_record_survives_a_reader_in_the_way(workspace: Workspace) -> None:
    """SQLite's readers do not stop the job, and it does not stop them."""
    embed(workspace, WordEmbedder())
    with sqlite3.connect(workspace.root / "index" / "vectors.sqlite") as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT COUNT(*) FROM vectors").fetchone() == (40,)
        workspace.corpus.add([Document("new", "A fire and smoke.")])
        assert embed(workspace, WordEmbedder()).embedded == 41
