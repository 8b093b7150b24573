"""The workspaces of the page: the one it was started on, and those made beside it on the page.

Each open one is a :class:`Room`: the workspace with its chats, its jobs and what the page says of
it. Those made on the page lie in the folder ``workspaces`` of the first. Their folders have names
of their own, never used again: what a person calls a workspace is one of its settings. So any name
will do on any file system, it can be changed at any time, and whoever still has a deleted one open
cannot write into one that is made after it.
"""

from __future__ import annotations

import shutil
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ..agent.conversation import Conversation
from ..tools.clearing import clear, close
from ..tools.embed_job import BackgroundEmbedder
from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace
from .jobs import Jobs
from .page_sessions import Chats
from .page_status import Status

_LONGEST = 60
_STOPPING = 30  # seconds that the preparing of search may take to end
_DELETED = ".deleted"


@dataclass(frozen=True, slots=True)
class Room:
    """``name`` is that of the folder, "" for the workspace that the page was started on."""

    name: str
    workspace: Workspace
    chats: Chats
    status: Status
    jobs: Jobs

    @property
    def title(self) -> str:
        """What a person calls it; "" for the first one while it has no name."""
        return title_of(self.workspace) or self.name


def title_of(workspace: Workspace) -> str:
    return str(workspace.settings.get("name") or "")


class Rooms:
    """By name, opened when first asked for."""

    def __init__(self, home: Workspace) -> None:
        self.home = home
        self.stopping = False  # the server is about to end: see operation.stopping
        self._open: dict[str, Room] = {}
        self._closing: set[str] = set()
        self._lock = threading.RLock()
        for left in self.folder.glob(f".*{_DELETED}"):  # by a process that was killed
            shutil.rmtree(left, ignore_errors=True)

    @property
    def folder(self) -> Path:
        return self.home.root / "workspaces"

    def open(self, name: str = "") -> Room:
        """The workspace of that name; the first one for a name that is none (any longer)."""
        with self._lock:
            name = name if name in self.names() else ""
            if name not in self._open:
                self._open[name] = _room(name, self._workspace(name))
            return self._open[name]

    def opened(self) -> list[Room]:
        """The first workspace and those that somebody opened."""
        with self._lock:
            self.open()
            return list(self._open.values())

    def _workspace(self, name: str) -> Workspace:
        if not name:
            return self.home
        made = Workspace(self.folder / name)
        made.asks_for_files = self.home.asks_for_files
        return made

    def names(self) -> list[str]:
        """Of those made on the page, in the order of their titles."""
        found = (path.parent.name for path in self.folder.glob("*/workspace.json"))
        kept = [name for name in found if not name.startswith(".") and name not in self._closing]
        return sorted(kept, key=lambda name: (self.title(name).casefold(), name))

    def title(self, name: str) -> str:
        room = self._open.get(name)
        return room.title if room else title_of(self._workspace(name)) or name

    def heading(self, room: Room, unnamed: str) -> str:
        """What the page's header calls it: "" where there is only one and it has no name."""
        return room.title or (unnamed if self.names() else "")

    def create(self, title: str) -> Room:
        """TopicLlamaError for a title that cannot be one, or that is taken."""
        with self._lock:
            title = self._free(title)
            name = uuid4().hex[:8]
            Workspace(self.folder / name).set(name=title)
            return self.open(name)

    def rename(self, name: str, title: str) -> Room:
        """TopicLlamaError as :meth:`create`; the workspace stays open where it is."""
        with self._lock:
            room = self._known(name)
            room.workspace.set(name=self._free(title, besides=name))
            return room

    def delete(self, name: str) -> None:
        """Delete a workspace made on the page with all that is in it."""
        if not name:
            raise TopicLlamaError(
                "The first workspace cannot be deleted.", "It can be emptied instead."
            )
        with self._closed(name) as room:
            with room.workspace.writing():  # nobody else is
                close(room.workspace)
            gone = self.folder / f".{name}{_DELETED}"
            (self.folder / name).rename(gone)  # at once: a half-deleted one would be a broken one
            shutil.rmtree(gone, ignore_errors=True)

    def clear(self, name: str) -> None:
        """Empty a workspace: see :func:`~topicllama.tools.clearing.clear`."""
        with self._closed(name) as room:
            clear(room.workspace)

    def _known(self, name: str) -> Room:
        if name and name not in self.names():
            raise TopicLlamaError("There is no such workspace any longer.", "Load the page again.")
        return self.open(name)

    def _free(self, title: str, besides: str | None = None) -> str:
        """The title in its usual form, if no other workspace has it."""
        title = title[: 10 * _LONGEST]  # the usual form of what is endless would take for ever
        title = " ".join(unicodedata.normalize("NFC", title).split())
        if not title or len(title) > _LONGEST or not title.isprintable():
            raise TopicLlamaError(
                "That cannot be the name of a workspace.",
                "Write a name of 60 characters at most.",
            )
        taken = {_folded(self.title(name)) for name in ("", *self.names()) if name != besides}
        if _folded(title) in taken:
            raise TopicLlamaError(f"There is a workspace {title} already.", "Choose another name.")
        return title

    @contextmanager
    def _closed(self, name: str) -> Iterator[Room]:
        """Nobody opens the workspace meanwhile, and nothing runs in it. Afterwards it is opened
        anew: what this process knew of its chats and jobs is gone."""
        room = self._known(name)
        _must_be_idle(room)
        if (embedder := room.status.embedder) is not None:
            embedder.cancel()
            embedder.join(_STOPPING)
        with self._lock:
            _must_be_idle(room, room.status.preparing)
            self._closing.add(name)
            self._open.pop(name, None)
        try:
            yield room
        finally:
            with self._lock:
                self._closing.discard(name)
                self._open.pop(name, None)


def _must_be_idle(room: Room, preparing: bool = False) -> None:
    """TopicLlamaError when work of a person runs. Preparing search is not hers: it is stopped."""
    jobs = [job for job in room.jobs.running() if job.title != "jobs_embed"]
    if jobs or preparing or room.chats.running():
        raise TopicLlamaError("Something is still running in this workspace.", "Stop it first.")


def _folded(title: str) -> str:
    return unicodedata.normalize("NFKC", title).casefold()


def _room(name: str, workspace: Workspace) -> Room:
    prepare = workspace.settings.get("prepare_search", True)
    embedder = BackgroundEmbedder(workspace) if prepare else None
    status, jobs = Status(workspace, embedder), Jobs(workspace.root / "jobs")
    if embedder is not None:
        jobs.follow("jobs_embed", "embed", embedder.status, status.pause, status.go_on)
    chats = Chats(lambda chat, owner: Conversation(workspace, chat, owner=owner), jobs)
    return Room(name, workspace, chats, status, jobs)
