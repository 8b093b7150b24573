from __future__ import annotations

import math

import numpy as np
import pytest
from gensim.corpora import Dictionary
from gensim.models import CoherenceModel
from hypothesis import given, settings
from hypothesis import strategies as st
from topic_fixtures import lee_bow, lee_model

from topicllama.tools import coherence
from topicllama.tools.bow import BagOfWords, from_tokens
from topicllama.tools.coherence import c_v, co_occurrence, npmi, topic_npmi, u_mass
from topicllama.tools.metrics import keyword_columns
from topicllama.tools.sampling import some_documents


def words_of(bow: BagOfWords) -> list[list[str]]:
    terms = [bow.terms[column] for column in bow.words]
    return [list(part) for part in np.split(np.array(terms, object), bow.ends[:-1])]


def gensims(measure: str, topics: list[list[int]], bow: BagOfWords, **more: int) -> CoherenceModel:
    texts = words_of(bow)
    dictionary = Dictionary(texts)
    named = [[bow.terms[column] for column in words] for words in topics]
    corpus = [dictionary.doc2bow(text) for text in texts]
    return CoherenceModel(
        topics=named, texts=texts, corpus=corpus, dictionary=dictionary, coherence=measure,
        processes=1, **more,
    )  # fmt: skip


def test_npmi_by_hand() -> None:
    # a and b together in 2 of 4 documents, alone in 2 and 3.
    bow = from_tokens([["a", "b", "b", "b"], ["a", "a", "b"], ["b", "c"], ["c"]])
    expected = math.log(0.5 / (0.5 * 0.75)) / -math.log(0.5)
    assert topic_npmi([[0, 1]], bow, None)[0] == pytest.approx(expected, abs=1e-9)
    assert topic_npmi([[0]], bow)[0] == 0
    assert npmi([[0, 1], [0]], bow, None) == pytest.approx(expected / 2, abs=1e-9)


def test_windows_by_hand() -> None:
    # Windows of two: (a b) (b c) (c a), then (a); an empty document counts as a window.
    bow = from_tokens([["a", "b", "c", "a"], ["a"], []])
    seen = co_occurrence([[0, 1, 2]], bow, 2)
    assert seen.windows == 5
    assert seen.together.tolist() == [[3, 1, 1], [1, 2, 1], [1, 1, 2]]


def test_twins_are_one_and_strangers_far_below() -> None:
    bow = from_tokens([["a", "b"], ["a", "b"], ["c"], ["c"]])
    together, apart = topic_npmi([[0, 1], [0, 2]], bow)
    assert together == pytest.approx(1, abs=1e-9)
    assert apart < -0.9


def test_a_word_that_the_texts_lack_is_no_reason_to_fail() -> None:
    bow = from_tokens([["a", "b"], ["a"], ["c", "a"]])
    part = some_documents(bow, np.array([1, 2]))
    assert np.isfinite(topic_npmi([[0, 1], [1, 2]], part)).all()


@pytest.mark.parametrize("measure", ["c_npmi", "c_v", "u_mass"])
def test_real_topics_score_as_in_gensim(measure: str) -> None:
    bow = lee_bow()
    topics = keyword_columns(lee_model(), bow)
    ours = {"c_npmi": npmi, "c_v": c_v, "u_mass": u_mass}[measure](topics, bow)
    assert ours == pytest.approx(gensims(measure, topics, bow).get_coherence(), abs=1e-6)


def test_blocks_of_documents_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    bow = lee_bow()
    topics = keyword_columns(lee_model(), bow)
    whole = co_occurrence(topics, bow, 10)
    monkeypatch.setattr(coherence, "_BLOCK", 500)
    parts = co_occurrence(topics, bow, 10)
    assert parts.windows == whole.windows
    assert np.array_equal(parts.together, whole.together)


TEXTS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=14), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(texts=TEXTS, window=st.integers(2, 12), order=st.randoms(use_true_random=False))
def test_any_texts_score_as_in_gensim(texts: list[list[str]], window: int, order: object) -> None:
    bow = from_tokens(texts)
    if len(bow.terms) < 3:
        return
    columns = list(range(len(bow.terms)))
    order.shuffle(columns)  # type: ignore[attr-defined]
    topics = [columns[:3], columns[-3:]]
    theirs = gensims("c_npmi", topics, bow, window_size=window).get_coherence_per_topic()
    seen = co_occurrence(topics, bow, window)
    if (
        seen.together.max() < seen.windows
    ):  # a word that is always in view tells nothing; gensim: -1
        assert topic_npmi(topics, bow, window) == pytest.approx(theirs, abs=1e-6)
    their_mass = gensims("u_mass", topics, bow).get_coherence()
    assert u_mass(topics, bow) == pytest.approx(their_mass, abs=1e-6)
