"""Trends that are worked out once."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from analysis_fixtures import demo_documents, label_model, model_of

from topicllama.tools import trends_kept
from topicllama.tools.documents import Document
from topicllama.tools.editing import merge, rename
from topicllama.tools.explain_trend import topic_trend
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.trends import trends
from topicllama.tools.trends_kept import MOST_PERIODS, kept_trends, topic_trends
from topicllama.tools.workspace import Workspace


@pytest.fixture
def dated(workspace: Workspace) -> Workspace:
    documents = demo_documents()
    workspace.corpus.add(documents)
    workspace.save_model(label_model(documents))
    return workspace


def test_what_is_kept_is_what_the_documents_say(dated: Workspace) -> None:
    assert kept_trends(dated) is None
    made = topic_trends(dated)
    said = trends(dated.corpus, dated.require_model(), bursts=False).data
    assert made.whole == made.chart == said
    trends_kept._loaded.cache_clear()
    assert kept_trends(Workspace(dated.root)) == made
    assert made.line(2)["shares"] == said["series"][2]["shares"] and made.line(99) == {}


def test_it_is_kept_as_long_as_weights_and_documents_are_the_same(
    dated: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    topic_trends(dated)
    dated.save_model(rename(dated.require_model(), 1, "Elsewhere"), only_labels=True)
    monkeypatch.setattr(trends_kept, "_worked_out", lambda *_: pytest.fail("worked out again"))
    assert topic_trends(dated).line(1)["label"] == "Elsewhere"
    monkeypatch.undo()
    dated.save_model(merge(dated.require_model(), [0, 1]))
    assert kept_trends(dated) is None
    topic_trends(dated)
    dated.corpus.add([Document("late", "Something new.", date="2026-11-01")])
    assert kept_trends(dated) is None


def test_a_long_time_is_charted_by_coarser_periods(workspace: Workspace) -> None:
    days = [date(2020, 1, 1) + timedelta(n % 500) for n in range(2600)]
    documents = [Document(f"d{n}", f"text {n}", date=str(day)) for n, day in enumerate(days)]
    workspace.corpus.add(documents)
    late = np.linspace(0.1, 0.9, 500)[np.arange(2600) % 500]
    weights = np.stack([late, 1 - late], axis=1).tolist()
    workspace.save_model(model_of(weights, [document.id for document in documents]))
    made = topic_trends(workspace)
    assert made.whole["by"] == "day" and len(made.whole["periods"]) == 500
    assert made.chart["by"] == "week" and len(made.chart["periods"]) <= MOST_PERIODS
    model = workspace.require_model()
    assert made.chart == trends(workspace.corpus, model, "week", bursts=False).data
    direction, change = made.direction(0)
    assert direction == "rising" and change == pytest.approx(0.8, abs=0.05)
    assert made.direction(1)[0] == "falling"


def test_texts_without_dates_have_no_trend(workspace: Workspace) -> None:
    workspace.corpus.add(Document(name, f"text {name}") for name in "ab")
    workspace.save_model(model_of([[0.9, 0.1], [0.1, 0.9]], ("a", "b")))
    made = topic_trends(workspace)
    assert made.chart == {} and made.line(0) == {} and made.direction(0) == ("steady", 0.0)
    assert kept_trends(workspace) == made


def test_the_explanation_has_the_same_trend(dated: Workspace) -> None:
    model = dated.require_model()
    shown = Toolbox(dated).show_topics("2")
    assert shown.trend == topic_trend(dated.corpus, model, 2)
    assert shown.trend["dated"] == 80
