"""The versions of a workspace's format, and the steps from each to the next.

A step changes a workspace of format N so that it is one of N + 1. It may be broken off at any
moment and is done once more then, so it must do no harm to what it has changed already; what it
changes is copied to ``before-migration/N`` first. Whoever changes the format adds a step here, and
a workspace of the format before it to the tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from .atomic import write_bytes
from .checksums import SUMS, read_checked, write_checked, write_sums

MARKER = "workspace.json"
KEPT = "before-migration"

Step = Callable[[Path, Path], None]
"""``step(root, kept)`` changes the workspace ``root`` and puts copies into the folder ``kept``."""


def with_checksums(root: Path, kept: Path) -> None:
    """1 to 2: settings, records and versions of topics bear checksums, so that damage is noticed
    (:mod:`.checksums`). What is in ``index`` is made of the rest and bears them when it is made."""
    for file in _records(root):
        _copy(file, root, kept)
        write_checked(file, read_checked(file, file.name))
    for folder in sorted((root / "models").glob("m*")):
        if (folder / "model.json").exists() and not (folder / SUMS).exists():
            write_sums(folder)


def _records(root: Path) -> Iterator[Path]:
    """JSON objects that lie in the workspace itself and have no checksum."""
    for file in sorted(root.glob("*.json")):
        try:
            record = json.loads(file.read_text("utf-8"))
        except (ValueError, OSError):  # damaged already: `topicllama doctor` tells
            continue
        if isinstance(record, dict) and "checksum" not in record and file.name != MARKER:
            yield file


def _copy(file: Path, root: Path, kept: Path) -> None:
    copy = kept / file.relative_to(root)
    if not copy.exists():  # of the first try
        write_bytes(copy, file.read_bytes())


STEPS: dict[int, Step] = {1: with_checksums}
FIRST, FORMAT = min(STEPS), max(STEPS) + 1
"""A workspace that lost its marker has the first: no step harms what it has changed already."""


def migrate(root: Path) -> list[int]:
    """Bring a workspace to the current format; returns the formats that it had on the way. The
    caller holds the workspace's write lock. Raises OSError; what was not done is done next time."""
    passed = []
    while (found := format_of(root)) < FORMAT:
        STEPS[found](root, root / KEPT / str(found))
        record = read_checked(root / MARKER, MARKER)
        write_checked(root / MARKER, {**record, "format": found + 1})
        passed.append(found)
    return passed


def format_of(root: Path) -> int:
    """The format of a workspace; DamagedError when its marker cannot be read."""
    return int(read_checked(root / MARKER, MARKER).get("format", 0))
