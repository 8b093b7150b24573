"""A model that answers without looking is made to look first."""

from __future__ import annotations

from typing import Any

import pytest
from ollama_server import OllamaServer, call

from topicllama.agent.conversation import Conversation
from topicllama.agent.events import TextDelta
from topicllama.agent.grounding import wanted_call


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("what do the texts say about fires?", "search_documents"),
        ("文中怎么说山火？", "search_documents"),
        ("which topics are there?", "show_topics"),
        ("哪些话题最近在上升？", "analyze_corpus"),
        ("find 8 topics", "train_topics"),
    ],
)
def test_what_a_message_asks_for(text: str, tool: str) -> None:
    found = wanted_call(text, [])
    assert found is not None and found.tool == tool


@pytest.mark.parametrize(
    "text", ["hello", "谢谢", "write me a poem", "merge topics 1 and 2", "don't train yet", "👍"]
)
def test_small_talk_refusals_and_edits_make_no_call(text: str) -> None:
    assert wanted_call(text, []) is None


async def test_the_call_is_made_in_place_of_what_the_model_said_out_of_its_head(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply("Fires burn on the moon.", "Fires burn near Sydney [1].")
    events, answer = await talk(chat, "what do the texts say about fires?")
    assert [c["name"] for c in answer.tool_calls] == ["search_documents"]
    assert answer.text == "Fires burn near Sydney [1]." and answer.citations
    assert "moon" not in "".join(e.text for e in events if isinstance(e, TextDelta))
    sent = ollama.chats[1].body["messages"]
    assert "moon" not in str(sent) and sent[-1]["role"] == "tool"


async def test_a_model_that_looks_itself_is_left_alone(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(call("search_documents", query="flames"), "Near Sydney [1].")
    _, answer = await talk(chat, "what do the texts say about fires?")
    assert [c["arguments"] for c in answer.tool_calls] == [{"query": "flames"}]
    assert answer.text == "Near Sydney [1]."


async def test_an_answer_that_cites_nothing_shows_what_was_found(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(call("search_documents", query="fires"), "Near Sydney.")
    _, answer = await talk(chat, "what do the texts say about fires?")
    assert answer.text == "Near Sydney.\n\nFound in the texts: [1][2]"
    assert [c.number for c in answer.citations] == [1, 2]
