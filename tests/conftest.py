"""Nothing of the machine leaks into a test: no user folder, no network, no server that runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from network_guard import (  # noqa: F401 - pytest finds them here
    asks_for,
    pytest_configure,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_unconfigure,
)
from ollama_server import OllamaServer, scripted_llama

from topicllama.agent import models
from topicllama.agent.token_count import counter_of
from topicllama.tools.workspace import Workspace

# The same examples in every run, so that a run says something of the change it tests. New ones are
# looked for with HYPOTHESIS_PROFILE=default and by `make fuzz`.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

os.environ["HF_HUB_OFFLINE"] = "1"

# Nothing listens on the discard port, so "Ollama" is away unless a test starts one.
NO_SERVER = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A user folder of the test's own, and no Ollama server."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("TOPICLLAMA_WORKSPACE", str(tmp_path / "workspace"))
    monkeypatch.setenv("OLLAMA_HOST", NO_SERVER)
    for name in ("TOPICLLAMA_MODEL", "TOPICLLAMA_CHROMA", "TOPICLLAMA_CHROMA_TOKEN",
                 "TOPICLLAMA_CHROMA_HEADERS", "TOPICLLAMA_OLLAMA_TIMEOUT", "OLLAMA_HOSTS",
                 "OLLAMA_NUM_PARALLEL"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)
    models.status_cache.forget()
    counter_of.cache_clear()


@pytest.fixture
def workspace(isolated: None) -> Workspace:
    """An empty workspace."""
    return Workspace()


@pytest.fixture
def ollama(isolated: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaServer]:
    """A server standing in for Ollama, found through OLLAMA_HOST; it has one model, llama3.2."""
    with OllamaServer(behaviour=scripted_llama) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        models.status_cache.forget()
        yield server
