"""Writes that either happen whole or not at all."""

from __future__ import annotations

import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from .json_text import json_bytes

_MARK = "in-use.lock"


def write_bytes(path: Path, data: bytes, *, shared: bool = False) -> None:
    """Replace a file's content: write beside it, flush to disk, rename over it.

    Only its owner can read it, unless it is ``shared``: then as the umask says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o666 if shared else 0o600
    try:
        _write(path, data, mode)
    except FileNotFoundError:  # another process swept the folder before the file was claimed
        _write(path, data, mode)
    sync(path.parent)


def _write(path: Path, data: bytes, mode: int) -> None:
    name = path.with_name(f".{path.name}.{uuid4().hex[:8]}.tmp")
    try:
        with open(name, "xb", opener=lambda file, flags: os.open(file, flags, mode)) as file:
            _lock(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            name.replace(path)  # as long as nobody may sweep it
    except BaseException:
        name.unlink(missing_ok=True)
        raise


def write_json(path: Path, value: Any) -> None:
    write_bytes(path, json_bytes(value, indent=1))


@contextmanager
def new_folder(path: Path, *, finish: Callable[[Path], None] | None = None) -> Iterator[Path]:
    """Fill a temporary folder inside the block; it gets its name only when the block succeeds and
    ``finish`` has put the last thing to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp"))
    try:
        with claimed(temporary):
            yield temporary
            if finish is not None:
                finish(temporary)
            for file in (*temporary.iterdir(), temporary):
                sync(file)
            temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync(path.parent)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep other processes from sweeping a temporary folder that takes long to fill; the mark
    of a killed process does not count."""
    mark = FileLock(folder / _MARK, thread_local=False)
    with mark:
        yield
    (folder / _MARK).unlink(missing_ok=True)


def sweep(folder: Path, name: str = "*") -> None:
    """Remove what a killed process left half written, of the file ``name`` or of all. What another
    process is writing at this moment stays."""
    pattern = "" if name == "*" else f"{glob.escape(name)}."  # ".**.tmp" is no pattern
    for leftover in folder.glob(f".{pattern}*.tmp"):
        if _is_claimed(leftover):
            continue
        if not leftover.is_dir():
            with suppress(OSError):
                leftover.unlink(missing_ok=True)
        elif not _is_used(leftover):
            shutil.rmtree(leftover, ignore_errors=True)


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Keep other processes from sweeping a temporary file or folder. The claim of a killed process
    ends with it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _is_claimed(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return not _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """False where another process has it. A system that knows no such locks (Windows does not
    remove what is open, either) claims nothing."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_used(folder: Path) -> bool:
    mark = folder / _MARK
    if not mark.exists():
        return False
    try:
        with FileLock(mark, timeout=0):
            return False
    except Timeout:
        return True


def sync(path: Path) -> None:
    """Flush a file, or which files there are in a folder, to the disk. Some network drives cannot
    do the latter (as PostgreSQL's fsync_fname says); that is no reason to write nothing there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EBADF, errno.EINVAL) or not path.is_dir():
            raise
    finally:
        os.close(handle)
