"""Which version of the topics is the current one: a file with its name and a checksum of it, so
that a wrong digit does not open another version."""

from __future__ import annotations

import re
from pathlib import Path

from .atomic import write_bytes
from .checksums import crc
from .damage import DamagedError

CURRENT = "current"
IS_VERSION = re.compile(r"m\d{4,}", re.ASCII)


def read_current(models: Path) -> str:
    """The version that is current in this folder, "" before the first. DamagedError when the file
    is damaged, or missing though there are versions."""
    try:
        words = (models / CURRENT).read_text("utf-8").split()
    except FileNotFoundError:
        if any(models.glob("m*/model.json")):
            raise DamagedError(f"models/{CURRENT}", missing=True) from None
        return ""
    except UnicodeDecodeError as error:
        raise DamagedError(f"models/{CURRENT}") from error
    version = words[0] if words else ""
    if not IS_VERSION.fullmatch(version) or words[1:] not in ([], [_sum(version)]):
        raise DamagedError(f"models/{CURRENT}")
    return version


def write_current(models: Path, version: str) -> None:
    write_bytes(models / CURRENT, f"{version} {_sum(version)}".encode())


def _sum(version: str) -> str:
    return f"{crc(version.encode()):08x}"
