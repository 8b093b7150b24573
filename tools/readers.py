"""Which reader reads which file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from .json_records import json_file, json_lines
from .pages import PageReader, html_page, markdown_page, pdf_page, text_page, word_page
from .sources import Notes, Row, Source
from .tables import delimited, spreadsheet

RowReader = Callable[[Source, Notes], Iterator[Row]]

ROW_READERS: dict[str, RowReader] = {
    ".csv": delimited,
    ".tsv": delimited,
    ".tab": delimited,
    ".json": json_file,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".xlsx": spreadsheet,
    ".xlsm": spreadsheet,
    ".xls": spreadsheet,
    ".ods": spreadsheet,
}
PAGE_READERS: dict[str, PageReader] = {
    ".txt": text_page,
    ".text": text_page,
    ".md": markdown_page,
    ".markdown": markdown_page,
    ".html": html_page,
    ".htm": html_page,
    ".xhtml": html_page,
    ".pdf": pdf_page,
    ".docx": word_page,
}
ARCHIVES = (".zip", ".gz")
_TEXTS = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".txt", ".text", ".md",
          ".markdown", ".html", ".htm", ".xhtml")  # fmt: skip


def readable(name: str) -> bool:
    """Whether there is a reader for a file of this name; of .gz only those of text formats."""
    path = Path(name.lower())
    if path.suffix == ".gz":
        inner = Path(path.stem).suffix
        return inner in _TEXTS or not inner
    return path.suffix in ROW_READERS or path.suffix in PAGE_READERS or path.suffix == ".zip"


def formats() -> str:
    """The extensions that can be read, for people."""
    return " ".join([*PAGE_READERS, *ROW_READERS, *ARCHIVES])
