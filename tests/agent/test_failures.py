"""Every way in which a server fails ends in a sentence that says what to do, and the chat goes on:
the recorded exchanges, and what cannot be recorded."""

from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest
from ollama_server import Model, OllamaServer, Reply
from test_ollama_server import TRACES, scripted

from topicllama.agent import models
from topicllama.agent.conversation import Conversation
from topicllama.agent.failures import explain
from topicllama.agent.notices import _NOTICES, notice
from topicllama.tools.errors import TopicLlamaError

# They ask for no tool, so the model's own words are what is said first.
QUESTIONS = {"en": "are you sure?", "zh": "你觉得呢？"}
BY_THE_GUIDE = ("missing", "no_tools", "no_chat", "forbidden")
# which sentence a recorded refusal is told in; all others are "refused"
TOLD = {
    "chat_unknown_model": "missing", "chat_unknown_model_stream": "missing",
    "chat_tools_unsupported": "no_tools", "chat_tools_unsupported_stream": "no_tools",
    "chat_with_embedding_model": "no_chat", "chat_think_unsupported": "unable",
    "chat_too_long_no_truncate": "too_long", "chat_too_long_no_truncate_stream": "too_long",
}  # fmt: skip


# answers that are none of the usual, though the server accepted the request
ODD = ("chat_length", "chat_stream_length", "chat_bad_role", "chat_unknown_option",
       "chat_too_long_truncated", "chat_tools_zero_shot_call_stream")  # fmt: skip


def recorded() -> list[Any]:
    names = sorted(path.stem for path in TRACES.glob("chat_*.json"))
    wanted = [name for name in names if name in ODD or response_of(name)["status"] >= 400]
    return wanted or [pytest.param("", marks=pytest.mark.skip("../shared/ollama-traces is away"))]


def response_of(name: str) -> dict[str, Any]:
    return dict(json.loads((TRACES / f"{name}.json").read_text("utf-8"))["response"])


def reply_of(response: dict[str, Any]) -> Reply:
    if response["status"] >= 400:
        return Reply(status=response["status"], error=json.loads(response["body"])["error"])
    lines = response.get("ndjson_lines") or [response["body"]]
    return scripted([json.loads(line) for line in lines])


@pytest.mark.parametrize("name", recorded())
async def test_a_recorded_exchange_ends_in_words_and_the_chat_goes_on(
    chat: Conversation, talk: Any, ollama: OllamaServer, name: str
) -> None:
    response, language = response_of(name), "en" if name.endswith("stream") else "zh"
    ollama.reply(reply_of(response))
    _, answer = await talk(chat, QUESTIONS[language])
    assert answer.language == language and answer.text.strip()
    if response["status"] >= 400:
        assert_told(answer, TOLD.get(name, "refused"), language)
    elif "length" in name:
        assert notice("cut", language) in answer.text
    await assert_goes_on(chat, talk, ollama)


def assert_told(answer: Any, kind: str, language: str) -> None:
    """The sentence of that kind stands in the answer; a model that cannot answer has the guide
    answer as well."""
    said = notice(kind, language, model="llama3.2", detail="\0").split("\0")
    assert all(part in answer.text for part in said), (kind, answer.text)
    assert "`" not in kind and answer.text.count("{") == 0
    if kind in BY_THE_GUIDE:
        assert answer.model == "guide" and "Guide:" in answer.text and not answer.error
    else:
        assert answer.text.endswith(answer.error) and answer.model == "ollama:llama3.2"


async def assert_goes_on(chat: Conversation, talk: Any, ollama: OllamaServer) -> None:
    ollama._queue.clear()
    _, answer = await talk(chat, "which topics are most common?")
    assert answer.model == "ollama:llama3.2" and answer.tool_calls and not answer.error


