from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from topicllama.tools import word_stream
from topicllama.tools.keyword_scores import bm25_index
from topicllama.tools.loading import demo
from topicllama.tools.tokens import Tokenizer
from topicllama.tools.word_stream import read_words


def by_bm25s(texts: list[str], tokenizer: Tokenizer) -> Any:
    import bm25s

    numbers: dict[str, int] = {}
    documents = [
        [numbers.setdefault(word, len(numbers)) for word in tokenizer.search_terms(text)]
        for text in texts
    ]
    numbers.setdefault("", len(numbers))
    index = bm25s.BM25(k1=1.5, b=0.75, method="lucene", backend="numpy")
    with np.errstate(all="ignore"):
        index.index((documents or [[]], numbers), show_progress=False)
    return index


NEWS = [document.text for name in ("demo", "demo-zh") for document in demo(name)]  # type: ignore[arg-type]


@pytest.mark.parametrize("texts", [[*NEWS, "", "的"], [], ["", ""], ["one"]])
def test_the_scores_are_those_of_bm25s(monkeypatch: pytest.MonkeyPatch, texts: list[str]) -> None:
    monkeypatch.setattr(word_stream, "_BLOCK", 5000)
    tokenizer = Tokenizer()
    theirs = by_bm25s(texts, tokenizer)
    ours = bm25_index(read_words(texts, tokenizer, search=True))
    assert list(ours.vocab_dict.items()) == list(theirs.vocab_dict.items())
    assert ours.scores["num_docs"] == theirs.scores["num_docs"]
    for name in ("data", "indices", "indptr"):
        assert ours.scores[name].dtype == theirs.scores[name].dtype
        np.testing.assert_array_equal(ours.scores[name], theirs.scores[name])
    if texts == ["one"]:
        assert ours.get_scores(["one"]) == theirs.get_scores(["one"])
