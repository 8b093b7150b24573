"""Is a model's file the one that it should be? Its sha256, computed once for each file."""

from __future__ import annotations

import contextlib
import hashlib
import json
from pathlib import Path

from platformdirs import user_cache_path

from .atomic import write_json


def verify(file: Path, sha256: str) -> bool:
    """Whether the file has this sha256 (hexadecimal digits).

    The digest is remembered in the user's cache folder under the file's path, size and time of
    change, so that only the first start reads the whole file.
    """
    status = file.stat()
    key = f"{file}|{status.st_size}|{status.st_mtime_ns}"
    cache = user_cache_path("topicllama") / "sha256.json"
    known = _read(cache)
    if key not in known:
        with file.open("rb") as stream:
            known[key] = hashlib.file_digest(stream, "sha256").hexdigest()
        with contextlib.suppress(OSError):  # no place to remember it: compute it again next time
            write_json(cache, known)
    return known[key] == sha256


def _read(cache: Path) -> dict[str, str]:
    try:
        known = json.loads(cache.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
