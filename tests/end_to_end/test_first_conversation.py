"""The five requests of a newcomer, with the guide and with a Llama: real texts, topics, answers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ollama_server import OllamaServer

from topicllama.agent.conversation import ask
from topicllama.agent.events import Answer
from topicllama.tools.workspace import Workspace

LOAD, FIND, EXPLAIN, SHOW, COMMON = (
    "load the demo corpus",
    "find 8 topics",
    "what is topic 2 about?",
    "show articles about the bushfires",
    "哪些主题最常见？",
)
TOOLS = {
    LOAD: ("load_corpus", {"source": "demo"}),
    FIND: ("train_topics", {"num_topics": 8}),
    EXPLAIN: ("show_topics", {"topic": "2"}),
    SHOW: ("search_documents", {"query": "bushfires"}),
    COMMON: ("show_topics", {}),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def converse(workspace: Workspace) -> dict[str, Answer]:
    """The five answers of one conversation."""
    answers: dict[str, Answer] = {}
    chat = None
    for text in TOOLS:
        answers[text] = ask(workspace, text, chat)
        chat = chat or _only_chat(workspace)
    return answers


def _only_chat(workspace: Workspace) -> str:
    (file,) = (workspace.root / "chats").glob("*.json")
    return file.stem


def check_shared(workspace: Workspace, answers: dict[str, Answer]) -> None:
    """What holds whoever talks: the right tool, the right language, citations that are there."""
    for text, answer in answers.items():
        assert not answer.error, (text, answer.error)
        assert [(c["name"], c["error"]) for c in answer.tool_calls] == [(TOOLS[text][0], "")]
        assert answer.language == ("zh" if text == COMMON else "en")
    for text in (EXPLAIN, SHOW, COMMON):
        check_citations(workspace, answers[text])
    assert len(workspace.corpus) == 293
    model = workspace.require_model()
    assert model.num_topics == 8


def check_citations(workspace: Workspace, answer: Answer) -> None:
    assert answer.citations, answer.text
    documents = workspace.corpus.get(citation.id for citation in answer.citations)
    for citation in answer.citations:
        assert f"[{citation.number}]" in answer.text
        text = documents[citation.id].text
        assert text[citation.start : citation.end] == citation.quote


def test_without_any_model(workspace: Workspace) -> None:
    answers = converse(workspace)
    check_shared(workspace, answers)
    assert {answer.model for answer in answers.values()} == {"guide"}
    for text, answer in answers.items():
        given = {k: v for k, v in answer.tool_calls[0]["arguments"].items() if v not in ("", 0)}
        assert TOOLS[text][1].items() <= given.items()
    model = workspace.require_model()
    assert "293 documents" in answers[LOAD].text
    assert all(topic.label.split()[0] in answers[FIND].text for topic in model.topics)
    assert model.topic(2).label in answers[EXPLAIN].text
    assert f"{model.topic(2).documents} documents" in answers[EXPLAIN].text
    assert all("fire" in citation.quote for citation in answers[SHOW].citations)
    largest = max(model.topics, key=lambda topic: topic.share)
    assert largest.label in answers[COMMON].text and CHINESE.search(answers[COMMON].text)
    assert f"{largest.documents} 篇" in answers[COMMON].text


def test_through_a_llama(workspace: Workspace, ollama: OllamaServer) -> None:
    answers = converse(workspace)
    check_shared(workspace, answers)
    assert {answer.model for answer in answers.values()} == {"ollama:llama3.2"}
    topics = workspace.require_model().topics
    assert {topic.label_source for topic in topics} == {"llama"}

    asked = [request.body for request in ollama.chats]
    turns = [body for body in asked if body.get("tools")]
    labels = [body for body in asked if body.get("format")]
    assert len(labels) >= 8 and not any(body.get("tools") for body in labels)
    offered = {len(body["tools"]) for body in turns}
    assert offered == {1, 5, 8}, "before there are texts, and topics, fewer make sense"
    assert len({body["options"]["num_ctx"] for body in asked}) == 1, "another value reloads it"
    assert all(body["options"]["num_predict"] > 0 for body in asked)
    assert not any(body.get("think") for body in asked)
    # Each request is followed by the tool's result, which the model words.
    first = [body for body in turns if body["messages"][-1]["role"] == "user"]
    second = [body for body in turns if body["messages"][-1]["role"] == "tool"]
    assert [body["messages"][-1]["content"] for body in first] == list(TOOLS)
    assert len(second) == 5
    assert "293" in second[0]["messages"][-1]["content"]
    assert "<<<" in second[3]["messages"][-1]["content"], "corpus text is fenced as data"
    # Later turns carry the earlier ones.
    assert [m["content"] for m in first[-1]["messages"] if m["role"] == "user"] == list(TOOLS)
    assert CHINESE.search(first[-1]["messages"][0]["content"]), "the Chinese prompt"


def test_a_server_that_appears_is_used_and_one_that_goes_is_replaced(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from topicllama.agent import models

    assert ask(workspace, LOAD).model == "guide"
    with OllamaServer() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        models.status_cache.forget()
        server.reply("The corpus has news.")
        assert ask(workspace, "what is loaded?").model == "ollama:llama3.2"
    answer = ask(workspace, "what is loaded?")
    assert answer.model == "guide" and "293 documents" in answer.text
    assert not answer.error


def test_the_articles_three_documents(workspace: Workspace, tmp_path: Path) -> None:
    folder = workspace.folder("uploads")
    (folder / "article.csv").write_text(
        "正文\n人工智能改变世界\n机器学习技术发展趋势\n深度学习算法应用", encoding="utf-8"
    )
    ask(workspace, f"载入 {folder / 'article.csv'}")
    answer = ask(workspace, "找出主题")
    assert not answer.error and CHINESE.search(answer.text)
    words = {word for topic in workspace.require_model().topics for word in topic.keywords}
    assert words & {"人工智能", "机器学习", "深度学习", "算法", "学习"}
    found = ask(workspace, "有没有关于深度学习的文章？")
    assert found.citations[0].quote == "深度学习算法应用"
