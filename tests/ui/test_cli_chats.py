"""Kept chats from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from topicllama.agent.chat_file import path_of, write
from topicllama.agent.chat_turn import ChatTurn
from topicllama.agent.events import Answer, Citation
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], workspace: Workspace) -> Any:
    """Run a command in English; its exit code, stdout (JSON with --json) and stderr."""
    cited = Citation(1, "d1", "Fires burn.", "Fires", "2001")
    said = Answer("They burn [1].", "guide", "en", citations=[cited])
    write(path_of(workspace, "one"), [ChatTurn("fires?", [HumanMessage("fires?")], said)], "eva")

    def made(*arguments: str) -> tuple[int, Any, str]:
        code = run([*arguments, "--language", "en"])
        out, err = capfd.readouterr()
        return code, json.loads(out) if "--json" in arguments else out, err

    return made


def test_they_are_listed_and_searched(call: Any) -> None:
    code, told, _ = call("chats", "--json")
    assert code == 0 and set(told["chats"][0]) == {"id", "title", "changed", "owner", "line"}
    assert (told["chats"][0]["id"], told["chats"][0]["owner"]) == ("one", "eva")
    assert call("chats", "--search", "burn", "--json")[1]["chats"][0]["line"] == "They burn [1]."
    assert call("chats", "--search", "floods", "--json")[1]["chats"] == []
    assert "fires?" in call("chats")[1] and "No chat" in call("chats", "--search", "floods")[1]


def test_one_is_exported(call: Any, tmp_path: Path) -> None:
    _, text, _ = call("chats", "export", "one")
    assert text.startswith("# fires?") and "They burn [1]." in text and "> Fires burn." in text
    file = tmp_path / "chat.md"
    code, told, _ = call("chats", "export", "one", "--output", str(file), "--json")
    assert code == 0 and file.read_text() == told["markdown"] and told["turns"] == 1
    code, told, _ = call("chats", "export", "one", "--output", str(file), "--json")
    assert code == 1 and "already" in told["error"]["message"]
    assert call("chats", "export", "one", "--output", str(file), "--force")[0] == 0
    code, told, _ = call("chats", "export", "../settings", "--json")
    assert code == 1 and call("chats", "export", "two")[0] == 1


def test_one_is_renamed_and_deleted(call: Any) -> None:
    assert call("chats", "rename", "one", "--name", "Mine", "--json")[1]["title"] == "Mine"
    assert call("chats", "rename", "one", "--json")[1]["title"] == "fires?"
    assert call("chats", "delete", "one")[0] == 1, "nobody confirmed it"
    assert call("chats", "delete", "one", "--yes")[0] == 0
    assert call("chats", "--json")[1]["chats"] == []
