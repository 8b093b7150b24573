"""topicllama eval-agent, on one short conversation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from topicllama.ui.cli import run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    turns = [{"say": "hello", "calls": []},
             {"say": "show all the topics", "calls": [{"tool": "train_topics"}]}]  # fmt: skip
    record = {"id": "short", "language": "en", "start": "empty", "tests": ["x"], "turns": turns}
    path = tmp_path / "own.jsonl"
    path.write_text(f"{json.dumps(record)}\n{json.dumps(record)}\n", "utf-8")
    return path


def test_json(file: Path, tmp_path: Path, capfd: Any) -> None:
    workspace = str(tmp_path / "untouched")
    arguments = ["eval-agent", "--model", "guide", "--conversations", str(file), "--limit", "1"]
    assert run([*arguments, "--json", "--workspace", workspace]) == 0
    record = json.loads(capfd.readouterr().out)
    assert (record["model"], record["conversations"], record["turns"]) == ("guide", 1, 2)
    assert record["scores"]["restraint"] == {"right": 1, "of": 1, "share": 1.0}
    (failure,) = record["failures"]
    assert failure["wrong"] == ["tool", "arguments"] and failure["called"][0]["error"]
    assert not (Path(workspace) / "chats").exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("no tool when none is needed", "Turns that were not wholly right: 1", "100% (1/1)")),
     ("zh", ("不需要时不用工具", "不完全正确的回合：1 个", "100% (1/1)"))],
)  # fmt: skip
def test_text_in_both_languages(file: Path, capfd: Any, language: str, words: Any) -> None:
    arguments = ["eval-agent", "--model", "guide", "--conversations", str(file), "--limit", "1"]
    assert run([*arguments, "--language", language]) == 0
    shown = capfd.readouterr().out
    assert all(word in shown for word in words)
    assert run([*arguments, "--language", language, "--verbose"]) == 0
    assert "show_topics(" in capfd.readouterr().out


def test_a_model_that_is_away_and_a_broken_file(file: Path, capfd: Any) -> None:
    assert run(["eval-agent", "--model", "ollama:llama3.2"]) == 1
    assert "ollama pull llama3.2" in capfd.readouterr().err
    file.write_text("{}", "utf-8")
    assert run(["eval-agent", "--model", "guide", "--conversations", str(file),
                "--language", "zh"]) == 1  # fmt: skip
    assert "不是对话" in capfd.readouterr().err
    assert run(["eval-agent", "--limit", "-1"]) == 2
