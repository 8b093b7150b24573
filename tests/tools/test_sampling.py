from __future__ import annotations

import numpy as np
from topic_fixtures import lee_bow

from topicllama.tools.bow import from_tokens
from topicllama.tools.sampling import (
    halves,
    random_documents,
    some_columns,
    some_documents,
    some_words,
)


def test_some_documents_keep_their_words_in_order() -> None:
    bow = from_tokens([["a", "b", "a"], [], ["c"], ["b", "c"]])
    part = some_documents(bow, np.array([3, 0, 1]))
    assert [bow.terms[column] for column in part.words] == ["b", "c", "a", "b", "a"]
    assert part.ends.tolist() == [2, 5, 5] and part.document_ids == ("3", "0", "1")
    assert part.counts.toarray().tolist() == [[0, 1, 1], [2, 1, 0], [0, 0, 0]]


def test_some_columns_keep_the_order_of_the_words() -> None:
    bow = from_tokens([["a", "b", "a"], ["b"], ["c", "b", "a"]])
    part = some_columns(bow, np.array([2, 0]))
    assert part.terms == ("c", "a")
    assert part.words.tolist() == [1, 1, 0, 1] and part.ends.tolist() == [2, 2, 4]
    assert part.counts.toarray().tolist() == [[0, 2], [0, 0], [1, 1]]


def test_halves_are_all_documents_once() -> None:
    first, second = halves(lee_bow(), seed=3)
    assert sorted(first.document_ids + second.document_ids) == sorted(lee_bow().document_ids)
    assert len(first.words) + len(second.words) == len(lee_bow().words)
    assert halves(lee_bow(), seed=3)[0].document_ids == first.document_ids


def test_random_documents_hold_words_and_a_small_corpus_is_whole() -> None:
    bow = from_tokens([["a"], [], ["b"], ["c"]])
    assert random_documents(bow, 9).document_ids == ("0", "2", "3")
    assert len(random_documents(bow, 2).ends) == 2
    assert random_documents(lee_bow(), 10_000) is lee_bow()
    assert some_words(lee_bow(), 10**9) is lee_bow()
    assert 0 < len(some_words(lee_bow(), 5000).words) < 10_000
