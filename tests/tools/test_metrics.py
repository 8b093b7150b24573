from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from topic_fixtures import lee_bow

from topicllama.tools.agreement import agreement, purity
from topicllama.tools.bow import build
from topicllama.tools.metrics import completion, diversity, evaluate, keyword_columns, perplexity
from topicllama.tools.tokens import TextConfig
from topicllama.tools.training import train


def test_diversity() -> None:
    assert diversity([[1, 2, 3], [3, 4, 5]]) == pytest.approx(5 / 6)
    assert diversity([]) == 0


def test_perplexity_is_below_chance_and_prefers_the_right_topics() -> None:
    texts = ["cats purr meow cats purr meow", "dogs bark growl dogs bark growl"] * 20
    bow = build(texts, TextConfig(phrases=False))
    one, two = (perplexity(train(bow, topics), bow) for topics in (1, 2))
    assert one is not None
    assert two is not None
    assert 2.9 < two < 3.6  # three words are left to choose from
    assert two < one < 6.5


def test_completion_by_hand() -> None:
    # One topic: every word of the hidden half has the probability that the topic gives it.
    topic = np.array([[0.75, 0.25]], np.float32)
    found = completion(csr_matrix(np.array([[4000, 4000]])), topic)
    assert found == pytest.approx(np.exp(-(np.log(0.75) + np.log(0.25)) / 2), rel=0.02)
    assert completion(csr_matrix((3, 2), dtype=np.int32), topic) is None


def test_the_words_that_are_judged_are_those_that_people_see() -> None:
    model = train(lee_bow(), 6)
    columns = keyword_columns(model, lee_bow())
    shown = [[lee_bow().vocabulary[column] for column in words] for words in columns]
    assert shown == [list(topic.keywords[:10]) for topic in model.topics]


def test_agreement_with_labels() -> None:
    weights = np.repeat(np.eye(3, dtype=np.float32), 10, axis=0)
    labels = ["a"] * 10 + ["b"] * 10 + ["c"] * 9 + ["a"]
    found = agreement(weights, labels)
    assert found["purity"] == pytest.approx(29 / 30)
    assert found["nmi"] == pytest.approx(
        normalized_mutual_info_score(labels, weights.argmax(axis=1))
    )
    assert found["ari"] == pytest.approx(adjusted_rand_score(labels, weights.argmax(axis=1)))
    assert found["accuracy"] == pytest.approx(29 / 30, abs=0.02)
    assert purity([0, 0, 1], ["x", "y", "y"]) == pytest.approx(2 / 3)


def test_labels_that_are_missing_are_left_out() -> None:
    weights = np.eye(2, dtype=np.float32)
    assert agreement(weights, ["", ""]) == {}
    assert "accuracy" not in agreement(weights, ["a", ""])


def test_evaluate_on_a_corpus_that_has_grown() -> None:
    model = train(build(["cats purr", "dogs bark", "cats meow"]), 2)
    grown = build(["cats purr", "dogs bark", "cats meow", "planes fly"])
    figures = evaluate(model, grown)
    assert figures["coverage"] == 0.75
    assert set(figures) >= {"npmi", "c_v", "u_mass", "diversity", "perplexity"}


def test_evaluating_leaves_the_counts_as_they_were() -> None:
    bow = build(["cats purr meow", "dogs bark growl"] * 3)
    model = train(bow, 2)
    before = bow.counts.copy()
    evaluate(model, bow)
    assert (bow.counts != before).nnz == 0
    assert bow.counts.nnz == before.nnz
