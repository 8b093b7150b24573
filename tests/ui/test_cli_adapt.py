"""``topicllama adapt``: its JSON, its sentences in both languages, and what it costs others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tiny_llama
from ollama_server import Model, OllamaServer

from topicllama.tools.workspace import Workspace
from topicllama.ui.cli import run

pytestmark = pytest.mark.filterwarnings("ignore:.*gradient_checkpointing:FutureWarning")
QUICK = ("--steps", "2", "--max-length", "64", "--batch", "4", "--learning-rate", "0.01")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with tiny_llama.one_thread():
        yield str(tiny_llama.make(tmp_path_factory.mktemp("tiny") / "llama"))


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.corpus.add(tiny_llama.documents())
    return workspace


def test_adapt_prints_one_object_and_then_tells_how_to_chat(
    filled: Workspace, base: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with OllamaServer([Model("tiny", dimensions=64)]) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        options = ("adapt", base, *QUICK, "--ollama-base", "tiny", "--name", "mine")
        assert run([*options, "--json"]) == 0
        record = json.loads(capfd.readouterr().out)
        assert record["created"] and record["model"] == "mine"
        assert Path(record["adapter"]).name == "mine" and Path(record["modelfile"]).is_file()
        assert record["perplexity"]["after"] < record["perplexity"]["before"]
        assert record["documents"] == 54 and record["tokens"] > 1000 and record["seconds"] > 0
        assert record["device"] == "cpu" and "error" not in record
        assert run(options) == 0
        printed = capfd.readouterr().out
        assert "mine-2" in printed and "topicllama chat --model mine-2" in printed
        server.models.clear()
        assert run([*options, "--language", "zh"]) == 1
        assert "ollama pull tiny" in capfd.readouterr().err


def test_adapt_without_ollama_in_chinese(
    filled: Workspace, base: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["adapt", base, *QUICK, "--no-create", "--language", "zh"]) == 0
    printed = "".join(capfd.readouterr().out.split())
    assert "适配前" in printed and "ollamacreate名称-fModelfile" in printed


def test_no_gain_is_exit_1_with_figures_and_an_error(
    workspace: Workspace, base: str, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace.corpus.add(tiny_llama.misleading())
    assert run(["adapt", base, *QUICK, "--no-create", "--json"]) == 1
    out, err = capfd.readouterr()
    record = json.loads(out)
    assert record["adapter"] == "" and record["perplexity"]["before"] > 1
    assert record["error"]["message"] in err and record["error"]["hint"] in err


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from topicllama.ui.cli import run; run(['adapt', '--help']); "
        "print([m for m in ('torch', 'transformers', 'peft', 'ollama', 'numpy') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n"), done.stdout
    assert "--ollama-base" in done.stdout
