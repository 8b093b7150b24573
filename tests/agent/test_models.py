"""Which model is chosen, from what a real client sees of the server."""

from __future__ import annotations

import socket
import sys
import threading
import types

import pytest
from langchain_ollama import ChatOllama
from ollama_server import Model, OllamaServer, recorded_models

from topicllama.agent import models
from topicllama.agent.models import ChosenModel, choose
from topicllama.agent.ollama import OllamaStatus, StatusCache, server_status
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.ollama_hosts import ollama_hosts, requests_at_once


@pytest.fixture(autouse=True)
def small_guide(monkeypatch: pytest.MonkeyPatch) -> None:
    from fakes import SmallGuide

    monkeypatch.setattr(
        models, "guide", lambda why: ChosenModel("guide", SmallGuide(), why, is_guide=True)
    )


def test_status_of_a_server() -> None:
    with OllamaServer(recorded_models()) as server:
        status = server_status(server.url)
    assert status.reachable and status.version == "0.24.0" and not status.error
    able = [model.name for model in status.models if model.can_call_tools]
    assert able == ["smollm2:latest", "smollm2-json:latest", "smollm2-tools:latest"]
    gemma = status.find("gemma3")
    assert gemma and gemma.context_length == 32_768 and gemma.parameter_size == "268.10M"
    assert status.find("gemma3:latest") is gemma and status.find("gemma") is None


def test_status_without_a_server_and_with_another_one() -> None:
    status = server_status("http://127.0.0.1:9", timeout=1)
    assert not status.reachable and status.error == "nothing answers there"
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # accepts, and never answers
        status = server_status(f"http://127.0.0.1:{deaf.getsockname()[1]}", timeout=0.2)
    assert not status.reachable and status.error


def test_the_status_is_kept_for_a_moment_only() -> None:
    now, asked = [0.0], []

    def ask(host: str | None) -> OllamaStatus:
        asked.append(host)
        return OllamaStatus(False, "h")

    cache = StatusCache(3.0, ask, lambda: now[0])
    cache.get(), cache.get()
    now[0] = 4.0
    cache.get()
    cache.forget()
    cache.get()
    assert len(asked) == 3


def test_who_takes_the_first_status_does_not_wait_for_a_silent_host() -> None:
    heard = threading.Event()

    def ask(host: str | None) -> OllamaStatus:
        if host == "silent":
            heard.wait(20)
        return OllamaStatus(host != "silent", str(host))

    found = StatusCache(3.0, ask).each(["here", "silent"])
    assert next(found) == ("here", OllamaStatus(True, "here"))
    heard.set()
    assert [status.reachable for _, status in found] == [False]


@pytest.mark.parametrize(
    ("settings", "environment", "hosts"),
    [
        ({}, "", (None,)),
        ({}, "http://a, b:1,,a", ("http://a", "b:1", "a")),
        ({"ollama_hosts": "c,d"}, "a", ("c", "d")),
        ({"ollama_hosts": ["c", "d", "c"]}, "a", ("c", "d")),
        ({"ollama_host": "d", "ollama_hosts": "c,d"}, "", ("d", "c")),
        ({"ollama_host": "d"}, "a,b", ("d",)),
    ],
)
def test_which_hosts(
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, object],
    environment: str,
    hosts: tuple[str | None, ...],
) -> None:
    monkeypatch.setenv("OLLAMA_HOSTS", environment)
    assert ollama_hosts(settings) == hosts


def test_how_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert requests_at_once({}) == 4  # a few, where nobody said how many
    monkeypatch.setenv("OLLAMA_NUM_PARALLEL", "3")
    assert requests_at_once({}) == 3 and requests_at_once({"ollama_parallel": "2"}) == 2
    assert requests_at_once({"ollama_parallel": "many"}) == 4


def test_no_host_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOSTS", "127.0.0.1:9,http://127.0.0.1:19")
    assert "at 127.0.0.1:9, http://127.0.0.1:19, so" in choose({}).why


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["qwen3", "llama3.1:8b", "llama3.2"], "ollama:llama3.2"),
        (["qwen3", "llama3.1:8b"], "ollama:llama3.1:8b"),
        (["qwen3"], "ollama:qwen3"),
    ],
)
def test_auto_prefers_llama(ollama: OllamaServer, names: list[str], chosen: str) -> None:
    ollama.models[:] = [Model(name) for name in names]
    assert choose({}).name == chosen


def test_the_chosen_llama(ollama: OllamaServer) -> None:
    ollama.models[:] = [Model("llama3.2", context=4096)]
    chosen = choose({"chat_model": "ollama:llama3.2"})
    assert isinstance(chosen.llm, ChatOllama) and chosen.tools_llm is not chosen.llm
    assert chosen.llm.num_ctx == chosen.num_ctx == 4096 and chosen.llm.num_predict == 682
    assert choose({"num_ctx": 2048}).num_ctx == 2048


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        ("mistral", "ollama pull mistral"),
        ("ollama:mistral:7b", "ollama pull mistral:7b"),
        ("gemma3", "cannot call tools"),
        ("auto", "no model that can call tools"),
        ("guide", "was chosen"),
    ],
)
def test_the_guide_says_why(ollama: OllamaServer, wanted: str, why: str) -> None:
    ollama.models[:] = [Model("gemma3", ("completion",))]
    chosen = choose({"chat_model": wanted})
    assert chosen.is_guide and chosen.name == "guide" and why in chosen.why


def test_no_server_means_the_guide(isolated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = choose({})
    assert chosen.is_guide and "ollama pull llama3.2" in chosen.why
    monkeypatch.setenv("TOPICLLAMA_MODEL", "llama3.1:8b")
    assert "ollama pull llama3.1:8b" in choose({}).why
    assert "was chosen" in choose({"chat_model": "guide"}).why


def test_a_missing_provider_names_the_package(isolated: None) -> None:
    with pytest.raises(TopicLlamaError) as error:
        choose({"chat_model": "google_genai:gemini"})
    assert error.value.hint == "Run: pip install langchain-google-genai"


def test_another_provider(isolated: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from fakes import SmallGuide

    package = types.ModuleType("langchain_groq")
    monkeypatch.setattr(package, "ChatGroq", lambda **given: SmallGuide(), raising=False)
    monkeypatch.setitem(sys.modules, "langchain_groq", package)
    chosen = choose({"chat_model": "groq:llama-3.1-8b-instant"})
    assert chosen.name == "groq:llama-3.1-8b-instant" and chosen.num_ctx == 0
