"""Language of a question, small talk, and what to ask next."""

from __future__ import annotations

import numpy as np
import pytest

from topicllama.agent.facts import workspace_facts
from topicllama.agent.questions import is_small_talk, language_of
from topicllama.agent.suggestions import suggestions
from topicllama.tools.documents import Document
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("find 8 topics", "en"), ("哪些主题最常见？", "zh"), ("使用LDA找8个主题", "zh"),
        ("show articles about 手机", "en"), ("topic 3 讲什么", "zh"),
    ],
)  # fmt: skip
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_a_question_without_words_keeps_the_language() -> None:
    assert language_of("3?", "zh") == "zh" and language_of("👍") == "en"


@pytest.mark.parametrize(
    "text",
    ["hi", "Hello!", "hey there", "thanks", "ok thanks!", "Thank you very much.",
     "help", "what can you do?", "Hello, what can you do?", "你好", "您好！", "谢谢你", "多谢！",
     "你能做什么？", "你好，你能做什么？", "再见"],
)  # fmt: skip
def test_small_talk(text: str) -> None:
    assert is_small_talk(text)


@pytest.mark.parametrize(
    "text",
    ["find topics", "hi, load the demo", "good news about sport", "help me find topics",
     "thanks, and topic 4?", "你好，载入演示语料", "好的，分成十个主题", "谢谢，那第二个呢？",
     "?", ""],
)  # fmt: skip
def test_not_small_talk(text: str) -> None:
    assert not is_small_talk(text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_suggestions_and_facts_follow_the_workspace(workspace: Workspace, language: str) -> None:
    first, facts = suggestions(workspace, language), workspace_facts(workspace, language)
    workspace.corpus.add([Document("1", "Fires.", date="2001-12", language="en")])
    second = suggestions(workspace, language)
    assert first != second and all(2 <= len(found) <= 4 for found in (first, second))
    now = workspace_facts(workspace, language)
    assert facts != now and "2001-12" in now and "en 1" in now


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Include the new documents"), ("zh", "把新文档也算进主题")]
)
def test_new_documents_are_suggested_first(workspace: Workspace, language: str, said: str) -> None:
    workspace.corpus.add([Document("d0", "Fires burn near Sydney.")])
    words = np.ones((1, 1), np.float32)
    topic = Topic(0, "fires", "keywords", ("fires",), 1.0, 1)
    workspace.save_model(
        TopicModel("lda", ("fire",), ("fires",), words, words, ("d0",), (topic,),
                   corpus=workspace.corpus.fingerprint)
    )  # fmt: skip
    assert said not in suggestions(workspace, language)
    workspace.corpus.add([Document("late", "Floods in Queensland.")])
    assert suggestions(workspace, language)[0] == said
    assert 2 <= len(suggestions(workspace, language)) <= 4
