"""What Chroma was given, kept in ``vectors.sqlite``: finds what it lacks without asking it."""

from __future__ import annotations

from collections.abc import Iterable

from .annotations import TopicAnnotations
from .vectors import PassageRow, VectorRecord

_COLUMNS = "p.document, p.n, p.start, p.end, p.hash"
_STORED = "stored s ON s.collection=? AND s.id=p.document||'#'||p.n AND s.hash=p.hash"
_EMBEDDED = (
    "vectors v ON v.hash=p.hash AND v.model=(SELECT id FROM models WHERE name=?)"
)  # fmt: skip


class Ledger:
    """The records of one collection (``key`` is the id that Chroma gave it: one that was made
    anew has another, and an empty ledger)."""

    def __init__(self, record: VectorRecord, embedding: str, key: str) -> None:
        self.record = record
        self.embedding = embedding
        self.key = key

    def __len__(self) -> int:
        with self.record.connect() as db:
            query = "SELECT COUNT(*) FROM stored WHERE collection=?"
            return int(db.execute(query, (self.key,)).fetchone()[0])

    def ids(self) -> set[str]:
        with self.record.connect() as db:
            query = "SELECT id FROM stored WHERE collection=?"
            return {row[0] for row in db.execute(query, (self.key,))}

    def some(self, count: int) -> set[str]:
        """Hashes of up to ``count`` records, from all over the corpus."""
        query = f"SELECT p.hash FROM passages p JOIN {_STORED} WHERE p.position>=? LIMIT 1"
        with self.record.connect() as db:
            last = db.execute("SELECT MAX(position) FROM passages").fetchone()[0] or 0
            places = {last * step // count for step in range(count)}
            found = [db.execute(query, (self.key, place)).fetchone() for place in places]
        return {row[0] for row in found if row}

    def settle(self, place: str) -> None:
        """Forget what the collection held that stood at this place before this one."""
        name = f"collection {place}"
        before = self.record.fact(name)
        if before != self.key:
            with self.record.connect() as db:
                db.execute("DELETE FROM stored WHERE collection=?", (before,))
            self.record.remember(name, self.key)

    def remember(self, rows: Iterable[PassageRow], annotations: TopicAnnotations) -> None:
        with self.record.connect() as db:
            db.executemany(
                "INSERT OR REPLACE INTO stored VALUES (?,?,?,?)",
                [(self.key, r.id, r.hash, annotations.signature(r.document)) for r in rows],
            )

    def forget(self, ids: Iterable[str]) -> None:
        with self.record.connect() as db:
            db.executemany(
                "DELETE FROM stored WHERE collection=? AND id=?", [(self.key, i) for i in ids]
            )

    def missing(self) -> list[PassageRow]:
        """Passages of the corpus that have a vector and are not in Chroma (as they are now)."""
        query = (
            f"SELECT {_COLUMNS} FROM passages p JOIN {_EMBEDDED} LEFT JOIN {_STORED} "
            "WHERE s.id IS NULL"
        )
        with self.record.connect() as db:
            return [PassageRow(*row) for row in db.execute(query, (self.embedding, self.key))]

    def given(self) -> list[PassageRow]:
        """Passages of the corpus that Chroma was given as they are now."""
        query = f"SELECT {_COLUMNS} FROM passages p JOIN {_STORED}"
        with self.record.connect() as db:
            return [PassageRow(*row) for row in db.execute(query, (self.key,))]

    def surplus(self) -> list[str]:
        """Ids in Chroma that are no passage of the corpus any more."""
        query = (
            "SELECT id FROM stored WHERE collection=? EXCEPT SELECT document||'#'||n FROM passages"
        )
        with self.record.connect() as db:
            return [row[0] for row in db.execute(query, (self.key,))]

    def stale(self, annotations: TopicAnnotations) -> list[PassageRow]:
        """Passages in Chroma whose topics are others now."""
        query = f"SELECT {_COLUMNS}, s.note FROM passages p JOIN {_STORED}"
        with self.record.connect() as db:
            return [
                PassageRow(*row)
                for *row, note in db.execute(query, (self.key,))
                if note != annotations.signature(row[0])
            ]
