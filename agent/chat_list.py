"""The chats of a workspace: what there is, by the beginning of each file; renaming, deleting."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from ..tools.damage import DamagedError
from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace
from . import chat_file
from .chat_file import Head


@dataclass(frozen=True, slots=True)
class ChatInfo:
    """``title`` is the name that a person gave the chat, else its first question; ``changed`` is
    when its last turn was kept (ISO, UTC); ``stamp`` tells one content of the file from another,
    ``made`` one writing of it: while that stays, turns were only added ("" for an old file)."""

    id: str
    title: str
    changed: str
    owner: str = ""
    stamp: tuple[int, int] = (0, 0)
    made: str = ""


def chats(workspace: Workspace, owner: str | None = None) -> list[ChatInfo]:
    """The chats that can be read, the last changed first; with an ``owner``, those of this login
    only ("" is nobody's). A chat that has no turn (all were taken back) is none."""
    with os.scandir(workspace.folder("chats")) as entries:
        paths = [Path(entry.path) for entry in entries if entry.name.endswith(".json")]
    known = []
    for path in paths:
        try:
            chat = _read(path)
        except (OSError, ValueError, AttributeError):  # gone meanwhile, or damaged
            if path.exists():
                workspace.notice(DamagedError(f"chats/{path.name}"))
            continue
        if chat is not None and owner in (None, chat.owner):
            known.append(chat)
    return sorted(known, key=lambda chat: chat.stamp, reverse=True)


def chat_of(workspace: Workspace, chat_id: str, owner: str | None = None) -> ChatInfo:
    """One of them; TopicLlamaError when there is none of this id, or it is another person's."""
    info = _info(chat_file.path_of(workspace, chat_id))
    if info is None or owner not in (None, info.owner):
        raise TopicLlamaError(f"There is no chat {chat_id}.", "List them with: topicllama chats")
    return info


def rename(workspace: Workspace, chat_id: str, name: str, owner: str | None = None) -> None:
    """Give a chat a name; "" calls it by its first question again."""
    chat_file.rename(_path(workspace, chat_id, owner), name)


def delete(workspace: Workspace, chat_id: str, owner: str | None = None) -> None:
    """Delete a chat for good; texts and topics stay."""
    _path(workspace, chat_id, owner).unlink(missing_ok=True)


def _path(workspace: Workspace, chat_id: str, owner: str | None) -> Path:
    return chat_file.path_of(workspace, chat_of(workspace, chat_id, owner).id)


def _info(path: Path) -> ChatInfo | None:
    try:
        return _read(path)
    except (OSError, ValueError, AttributeError):
        return None


def _read(path: Path) -> ChatInfo | None:
    stat = path.stat()
    stamp = (stat.st_mtime_ns, stat.st_size)
    head = _head(path, stamp)
    if not (head.title or head.name):
        return None
    changed = datetime.fromtimestamp(stamp[0] / 1e9, UTC).isoformat(timespec="seconds")
    return ChatInfo(path.stem, head.name or head.title, changed, head.owner, stamp, head.made)


@lru_cache(maxsize=10_000)
def _head(path: Path, stamp: tuple[int, int]) -> Head:
    """The ``stamp`` makes a changed file another one."""
    return chat_file.head(path)
