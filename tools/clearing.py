"""Emptying a workspace: the texts and all that was made of them go."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

from .errors import TopicLlamaError
from .vector_store import VectorStore
from .vectors import VectorRecord
from .workspace import Workspace

# Prompts and adapters are a person's own work, and other workspaces lie in "workspaces".
_STAYS = ("workspace.json", "settings.json", "settings-copy.json", "lock", "prompts", "adapters",
          "workspaces", "corpus.sqlite", "corpus.sqlite-wal", "corpus.sqlite-shm")  # fmt: skip


def clear(workspace: Workspace) -> None:
    """Remove documents, topics, embeddings, chats, uploads and reports; settings, prompts and
    adapters stay. The topics go first: a process that is killed in the middle leaves documents,
    never topics of documents that are gone.

    TopicLlamaError when another process writes to the workspace, or a file cannot be removed.
    """
    with workspace.writing():
        close(workspace)
        _remove_at_once(workspace.root / "models")  # on a full disk this makes room for the rest
        workspace.corpus.clear()
        for path in workspace.root.iterdir():
            if path.name not in _STAYS:
                _remove(path)


def close(workspace: Workspace) -> None:
    """Let go of what this process has open in the workspace's folder, and remove the passages that
    a Chroma server holds of it (ServerAway when that does not answer)."""
    if not (workspace.root / "index" / "vectors.sqlite").exists():
        return
    for model in VectorRecord(workspace).models():
        VectorStore(workspace, model).give_up()


def _remove_at_once(folder: Path) -> None:
    """All or nothing: what a killed process leaves of it has the name of what is swept."""
    if folder.exists():
        gone = folder.with_name(f".{folder.name}.{uuid4().hex[:8]}.tmp")
        folder.rename(gone)
        _remove(gone)


def _remove(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    except OSError as error:
        raise TopicLlamaError(
            f"{path} could not be removed ({error.strerror}).",
            "End other programs that use it, then empty the workspace again.",
        ) from error


def size_on_disk(workspace: Workspace) -> int:
    """In bytes, without the workspaces that lie in it."""
    return sum(_size(path) for path in workspace.root.iterdir() if path.name != "workspaces")


def _size(path: Path) -> int:
    try:
        if path.is_dir() and not path.is_symlink():
            return sum(map(_size, path.iterdir()))
        return path.lstat().st_size
    except OSError:  # gone meanwhile
        return 0
