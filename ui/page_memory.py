"""What the browser keeps of a person: the language, the workspace and the chat that are open."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from ..tools.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Memory:
    """``chat`` is the id of the open chat; ``language`` is "" until the page was opened once;
    ``workspace`` is the name of a :class:`~.rooms.Room`."""

    language: str = ""
    chat: str = ""
    workspace: str = ""

    @classmethod
    def read(cls, kept: Any) -> Memory:
        """What :meth:`write` wrote; an empty one for anything else (the browser may hold what an
        older version or another program put there)."""
        try:
            record = json.loads(kept)
            found = [record["language"], record["chat"], record.get("workspace", "")]
        except (TypeError, ValueError, KeyError, AttributeError):
            return cls()
        return cls(*found) if all(isinstance(value, str) for value in found) else cls()

    def write(self) -> str:
        """One string: Gradio's client changes a dict in place when a generator's next yield
        leaves it out, and the browser would then store the change."""
        return json.dumps(asdict(self), ensure_ascii=False)


def storage_key(workspace: Workspace) -> str:
    """The same after a restart, and another one for another workspace."""
    digest = hashlib.blake2b(str(workspace.root).encode(), digest_size=8).hexdigest()
    return f"topicllama-{digest}"
