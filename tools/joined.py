"""The documents of a corpus beside their rows in a topic model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus
from .errors import NotReadyError
from .topic_model import Matrix, TopicModel


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The N documents that are in the corpus and in the model, in the corpus's order.

    ``weights`` (N, K) are p(topic | document), ``positions`` (N) the documents' places in the
    corpus, ``missing`` how many documents of the corpus have no topics yet.
    """

    ids: list[str]
    weights: Matrix
    missing: int
    positions: list[int]

    @property
    def dominant(self) -> NDArray[np.intp]:
        """(N) the row of each document's heaviest topic."""
        return np.asarray(self.weights.argmax(axis=1))

    def column(self, corpus: Corpus, name: str) -> list[str]:
        """One field of these documents (see :meth:`Corpus.column`)."""
        values = corpus.column(name)
        return [values[position] for position in self.positions]


def joined(corpus: Corpus, model: TopicModel) -> Joined:
    """Match documents and rows by id; NotReadyError when none matches."""
    all_ids = corpus.ids()
    if all_ids and model.document_ids == all_ids:  # the usual case, which takes no dictionary
        return Joined(all_ids, np.array(model.document_topic), 0, list(range(len(all_ids))))
    rows = {name: row for row, name in enumerate(model.document_ids)}
    positions = [at for at, name in enumerate(all_ids) if name in rows]
    if not positions:
        raise NotReadyError(
            "The topics were found in other documents than those loaded now.", "Train again."
        )
    ids = [all_ids[at] for at in positions]
    weights = model.document_topic[[rows[name] for name in ids]]
    return Joined(ids, weights, len(all_ids) - len(ids), positions)


def missing_note(missing: int) -> str:
    """A sentence about the documents without topics; "" when there are none."""
    if not missing:
        return ""
    return (
        f"Documents loaded after the training are left out ({missing:,}): update the topics to "
        "include them."
    )
