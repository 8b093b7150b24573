"""Connections to the workspace's SQLite files: their errors in our words, and folders in which
nothing may be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from .damage import DamagedError, DiskFullError, ReadOnlyError, disk_problem, is_damage

_copies: dict[tuple[str, int, int], tempfile.TemporaryDirectory[str]] = {}
_lock = threading.Lock()


@contextmanager
def transaction(path: Path, name: str, *, timeout: float = 30) -> Iterator[sqlite3.Connection]:
    """A connection for one transaction: all or nothing.

    DamagedError calls the file ``name``; DiskFullError and ReadOnlyError where there is no room
    or no permission. ``timeout`` is how many seconds to wait for other writers.
    """
    full = False
    try:
        db, full = _connected(path, timeout)
        with closing(db), db:
            yield db
    except sqlite3.Error as error:
        if is_damage(error):
            raise DamagedError(name, str(error)) from error
        found = disk_problem(error)
        if found is None:
            raise
        raise (DiskFullError() if full else found) from error


def _connected(path: Path, timeout: float) -> tuple[sqlite3.Connection, bool]:
    """A database, opened for reading where it cannot be written; and whether that is because the
    disk is full, so full that SQLite has no room for the files that it needs beside it."""
    if path.exists() and not is_writable(path):
        return _for_reading(path), False
    # One thread uses it, but what stopped work leaves half read may be thrown away in another.
    db = sqlite3.connect(path, timeout=timeout, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous=FULL")
        db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        problem = disk_problem(error)
        if not isinstance(problem, DiskFullError | ReadOnlyError) or not path.exists():
            raise
        return _for_reading(path), isinstance(problem, DiskFullError)
    return db, False


def is_writable(path: Path) -> bool:
    """Whether a file can be changed: SQLite also makes files beside it."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _for_reading(path: Path) -> sqlite3.Connection:
    """As it is, if SQLite can do so; else as a file that never changes, or, where a writer that
    was killed left changes beside it, as a copy of both."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists():
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=30)
        try:
            db.execute("SELECT 1 FROM sqlite_master").fetchone()
            return db
        except sqlite3.OperationalError:
            db.close()
        if log.stat().st_size:
            return sqlite3.connect(_copied(path, log), timeout=30)
    return sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)


def _copied(path: Path, log: Path) -> Path:
    key = (str(path), path.stat().st_mtime_ns, log.stat().st_mtime_ns)
    with _lock:
        if key not in _copies:
            _copies[key] = tempfile.TemporaryDirectory(prefix="topicllama-")
            for file in (path, log):
                shutil.copy2(file, _copies[key].name)
        return Path(_copies[key].name) / path.name
