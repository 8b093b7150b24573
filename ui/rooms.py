"""The workspaces of the page: the one it was started on, and those made beside it on the page.

Each open one is a :class:`Room`: the workspace with its chats, its jobs and what the page says of
it. Those made on the page lie in the folder ``workspaces`` of the first.
"""

from __future__ import annotations

import re
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

from ..agent.conversation import Conversation
from ..tools.embed_job import BackgroundEmbedder
from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace
from .jobs import Jobs
from .page_sessions import Chats
from .page_status import Status

_NAME = re.compile(r"[\w][\w .()-]{0,59}")  # letters of every script


@dataclass(frozen=True, slots=True)
class Room:
    """``name`` is "" for the workspace that the page was started on."""

    name: str
    workspace: Workspace
    chats: Chats
    status: Status
    jobs: Jobs


class Rooms:
    """By name, opened when first asked for."""

    def __init__(self, home: Workspace) -> None:
        self.home = home
        self._open: dict[str, Room] = {}
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        return self.home.root / "workspaces"

    def open(self, name: str = "") -> Room:
        """The workspace of that name; the first one for a name that is none (any longer)."""
        name = name if name in self.names() else ""
        with self._lock:
            if name not in self._open:
                self._open[name] = _room(name, Workspace(self.folder / name) if name else self.home)
            return self._open[name]

    def names(self) -> list[str]:
        """Of those made on the page, in alphabetical order."""
        found = self.folder.glob("*/workspace.json")
        return sorted((path.parent.name for path in found), key=str.casefold)

    def create(self, name: str) -> Room:
        """TopicLlamaError for a name that cannot be one, or that is taken."""
        name = " ".join(name.split())
        if not _NAME.fullmatch(name) or name.endswith("."):
            raise TopicLlamaError(
                "That cannot be the name of a workspace.",
                "Use letters, digits, spaces, - and _, 60 at most.",
            )
        if name.casefold() in (known.casefold() for known in self.names()):
            raise TopicLlamaError(f"There is a workspace {name} already.", "Choose another name.")
        Workspace(self.folder / name)
        return self.open(name)

    def delete(self, name: str) -> None:
        """Delete a workspace made on the page with all that is in it."""
        if name not in self.names():
            raise TopicLlamaError("There is no such workspace.", "Load the page again.")
        room = self.open(name)
        if room.jobs.running() or room.status.preparing or room.chats.running():
            raise TopicLlamaError(
                f"Something is still running in the workspace {name}.", "Stop it first."
            )
        with self._lock:
            del self._open[name]
        with room.workspace.writing():  # nobody else is
            shutil.rmtree(self.folder / name)


def _room(name: str, workspace: Workspace) -> Room:
    prepare = workspace.settings.get("prepare_search", True)
    embedder = BackgroundEmbedder(workspace) if prepare else None
    status, jobs = Status(workspace, embedder), Jobs()
    if embedder is not None:
        jobs.follow("jobs_embed", "embed", embedder.status, status.pause, status.go_on)
    return Room(name, workspace, Chats(lambda chat: Conversation(workspace, chat)), status, jobs)
