from __future__ import annotations

import math

import numpy as np
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from scipy.sparse import csr_matrix
from sklearn.metrics import normalized_mutual_info_score
from topic_fixtures import lee_bow

from topicllama.tools.agreement import agreement, purity
from topicllama.tools.bow import build
from topicllama.tools.metrics import diversity, evaluate, npmi, perplexity, topic_npmi
from topicllama.tools.tokens import TextConfig
from topicllama.tools.training import train


def test_npmi_by_hand() -> None:
    # a and b together in 2 of 4 documents, alone in 2 and 3.
    counts = csr_matrix(np.array([[1, 3, 0], [2, 1, 0], [0, 1, 1], [0, 0, 1]]))
    expected = math.log(0.5 / (0.5 * 0.75)) / -math.log(0.5)
    assert topic_npmi([[0, 1]], counts)[0] == pytest.approx(expected, abs=1e-9)
    assert topic_npmi([[0]], counts)[0] == 0
    assert npmi([[0, 1], [0]], counts) == pytest.approx(expected / 2, abs=1e-9)


def test_npmi_of_words_that_never_meet_is_low_and_of_twins_is_one() -> None:
    counts = csr_matrix(np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]]))
    together, apart = topic_npmi([[0, 1], [0, 2]], counts)
    assert together == pytest.approx(1, abs=1e-9)
    assert apart < -0.9


def test_npmi_agrees_with_gensim_on_whole_documents() -> None:
    bow = lee_bow()
    model = train(bow, 5)
    words = [[bow.vocabulary.index(word) for word in t.keywords[:10]] for t in model.topics]
    texts = [
        [bow.terms[c] for c, n in zip(row.indices, row.data, strict=True) for _ in range(n)]
        for row in bow.counts
    ]
    gensim = CoherenceModel(
        topics=[[bow.terms[column] for column in row] for row in words], texts=texts,
        dictionary=Dictionary(texts), coherence="c_npmi", window_size=10_000, processes=1,
    )  # fmt: skip
    assert topic_npmi(words, bow.counts) == pytest.approx(
        gensim.get_coherence_per_topic(), abs=1e-6
    )


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


def test_agreement_with_labels() -> None:
    weights = np.repeat(np.eye(3, dtype=np.float32), 10, axis=0)
    labels = ["a"] * 10 + ["b"] * 10 + ["c"] * 9 + ["a"]
    found = agreement(weights, labels)
    assert found["purity"] == pytest.approx(29 / 30)
    assert found["nmi"] == pytest.approx(
        normalized_mutual_info_score(labels, weights.argmax(axis=1))
    )
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
    assert set(figures) >= {"npmi", "diversity", "perplexity"}


def test_evaluating_leaves_the_counts_as_they_were() -> None:
    bow = build(["cats purr meow", "dogs bark growl"] * 3)
    model = train(bow, 2)
    before = bow.counts.copy()
    evaluate(model, bow)
    assert (bow.counts != before).nnz == 0
    assert bow.counts.nnz == before.nnz
