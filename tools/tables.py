"""Records of tables: delimited text (.csv, .tsv) and spreadsheets (.xlsx, .xls, .ods)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any, TextIO

from .archives import check_package
from .columns import known_header
from .dates import parse_date
from .encodings import clean, open_text
from .errors import TopicLlamaError
from .file_bombs import check_sheets
from .sources import Notes, Row, Source, too_large

_DELIMITERS = ",\t;|"
_SNIFFED_LINES = 50
_MAX_CELL = 10 * 2**20  # characters; csv keeps four bytes for each while it reads a cell
_MAX_LINE = 2 * _MAX_CELL
_LINE_ENDS = ("\n", "\r")
_MAX_SHEET = 200 * 2**20
_MOST_REREAD = 4 * _MAX_CELL  # characters that broken quotes may have read twice
_NUMBER = re.compile(r"[-+]?[\d.,]+%?")
_LONGEST_HEADER = 40
_STATED = re.compile(r"sep=(.)\s*$")  # what Excel reads and writes above the header
Record = tuple[int, list[Any]]


def delimited(source: Source, notes: Notes) -> Iterator[Row]:
    """Records of a .csv or .tsv, the delimiter found out. A record that does not fit the header
    or whose quotes are broken is rejected by its line, and the rest is read."""
    csv.field_size_limit(_MAX_CELL)
    with open_text(source, notes) as text:
        feed = _Feed(text)
        lines = feed.peek(_SNIFFED_LINES)
        if stated := _STATED.match(lines[0] if lines else ""):
            next(feed)
        delimiter = stated[1] if stated else _delimiter(lines, source.suffix)
        yield from _rows(
            _records(feed, delimiter, source.name, notes), source.name, notes, delimiter
        )


def spreadsheet(source: Source, notes: Notes) -> Iterator[Row]:
    """Records of every sheet of a workbook; each sheet has a header of its own."""
    from python_calamine import CalamineError, load_workbook

    data = source.read(_MAX_SHEET)
    if data.startswith(b"PK"):
        check_package(io.BytesIO(data), len(data))
        check_sheets(io.BytesIO(data))
    try:
        workbook = load_workbook(io.BytesIO(data))
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            first = (sheet.start or (0, 0))[0] + 1
            table = name if len(workbook.sheet_names) > 1 else ""
            records = _sheet_records(sheet.iter_rows(), first)
            for row in _rows(records, source.in_table(table), notes, " "):
                yield replace(row, table=table)
    except CalamineError as error:
        raise TopicLlamaError(
            f"The workbook cannot be read ({error}).", "Save it anew, or as .csv."
        ) from error


class _Feed:
    """Lines of a text for csv.reader, with their numbers and a way back to the last record.

    A quote that nothing closes makes a record of all that follows, and lines can be made that
    each do so. Once much was read twice for them, a record is a line.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._ahead: deque[str] = deque()
        self._taken: list[str] = []
        self._reread = 0
        self.line = 1  # number of the first line of the current record

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._taken and self._reread > _MOST_REREAD:
            raise StopIteration
        line = self._ahead.popleft() if self._ahead else self._read()
        if not line:
            raise StopIteration
        self._taken.append(line)
        if _is_cut(line):
            raise csv.Error("too long")
        return line

    def peek(self, count: int) -> list[str]:
        """The next lines, fewer where they are long."""
        lines: list[str] = []
        while len(lines) < count and sum(map(len, lines)) < _MAX_CELL and (line := self._read()):
            lines.append(line)
        self._ahead.extend(lines)
        return lines

    def _read(self) -> str:
        """A line, of one that is too long the beginning."""
        line = rest = self._text.readline(_MAX_LINE)
        while rest and not rest.endswith(_LINE_ENDS):
            rest = self._text.readline(_MAX_LINE)
        return line

    def next_record(self) -> None:
        self.line += len(self._taken)
        self._taken.clear()

    def back_to_second_line(self) -> str:
        """Give back all lines of the current record but the first, which is returned."""
        first, *rest = self._taken
        self._ahead.extendleft(reversed(rest))
        self._taken = [first]
        self._reread += sum(map(len, rest))
        return first


