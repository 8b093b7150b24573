"""Checksums, so that a damaged file is noticed where its content would still look right.

A disk that fails flips bits silently: a matrix of numbers with one wrong byte is still a matrix.
CRC-32 finds every error of up to 32 bits in a row, and misses one of 4 billion others; nobody
forges anything here, so it need not be more, and it reads 3 GB a second.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
import zlib
from pathlib import Path
from typing import Any

from .atomic import write_bytes
from .damage import DamagedError
from .json_text import json_bytes

SUMS = "checksums.json"
_KEY = b' "checksum": "'
_END = b'"\n}'
_TOLD = re.compile(r"[0-9a-f]{8} \d{9,}")
_BLOCK = 1 << 20


def crc(data: bytes, before: int = 0) -> int:
    return zlib.crc32(data, before)


# JSON objects ------------------------------------------------------------------------------------


def write_checked(path: Path, record: dict[str, Any]) -> None:
    """Write an object as JSON whose last entry is the checksum of all before it, and the time of
    writing (in seconds), which is that of the file too."""
    now = int(time.time())
    text = json_bytes({**record, "checksum": ""}, indent=1)
    body = text[: text.rindex(_KEY)]
    write_bytes(path, body + _KEY + f"{crc(body):08x} {now}".encode() + _END)
    os.utime(path, (now, now))


def read_checked(path: Path, name: str, *, edited: bool = False) -> dict[str, Any]:
    """The object that was written. A file without a checksum (of an earlier version, or a person's
    own) is taken as it is; with ``edited`` also one that was changed since by an editor, which
    changes the time of the file as well: a failing disk does not.

    Raises OSError, and DamagedError that calls the file ``name``.
    """
    data = path.read_bytes()
    try:
        found = json.loads(data.decode("utf-8"))
    except ValueError as error:
        raise DamagedError(name) from error
    if not isinstance(found, dict):
        raise DamagedError(name)
    told = found.pop("checksum", None)
    if told is None:
        fits = not _TOLD.fullmatch(str(next(reversed(found.values()), "")))  # its name is damaged
    else:
        fits = _fits(data, str(told))
    if not fits and not (edited and told and _was_edited(path, str(told))):
        raise DamagedError(name)
    return found


def _fits(data: bytes, told: str) -> bool:
    at = data.rfind(_KEY)
    return at >= 0 and told[:8] == f"{crc(data[:at]):08x}"


def _was_edited(path: Path, told: str) -> bool:
    return told[9:] != str(int(path.stat().st_mtime))


# texts in a database -----------------------------------------------------------------------------


def signed(text: str) -> str:
    """A text with its checksum before it."""
    return f"{crc(text.encode('utf-8', 'surrogatepass')):08x} {text}"


def unsigned(text: str) -> str:
    """What was signed; "" when it is damaged. JSON of an earlier version has no checksum."""
    if text[:1] in ("{", "["):
        return text
    return text[9:] if signed(text[9:]) == text else ""


# lines of JSON -----------------------------------------------------------------------------------

_LINE = re.compile(rb', "crc": "([0-9a-f]{8})"\}$')


def signed_line(line: bytes) -> bytes:
    """A JSON object in one line with the checksum of what it was as its last entry."""
    return line[:-1] + f', "crc": "{crc(line):08x}"}}'.encode()


def line_is_sound(line: bytes) -> bool:
    """Whether a line is as it was signed; one of an earlier version is not."""
    found = _LINE.search(line)
    return found is None or f"{crc(line[: found.start()] + b'}'):08x}".encode() == found[1]


def line_was_ended(line: bytes) -> bool:
    """Whether a line that cannot be read has a checksum at its end: then it is damaged, while one
    without was broken off."""
    return re.search(rb'"crc": "[0-9a-f]{8}".', line[-60:], re.DOTALL) is not None


# folders -----------------------------------------------------------------------------------------

_sound: dict[Path, tuple[Any, ...]] = {}
_lock = threading.Lock()


def write_sums(folder: Path) -> None:
    """Keep the checksums of a folder's files beside them."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    write_checked(folder / SUMS, {"files": {file.name: sum_of(file) for file in files}})


def verify(folder: Path, *, again: bool = False) -> None:
    """Compare the files of a folder with their checksums, once a process as long as they do not
    change, or ``again``. A folder without any is not verified.

    Raises OSError or DamagedError, which names the file as "FOLDER/FILE".
    """
    state = _state(folder)
    with _lock:
        if _sound.get(folder) == state and not again:
            return
    if (folder / SUMS).exists():
        known = read_checked(folder / SUMS, f"{folder.name}/{SUMS}").get("files", {})
        for name, told in known.items():
            _compare(folder / name, told)
    with _lock:
        _sound[folder] = state


def is_sound(file: Path) -> bool:
    """Whether one file of a folder is there and fits its checksum; the others are not read."""
    sums = file.parent / SUMS
    try:
        known = read_checked(sums, SUMS)["files"].get(file.name) if sums.exists() else None
        return known is None or sum_of(file) == known
    except (OSError, DamagedError, KeyError, AttributeError):
        return False


def _state(folder: Path) -> tuple[Any, ...]:
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.stat()) for entry in entries]
    return tuple(sorted((name, s.st_mtime_ns, s.st_size, s.st_ino) for name, s in found))


def _compare(file: Path, told: str) -> None:
    name = f"{file.parent.name}/{file.name}"
    if not file.exists():
        raise DamagedError(name, missing=True)
    if sum_of(file) != told:
        raise DamagedError(name)


def sum_of(file: Path) -> str:
    """Checksum and size of a file."""
    found = size = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found, size = crc(block, found), size + len(block)
    return f"{found:08x} {size}"
