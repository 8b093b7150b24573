"""When one process is not enough: Chroma embedded and as a server, one Ollama host and three."""

from __future__ import annotations

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from .measure import table

VECTORS, NUMBERS, TOPICS = 20_000, 384, 10
QUERIES = 50
LABELS, REPLY = 60, 0.05  # topics, seconds that a test server takes for a reply
TESTS = Path(__file__).resolve().parents[1] / "tests"


# Chroma --------------------------------------------------------------------------------------


@contextmanager
def _chroma_server(folder: Path) -> Iterator[str]:
    from topicllama.tools.chroma_server import Server, ServerAway, version

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("chroma"), "run", "--path", folder,
               "--host", "127.0.0.1", "--port", str(port)]  # fmt: skip
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet) as process:
        while process.poll() is None:
            try:
                version(Server(f"http://127.0.0.1:{port}"))
                break
            except ServerAway:
                time.sleep(0.1)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            process.terminate()


def _workspace(root: Path, count: int) -> Any:
    """Short documents of ten equal topics, with random unit vectors made."""
    from topicllama.tools.documents import Document
    from topicllama.tools.topic_model import Topic, TopicModel
    from topicllama.tools.vectors import VectorRecord
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(root)
    workspace.corpus.add(
        Document(f"d{n}", f"Text number {n} of a corpus.", date=f"{2000 + n % 25}", language="en")
        for n in range(count)
    )
    ids = tuple(workspace.corpus.ids())
    weights = np.full((count, TOPICS), 0.01, np.float32)
    weights[np.arange(count), np.arange(count) % TOPICS] = 1 - 0.01 * (TOPICS - 1)
    topics = tuple(Topic(k, f"topic {k}", "keywords", ("w",), 0.1, 1) for k in range(TOPICS))
    words = np.ones((TOPICS, 1), np.float32)
    workspace.save_model(TopicModel("lda", ("w",), ("w",), words, weights, ids, topics))
    record = VectorRecord(workspace)
    record.remember("embedder", "random")
    rows = record.pending("random")
    record.add("random", [row.hash for row in rows], _unit_vectors(len(rows)))
    return workspace


def _unit_vectors(count: int, seed: int = 0) -> Any:
    made = np.random.default_rng(seed).standard_normal((count, NUMBERS), np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def _milliseconds(work: Callable[[], Any], times: int = QUERIES) -> float:
    def once() -> float:
        started = time.perf_counter()
        work()
        return 1000 * (time.perf_counter() - started)

    return statistics.median(once() for _ in range(times))


def _chroma(workspace: Any) -> list[str]:
    """Filling, queries without and with a filter, a relabelling, and a query meanwhile."""
    from topicllama.tools.vector_store import VectorStore

    store, queries = VectorStore(workspace), iter(_unit_vectors(10_000, seed=1))
    started = time.perf_counter()
    store.sync()
    filled = time.perf_counter() - started
    store.query(next(queries), 20)
    plain = _milliseconds(lambda: store.query(next(queries), 20))
    where = {"topics": {"$contains": 3}}
    within = _milliseconds(lambda: store.query(next(queries), 20, where))
    seconds, waited = _relabel(workspace, lambda: store.query(next(queries), 20))
    return [f"{filled:.1f}", f"{plain:.1f}", f"{within:.1f}", f"{seconds:.1f}", f"{waited:.0f}"]


def _relabel(workspace: Any, query: Callable[[], Any]) -> tuple[float, float]:
    """(seconds that writing other topics to all records takes, the longest that a query which is
    asked meanwhile has to wait, in milliseconds)."""
    from topicllama.tools.annotations import TopicAnnotations
    from topicllama.tools.vector_store import VectorStore

    renamed = [topic.__class__(topic.id, f"other {topic.id}", "keywords", ("w",), 0.1, 1)
               for topic in workspace.model.topics]  # fmt: skip
    notes = TopicAnnotations(workspace.model.with_topics(renamed))
    writing = threading.Thread(target=lambda: VectorStore(workspace).sync(notes))
    started = time.perf_counter()
    writing.start()
    longest = 0.0
    while writing.is_alive():
        time.sleep(0.2)
        longest = max(longest, _milliseconds(query, 1))
    writing.join()
    return time.perf_counter() - started, longest


def chroma() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [["embedded", *_chroma(_workspace(Path(folder) / "embedded", VECTORS))]]
        with _chroma_server(Path(folder) / "chroma") as address:
            workspace = _workspace(Path(folder) / "server", VECTORS)
            workspace.set(chroma=address)
            rows.append(["server, same machine", *_chroma(workspace)])
    print(f"### Chroma: {VECTORS:,} vectors of {NUMBERS} numbers\n")
    table(
        ["Chroma", "filling s", "query ms", "query in one topic ms", "all topics renamed s",
         "longest query meanwhile ms"],
        rows,
    )  # fmt: skip


# labels --------------------------------------------------------------------------------------


def _reply(body: dict[str, Any]) -> Any:
    from ollama_server import Reply

    time.sleep(REPLY)
    word = re.search(r"word\d+", str(body["messages"][-1]["content"]))
    label = f"All about {word[0] if word else 'it'}"
    return Reply(json.dumps({"label": label, "description": f"{label}."}))


def _labels(root: Path, hosts: int, at_once: int) -> list[str]:
    sys.path.insert(0, str(TESTS))
    from ollama_server import OllamaServer

    from topicllama.agent.models import choose, status_cache
    from topicllama.tools.documents import Document
    from topicllama.tools.llama_labels import llama_labels
    from topicllama.tools.topic_model import Topic, TopicModel
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(root)
    workspace.corpus.add([Document("a", "Some text of the corpus.", language="en")])
    topics = tuple(
        Topic(k, f"topic {k}", "keywords", (f"word{k}",), 0.1, 1, representative=("a",))
        for k in range(LABELS)
    )
    ones = np.ones((LABELS, 1), np.float32)
    model = TopicModel("lda", ("w",), ("w",), ones, ones.T, ("a",), topics)
    with ExitStack() as stack:
        servers = [stack.enter_context(OllamaServer(behaviour=_reply)) for _ in range(hosts)]
        status_cache.forget()
        settings = {"ollama_hosts": [s.url for s in servers], "ollama_parallel": at_once}
        llm = choose(settings).tools_llm
        assert llm is not None
        started = time.perf_counter()
        named = llama_labels(model, workspace.corpus, llm)
        seconds = time.perf_counter() - started
        assert all(topic.label_source == "llama" for topic in named.topics)
        shares = ", ".join(str(len(server.chats)) for server in servers)
    return [str(hosts), str(at_once), f"{seconds:.1f}", f"{LABELS / seconds:.0f}", shares]


def labels() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            _labels(Path(folder) / str(number), hosts, at_once)
            for number, (hosts, at_once) in enumerate([(1, 1), (1, 3), (3, 1), (3, 3)])
        ]
    print(f"### Labels of {LABELS} topics, test servers that take {1000 * REPLY:.0f} ms a reply\n")
    table(["hosts", "at once on each", "seconds", "labels a second", "replies by host"], rows)


def main() -> None:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    chroma()
    labels()
