"""A conversation on disk: one file a chat, a line of JSON for what it is called, then one a turn.

A turn is added to the end, so that it costs the same in a chat of ten turns and of ten thousand.
What the chat is called and whose it is stand in the first line: a list of chats reads no more
(:func:`head`). A line that a killed process left unfinished was never said to be kept; it is passed
over, and taken away by the next turn. Files of format 1, one JSON object, are read, and written
anew when something is added.
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from ..tools.atomic import write_bytes
from ..tools.checksums import line_is_sound, line_was_ended, signed_line
from ..tools.damage import DamagedError
from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace
from .chat_turn import ChatTurn, dumped, loaded, without_messages
from .lazy import Lazy

_FORMAT = 2
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TURNS = '"turns":'  # format 1; inside a string of JSON its quotes would be escaped
_HEAD = 65_536
_NAME_LENGTH = 80
_LOCK = ".writing.lock"
_APART = 1_000_000  # ns between two chats
_PATIENCE = 5.0  # seconds; whoever holds the lock writes one file
# The path of an upload names its file last; the rest is the program's own.
_UPLOAD = re.compile(r'(?:(["\'])[^"\'\n]*|\S*)/uploads/[^/"\'\s]*/?((?(1)[^"\'\n]*|\S*))["\']?')
_threads = threading.Lock()


def path_of(workspace: Workspace, chat_id: str) -> Path:
    """The chat's file; TopicLlamaError for an id that could name anything else."""
    if not _ID.fullmatch(chat_id):
        raise TopicLlamaError(
            f"{chat_id!r} is not the name of a chat.", "Use letters, digits, - and _."
        )
    return workspace.folder("chats") / f"{chat_id}.json"


# reading -------------------------------------------------------------------------------------


def read(path: Path, *, messages: bool = True) -> Lazy[ChatTurn]:
    """The turns of a chat, each read when it is looked at, without their ``messages`` if these are
    not needed (half the time); none when the chat is new. TopicLlamaError when the file is
    damaged."""
    try:
        lines = _lines(path.read_bytes()) if path.exists() else []
        return Lazy(lines, loaded if messages else without_messages)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"chats/{path.name}") from error


def _lines(content: bytes) -> list[bytes]:
    """The lines of the turns."""
    first, _, rest = content.partition(b"\n")
    if not _is_head(first):
        return [dumped(record) for record in json.loads(content)["turns"]]
    *lines, tail = rest.split(b"\n")
    return [line for line in lines if line] + ([tail] if _is_whole(tail) else [])


def _is_head(line: bytes) -> bool:
    try:
        record = json.loads(line)
    except ValueError:
        return False
    return isinstance(record, dict) and record.get("format") == _FORMAT and line_is_sound(line)


def _is_whole(line: bytes) -> bool:
    """Whether a line without its line break was written to its end; it may be damaged since."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return line_was_ended(line)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the turns: ``title`` is made of the first question, ``name`` was given by
    a person, ``owner`` is the login that it belongs to ("" for none), ``made`` names this writing
    of the file: while it stays, only turns were added."""

    title: str = ""
    name: str = ""
    owner: str = ""
    made: str = ""


def head(path: Path) -> Head:
    """Without reading the turns; OSError or ValueError for a file that is no chat."""
    with path.open("rb") as file:
        first = file.readline(_HEAD)
        if _is_head(first):
            return _head(json.loads(first))
        beginning = first.decode("utf-8", "ignore")
        while _TURNS not in beginning and (more := file.read(1 << 20)):
            beginning += more.decode("utf-8", "ignore")
    return _head(json.loads(f"{beginning.partition(_TURNS)[0]}{_TURNS} []}}"))


def _head(record: dict[str, Any]) -> Head:
    return Head(*(str(record.get(name) or "") for name in ("title", "name", "owner", "made")))


def said(path: Path, since: int = 0, until: int | None = None) -> list[str]:
    """Questions and answers in order, of the bytes ``since`` to ``until``; OSError or ValueError
    for a file that is no chat, or when these are not whole lines."""
    with path.open("rb") as file:
        file.seek(since)
        content = file.read() if until is None else file.read(until - since)
    if since and not content.endswith(b"\n"):
        raise ValueError("not whole lines")
    lines = content.splitlines() if since else _lines(content)
    if since and not all(map(line_is_sound, lines)):
        raise ValueError("not as they were written")
    turns = [json.loads(line) for line in lines if line and line_is_sound(line)]
    return [part for turn in turns for part in (turn["text"], turn["answer"]["text"])]


