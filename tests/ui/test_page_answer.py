"""What stands beside the chat, made of real results of the tools."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from topicllama.agent.events import ToolFinished, ToolStarted
from topicllama.agent.toolset import plain
from topicllama.tools.results import to_json
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_answer import shown_beside
from topicllama.ui.page_answer_parts import Shown
from topicllama.ui.page_chat import Turn
from topicllama.ui.page_panel import Loaded, side_panel
from topicllama.ui.page_sessions import Chats
from topicllama.ui.rooms import Rooms

HOSTILE = "<img src=x onerror=alert(1)>"
Answered = Callable[..., Shown]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The Chinese demo, which has dates and labels, with three topics."""
    folder = tmp_path_factory.mktemp("answer")
    toolbox = Toolbox(Workspace(folder))
    toolbox.load_corpus("demo-zh")
    toolbox.train_topics(3)
    return folder


@pytest.fixture
def answered(folder: Any) -> Answered:
    """Call a tool and see what stands beside the chat then."""

    def call(tool: str, question: str = "q", language: str = "en", **arguments: Any) -> Shown:
        workspace = Workspace(folder)
        toolbox = Toolbox(workspace, language=language, confirm=lambda question: True)
        result = plain(to_json(getattr(toolbox, tool)(**arguments)))
        return beside(workspace, tool, arguments, result, question, language)

    return call


def beside(
    workspace: Workspace, tool: str, arguments: dict[str, Any], result: dict[str, Any],
    question: str = "q", language: str = "en",
) -> Shown:  # fmt: skip
    found = shown_beside(workspace, chat_with(workspace, (question, tool, arguments, result)),
                         language)  # fmt: skip
    assert found is not None and found.name in found.html
    assert "None" not in re.sub(r"<[^>]*>", "", found.html)
    return found


def chat_with(workspace: Workspace, *turns: tuple[str, str, dict[str, Any], Any]) -> Any:
    chats: Chats = Rooms(workspace).open().chats
    chat = chats.open()
    for question, tool, arguments, result in turns:
        turn = Turn(question)
        turn.apply(ToolStarted("t", tool, arguments))
        turn.apply(ToolFinished("t", tool, arguments, 0.1, result))
        turn.end()
        chat.turns.append(turn)
    return chat


@pytest.mark.parametrize("language", ["en", "zh"])
def test_found_documents_are_numbered_as_they_are_cited(answered: Answered, language: str) -> None:
    shown = answered("search_documents", query="地铁", language=language)
    assert shown.html.count('name="open"') == 5, "without a number it opens by its id"
    assert 'href="#/documents?q=%E5%9C%B0%E9%93%81"' in shown.html
    assert "tl-dot" in shown.html and re.search(r"20\d\d-\d\d", shown.html)


def test_numbers_open_the_passage(folder: Any) -> None:
    hits = [{"id": "d1", "title": HOSTILE, "number": 3, "topic": 1, "topic_label": HOSTILE,
             "date": "2020"}]  # fmt: skip
    shown = beside(Workspace(folder), "search_documents", {}, {"results": hits, "query": HOSTILE})
    assert 'name="cite" value="0:3"' in shown.html and ">3</span>" in shown.html
    assert "<img" not in shown.html


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_topic_is_a_card(answered: Answered, language: str) -> None:
    shown = answered("show_topics", topic="1", language=language)
    assert "1" in shown.name and 'href="#/topics/1"' in shown.html
    assert 'class="tl-by-words"' in shown.html and 'class="tl-hit"' in shown.html
    assert 'class="trend"' in shown.html and 'href="#/trends?topic=1"' in shown.html


@pytest.mark.parametrize(
    ("tool", "arguments", "links", "has"),
    [
        ("show_topics", {}, "#/topics", 'href="#/topics/2"'),
        ("show_topics", {"topic": "tree"}, "#/map", 'class="tree"'),
        ("label_topics", {}, "#/topics", "tl-topic"),
        ("analyze_corpus", {"kind": "trends"}, "#/trends", 'class="trend"'),
        ("analyze_corpus", {"kind": "trends", "topic": "1"}, "#/trends?topic=1", "trend"),
        ("analyze_corpus", {"kind": "sentiment"}, "#/topics", 'class="mood"'),
        ("analyze_corpus", {"kind": "compare", "by": "label"}, "#/trends", "tl-contrast"),
        ("analyze_corpus", {"kind": "quality"}, "#/quality", "tl-by-measures"),
        ("analyze_corpus", {"kind": "overview"}, "#/documents", "2018-"),
        ("recommend_documents", {"liked": "yunxi-079"}, "", "tl-hit"),
        ("load_corpus", {"source": "demo-zh"}, "#/data", "80"),
        ("edit_topics", {"action": "preview merge", "topics": "0,1"}, "#/topics", "changed"),
    ],
)
def test_each_answer_has_its_piece_and_its_way_on(
    answered: Answered, tool: str, arguments: dict[str, Any], links: str, has: str
) -> None:
    for language in ("en", "zh"):
        shown = answered(tool, language=language, **arguments)
        assert f'href="{links}"' in shown.html or not links
        assert has in shown.html or language == "zh"
        assert bool(re.search(r"[\u4e00-\u9fff]", shown.name)) == (language == "zh")


def test_a_question_about_the_map_shows_a_small_one(answered: Answered) -> None:
    shown = answered("show_topics", question="show me the map")
    assert shown.name == "Map" and 'class="map"' in shown.html and 'href="#/map"' in shown.html


def test_what_was_picked_is_shown_and_else_what_was_found_last(folder: Any) -> None:
    workspace = Workspace(folder)
    hits = {"results": [{"id": "d1", "title": "One", "number": 1}], "total": 1}
    chat = chat_with(workspace, ("first", "search_documents", {}, hits),
                     ("second", "search_documents", {}, {"results": [], "total": 0}),
                     ("third", "edit_topics", {}, None))  # fmt: skip
    place = f"{chat.id}:1:0"
    for told, wanted in (("", place), ("0:0", f"{chat.id}:0:0"), ("9:9", place), ("x", place)):
        chat.pick(told)
        shown = shown_beside(workspace, chat, "en")
        assert shown is not None and shown.place == wanted
    assert shown_beside(workspace, chat_with(workspace), "en") is None


def test_the_panel_has_two_tabs_once_there_is_an_answer() -> None:
    loaded = Loaded(0, {}, None)
    assert 'role="tab"' not in side_panel(loaded, "en")
    panel = side_panel(loaded, "en", Shown("c:0:0", "Documents (1)", "<p>here</p>"))
    assert panel.count('role="tab"') == 2 and 'data-name="Documents (1)"' in panel
