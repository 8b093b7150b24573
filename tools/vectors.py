"""The record of truth for embeddings: which passages there are, and a vector for each text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .documents import Document, content_hash
from .errors import TopicLlamaError
from .passages import split
from .workspace import Workspace

_SPLIT_VERSION = 1  # raise it when passages are cut differently
_SCHEMA = """
CREATE TABLE IF NOT EXISTS models (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS vectors (
    model INTEGER NOT NULL, hash TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, hash));
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

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.path = workspace.folder("index") / "vectors.sqlite"
        if _file(self.path) not in _prepared:
            with self.connect() as db:
                db.execute("PRAGMA journal_mode=WAL")
                db.executescript(_SCHEMA)
            _prepared.add(_file(self.path))

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction; TopicLlamaError when the file is damaged."""
        try:
            with closing(sqlite3.connect(self.path, timeout=30)) as db, db:
                db.execute("PRAGMA synchronous=FULL")
                yield db
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError as error:
            raise TopicLlamaError(
                f"The file of embeddings {self.path.name} is damaged ({error}).",
                f"Delete {self.path} and embed again.",
            ) from error

    # passages --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Make the list of passages that of the corpus; nothing to do when it did not change."""
        wanted = f"{self.workspace.corpus.fingerprint}/{_SPLIT_VERSION}"
        if self.fact("passages") == wanted:
            return
        with self.connect() as db:
            db.execute("BEGIN IMMEDIATE")
            db.execute("DELETE FROM passages")
            db.executemany(
                f"INSERT INTO passages ({_ROW}) VALUES (?,?,?,?,?)",
                _passage_rows(self.workspace.corpus),
            )
            db.execute("INSERT OR REPLACE INTO facts VALUES ('passages', ?)", (wanted,))

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

    def add(self, model: str, hashes: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep vectors (n, d); one that is there already stays."""
        blobs = [row.astype("<f4").tobytes() for row in vectors]
        with self.connect() as db:
            db.execute("INSERT OR IGNORE INTO models (name) VALUES (?)", (model,))
            number = db.execute("SELECT id FROM models WHERE name=?", (model,)).fetchone()[0]
            db.executemany(
                "INSERT OR IGNORE INTO vectors VALUES (?,?,?)",
                [(number, name, blob) for name, blob in zip(hashes, blobs, strict=True)],
            )

    def get(self, model: str, hashes: Iterable[str]) -> dict[str, NDArray[np.float32]]:
        """Vectors by hash; those that were never made are left out."""
        query = (
            "SELECT vector FROM vectors WHERE hash=? AND model=(SELECT id FROM models WHERE name=?)"
        )
        found = {}
        with self.connect() as db:
            for name in hashes:
                if row := db.execute(query, (name, model)).fetchone():
                    found[name] = np.frombuffer(row[0], "<f4")
        return found

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
            "SELECT vector FROM vectors WHERE model=(SELECT id FROM models WHERE name=?) "
            "ORDER BY hash LIMIT ?"
        )
        with self.connect() as db:
            return [np.frombuffer(row[0], "<f4") for row in db.execute(query, (model, count))]

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
            "SELECT p.document, p.n, p.start, p.end, p.hash, v.vector FROM passages p "
            "JOIN vectors v ON v.hash=p.hash WHERE v.rowid>? AND v.rowid<=? "
            "AND v.model=(SELECT id FROM models WHERE name=?) ORDER BY p.position"
        )
        with self.connect() as db:
            for *row, blob in db.execute(query, (after, last, model)):
                yield PassageRow(*row), blob

    def beginnings(self, model: str) -> dict[str, NDArray[np.float32]]:
        """The vector of the first passage of each document of the corpus that has one."""
        self.refresh()
        query = (
            "SELECT p.document, v.vector FROM passages p JOIN vectors v ON v.hash=p.hash "
            "WHERE p.n=0 AND v.model=(SELECT id FROM models WHERE name=?)"
        )
        with self.connect() as db:
            return {name: np.frombuffer(blob, "<f4") for name, blob in db.execute(query, (model,))}

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
