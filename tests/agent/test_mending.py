"""Names and choices that small models make up."""

from __future__ import annotations

from typing import Any

import pytest

from topicllama.agent.mending import closest_tool, known_tool
from topicllama.agent.tool_specs import BY_NAME, NAMES, SPECS
from topicllama.tools.tool_choices import closest_choice

NAMED = [
    ("functions.search_documents", ("search_documents", {})),
    ("SearchDocuments", ("search_documents", {})),
    ("search-documents", ("search_documents", {})),
    ("search_document", ("search_documents", {})),
    ("show_topic", ("show_topics", {})),
    ("merge_topics", ("edit_topics", {"action": "merge"})),
    ("get_trends", ("analyze_corpus", {"kind": "trends"})),
    ("sentiment_analysis", ("analyze_corpus", {"kind": "sentiment"})),
    ("rename_topics", ("label_topics", {})),
    ("delete_workspace", None), ("delete_topics", None), ("open_link", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("written", "tool"), NAMED)
def test_tools(written: str, tool: Any) -> None:
    assert closest_tool(written, NAMES) == tool


def test_made_up_names_lead_to_tools_with_their_arguments() -> None:
    from topicllama.agent.mending import _MADE_UP

    for written, (tool, given) in _MADE_UP.items():
        assert written not in NAMES
        assert known_tool(written, NAMES) == (tool, given)
        assert BY_NAME[tool].read(given) == given


CHOICES = [
    ("edit_topics", "action", "combine", "merge"),
    ("edit_topics", "action", "Remove", "delete"),
    ("edit_topics", "action", "preview_merge", "preview merge"),
    ("edit_topics", "action", "merge (preview)", "preview merge"),
    ("edit_topics", "action", "Preview: combine", "preview merge"),
    ("edit_topics", "action", "preview everything", "preview everything"),
    ("edit_topics", "action", "mrege", "merge"),
    ("edit_topics", "action", "撤销", "undo"),
    ("edit_topics", "action", "paint", "paint"),
    ("analyze_corpus", "kind", "topic trends over time", "trends"),
    ("analyze_corpus", "kind", "statistics", "overview"),
    ("analyze_corpus", "kind", "情感分析", "sentiment"),
    ("train_topics", "algorithm", "LDA topic model", "lda"),
    ("label_topics", "language", "Chinese", "zh"),
    ("label_topics", "language", "en-US", "en"),
]


@pytest.mark.parametrize(("tool", "argument", "written", "meant"), CHOICES)
def test_choices(tool: str, argument: str, written: str, meant: str) -> None:
    given = BY_NAME[tool].read({argument: written})
    assert given[argument] == meant


def test_a_preview_is_never_read_as_the_thing_itself() -> None:
    actions = next(a for a in BY_NAME["edit_topics"].arguments if a.name == "action").choices
    for action in actions:
        for written in (f"preview {action}", f"preview_{action}", f"{action} preview",
                        f"{action}-preview", f"a preview of {action}"):  # fmt: skip
            meant = closest_choice(written, actions)
            assert meant.startswith("preview ") or meant not in actions


def test_every_choice_is_itself() -> None:
    for spec in SPECS:
        for argument in spec.arguments:
            for choice in argument.choices:
                assert closest_choice(choice.upper(), argument.choices) == choice
