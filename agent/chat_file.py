"""A conversation on disk: one JSON file a chat, written whole after every turn.

What the chat is called and whose it is stand before its turns, so that a list of chats reads only
the beginning of each file (:func:`head`).
"""

from __future__ import annotations

import json
import os
import re
import threading
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from langchain_core.messages import BaseMessage, messages_from_dict, messages_to_dict

from ..tools.atomic import write_json
from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace
from .events import Answer, Citation
from .toolset import plain

_FORMAT = 1
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TURNS = '"turns":'  # inside a string of JSON its quotes would be escaped
_HEAD = 4096
_NAME_LENGTH = 80
# The path of an upload names its file last; the rest is the program's own.
_UPLOAD = re.compile(r'(?:(["\'])[^"\'\n]*|\S*)/uploads/[^/"\'\s]*/?((?(1)[^"\'\n]*|\S*))["\']?')
_writing = threading.Lock()  # a new name must not meet a turn that is being kept


@dataclass(slots=True)
class ChatTurn:
    """One question with everything that came of it. ``messages`` begins with the question;
    ``steps`` has a dict with id, name, arguments, seconds and error for each tool call;
    ``documents`` are the ids of those that it was about, none when it was about all."""

    text: str
    messages: list[BaseMessage]
    answer: Answer
    steps: list[dict[str, Any]] = field(default_factory=list)
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    documents: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "messages": plain(messages_to_dict(self.messages)),
            "answer": plain(asdict(self.answer)),
            "steps": plain(self.steps),
            "created": self.created,
            **({"documents": self.documents} if self.documents else {}),
        }


def _turn(record: dict[str, Any]) -> ChatTurn:
    answer = record["answer"]
    answer["citations"] = [Citation(**citation) for citation in answer["citations"]]
    return ChatTurn(
        record["text"],
        messages_from_dict(record["messages"]),
        Answer(**answer),
        record["steps"],
        record["created"],
        [str(name) for name in record.get("documents", ())],
    )


def path_of(workspace: Workspace, chat_id: str) -> Path:
    """The chat's file; TopicLlamaError for an id that could name anything else."""
    if not _ID.fullmatch(chat_id):
        raise TopicLlamaError(
            f"{chat_id!r} is not the name of a chat.", "Use letters, digits, - and _."
        )
    return workspace.folder("chats") / f"{chat_id}.json"


def read(path: Path) -> list[ChatTurn]:
    """The turns of a chat, none when it is new; TopicLlamaError when the file is damaged."""
    if not path.exists():
        return []
    try:
        return [_turn(record) for record in json.loads(path.read_text("utf-8"))["turns"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TopicLlamaError(
            f"The chat {path.stem} cannot be read ({error}).", "Start a new chat."
        ) from error


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the turns: ``title`` is made of the first question, ``name`` was given by
    a person, ``owner`` is the login that it belongs to ("" for none)."""

    title: str = ""
    name: str = ""
    owner: str = ""


def head(path: Path) -> Head:
    """Without reading the turns; OSError or ValueError for a file that is no chat."""
    with path.open("rb") as file:
        beginning = file.read(_HEAD).decode("utf-8", "ignore")
        while _TURNS not in beginning and (more := file.read(1 << 20)):
            beginning += more.decode("utf-8", "ignore")
    record = json.loads(f"{beginning.partition(_TURNS)[0]}{_TURNS} []}}")
    return Head(*(str(record.get(name) or "") for name in ("title", "name", "owner")))


def write(path: Path, turns: list[ChatTurn], owner: str = "") -> None:
    """Replace the chat's file; the name that a person gave it stays.

    Chats take no lock of the workspace: a long job of another process must not keep a conversation
    from being kept.
    """
    with _writing:
        known = _known(path)
        record = {
            "format": _FORMAT, "title": title(turns), "name": known.name,
            "owner": known.owner or owner, "turns": [turn.to_json() for turn in turns],
        }  # fmt: skip
        _replace(path, record)


def rename(path: Path, name: str) -> None:
    """Call a chat something else; "" calls it by its first question again. Its place in the list
    (the time of its last turn) stays."""
    with _writing:
        try:
            changed = path.stat().st_mtime_ns
            record = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise TopicLlamaError("There is no such chat.", "Load the page again.") from error
        named = {"format": record.get("format", _FORMAT), "title": record.get("title", ""),
                 "name": " ".join(name.split())[:_NAME_LENGTH],
                 "owner": record.get("owner", "")}  # fmt: skip
        _replace(path, named | {"turns": record["turns"]})
        os.utime(path, ns=(changed, changed))


def _known(path: Path) -> Head:
    try:
        return head(path)
    except (OSError, ValueError):
        return Head()


def _replace(path: Path, record: dict[str, Any]) -> None:
    try:
        write_json(path, record)
    except FileNotFoundError:  # another process swept the folder between write and rename
        write_json(path, record)


def title(turns: list[ChatTurn]) -> str:
    """The first question, shortened to 60 characters; a file that was uploaded by its name."""
    line = " ".join(_UPLOAD.sub(r"\2", turns[0].text).split()) if turns else ""
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
