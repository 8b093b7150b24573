from __future__ import annotations

import numpy as np
import pytest
from topic_fixtures import lee_bow

from topicllama.tools.bow import from_tokens
from topicllama.tools.held_out import held_out, same_topics


def test_same_topics_whatever_their_order() -> None:
    topics = np.eye(3, 5, dtype=np.float32)
    assert same_topics(topics, topics[[2, 0, 1]]) == pytest.approx(1)
    assert same_topics(topics, topics[:2]) == pytest.approx(2 / 3)
    assert same_topics(topics, np.eye(5, dtype=np.float32)[3:]) == pytest.approx(0, abs=1e-6)


def test_clear_subjects_come_back_and_noise_does_not() -> None:
    rng = np.random.default_rng(1)
    subjects = [[f"{name}{n}" for n in range(20)] for name in ("sport", "law", "food")]
    clear = [rng.choice(subjects[n % 3], 40).tolist() for n in range(120)]
    noise = [rng.choice(sum(subjects, []), 40).tolist() for _ in range(120)]
    found, chance = (held_out(from_tokens(texts), 3, "lda") for texts in (clear, noise))
    assert found["stability"] > 0.95 > chance["stability"]
    assert found["perplexity_held_out"] < 25  # 20 words are left to choose from
    assert chance["perplexity_held_out"] > 50


def test_real_texts_and_too_few() -> None:
    figures = held_out(lee_bow(), 6, "nmf")
    assert 0 < figures["stability"] < 1
    assert figures["perplexity_held_out"] < len(lee_bow().terms)
    assert held_out(from_tokens([["a", "b"]] * 5), 2, "lda") == {}
    assert held_out(lee_bow(), 1, "lda") == {}
