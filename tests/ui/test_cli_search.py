"""The limits of a search on the command line, and what a person is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run

TEXTS = [
    ("rates", "en", "economy", "The bank raised interest rates again, and markets fell."),
    ("football", "en", "sport", "The bank sponsors the football league for three seasons."),
    ("cup", "en", "sport", "The football cup final was won late. A bank paid for the cup."),
    ("zh", "zh", "体育", "银行赞助足球联赛，球队获得新的资金。bank"),
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OLLAMA_HOST", "127.0.0.1:9")
    made = Workspace(tmp_path / "w")
    made.corpus.add(
        Document(name, text, language=language, label=label, source=f"{label}.csv")
        for name, language, label, text in TEXTS
    )
    return made.root


@pytest.mark.parametrize(("options", "expected"), [
    (["--label", "Sport,economy"], {"rates", "football", "cup"}),
    (["--label", "sport", "--label", "体育"], {"football", "cup", "zh"}),
    (["--text-language", "zh"], {"zh"}),
    (["--source", "sport.csv", "--not", "cup"], {"football"}),
    (["--not", "football", "--not", "足球"], {"rates"}),
])  # fmt: skip
def test_limits(
    root: Path, options: list[str], expected: set[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "bank", *options, "--workspace", str(root), "--json"]) == 0
    result = json.loads(capfd.readouterr().out)
    assert {hit["id"] for hit in result["results"]} == expected


def test_what_was_left_out_is_told(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    at = ["--workspace", str(root), "--language"]
    assert run(["search", "bank -football", *at, "en"]) == 0
    assert "Documents about “football” are left out: 2." in capfd.readouterr().out
    assert run(["search", "银行 不要利率", *at, "zh"]) == 0
    assert "已排除与“利率”有关的文档：0 篇。" in capfd.readouterr().out


def test_only_chosen_documents(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    at = ["--documents", "cup,rates", "--workspace", str(root), "--json"]
    assert run(["search", "bank", *at]) == 0
    found = json.loads(capfd.readouterr().out)
    assert {hit["id"] for hit in found["results"]} == {"cup", "rates"} and found["selected"] == 2
    assert run(["ask", "what do they say about the football cup?", *at]) == 0
    assert {c["id"] for c in json.loads(capfd.readouterr().out)["citations"]} == {"cup"}
    assert run(["ask", "summarise them", *at]) == 0
    assert "You selected 2 documents." in json.loads(capfd.readouterr().out)["answer"]
    assert run(["search", "bank", "--documents", "none", "--workspace", str(root), "--json"]) == 1
    assert "None of the chosen documents is loaded" in capfd.readouterr().out
