"""The JSON for LDAvis, held against the formulas of Sievert and Shirley (2014).

That the lists are those of pyLDAvis 3.4.1 and that its script draws the file was checked by hand:
docs/cli.md.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from edit_fixtures import demo

from topicllama.tools.bow import bag_of_words
from topicllama.tools.exporting import export
from topicllama.tools.pyldavis import prepared
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import TopicModel

KEYS = {"mdsDat", "tinfo", "token.table", "R", "lambda.step", "plot.opts", "topic.order"}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    """The Chinese demo, whose topic 1 was deleted: ids have a gap."""
    made = demo(tmp_path_factory.mktemp("ldavis") / "w", "demo-zh", 5)
    made.edit_topics("delete", "1")
    return made


@pytest.fixture(scope="module")
def made(tools: Toolbox) -> dict[str, Any]:
    return prepared(tools.workspace, tools.workspace.require_model())


def listed(made: dict[str, Any], number: int, weight: float) -> list[str]:
    """The 30 words that LDAvis shows for a topic at this lambda."""
    info = made["tinfo"]
    rows = [row for row, name in enumerate(info["Category"]) if name == f"Topic{number}"]
    relevance = {row: weight * info["logprob"][row] + (1 - weight) * info["loglift"][row]
                 for row in rows}  # fmt: skip
    return [info["Term"][row] for row in sorted(rows, key=lambda row: -relevance[row])[:30]]


def relevant(model: TopicModel, row: int, sizes: Any, weight: float) -> list[float]:
    """The 30 greatest relevances by the formula of the paper."""
    words = model.topic_word.astype(float)
    overall = sizes @ words / sizes.sum()
    relevance = weight * np.log(words[row]) + (1 - weight) * np.log(words[row] / overall)
    return sorted(relevance.tolist(), reverse=True)[:30]


def test_our_ids_are_in_the_file(tools: Toolbox, made: dict[str, Any]) -> None:
    model = tools.workspace.require_model()
    assert KEYS | {"topics"} == made.keys()
    assert made["topic.order"] == sorted(topic.id for topic in model.topics)
    assert 1 not in made["topic.order"] and made["mdsDat"]["topics"] == [1, 2, 3, 4]
    assert made["topics"] == [
        {"number": n, "id": name, "label": model.topic(name).label}
        for n, name in enumerate(made["topic.order"], 1)
    ]
    assert sum(made["mdsDat"]["Freq"]) == pytest.approx(100)


@pytest.mark.parametrize("weight", [0.0, 0.6, 1.0])
def test_words_are_in_the_order_of_relevance(
    tools: Toolbox, made: dict[str, Any], weight: float
) -> None:
    model = tools.workspace.require_model()
    sizes = bag_of_words(tools.workspace).lengths @ model.document_topic.astype(float)
    assert made["R"] == 30
    for number, name in enumerate(made["topic.order"], 1):
        words = listed(made, number, weight)
        values = relevant(model, model.row(name), sizes, weight)
        info = made["tinfo"]
        rows = {info["Term"][row]: row for row, category in enumerate(info["Category"])
                if category == f"Topic{number}"}  # fmt: skip
        found = [weight * info["logprob"][rows[word]] + (1 - weight) * info["loglift"][rows[word]]
                 for word in words]  # fmt: skip
        assert found == pytest.approx(values, abs=2e-4)


def test_tokens_are_spread_over_the_topics(made: dict[str, Any]) -> None:
    table, info = made["token.table"], made["tinfo"]
    assert set(table["Term"]) <= set(info["Term"]) and min(table["Freq"]) > 0
    assert max(table["Topic"]) <= 4 and table["Term"] == sorted(table["Term"])
    assert all(len(column) == len(info["Term"]) for column in info.values())
    assert info["Category"][:30] == ["Default"] * 30 and info["logprob"][0] == 30


def test_the_file(tools: Toolbox, made: dict[str, Any], tmp_path: Path) -> None:
    file, rows = export(tools.workspace, "topics", "pyldavis", tmp_path / "ldavis.json")
    assert rows == 4 and json.loads(file.read_text("utf-8")) == made
