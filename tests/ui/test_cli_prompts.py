"""A person's own prompts, from the command line to what the Llama reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ollama_server import OllamaServer

from topicllama.tools.doctor import Doctor
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run
from topicllama.ui.cli_run import Run
from topicllama.ui.cli_text import use_language
from topicllama.ui.commands_chat import llama


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str], workspace: Workspace) -> Any:
    """Run a command; its JSON and what stands on stderr."""

    def invoke(*arguments: str, code: int = 0) -> tuple[dict[str, Any], str]:
        capfd.readouterr()
        assert run([*arguments, "--workspace", str(workspace.root), "--json"]) == code
        said = capfd.readouterr()
        return json.loads(said.out), said.err

    return invoke


def test_a_prompt_is_written_changed_and_used_and_a_bad_one_told(
    call: Any, workspace: Workspace, ollama: OllamaServer
) -> None:
    listed, _ = call("prompts")
    assert all(row["own"] == [] for row in listed["prompts"]) and not workspace.prompts.exists()
    made, _ = call("prompts", "--write", "small_talk")
    assert [Path(file).name for file in made["written"]] == ["small_talk.en.md", "small_talk.zh.md"]
    again, _ = call("prompts", "--write", "small_talk")
    assert again["written"] == [] and len(again["kept"]) == 2
    file = workspace.prompts / "small_talk.en.md"
    file.write_text("Answer like a pirate. $facts", "utf-8")
    call("ask", "hello")
    assert ollama.chats[-1].body["messages"][0]["content"].startswith("Answer like a pirate.")

    file.write_text("Answer like a pirate.", "utf-8")
    answer, _ = call("ask", "hello")
    assert ollama.chats[-1].body["messages"][0]["content"].startswith("You are TopicLlama")
    assert "small_talk.en.md: $facts is missing" in answer["answer"]
    assert "small_talk.zh" not in answer["answer"]
    answer, _ = call("ask", "你好")
    assert "small_talk.en.md：缺少 $facts" in answer["answer"]
    listed, _ = call("prompts", "--language", "zh")
    assert len(listed["problems"]) == 1 and listed["problems"][0].startswith("small_talk.en.md：")
    for language, words in (("en", "$facts is missing"), ("zh", "缺少 $facts")):
        check = next(c for c in Doctor(workspace.root, language).examine() if c.name == "prompts")
        assert not check.ok and not check.required and words in check.detail and check.hint


def test_a_command_that_uses_the_llama_tells_of_a_bad_prompt(
    workspace: Workspace, ollama: OllamaServer, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace.prompts.mkdir()
    (workspace.prompts / "topic_label.en.md").write_text("Name it: $keyword", "utf-8")
    assert llama(Run(workspace.root)) is not None
    assert "$keyword is no variable of this prompt" in capfd.readouterr().err
    assert run(["prompts", "--workspace", str(workspace.root), "--language", "zh"]) == 0
    shown = capfd.readouterr().out
    assert "提示词" in shown and "topic_label" in shown and "$keyword 不是" in shown


def test_an_unknown_prompt_is_refused(call: Any) -> None:
    error, _ = call("prompts", "--write", "../settings", code=1)
    assert "no prompt of this name" in error["error"]["message"]
