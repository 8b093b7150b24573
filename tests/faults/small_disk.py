"""A small disk of its own: a tmpfs, which can be filled and made read-only. It takes root."""

from __future__ import annotations

import os
import subprocess
import unittest
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BALLAST = "ballast"


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk of this size at ``place``; the test is skipped where none can be mounted."""
    place.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise unittest.SkipTest(f"no disk can be mounted here: {error}") from error
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)


def remount(place: Path, mode: str) -> None:
    """``mode`` "ro" or "rw"."""
    subprocess.run(["mount", "-o", f"remount,{mode}", str(place)], check=True, capture_output=True)


def fill(place: Path, free: int) -> None:
    """Leave ``free`` bytes on the disk."""
    left = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
    with (place / _BALLAST).open("wb") as file, _ignored():
        os.posix_fallocate(file.fileno(), 0, max(left - free, 1))


@contextmanager
def _ignored() -> Iterator[None]:
    try:
        yield
    except OSError:  # it is full now, which is what was wanted
        return


def make_room(place: Path) -> None:
    (place / _BALLAST).unlink(missing_ok=True)
