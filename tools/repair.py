"""Repairing a workspace: everything that was derived is made again, nothing original is deleted."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from . import topic_model
from .atomic import sweep
from .corpus import Corpus
from .doctor import damage_of, damaged_settings
from .doctor_text import words
from .documents import Document
from .errors import TopicLlamaError
from .progress import Task
from .workspace import Workspace

_VECTORS = "vectors.sqlite"


def repair(root: Path, language: str = "en", task: Task | None = None) -> list[str]:
    """Repair the workspace in ``root``; returns a sentence for each thing that was done.

    TopicLlamaError when another process is writing to it.
    """
    done = []
    for file in damaged_settings(root):
        done.append(words("settings_anew", language, file=file.name))
        _aside(file)
    saved = _save_documents(root)
    if saved is not None:
        done.append(words("saved", language, n=saved[0], file=saved[1].name))
    workspace = Workspace(root)
    with workspace.writing():
        _sweep(root)
        done.append(words("swept", language))
        aside = _set_vectors_aside(root)
        if aside is not None:
            done.append(words("vectors_anew", language, file=aside.name))
        version = _readable_version(workspace)
        if version is not None:
            done.append(words("went_back" if version else "no_model", language, version=version))
        if (root / "index" / _VECTORS).exists():
            done.append(words("chroma_rebuilt", language, n=_rebuild_chroma(workspace, task)))
    return [" ".join(part for part in sentence if part) for sentence in done]


def _aside(file: Path) -> Path:
    """Give a damaged file (and SQLite's files beside it) another name."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = file.with_name(f"{file.stem}-damaged-{stamp}{file.suffix}")
    for suffix in ("-wal", "-shm"):
        beside = file.with_name(file.name + suffix)
        if beside.exists():
            beside.rename(target.with_name(target.name + suffix))
    return file.rename(target)


def _save_documents(root: Path) -> tuple[int, Path] | None:
    """Copy what can be read of a damaged corpus into a new one; None when it is sound."""
    file = root / "corpus.sqlite"
    if not file.exists() or not damage_of(file):
        return None
    damaged = _aside(file)
    added, _ = Corpus(file).add(_readable_documents(damaged))
    return added, damaged


def _readable_documents(damaged: Path) -> Iterator[Document]:
    with contextlib.suppress(sqlite3.Error, ValueError):  # up to the first damaged page
        yield from Corpus(damaged)


def _sweep(root: Path) -> None:
    """Half-written files, and caches; the vectors are no cache, they took hours."""
    for folder in (root, root / "models", root / "index", root / "chats"):
        sweep(folder)
    for path in (root / "index").glob("*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif not path.name.startswith("vectors"):
            path.unlink(missing_ok=True)


def _set_vectors_aside(root: Path) -> Path | None:
    file = root / "index" / _VECTORS
    return _aside(file) if file.exists() and damage_of(file) else None


def _readable_version(workspace: Workspace) -> str | None:
    """The version that became current because the current one cannot be read; None when nothing
    was wrong, "" when no version can be read."""
    current = workspace.current_version
    if not current or _readable(workspace, current):
        return None
    for version in reversed(workspace.versions()):
        if _readable(workspace, version):
            workspace.use_version(version)
            return version
    (workspace.root / "models" / "current").unlink()
    return ""


def _readable(workspace: Workspace, version: str) -> bool:
    try:
        topic_model.load(workspace.root / "models" / version)
    except (TopicLlamaError, KeyError, TypeError):
        return False
    return True


def _rebuild_chroma(workspace: Workspace, task: Task | None) -> int:
    from .vector_store import VectorStore

    store = VectorStore(workspace)
    store.sync(task=task)
    return store.count()
