"""The tree and the map on the command line, in both languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Chinese demo with four topics."""
    made = Workspace(tmp_path_factory.mktemp("trained") / "workspace")
    tools = Toolbox(made)
    tools.load(["demo-zh"])
    tools.train_topics(4)
    return made.root


@pytest.fixture
def workspace(isolated: None, tmp_path: Path, trained: Path) -> Workspace:
    shutil.copytree(trained, tmp_path / "workspace", ignore=shutil.ignore_patterns("lock"))
    return Workspace(tmp_path / "workspace")


def said(capfd: Output, *arguments: str) -> str:
    capfd.readouterr()
    assert run(arguments) == 0
    return capfd.readouterr().out


def record(capfd: Output, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capfd, *arguments, "--json"))
    return found


def test_all_topics_are_a_table(workspace: Workspace, capfd: Output) -> None:
    labels = [topic.label[:4] for topic in workspace.require_model().topics]
    table = said(capfd, "topics").splitlines()
    assert all(any(label in line for line in table[2:]) for label in labels)


def test_the_tree_holds_every_topic_once(workspace: Workspace, capfd: Output) -> None:
    found = record(capfd, "topics", "--tree")
    assert sorted(found["tree"]["topics"]) == [0, 1, 2, 3] and len(found["topics"]) == 4
    assert found["tree"]["id"] is None and len(found["tree"]["children"]) == 2
    assert record(capfd, "topics")["tree"] == {}
    drawn = said(capfd, "topics", "--tree", "--language", "zh")
    assert "全部主题" in drawn and "└──" in drawn
    for topic in workspace.require_model().topics:
        assert f"─ {topic.id} {topic.label}" in drawn


def test_the_map_on_the_terminal_and_as_json(workspace: Workspace, capfd: Output) -> None:
    found = record(capfd, "map")
    assert len(found["points"]) == 80 and found["from"] == "topics" and len(found["topics"]) == 4
    assert record(capfd, "map") == found
    drawn = said(capfd, "map", "--language", "zh")
    assert "80 篇文档（按主题）" in drawn and all(t["label"] in drawn for t in found["topics"])


def test_files_of_others_are_not_replaced(
    workspace: Workspace, capfd: Output, tmp_path: Path
) -> None:
    mine = tmp_path / "map.html"
    mine.write_text("mine")
    for command in (["map"], ["export", "map"]):
        capfd.readouterr()
        assert run([*command, "--output", str(mine), "--json"]) == 1
        error = json.loads(capfd.readouterr().out)["error"]
        assert "there already" in error["message"] and "--force" in error["hint"]
    assert mine.read_text() == "mine"
    found = record(capfd, "map", "--output", str(mine), "--force")
    assert found["rows"] == 80 and "<svg" in mine.read_text("utf-8")
    assert record(capfd, "export", "map", "--output", str(mine)) == {
        "file": str(mine), "rows": 80,
    }  # fmt: skip
