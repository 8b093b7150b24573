"""The command `label`: names by a Llama that a server plays, kept, judged, and given anew."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from ollama_server import OllamaServer, Reply

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English demo with eight topics."""
    made = Workspace(tmp_path_factory.mktemp("trained") / "workspace")
    tools = Toolbox(made)
    tools.load(["demo"])
    tools.train_topics(8)
    return made.root


@pytest.fixture
def workspace(isolated: None, tmp_path: Path, trained: Path) -> Workspace:
    shutil.copytree(trained, tmp_path / "workspace", ignore=shutil.ignore_patterns("lock"))
    return Workspace(tmp_path / "workspace")


def label(capfd: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capfd.readouterr()
    assert run(["label", "--json", *options]) == 0
    record: dict[str, Any] = json.loads(capfd.readouterr().out)
    return record


def by_keywords(body: dict[str, Any]) -> Reply:
    """Names that fit, of two keywords; for the topic of fires one that fits nothing, at first."""
    asked = str(body["messages"][-1]["content"])
    first = asked.split("<<<")[2].split(">>>")[0].split(", ")
    wrong = "firefighters" in first and "The name before" not in asked
    name = "Reserve Bank economy" if wrong else " ".join(first[:2])
    return Reply(json.dumps({"label": name, "description": "About it.", "confidence": 0.9}))


def test_names_are_kept_judged_and_given_anew(
    workspace: Workspace, ollama: OllamaServer, capfd: pytest.CaptureFixture[str]
) -> None:
    ollama.behaviour = by_keywords
    first = label(capfd, "--report")
    assert {topic["label_source"] for topic in first["topics"]} == {"llama"}
    fires = next(t for t in first["topics"] if "firefighters" in t["keywords"])
    assert "Reserve" not in fires["label"]  # the report card found it, the reason was told
    redone = [c for c in ollama.chats if "fits documents of another topic" in str(c.body)]
    assert len(redone) == 1 and "<<<Reserve Bank economy>>>" in str(redone[0].body)
    report = first["report"]
    assert report["mean_fit"] > 0.8 and len(report["labels"]) == 8
    assert {card["confidence"] for card in report["labels"]} == {0.9}
    asked, version = len(ollama.chats), workspace.current_version
    again = label(capfd)
    assert len(ollama.chats) == asked and workspace.current_version == version
    assert again["topics"] == first["topics"] and "--fresh" in again["note"]
    label(capfd, "--fresh")
    assert len(ollama.chats) >= asked + 8


def test_without_a_llama_names_are_judged_as_they_are(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    before = workspace.current_version
    found = label(capfd, "--report")
    assert workspace.current_version == before and "judged" in found["note"]
    assert all(card["fit"] > 0.7 for card in found["report"]["labels"])


@pytest.mark.parametrize(("language", "words"), [("en", "on average"), ("zh", "平均贴合度")])
def test_people_see_the_report_card(
    workspace: Workspace, capfd: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    assert run(["--language", language, "label", "--report"]) == 0
    shown = capfd.readouterr().out
    first = workspace.require_model().topics[0].label
    assert words in shown and first.split()[0] in shown
