"""A row or a page made into a document, and what is to be told about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from .columns import date_reader
from .documents import Document, content_hash
from .encodings import clean
from .file_names import shown_name
from .language import detect
from .sources import Notes, Page, Row

_LISTED_LINES = 8
_LONGEST_ID = 200
_LONGEST_LINE = 500
_FINDINGS = {
    "empty": "{n} without text, left out{lines}.",
    "duplicate": "{n} with a text that is there already, left out{lines}.",
    "id taken": "{n} with an id that another text has; it got a longer one{lines}.",
    "unreadable": "{n} with characters that cannot be read, shown as \ufffd{lines}.",
    "date": "{n} with a date that cannot be read, kept as metadata{lines}.",
}


@dataclass(slots=True)
class Tally:
    """Counts findings of one file and remembers the first lines."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)

    def add(self, finding: str, line: int) -> None:
        self.counts[finding] = self.counts.get(finding, 0) + 1
        lines = self.lines.setdefault(finding, [])
        if line and len(lines) < _LISTED_LINES:
            lines.append(line)

    def write(self, file: str, notes: Notes) -> None:
        """One warning for each finding, filed under its first line."""
        for finding, count in self.counts.items():
            lines = self.lines[finding]
            listed = ", ".join(map(str, lines)) + (" …" if 0 < len(lines) < count else "")
            where = f" (line {listed})" if lines else ""
            n = "1 document" if count == 1 else f"{count:,} documents"
            message = _FINDINGS[finding].format(n=n, lines=where)
            notes.warn(file, lines[0] if lines else 0, message)


class Builder:
    """Makes documents of the rows below one header."""

    def __init__(self, source: str, roles: Mapping[str, str], tally: Tally) -> None:
        self.source = source
        self.roles = roles
        self.tally = tally
        self._read_date = date_reader(roles.get("date", ""))
        self._used = frozenset(roles.values())

    def document(self, row: Row) -> Document | None:
        """The document of a row; None, and tallied, when it has no text."""
        text = self._value(row, "text")
        if not text:
            self.tally.add("empty", row.line)
            return None
        metadata = self._metadata(row)
        return _document(
            self.tally,
            row.line,
            id=shown_name(self._value(row, "id")[:_LONGEST_ID]),
            text=text,
            title=_line(self._value(row, "title")),
            date=self._date(row, metadata),
            label=_line(", ".join(map(_line, self._value(row, "label").split("\n")))),
            source=self.source,
            metadata=metadata,
        )

    def has_text(self, row: Row) -> bool:
        return bool(self._value(row, "text"))

    def _value(self, row: Row, role: str) -> str:
        name = self.roles.get(role)
        return "" if name is None else _string(row.values.get(name))

    def _date(self, row: Row, metadata: dict[str, Any]) -> str:
        """The row's date; one that cannot be read is put into the metadata."""
        name = self.roles.get("date")
        value = None if name is None else row.values.get(name)
        day = self._read_date(value)
        if name is not None and not day and (raw := _string(value)):
            self.tally.add("date", row.line)
            metadata[clean(name)] = raw
        return day

    def _metadata(self, row: Row) -> dict[str, Any]:
        """The other columns, as far as they hold plain values."""
        others = ((name, value) for name, value in row.values.items() if name not in self._used)
        plain = ((clean(name), _scalar(value)) for name, value in others)
        return {name: value for name, value in plain if value is not None}


def page_document(page: Page, source: str, tally: Tally) -> Document | None:
    """The document of a file; None when it has no text."""
    text = _string(page.text)
    if not text:
        return None
    title = _line(clean(page.title))
    return _document(tally, 0, id="", text=text, title=title, date=page.date, source=source)


def _line(text: str) -> str:
    """A title or a label: one line, and not the whole of a text that stands in its place."""
    line = " ".join(text[: 4 * _LONGEST_LINE].split())
    return line if len(line) <= _LONGEST_LINE else line[: _LONGEST_LINE - 1].rstrip() + "…"


def _document(tally: Tally, line: int, **fields: Any) -> Document:
    text = fields["text"]
    if "\ufffd" in text:
        tally.add("unreadable", line)
    fields["id"] = fields["id"] or content_hash(text)
    return Document(language=detect(text), **fields)


def _string(value: Any) -> str:
    """A cell as a clean text: lists of strings are joined, other structures are nothing."""
    if isinstance(value, str):
        text = value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        text = "\n".join(value)
    else:
        plain = _scalar(value)
        text = "" if plain is None else str(plain)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return clean(text).strip()


def _scalar(value: Any) -> str | int | float | bool | None:
    """A value that JSON can hold as it is; None for anything else and for empty cells."""
    if isinstance(value, str):
        return clean(value).strip() or None
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return None
