from __future__ import annotations

from pathlib import Path

from analysis_fixtures import corpus_of, demo_documents, label_model

from topicllama.tools.documents import Document
from topicllama.tools.overview import overview


def test_demo_at_a_glance(tmp_path: Path) -> None:
    documents = demo_documents()
    model = label_model(documents)
    result = overview(corpus_of(tmp_path, documents), model, 0.25)
    data = result.data
    assert result.kind == "overview" and data["documents"] == 80
    assert data["languages"] == {"zh": 75, "zh-Hant": 5}
    assert data["labels"]["科技"] == 10 and data["sources"] == {"demo_zh.csv": 80}
    assert data["dates"] == {"first": "2018-01-15", "last": "2025-10-20", "undated": 0}
    assert data["lengths"]["longest"] == max(len(d.text) for d in documents)
    assert [t["id"] for t in data["topics"]] == list(range(8)) and data["covered"] == 0.25


def test_without_model_dates_or_documents(tmp_path: Path) -> None:
    documents = [
        Document("a", "one", date="2003"),
        Document("b", "three"),
        Document("c", "x", date="1999-02-03", label="news"),
        Document("d", "four", date="2003-02"),
    ]
    data = overview(corpus_of(tmp_path, documents)).data
    assert data["dates"] == {"first": "1999-02-03", "last": "2003", "undated": 1}
    assert data["lengths"] == {"median": 3.5, "longest": 5} and data["labels"] == {"news": 1}
    assert "topics" not in data and "covered" not in data
    empty = overview(corpus_of(tmp_path / "empty", [])).data
    assert empty["documents"] == 0 and empty["lengths"] == {"median": 0, "longest": 0}


def test_only_the_twenty_most_frequent_labels(tmp_path: Path) -> None:
    documents = [
        Document(f"{k}-{i}", f"text {k} {i}", label=f"label{k}")
        for k in range(25)
        for i in range(k + 1)
    ]
    labels = overview(corpus_of(tmp_path, documents)).data["labels"]
    assert len(labels) == 20 and next(iter(labels)) == "label24" and "label0" not in labels
