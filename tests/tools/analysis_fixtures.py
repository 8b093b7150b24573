"""Small corpora and hand-made topic models for the tests of the analyses."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.language import detect
from topicllama.tools.topic_model import Topic, TopicModel

EXAMPLES = Path(__file__).parents[2] / "examples"
SHARED = Path(__file__).parents[2].parent / "shared" / "data"


def corpus_of(folder: Path, documents: Iterable[Document]) -> Corpus:
    corpus = Corpus(folder / "corpus.sqlite")
    corpus.add(documents)
    return corpus


def model_of(
    weights: Sequence[Sequence[float]], ids: Sequence[str], topic_ids: Sequence[int] = ()
) -> TopicModel:
    """A model with these document-topic rows; topic ``i`` is called "topic i"."""
    matrix = np.array(weights, dtype=np.float32)
    k = matrix.shape[1]
    names = topic_ids or range(k)
    heaviest = matrix.argmax(axis=1)
    topics = tuple(
        Topic(i, f"topic {i}", "keywords", ("word",), float(matrix[:, row].mean()),
              int((heaviest == row).sum()))
        for row, i in enumerate(names)
    )  # fmt: skip
    return TopicModel(
        "lda", ("word",), ("word",), np.ones((k, 1), np.float32), matrix, tuple(ids), topics
    )


def demo_documents() -> list[Document]:
    with (EXAMPLES / "demo_zh.csv").open(encoding="utf-8", newline="") as file:
        return [
            Document(row["id"], row["正文"], row["标题"], row["日期"], row["标签"], "demo_zh.csv",
                     detect(row["正文"]))
            for row in csv.DictReader(file)
        ]  # fmt: skip


def label_model(documents: Sequence[Document], strength: float = 0.9) -> TopicModel:
    """The model of someone who knows the labels: one topic a label, in alphabetical order."""
    labels = sorted({document.label for document in documents})
    rest = (1 - strength) / (len(labels) - 1)
    rows = [[strength if d.label == label else rest for label in labels] for d in documents]
    return model_of(rows, [document.id for document in documents])
