"""A conversation about documents that a person has chosen, with the real tools and the guide."""

from __future__ import annotations

import pytest

from topicllama.agent.conversation import Conversation, ask
from topicllama.agent.digest import digest
from topicllama.agent.facts import selection_fact
from topicllama.agent.grounding import wanted_call
from topicllama.tools.search import search
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("chosen"))
    toolbox = Toolbox(made)
    toolbox.load_corpus("demo")
    toolbox.train_topics(5, "nmf")
    made.set(chat_model="guide")
    return made


@pytest.fixture(scope="module")
def chosen(workspace: Workspace) -> list[str]:
    return [hit.id for hit in search(workspace, "bushfires firefighters", limit=8).results]


def test_what_is_cited_is_among_them(workspace: Workspace, chosen: list[str]) -> None:
    everywhere = ask(workspace, "what do they say about the government?")
    among = ask(workspace, "what do they say about the wind?", documents=chosen)
    assert among.citations and {c.id for c in among.citations} <= set(chosen)
    assert not {c.id for c in everywhere.citations} <= set(chosen)


def test_a_general_question_is_answered_by_what_they_are(
    workspace: Workspace, chosen: list[str]
) -> None:
    answer = ask(workspace, "summarise them", documents=chosen)
    assert f"You selected {len(chosen)} documents. They are about" in answer.text
    assert answer.citations and {c.id for c in answer.citations} <= set(chosen)
    chinese = ask(workspace, "总结一下", documents=chosen)
    assert f"你选了 {len(chosen)} 篇文档" in chinese.text


def test_topics_that_are_known_are_shown_and_not_found_anew(workspace: Workspace) -> None:
    before = workspace.current_version
    for question in ("What are these texts about?", "这些文章讲的是什么？"):
        answer = ask(workspace, question)
        assert [call["name"] for call in answer.tool_calls] == ["show_topics"], question
    which = ask(workspace, "Which topic is about the bushfires?")
    assert [call["name"] for call in which.tool_calls] == ["search_documents"]
    found = search(workspace, "bushfires", limit=5).results
    (topic,) = {hit.topic for hit in found}
    assert which.text.startswith(f"That is topic {topic} ("), which.text
    assert workspace.current_version == before


def test_what_they_do_not_say_is_told_of_them(workspace: Workspace, chosen: list[str]) -> None:
    answer = ask(workspace, "what do they say about cricket?", documents=chosen)
    assert f"None of the documents you selected ({len(chosen)}) matches" in answer.text


def test_the_chat_keeps_what_it_was_about(workspace: Workspace, chosen: list[str]) -> None:
    ask(workspace, "summarise them", "kept", documents=chosen)
    ask(workspace, "hi", "kept")
    about = [m["documents"] for m in Conversation(workspace, "kept").messages() if "created" in m]
    assert about == [chosen, []]


def test_figures_of_all_say_so(workspace: Workspace, chosen: list[str]) -> None:
    toolbox = Toolbox(workspace, within=frozenset(chosen))
    for note in (toolbox.show_topics().note, toolbox.analyze_corpus("overview").note):
        assert note.startswith("This is about all documents, not only the selected ones.")
    assert not Toolbox(workspace).show_topics().note


def test_recommendations_are_like_them_or_some_of_them(
    workspace: Workspace, chosen: list[str]
) -> None:
    toolbox = Toolbox(workspace, within=frozenset(chosen))
    others = toolbox.recommend_documents("")
    assert others.like_selected and others.results
    assert not {hit.id for hit in others.results} & set(chosen)
    some = toolbox.recommend_documents("strong winds drive the fires towards houses")
    assert some.results and {hit.id for hit in some.results} <= set(chosen)
    answer = ask(workspace, "recommend something similar", documents=chosen)
    assert f"Like the documents you selected ({len(chosen)})" in answer.text


def test_a_model_is_told_of_them(workspace: Workspace, chosen: list[str]) -> None:
    assert "selected 8 documents" in selection_fact(8, "en")
    assert "8 篇" in selection_fact(8, "zh") and selection_fact(0, "en") == ""
    wanted = wanted_call("what are they about?", [], selected=True)
    assert wanted is not None and (wanted.tool, wanted.arguments) == ("search_documents", {})
    from topicllama.tools.results import to_json

    result = to_json(Toolbox(workspace, within=frozenset(chosen)).search_documents())
    told = digest("search_documents", result)
    assert f"The person selected {len(chosen)} documents." in told and "Their topics: " in told


def test_documents_that_are_gone(workspace: Workspace) -> None:
    answer = ask(workspace, "summarise them", documents=["no such document"])
    assert "None of the chosen documents is loaded" in answer.text
