"""Chroma as a server: real ``chroma run`` processes on this machine."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import chromadb
import httpx
import numpy as np
import pytest
from test_vector_store import WordEmbedder, documents, model_of, nearest

from topicllama.tools.chroma_server import Server, ServerAway, chosen_server, version
from topicllama.tools.clearing import clear
from topicllama.tools.doctor import Doctor
from topicllama.tools.documents import Document
from topicllama.tools.embed_job import coverage, embed
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.search import search
from topicllama.tools.topic_changes import annotate
from topicllama.tools.vector_store import VectorStore
from topicllama.tools.vectors import VectorRecord
from topicllama.tools.workspace import Workspace

HERE = str(Path(__file__).parent)


class ChromaServer:
    """A ``chroma run`` of the test's own; it can be stopped and started at the same address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> ChromaServer:
        command = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [command, "run", "--path", self.folder, "--host", "127.0.0.1", "--port",
             str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while not self._beats():
            assert self._process.poll() is None, "chroma run ended"
        return self

    def _beats(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1).is_success
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    made = ChromaServer(tmp_path_factory.mktemp("chroma")).start()
    yield made
    made.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ChromaServer]:
    made = ChromaServer(tmp_path / "chroma").start()
    yield made
    made.stop()


def on(server: ChromaServer, root: Path, count: int = 40) -> Workspace:
    made = Workspace(root)
    made.corpus.add(documents(count))
    made.set(chroma=f"127.0.0.1:{server.port}")
    return made


