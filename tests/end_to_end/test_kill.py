"""`kill -9` at random moments of load, train and embed: nothing confirmed is lost, no half state.

Each round runs the real work in a process of its own, kills it at a moment drawn between its start
and its usual end, and opens the workspace again. A round that ends before its kill counts as well:
then everything must be there.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

ROUNDS = 10
ADDED = 8_000
DEMO = 293  # the Lee corpus has 300 articles, 7 of them twice
# The fork server imports the slow libraries once; every killed process starts from there.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["topicllama.tools.toolbox", "gensim.models", "sklearn.decomposition", "chromadb",
     "sentence_transformers", "topicllama.tools.embed_job"]
)  # fmt: skip


def load_more(root: str, text: str, confirmed: str) -> None:
    report = Toolbox(Workspace(root)).load([text])
    Path(confirmed).write_text(str(report.documents))


def train(root: str, seed: int, confirmed: str) -> None:
    result = Toolbox(Workspace(root)).train_topics(5, seed=seed)
    Path(confirmed).write_text(result.model)


def embed(root: str, confirmed: str) -> None:
    from topicllama.tools.embed_job import embed as embed_all
    from topicllama.tools.progress import Progress, Task

    def note(progress: Progress) -> None:
        if progress.stage == "embed":
            Path(confirmed).write_text(str(progress.done))

    embed_all(Workspace(root), task=Task(note), batch_size=4)


def run_and_kill(target: Callable[..., None], arguments: tuple[object, ...], after: float) -> None:
    """Run a function in a process and send it SIGKILL ``after`` seconds, unless it ended."""
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    process.join(after)
    if process.is_alive() and process.pid:
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def usual_seconds(target: Callable[..., None], arguments: tuple[object, ...]) -> float:
    started = time.perf_counter()
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.perf_counter() - started


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


@pytest.fixture
def moments() -> random.Random:
    return random.Random(20261124)


@pytest.fixture
def demo(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "w")
    Toolbox(workspace).load(["demo"])
    return workspace


def many_documents(path: Path, name: str, count: int = ADDED) -> str:
    lines = (f'{{"id": "{name}-{n}", "text": "a report number {n} from {name}"}}' for n in
             range(count))  # fmt: skip
    path.write_text("\n".join(lines))
    return str(path)


@pytest.mark.timeout(300)
def test_load(tmp_path: Path, demo: Workspace, moments: random.Random) -> None:
    documents = DEMO
    usual = usual_seconds(
        load_more,
        (str(tmp_path / "other"), many_documents(tmp_path / "x.jsonl", "x"), str(tmp_path / "ok")),
    )
    for turn in range(ROUNDS):
        confirmed = tmp_path / f"confirmed{turn}"
        text = many_documents(tmp_path / f"r{turn}.jsonl", f"r{turn}")
        run_and_kill(
            load_more, (str(demo.root), text, str(confirmed)), moments.uniform(0, 1.1 * usual)
        )
        again = Workspace(demo.root)
        found = len(again.corpus)
        assert found in (documents, documents + ADDED), "a load is whole or absent"
        if confirmed.exists():
            assert found == documents + ADDED
        documents = found
        assert len(set(again.corpus.ids())) == found
    assert sum(d.source == "Lee background corpus" for d in Workspace(demo.root).corpus) == DEMO


@pytest.mark.timeout(300)
def test_train(tmp_path: Path, demo: Workspace, moments: random.Random) -> None:
    usual = usual_seconds(train, (str(demo.root), 0, str(tmp_path / "first")))
    last = read(tmp_path / "first")
    assert last
    for turn in range(ROUNDS):
        confirmed = tmp_path / f"confirmed{turn}"
        run_and_kill(
            train, (str(demo.root), turn + 1, str(confirmed)), moments.uniform(0, 1.1 * usual)
        )
        again = Workspace(demo.root)
        model = again.require_model()
        assert model.version >= last, "a model that was confirmed is still there"
        assert model.document_topic.shape == (DEMO, model.num_topics)
        assert all(topic.label for topic in model.topics)
        if confirmed.exists():
            assert model.version == read(confirmed)
        last = model.version
        for version in again.versions():
            again.use_version(version)
            assert again.require_model().version == version
        again.use_version(last)


@pytest.mark.timeout(400)
def test_embed(tmp_path: Path, moments: random.Random) -> None:
    from topicllama.tools.embed_job import coverage, coverage_info
    from topicllama.tools.search import search

    demo = Workspace(tmp_path / "w")
    Toolbox(demo).load(["demo-zh"])
    demo.set(embedder="all-MiniLM-L6-v2")  # by name: it is no model for Chinese
    total = coverage_info(demo).passages
    confirmed = tmp_path / "confirmed"
    for _ in range(ROUNDS):
        run_and_kill(embed, (str(demo.root), str(confirmed)), moments.uniform(0, 4))
        embedded = coverage_info(Workspace(demo.root)).embedded
        assert embedded >= int(read(confirmed) or 0), "a vector that was confirmed is still there"
        assert embedded <= total
    try:
        embed(str(demo.root), str(confirmed))
    except TopicLlamaError as error:  # a killed process holds no lock
        pytest.fail(error.message)
    again = Workspace(demo.root)
    assert coverage(again) == 1.0
    found = search(again, "地铁", mode="meaning", limit=3)
    assert found.covered == 1.0 and len(found.results) == 3
