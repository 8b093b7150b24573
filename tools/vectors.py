"""The record of truth for embeddings: which passages there are, and a vector for each text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .checksums import crc
from .damage import DamagedError
from .documents import Document, content_hash
from .errors import TopicLlamaError
from .passages import split
from .sqlite_files import is_writable, transaction
from .workspace import Workspace

FILE, NAME = "vectors.sqlite", "index/vectors.sqlite"
_SPLIT_VERSION = 1  # raise it when passages are cut differently
_SCHEMA = """
CREATE TABLE IF NOT EXISTS models (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
    model INTEGER NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL, crc INTEGER,
    PRIMARY KEY (model, hash));
CREATE TABLE IF NOT EXISTS passages (
    position INTEGER PRIMARY KEY, document TEXT NOT NULL, n INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_document ON passages (document);
CREATE INDEX IF NOT EXISTS passages_hash ON passages (hash);
CREATE TABLE IF NOT EXISTS stored (
    collection TEXT NOT NULL, id TEXT NOT NULL, hash TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (collection, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_ROW = "document, n, start, end, hash"


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Where a passage stands in its document. ``hash`` is that of the text that is embedded."""

    document: str
    n: int
    start: int
    end: int
    hash: str

    @property
    def id(self) -> str:
        """Its name in Chroma."""
        return f"{self.document}#{self.n}"

    def embedded_text(self, document: Document) -> str:
        """What the embedding model reads: the passage, under its document's title if it has one."""
        return _with_title(document, document.text[self.start : self.end])


def _with_title(document: Document, passage: str) -> str:
    title = document.title.strip()
    return f"{title}\n{passage}" if title and not passage.startswith(title) else passage


class VectorRecord:
    """``index/vectors.sqlite``: a vector for each embedding model and text, made once for ever,
    beside the passages of the corpus as it is, and what was written to Chroma.

    Every method is one transaction. The vectors are written by whoever holds the workspace's
    write lock; the list of passages is derived and may be made again by any process.
    """

    def __init__(self, workspace: Workspace, path: Path | None = None) -> None:
        """``path``: of another file than the workspace's own."""
        self.workspace = workspace
        self.path = path or workspace.folder("index") / FILE
        if _file(self.path) not in _prepared and is_writable(self.path):
            with self.connect() as db:
                db.execute("PRAGMA journal_mode=WAL")
                db.executescript(_SCHEMA)
                with suppress(sqlite3.OperationalError):  # it is there; not in an older file
                    db.execute("ALTER TABLE vectors ADD COLUMN crc INTEGER")
            _prepared.add(_file(self.path))

    def connect(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection for one transaction; DamagedError when the file is damaged."""
        return transaction(self.path, NAME)

    # passages --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Make the list of passages that of the corpus; nothing to do when it did not change."""
        wanted = f"{self.workspace.corpus.fingerprint}/{_SPLIT_VERSION}"
        if self.fact("passages") == wanted:
            return
        if not is_writable(self.path):  # the list of other documents is better than none
            return
        with self.connect() as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM passages")
            db.executemany(
                f"INSERT INTO passages ({_ROW}) VALUES (?,?,?,?,?)",
                _passage_rows(self.workspace.corpus),
            )
            db.execute("INSERT OR REPLACE INTO facts VALUES ('passages', ?)", (wanted,))
            told = ("passages crc", passages_sum(db))
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", told)

    def counts(self, model: str) -> tuple[int, int]:
        """(passages of the corpus, those of them that the model embedded)."""
        self.refresh()
        with self.connect() as db:
            total = db.execute("SELECT COUNT(*) FROM passages").fetchone()[0]
            done = db.execute(
                "SELECT COUNT(*) FROM passages p JOIN vectors v ON v.hash=p.hash "
                "WHERE v.model=(SELECT id FROM models WHERE name=?)", (model,)
            ).fetchone()[0]  # fmt: skip
        return int(total), int(done)

    def models(self) -> list[str]:
        """The embedding models that have made vectors here."""
        with self.connect() as db:
            return [str(row[0]) for row in db.execute("SELECT name FROM models ORDER BY id")]

    def any(self, model: str) -> bool:
        """Whether the model embedded anything at all (cheap)."""
        query = "SELECT 1 FROM vectors WHERE model=(SELECT id FROM models WHERE name=?) LIMIT 1"
        with self.connect() as db:
            return db.execute(query, (model,)).fetchone() is not None

    def pending(self, model: str) -> list[PassageRow]:
        """Passages without a vector: the beginnings of all documents first, so that every
        document can soon be found. Of passages with the same text only one is listed."""
        self.refresh()
        with self.connect() as db:
            rows = db.execute(
                f"SELECT {_ROW} FROM passages p WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE "
                "v.hash=p.hash AND v.model=(SELECT id FROM models WHERE name=?)) "
                "GROUP BY hash ORDER BY n, position", (model,)
            )  # fmt: skip
            return [PassageRow(*row) for row in rows]

    def with_hashes(self, hashes: Iterable[str]) -> list[PassageRow]:
        """All passages that have one of these texts."""
        query = f"SELECT {_ROW} FROM passages WHERE hash=?"
        with self.connect() as db:
            return [PassageRow(*r) for name in hashes for r in db.execute(query, (name,))]

    def of_document(self, document: str) -> list[PassageRow]:
        query = f"SELECT {_ROW} FROM passages WHERE document=? ORDER BY n"
        with self.connect() as db:
            return [PassageRow(*row) for row in db.execute(query, (document,))]

    # vectors ---------------------------------------------------------------------------------

    def add(
        self, model: str, hashes: Sequence[str], vectors: Iterable[NDArray[np.float32]]
    ) -> None:
        """Keep vectors (n, d); one that is there already stays."""
        blobs = [row.astype("<f4").tobytes() for row in vectors]
        with self.connect() as db:
            db.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", (model,))
            number = db.execute("SELECT id FROM models WHERE name=?", (model,)).fetchone()[0]
            db.executemany(
                "INSERT OR IGNORE INTO vectors (model, hash, vector, crc) VALUES (?,?,?,?)",
                [
                    (number, name, blob, crc(blob, crc(name.encode())))
                    for name, blob in zip(hashes, blobs, strict=True)
                ],
            )

    def get(self, model: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors by hash; those that were never made are left out."""
        query = (
            "SELECT hash, vector, crc FROM vectors "
            "WHERE hash=? AND model=(SELECT id FROM models WHERE name=?)"
        )
        found = {}
        with self.connect() as db:
            for name in hashes:
                if row := db.execute(query, (name, model)).fetchone():
                    found[name] = np.frombuffer(_sound(*row), "<f4")
        return found

    def check_width(self, model: str, width: int) -> None:
        """TopicLlamaError when the model's vectors had another length before: it is another model
        of the same name."""
        query = (
            "SELECT length(vector) / 4 FROM vectors "
            "WHERE model=(SELECT id FROM models WHERE name=?) LIMIT 1"
        )
        with self.connect() as db:
            found = db.execute(query, (model,)).fetchone()
        if found and found[0] != width:
            raise TopicLlamaError(
                f"The model {model} is another one than before: its vectors have {width} numbers "
                f"and not {found[0]}.",
                "Give it a name of its own (ollama cp) and choose that as the embedding model.",
            )

    def youngest(self, model: str) -> int:
        """The row number of the newest vector of all, which grows with each; 0 as long as the
        model has none."""
        has = "EXISTS (SELECT 1 FROM vectors WHERE model=(SELECT id FROM models WHERE name=?))"
        with self.connect() as db:
            row = db.execute(f"SELECT MAX(rowid) FROM vectors WHERE {has}", (model,)).fetchone()
        return int(row[0] or 0)

    def some(self, model: str, count: int) -> list[NDArray[np.float32]]:
        """Vectors of a model as if drawn by lot: in the order of their texts' hashes."""
        query = (
            "SELECT hash, vector, crc FROM vectors "
            "WHERE model=(SELECT id FROM models WHERE name=?) ORDER BY hash LIMIT ?"
        )
        with self.connect() as db:
            rows = db.execute(query, (model, count))
            return [np.frombuffer(_sound(*row), "<f4") for row in rows]

    def passages(self) -> int:
        """How many passages the corpus has."""
        with self.connect() as db:
            return int(db.execute("SELECT COUNT(*) FROM passages").fetchone()[0])

    def embedded_between(
        self, model: str, after: int, last: int
    ) -> Iterator[tuple[PassageRow, bytes]]:
        """Passages with their vectors (float32) whose row number is greater than ``after`` and at
        most ``last``, in reading order."""
        query = (
            "SELECT p.document, p.n, p.start, p.end, p.hash, v.vector, v.crc FROM passages p "
            "JOIN vectors v ON v.hash=p.hash WHERE v.rowid>? AND v.rowid<=? "
            "AND v.model=(SELECT id FROM models WHERE name=?) ORDER BY p.position"
        )
        self._check_passages()
        with self.connect() as db:
            for *row, blob, known in db.execute(query, (after, last, model)):
                yield PassageRow(*row), _sound(row[4], blob, known)

    def beginnings(self, model: str) -> dict[str, NDArray[np.float32]]:
        """The vector of the first passage of each document of the corpus that has one."""
        self.refresh()
        query = (
            "SELECT p.document, v.hash, v.vector, v.crc FROM passages p "
            "JOIN vectors v ON v.hash=p.hash "
            "WHERE p.n=0 AND v.model=(SELECT id FROM models WHERE name=?)"
        )
        with self.connect() as db:
            rows = db.execute(query, (model,))
            return {name: np.frombuffer(_sound(*row), "<f4") for name, *row in rows}

    # what a disk may do ----------------------------------------------------------------------

    def _check_passages(self) -> None:
        with self.connect() as db:
            db.execute("BEGIN")
            row = db.execute("SELECT value FROM facts WHERE name='passages crc'").fetchone()
            if row is not None and row[0] != passages_sum(db):
                raise DamagedError(NAME, "in its list of passages")

    def unsound(self) -> list[int]:
        """The row numbers of vectors that are not as they were written."""
        with self.connect() as db:
            rows = db.execute("SELECT rowid, hash, vector, crc FROM vectors")
            return [number for number, *row in rows if not _is_sound(*row)]

    def forget(self, rows: Sequence[int]) -> int:
        """Remove vectors by their row numbers, and the list of passages, which is made anew;
        returns how many vectors went."""
        with self.connect() as db:
            db.executemany("DELETE FROM vectors WHERE rowid=?", [(row,) for row in rows])
            db.execute("DELETE FROM facts WHERE name IN ('passages', 'passages crc')")
        return len(rows)

    def restore(self, rows: Iterable[tuple[Any, ...]]) -> int:
        """Take in vectors (model, hash, vector, checksum) from another file, as far as they are
        as they were written; returns how many."""
        good = [row for row in rows if row[3] is not None and _is_sound(*row[1:])]
        for model in dict.fromkeys(str(row[0]) for row in good):
            mine = [row for row in good if row[0] == model]
            self.add(model, [row[1] for row in mine], [np.frombuffer(r[2], "<f4") for r in mine])
        return len(good)

    def check(self) -> None:
        """DamagedError when a vector or the list of passages is not as it was written."""
        if self.unsound():
            raise DamagedError(NAME, "in its vectors")
        self._check_passages()

    # facts -----------------------------------------------------------------------------------

    def fact(self, name: str) -> str:
        """A remembered value, or ""."""
        with self.connect() as db:
            row = db.execute("SELECT value FROM facts WHERE name=?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        if self.fact(name) != value:
            with self.connect() as db:
                db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def _is_sound(name: str, blob: bytes, known: int | None) -> bool:
    try:
        return known is None or crc(blob, crc(name.encode())) == known
    except (TypeError, AttributeError):  # another type than was written
        return False


def _sound(name: str, blob: bytes, known: int | None) -> bytes:
    if not _is_sound(name, blob, known):
        raise DamagedError(NAME, "in its vectors")
    return blob


def passages_sum(db: sqlite3.Connection) -> str:
    """A checksum of the list of passages."""
    found = 0
    for row in db.execute(f"SELECT {_ROW} FROM passages ORDER BY position"):
        found = crc(repr(row).encode("utf-8", "surrogatepass"), found)
    return f"{found:08x}"


_prepared: set[tuple[int, int]] = set()


def _file(path: Path) -> tuple[int, int]:
    """Which file it is; (0, 0) for one that is not there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def _passage_rows(corpus: Iterable[Document]) -> Iterator[tuple[str, int, int, int, str]]:
    for document in corpus:
        for n, passage in enumerate(split(document.text)):
            digest = content_hash(_with_title(document, passage.text))
            yield document.id, n, passage.start, passage.end, digest