def run(script: str, *arguments: object) -> subprocess.Popen[str]:
    start = "import sys; sys.path.insert(0, sys.argv[1])\nfrom test_vector_store import *\n"
    return subprocess.Popen(
        [sys.executable, "-c", start + script, HERE, *map(str, arguments)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def finished(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate()
    assert process.returncode == 0
    return said


# the same as the embedded one ----------------------------------------------------------------


def test_a_corpus_is_embedded_and_searched_on_a_server(
    server: ChromaServer, tmp_path: Path
) -> None:
    workspace = on(server, tmp_path / "w")
    workspace.save_model(model_of(workspace))
    assert embed(workspace, WordEmbedder()).embedded == 40
    assert not (workspace.root / "index" / "chroma" / "chroma.sqlite3").exists()
    found = search(workspace, "fire cricket", topics=(0,), mode="meaning", embedder=WordEmbedder())
    assert found.results == [] and found.covered == 1.0  # each is only half of what was asked
    found = search(workspace, "fire", topics=(0,), mode="meaning", embedder=WordEmbedder())
    assert {hit.id for hit in found.results} == {"d0", "d8", "d16", "d24", "d32"}
    assert nearest(workspace, "cricket", topics={"$contains": 0}) != []
    assert all(int(d[1:]) % 8 < 2 for d in nearest(workspace, "cricket", topics={"$contains": 0}))
    annotate(workspace, workspace.save_model(model_of(workspace, ("bushfires", "cold"))))
    assert VectorStore(workspace).records(["d0#0"])["d0#0"]["topic_label"] == "bushfires"


def test_the_environment_names_a_server_and_the_setting_goes_before_it(
    server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(documents())
    monkeypatch.setenv("TOPICLLAMA_CHROMA", server.url)
    embed(workspace, WordEmbedder())
    assert VectorStore(workspace).server == Server(server.url)
    assert len(nearest(workspace, "fire")) == 5
    workspace.set(chroma="127.0.0.1:9")
    with pytest.raises(ServerAway, match="127.0.0.1:9 does not answer"):
        nearest(workspace, "fire")


def test_emptying_a_workspace_removes_its_passages_from_the_server(
    own_server: ChromaServer, tmp_path: Path
) -> None:
    gone, kept = on(own_server, tmp_path / "gone"), on(own_server, tmp_path / "kept")
    for workspace in (gone, kept):
        embed(workspace, WordEmbedder())
    clear(gone)
    client = chromadb.HttpClient("127.0.0.1", own_server.port)
    (left,) = client.list_collections()
    assert left.name == VectorStore(kept)._name and left.count() == 40
    assert gone.corpus.is_empty and len(nearest(kept, "fire")) == 5
    gone.corpus.add(documents(8))
    assert embed(gone, WordEmbedder()).passages == 8 and VectorStore(gone).count() == 8
    own_server.stop()
    with pytest.raises(ServerAway):
        clear(kept)
    assert len(kept.corpus) == 40


def test_moving_to_a_server_and_back_embeds_nothing_again(
    server: ChromaServer, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(documents())
    embed(workspace, embedder := WordEmbedder())
    for place in (server.url, None, server.url):
        workspace.set(chroma=place)
        assert len(nearest(workspace, "fire")) == 5
        assert VectorStore(workspace).count() == 40
    assert len(embedder.texts) == 40


def test_a_large_request_goes_in_parts(server: ChromaServer, tmp_path: Path) -> None:
    """200 vectors of 45,000 numbers are 48 MB in Base64; a server takes 40."""
    workspace = on(server, tmp_path / "w", 200)
    record = VectorRecord(workspace)
    record.refresh()
    rows = record.pending("wide")
    vectors = np.random.default_rng(0).standard_normal((len(rows), 45_000)).astype(np.float32)
    record.add("wide", [row.hash for row in rows], vectors)
    store = VectorStore(workspace, "wide")
    store.sync()
    assert store.count() == 200


# nobody else's -------------------------------------------------------------------------------


def test_workspaces_do_not_mix(server: ChromaServer, tmp_path: Path) -> None:
    first, other = on(server, tmp_path / "w"), on(server, tmp_path / "other", 0)
    other.corpus.add([Document("x", "A fire elsewhere.")])
    embed(first, WordEmbedder())
    embed(other, WordEmbedder())
    assert nearest(other, "fire", 50) == ["x"]
    assert "x" not in nearest(first, "fire", 50)
    shutil.copytree(first.root, tmp_path / "copy")
    copy = Workspace(tmp_path / "copy")
    copy.corpus.add([Document("mine", "A fire here.")])
    embed(copy, WordEmbedder())
    assert "mine" in nearest(copy, "fire", 50)
    assert "mine" not in nearest(first, "fire", 50)
    assert VectorStore(first).count() == 40


_ADD = """
w = Workspace(sys.argv[2]); w.corpus.add([Document(sys.argv[3], f"A fire and {sys.argv[3]}.")])
embed(w, WordEmbedder()); store = VectorStore(w); print(store._name, store.count())
"""


def test_a_copy_in_the_same_place_on_another_machine(server: ChromaServer, tmp_path: Path) -> None:
    """Both know the same id; whoever comes second finds the other's signature."""
    place, kept = on(server, tmp_path / "w").root, tmp_path / "kept"
    name, count = finished(run(_ADD, place, "first")).split()
    assert count == "41"
    shutil.copytree(place, kept)
    assert finished(run(_ADD, place, "original")).split() == [name, "42"]
    shutil.rmtree(place)
    shutil.move(kept, place)
    other, count = finished(run(_ADD, place, "copied")).split()
    assert other != name and count == "42"
    script = "print(nearest(Workspace(sys.argv[2]), 'fire', 50))"
    assert "copied" in finished(run(script, place)) and "original" not in finished(
        run(script, place)
    )


def test_several_processes_write_at_once(server: ChromaServer, tmp_path: Path) -> None:
    """Two on one workspace, one on another: nothing is lost, and nothing gets mixed."""
    shared, alone = on(server, tmp_path / "w", 300), on(server, tmp_path / "alone", 300)
    script = """
w = Workspace(sys.argv[2])
w.corpus.add([Document(sys.argv[3], f"A fire and {sys.argv[3]}.")])
embed(w, WordEmbedder(), batch_size=10)
"""
    names = {"one": shared, "two": shared, "three": alone}
    for process in [run(script, w.root, name) for name, w in names.items()]:
        finished(process)
    assert coverage(shared) == coverage(alone) == 1.0
    assert VectorStore(shared).count() == 302 and VectorStore(alone).count() == 301
    assert {"one", "two"} <= set(nearest(shared, "fire", 60))
    assert "three" in nearest(alone, "fire", 60) and "one" not in nearest(alone, "fire", 60)


# what a server may lose ----------------------------------------------------------------------


@pytest.mark.parametrize("same_process", [True, False])
def test_a_server_that_was_emptied_is_filled_again(
    own_server: ChromaServer, tmp_path: Path, same_process: bool
) -> None:
    workspace = on(own_server, tmp_path / "w")
    embed(workspace, embedder := WordEmbedder())
    assert len(nearest(workspace, "fire")) == 5
    own_server.stop()
    shutil.rmtree(own_server.folder)
    own_server.start()
    if not same_process:
        script = "print(nearest(Workspace(sys.argv[2]), 'fire'))"
        assert "d8" in finished(run(script, workspace.root))
    assert len(nearest(workspace, "fire")) == 5
    assert VectorStore(workspace).count() == 40
    assert len(embedder.texts) == 40
    with VectorRecord(workspace).connect() as db:  # and nothing is kept of the collection before
        assert db.execute("SELECT COUNT(*) FROM stored").fetchone() == (40,)


def test_a_server_without_its_index_is_filled_again(
    own_server: ChromaServer, tmp_path: Path
) -> None:
    workspace = on(own_server, tmp_path / "w", 1200)  # more than Chroma keeps in memory
    embed(workspace, embedder := WordEmbedder(), batch_size=400)
    own_server.stop()
    folders = [path for path in own_server.folder.iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        shutil.rmtree(folder)
    own_server.start()
    VectorStore(workspace)._connection.close()  # as if the process had ended
    found = nearest(workspace, "fire", 20)
    assert len(found) == 20 and set(found) <= {f"d{i}" for i in range(0, 1200, 8)}
    assert VectorStore(workspace).count() == 1200
    assert len(embedder.texts) == 1200


def test_a_lost_record_is_put_back(server: ChromaServer, tmp_path: Path) -> None:
    workspace = on(server, tmp_path / "w")
    embed(workspace, WordEmbedder())
    with VectorStore(workspace)._collection() as (collection, _):
        collection.delete(ids=["d0#0"])
    VectorStore(workspace).sync()
    assert VectorStore(workspace).count() == 40


def test_without_its_server_a_workspace_works_on(own_server: ChromaServer, tmp_path: Path) -> None:
    workspace = on(own_server, tmp_path / "w")
    workspace.save_model(model_of(workspace))
    embed(workspace, embedder := WordEmbedder())
    own_server.stop()
    for mode in ("keyword", "hybrid"):
        found = search(workspace, "fire", mode=mode, embedder=embedder)
        assert {hit.id for hit in found.results} == {"d0", "d8", "d16", "d24", "d32"}
    assert "Meaning was not used: The Chroma server" in found.why
    assert search(workspace, topics=(0,)).results
    with pytest.raises(ServerAway):
        search(workspace, "fire", mode="meaning", embedder=embedder)
    annotate(workspace, workspace.save_model(model_of(workspace, ("bushfires", "cold"))))
    with pytest.raises(ServerAway):
        embed(workspace, embedder)
    own_server.start()
    assert search(workspace, "fire", mode="meaning", embedder=embedder).results
    assert VectorStore(workspace).records(["d0#0"])["d0#0"]["topic_label"] == "bushfires"


# which server --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("localhost:8000", "http://localhost:8000"),
        ("chroma.example", "http://chroma.example:8000"),
        ("http://10.0.0.7:9000/", "http://10.0.0.7:9000"),
        ("https://chroma.example", "https://chroma.example:443"),
        ("https://example.org/chroma/", "https://example.org:443/chroma"),
        ("[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses(address: str, url: str) -> None:
    assert str(chosen_server({"chroma": address})) == url


@pytest.mark.parametrize(
    "address", ["ftp://a:1", "a:b", "localhost:99999", "http://", "http://me:secret@host:1"]
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(TopicLlamaError, match="is not the address"):
        chosen_server({"chroma": address})


def test_token_and_headers(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chosen_server({"chroma": "a:1", "chroma_token": "t", "chroma_headers": {"X-A": "b"}})
    assert found is not None and "t" not in repr(found).split("url=")[0]
    assert dict(found.headers) == {"Authorization": "Bearer t", "X-Chroma-Token": "t", "X-A": "b"}
    assert "Bearer" not in repr(found)
    monkeypatch.setenv("TOPICLLAMA_CHROMA_TOKEN", "u")
    monkeypatch.setenv("TOPICLLAMA_CHROMA_HEADERS", '{"X-A": "c"}')
    found = chosen_server({"chroma": "a:1"})
    assert found is not None
    assert dict(found.headers) == {"Authorization": "Bearer u", "X-Chroma-Token": "u", "X-A": "c"}
    monkeypatch.setenv("TOPICLLAMA_CHROMA_HEADERS", "X-A: c")
    with pytest.raises(TopicLlamaError, match="cannot be read"):
        chosen_server({"chroma": "a:1"})


class Gate(ThreadingHTTPServer):
    """What may stand where a Chroma server should be: replies by path, and a token to be given.
    Requests that are let in to a path of ``passed`` go on to a real server."""

    def __init__(self, replies: dict[str, object], token: str = "", passed: str = "") -> None:
        self.replies, self.token, self.passed = replies, token, passed
        super().__init__(("127.0.0.1", 0), _GateHandler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_address[1]}"

    def __exit__(self, *details: object) -> None:
        self.shutdown()
        self.server_close()


class _GateHandler(BaseHTTPRequestHandler):
    server: Gate

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.server.token and self.headers["Authorization"] != f"Bearer {self.server.token}":
            return self._send(401, b"who are you?")
        if self.server.passed:
            reply = httpx.request(self.command, self.server.passed + self.path, content=body,
                                  headers={"Content-Type": "application/json"})  # fmt: skip
            return self._send(reply.status_code, reply.content)
        if self.path not in self.server.replies:
            return self._send(404, b"not here")
        return self._send(200, json.dumps(self.server.replies[self.path]).encode())

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ({"/api/v2/version": "0.6.3"}, "has version 0.6.3"),
        ({"/api/v1/version": "0.4.24"}, "has version 0.4.24"),
        ({}, "is not a Chroma server"),
        ({"/api/v2/version": {"no": "version"}}, "is not a Chroma server"),
    ],
)
def test_what_is_no_fitting_server(tmp_path: Path, replies: dict[str, object], said: str) -> None:
    workspace = Workspace(tmp_path / "w")
    with Gate(replies) as gate, pytest.raises(TopicLlamaError, match=said):
        workspace.set(chroma=gate.address)
        VectorStore(workspace).count()


def test_a_server_behind_a_gate_gets_the_token(server: ChromaServer, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(documents())
    with Gate({}, "open sesame", server.url) as gate:
        workspace.set(chroma=f"http://{gate.address}")
        with pytest.raises(TopicLlamaError, match="does not let us in") as error:
            embed(workspace, WordEmbedder())
        assert "TOPICLLAMA_CHROMA_TOKEN" in error.value.hint
        workspace.set(chroma_token="open sesame")
        embed(workspace, WordEmbedder())
        assert len(nearest(workspace, "fire")) == 5


def test_a_server_that_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(ServerAway):
        version(Server(f"http://127.0.0.1:{deaf.getsockname()[1]}"), 0.2)


def test_the_doctor_says_where_chroma_is(server: ChromaServer, tmp_path: Path) -> None:
    workspace = on(server, tmp_path / "w")
    embed(workspace, WordEmbedder())
    found = {check.name: check for check in Doctor(workspace.root).examine()}["chroma"]
    assert found.ok and f"40 records on the server {server.url}" in found.detail
    found = {check.name: check for check in Doctor(workspace.root, "zh").examine()}["chroma"]
    assert found.detail.startswith(f"服务器 {server.url} 上有 40 条记录")
