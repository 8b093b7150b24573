"""A real Chroma server, killed in the middle of what is written to it, and started again."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from corpora import documents, filled
from harness import NOTHING, Outcome, fault, moments

from topicllama.tools.chroma_server import ServerAway
from topicllama.tools.embed_job import coverage_info, embed
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.progress import Progress, Task
from topicllama.tools.search import search
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.vector_store import VectorStore
from topicllama.tools.workspace import Workspace

ADDED = 24  # documents a round
BATCH = 4
# What the command `chroma` does after it has imported all of chromadb, which takes seconds.
_RUN = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', *sys.argv[1:]])"


class Words:
    """Vectors of the texts' words: as good as any for this, and made in no time."""

    name, dimensions, languages = "words", 32, None

    def embed(self, texts: Sequence[str]) -> Any:
        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[hashlib.blake2b(word.encode(), digest_size=1).digest()[0] % 32] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class ChromaServer:
    """``chroma run``, at the same address each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        host, port = self.address.split(":")
        command = (sys.executable, "-c", _RUN, "run", "--path", str(self.folder))
        self._process = subprocess.Popen(
            [*command, "--host", host, "--port", port],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while not self._beats():
            assert self._process.poll() is None, "chroma run ended"

    def _beats(self) -> bool:
        try:
            address = f"http://{self.address}/api/v2/heartbeat"
            return httpx.get(address, timeout=1).is_success
        except httpx.HTTPError:
            time.sleep(0.02)
            return False

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


class Round:
    """New texts are embedded or all records get new topics, and the server is killed meanwhile;
    ``told`` is the sentence that the job ended with, "" when it was done before the kill."""

    def __init__(self, workspace: Workspace, server: ChromaServer) -> None:
        self.workspace, self.server = workspace, server
        self.told, self.confirmed = "", 0

    def embed(self, after: int) -> None:
        """Killed once ``after`` batches were confirmed, while the next is written."""

        def note(progress: Progress) -> None:
            if progress.stage == "embed":
                self.confirmed = progress.done
                if progress.done >= after:
                    self._kill_soon()

        self._told(lambda: embed(self.workspace, Words(), Task(note), batch_size=BATCH))

    def edit(self, delay: float) -> None:
        """A topic gets another name, which every record of it is told."""
        threading.Timer(delay, self.server.kill).start()
        name = f"name {time.monotonic_ns()}"
        self._told(lambda: Toolbox(self.workspace).edit_topics("rename", "0", name))
        self._told(lambda: embed(self.workspace, Words(), batch_size=BATCH))
        self.server.kill()
        assert self.workspace.require_model().topic(0).label == name, "the new name is lost"

    def _kill_soon(self) -> None:
        threading.Timer(0.004, self.server.kill).start()

    def _told(self, work: Any) -> None:
        try:
            work()
        except TopicLlamaError as error:
            self.told = f"{error.message} {error.hint}"


def _outage(workspace: Workspace) -> None:
    """Words still find; meaning alone says why not."""
    found = search(workspace, "storm village", mode="hybrid", embedder=Words())
    assert found.results and "Meaning was not used: The Chroma server" in found.why, found.why
    try:
        search(workspace, "storm village", mode="meaning", embedder=Words())
        raise AssertionError("meaning answers without a server")
    except ServerAway as error:
        assert "does not answer" in error.message and error.hint


def _whole(workspace: Workspace) -> None:
    """Every passage is in Chroma, with its topic's name of now."""
    embed(workspace, Words(), batch_size=BATCH)
    store, info = VectorStore(workspace), coverage_info(workspace, Words.name)
    assert info.embedded == info.passages == store.count(), (info, store.count())
    model = workspace.require_model()
    heaviest = model.document_topic.argmax(axis=1)
    ids = [f"{name}#0" for name in model.document_ids]
    kept = store.records(ids)
    for row, name in enumerate(ids):
        label = model.topics[heaviest[row]].label
        assert kept[name]["topic_label"] == label, (name, kept[name], label)
    assert search(workspace, "storm village", mode="meaning", embedder=Words()).results


@fault("kill -9 of a Chroma server while vectors or topics are written to it", quick=2)
def chroma_is_killed(rounds: int, folder: Path) -> Outcome:
    workspace, server, random = filled(folder / "w", 60, 3), ChromaServer(folder / "c"), moments()
    workspace.set(chroma=server.address)
    broken, told = 0, set[str]()
    server.start()
    try:
        embed(workspace, Words(), batch_size=BATCH)
        for turn in range(rounds):
            if turn % 2 == 0:
                workspace.corpus.add(documents(f"r{turn}", ADDED))
            one = Round(workspace, server)
            before = coverage_info(workspace, Words.name).embedded
            if turn % 2:
                one.edit(random.uniform(0, 0.08))
            else:
                one.embed(random.randint(before, before + ADDED))
            server.kill()
            broken += bool(one.told)
            told.add(one.told)
            embedded = coverage_info(workspace, Words.name).embedded
            assert embedded >= one.confirmed, f"{embedded} of {one.confirmed} confirmed vectors"
            _outage(workspace)
            server.start()
            _whole(workspace)
    finally:
        server.kill()
    assert all("does not answer" in sentence for sentence in told - {""}), told
    seen = (
        f"{broken} of {rounds} jobs were broken off: a sentence says that the server does not "
        "answer and what to do; meanwhile words still find; after its restart the same command "
        "does the rest, and every record has its topic."
    )
    return Outcome(rounds, NOTHING, seen)
