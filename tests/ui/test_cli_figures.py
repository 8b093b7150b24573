"""Sentiment and comparisons on the terminal, in words of both languages."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from topicllama.tools.compare import compare
from topicllama.tools.documents import Document
from topicllama.tools.results import AnalysisResult
from topicllama.tools.sentiment import sentiment
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace
from topicllama.ui import cli_figures
from topicllama.ui.cli_text import use_language

GOOD, BAD = "A wonderful and lovely day for team {}.", "A horrible and sad day for bank {}."
LABELS = {0: "joy", 1: "grief"}
View = Callable[[Console, AnalysisResult, Mapping[int, str]], None]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


def shown(view: View, result: AnalysisResult) -> str:
    output = io.StringIO()
    view(Console(file=output, width=200), result, LABELS)
    return output.getvalue()


@pytest.fixture
def place(workspace: Workspace) -> tuple[Workspace, TopicModel]:
    documents = [
        Document(f"{label}{n}", text.format(n), date=f"{1990 + n}", label=label, language="en")
        for label, text in (("sport", GOOD), ("money", BAD))
        for n in range(12)
    ]
    workspace.corpus.add(documents)
    weights = [[0.9, 0.1] if d.label == "sport" else [0.1, 0.9] for d in documents]
    topics = tuple(Topic(n, name, "keywords", (name,), 0.5, 12) for n, name in LABELS.items())
    model = TopicModel("lda", ("x",), ("x",), np.ones((2, 1), np.float32),
                       np.array(weights, np.float32), tuple(d.id for d in documents),
                       topics)  # fmt: skip
    return workspace, model


def test_passages_with_ids_and_the_check(place: tuple[Workspace, TopicModel]) -> None:
    mood = sentiment(place[0].corpus, place[1])
    checked: dict[str, Any] = {
        "model": "llama3.2", "answered": 4, "agreement": 0.75, "kappa": 0.5,
        "differ": [{"id": "sport3", "title": "A day", "lists": "positive", "llama": "neutral"}],
    }  # fmt: skip
    mood.data["check"] = checked
    text = shown(cli_figures.sentiment, mood)
    assert "Most positive" in text and "sport0" in text and "horrible" in text
    assert "agrees on 75% of 4 documents (Cohen's kappa 0.50)" in text
    assert "sport3" in text and "word lists: Positive, Llama: Neutral" in text
    use_language("zh")
    text = shown(cli_figures.sentiment, mood)
    assert "最正面" in text and "词表：正面，Llama：中性" in text and "Most" not in text


def test_sides_of_a_date_in_words_and_what_is_clear(place: tuple[Workspace, TopicModel]) -> None:
    corpus, model = place[0].corpus, place[1]
    halves = compare(corpus, model, by="period", split="1995")
    text = shown(cli_figures.compare, halves)
    assert "before 1995 (10 documents)" in text and "from 1995 on (14 documents)" in text
    assert "no topic or word is clearly more frequent" in text and "Cohen's h" in text
    assert "The table shows the first 4" not in text
    years = shown(cli_figures.compare, compare(corpus, model, by="year"))
    assert "The table shows the first 4 of 12 groups" in years
    labels = compare(corpus, model)
    use_language("zh")
    text = shown(cli_figures.compare, labels)
    assert "sport（12 篇）" in text and "较多：0 joy (+1.85)" in text and "wonderful (+" in text
    assert "1995 之前（10 篇）" in shown(cli_figures.compare, halves)
