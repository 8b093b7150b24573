"""Which files elsewhere are this workspace's own exports, and still as they were written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .atomic import write_json
from .workspace import Workspace

_FILE = "exports.json"
_MOST = 500  # files that are remembered


def is_own(workspace: Workspace, path: Path) -> bool:
    """Whether the workspace wrote this file and it was not changed since."""
    known = _known(workspace).get(str(path))
    try:
        return known is not None and path.is_file() and known == _digest(path.read_bytes())
    except OSError:
        return False


def remember(workspace: Workspace, path: Path, data: bytes) -> None:
    """``path`` has been written with this content. No lock: at worst one file is forgotten, and
    the next export to it asks."""
    known = _known(workspace)
    known.pop(str(path), None)
    known[str(path)] = _digest(data)
    write_json(workspace.root / _FILE, dict(list(known.items())[-_MOST:]))


def _known(workspace: Workspace) -> dict[str, str]:
    try:
        return dict(json.loads((workspace.root / _FILE).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
