"""``topicllama augment``: the budget first, one object with ``--json``, both languages."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from ollama_server import OllamaServer, related_sentences

from topicllama.tools import topic_changes
from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run

WORDS = (["fire", "smoke", "flames", "wind"], ["wicket", "bat", "innings", "bowler"])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty titles in two topics."""
    workspace = Workspace(tmp_path_factory.mktemp("titles") / "workspace")
    rng = np.random.default_rng(0)
    workspace.corpus.add(
        Document(str(n), f"{n} " + " ".join(rng.choice(WORDS[n % 2], 3)), language="en")
        for n in range(60)
    )
    topic_changes.train(workspace, num_topics=2)
    return workspace.root


def test_without_a_yes_there_is_only_the_budget(
    root: Path, ollama: OllamaServer, capfd: pytest.CaptureFixture[str]
) -> None:
    options = ["augment", "--group", "1", "--workspace", str(root)]
    assert run([*options, "--json"]) == 0
    printed = capfd.readouterr()
    record = json.loads(printed.out)
    assert not ollama.chats and not record["started"] and not record["kept"]
    assert record["budget"]["calls"] == record["texts"] == record["documents"]
    assert record["before"] == record["after"] == {} and "needs a yes" in record["why"]
    assert "is asked" in printed.err and "assuming 15 tokens a second" in printed.err
    assert run([*options, "--language", "zh"]) == 0  # nobody is there to be asked
    printed = capfd.readouterr()
    assert "提问" in printed.err and "topicllama augment --yes" in printed.out
    assert "需要先同意这份预算" in printed.out and not ollama.chats


def test_with_a_yes_it_says_what_came_of_it(
    root: Path, ollama: OllamaServer, capfd: pytest.CaptureFixture[str]
) -> None:
    ollama.behaviour = related_sentences
    options = ["augment", "--yes", "--keep", "never", "--workspace", str(root)]
    assert run([*options, "--json", "--limit", "20"]) == 0
    record = json.loads(capfd.readouterr().out)
    assert record["started"] and record["source"] == "llama" and record["texts"] == 20
    assert record["budget"]["calls"] == len(ollama.chats)
    assert record["before"].keys() == record["after"].keys() >= {"npmi", "stability"}
    assert record["why"].count(".") >= 2 and record["model"] == "m0001"


def test_without_a_model(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    options = ["augment", "--keep", "never", "--workspace", str(root)]
    assert run([*options, "--language", "zh"]) == 0
    printed = capfd.readouterr().out
    assert "未见文本的困惑度" in printed and "按要求没有采用" in "".join(printed.split())
    assert "没有 Llama 响应" in printed


def test_before_there_are_topics(workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    workspace.corpus.add([Document("a", "Fires burn near Sydney")])
    assert run(["augment", "--json"]) == 1
    assert "topics" in json.loads(capfd.readouterr().out)["error"]["message"]
