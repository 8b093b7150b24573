"""What is said of a damaged file, where such files go, and which problems of the disk are which."""

from __future__ import annotations

import errno
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from .errors import TopicLlamaError

DAMAGED = "damaged"  # the folder of the workspace where damaged files go
REPAIR = "Put it right with: topicllama doctor --repair"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)
# Libraries that pass on what the system said only as words: Chroma's (Rust), SQLite's, numpy's.
_FULL_WORDS = re.compile(
    r"disk is full|No space left|SQLITE_FULL|SHMSIZE|Disk quota|"
    r"\(code: 13\)|\d+ requested and \d+ written", re.IGNORECASE
)  # fmt: skip
_CLOSED_WORDS = re.compile(
    r"readonly database|Read-only file system|unable to open database|SQLITE_READONLY", re.I
)
_FAILS_WORDS = re.compile(r"disk I/O error|Input/output error", re.IGNORECASE)
_DAMAGE_WORDS = re.compile(
    r"malformed|not a database|Could not decode|no such (table|column)|unsupported file format|"
    r"database corruption|invalid page", re.IGNORECASE
)  # fmt: skip


class DamagedError(TopicLlamaError):
    """A file of the workspace is damaged or missing; ``file`` is its path inside it."""

    def __init__(
        self, file: str, reason: str = "", hint: str = REPAIR, *, missing: bool = False
    ) -> None:
        self.file, self.reason = file, reason
        why = f" ({reason})" if reason else ""
        super().__init__(
            f"The file {file} is missing." if missing else f"The file {file} is damaged{why}.", hint
        )


class DiskFullError(TopicLlamaError):
    """There was no room for what was to be written."""

    def __init__(self) -> None:
        super().__init__(
            "The disk is full, so this could not be kept; nothing that was there before is lost.",
            "Free some space (topicllama doctor says how much there is), then do it again.",
        )


class ReadOnlyError(TopicLlamaError):
    """Nothing may be written there."""

    def __init__(self, place: object = "") -> None:
        super().__init__(
            f"{place} is read-only, so nothing can be changed in it."
            if place
            else "The workspace's folder is read-only, so nothing can be changed in it.",
            "Make the folder writable, or copy it to another place and open that with --workspace.",
        )


def disk_problem(error: BaseException) -> TopicLlamaError | None:
    """What to tell a person when the disk is the reason of an error (or of its cause); None when
    it is not. A TopicLlamaError says it already."""
    if isinstance(error, TopicLlamaError):
        return None
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if (found := _problem(cause)) is not None:
            return found
        cause = cause.__cause__ or cause.__context__
    return None


def _problem(error: BaseException) -> TopicLlamaError | None:
    if isinstance(error, DiskFullError | ReadOnlyError):
        return error
    number = error.errno if isinstance(error, OSError) else None
    words = f"{error} {getattr(error, 'sqlite_errorname', '')}"
    if number in _FULL or (_of_disk(error) and _FULL_WORDS.search(words)):
        return DiskFullError()
    if number in _CLOSED and isinstance(error, OSError):
        return ReadOnlyError(error.filename or "")
    if _of_disk(error) and _CLOSED_WORDS.search(words):
        return ReadOnlyError()
    if number == errno.EIO or (_of_disk(error) and _FAILS_WORDS.search(words)):
        return TopicLlamaError(
            "The disk reports an error, so this could not be done.",
            "Check the disk and its free space, then run: topicllama doctor",
        )
    return None


def _of_disk(error: BaseException) -> bool:
    """Whose words are worth looking at: SQLite's, the system's, Chroma's."""
    return isinstance(error, sqlite3.Error | OSError) or "chroma" in type(error).__module__


@contextmanager
def told_of_disk() -> Iterator[None]:
    """Problems of the disk inside the block come out as a TopicLlamaError."""
    try:
        yield
    except TopicLlamaError:
        raise
    except Exception as error:
        found = disk_problem(error)
        if found is None:
            raise
        raise found from error


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite says that the file itself is wrong, rather than busy, full or closed."""
    if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
        return False
    if isinstance(error, sqlite3.OperationalError):
        name = getattr(error, "sqlite_errorname", "") or ""
        return bool(_DAMAGE_WORDS.search(str(error))) or name in (
            "SQLITE_IOERR_SHORT_READ", "SQLITE_CANTOPEN_ISDIR",
        )  # fmt: skip
    return isinstance(error, sqlite3.DatabaseError)


def set_aside(root: Path, file: Path, *, copy: bool = False) -> Path:
    """Move a damaged file (or folder, and SQLite's files beside it) into ``damaged/`` of the
    workspace, where it keeps its path and gets the time; with ``copy`` it stays as well."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
    target = root / DAMAGED / stamp / file.relative_to(root)
    target.parent.mkdir(parents=True, exist_ok=True)
    for beside in (file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        if beside.exists():
            _put(beside, target.with_name(beside.name), copy=copy)
    if file.exists():
        _put(file, target, copy=copy)
    return target


def _put(source: Path, target: Path, *, copy: bool) -> None:
    if not copy:
        source.rename(target)
    elif source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)