def _is_cut(line: str) -> bool:
    return len(line) >= _MAX_LINE and not line.endswith(_LINE_ENDS)


def _delimiter(lines: list[str], suffix: str) -> str:
    """The delimiter that cuts most lines in as many cells as the first one."""
    candidates = "\t,;|" if suffix in (".tsv", ".tab") else _DELIMITERS

    def fit(delimiter: str) -> float:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        except csv.Error:
            return 0.0
        return widths.count(widths[0]) / len(widths) if widths and widths[0] > 1 else 0.0

    return max(candidates, key=fit)


def _records(feed: _Feed, delimiter: str, name: str, notes: Notes) -> Iterator[Record]:
    """Records that are well quoted, and single lines with quotes that are not doubled within."""
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.next_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            first = feed.back_to_second_line()
            reader = csv.reader(feed, delimiter=delimiter, strict=True)
            repaired = _repaired(first, delimiter)
            if repaired is None:
                notes.reject(name, feed.line, _why(error, first))
                continue
            notes.warn(name, feed.line, "A quote within a cell is not doubled; read as it stands.")
            cells = repaired
        if any(cell.strip() for cell in cells):
            yield feed.line, cells


def _why(error: csv.Error, line: str) -> str:
    if _is_cut(line):
        return too_large(_MAX_LINE).message
    if "field limit" in str(error):
        return too_large(_MAX_CELL).message
    return f"The quotes of this row are broken ({error})."


def _repaired(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line whose quotes are no csv. Between tabs they are part of the text; else
    they must come in pairs."""
    if len(line) >= _MAX_CELL:
        return None
    if delimiter == "\t":
        return line.rstrip("\r\n").split(delimiter)
    return None if line.count('"') % 2 else next(csv.reader([line], delimiter=delimiter))


def _sheet_records(rows: Iterable[list[Any]], first: int) -> Iterator[Record]:
    for line, cells in enumerate(rows, first):
        if any(str(cell).strip() for cell in cells):
            yield line, [_cell(cell) for cell in cells]


def _cell(value: Any) -> Any:
    """Whole numbers without the ".0" that spreadsheets keep."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _rows(records: Iterator[Record], name: str, notes: Notes, joint: str) -> Iterator[Row]:
    """Records under their headers; without a header row the columns are numbered."""
    first = next(records, None)
    if first is None:
        return
    line, cells = first
    if _is_header(cells):
        headers = _headers(cells)
    else:
        headers = [f"column {number}" for number in range(1, len(cells) + 1)]
        notes.warn(name, line, "The first row does not look like a header; columns are numbered.")
        records = chain([first], records)
    for line, cells in records:
        flaw = "" if len(cells) == len(headers) else f"{len(cells)} cells, not {len(headers)}."
        fitted = _fitted(cells, len(headers), joint)
        if fitted is None:
            notes.reject(name, line, flaw)
        else:
            short = flaw if len(fitted) < len(headers) else ""
            yield Row(line, dict(zip(headers, fitted, strict=False)), short)


def _fitted(cells: list[Any], width: int, joint: str) -> list[Any] | None:
    """The cells if they fit the header: trailing empty ones may be missing or too many."""
    if width == 1:
        return [joint.join(map(str, cells))]
    extra = cells[width:]
    return None if any(str(cell).strip() for cell in extra) else cells[:width]


def _is_header(cells: list[Any]) -> bool:
    if any(isinstance(cell, str) and known_header(cell) for cell in cells):
        return True
    return all(isinstance(cell, str) and _could_be_header(cell.strip()) for cell in cells)


def _could_be_header(cell: str) -> bool:
    return len(cell) <= _LONGEST_HEADER and not _NUMBER.fullmatch(cell) and not parse_date(cell)


def _headers(cells: list[Any]) -> list[str]:
    """Names without blanks around them, unique; nameless columns are numbered."""
    while cells and not str(cells[-1]).strip():
        cells = cells[:-1]
    names, seen = [], Counter[str]()
    for number, cell in enumerate(cells, 1):
        name = clean(str(cell)).strip() or f"column {number}"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names
