"""Names of files as people can read them: the bytes of a name may be anything."""

from __future__ import annotations

import os
import re
from pathlib import Path

from .errors import TopicLlamaError

# Control characters, and those that reorder what stands around them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def shown_name(name: str) -> str:
    """A name of a file for reports, titles and tables.

    Bytes that are no UTF-8 (which Python hides in half surrogates) are read as GB18030, the
    encoding of Chinese Windows, or become U+FFFD; so do control characters such as a line end.
    """
    if not name.isascii():
        name = _readable(name)
    return _UNSEEN.sub("\ufffd", name)


def _readable(name: str) -> str:
    try:
        name.encode("utf-8")
        return name
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "surrogatepass")
    try:
        raw = name.encode("utf-8", "surrogateescape")
        return raw.decode("gb18030")
    except UnicodeError:
        return raw.decode("utf-8", "replace")


def path_of(name: str | Path) -> Path:
    """The path that a person or a model named, with ~ as the home folder.

    TopicLlamaError for what can be no path at all (with a NUL, or half a surrogate pair).
    """
    path = Path(name)
    try:
        if b"\0" not in os.fsencode(path):
            # "./~" is a file of that name, and Path takes the "./" away.
            return path.expanduser() if str(name).startswith("~") else path
    except RuntimeError:  # ~somebody who is not there
        return path
    except UnicodeEncodeError:
        pass
    raise TopicLlamaError(f"There is no file or folder {shown_name(str(path))}.", "Check the path.")
