"""A small disk of its own: a tmpfs, which can be filled and made read-only. It takes root."""

from __future__ import annotations

import ctypes
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


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Sets(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def obey_permissions() -> None:
    """From now on this thread, though it is root's, may do with files only what their permissions
    say (capabilities CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER; capabilities(7))."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, sets = _Header(0x20080522, 0), (_Sets * 2)()
    assert libc.capget(ctypes.byref(header), sets) == 0
    sets[0].effective &= ~(1 << 1 | 1 << 2 | 1 << 3)
    sets[0].permitted &= ~(1 << 1 | 1 << 2 | 1 << 3)  # access(2) looks at these
    assert libc.capset(ctypes.byref(header), sets) == 0


def make_room(place: Path) -> None:
    (place / _BALLAST).unlink(missing_ok=True)
