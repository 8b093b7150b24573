"""A conversation on disk: one JSON file a chat, written whole after every turn."""

from __future__ import annotations

import json
import re
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


@dataclass(slots=True)
class ChatTurn:
    """One question with everything that came of it. ``messages`` begins with the question;
    ``steps`` has a dict with id, name, arguments, seconds and error for each tool call."""

    text: str
    messages: list[BaseMessage]
    answer: Answer
    steps: list[dict[str, Any]] = field(default_factory=list)
    created: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "messages": plain(messages_to_dict(self.messages)),
            "answer": plain(asdict(self.answer)),
            "steps": plain(self.steps),
            "created": self.created,
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


def write(path: Path, turns: list[ChatTurn]) -> None:
    """Replace the chat's file. Chats take no lock: a long job of another process must not keep a
    conversation from being kept."""
    record = {"format": _FORMAT, "title": title(turns), "turns": [t.to_json() for t in turns]}
    try:
        write_json(path, record)
    except FileNotFoundError:  # another process swept the folder between write and rename
        write_json(path, record)


def title(turns: list[ChatTurn]) -> str:
    """The first question, shortened to 60 characters."""
    line = " ".join(turns[0].text.split()) if turns else ""
    return line if len(line) <= 60 else line[:59].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class ChatInfo:
    id: str
    title: str
    changed: str


def chats(workspace: Workspace) -> list[ChatInfo]:
    """All chats of the workspace that can be read, the last changed first."""
    found = []
    for path in workspace.folder("chats").glob("*.json"):
        try:
            shown = str(json.loads(path.read_text("utf-8")).get("title", ""))
            changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (OSError, ValueError, AttributeError):
            continue
        found.append(ChatInfo(path.stem, shown, changed.isoformat(timespec="seconds")))
    return sorted(found, key=lambda chat: chat.changed, reverse=True)