# writing -------------------------------------------------------------------------------------


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Alone with the chats of a workspace: a new name must not meet a turn that is being kept.

    It is not the lock of the workspace: a long job of another process must not keep a conversation
    from being kept.
    """
    try:
        with _threads, FileLock(path.with_name(_LOCK), timeout=_PATIENCE):
            yield
    except Timeout as error:
        raise OSError(None, "another process is writing chats") from error


def write(path: Path, turns: Iterable[ChatTurn], owner: str = "") -> None:
    """Replace the chat's file; the name that a person gave it stays."""
    with _writing(path):
        _write(path, turns, owner)
        _last_of_all(path)


def _write(path: Path, turns: Iterable[ChatTurn], owner: str) -> None:
    known = _known(path)
    kept: Lazy[ChatTurn] = turns if isinstance(turns, Lazy) else Lazy()
    kept.extend([] if turns is kept else turns)
    lines = [source if turn is None else turn.line() for source, turn in kept.unmade()]
    _replace(path, Head(title(kept), known.name, known.owner or owner), lines)


def add(path: Path, turns: Lazy[ChatTurn], since: int, owner: str = "") -> None:
    """Keep what came after the first ``since`` turns; OSError when the disk is full, and then the
    file is as it was. A file that is gone, empty or of format 1 is written whole; one that another
    process has begun meanwhile (it has a title) is not."""
    with _writing(path):
        known = _known(path)
        if known.made and (since or known.title):
            _append(path, b"".join(turn.line() + b"\n" for turn in turns[since:]))
        else:
            _write(path, turns, owner)
        _last_of_all(path)


def _last_of_all(path: Path) -> None:
    """Chats are listed by the time of their last turn. Where the clock was set back meanwhile, the
    one that was written last still comes last."""
    with suppress(OSError), os.scandir(path.parent) as entries:
        others = [entry.stat().st_mtime_ns for entry in entries
                  if entry.name.endswith(".json") and entry.name != path.name]  # fmt: skip
        when = max(time.time_ns(), max(others, default=0) + _APART)
        os.utime(path, ns=(when, when))


def _append(path: Path, lines: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        end = _end_of_lines(file)
        file.truncate(end)
        file.seek(end)
        try:
            left = memoryview(lines)
            while left:
                left = left[file.write(left) :]
            os.fsync(file.fileno())
        except OSError:
            file.truncate(end)
            raise


def _end_of_lines(file: FileIO) -> int:
    """Where the next line begins: behind the last whole one."""
    size = file.seek(0, os.SEEK_END)
    tail, start = b"", size
    while start and b"\n" not in tail:
        start = max(0, start - (1 << 16))
        file.seek(start)
        tail = file.read(size - start)
    end = start + tail.rfind(b"\n") + 1
    if end < size and _is_whole(tail[end - start :]):  # only its line break is missing
        file.seek(size)
        file.write(b"\n")
        return size + 1
    return end


def rename(path: Path, name: str) -> None:
    """Call a chat something else; "" calls it by its first question again. Its place in the list
    (the time of its last turn) stays."""
    with _writing(path):
        try:
            changed = path.stat().st_mtime_ns
            before, lines = head(path), _lines(path.read_bytes())
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TopicLlamaError("There is no such chat.", "Load the page again.") from error
        named = Head(before.title, " ".join(name.split())[:_NAME_LENGTH], before.owner)
        _replace(path, named, lines)
        os.utime(path, ns=(changed, changed))


def _known(path: Path) -> Head:
    try:
        return head(path)
    except (OSError, ValueError):
        return Head()


def _replace(path: Path, known: Head, lines: Sequence[bytes]) -> None:
    record = {"format": _FORMAT, "title": known.title, "name": known.name,
              "owner": known.owner, "made": uuid4().hex}  # fmt: skip
    write_bytes(path, b"\n".join([signed_line(dumped(record)), *lines, b""]))


def title(turns: Sequence[ChatTurn]) -> str:
    """The first question, shortened to 60 characters; a file that was uploaded by its name."""
    line = " ".join(_UPLOAD.sub(r"\2", turns[0].text).split()) if turns else ""
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
