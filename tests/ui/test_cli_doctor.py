"""What the doctor says about several Ollama hosts."""

from __future__ import annotations

from pathlib import Path

import pytest
from ollama_server import Model, OllamaServer

from topicllama.agent import models
from topicllama.ui import cli_text
from topicllama.ui.cli_doctor import chat_checks


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("has llama3.2", "without llama3.2", "does not answer", "ollama pull llama3.2")),
        ("zh", ("有 llama3.2", "没有 llama3.2", "没有响应", "ollama pull llama3.2")),
    ],
)
def test_the_doctor_says_which_hosts_answer(
    ollama: OllamaServer,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    language: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setattr(cli_text, "_language", language)
    with OllamaServer([Model("qwen3")]) as other:
        monkeypatch.setenv("OLLAMA_HOSTS", f"{ollama.url},{other.url},127.0.0.1:9")
        models.status_cache.forget()
        hosts, names, answers = chat_checks(tmp_path)
    assert not hosts.ok and not hosts.required
    for part, url, said in zip(
        hosts.detail.replace("；", "; ").split("; "),
        (ollama.url, other.url, "127.0.0.1:9"),
        words,
        strict=False,
    ):
        assert url in part and said in part
    assert words[3] in hosts.hint
    assert "llama3.2" in names.detail and answers.detail == "ollama:llama3.2"


def test_hosts_that_all_have_the_model(
    ollama: OllamaServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with OllamaServer() as other:
        (tmp_path / "settings.json").write_text(
            f'{{"ollama_hosts": ["{ollama.url}", "{other.url}"]}}'
        )
        models.status_cache.forget()
        hosts = chat_checks(tmp_path)[0]
    assert hosts.ok and not hosts.hint
    assert ollama.url in hosts.detail and other.url in hosts.detail
