"""The first rows of tables before they are loaded: columns, what they are taken for, and why.

Tables with the same headers are one :class:`TableLook`: what a person decides for one of them holds
for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from .archives import unpack
from .building import Builder, Tally, page_document
from .columns import ColumnChoice, guess, reason
from .documents import Document, LoadIssue, LoadReport
from .encodings import encoding_of
from .errors import TopicLlamaError
from .json_records import json_file, json_lines
from .meter import Meter
from .pages import text_page
from .readers import ARCHIVES, RowReader, page_of, readable, rows_of
from .sources import Notes, Row, Source, find
from .tables import delimited

_ROWS = 100  # as many as a load looks at
_FILES = 300  # tables that are looked into; a load guesses the columns of the others
_CELL = 4000  # characters of a cell
_SAMPLES = 3  # files that are one document each
_SMALL = 2 * 2**20  # bytes


@dataclass(slots=True)
class TableLook:
    """Tables with the same ``headers``: their ``names`` as in a report, the first ``rows`` of the
    first one, the guessed column of each role and why (a key of :func:`columns.reason`);
    ``encoding`` is its name, "" for a workbook; ``notes`` are other warnings. ``problem`` says why
    no column can be the text."""

    names: list[str]
    headers: list[str]
    rows: list[Row]
    roles: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    notes: list[LoadIssue] = field(default_factory=list)
    problem: str = ""
    encoding: str = ""

    def documents(self, choice: ColumnChoice, limit: int = 3) -> list[Document]:
        """The first documents as a load would make them, texts cut. TopicLlamaError as guess."""
        roles = guess(self.headers, [row.values for row in self.rows], choice)
        builder = Builder(self.names[0], roles, Tally())
        made = (builder.document(row) for row in self.rows)
        return list(islice((document for document in made if document is not None), limit))


@dataclass(slots=True)
class Preview:
    """``tables`` in the order they were found; ``pages`` is how many files are one document each,
    ``samples`` are the first of these documents; ``unread`` are files that no reader is for;
    ``rejected`` is what is broken already in the first rows; ``unseen`` tables were not looked
    into."""

    tables: list[TableLook] = field(default_factory=list)
    pages: int = 0
    samples: list[Document] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    rejected: list[LoadIssue] = field(default_factory=list)
    unseen: int = 0


def preview(paths: Sequence[Path]) -> Preview:
    """Look into the files and folders. TopicLlamaError when one does not exist."""
    return _Preview().of(paths)


class _Preview:
    def __init__(self) -> None:
        self.found = Preview()
        self._report = LoadReport()
        self._notes = Notes(self._report)
        self._known: dict[tuple[str, ...], TableLook] = {}
        self._seen = 0

    def of(self, paths: Sequence[Path]) -> Preview:
        for source in find(paths, self._notes, Meter(None).open):
            self._source(source)
        self.found.rejected = self._report.rejected
        return self.found

    def _source(self, source: Source) -> None:
        try:
            if source.suffix in ARCHIVES and not source.format:
                for member in unpack(source, self._notes, readable):
                    self._source(member)
            elif (rows := rows_of(source.suffix)) is not None:
                self._tables(source, rows)
            elif readable(source.name) or source.named:
                self.found.pages += 1
                self._page(source)
            else:
                self.found.unread.append(source.name)
        except TopicLlamaError as error:
            self._notes.reject(source.name, 0, f"{error.message} {error.hint}".strip())
        except Exception as error:  # parsers of other projects raise anything on a broken file
            self._notes.reject(
                source.name, 0, f"It cannot be read ({type(error).__name__}: {error})."
            )

    def _page(self, source: Source) -> None:
        """The document of one of the first files, where that takes no time."""
        if len(self.found.samples) >= _SAMPLES or source.size > _SMALL:
            return
        read = page_of(source.suffix) or text_page
        document = page_document(read(source, self._notes), source.name, Tally())
        if document is not None:
            self.found.samples.append(replace(document, text=document.text[:_CELL]))

    def _tables(self, source: Source, read: RowReader) -> None:
        if self._seen >= _FILES:
            self.found.unseen += 1
            return
        self._seen += 1
        before = len(self._report.warnings)
        text = read in (delimited, json_file, json_lines)  # of others only they know it
        encoding = encoding_of(source).name or "UTF-8" if text else ""
        rows = read(source, self._notes)
        for table, found in groupby(rows, attrgetter("table")):
            sample = [_cut(row) for row in islice(found, _ROWS)]
            name = source.in_table(table)
            mine = [note for note in self._report.warnings[before:] if note.line <= 1]
            self._add(name, sample, mine, encoding)
            if not table:
                break  # what follows in the file need not be read

    def _add(self, name: str, rows: list[Row], notes: list[LoadIssue], encoding: str) -> None:
        headers = list(dict.fromkeys(header for row in rows for header in row.values))
        known = self._known.get(tuple(headers))
        if known is not None:
            known.names.append(name)
            return
        notes = [note for note in notes if not note.message.startswith("It is not UTF-8")]
        look = TableLook([name], headers, rows, notes=notes, encoding=encoding)
        try:
            look.roles = guess(headers, [row.values for row in rows], ColumnChoice())
        except TopicLlamaError as error:
            look.problem = error.message
        look.reasons = {role: reason(role, column) for role, column in look.roles.items()}
        self._known[tuple(headers)] = look
        self.found.tables.append(look)


def _cut(row: Row) -> Row:
    return replace(row, values=dict(_short_cells(row)))


def _short_cells(row: Row) -> Iterator[tuple[str, Any]]:
    for name, value in row.values.items():
        yield name, value[:_CELL] if isinstance(value, str) else value
