"""Questions about documents that a person has chosen."""

from __future__ import annotations

from datetime import date

import pytest

from topicllama.agent.guide.past import Past
from topicllama.agent.guide.plan import plan
from topicllama.agent.guide.selection import in_selection, is_general


def _calls(text: str) -> list[tuple[str, dict[str, object]]]:
    wish = in_selection(text, plan(text, Past(), date(2026, 1, 1)))
    return [(call.tool, call.arguments) for call in wish.calls]


@pytest.mark.parametrize(
    "text",
    ["summarise them", "what are they about?", "which topics are in them?", "tl;dr", "?",
     "what do they have in common?", "who is mentioned?", "when were they written?",
     "总结一下", "这些文档讲什么？", "它们有什么共同点", "主要内容是什么？"],
)  # fmt: skip
def test_a_general_question_sums_them_up(text: str) -> None:
    assert _calls(text) == [("search_documents", {})]


@pytest.mark.parametrize(
    ("text", "query"),
    [("what do they say about the economy?", "economy"),
     ("what do they say about cricket?", "cricket"),
     ("summarise what they say about wages", "wages"), ("他们怎么说经济？", "经济"),
     ("这些文章如何评价政府", "政府"), ("这些文章里提到地铁了吗", "地铁")],
)  # fmt: skip
def test_a_question_is_a_search_among_them(text: str, query: str) -> None:
    assert _calls(text) == [("search_documents", {"query": query})]


def test_other_wishes_stay() -> None:
    assert _calls("find 8 topics") == [("train_topics", {"num_topics": 8})]
    assert _calls("find topics") == [("train_topics", {})]
    assert _calls("merge 2 and 3")[0][0] == "edit_topics"
    assert _calls("what is topic 3 about?") == [("show_topics", {"topic": "3"})]
    assert _calls("推荐类似的文章") == [("recommend_documents", {"liked": ""})]
    assert in_selection("hi", plan("hi", Past(), date(2026, 1, 1))).answer == "greeting"
    assert in_selection("help", plan("help", Past(), date(2026, 1, 1))).answer == "help"


def test_a_time_is_searched() -> None:
    found = _calls("what happened in May 2001?")
    assert found == [("search_documents", {"since": "2001-05", "until": "2001-05"})]


def test_what_is_general() -> None:
    assert is_general("Give me the gist in one sentence, please")
    assert is_general("请用一句话概括这些文章的主要内容")
    assert not is_general("summarise 2003")
    assert not is_general("概括经济")
