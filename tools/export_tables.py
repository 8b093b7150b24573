"""Documents with their topics as tables and lines: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from .annotations import topics_of
from .documents import Document
from .periods import parts
from .topic_model import TopicModel
from .workspace import Workspace

FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
_BATCH = 500
# Full-width signs begin a formula where Chinese or Japanese is set; see OWASP, "CSV injection".
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANK = " \u00a0\u3000\ufeff\u200b"


def document_records(
    workspace: Workspace, ids: Sequence[str] | None = None
) -> Iterator[dict[str, Any]]:
    """One record a document, as in docs/cli.md: ``topic`` is the heaviest (None without a model),
    ``topics`` the ones above the threshold with their weights. With ``ids`` these, in their
    order."""
    model = workspace.model
    rows = {name: i for i, name in enumerate(model.document_ids)} if model else {}
    for document in workspace.corpus if ids is None else _in_order(workspace, ids):
        topics = _weights(model, rows[document.id]) if model and document.id in rows else []
        yield _document_record(document, topics)


def _in_order(workspace: Workspace, ids: Sequence[str]) -> Iterator[Document]:
    for start in range(0, len(ids), _BATCH):
        yield from workspace.corpus.get(ids[start : start + _BATCH]).values()


def document_pieces(workspace: Workspace, ids: Sequence[str], format: str) -> Iterator[bytes]:
    """A file of these documents ("csv" or "jsonl") piece by piece, however many they are."""
    if format == "jsonl":
        for record in document_records(workspace, ids):
            yield documents_jsonl([record])[0]
        return
    for number, record in enumerate(document_records(workspace, ids)):
        lines, _ = documents_csv([record])
        yield lines if number == 0 else _without_head(lines)


def _without_head(lines: bytes) -> bytes:
    """The names of the columns hold no line end, so the first one ends them."""
    return lines.partition(b"\r\n")[2]


def _weights(model: TopicModel, i: int) -> list[dict[str, Any]]:
    row = model.document_topic[i]
    return [
        {"id": topic, "weight": round(float(row[model.row(topic)]), 4)}
        for topic in topics_of(model, row)
    ]


def _document_record(document: Document, topics: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "date": document.date,
        "label": document.label,
        "source": document.source,
        "topic": topics[0]["id"] if topics else None,
        "topics": topics,
    }


def documents_csv(records: Iterable[dict[str, Any]]) -> tuple[bytes, int]:
    """A row a document, ``topics`` as "id:weight id:weight"; returns the file and its rows."""
    return table_csv(
        {
            **record,
            "topic_weight": record["topics"][0]["weight"] if record["topics"] else "",
            "topics": " ".join(f"{t['id']}:{t['weight']}" for t in record["topics"]),
        }
        for record in records
    )


def documents_jsonl(records: Iterable[dict[str, Any]]) -> tuple[bytes, int]:
    """A line of JSON a document; returns the file and its lines."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    return "".join(f"{line}\n" for line in lines).encode("utf-8"), len(lines)


def documents_parquet(records: Iterable[dict[str, Any]]) -> tuple[bytes, int]:
    """Typed columns: ``topic`` is an integer or null, ``topics`` a list of structs, ``date`` the
    text as precise as the source was, and ``first_day`` a day, the first of that date."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    weights = pa.list_(pa.struct([("id", pa.int32()), ("weight", pa.float64())]))
    kinds = {"topic": pa.int32(), "topics": weights, "first_day": pa.date32()}
    names = ("id", "title", "text", "date", "first_day", "label", "source", "topic", "topics")
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names])
    rows = [{**record, "first_day": _first_day(record["date"])} for record in records]
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), buffer)
    return buffer.getvalue(), len(rows)


def _first_day(text: str) -> date | None:
    numbers = parts(text)
    return date(*(*numbers, 1, 1)[:3]) if numbers else None


def table_csv(rows: Iterable[Mapping[str, Any]]) -> tuple[bytes, int]:
    """A table that Excel opens: UTF-8 with its mark, and no cell that it would run as a formula."""
    buffer = io.StringIO(newline="")
    writer, count = csv.writer(buffer), 0
    for count, row in enumerate(rows, start=1):
        if count == 1:
            writer.writerow(map(_cell, row))
        writer.writerow([_cell(value) for value in row.values()])
    return buffer.getvalue().encode("utf-8-sig"), count


def _cell(value: Any) -> Any:
    text = " ".join(value) if isinstance(value, list) else value
    if isinstance(text, str):
        return f"'{text}" if text.lstrip(_BLANK).startswith(_DANGEROUS) else text
    return "" if text is None else text
