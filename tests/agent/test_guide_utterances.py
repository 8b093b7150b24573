"""How well the guide understands: labelled utterances, of which one part is never tuned on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from guide_fixtures import turn
from langchain_core.messages import BaseMessage
from train_opinion import fingerprint

from topicllama.agent.guide import opinion
from topicllama.agent.guide.intents import INTENTS
from topicllama.agent.guide.past import Past, past_of
from topicllama.agent.guide.plan import Plan, plan

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
# (part, language): the least share of right tools and of right arguments
FLOORS = {
    ("dev", "en"): (0.99, 0.98), ("dev", "zh"): (0.99, 0.98),
    ("heldout", "en"): (0.95, 0.90), ("heldout", "zh"): (0.95, 0.90),
}  # fmt: skip
_FUNCTION = {
    "a",
    "an",
    "the",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "and",
    "or",
    "about",
    "is",
    "are",
    "was",
    "were",
    "do",
    "does",
    "did",
    "s",
    "with",
    "by",
    "from",
} | set("的了在和与")


# Rows that need no earlier turn.
STANDALONE = [intent for intent in INTENTS if not intent.name.startswith(("follow", "more"))]


def utterances(part: str) -> list[dict[str, Any]]:
    lines = (HERE / f"utterances_{part}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def past(history: list[dict[str, Any]]) -> Past:
    messages: list[BaseMessage] = []
    for number, entry in enumerate(history):
        messages += turn(entry["user"], entry["tool"], entry["arguments"], number)
    return past_of(messages)


def understood(entry: Mapping[str, Any]) -> Plan:
    return plan(entry["text"], past(entry.get("history") or []), TODAY)


def tool_of(found: Plan) -> str:
    return f"answer:{found.answer}" if found.answer else found.calls[0].tool


def comparable(arguments: Mapping[str, Any]) -> dict[str, str]:
    defaults = {"limit": "5", "topic": "all", "algorithm": "lda", "num_topics": "0"}
    told = {k: _words(k, v) for k, v in arguments.items() if v not in ("", None)}
    return {k: v for k, v in told.items() if defaults.get(k) != v}


def _words(name: str, value: Any) -> str:
    text = str(value).lower()
    if name in ("query", "liked", "style", "topic", "name"):
        text = re.sub(r"\bthe\b", " ", text)
        if name in ("query", "style"):
            words = [
                w for w in re.findall(r"[a-z0-9]+|[\u4e00-\u9fff]", text) if w not in _FUNCTION
            ]
            return " ".join(sorted(words))
    return " ".join(text.replace('"', "").split())


def right_arguments(entry: Mapping[str, Any], found: Plan) -> bool:
    if not found.calls:
        return True
    wanted = [(entry["tool"], entry.get("arguments") or {})]
    wanted += [(c["tool"], c.get("arguments") or {}) for c in entry.get("then") or ()]
    got = [(c.tool, c.arguments) for c in found.calls]
    return [(t, comparable(a)) for t, a in wanted] == [(t, comparable(a)) for t, a in got]


def score(part: str, language: str) -> tuple[float, float, int]:
    """(share of right tools, share of right tools and arguments, utterances)."""
    entries = [entry for entry in utterances(part) if entry["language"] == language]
    plans = [(entry, understood(entry)) for entry in entries]
    tools = [(entry, p) for entry, p in plans if tool_of(p) == entry["tool"]]
    full = sum(right_arguments(entry, p) for entry, p in tools)
    return len(tools) / len(entries), full / len(entries), len(entries)


@pytest.mark.parametrize(("part", "language"), FLOORS)
def test_the_guide_understands(part: str, language: str) -> None:
    tools, arguments, count = score(part, language)
    print(f"{part} {language}: {count} utterances, tool {tools:.1%}, arguments {arguments:.1%}")
    least_tools, least_arguments = FLOORS[part, language]
    assert tools >= least_tools
    assert arguments >= least_arguments


def test_there_are_enough_utterances_of_both_languages() -> None:
    everything = [entry for part in ("dev", "heldout") for entry in utterances(part)]
    chinese = sum(entry["language"] == "zh" for entry in everything)
    assert len(everything) >= 3000
    assert 0.45 <= chinese / len(everything) <= 0.55
    assert len(utterances("heldout")) >= 100
    tools = {entry["tool"] for entry in everything}
    assert {
        intent.name for intent in INTENTS if not intent.name.startswith(("follow", "more"))
    } <= tools


EXAMPLES = [(intent.name, example) for intent in STANDALONE for example in intent.examples]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_the_examples_of_the_table_belong_to_their_row(name: str, example: str) -> None:
    assert tool_of(plan(example, Past(), TODAY)) == name


def test_the_second_opinion_was_learned_from_these_utterances() -> None:
    """After a change of the dev part: python tests/agent/train_opinion.py."""
    with np.load(opinion.FILE, allow_pickle=False) as stored:
        assert str(stored["learned_from"]) == fingerprint()


def test_the_second_opinion_helps_where_no_row_knows() -> None:
    entries = [entry for entry in utterances("dev") if not entry.get("then")][::12]
    alone = [plan(e["text"], past(e.get("history") or []), TODAY, "none") for e in entries]
    helped = [understood(entry) for entry in entries]
    right = [
        sum(tool_of(found) == entry["tool"] for entry, found in zip(entries, plans, strict=True))
        for plans in (alone, helped)
    ]
    assert right[1] > right[0]
