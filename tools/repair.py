"""Repairing a workspace: what can be made again is made again, what is damaged is put aside, never
deleted, and what is lost is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from . import repair_files, repair_texts
from .atomic import sweep, sync
from .checksums import SUMS
from .damage import DAMAGED, DamagedError, set_aside
from .doctor_text import words
from .integrity import find_damage
from .progress import Task
from .workspace import Workspace

Ask = Callable[[str], bool]


@dataclass(slots=True)
class Repairing:
    """One repair: the workspace, what to say, and what was done. ``ask`` is asked before texts are
    loaded again from their sources; ``task`` is told of progress."""

    workspace: Workspace
    language: str = "en"
    ask: Ask = lambda question: True
    task: Task | None = None
    done: list[str] = field(default_factory=list)
    put_aside: bool = False

    @property
    def root(self) -> Path:
        return self.workspace.root

    def say(self, key: str, **values: object) -> str:
        return " ".join(part for part in words(key, self.language, **values) if part)

    def did(self, key: str, **values: object) -> None:
        self.done.append(self.say(key, **values))

    def aside(self, file: str, *, copy: bool = False) -> Path:
        """Put a damaged file into ``damaged/``; see :func:`set_aside`."""
        self.put_aside = True
        return set_aside(self.root, self.root / file, copy=copy)

    @contextmanager
    def anew(self, file: str) -> Iterator[Path]:
        """A place for the new file (a database) that replaces a damaged one. That one stays until
        the block is done: a repair that is killed, or has no room, can be done once more."""
        target = self.root / file
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp") as new:
            yield Path(new) / target.name
            if target.exists():
                self.aside(file)
            for part in sorted(Path(new).iterdir(), reverse=True):  # SQLite's log first
                part.replace(target.with_name(part.name))
        sync(target.parent)


def repair(
    root: Path, language: str = "en", task: Task | None = None, ask: Ask = lambda question: True
) -> list[str]:
    """Repair the workspace in ``root``; returns a sentence for each thing that was done. A second
    repair finds nothing left to do.

    TopicLlamaError when another process is writing to it, and when it cannot be written.
    """
    workspace = Workspace(root)
    with workspace.writing():
        work = Repairing(workspace, language, ask, task)
        _sweep(root)
        found = find_damage(workspace)
        if any(error.file == "corpus.sqlite" for error in found):
            repair_texts.documents(work)  # first: the rest looks into them
        for error in found:
            _repair(work, error)
        repair_files.models(work, found)
        repair_files.chroma(work)
        if work.put_aside:
            work.did("put_aside", folder=root / DAMAGED)
        if not found and not work.done:
            work.did("nothing_wrong")
    return work.done


def _sweep(root: Path) -> None:
    """What killed processes left half written, and what an earlier version kept to be faster,
    without checksums."""
    for path in (root / "index").glob("*-*"):
        if path.is_dir() and not (path / SUMS).exists():
            shutil.rmtree(path, ignore_errors=True)
    for folder in (root, root / "models", root / "index", root / "chats", root / "adapters"):
        sweep(folder)


def _repair(work: Repairing, error: DamagedError) -> None:
    """One damaged file, but for the versions of the topics, the documents and Chroma."""
    name = error.file
    kind = name.partition("/")[0]
    if name in repair_files.SMALL:
        repair_files.small(work, name)
    elif name == "index/vectors.sqlite":
        repair_files.vectors(work)
    elif name == "profiles.sqlite":
        repair_files.profiles(work)
    elif name.startswith(("index/chroma", "models/")) or name == "corpus.sqlite":
        return
    elif kind in ("index", "labels") or name == "chats/search.sqlite":
        _remake(work, name)
    elif kind == "chats":
        repair_files.chat(work, name)
    else:
        work.aside(_top(name))
        work.did("lost", file=name)


def _remake(work: Repairing, name: str) -> None:
    """What is made again by whoever needs it next."""
    top = _top(name)
    if (work.root / top).exists():
        work.aside(top)
    work.did("remade", file=name)


def _top(name: str) -> str:
    """The file, or the folder of files that belong together."""
    return "/".join(Path(name).parts[:2])
