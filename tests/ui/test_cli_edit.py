"""Changing topics on the command line: each edit, its preview, its undo, and update."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run

FIGURES = {"npmi", "diversity", "coverage", "perplexity", "topics"}
Call = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English demo with 7 topics."""
    folder = tmp_path_factory.mktemp("edits") / "workspace"
    tools = Toolbox(Workspace(folder))
    tools.load_corpus("demo")
    tools.train_topics(7)
    return folder


@pytest.fixture
def call(root: Path, capfd: pytest.CaptureFixture[str]) -> Call:
    def invoke(*arguments: str, code: int = 0, folder: Path = root) -> dict[str, Any]:
        capfd.readouterr()
        assert run([*arguments, "--workspace", str(folder), "--json"]) == code
        record: dict[str, Any] = json.loads(capfd.readouterr().out)
        return record

    return invoke


@pytest.fixture
def show(root: Path, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def invoke(*arguments: str, language: str = "en") -> str:
        capfd.readouterr()
        assert run([*arguments, "--workspace", str(root), "--language", language]) == 0
        return capfd.readouterr().out

    return invoke


EDITS = (
    ("merge", "2", "5"),
    ("merge", "2,5"),
    ("split", "0"),
    ("rename", "3", "Test", "cricket"),
    ("delete", "4", "--yes"),
    ("noise", "fire", "Palestinian"),
    ("noise", "fire,palestinian"),
)


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_can_be_looked_at_first_and_undone(edit: tuple[str, ...], call: Call) -> None:
    before = call("topics")
    preview = call("edit", *edit, "--preview")
    assert call("topics") == before
    done = call("edit", *edit)
    for record in (preview, done):
        assert record["action"] == edit[0]
        assert set(record["before"]) >= FIGURES and set(record["after"]) >= FIGURES
    assert (preview["preview"], done["preview"]) == (True, False)
    assert preview["after"] == done["after"]
    assert done["topics"] == call("topics")["topics"] != before["topics"]
    assert call("edit", "undo")["action"] == "undo"
    assert call("topics") == before


def test_a_topic_can_be_named_by_its_label(call: Call) -> None:
    label = next(t["label"] for t in call("topics")["topics"] if t["id"] == 6)
    assert call("edit", "split", label, "--preview")["changed"] == [6]


def test_deleting_needs_a_yes(call: Call) -> None:
    error = call("edit", "delete", "4", code=1)["error"]
    assert "nobody confirmed" in error["message"]
    assert call("edit", "delete", "4", "--preview")["preview"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("merge", "2"), "two different topics"),
        (("merge",), "not clear which topic"),
        (("split", "99"), "no topic 99"),
        (("rename", "2"), "1 to"),
        (("noise",), "not clear which words"),
        (("noise", "xylophone"), "No topic knows the word xylophone"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    arguments: tuple[str, ...], words: str, call: Call
) -> None:
    assert words in call("edit", *arguments, code=1)["error"]["message"]


def test_an_unknown_edit_is_wrong_usage(call: Call) -> None:
    assert "explode" in call("edit", "explode", "1", code=2)["error"]["message"]


def test_what_a_person_sees(show: Callable[..., str]) -> None:
    english = show("edit", "merge", "2", "5", "--preview")
    assert "Topics 2 and 5 would be one topic, 2:" in " ".join(english.split())
    assert "oherence 0." in english and "→" in english and "nothing has been changed" in english
    assert "Next:" not in english
    chinese = show("edit", "merge", "2", "5", "--preview", language="zh")
    assert "主题 2 和 5 会合并为主题 2" in chinese and "没有任何改动" in chinese
    done = show("edit", "noise", "fire")
    assert "“fire” is noise now" in done and "Keywords" in done and "topicllama edit undo" in done
    undone = show("edit", "undo", language="zh")
    assert "上一步修改已撤销" in undone and "关键词" in undone


def test_update(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "workspace"
    tools = Toolbox(Workspace(folder))
    tools.load_corpus("demo-zh")
    tools.train_topics(5)
    assert call("update", folder=folder)["added"] == 0
    file = tmp_path / "new.txt"
    file.write_text("城市新楼盘开盘，购房者排队看房，房价平稳。", "utf-8")
    assert call("load", str(file), folder=folder)["added"] == 1
    labels = {topic["id"]: topic["label"] for topic in call("topics", folder=folder)["topics"]}
    preview = call("update", "--preview", folder=folder)
    assert preview["added"] == 1 and preview["preview"]
    record = call("update", folder=folder)
    assert (record["action"], record["added"], record["removed"]) == ("update", 1, 0)
    assert {"known", "weight", "weight_before", "good"} <= set(record["fit"])
    assert {topic["id"]: topic["label"] for topic in record["topics"]} == labels
    assert sum(topic["documents"] for topic in record["topics"]) == 81


def test_load_says_that_update_comes_next(
    root: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.txt"
    file.write_text("One more article about the weather and the fires.")
    folder = tmp_path / "empty"
    for workspace, then in ((folder, "topicllama train"), (root, "topicllama update")):
        assert run(["load", str(file), "--workspace", str(workspace), "--language", "en"]) == 0
        assert then in capfd.readouterr().out
