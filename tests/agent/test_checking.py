"""A Llama that makes up quotations and numbers: what the person is left with."""

from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.messages import AIMessage
from ollama_server import OllamaServer, Reply, call

from topicllama.agent.conversation import Conversation
from topicllama.agent.events import TextDelta

INVENTED = "the whole city was lost within the hour"
FOUND = "Hundreds of homes are threatened by fires."


def streamed(events: list[Any]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def test_an_invented_quotation_and_number_do_not_stay(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(
        call("search_documents", query="fires"),
        f'One article says “{INVENTED}” [1]. Another says "{FOUND}" [1]. It burned 4,711 houses '
        "on 25 December 2001 [1].",
    )
    events, answer = await talk(chat, "what do the articles say about the fires?")
    assert INVENTED in streamed(events)  # it streams before it can be checked
    assert INVENTED not in answer.text and f'"{FOUND}" [1]' in answer.text
    assert answer.dropped_quotes == [INVENTED] and answer.unverified_numbers == ["4,711"]
    assert "1 quotation was left out" in answer.text and "the number 4,711." in answer.text
    assert [cited.number for cited in answer.citations] == [1]
    kept = json.dumps(chat.messages(), ensure_ascii=False)
    assert answer.text in [message["text"] for message in chat.messages()]
    assert INVENTED not in kept.replace(json.dumps([INVENTED]), "")


async def test_later_turns_do_not_read_what_was_dropped(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(call("search_documents", query="fires"), f'It says "{INVENTED}" [1].', "Yes.")
    await talk(chat, "what do the articles say about the fires?")
    await talk(chat, "are you sure?")
    assert INVENTED not in json.dumps(ollama.chats[-1].body["messages"])


async def test_in_chinese(chat: Conversation, talk: Any, ollama: OllamaServer) -> None:
    ollama.reply(
        call("search_documents", query="fires"),
        "报道说“整座城市在一小时之内化为灰烬”[1]。大火威胁数百户人家[1]，烧毁了四千七百间房屋。",
    )
    _, answer = await talk(chat, "文章怎么说山火？")
    assert answer.text.startswith("大火威胁数百户人家[1]，烧毁了四千七百间房屋。")
    assert "已删去 1 处" in answer.text and "数字 四千七百" in answer.text


@pytest.mark.parametrize(
    "reply",
    [
        f'“{FOUND}” [1] That was on 2001-12-25; 2 documents match.',
        "There are 2 topics in 300 documents; fires and weather has 60% of the text.",
        "1. Fires [1]\n2. Winds [2]\n\nYou can ask: “what is topic 1 about in the end?”",
    ],
)  # fmt: skip
async def test_what_is_right_is_left_as_it_is(
    chat: Conversation, talk: Any, ollama: OllamaServer, reply: str
) -> None:
    tools = [call("search_documents", query="fires"), call("show_topics")]
    ollama.reply(*tools, Reply(reply))
    events, answer = await talk(chat, "what burns, and which topics are there?")
    found = "" if "[1]" in reply else "\n\nFound in the texts: [1][2]"
    assert answer.text == streamed(events).strip() + found
    assert not answer.dropped_quotes and not answer.unverified_numbers


async def test_an_answer_of_nothing_else_says_so(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(call("search_documents", query="fires"), f'"{INVENTED}"')
    _, answer = await talk(chat, "quote one")
    assert answer.text.startswith("⚠ 1 quotation was left out: not in the documents.\n\nFound")


async def test_the_guide_and_the_notices_are_not_checked(
    chat: Conversation, talk: Any, ollama: OllamaServer
) -> None:
    ollama.reply(Reply(f'It says "{INVENTED}".', status=0, done_reason="length"))
    _, answer = await talk(chat, "are you sure?")
    assert answer.dropped_quotes and "length limit" in answer.text
    ollama.close()
    _, answer = await talk(chat, "which topics are there?")
    assert answer.model == "guide" and not answer.dropped_quotes
    assert not answer.unverified_numbers
    last = chat._turns[-1].messages[-1]
    assert isinstance(last, AIMessage) and last.text