FAILURES = [
    (Reply(status=503, error="server busy, please try again"), "busy"),
    (Reply(status=429, error="too many requests"), "busy"),
    (Reply(status=403), "forbidden"),
    (Reply(status=500, error="llama runner process has terminated"), "refused"),
    (Reply(status=500, error="model requires more system memory (5.6 GiB) than is available"),
     "memory"),
    (Reply("half an answer", error="an error was encountered while running the model"), "refused"),
    (Reply("half an answer", hang_up=True), "broken_off"),
    (Reply("half an answer", torn='{"model":"llama3.2","mess'), "broken_off"),
    (Reply(hang_up=True), "broken_off"),
]  # fmt: skip


@pytest.mark.parametrize(("failure", "kind"), FAILURES)
async def test_a_failure_is_told_in_both_languages_and_the_chat_goes_on(
    chat: Conversation, talk: Any, ollama: OllamaServer, failure: Reply, kind: str
) -> None:
    for language, question in QUESTIONS.items():
        ollama.reply(failure)
        events, answer = await talk(chat, question)
        assert_told(answer, kind, language)
        assert answer.text.startswith(failure.text)
        assert not failure.error or kind in ("busy", *BY_THE_GUIDE) or failure.error in answer.text
    await assert_goes_on(chat, talk, ollama)


async def test_a_slow_model_is_told(
    chat: Conversation, talk: Any, ollama: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    limits = dict.fromkeys(("connect", "read", "write", "pool"), 0.2)
    with monkeypatch.context() as patched:
        patched.setattr(httpx.Timeout, "as_dict", lambda self: limits)
        for language, question in QUESTIONS.items():
            ollama.reply(Reply("too late", gate=threading.Event(), before_gate=0))
            assert_told((await talk(chat, question))[1], "timeout", language)
    await assert_goes_on(chat, talk, ollama)


async def test_a_server_that_goes_and_comes_back(
    chat: Conversation, talk: Any, ollama: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk(chat, QUESTIONS["en"])
    ollama.close()
    for language, question in QUESTIONS.items():
        models.status_cache.get()  # what it said last still counts
        _, answer = await talk(chat, question)
        assert answer.model == "guide" and "Guide:" in answer.text, language
    with OllamaServer(behaviour=ollama.behaviour) as again:
        monkeypatch.setenv("OLLAMA_HOST", again.url)
        await assert_goes_on(chat, talk, again)


async def test_a_server_that_lets_nobody_in(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    await talk(chat, QUESTIONS["en"])
    ollama.forbidden = True
    for language, question in QUESTIONS.items():
        _, answer = await talk(chat, question)  # first as the cache knows it, then asked again
        assert answer.model == "guide" and answer.language == language
    assert "OLLAMA_ORIGINS" in chat.model().why
    ollama.forbidden = False
    models.status_cache.forget()
    await assert_goes_on(chat, talk, ollama)


async def test_a_model_that_was_removed_and_one_that_lost_its_tools(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    """What the server told of its models a moment ago is not true any more."""
    for left, kind in (([], "missing"), ([Model("llama3.2", ("completion",))], "no_tools")):
        await talk(chat, QUESTIONS["en"])
        before, ollama.models[:] = list(ollama.models), left
        _, answer = await talk(chat, QUESTIONS["zh"])
        assert_told(answer, kind, "zh")
        ollama.models[:] = before
        models.status_cache.forget()
    await assert_goes_on(chat, talk, ollama)


def test_every_sentence_is_there_in_both_languages() -> None:
    for key, (english, chinese) in _NOTICES.items():
        gaps = [set(re.findall(r"\{\w+\}", text)) for text in (english, chinese)]
        assert gaps[0] == gaps[1], key
        assert re.search(r"[\u3400-\u9fff]", chinese) and not re.search(r"[\u3400-\u9fff]", english)


def test_an_error_of_ours_is_told_in_the_persons_language() -> None:
    error = TopicLlamaError("No texts are loaded yet.", "Train a topic model first.")
    assert explain(error, "guide", "en") == "No texts are loaded yet. Train a topic model first."
    assert "还没有加载文本" in explain(error, "guide", "zh")
    assert "ValueError: x" in explain(ValueError("x"), "guide", "zh")
