"""Which files elsewhere are this workspace's own exports, and still as they were written."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .workspace import Workspace

_FILE = "exports.json"
_MOST = 500  # files that are remembered


def is_own(workspace: Workspace, path: Path) -> bool:
    """Whether the workspace wrote this file and it was not changed since."""
    known = _known(workspace).get(str(path), "")
    try:
        return bool(known) and path.is_file() and _digest(path.read_bytes()) in known.split()
    except OSError:
        return False


def remember(workspace: Workspace, path: Path, data: bytes) -> None:
    """``path`` is about to be written with this content. What is there until then stays known: of
    a process that is killed in between, the next export must not ask. No lock: at worst one file is
    forgotten, and the next export to it asks."""
    digests = [_digest(path.read_bytes())] if is_own(workspace, path) else []
    known = _known(workspace)
    known.pop(str(path), None)
    known[str(path)] = " ".join(dict.fromkeys([*digests, _digest(data)]))
    workspace.write(_FILE, {"files": dict(list(known.items())[-_MOST:])})


def _known(workspace: Workspace) -> dict[str, str]:
    """By path; an earlier version kept nothing else in the file."""
    found = workspace.read(_FILE)
    files = found.get("files", found)
    return dict(files) if isinstance(files, dict) else {}


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()
