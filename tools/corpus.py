"""The corpus on disk: documents in SQLite, written in one transaction, read as a stream."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any, NoReturn

from .corpus_check import UNKNOWN, Totals, checksum, complete, is_sound, totals
from .damage import DamagedError, ReadOnlyError
from .documents import Document, content_hash
from .encodings import clean
from .sqlite_files import is_writable, transaction

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, hash TEXT UNIQUE NOT NULL,
    text TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, label TEXT NOT NULL,
    source TEXT NOT NULL, language TEXT NOT NULL, metadata TEXT NOT NULL, crc INTEGER);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_State = tuple[tuple[int, int], ...]
_LOADING_CACHE = 32_000  # KiB; the two indexes are written at random places
_TALLIED = 10_000  # rows at a time
_COLUMNS = "id, text, title, date, label, source, language, metadata"
CHECKED = f"{_COLUMNS}, hash, crc"


def document_of(row: Sequence[Any], file: str) -> Document:
    if not is_sound(row):
        raise DamagedError(file, f"in the document {row[0]}")
    name, text, title, date, label, source, language, metadata = row[:8]
    return Document(name, text, title, date, label, source, language, json.loads(metadata))


def _insert(db: sqlite3.Connection, document: Document) -> str:
    """Add a document if its text is new; returns "", "duplicate" or "id taken"."""
    digest = content_hash(" ".join(document.text.split()))
    if _inserted(db, document, document.id, digest, "ON CONFLICT DO NOTHING"):
        return ""
    if db.execute("SELECT 1 FROM documents WHERE hash=?", (digest,)).fetchone():
        return "duplicate"
    _inserted(db, document, f"{document.id}-{digest}", digest)
    return "id taken"


def _inserted(
    db: sqlite3.Connection, document: Document, name: str, digest: str, otherwise: str = ""
) -> bool:
    """Whether the document went in: neither its id nor its text was there."""
    metadata = json.dumps(dict(document.metadata), ensure_ascii=False)
    row = (name, document.text, document.title, document.date, document.label,
           document.source, document.language, metadata, digest)  # fmt: skip
    cursor = db.execute(
        f"INSERT INTO documents ({CHECKED}) VALUES (?,?,?,?,?,?,?,?,?,?) {otherwise}",
        (*row, checksum(row)),
    )
    return cursor.rowcount == 1


def _last(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT COALESCE(MAX(position), 0) FROM documents").fetchone()[0])


class Corpus:
    """Documents of one workspace, in loading order.

    Reading never needs the whole corpus in memory: iterate, or ask for documents by id. Writing
    goes through :meth:`add`, one transaction a call, so that a killed process leaves the state
    before the call.
    """

    def __init__(self, path: Path, *, expected: bool = False) -> None:
        """``expected``: the file must be there, and is not made anew."""
        self.path = path
        self._known: tuple[_State, str] | None = None
        self._sound: _State | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        self._prepared = False
        self._missing = expected and not _has_content(path)
        if self._missing or not is_writable(path):
            self._prepared = path.exists() and not self._missing
            return
        with suppress(DamagedError, ReadOnlyError):  # it says so when it is read
            self._prepare()

    def _prepare(self) -> None:
        with transaction(self.path, self.path.name) as db:
            db.execute("PRAGMA journal_mode=WAL")
            db.executescript(_SCHEMA)
            if not any(row[1] == "crc" for row in db.execute("PRAGMA table_info(documents)")):
                db.execute("ALTER TABLE documents ADD COLUMN crc INTEGER")  # an older workspace
        self._prepared = True

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection for one transaction; DamagedError when the file is damaged."""
        if not self._prepared:
            if self._missing and not _has_content(self.path):
                there = self.path.exists()
                raise DamagedError(
                    self.path.name, "it is empty" if there else "", missing=not there
                )
            if not is_writable(self.path):
                raise ReadOnlyError(self.path.parent)
            self._prepare()
        return transaction(self.path, self.path.name)

    def _checked(self) -> AbstractContextManager[sqlite3.Connection]:
        """The same once the fields of all documents are known to be sound: a wrong date in a table
        would be a wrong figure in a chart. It is looked at again when the file has changed."""
        state = self.state
        if self._sound != state:
            self.check(texts=False)
            self._sound = state
        return self._open()

    def check(self, *, texts: bool = True) -> None:
        """Compare what is there with its checksums (with ``texts``, all of it; seconds for 100,000
        documents); DamagedError says what is wrong."""
        with self._open() as db:
            db.execute("BEGIN")  # both of the same state
            found = totals(db, self.path.name, texts=texts)
            kept = Totals.read(db)
        if kept not in (UNKNOWN, found):
            self._differs(found.documents, kept)

    def _differs(self, found: int, kept: Totals) -> NoReturn:
        raise DamagedError(
            self.path.name, f"it holds {found} documents instead of {kept.documents}"
        )

    def add(
        self,
        documents: Iterable[Document],
        *,
        replace: bool = False,
        notice: Callable[[str], None] | None = None,
    ) -> tuple[int, int]:
        """Add the documents that are not there yet, all or none; returns (added, duplicates).

        A document is a duplicate when its text (white space folded) is there already. One that
        brings an id which another text holds gets its content hash appended to the id.
        ``notice`` is called with "duplicate" or "id taken" before the next document is asked for.
        """
        added = duplicates = 0
        with self._open() as db:
            db.execute(f"PRAGMA cache_size=-{_LOADING_CACHE}")
            db.execute("BEGIN IMMEDIATE")
            if replace:
                db.execute("DELETE FROM documents")
                Totals(0, 0).write(db)
            before = complete(db)
            last = _last(db)
            for document in documents:
                finding = _insert(db, document)
                added += finding != "duplicate"
                duplicates += finding == "duplicate"
                if finding and notice:
                    notice(finding)
            (before + Totals.counted(db, "position>?", last)).write(db)
            db.execute("DELETE FROM facts WHERE name='fingerprint'")
        return added, duplicates

    def remove(self, source: str) -> int:
        """Remove the documents of one source, all or none; returns how many there were. What is
        derived from the corpus follows by its fingerprint."""
        source = source.encode("utf-8", "replace").decode()
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            left = complete(db) - Totals.counted(db, "source=?", source)
            gone = db.execute("DELETE FROM documents WHERE source=?", (source,)).rowcount
            left.write(db)
            db.execute("DELETE FROM facts WHERE name='fingerprint'")
        return gone

    def mark(self, name: str) -> None:
        """Remember that something belongs to these documents, until they are cleared."""
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, '1')", (f"mark {name}",))

    def is_marked(self, name: str) -> bool:
        """Whether :meth:`mark` was told so."""
        with self._open() as db:
            found = db.execute("SELECT 1 FROM facts WHERE name=?", (f"mark {name}",)).fetchone()
        return found is not None

    def clear(self) -> None:
        """Remove all documents, and give their room on the disk back."""
        with self._open() as db:
            db.execute("DELETE FROM documents")
            Totals(0, 0).write(db)
            db.execute("DELETE FROM facts WHERE name='fingerprint' OR name LIKE 'mark %'")
            db.commit()
            db.execute("VACUUM")

    def __len__(self) -> int:
        with self._open() as db:
            db.execute("BEGIN")  # both of the same state
            found = int(db.execute("SELECT COUNT(*) FROM documents").fetchone()[0])
            kept = Totals.read(db)
        if kept not in (UNKNOWN, Totals(found, kept.sum)):
            self._differs(found, kept)
        return found

    def __iter__(self) -> Iterator[Document]:
        with self._open() as db:
            for row in db.execute(f"SELECT {CHECKED} FROM documents ORDER BY position"):
                yield document_of(row, self.path.name)

    def get(self, ids: Iterable[str]) -> dict[str, Document]:
        """The documents with these ids; ids that are not there are left out."""
        found, query = {}, f"SELECT {CHECKED} FROM documents WHERE id=?"
        missed = set()
        with self._open() as db:
            for name in map(clean, ids):
                if row := db.execute(query, (name,)).fetchone():
                    found[name] = document_of(row, self.path.name)
                else:
                    missed.add(name)
        if missed and not missed.isdisjoint(self.ids()):
            raise DamagedError(self.path.name, "its index lacks documents")
        return found

    def ids(self) -> list[str]:
        """All ids in loading order."""
        with self._checked() as db:
            return [row[0] for row in db.execute("SELECT id FROM documents ORDER BY position")]

    def column(self, name: str) -> list[str]:
        """One field ("date", "label", "source", "language", "title") of all, in loading order."""
        if name not in ("date", "label", "source", "language", "title"):
            raise ValueError(f"no such field: {name}")
        with self._checked() as db:
            return [row[0] for row in db.execute(f"SELECT {name} FROM documents ORDER BY position")]

    def headings(self) -> list[str]:
        """The headings of all (:attr:`Document.heading`), in loading order."""
        beginning = "CASE title WHEN '' THEN substr(text, 1, 280) ELSE '' END"
        with self._checked() as db:
            rows = db.execute(f"SELECT title, {beginning} FROM documents ORDER BY position")
            return [Document("", text, title).heading for title, text in rows]

    def tally(self, names: Sequence[str]) -> list[Counter[str]]:
        """How many documents have each value of each of these fields, read in one go: the texts
        lie between the fields, so that a pass over a large corpus takes a second."""
        if set(names) - {"date", "label", "source", "language"}:
            raise ValueError(f"no such fields: {names}")
        counts = [Counter[str]() for _ in names]
        with self._checked() as db:
            rows = db.execute(f"SELECT {', '.join(names)} FROM documents")
            while part := rows.fetchmany(_TALLIED):
                for count, values in zip(counts, zip(*part, strict=True), strict=True):
                    count.update(values)
        return counts

    def counts(self, name: str) -> dict[str, int]:
        """How many documents have each value of a field, most frequent first."""
        if name not in ("date", "label", "source", "language"):
            raise ValueError(f"no such field: {name}")
        with self._checked() as db:
            rows = db.execute(
                f"SELECT {name}, COUNT(*) FROM documents GROUP BY {name} ORDER BY COUNT(*) DESC"
            )
            return dict(rows.fetchall())

    @property
    def fingerprint(self) -> str:
        """Changes whenever the documents or their order change; names derived files. It is read
        again when the database's files have changed."""
        if self._known is None or self._known[0] != self.state:
            state = self.state
            self._known = state, self._fingerprint()
        return self._known[1]

    @property
    def state(self) -> _State:
        """When the files of the database were written last (ns), and their sizes. A reader leaves
        an empty log beside it, which says nothing."""
        found = []
        for file in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            with suppress(FileNotFoundError):
                found.append(file.stat())
        return tuple((one.st_mtime_ns, one.st_size) for one in found if one.st_size)

    @property
    def is_empty(self) -> bool:
        with self._open() as db:
            return db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    def _fingerprint(self) -> str:
        with self._checked() as db:
            db.execute("BEGIN")  # it is kept for the documents that were read, or not at all
            row = db.execute("SELECT value FROM facts WHERE name='fingerprint'").fetchone()
            if row:
                return str(row[0])
            digest = hashlib.blake2b(digest_size=8)
            for name, text in db.execute("SELECT id, hash FROM documents ORDER BY position"):
                digest.update(f"{name}\0{text}\n".encode("utf-8", "surrogatepass"))
            if is_writable(self.path):
                with suppress(sqlite3.OperationalError):  # somebody is writing
                    db.execute("INSERT OR REPLACE INTO facts VALUES ('fingerprint', ?)",
                               (digest.hexdigest(),))  # fmt: skip
            return digest.hexdigest()


def _has_content(path: Path) -> bool:
    """SQLite takes an empty file for a new database."""
    return path.exists() and path.stat().st_size > 0
