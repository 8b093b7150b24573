"""Which embedding model the corpus's language asks for, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from ollama_server import Model, OllamaServer

from topicllama.tools.documents import Document
from topicllama.tools.embed_job import BackgroundEmbedder, coverage, embed
from topicllama.tools.embedder_choice import NoEmbedderError, choose_embedder
from topicllama.tools.embedding import DEFAULT
from topicllama.tools.search import search
from topicllama.tools.workspace import Workspace

ZH = ["央行上调利率，股市下跌。", "球队赢得联赛冠军。", "新手机今天发布，价格不变。"]
EN = ["The bank raised rates.", "The team won the cup.", "A new phone was shown today."]


@pytest.fixture(autouse=True)
def no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    monkeypatch.delenv("TOPICLLAMA_EMBEDDER", raising=False)


def made(path: Path, *texts: str) -> Workspace:
    workspace = Workspace(path / "w")
    workspace.corpus.add(
        Document(f"d{i}", text, language="zh" if text in ZH else "en")
        for i, text in enumerate(texts)
    )
    return workspace


def test_english_texts_have_the_installed_model(tmp_path: Path) -> None:
    assert choose_embedder(made(tmp_path, *EN, ZH[0])).name == DEFAULT


def test_chinese_texts_without_a_model_are_searched_without_meaning(tmp_path: Path) -> None:
    workspace = made(tmp_path, *ZH, EN[0])
    with pytest.raises(NoEmbedderError, match="mostly Chinese"):
        choose_embedder(workspace)
    job = BackgroundEmbedder(workspace)
    job.start()
    job.join()
    assert job.status().state == "idle" and "bge-m3" in job.status().error
    found = search(workspace, "利率")
    assert [hit.id for hit in found.results] == ["d0"]
    assert found.means == ["keyword"] and "texts are Chinese" in found.why


def test_who_asks_for_vectors_of_chinese_texts_gets_them_with_a_word(tmp_path: Path) -> None:
    workspace = made(tmp_path, *ZH, EN[0])
    report = embed(workspace)
    assert (report.embedder, report.embedded) == (DEFAULT, report.passages)
    assert "knows English only" in report.why and "bge-m3" in report.why
    found = search(workspace, "利率")
    assert [hit.id for hit in found.results] == ["d0"] and "meaning" not in found.means


def test_a_server_that_has_a_multilingual_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = [Model("llama3.2"), Model("all-minilm", ("embedding",)),
              Model("bge-m3", ("embedding",), 8192, "bert", dimensions=1024)]  # fmt: skip
    with OllamaServer(models) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        workspace = made(tmp_path, *ZH)
        report = embed(workspace)
        assert (report.embedder, report.embedded) == ("ollama:bge-m3", 3)
        assert "Chinese" in report.why
        asked = [r.body for r in server.requests if r.path == "/api/embed"]
        assert asked and all(body["model"] == "bge-m3" for body in asked)
        found = search(workspace, "利率")
        assert "meaning" in found.means and found.why == ""
        assert coverage(workspace) == 1.0
    away = search(workspace, "利率")
    assert [hit.id for hit in away.results] == ["d0"]
    assert "meaning" not in away.means and "Ollama does not answer" in away.why


def test_a_server_that_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with OllamaServer([Model("llama3.2"), Model("all-minilm", ("embedding",))]) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        with pytest.raises(NoEmbedderError):
            choose_embedder(made(tmp_path, *ZH))


def test_a_named_model_goes_before_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = made(tmp_path, *ZH)
    monkeypatch.setenv("TOPICLLAMA_EMBEDDER", "some/multilingual-model")
    assert choose_embedder(workspace).name == "some/multilingual-model"
    workspace.set(embedder="ollama:other")
    assert choose_embedder(workspace).name == "ollama:other"
