"""A small Llama is kept to its task: tools that make sense, no call twice, a prompt that fits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from conftest import find_a_topic
from fakes import SmallToolbox
from ollama_server import Model, OllamaServer, Reply, call

from topicllama.agent import turn
from topicllama.agent.conversation import Conversation
from topicllama.agent.token_count import counter_of
from topicllama.agent.tool_specs import NAMES, SPECS, offered
from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace

WITHOUT_TOPICS = {"load_corpus", "train_topics", "search_documents", "analyze_corpus",
                  "recommend_documents"}  # fmt: skip


class GrowingToolbox(SmallToolbox):
    """As the small one, but loading and training leave something in the workspace."""

    def load_corpus(self, source: str) -> Any:
        self.workspace.corpus.add([Document("d1", "Fires burn near Sydney.", language="en")])
        return super().load_corpus(source)

    def train_topics(self, num_topics: int = 0, algorithm: str = "lda") -> Any:
        find_a_topic(self.workspace)
        return super().train_topics(num_topics, algorithm)


@pytest.fixture
def fresh(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Conversation:
    """A conversation in an empty workspace."""
    monkeypatch.setattr(turn, "Toolbox", GrowingToolbox)
    return Conversation(workspace)


def told(request: Any) -> set[str]:
    return {tool["function"]["name"] for tool in request.body.get("tools") or ()}


def properties(request: Any, name: str) -> dict[str, Any]:
    tool = next(t for t in request.body["tools"] if t["function"]["name"] == name)
    return dict(tool["function"]["parameters"]["properties"])


async def test_tools_come_as_there_is_something_for_them(
    fresh: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(call("load_corpus", source="demo"), call("train_topics", num_topics=8), "Done.")
    _, answer = await talk(fresh, "load the demo and find 8 topics")
    assert [c["name"] for c in answer.tool_calls] == ["load_corpus", "train_topics"]
    empty, loaded, trained = ollama.chats
    assert told(empty) == {"load_corpus"}
    assert told(loaded) == WITHOUT_TOPICS
    assert "topic" not in properties(loaded, "search_documents")
    assert properties(loaded, "analyze_corpus")["kind"]["enum"] == ["overview"]
    assert told(trained) == set(NAMES)
    facts = [chat.body["messages"][0]["content"] for chat in ollama.chats]
    assert "No texts are loaded" in facts[0] and "1 documents are loaded" in facts[1]
    assert "0: fires" in facts[2]


async def test_a_call_of_a_tool_that_is_not_offered_says_what_to_do_first(
    workspace: Workspace, talk: Any, ollama: OllamaServer
) -> None:
    chat = Conversation(workspace)  # the real toolbox
    ollama.reply(call("search_documents", query="fires"), "Load something first.")
    _, answer = await talk(chat, "what do the texts say about fires?")
    assert answer.tool_calls[0]["error"].startswith("No texts are loaded yet. Load")
    assert answer.text == "Load something first." and not answer.error


async def test_the_guide_says_what_to_do_first(workspace: Workspace, talk: Any) -> None:
    for text, words in (
        ("which topics are most common?", "Load a file"),
        ("哪些主题最常见？", "请先载入"),
    ):
        _, answer = await talk(Conversation(workspace), text)
        assert answer.model == "guide" and words in answer.text


async def test_tools_that_do_not_exist_are_mended_or_refused_in_words(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(
        call("functions.SearchDocuments", query="fires"),
        call("open_browser", url="x"),
        "Fires [1].",
    )
    _, answer = await talk(chat, "what burns?")
    assert [c["name"] for c in answer.tool_calls] == ["search_documents"]
    refused = ollama.chats[2].body["messages"][-1]
    assert refused["role"] == "tool" and "no tool 'open_browser'" in refused["content"]
    assert "search_documents" in refused["content"] and answer.text == "Fires [1]."


async def test_the_same_call_is_made_once_and_then_answered(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(
        call("search_documents", query="fires"), call("search_documents", query="fires", limit="5"),
        "Fires burn [1].",
    )  # fmt: skip
    _, answer = await talk(chat, "what burns?")
    assert len(answer.tool_calls) == 1 and answer.text == "Fires burn [1]."
    assert not told(ollama.chats[2])  # asked again without tools
    assert ollama.chats[2].body["messages"][-1]["role"] == "tool"


async def test_one_that_only_repeats_itself_is_answered_for_by_the_guide(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.behaviour = lambda body: call("show_topics")
    _, answer = await talk(chat, "which topics?")
    assert len(ollama.chats) == 3 and len(answer.tool_calls) == 1
    assert answer.model == "guide" and "Guide: " in answer.text and not answer.error


async def test_two_equal_calls_at_once_are_one_and_a_change_makes_a_call_new(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    search = ("search_documents", {"query": "fires"})
    ollama.reply(
        Reply(calls=[search, search]), call("train_topics", num_topics=2), Reply(calls=[search]),
        "Done.",
    )  # fmt: skip
    _, answer = await talk(chat, "fires, two topics, and fires again")
    assert [c["name"] for c in answer.tool_calls] == [search[0], "train_topics", search[0]]


async def test_a_call_in_small_talk_is_not_made(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply('Hello! {"name": "show_topics", "parameters": {}}')
    _, answer = await talk(chat, "hi")
    assert answer.text == "Hello!" and not answer.tool_calls


async def test_an_ok_after_a_question_may_call_a_tool(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply("Shall I list the topics?")
    await talk(chat, "what could be done here?")
    ollama.reply(call("show_topics"), "There are two.")
    assert (await talk(chat, "ok"))[1].tool_calls
    await talk(chat, "ok")
    assert not told(ollama.chats[-1])


async def test_follow_ups_find_what_was_shown_in_the_history(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(call("train_topics", num_topics=2), "Two topics.")
    await talk(chat, "find 2 topics")
    ollama.reply(call("search_documents", query="fires"), "Fires burn [1].")
    await talk(chat, "fires?")
    ollama.reply(call("train_topics", num_topics=12), "Twelve.")
    _, answer = await talk(chat, "no, 12 topics")
    assert answer.tool_calls[0]["arguments"] == {"num_topics": 12}
    sent = ollama.chats[-2].body["messages"]
    calls = [c["function"] for m in sent for c in m.get("tool_calls", ())]
    assert [c["arguments"] for c in calls] == [{"num_topics": 2}, {"query": "fires"}]
    trained, found = (m["content"] for m in sent if m["role"] == "tool")
    assert trained.startswith("2 topics were found with lda.") and "1 cricket" in trained
    assert "id <<<12>>>, <<<Bushfires near Sydney>>>; id <<<31>>>" in found
    assert max(len(trained), len(found)) < 500 and "[1]" not in json.dumps(sent[1:])


@pytest.mark.parametrize("num_ctx", [2048, 4096])
async def test_a_small_context_holds_the_tools_a_result_and_the_reply(
    chat: Conversation, talk: Any, ollama: OllamaServer, num_ctx: int
) -> None:
    ollama.models[:] = [Model(f"small{num_ctx}", context=num_ctx)]
    counter = counter_of(f"ollama:small{num_ctx}")
    for question in ("show articles about the fires", "再找一些关于火灾的文章" * 20):
        ollama.reply(call("search_documents", query="fires"), "Fires burn [1]. " * 20)
        await talk(chat, question)
    for request in ollama.chats:
        body = request.body
        used = counter.text(json.dumps([body["messages"], body["tools"]], ensure_ascii=False))
        assert used + body["options"]["num_predict"] <= num_ctx
    assert "Bushfires near Sydney" in ollama.chats[1].body["messages"][-1]["content"]


async def test_a_question_longer_than_the_context_is_cut_and_said(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.models[:] = [Model("tiny", context=4096)]
    _, answer = await talk(chat, "tell me a joke: " + "word " * 20_000 + "is about fires?")
    sent = ollama.chats[-1].body["messages"][-1]["content"]
    assert len(sent) < 12_000 and sent.startswith("tell me a joke") and sent.endswith("fires?")
    assert "The question was longer" in answer.text


async def test_what_the_server_counted_is_learnt(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.models[:] = [Model("learner", context=8192)]
    text = "Fires burn near Sydney and the wind is strong. " * 40
    before = counter_of("ollama:learner").text(text)
    for _ in range(3):
        await talk(chat, text)
    assert counter_of("ollama:learner").text(text) < 0.8 * before


def test_what_is_offered_are_tools_of_the_table() -> None:
    assert offered(documents=True, topics=True) == SPECS
    for tools in (offered(documents=False, topics=False), offered(documents=True, topics=False)):
        for spec in tools:
            full = next(one for one in SPECS if one.name == spec.name)
            assert {a.name for a in spec.arguments} <= {a.name for a in full.arguments}
