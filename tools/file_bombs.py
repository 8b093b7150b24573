"""Files that cost a parser far more than they weigh: refused before a parser sees them.

A workbook of two cells in opposite corners is laid out in full by its reader (a terabyte), and the
time for a tag of a web page grows with the square of its attributes. Archives have their own
limits (:mod:`archives`).
"""

from __future__ import annotations

import re
import zipfile
from typing import IO

from .errors import TopicLlamaError

MAX_ATTRIBUTES = 1000
MAX_GRID = 2**24  # cells that a sheet may span however few of them are filled
_SPARSE = 20  # above that, so many times the cells that are filled
_CHUNK = 2**20
_SHORT = 4 * MAX_ATTRIBUTES  # characters that cannot hold as many attributes as that
_TAG = re.compile(r"<[A-Za-z](?:=\s*+(?:\"[^\"]*+\"|'[^']*+')|[^>=]++|=)*+")
_VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+)")
# Of a cell ("AB12") or a row ("123456") that is far from the first; there are few of them, and to
# look at every one takes longer than reading the sheet.
_FAR = re.compile(
    rb"(?<=\s)r\s*=\s*[\"'](?:([A-Za-z]{2,7})([0-9]{1,10})|[A-Za-z]?([0-9]{6,10}))[\"']"
)
_NEAR_ROWS, _NEAR_COLUMNS = 99_999, 26


def check_tags(markup: str) -> None:
    """TopicLlamaError for a web page with a tag of more than a thousand attributes."""
    for tag in _TAG.finditer(markup):
        if tag.end() - tag.start() > _SHORT and _attributes(tag[0]) > MAX_ATTRIBUTES:
            raise TopicLlamaError(
                f"One of its tags has more than {MAX_ATTRIBUTES} attributes.",
                "Save the page's text as .txt.",
            )


def _attributes(tag: str) -> int:
    return len(_VALUE.sub(" ", tag).split())


def check_sheets(stream: IO[bytes]) -> None:
    """TopicLlamaError for an .xlsx with a sheet that spans far more cells than it has. Call it
    after :func:`archives.check_package`."""
    with zipfile.ZipFile(stream) as package:
        for part in package.infolist():  # which ones are sheets, other parts say
            with package.open(part) as sheet:
                _check_grid(sheet)


def _check_grid(sheet: IO[bytes]) -> None:
    rows, columns, cells, rest = _NEAR_ROWS, _NEAR_COLUMNS, 0, b""
    while chunk := sheet.read(_CHUNK):
        piece = rest + chunk
        rest = piece[-64:]  # a place that the end of the chunk cuts is found in the next one
        cells += piece.count(b"<c ") + piece.count(b":c ")
        for letters, number, row in _FAR.findall(piece):
            columns, rows = max(columns, _column(letters)), max(rows, int(number or row))
        if rows * columns > MAX_GRID + _SPARSE * cells:
            raise TopicLlamaError(
                f"A sheet spans {rows:,} rows and {columns:,} columns, nearly all of them empty.",
                "Delete what stands far from the table, or save the table as .csv.",
            )


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
