from __future__ import annotations

import numpy as np
import pytest
from topic_fixtures import lee_bow

from topicllama.tools.bow import from_tokens
from topicllama.tools.coherence import npmi
from topicllama.tools.ranking import best_words, word_scores
from topicllama.tools.sampling import halves
from topicllama.tools.training import words_of_topics


def test_word_scores_by_hand() -> None:
    scores = word_scores(np.array([[0.8, 0.2], [0.2, 0.8]], np.float32))
    assert scores[0] == pytest.approx([0.8 * np.log(1.6), 0.2 * np.log(0.4)], rel=1e-5)


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
