"""The mean sentiment of topics by period, computed by hand on a few documents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.sentiment_periods import by_period
from topicllama.tools.topic_model import Topic, TopicModel

DATES = ["2001-03", "2001-09", "2003", "2003", ""]
SCORES = {"d0": 0.5, "d1": -0.5, "d2": 0.2, "d3": 0.4, "d4": 1.0}


def corpus_of(folder: Path, dates: list[str]) -> Corpus:
    corpus = Corpus(folder / "corpus.sqlite")
    corpus.add(Document(f"d{n}", f"text {n}", date=date) for n, date in enumerate(dates))
    return corpus


@pytest.fixture
def model() -> TopicModel:
    """d0, d1 and d4 belong to topic 5, d2 and d3 to topic 7."""
    first = np.array([1, 1, 0, 0, 1], np.float32)
    return TopicModel(
        algorithm="lda",
        terms=("a",),
        vocabulary=("a",),
        topic_word=np.ones((2, 1), np.float32),
        document_topic=np.stack([first, 1 - first], axis=1),
        document_ids=tuple(f"d{n}" for n in range(5)),
        topics=tuple(Topic(k, "", "keywords", (), 0.5, 2) for k in (5, 7)),
    )


def test_means_by_year(tmp_path: Path, model: TopicModel) -> None:
    found = by_period(corpus_of(tmp_path, DATES), model, SCORES, "year")
    assert found == {
        "by": "year",
        "periods": ["2001", "2002", "2003"],
        "series": [
            {
                "topic": 5, "means": [0.0, None, None], "spreads": [0.5, None, None],
                "documents": [2, 0, 0],
            },
            {
                "topic": 7, "means": [None, None, 0.3], "spreads": [None, None, 0.1],
                "documents": [0, 0, 2],
            },
        ],
        "undated": 1,
    }  # fmt: skip


def test_documents_without_a_score_or_a_precise_date_do_not_count(
    tmp_path: Path, model: TopicModel
) -> None:
    found = by_period(corpus_of(tmp_path, DATES), model, {"d0": 0.5, "d2": 0.2}, "month")
    assert found["periods"][0] == "2001-03"
    assert found["series"][0]["means"][0] == 0.5
    assert set(found["series"][1]["means"]) == {None}


def test_no_dates(tmp_path: Path, model: TopicModel) -> None:
    with pytest.raises(TopicLlamaError):
        by_period(corpus_of(tmp_path, [""] * 5), model, SCORES, "year")
