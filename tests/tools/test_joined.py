"""Documents beside their rows, whether the corpus is that of the model or another."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from analysis_fixtures import corpus_of, model_of

from topicllama.tools.documents import Document
from topicllama.tools.joined import joined

IDS = ("a", "b", "c")
WEIGHTS = [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]]


def test_rows_are_those_of_the_documents(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, (Document(name, f"text {name}") for name in IDS))
    same = joined(corpus, model_of(WEIGHTS, IDS))
    assert same.ids == list(IDS) and same.positions == [0, 1, 2] and same.missing == 0
    assert np.array_equal(same.weights, np.array(WEIGHTS, np.float32))
    same.weights[0, 0] = 0  # a copy: the model's own are read-only files
    other = joined(corpus, model_of(WEIGHTS[::-1], ("x", "c", "a")))
    assert other.ids == ["a", "c"] and other.positions == [0, 2] and other.missing == 1
    assert np.array_equal(other.weights, np.array([WEIGHTS[0], WEIGHTS[1]], np.float32))
