"""The saved versions of the topics, told from their small files: no matrix is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from .checksums import is_sound
from .damage import DamagedError
from .topic_model import TopicModel
from .workspace import Workspace, file_state

_FILE = "model.json"


@dataclass(frozen=True, slots=True)
class Version:
    """A saved version: ``action`` made it out of ``parent`` ("" for a training) at ``created`` (ISO
    8601, UTC); ``documents`` had a topic; ``corpus`` is the fingerprint of the texts; ``current``
    says whether it is the one in use."""

    name: str
    created: str
    algorithm: str
    action: str
    parent: str
    num_topics: int
    documents: int
    corpus: str
    metrics: Mapping[str, float]
    labels: tuple[str, ...] = field(default_factory=tuple)
    current: bool = False


def read_versions(workspace: Workspace) -> list[Version]:
    """All saved versions, the newest first; a damaged one is left out, and noticed."""
    current, found = workspace.current_version, []
    for name in reversed(workspace.versions()):
        folder = workspace.root / "models" / name
        if record := _record(folder, *file_state(folder / _FILE)):
            found.append(Version(**record, current=name == current))
        else:
            workspace.notice(DamagedError(f"models/{name}/{_FILE}"))
    return found


def use_again(workspace: Workspace, version: str) -> TopicModel:
    """Make an older version the current one; returns it. TopicLlamaError when there is none."""
    from .topic_changes import annotate

    workspace.use_version(version)
    model = workspace.require_model()
    annotate(workspace, model)
    return model


@lru_cache(maxsize=1024)
def _record(folder: Path, inode: int, changed: int) -> dict[str, Any]:
    try:
        if not is_sound(folder / _FILE):
            return {}
        read = json.loads((folder / _FILE).read_text("utf-8"))
        topics = sorted(read["topics"], key=lambda topic: -topic["share"])
        return {
            "name": folder.name,
            "created": read["created"],
            "algorithm": read["algorithm"],
            "action": read["action"],
            "parent": read["parent"],
            "num_topics": len(topics),
            "documents": sum(topic["documents"] for topic in topics),
            "corpus": read["corpus"],
            "metrics": read["metrics"],
            "labels": tuple(topic["label"] for topic in topics),
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}
