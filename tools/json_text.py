"""JSON as bytes, whatever the strings in it hold."""

from __future__ import annotations

import json
from typing import Any


def json_bytes(value: Any, indent: int | None = None) -> bytes:
    """JSON in UTF-8. Half surrogates (of a file's name, or of what a program sent), for which
    UTF-8 has no bytes, make it ASCII: as escapes they are read back as they were."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent).encode("ascii")
