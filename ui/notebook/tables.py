"""Results as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

import pandas as pd

from ...tools.export_tables import document_records
from ...tools.inference import infer
from ...tools.progress import Task
from ...tools.results import TopicInfo
from ...tools.topic_model import TopicModel
from ...tools.workspace import Workspace

_BLOCK = 1000
_HIT = ("id", "title", "passage", "score", "topic", "topic_label", "date", "source")


def topic_table(topics: Iterable[TopicInfo]) -> pd.DataFrame:
    """A row a topic by id, the largest first: label, share (0 to 1), documents whose main topic it
    is, keywords, description, label_source ("keywords", "llama", "person")."""
    rows = [
        {"topic": topic.id, "label": topic.label, "share": topic.share,
         "documents": topic.documents, "keywords": ", ".join(topic.keywords),
         "description": topic.description, "label_source": topic.label_source}
        for topic in topics
    ]  # fmt: skip
    return pd.DataFrame(rows).set_index("topic")


def weight_table(model: TopicModel) -> pd.DataFrame:
    """Documents × topics: p(topic | document), rows sum to 1; the index has the documents' ids."""
    index = pd.Index(list(model.document_ids), name="document")
    return pd.DataFrame(model.document_topic.copy(), index=index, columns=_columns(model))


def predicted(model: TopicModel, texts: Sequence[str], task: Task | None) -> pd.DataFrame:
    """Texts × topics for texts that the model has not seen, in their order."""
    rest, blocks, done = iter(texts), [], 0
    while block := list(islice(rest, _BLOCK)):
        blocks.append(pd.DataFrame(infer(model, block), columns=_columns(model)))
        done += len(block)
        if task is not None:
            task.report("infer", done, len(texts))
    if not blocks:
        return pd.DataFrame(columns=_columns(model), dtype="float32")
    return pd.concat(blocks, ignore_index=True)


def _columns(model: TopicModel) -> pd.Index:
    return pd.Index([topic.id for topic in model.topics], name="topic")


def document_table(workspace: Workspace) -> pd.DataFrame:
    """A row a document by id: title, text, date, label, source, topic (the heaviest), its weight
    and its label."""
    model = workspace.model
    labels = {topic.id: topic.label for topic in model.topics} if model else {}
    rows = []
    for record in document_records(workspace):
        topics = record.pop("topics")
        weight = topics[0]["weight"] if topics else None
        rows.append({**record, "weight": weight, "topic_label": labels.get(record["topic"], "")})
    table = pd.DataFrame(rows).set_index("id")
    return table.astype({"topic": "Int64"})


def hit_table(hits: Iterable[Any]) -> pd.DataFrame:
    """A row a document that was found, in order."""
    rows = [{name: value for name, value in asdict(hit).items() if name in (*_HIT, "reason")}
            for hit in hits]  # fmt: skip
    return pd.DataFrame(rows, columns=None if rows else list(_HIT))


def trend_table(data: Mapping[str, Any]) -> pd.DataFrame:
    """Periods × topics: each topic's share of a period's documents."""
    columns = {series["topic"]: series["shares"] for series in data.get("series", [])}
    table = pd.DataFrame(columns, index=pd.Index(data.get("periods", []), name="period"))
    table.columns.name = "topic"
    return table


def mood_table(data: Mapping[str, Any], labels: Mapping[int, str]) -> pd.DataFrame:
    """A row a topic by id: mean sentiment (-1 to 1), shares of positive and negative documents."""
    rows = [{"topic": one["id"], "label": labels.get(one["id"], ""),
             **{name: one.get(name) for name in ("mean", "positive", "negative", "spread")}}
            for one in data.get("topics", [])]  # fmt: skip
    return pd.DataFrame(rows).set_index("topic")


def comparison_table(data: Mapping[str, Any], labels: Mapping[int, str]) -> pd.DataFrame:
    """A row a topic by id, the greatest difference first: its share in each group, and the effect
    size (docs/cli.md says of what kind)."""
    rows = [{"topic": one["id"], "label": labels.get(one["id"], ""), **one["shares"],
             "effect": one["effect"]} for one in data.get("topics", [])]  # fmt: skip
    return pd.DataFrame(rows).set_index("topic")
