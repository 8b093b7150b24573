from __future__ import annotations

import numpy as np
import pytest
from topic_fixtures import lee_bow

from topicllama.tools.bow import from_tokens
from topicllama.tools.coherence import npmi
from topicllama.tools.ranking import _in_company, best_words, word_scores
from topicllama.tools.sampling import halves
from topicllama.tools.training import words_of_topics


def test_word_scores_by_hand() -> None:
    scores = word_scores(np.array([[0.8, 0.2], [0.4, 0.6]], np.float32))
    assert scores[0] == pytest.approx([0.8 * np.log(0.8 / 0.6), 0.2 * np.log(0.5)], rel=1e-5)


def test_a_word_is_a_keyword_once_and_only_where_it_is_likelier() -> None:
    topics = np.array([[0.3, 0.3, 0.2, 0.2, 0], [0.1, 0.1, 0.2, 0.2, 0.4]], np.float32)
    words = ["Fire", "fire", "the", "of", "court"]
    assert best_words(topics, words) == [[0], [4]]
    assert best_words(np.full((2, 3), 1 / 3, np.float32), ["a", "b", "c"]) == [[0], [0]]


def test_the_order_by_company_is_that_of_its_formula() -> None:
    generator = np.random.default_rng(3)
    scores = np.sort(generator.uniform(0.002, 0.04, 20))[::-1].astype(np.float32)
    pairs = generator.uniform(-0.4, 0.9, (20, 20))
    pairs += pairs.T

    def value(word: int) -> float:
        others = [each for each in range(15) if each != word]
        weights = scores[others]
        return float(scores[word] * np.exp(4 * (weights @ pairs[word, others]) / weights.sum()))

    columns = list(range(100, 120))
    expected = sorted(columns, key=lambda column: -value(column - 100))
    assert _in_company(columns, scores, pairs.copy()) == expected != columns


def test_a_word_that_keeps_no_company_comes_later() -> None:
    texts = [["cat", "purr", "meow"]] * 6 + [["stray"]] * 6 + [["dog", "bark", "growl"]] * 6
    bow = from_tokens(texts)
    topics = np.array([[0.25, 0.24, 0.23, 0.28, 0, 0, 0], [0, 0, 0, 0, 0.4, 0.3, 0.3]], np.float32)
    alone, company = (best_words(topics, bow.vocabulary, 4, given)[0] for given in (None, bow))
    assert bow.vocabulary[alone[0]] == "stray" and bow.vocabulary[company[-1]] == "stray"
    assert sorted(alone) == sorted(company)


def test_company_makes_keywords_more_coherent_in_texts_that_were_not_asked() -> None:
    asked, others = halves(lee_bow())
    topics = words_of_topics(asked.counts, 8, "lda", 0)
    plain, company = (best_words(topics, asked.vocabulary, 10, given) for given in (None, asked))
    assert npmi(company, others) > npmi(plain, others)
