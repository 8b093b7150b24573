"""What each user liked, read and disliked, and when: kept in the workspace and nowhere else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NoReturn

import numpy as np

from .checksums import crc
from .damage import DamagedError, ReadOnlyError
from .errors import TopicLlamaError
from .keyword_search import KeywordIndex
from .sqlite_files import is_writable, transaction
from .taste import Liked
from .workspace import Workspace

FILE = "profiles.sqlite"
ACTIONS = ("liked", "read", "disliked")
_COUNTS = {"liked": 1.0, "read": 0.7, "disliked": 1.0}
_MOST = 50  # documents of a profile that are compared with the others, the weightiest
_DAY = 86_400.0
_HALF_LIFE = 0.25  # of the time between the first and the last event
_SCHEMA = """CREATE TABLE IF NOT EXISTS events (
    user TEXT NOT NULL, document TEXT NOT NULL, action TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (user, document, action, time))"""
_CHECKED = "events NOT INDEXED"  # the rows, which have checksums; an index of them has none


@dataclass(frozen=True, slots=True)
class Event:
    """``user`` "liked", "read" or "disliked" a ``document`` at a ``time`` (ISO 8601, UTC, to the
    second; "" when it is not known)."""

    user: str
    document: str
    action: str = "read"
    time: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A user's documents, counted; ``first`` and ``last`` are times, "" where none is known."""

    user: str
    documents: int
    liked: int
    read: int
    disliked: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Taste:
    """What a profile says: ``good`` and ``bad`` items with weights, all documents ``seen``, and
    the ``half_life`` of the weights in days (0: all count alike)."""

    good: list[Liked]
    bad: list[Liked]
    seen: list[str]
    half_life: float = 0.0


