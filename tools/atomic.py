"""Writes that either happen whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

_MARK = "in-use.lock"


def write_bytes(path: Path, data: bytes, *, shared: bool = False) -> None:
    """Replace a file's content: write beside it, flush to disk, rename over it.

    Only its owner can read it, unless it is ``shared``: then as the umask says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    name = path.with_name(f".{path.name}.{uuid4().hex[:8]}.tmp")
    mode = 0o666 if shared else 0o600
    try:
        with open(name, "xb", opener=lambda file, flags: os.open(file, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        name.replace(path)
    except BaseException:
        name.unlink(missing_ok=True)
        raise
    _sync(path.parent)


def write_json(path: Path, value: Any) -> None:
    write_bytes(path, json.dumps(value, ensure_ascii=False, indent=1).encode("utf-8"))


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Fill a temporary folder inside the block; it gets its name only when the block succeeds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp"))
    try:
        yield temporary
        for file in temporary.iterdir():
            _sync(file)
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    _sync(path.parent)


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep other processes from sweeping a temporary folder that takes long to fill; the mark
    of a killed process does not count."""
    mark = FileLock(folder / _MARK, thread_local=False)
    with mark:
        yield
    (folder / _MARK).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what a killed process left half written (call it while holding the lock)."""
    for leftover in folder.glob(".*.tmp"):
        if not leftover.is_dir():
            leftover.unlink(missing_ok=True)
        elif not _is_used(leftover):
            shutil.rmtree(leftover, ignore_errors=True)


def _is_used(folder: Path) -> bool:
    mark = folder / _MARK
    if not mark.exists():
        return False
    try:
        with FileLock(mark, timeout=0):
            return False
    except Timeout:
        return True


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
