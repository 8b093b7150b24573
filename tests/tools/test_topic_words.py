"""Words of a topic by relevance, against the formula and pyLDAvis's own way to it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from topic_fixtures import lee_model

from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.topic_words import RECOMMENDED, topic_words

WORDS = ("the", "fire", "smoke", "court")
ROWS = [[0.5, 0.3, 0.19, 0.01], [0.7, 0.01, 0.01, 0.28]]


def model_of(
    shares: tuple[float, float], words: tuple[str, ...] = WORDS, rows: list[list[float]] = ROWS
) -> TopicModel:
    topics = tuple(Topic(7 + n, f"t{n}", "keywords", words, share, 1)
                   for n, share in enumerate(shares))  # fmt: skip
    ones = np.eye(2, dtype=np.float32)
    return TopicModel("lda", words, words, np.array(rows, np.float32), ones, ("a", "b"), topics)


def test_relevance_is_that_of_sievert_and_shirley() -> None:
    words = {one.word: one for one in topic_words(model_of((0.25, 0.75)), 7)}
    fire = words["fire"]
    overall = 0.25 * 0.3 + 0.75 * 0.01
    assert fire.inside == pytest.approx(0.3) and fire.overall == pytest.approx(overall)
    twice = {one.word: one for one in topic_words(model_of((0.5, 1.5)), 7)}
    assert twice["fire"].overall == pytest.approx(overall), "shares count by their sum"
    expected = 0.6 * math.log(0.3) + 0.4 * math.log(0.3 / overall)
    assert fire.relevance(0.6) == pytest.approx(expected, rel=1e-5)


def test_the_weight_goes_from_words_of_its_own_to_frequent_ones() -> None:
    found = topic_words(model_of((0.5, 0.5)), 7)
    assert max(found, key=lambda one: one.relevance(1)).word == "the"
    assert max(found, key=lambda one: one.relevance(0)).word in ("fire", "smoke")
    assert found == sorted(found, key=lambda one: -one.relevance(RECOMMENDED))


def test_the_weights_go_to_both_ends() -> None:
    rows = [[0.41, 0.4, 0.19, 0], [0.5, 0, 0.3, 0.2]]  # "the" is the best for weights above 0.97
    found = topic_words(model_of((0.5, 0.5), rows=rows), 7, most=1)
    assert [one.word for one in found] == ["fire", "the"]


def test_each_weight_finds_its_best_words() -> None:
    model = lee_model()
    topic = model.topics[0]
    found = topic_words(model, topic.id, 10)
    everything = topic_words(model, topic.id, len(model.vocabulary))
    for weight in (0.0, 0.35, 0.6, 1.0):
        best = sorted(everything, key=lambda one: -one.relevance(weight))[:10]
        assert {one.word for one in best} <= {one.word for one in found}
    assert len(found) < 60


def test_a_word_comes_once() -> None:
    found = topic_words(model_of((0.5, 0.5), ("Fire", "fire", "smoke", "court")), 7)
    assert [one.word for one in found if one.word.casefold() == "fire"] == ["Fire"]