class Profiles:
    """``profiles.sqlite`` of a workspace. The same event twice counts once."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.path = workspace.root / FILE

    @contextmanager
    def _connect(self) -> Iterator[sqlite3.Connection]:
        with transaction(self.path, FILE) as db:
            if is_writable(self.path):
                db.execute("PRAGMA secure_delete=ON")  # what is forgotten is overwritten
                db.execute(_SCHEMA)
                with suppress(sqlite3.OperationalError):  # it is there; not in an older file
                    db.execute("ALTER TABLE events ADD COLUMN crc INTEGER")
            yield db

    def check(self) -> None:
        """DamagedError when an event is not as it was written, or one is gone."""
        if not self.path.exists():
            self._missed()
            return
        with self._connect() as db:
            db.execute("BEGIN")
            found = 0
            for *event, known in db.execute("SELECT user, document, action, time, crc FROM events"):
                if not is_sound_event((*event, known)):
                    raise DamagedError(FILE, f"in the profile of {event[0]}")
                found += 1
            self._compare(db, found)

    def _missed(self) -> None:
        with suppress(ReadOnlyError):  # a folder without documents
            if self.workspace.corpus.is_marked(FILE):
                raise DamagedError(FILE, missing=True)

    def _compare(self, db: sqlite3.Connection, found: int) -> None:
        kept = db.execute("PRAGMA user_version").fetchone()[0]
        if kept and kept != found + 1:
            raise DamagedError(FILE, f"{found} events instead of {kept - 1}")

    def add(self, events: Iterable[Event]) -> int:
        """Keep events; returns how many are new."""
        rows = [(one.user, one.document, one.action, one.time) for one in events]
        with self.workspace.writing(), self._connect() as db:
            before = db.total_changes
            db.executemany(
                "INSERT OR IGNORE INTO events (user, document, action, time, crc) "
                "VALUES (?,?,?,?,?)",
                [(*row, _sum(row)) for row in rows],
            )
            added = db.total_changes - before
            _count(db)
        if not self.workspace.corpus.is_marked(FILE):
            self.workspace.corpus.mark(FILE)
        return added

    def of(self, user: str) -> list[Event]:
        """The events of a user, in the order in which they were kept."""
        self.check()
        if not self.path.exists():
            return []
        query = f"SELECT user, document, action, time FROM {_CHECKED} WHERE user=? ORDER BY rowid"
        with self._connect() as db:
            return [Event(*row) for row in db.execute(query, (user,))]

    def all(self) -> list[Profile]:
        """The profiles that are kept, by name of user."""
        self.check()
        if not self.path.exists():
            return []
        query = (
            "SELECT user, COUNT(DISTINCT document), SUM(action='liked'), SUM(action='read'), "
            "SUM(action='disliked'), COALESCE(MIN(NULLIF(time,'')),''), MAX(time) "
            f"FROM {_CHECKED} GROUP BY user ORDER BY user"
        )
        with self._connect() as db:
            return [Profile(*row) for row in db.execute(query)]

    def known(self, user: str) -> list[Event]:
        """The events of a user; TopicLlamaError when there are none."""
        return self.of(user) or self._nobody(user)

    def forget(self, user: str) -> int:
        """Remove everything about a user; returns how many events there were. TopicLlamaError
        when there were none."""
        self.known(user)
        with self.workspace.writing(), self._connect() as db:
            gone = db.execute(f"DELETE FROM {_CHECKED} WHERE user=?", (user,)).rowcount
            _count(db)
            return gone

    def _nobody(self, user: str) -> NoReturn:
        known = ", ".join(profile.user for profile in self.all()[:10])
        raise TopicLlamaError(
            f"Nothing is kept about the user {user}.",
            f"Profiles are kept of: {known}." if known else "No profiles are kept here.",
        )


def is_sound_event(row: Sequence[Any]) -> bool:
    """Whether a row of the table, its checksum last, is as it was written."""
    try:
        return row[4] is None or row[4] == _sum(row)
    except TypeError:  # another type than was written
        return False


def _sum(event: Sequence[str]) -> int:
    return crc("\0".join(event[:4]).encode("utf-8", "surrogatepass"))


def _count(db: sqlite3.Connection) -> None:
    """Keep how many events there are, and one more: 0 is a file that never counted."""
    number = int(db.execute("SELECT COUNT(*) FROM events").fetchone()[0]) + 1
    db.execute(f"PRAGMA user_version={number}")


def now() -> str:
    """The time as events have it."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def taste_of(events: Sequence[Event], workspace: Workspace, words: KeywordIndex) -> Taste:
    """What events say about what to recommend, as far as their documents are in the corpus.

    The last event about a document counts. A weight halves with every half-life between the
    event and the last one (exponential decay: Ding and Li, "Time weight collaborative filtering",
    CIKM 2005); the half-life is a quarter of the time between the first and the last event, at
    least a day (chosen on the tuning part of benchmarks/recommend.py). Without times all count
    alike; an event without one, among others that have one, counts as they do on average
    (median).
    """
    known = {e.document: e for e in sorted(events, key=lambda e: e.time)}
    known = {name: e for name, e in known.items() if name in words.positions}
    decay, half_life = _decays([e.time for e in known.values()])
    weights = {
        name: _COUNTS[event.action] * factor
        for (name, event), factor in zip(known.items(), decay, strict=True)
    }
    heaviest = sorted(weights, key=lambda name: -weights[name])
    good = [name for name in heaviest if known[name].action != "disliked"][:_MOST]
    bad = [name for name in heaviest if known[name].action == "disliked"][:_MOST]
    texts = workspace.corpus.get([*good, *bad])

    def items(names: Sequence[str]) -> list[Liked]:
        most = max((weights[name] for name in names), default=1.0)
        return [
            Liked(name, texts[name].text, words.positions[name], known[name].action,
                  weights[name] / most)
            for name in names
        ]  # fmt: skip

    return Taste(items(good), items(bad), list(known), half_life)


def _decays(times: Sequence[str]) -> tuple[list[float], float]:
    """(the factor of each time, the half-life in days)."""
    seconds = np.array(
        [datetime.fromisoformat(f"{t}+00:00").timestamp() if t else np.nan for t in times]
    )
    if np.isfinite(seconds).sum() < 2 or np.nanmin(seconds) == np.nanmax(seconds):
        return [1.0] * len(times), 0.0
    days = (np.nanmax(seconds) - seconds) / _DAY
    half_life = max(1.0, float(np.nanmax(days)) * _HALF_LIFE)
    factors = 0.5 ** (days / half_life)
    return np.where(np.isnan(factors), np.nanmedian(factors), factors).tolist(), half_life
