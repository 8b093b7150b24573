from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from topic_fixtures import lee_bow

from topicllama.tools.agreement import agreement, purity
from topicllama.tools.bow import build, counts_for
from topicllama.tools.metrics import completion, diversity, evaluate, keyword_columns, perplexity
from topicllama.tools.tokens import TextConfig
from topicllama.tools.training import train

PLAIN = TextConfig(phrases=False, max_df=1.0)


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


def test_perplexity_uses_the_alpha_that_the_topics_were_trained_with() -> None:
    bow = build(["cats purr meow dogs bark", "dogs bark growl cats"] * 10, PLAIN)
    model = train(bow, 2)
    asked = {alpha: replace(model, parameters={"alpha": alpha}) for alpha in (0.01, 5.0)}
    counts = counts_for(model.terms, bow)
    found = {alpha: perplexity(each, bow) for alpha, each in asked.items()}
    assert found == {a: completion(counts, model.topic_word, a) for a in found}
    assert found[0.01] != found[5.0]
    assert perplexity(replace(model, parameters={}), bow) == completion(counts, model.topic_word)
    assert len({perplexity(model, bow, seed) for seed in range(5)}) > 1


def test_completion_takes_some_documents_of_many_and_the_same_each_time() -> None:
    topics = np.array([[0.9, 0.1], [0.1, 0.9]], np.float32)
    counts = csr_matrix(np.random.default_rng(0).integers(1, 30, (50, 2)))
    some = {seed: completion(counts, topics, seed=seed, most=20) for seed in range(4)}
    assert some == {seed: completion(counts, topics, seed=seed, most=20) for seed in some}
    assert len(set(some.values())) == 4 and completion(counts, topics) not in some.values()
    one = csr_matrix(np.array([[40, 0], [0, 40]]))  # any twenty of these are the same two kinds
    assert completion(one, topics, most=2) == completion(one, topics)


def test_a_document_of_one_word_is_not_asked() -> None:
    topics = np.array([[0.9, 0.1], [0.1, 0.9]], np.float32)
    counts = csr_matrix(np.array([[6, 6]] + [[1, 0]] * 40))
    alone = completion(csr_matrix(np.array([[6, 6]])), topics)
    # Its one word would be judged by topics of which nothing is known, or not at all.
    assert completion(counts, topics) == alone is not None
    assert completion(csr_matrix(np.array([[1, 0]] * 40)), topics) is None


def test_words_that_the_corpus_no_longer_holds_are_not_judged() -> None:
    model = train(build(["cats purr meow", "dogs bark growl"] * 3), 2)
    edited = replace(model, topics=tuple(
        replace(topic, keywords=("unicorn", *topic.keywords)) for topic in model.topics
    ))  # fmt: skip
    bow = build(["cats purr meow"] * 3)
    for words in keyword_columns(edited, bow):
        assert {bow.vocabulary[column] for column in words} <= {"cats", "purr", "meow"}
    assert sorted(map(len, keyword_columns(edited, bow))) == [0, 3]


def test_evaluate_with_labels_and_without_anything() -> None:
    texts = ["cats purr meow", "dogs bark growl"] * 10
    bow, labels = build(texts, PLAIN), ["cat", "dog"] * 10
    model = train(bow, 2)
    figures = evaluate(model, bow, labels)
    told = {
        name: round(value, 4) for name, value in agreement(model.document_topic, labels).items()
    }
    assert told and told.items() <= figures.items()
    assert all(value == round(value, 4) for value in figures.values())
    nothing = evaluate(model, build(["planes fly"]))
    assert nothing["coverage"] == 0 and "npmi" not in nothing
    assert evaluate(model, build(["cats"] * 4, PLAIN))["coverage"] == 1
