"""The corpus on disk: documents in SQLite, written in one transaction, read as a stream."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from .documents import Document, content_hash

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, hash TEXT UNIQUE NOT NULL,
    text TEXT NOT NULL, title TEXT NOT NULL, date TEXT NOT NULL, label TEXT NOT NULL,
    source TEXT NOT NULL, language TEXT NOT NULL, metadata TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_LOADING_CACHE = 32_000  # KiB; the two indexes are written at random places
_TALLIED = 10_000  # rows at a time
_COLUMNS = "id, text, title, date, label, source, language, metadata"


def _document(row: Sequence[str]) -> Document:
    name, text, title, date, label, source, language, metadata = row
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
    cursor = db.execute(
        f"INSERT INTO documents ({_COLUMNS}, hash) VALUES (?,?,?,?,?,?,?,?,?) {otherwise}",
        (name, document.text, document.title, document.date, document.label,
         document.source, document.language, metadata, digest),
    )  # fmt: skip
    return cursor.rowcount == 1


class Corpus:
    """Documents of one workspace, in loading order.

    Reading never needs the whole corpus in memory: iterate, or ask for documents by id. Writing
    goes through :meth:`add`, one transaction a call, so that a killed process leaves the state
    before the call.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: tuple[tuple[tuple[int, int], ...], str] | None = None
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._connect()) as db, db:
            db.execute("PRAGMA journal_mode=WAL")
            db.executescript(_SCHEMA)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30)
        db.execute("PRAGMA synchronous=FULL")
        return db

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
        with closing(self._connect()) as db, db:
            db.execute(f"PRAGMA cache_size=-{_LOADING_CACHE}")
            db.execute("BEGIN IMMEDIATE")
            if replace:
                db.execute("DELETE FROM documents")
            for document in documents:
                finding = _insert(db, document)
                added += finding != "duplicate"
                duplicates += finding == "duplicate"
                if finding and notice:
                    notice(finding)
            db.execute("DELETE FROM facts WHERE name='fingerprint'")
        return added, duplicates

    def remove(self, source: str) -> int:
        """Remove the documents of one source, all or none; returns how many there were. What is
        derived from the corpus follows by its fingerprint."""
        with closing(self._connect()) as db, db:
            db.execute("BEGIN IMMEDIATE")
            gone = db.execute("DELETE FROM documents WHERE source=?", (source,)).rowcount
            db.execute("DELETE FROM facts WHERE name='fingerprint'")
        return gone

    def clear(self) -> None:
        """Remove all documents, and give their room on the disk back."""
        with closing(self._connect()) as db:
            with db:
                db.execute("DELETE FROM documents")
                db.execute("DELETE FROM facts WHERE name='fingerprint'")
            db.execute("VACUUM")

    def __len__(self) -> int:
        with closing(self._connect()) as db:
            return int(db.execute("SELECT COUNT(*) FROM documents").fetchone()[0])

    def __iter__(self) -> Iterator[Document]:
        with closing(self._connect()) as db:
            for row in db.execute(f"SELECT {_COLUMNS} FROM documents ORDER BY position"):
                yield _document(row)

    def get(self, ids: Iterable[str]) -> dict[str, Document]:
        """The documents with these ids; ids that are not there are left out."""
        found = {}
        with closing(self._connect()) as db:
            for name in ids:
                row = db.execute(f"SELECT {_COLUMNS} FROM documents WHERE id=?", (name,)).fetchone()
                if row:
                    found[name] = _document(row)
        return found

    def ids(self) -> list[str]:
        """All ids in loading order."""
        with closing(self._connect()) as db:
            return [row[0] for row in db.execute("SELECT id FROM documents ORDER BY position")]

    def column(self, name: str) -> list[str]:
        """One field ("date", "label", "source", "language", "title") of all, in loading order."""
        if name not in ("date", "label", "source", "language", "title"):
            raise ValueError(f"no such field: {name}")
        with closing(self._connect()) as db:
            return [row[0] for row in db.execute(f"SELECT {name} FROM documents ORDER BY position")]

    def headings(self) -> list[str]:
        """The headings of all (:attr:`Document.heading`), in loading order."""
        beginning = "CASE title WHEN '' THEN substr(text, 1, 280) ELSE '' END"
        with closing(self._connect()) as db:
            rows = db.execute(f"SELECT title, {beginning} FROM documents ORDER BY position")
            return [Document("", text, title).heading for title, text in rows]

    def tally(self, names: Sequence[str]) -> list[Counter[str]]:
        """How many documents have each value of each of these fields, read in one go: the texts
        lie between the fields, so that a pass over a large corpus takes a second."""
        if set(names) - {"date", "label", "source", "language"}:
            raise ValueError(f"no such fields: {names}")
        counts = [Counter[str]() for _ in names]
        with closing(self._connect()) as db:
            rows = db.execute(f"SELECT {', '.join(names)} FROM documents")
            while part := rows.fetchmany(_TALLIED):
                for count, values in zip(counts, zip(*part, strict=True), strict=True):
                    count.update(values)
        return counts

    def counts(self, name: str) -> dict[str, int]:
        """How many documents have each value of a field, most frequent first."""
        if name not in ("date", "label", "source", "language"):
            raise ValueError(f"no such field: {name}")
        with closing(self._connect()) as db:
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
    def state(self) -> tuple[tuple[int, int], ...]:
        """When the files of the database were written last (ns), and their sizes. A reader leaves
        an empty log beside it, which says nothing."""
        found = []
        for file in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            with suppress(FileNotFoundError):
                found.append(file.stat())
        return tuple((one.st_mtime_ns, one.st_size) for one in found if one.st_size)

    @property
    def is_empty(self) -> bool:
        with closing(self._connect()) as db:
            return db.execute("SELECT 1 FROM documents LIMIT 1").fetchone() is None

    def _fingerprint(self) -> str:
        with closing(self._connect()) as db, db:
            row = db.execute("SELECT value FROM facts WHERE name='fingerprint'").fetchone()
            if row:
                return str(row[0])
            digest = hashlib.blake2b(digest_size=8)
            for name, text in db.execute("SELECT id, hash FROM documents ORDER BY position"):
                digest.update(f"{name}\0{text}\n".encode("utf-8", "surrogatepass"))
            db.execute("INSERT OR REPLACE INTO facts VALUES ('fingerprint', ?)",
                       (digest.hexdigest(),))  # fmt: skip
            return digest.hexdigest()
