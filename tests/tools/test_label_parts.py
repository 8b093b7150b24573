"""The parts of naming: passages, likeness of names, the report card."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from topic_fixtures import lee_corpus, lee_model

from topicllama.tools.documents import Document
from topicllama.tools.label_alike import alike, alike_groups
from topicllama.tools.label_passages import TellingPassages
from topicllama.tools.label_report import LabelJudge, label_report, naming_note
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.workspace import Workspace


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Space Flights", "flight in space", True),
        ("Football", "Football transfers", True),
        ("Football transfers", "Football injuries", False),
        ("手机与宽带", "宽带与手机", True),
        ("手机市场", "手机", True),
        ("手機市場", "手机市场", True),
        ("中国电影", "中国经济", False),
        ("The", "A", False),
    ],
)
def test_names_that_are_alike(one: str, other: str, expected: bool) -> None:
    assert alike(one, other) is alike(other, one) is expected


def test_groups_of_alike_names() -> None:
    assert alike_groups(["Water", "Trade", "Water sports", "Sports", "Rain"]) == [[0, 2, 3]]
    assert alike_groups(["Water", "Trade"]) == [] == alike_groups([])


def test_passages_are_typical_and_differ() -> None:
    model = lee_model()
    fire = next(topic for topic in model.topics if "firefighters" in topic.keywords)
    passages = TellingPassages(model, lee_corpus()).of(fire)
    assert passages == TellingPassages(model, lee_corpus()).of(fire)
    assert 4 <= len(passages) <= 6 and len(set(passages)) == len(passages)
    assert all(0 < len(passage) <= 350 and "\n" not in passage for passage in passages)
    assert all(any(word in p.lower() for word in fire.keywords) for p in passages[:4])


def test_a_document_of_moderate_weight_is_shown_too(
    workspace: Workspace, model: TopicModel
) -> None:
    workspace.corpus.add(Document(str(n), f"Fire number {n} burns.") for n in range(9))
    weights = np.zeros((9, model.num_topics), np.float32)
    weights[:, 0] = [0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.45, 0.2, 0.1]
    ids = tuple(str(n) for n in range(9))
    some = replace(model, document_ids=ids, document_topic=weights)
    passages = TellingPassages(some, workspace.corpus).of(
        replace(some.topics[0], representative=())
    )
    assert len(passages) == 5 and passages[-1] == "Fire number 6 burns."


@pytest.fixture
def model() -> TopicModel:
    return lee_model()


def test_a_good_name_fits_its_own_documents_and_a_swapped_one_does_not(model: TopicModel) -> None:
    judge = LabelJudge(model, lee_corpus())
    right = judge.report(model.topics)
    assert right.mean_fit is not None and right.mean_fit > 0.85
    labels = [topic.label for topic in model.topics]
    swapped = [replace(topic, label=labels[n - 1]) for n, topic in enumerate(model.topics)]
    wrong = judge.report(swapped)
    assert wrong.mean_fit is not None and wrong.mean_fit < 0.6
    card = wrong.labels[0]
    assert card.fits_other and not card.good and card.nearest == model.topics[-1].id
    assert wrong.poor >= len(labels) - 1


def test_the_report_card_finds_alike_and_unsure_names(model: TopicModel) -> None:
    first, second, *rest = model.topics
    named = [
        replace(first, label="Reserve Bank"),
        replace(second, label="the bank reserve"),
        replace(rest[0], label_source="llama", confidence=0.1),
        *rest[1:],
    ]
    report = label_report(model.with_topics(named), lee_corpus())
    assert report["labels"][0]["alike"] == [second.id] and report["alike"] == 2
    assert report["labels"][2]["confidence"] == 0.1 and not report["labels"][2]["good"]
    assert all(0 <= card["coverage"] <= 1 for card in report["labels"])


def test_a_name_in_another_language_than_the_documents_is_not_judged(model: TopicModel) -> None:
    named = replace(model.topics[0], label="澳大利亚经济")
    card = LabelJudge(model, lee_corpus()).report([named]).labels[0]
    assert card.fit is None and not card.fits_other and card.good


def test_too_few_documents_are_no_verdict(workspace: Workspace, model: TopicModel) -> None:
    report = label_report(model, workspace.corpus)
    assert report["mean_fit"] is None
    assert {card["fit"] for card in report["labels"]} == {None}


def test_a_note_says_what_became_of_the_names(model: TopicModel) -> None:
    named = model.with_topics([replace(t, label_source="llama") for t in model.topics])
    assert "phrases from the documents" in naming_note(model, model, False, False)
    assert "judged as they are" in naming_note(model, model, False, True)
    assert "no usable name to 8 of 8" in naming_note(model, model, True, False)
    assert "--fresh" in naming_note(named, named, True, False)
    assert naming_note(model, named, True, False) == ""
