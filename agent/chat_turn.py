"""One turn of a chat, and the line of JSON that it is on disk."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from langchain_core.messages import BaseMessage, messages_from_dict, messages_to_dict

from ..tools.checksums import line_is_sound, signed_line
from ..tools.json_text import json_bytes
from .events import Answer, Citation
from .notices import notice
from .toolset import plain

log = logging.getLogger(__name__)


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
    damaged: bytes = b""  # the line as it stands in the file, where it cannot be read

    def to_json(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "messages": plain(messages_to_dict(self.messages)),
            "answer": plain(asdict(self.answer)),
            "steps": plain(self.steps),
            "created": self.created,
            **({"documents": self.documents} if self.documents else {}),
        }

    def line(self) -> bytes:
        """The turn as a line of its chat's file, without the line break."""
        return self.damaged or signed_line(dumped(self.to_json()))


def dumped(record: dict[str, Any]) -> bytes:
    return json_bytes(record)


def loaded(line: bytes, *, messages: bool = True) -> ChatTurn:
    """The turn of a line. One that is damaged says so in its answer: the others are still good."""
    try:
        if not line_is_sound(line):
            raise ValueError("it does not fit its checksum")
        record = json.loads(line)
        return _turn(record if messages else record | {"messages": []})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        log.warning("a turn of a chat cannot be read: %s", error)
        words = f"{notice('damaged', 'en')} {notice('damaged', 'zh')}"
        return ChatTurn("…", [], Answer(words, "guide", "en"), damaged=line)


def without_messages(line: bytes) -> ChatTurn:
    return loaded(line, messages=False)


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
