"""What is suggested next fits what was done, and the guide understands it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from topicllama.agent.guide.past import Past
from topicllama.agent.guide.plan import plan
from topicllama.agent.suggestions import LastStep, suggestions
from topicllama.tools.documents import Document
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

HITS = {"results": [{"id": "d1", "topic": 1}]}
CARD = {"topics": [{"id": 1}], "explanation": "It is about fires."}
RISING = {"kind": "trends", "data": {"rising": [{"topic": 1}]}}
OVERVIEW = {"kind": "overview", "data": {"topics": [{"id": 1}]}}
MOODS = {"kind": "sentiment", "data": {"topics": [{"id": 0, "mean": 0.2}, {"id": 1, "mean": -0.3}]}}
LAST = [
    LastStep("search_documents", {"query": "fire"}, HITS),
    LastStep("recommend_documents", {"liked": "d1"}, HITS),
    LastStep("show_topics", {"topic": "1"}, CARD),
    LastStep("show_topics", {"topic": "all"}, {"topics": [{"id": 0}, {"id": 1}]}),
    LastStep("train_topics", {}, {"topics": []}),
    LastStep("edit_topics", {"action": "rename", "topics": "1"}, {}),
    LastStep("edit_topics", {"action": "preview merge", "topics": "0,1"}, {}),
    LastStep("edit_topics", {"action": "undo"}, {}),
    LastStep("analyze_corpus", {"kind": "sentiment"}, MOODS),
    LastStep("analyze_corpus", {"kind": "trends"}, RISING),
    LastStep("analyze_corpus", {"kind": "overview"}, OVERVIEW),
    LastStep("load_corpus", {"source": "demo"}, {"added": 2}),
    None,
]  # fmt: skip


def trained(workspace: Workspace, when: str = "") -> Workspace:
    workspace.corpus.add([Document("d0", "Cricket.", date=when), Document("d1", "Fires burn.")])
    words = np.eye(2, dtype=np.float32)
    topics = (Topic(0, "cricket", "keywords", ("cricket",), 0.6, 1),
              Topic(1, "fires", "keywords", ("fires",), 0.4, 1))  # fmt: skip
    workspace.save_model(
        TopicModel("lda", ("cricket", "fire"), ("cricket", "fires"), words, words, ("d0", "d1"),
                   topics, corpus=workspace.corpus.fingerprint)
    )  # fmt: skip
    return workspace


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("last", LAST, ids=lambda last: f"{last and last.tool}")
@pytest.mark.parametrize("when", ["", "2001-12"])
def test_they_are_two_to_four_different_ones(
    workspace: Workspace, language: str, last: LastStep | None, when: str
) -> None:
    found = suggestions(trained(workspace, when), language, last)
    assert 2 <= len(found) <= 4 and len(set(found)) == len(found)
    over_time = any("over time" in each or "随时间" in each for each in found)
    assert not over_time or when, "nothing over time without dates"


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (LAST[0], ("What is topic 1 about?", "主题1讲的是什么？")),
        (LAST[2], ("Show articles of topic 1", "显示主题1的文章")),
        (LAST[4], ("How good are the topics?", "主题质量怎么样？")),
        (LAST[5], ("Undo the last change", "撤销上一次修改")),
        (LAST[6], ("Merge topics 0 and 1", "合并主题0和1")),
        (LAST[8], ("What is topic 1 about?", "主题1讲的是什么？")),
        (LAST[9], ("What is topic 1 about?", "主题1讲的是什么？")),
    ],
)
def test_what_follows_comes_first(
    workspace: Workspace, last: LastStep, first: tuple[str, str]
) -> None:
    trained(workspace)
    assert suggestions(workspace, "en", last)[0] == first[0]
    assert suggestions(workspace, "zh", last)[0] == first[1]


def test_a_change_that_was_taken_back_is_not_to_be_undone_again(workspace: Workspace) -> None:
    trained(workspace)
    for last in (LAST[6], LAST[7], None):
        assert "Undo the last change" not in suggestions(workspace, "en", last)


def test_a_topic_that_is_gone_is_not_suggested(workspace: Workspace) -> None:
    gone = LastStep("search_documents", {}, {"results": [{"id": "d", "topic": 9}]})
    assert all("9" not in each for each in suggestions(trained(workspace), "en", gone))


WANTED = {
    "What is topic 1 about?": "show_topics",
    "Show articles of topic 1": "search_documents",
    "How did topic 1 change over time?": "analyze_corpus",
    "What is the sentiment of topic 1?": "analyze_corpus",
    "How good are the topics?": "analyze_corpus",
    "Which topics are close to each other?": "show_topics",
    "Undo the last change": "edit_topics",
    "Merge topics 0 and 1": "edit_topics",
    "主题1讲的是什么？": "show_topics",
    "显示主题1的文章": "search_documents",
    "主题1随时间如何变化？": "analyze_corpus",
    "主题1的情感如何？": "analyze_corpus",
    "主题质量怎么样？": "analyze_corpus",
    "哪些主题彼此接近？": "show_topics",
    "撤销上一次修改": "edit_topics",
    "合并主题0和1": "edit_topics",
    "查找关于地铁的文章": "search_documents",
    "Show articles about fires": "search_documents",
}


@pytest.mark.parametrize(("text", "name"), WANTED.items())
def test_the_guide_understands_them(text: str, name: str) -> None:
    made = plan(text, Past(), date(2026, 11, 24))
    assert [call.tool for call in made.calls] == [name]
