"""Files for elsewhere: documents with their topics, the topics, and a report."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from .annotations import topics_of
from .atomic import write_bytes
from .document_map import DocumentMap, document_map
from .documents import Document
from .errors import TopicLlamaError
from .method import Method, method
from .own_files import is_own, remember
from .periods import parts
from .report import html_report, markdown_method, markdown_report, markdown_topics
from .topic_model import TopicModel
from .workspace import Workspace

_CONTENT = {
    "documents": ("csv", "jsonl", "parquet"),
    "topics": ("csv", "md", "json", "pyldavis"),
    "report": ("html", "md"),
    "map": ("html", "csv", "json"),
    "method": ("md", "txt", "json"),
}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class FileIsThereError(TopicLlamaError):
    """The file to write is there, and it is not ours to replace unasked."""


def export(
    workspace: Workspace,
    what: str,
    format: str,
    output: Path | str,
    *,
    overwrite: bool = False,
    language: str = "en",
    by: str = "auto",
) -> tuple[Path, int]:
    """Write documents (csv, jsonl, parquet), topics (csv, md, json, pyldavis), a report (html, md),
    the map of the documents (html, csv, json; ``by`` as the source of
    :func:`topicllama.tools.document_map.document_map`), or the method for a paper (md, txt, json).
    Pages and sentences are in ``language``.

    Returns the file and the number of documents or topics in it. The file appears whole or not
    at all. One that is there is replaced when this workspace exported it and nobody changed it
    since, or with ``overwrite``; else FileIsThereError. TopicLlamaError when it cannot be written.
    """
    path = Path(output).expanduser().absolute()
    _check(what, format, path)
    workspace.require_documents()
    if path.exists() and not overwrite and not is_own(workspace, path):
        raise FileIsThereError(
            f"{path} is there already, and it is not an unchanged export of this workspace.",
            "Choose another name, or replace it with --force.",
        )
    if what == "map":
        data, rows = _map(document_map(workspace, by), format, language)
    else:
        data, rows = _content(workspace, what, format, language)
    try:
        write_bytes(path, data)
    except OSError as error:
        raise TopicLlamaError(
            f"{path} cannot be written ({error.strerror}).", "Choose another file or folder."
        ) from error
    remember(workspace, path, data)
    return path, rows


def _check(what: str, format: str, path: Path) -> None:
    if what not in _CONTENT:
        raise TopicLlamaError(f"{what!r} cannot be exported.", f"Choose {', '.join(_CONTENT)}.")
    if format not in _CONTENT[what]:
        known = ", ".join(_CONTENT[what])
        raise TopicLlamaError(f"There is no format {format!r} for {what}.", f"Choose {known}.")
    if path.is_dir():
        raise TopicLlamaError(f"{path} is a folder.", "Give the name of a file.")


def _content(workspace: Workspace, what: str, format: str, language: str) -> tuple[bytes, int]:
    if what == "documents":
        writers: dict[str, Callable[[Iterable[dict[str, Any]]], tuple[bytes, int]]] = {
            "csv": _documents_csv, "jsonl": _jsonl, "parquet": _parquet,
        }  # fmt: skip
        return writers[format](document_records(workspace))
    model = workspace.require_model()
    if what == "topics":
        if format == "csv":
            return _csv(_topic_rows(model))[0], model.num_topics
        if format == "json":
            record = {"model": model.version, "topics": list(_topic_rows(model))}
            return _json(record).encode("utf-8"), model.num_topics
        if format == "pyldavis":
            from .pyldavis import prepared

            return _json(prepared(workspace, model)).encode("utf-8"), model.num_topics
        return markdown_topics(model, language).encode("utf-8"), model.num_topics
    if what == "method":
        return _method(method(workspace, model), format, language), 1
    report = html_report if format == "html" else markdown_report
    return report(workspace, model, language).encode("utf-8"), model.num_topics


# documents ---------------------------------------------------------------------------------------


def document_records(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """One record a document, as in docs/cli.md: ``topic`` is the heaviest (None without a model),
    ``topics`` the ones above the threshold with their weights."""
    model = workspace.model
    rows = {name: i for i, name in enumerate(model.document_ids)} if model else {}
    for document in workspace.corpus:
        topics = _weights(model, rows[document.id]) if model and document.id in rows else []
        yield _document_record(document, topics)


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


def _documents_csv(records: Iterable[dict[str, Any]]) -> tuple[bytes, int]:
    return _csv(
        {
            **record,
            "topic_weight": record["topics"][0]["weight"] if record["topics"] else "",
            "topics": " ".join(f"{t['id']}:{t['weight']}" for t in record["topics"]),
        }
        for record in records
    )


def _jsonl(records: Iterable[dict[str, Any]]) -> tuple[bytes, int]:
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    return "".join(f"{line}\n" for line in lines).encode("utf-8"), len(lines)


def _parquet(records: Iterable[dict[str, Any]]) -> tuple[bytes, int]:
    """Typed columns: ``topic`` is an integer or null, ``topics`` a list of structs, ``date`` the
    text as precise as the source was, and ``first_day`` a day, the first of that date."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise TopicLlamaError(
            "Parquet files need the package pyarrow, which is not installed.",
            "Install it with: pip install pyarrow, or export csv or jsonl.",
        ) from error
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


# topics ------------------------------------------------------------------------------------------


def _topic_rows(model: TopicModel) -> Iterator[dict[str, Any]]:
    for topic in model.topics:
        yield {
            "id": topic.id,
            "label": topic.label,
            "label_source": topic.label_source,
            "description": topic.description,
            "keywords": list(topic.keywords),
            "share": round(topic.share, 4),
            "documents": topic.documents,
        }


def _method(found: Method, format: str, language: str) -> bytes:
    if format == "json":
        return _json(found.to_json()).encode("utf-8")
    if format == "txt":
        return f"{found.paragraph(language)}\n".encode()
    return markdown_method(found, language).encode("utf-8")


def map_record(drawn: DocumentMap) -> dict[str, Any]:
    """The map as JSON, as in docs/cli.md."""
    record = asdict(drawn)
    return {"from": record.pop("source"), **record}


def _map(drawn: DocumentMap, format: str, language: str) -> tuple[bytes, int]:
    if format == "csv":
        return _csv(map_record(drawn)["points"])
    if format == "json":
        return _json(map_record(drawn)).encode("utf-8"), len(drawn.points)
    from .svg_map import map_page

    return map_page(drawn, language).encode("utf-8"), len(drawn.points)


def _csv(rows: Iterable[Mapping[str, Any]]) -> tuple[bytes, int]:
    """A table that Excel opens: UTF-8 with its mark, and no cell that it would run as a formula."""
    buffer = io.StringIO(newline="")
    writer, count = csv.writer(buffer), 0
    for count, row in enumerate(rows, start=1):
        if count == 1:
            writer.writerow(row)
        writer.writerow([_cell(value) for value in row.values()])
    return buffer.getvalue().encode("utf-8-sig"), count


def _cell(value: Any) -> Any:
    text = " ".join(value) if isinstance(value, list) else value
    if isinstance(text, str):
        return f"'{text}" if text.startswith(_DANGEROUS) else text
    return "" if text is None else text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
