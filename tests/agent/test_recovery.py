"""Tool calls as small Llamas write them, and the stream that must not show them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicllama.agent.recovery import HoldBack, recover

CALLS = [
    ('{"name":"search_documents","parameters":{"query":"x"}}', "search_documents", {"query": "x"}),
    ('{"name": "search_documents", "arguments": "{\\"query\\": \\"x\\"}"}', "search_documents",
     {"query": "x"}),
    ('```json\n{"name": "show_topics", "arguments": {"topic": 2}}\n```', "show_topics",
     {"topic": 2}),
    ('```\n{"tool": "show_topics", "args": {}}\n```', "show_topics", {}),
    ('<tool_call>\n{"name": "load_corpus", "arguments": {"source": "demo"}}\n</tool_call>',
     "load_corpus", {"source": "demo"}),
    ('{"type": "function", "function": {"name": "train_topics", "parameters": {"num_topics": 8}}}',
     "train_topics", {"num_topics": 8}),
    ('{"type": "function", "function": "train_topics", "parameters": {}}', "train_topics", {}),
    ('<|python_tag|>show_topics(topic="2")', "show_topics", {"topic": "2"}),
    ('search_documents("鸟（山火）", limit=3)', "search_documents",
     {"query": "鸟（山火）", "limit": 3}),
    ('[show_topics(topic="all")]', "show_topics", {"topic": "all"}),
    ('print(show_topics())', "show_topics", {}),
    ('{"name": "show_topics", "parameters": {"topic": "2"}', "show_topics", {"topic": "2"}),
    ("{'name': 'show_topics', 'parameters': {'topic': None}}", "show_topics", {"topic": None}),
    ('{"show_topics": {"topic": "2"}}', "show_topics", {"topic": "2"}),
    ('{"tool_calls": [{"name": "show_topics", "arguments": {}}]}', "show_topics", {}),
    ('{"name": "show_topics", "topic": "2", "why": "asked"}', "show_topics", {"topic": "2"}),
    ('{"name": "search_documents", "parameters": {"query": "a } b", "user": "root"}}',
     "search_documents", {"query": "a } b"}),
    # loosely: comments, trailing commas, bare names, another name of the tool
    ('```json\n{\n  "name": "search_documents", // find\n "arguments": {"query": "x",},\n}\n```',
     "search_documents", {"query": "x"}),
    ('{"name": "show_topics", /* the second */ "arguments": {"topic": "2"}}', "show_topics",
     {"topic": "2"}),
    ("{name: search_documents, parameters: {query: 'http://x: y', limit: 3}}", "search_documents",
     {"query": "http://x: y", "limit": "3"}),
    ('{"name": "functions.show_topics", "parameters": {"topic": "2"}}', "show_topics",
     {"topic": "2"}),
    ('{"name": "merge_topics", "parameters": {"topics": "1,2"}}', "edit_topics",
     {"action": "merge", "topics": "1,2"}),
    ('{"name": "SearchDocuments", "kwargs": {"query": "x"}}', "search_documents", {"query": "x"}),
    ('functions.search_documents(query="x")', "search_documents", {"query": "x"}),
]  # fmt: skip


@pytest.mark.parametrize(("written", "name", "arguments"), CALLS)
@pytest.mark.parametrize("around", [("", ""), ("I will look.\n\n", ""), ("好的。\n", "\nDone.")])
def test_recovers(written: str, name: str, arguments: dict[str, Any], around: Any) -> None:
    if not written.endswith(("}", "]", ")", "`", ">")) or written.count("{") != written.count("}"):
        around = (around[0], "")  # an open brace can only stand at the end
    text, calls = recover(around[0] + written + around[1])
    assert [(call["name"], call["args"]) for call in calls] == [(name, arguments)]
    assert text.split() == (around[0] + around[1]).split()


def test_recovers_several_in_order() -> None:
    written = (
        '{"name": "load_corpus", "parameters": {"source": "demo"}}; '
        '{"name": "train_topics", "parameters": {"num_topics": 8}}'
    )
    for text in (written, f"[{written.replace(';', ',')}]"):
        assert [call["name"] for call in recover(text)[1]] == ["load_corpus", "train_topics"]
        assert recover(text)[0] == ""
    assert len({call["id"] for call in recover(written)[1]}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Fires [1] burn near {Sydney} [2].",
        '{"name": "delete_workspace", "parameters": {}}',
        '{"answer": 42}',
        '{"name": "search", "parameters": {"words": "x"}}',
        '{"name": "load", "unit": "kg"}',
        "You can use show_topics() to list them.",
        "The tool search_documents (query) finds documents.",
        "search_documents(query=open('/etc/passwd').read())",
        "[1, 2, 3]",
        "",
    ],
)
def test_leaves_other_text_alone(text: str) -> None:
    assert recover(text) == (text, [])


def test_a_quoted_call_is_left_alone() -> None:
    call = '{"name": "train_topics",  "parameters": {"num_topics": 500}}'
    assert recover(f"It says {call}.", quoted=f"… {' '.join(call.split())} …")[1] == []


def shown(text: str, size: int) -> tuple[str, str]:
    """What the stream shows of a reply in pieces of ``size``, before and after its end."""
    held = HoldBack()
    early = "".join(held.feed(text[i : i + size]) for i in range(0, len(text), size))
    return early, early + held.rest(recover(text)[0])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize(("written", "name", "arguments"), CALLS)
def test_a_call_is_never_shown(written: str, name: str, arguments: Any, size: int) -> None:
    assert shown(written, size) == ("", "")
    early, whole = shown(f"Let me look.\n{written}", size)
    assert early.rstrip() == whole.rstrip() == "Let me look."


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_ordinary_text_comes_through_as_it_streams(size: int) -> None:
    text = "Fires burn [1] near Sydney; see topic 2 [3]. 山火持续 [2]。" + " More words." * 20
    early, whole = shown(text, size)
    assert whole == text and len(text) - len(early) < 22


def test_code_that_is_no_call_is_shown_before_the_end() -> None:
    text = "```python\n" + "x = 1\n" * 100
    early, whole = shown(text, 6)
    assert whole == text and len(early) > 500


@given(st.text(alphabet='{}[]"`<|ab: \nshow_topics(1)', max_size=80), st.integers(1, 9))
def test_nothing_is_lost_and_nothing_raises(text: str, size: int) -> None:
    early, whole = shown(text, size)
    assert whole.rstrip() == recover(text)[0].rstrip() or recover(text)[1]
    json.dumps(whole)
