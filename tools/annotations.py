"""What stands beside each passage in Chroma: its document's date, source, label and topics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .date_range import first_day, last_day
from .documents import Document, content_hash
from .topic_model import TopicModel
from .vectors import PassageRow

# A document is "in" each topic that makes up at least this share of it, and in its heaviest one.
THRESHOLD = 0.15
_TOPIC_FIELDS = ("topic", "topic_label", "topic_weight", "topics", "model")


def topics_of(model: TopicModel, row: NDArray[np.float32]) -> list[int]:
    """The topics that a document (its weights, (K,)) is in, heaviest first."""
    order = np.argsort(-row, kind="stable")
    kept = [k for k in order if row[k] >= THRESHOLD] or [order[0]]
    return [model.topics[k].id for k in kept]


class TopicAnnotations:
    """The topic fields of every document under one model (or under none)."""

    def __init__(self, model: TopicModel | None) -> None:
        self.model = model
        self._signatures: dict[str, str] = {}
        self._rows = _rows_of(model.document_ids) if model else {}

    def of(self, document: str) -> dict[str, Any]:
        """Topic id, label and weight, and all topics above the threshold; empty for a document
        that the model has not seen."""
        if self.model is None or document not in self._rows:
            return {}
        weights = self.model.document_topic[self._rows[document]]
        heaviest = int(np.argmax(weights))
        topic = self.model.topics[heaviest]
        return {
            "topic": topic.id,
            "topic_label": topic.label,
            "topic_weight": round(float(weights[heaviest]), 4),
            "topics": topics_of(self.model, weights),
            "model": self.model.version,
        }

    def weights(self, document: str) -> NDArray[np.float32] | None:
        """The topic weights (K,) of a document; None for one that the model has not seen."""
        if self.model is None or document not in self._rows:
            return None
        row: NDArray[np.float32] = self.model.document_topic[self._rows[document]]
        return row

    def update(self, document: str) -> dict[str, Any]:
        """The topic fields to write over older ones; None removes a field in Chroma."""
        return {**dict.fromkeys(_TOPIC_FIELDS), **self.of(document)}

    def signature(self, document: str) -> str:
        """Tells whether a record's topics are as they should be. The version is left out, so
        that a rename of one topic rewrites the records of that topic and no others."""
        if document not in self._signatures:
            fields = self.of(document)
            shown = repr([fields.get(name) for name in _TOPIC_FIELDS if name != "model"])
            self._signatures[document] = content_hash(shown)
        return self._signatures[document]


_last: tuple[Sequence[str], dict[str, int]] = ((), {})


def _rows_of(names: Sequence[str]) -> dict[str, int]:
    """The row of each document; that of the last model is kept, for each search asks."""
    global _last  # noqa: PLW0603
    known, rows = _last
    if known is not names:
        rows = {name: i for i, name in enumerate(names)}
        _last = names, rows
    return rows


def metadata(row: PassageRow, document: Document) -> dict[str, Any]:
    """The fields of a record that do not depend on the topics. ``day`` and ``day_end`` are the
    first and last day of the document's date as numbers (20030514), absent without a date."""
    fields: dict[str, Any] = {
        "document": document.id, "position": row.n, "start": row.start, "end": row.end,
        "title": document.heading, "date": document.date, "source": document.source,
        "label": document.label, "language": document.language,
    }  # fmt: skip
    if first_day(document.date):
        fields |= {"day": first_day(document.date), "day_end": last_day(document.date)}
    return fields
