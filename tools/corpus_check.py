"""Checksums of the documents: a database with a wrong byte in a text or a date is still one.

SQLite has none of its own. Each row has two CRC-32 in one number, of its fields and of its text,
and the whole table a count and a sum of them, so that rows that vanish are noticed too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .checksums import crc
from .damage import DamagedError

_FIELDS = "id, '', title, date, label, source, language, metadata, hash, crc"
_WHOLE = "id, text, title, date, label, source, language, metadata, hash, crc"
_SUM = "COALESCE(SUM((crc & 4294967295) + (crc >> 32)), 0)"
_AT_ONCE = 5_000
_TEXT = 0x7FFFFFFF


@dataclass(frozen=True, slots=True)
class Totals:
    """How many documents there are, and the sum of their checksums."""

    documents: int
    sum: int

    def __add__(self, other: Totals) -> Totals:
        return Totals(self.documents + other.documents, self.sum + other.sum)

    def __sub__(self, other: Totals) -> Totals:
        return Totals(self.documents - other.documents, self.sum - other.sum)

    @classmethod
    def read(cls, db: sqlite3.Connection) -> Totals:
        """What was kept at the last change; UNKNOWN in a file of an earlier version."""
        row = db.execute("SELECT value FROM facts WHERE name='totals'").fetchone()
        try:
            return cls(*map(int, row[0].split())) if row else UNKNOWN
        except (ValueError, TypeError):
            return cls(-2, 0)  # no file has that many

    @classmethod
    def counted(cls, db: sqlite3.Connection, where: str, *values: object) -> Totals:
        """Of some of the rows."""
        query = f"SELECT COUNT(*), {_SUM} FROM documents WHERE {where}"
        return cls(*db.execute(query, values).fetchone())

    def write(self, db: sqlite3.Connection) -> None:
        row = ("totals", f"{self.documents} {self.sum}")
        db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", row)


UNKNOWN = Totals(-1, 0)


def checksum(row: Sequence[str]) -> int:
    """Of a row (id, text, title, date, label, source, language, metadata, hash)."""
    return (crc(_bytes(row[1])) & _TEXT) << 32 | _of_fields(row)


def _of_fields(row: Sequence[str]) -> int:
    return crc("\0".join((row[0], *row[2:9])).encode("utf-8", "surrogatepass"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def is_sound(row: Sequence[Any]) -> bool:
    """Whether a row, its checksum last, is as it was written."""
    try:
        return row[9] is None or row[9] == checksum(row)
    except (TypeError, AttributeError):  # another type than was written
        return False


def totals(db: sqlite3.Connection, file: str, *, texts: bool) -> Totals:
    """Of all rows, each compared with its checksum; DamagedError names the first that is wrong."""
    rows = db.execute(f"SELECT {_WHOLE if texts else _FIELDS} FROM documents")
    documents = summed = 0
    while part := rows.fetchmany(_AT_ONCE):
        for row in part:
            known = row[9]
            if known is None:
                continue
            if not (is_sound(row) if texts else _fields_are_sound(row)):
                raise DamagedError(file, f"in the document {row[0]}")
            summed += (known & 0xFFFFFFFF) + (known >> 32)
        documents += len(part)
    return Totals(documents, summed)


def _fields_are_sound(row: Sequence[Any]) -> bool:
    try:
        return bool(row[9] & 0xFFFFFFFF == _of_fields(row))
    except TypeError:
        return False


def complete(db: sqlite3.Connection) -> Totals:
    """The totals before a change; rows of an earlier version get their checksums first."""
    query = f"SELECT {_WHOLE}, position FROM documents WHERE crc IS NULL"
    made = [(checksum(row), row[10]) for row in db.execute(query)]
    db.executemany("UPDATE documents SET crc=? WHERE position=?", made)
    kept = Totals.read(db)
    return Totals.counted(db, "1") if made or kept == UNKNOWN else kept
