"""Files that a person drops onto the page, kept in the workspace."""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace

_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_NAME_LIMIT = 120


def safe_name(name: str) -> PurePosixPath:
    """A relative path that stays in its folder: "a/b.csv" keeps its folder, ".." goes."""
    parts = [_UNSAFE.sub("_", part).strip()[-_NAME_LIMIT:] for part in name.split("/")]
    kept = [part for part in parts if part and part.strip(".")]
    return PurePosixPath(*kept) if kept else PurePosixPath("file")


def save_uploads(workspace: Workspace, files: Sequence[tuple[Path, str]], received: Path) -> Path:
    """Copy uploaded files into a new folder of the workspace's uploads; returns what to load.

    ``files`` are (where the server put it, name or relative path in the browser). A path outside
    ``received``, the folder of uploads, is refused: the browser names it and could name any file.
    One file comes back as its own path, several as their folder.
    """
    folder = workspace.folder("uploads") / uuid.uuid4().hex[:12]
    saved = []
    for source, name in files:
        real = source.resolve()
        if not real.is_relative_to(received.resolve()) or not real.is_file():
            raise TopicLlamaError("That file was not uploaded here.", "Drop it onto the page.")
        target = folder / safe_name(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        saved.append(Path(shutil.copyfile(real, _free(target))))
    return saved[0] if len(saved) == 1 else folder


def _free(target: Path) -> Path:
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return target
