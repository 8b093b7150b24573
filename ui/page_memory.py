"""What the browser keeps of a person: the language, the open chat, the chats begun there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..tools.workspace import Workspace

_REMEMBERED_CHATS = 30
_TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Memory:
    """``chat`` is the id of the open chat; ``chats`` are (id, title), newest first. ``language``
    is "" until the page was opened once; ``workspace`` is the name of a :class:`~.rooms.Room`."""

    language: str = ""
    chat: str = ""
    chats: tuple[tuple[str, str], ...] = ()
    workspace: str = ""

    @classmethod
    def read(cls, kept: Any) -> Memory:
        """What :meth:`write` wrote; an empty one for anything else (the browser may hold what an
        older version or another program put there)."""
        try:
            record = json.loads(kept)
            chats = tuple((str(name), str(title)) for name, title in record["chats"])
            workspace = str(record.get("workspace", ""))
            return cls(str(record["language"]), str(record["chat"]), chats, workspace)
        except (TypeError, ValueError, KeyError, AttributeError):
            return cls()

    def write(self) -> str:
        """One string: Gradio's client changes a dict in place when a generator's next yield
        leaves it out, and the browser would then store the change."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def opened(self, chat: str, title: str) -> Memory:
        """With this chat open; one without a title has not begun and is not listed. A chat keeps
        its place in the list, so that nothing moves under a click."""
        entry = (chat, title[:_TITLE_LENGTH])
        if chat in dict(self.chats):
            chats = tuple(entry if name == chat else (name, old) for name, old in self.chats)
            return replace(self, chat=chat, chats=tuple(each for each in chats if each[1]))
        begun = (entry, *self.chats) if title else self.chats
        return replace(self, chat=chat, chats=begun[:_REMEMBERED_CHATS])


def storage_key(workspace: Workspace) -> str:
    """The same after a restart, and another one for another workspace."""
    digest = hashlib.blake2b(str(workspace.root).encode(), digest_size=8).hexdigest()
    return f"topicllama-{digest}"
