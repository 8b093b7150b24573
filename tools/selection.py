"""Documents that a person has chosen, at a glance: their topics, dates, labels and the passages
that are most typical of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from .documents import Document
from .joined import joined
from .periods import midpoint, parts
from .results import Hit, SearchResult
from .search import search
from .topic_model import TopicModel
from .workspace import Workspace

_MOST = 10  # topics, labels and sources that are listed


def overview_of(workspace: Workspace, ids: frozenset[str], limit: int = 5) -> SearchResult:
    """The chosen documents as the result of a search for nothing: ``selection`` has their figures,
    ``results`` the ``limit`` most typical of them.

    Typical are, of the topics that most of them are about, the documents that have most of it; as
    many of each topic as its share of the chosen ones gives (largest remainders by highest
    averages). Without topics they are the newest. TopicLlamaError when none of them is loaded.
    """
    result = search(workspace, ids=ids, limit=max(1, limit))
    documents = workspace.corpus.get(sorted(ids))
    model = workspace.model
    topics = _topics(workspace, model, documents) if model is not None else []
    if topics:
        result.results = _typical(workspace, ids, topics, limit)
    result.selection = {
        "documents": len(documents),
        "topics": topics[:_MOST],
        "dates": _dates(documents.values()),
        "labels": _counts(document.label for document in documents.values()),
        "sources": _counts(document.source for document in documents.values()),
        "languages": _counts(document.language for document in documents.values()),
    }
    return result


def _topics(
    workspace: Workspace, model: TopicModel, documents: Collection[str]
) -> list[dict[str, Any]]:
    """The topics by how many of the documents have them as their heaviest."""
    known = joined(workspace.corpus, model)
    rows = [row for name, row in zip(known.ids, known.dominant, strict=True) if name in documents]
    return [
        {"id": model.topics[row].id, "label": model.topics[row].label, "documents": number}
        for row, number in Counter(int(row) for row in rows).most_common()
    ]


def _typical(
    workspace: Workspace, ids: frozenset[str], topics: list[dict[str, Any]], limit: int
) -> list[Hit]:
    places = Counter[int]()
    for _ in range(limit):
        best = max(topics, key=lambda topic: topic["documents"] / (2 * places[topic["id"]] + 1))
        if places[best["id"]] == best["documents"]:
            break  # all of them are shown
        places[best["id"]] += 1
    return [
        hit
        for topic, number in places.most_common()
        for hit in search(workspace, topics=[topic], ids=ids, limit=number).results
    ]


def _dates(documents: Collection[Document]) -> dict[str, Any]:
    dated = sorted((d.date for d in documents if parts(d.date)), key=midpoint)
    return {
        "first": dated[0] if dated else "",
        "last": dated[-1] if dated else "",
        "undated": len(documents) - len(dated),
    }


def _counts(values: Any) -> dict[str, int]:
    return dict(Counter(value for value in values if value).most_common(_MOST))
