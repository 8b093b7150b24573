"""Files for elsewhere: documents with their topics, the topics, and a report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .atomic import sweep, write_bytes
from .damage import DiskFullError, disk_problem
from .document_map import DocumentMap, document_map
from .errors import TopicLlamaError
from .export_tables import (
    document_records,
    documents_csv,
    documents_jsonl,
    documents_parquet,
    table_csv,
)
from .method import Method, method
from .own_files import is_own, remember
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
    _check_format(what, format, path.name)
    if path.is_dir():
        raise TopicLlamaError(f"{path} is a folder.", "Give the name of a file.")
    workspace.require_documents()
    if path.exists() and not overwrite and not is_own(workspace, path):
        raise FileIsThereError(
            f"{path} is there already, and it is not an unchanged export of this workspace.",
            "Choose another name, or replace it with --force.",
        )
    data, rows = _data(workspace, what, format, language, by)
    sweep(path.parent, path.name)
    with suppress(OSError, TopicLlamaError):  # then the next export to it asks
        remember(workspace, path, data)
    try:
        write_bytes(path, data, shared=True)
    except OSError as error:
        if isinstance(found := disk_problem(error), DiskFullError):
            raise found from error
        raise TopicLlamaError(
            f"{path} cannot be written ({error.strerror}).", "Choose another file or folder."
        ) from error
    return path, rows


def exported(
    workspace: Workspace, what: str, format: str, *, language: str = "en", by: str = "auto"
) -> bytes:
    """What :func:`export` writes, for a browser to save."""
    _check_format(what, format, what)
    workspace.require_documents()
    return _data(workspace, what, format, language, by)[0]


def _data(
    workspace: Workspace, what: str, format: str, language: str, by: str
) -> tuple[bytes, int]:
    if what == "map":
        return _map(document_map(workspace, by), format, language)
    return _content(workspace, what, format, language)


def _check_format(what: str, format: str, name: str) -> None:
    if what not in _CONTENT:
        raise TopicLlamaError(
            f"{what!r} cannot be exported.", f"Choose one of {', '.join(_CONTENT)}."
        )
    if format not in _CONTENT[what]:
        known = ", ".join(_CONTENT[what])
        if not format:
            raise TopicLlamaError(
                f"The name {name} does not say in which format to write.",
                f"Let it end in one of {known}, or give --format.",
            )
        raise TopicLlamaError(
            f"There is no format {format!r} for {what}.", f"Choose one of {known}."
        )


def _content(workspace: Workspace, what: str, format: str, language: str) -> tuple[bytes, int]:
    if what == "documents":
        writers: dict[str, Callable[[Iterable[dict[str, Any]]], tuple[bytes, int]]] = {
            "csv": documents_csv, "jsonl": documents_jsonl, "parquet": documents_parquet,
        }  # fmt: skip
        return writers[format](document_records(workspace))
    model = workspace.require_model()
    if what == "topics":
        if format == "csv":
            return table_csv(_topic_rows(model))[0], model.num_topics
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
        return table_csv(map_record(drawn)["points"])
    if format == "json":
        return _json(map_record(drawn)).encode("utf-8"), len(drawn.points)
    from .svg_map import map_page

    return map_page(drawn, language).encode("utf-8"), len(drawn.points)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
