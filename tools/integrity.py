"""Every stored file of a workspace compared with what was written: which are damaged or missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from . import topic_model
from .checksums import SUMS, line_is_sound, read_checked, verify
from .corpus import Corpus
from .current import read_current
from .damage import DamagedError, is_damage
from .migrations import MARKER
from .sqlite_files import transaction
from .workspace import SETTINGS, SETTINGS_COPY, Workspace

_SMALL = (MARKER, SETTINGS, SETTINGS_COPY, "loads.json", "exports.json")
# Databases besides the documents and the embeddings, with what is read of all their rows.
DATABASES = ("profiles.sqlite", "labels/answers.sqlite", "index/augment.sqlite",
             "chats/search.sqlite", "index/chroma/chroma.sqlite3")  # fmt: skip
_PASSED_OVER = 10_000_000  # row numbers; then there is nothing more


def find_damage(workspace: Workspace) -> list[DamagedError]:
    """All of it; reads every file once (about a second for 300 MB), changes nothing. What somebody
    was just writing is no damage: what is found has to be there at a second look too."""
    found = _found(workspace)
    again = _found(workspace) if found else {}
    return [error for file, error in found.items() if file in again]


def _found(workspace: Workspace) -> dict[str, DamagedError]:
    found: dict[str, DamagedError] = {}
    for error in _everything(workspace):
        found.setdefault(error.file, error)
    return found


def _everything(workspace: Workspace) -> Iterator[DamagedError]:
    root = workspace.root
    for name in _SMALL:
        if (root / name).exists():
            yield from _caught(name, partial(_small, root, name))
    if (root / SETTINGS_COPY).exists() and not (root / SETTINGS).exists():
        yield DamagedError(SETTINGS, missing=True)
    yield from _caught("corpus.sqlite", lambda: _documents(workspace))
    yield from _caught("loads.json", lambda: _loads(workspace))
    yield from _models(root / "models")
    yield from _index(workspace)
    for name in DATABASES:
        if (root / name).exists():
            yield from _caught(name, partial(_database, root / name, name))
    yield from _caught("profiles.sqlite", lambda: _profiles(workspace))
    for folder in sorted((root / "adapters").glob("*")):
        if folder.is_dir():
            yield from _folder(folder, "adapters")
    for chat in sorted((root / "chats").glob("*.json")):
        yield from _caught(f"chats/{chat.name}", partial(check_chat, chat))


def _caught(name: str, check: Callable[[], object]) -> Iterator[DamagedError]:
    try:
        check()
    except DamagedError as error:
        yield error
    except sqlite3.Error as error:
        if is_damage(error):
            yield DamagedError(name, str(error))
    except OSError as error:
        yield DamagedError(name, error.strerror or str(error))


def _small(root: Path, name: str) -> None:
    read_checked(root / name, name, edited=name == SETTINGS)


def _loads(workspace: Workspace) -> None:
    name = "loads.json"
    if not (workspace.root / name).exists() and workspace.corpus.is_marked(name):
        raise DamagedError(name, missing=True)


def _documents(workspace: Workspace) -> None:
    corpus: Corpus = workspace.corpus
    if corpus.path.exists():
        _database(corpus.path, corpus.path.name)
    corpus.check()


def _database(file: Path, name: str) -> None:
    """SQLite's own check, indexes included."""
    if file.stat().st_size == 0:  # SQLite takes it for a database without anything in it
        raise DamagedError(name, "it is empty")
    with transaction(file, name, timeout=5) as db:
        found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if found != "ok":
        raise DamagedError(name, found.splitlines()[-1])


def _models(models: Path) -> Iterator[DamagedError]:
    yield from _caught("models/current", lambda: read_current(models))
    for folder in sorted(models.glob("m*")):
        if folder.is_dir():
            yield from _caught(f"models/{folder.name}", partial(_model, folder))
    with suppress(DamagedError):
        version = read_current(models)
        if version and not (models / version).is_dir():
            yield DamagedError(f"models/{version}", missing=True)


def _model(folder: Path) -> None:
    _verify(folder, "models")
    topic_model.load(folder)


def _verify(folder: Path, within: str) -> None:
    """Each time anew: a disk that fails changes no times."""
    try:
        verify(folder, again=True)
    except DamagedError as error:
        raise DamagedError(f"{within}/{error.file}", error.reason) from error


def _folder(folder: Path, within: str) -> Iterator[DamagedError]:
    if (folder / SUMS).exists():
        yield from _caught(f"{within}/{folder.name}", lambda: _verify(folder, within))


def _index(workspace: Workspace) -> Iterator[DamagedError]:
    index = workspace.root / "index"
    for folder in sorted(index.glob("*")):
        if folder.is_dir() and folder.name != "chroma":
            yield from _folder(folder, "index")
    for file in sorted(index.glob("*.json")):
        name = f"index/{file.name}"
        yield from _caught(name, partial(read_checked, file, name))
    if (index / "vectors.sqlite").exists():
        yield from _caught("index/vectors.sqlite", lambda: _vectors(workspace))


def _vectors(workspace: Workspace) -> None:
    from .vectors import NAME, VectorRecord

    _database(workspace.root / NAME, NAME)
    VectorRecord(workspace).check()


def _profiles(workspace: Workspace) -> None:
    from .profiles import Profiles

    Profiles(workspace).check()


def check_chat(file: Path) -> None:
    """DamagedError when a line of a chat is not as it was written, or the last is not whole."""
    name = f"chats/{file.name}"
    content = file.read_bytes()
    *lines, rest = content.split(b"\n")
    if not (lines and _is_good(lines[0])):
        read_checked(file, name)  # of an earlier version it is one object
        return
    wrong = sum(not _is_good(line) for line in lines if line)
    if wrong:
        raise DamagedError(name, f"damaged turns: {wrong} of {len(lines) - 1}")
    if rest and not _is_good(rest):
        raise DamagedError(name, "its last turn is not whole")


def _is_good(line: bytes) -> bool:
    return line.startswith(b"{") and line.endswith(b"}") and line_is_sound(line)


def is_sound_database(file: Path) -> bool:
    """Whether SQLite's own check finds nothing."""
    with suppress(DamagedError, sqlite3.Error, OSError):
        _database(file, file.name)
        return True
    return False


def rows_of(file: Path, table: str, columns: str) -> Iterator[tuple[Any, ...]]:
    """The row numbers and ``columns`` of a table, of a damaged database as many as can be read:
    where a page cannot, from the next one on."""
    if not file.exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as db:
        db.text_factory = partial(str, encoding="utf-8", errors="replace")  # its checksum tells
        query = f"SELECT rowid, {columns} FROM {table} NOT INDEXED"
        db.execute(f"{query} LIMIT 0")
        last, passed = -1, 0
        while passed < _PASSED_OVER:
            try:
                for row in db.execute(f"{query} WHERE rowid>? ORDER BY rowid", (last + passed,)):
                    last, passed = row[0], 0
                    yield row
                return
            except sqlite3.Error:
                passed += 1 + passed // 64  # a few rows of a long gap may be passed over too
