"""Files that a person drops onto the page, kept in the workspace."""

from __future__ import annotations

import re
import shutil
import threading
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from pathlib import Path, PurePosixPath

from ..tools.damage import disk_problem, told_of_disk
from ..tools.errors import TopicLlamaError
from ..tools.sources import ignored
from ..tools.workspace import Workspace

_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_NAME_LIMIT = 120
_BATCH = re.compile(r"[0-9a-f]{12}")
_PREFIX = "data-"
_KEPT_SECONDS = 7 * 86_400  # uploads that nobody loaded
_naming = threading.Lock()


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
    try:
        for source, name in files:
            real = source.resolve()
            if not real.is_relative_to(received.resolve()) or not real.is_file():
                raise TopicLlamaError("That file was not uploaded here.", "Drop it onto the page.")
            target = folder / safe_name(name)
            with told_of_disk():
                target.parent.mkdir(parents=True, exist_ok=True)
                saved.append(Path(shutil.copyfile(real, _free(target))))
    except TopicLlamaError:
        shutil.rmtree(folder, ignore_errors=True)  # half of them are of no use
        raise
    return saved[0] if len(saved) == 1 else folder


def _free(target: Path) -> Path:
    number = 1
    while target.exists():
        number += 1
        target = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return target


class Batch:
    """Files sent for one load, from the first one until they are loaded or given up.

    Files chosen one by one lie in ``files``, those of folders with their path in ``folders``, so
    that a load knows which of them a person named.
    """

    def __init__(self, workspace: Workspace, name: str) -> None:
        if not _BATCH.fullmatch(name):
            raise _gone()
        self.name = name
        self.folder = workspace.root / "uploads" / f"{_PREFIX}{name}"

    @classmethod
    def begin(cls, workspace: Workspace) -> Batch:
        """A new one; those that were left lying for a week go."""
        for old in cls.all(workspace):
            if time.time() - old.changed > _KEPT_SECONDS:
                old.discard()
        made = cls(workspace, uuid.uuid4().hex[:12])
        made.folder.mkdir(parents=True)
        return made

    @classmethod
    def all(cls, workspace: Workspace) -> list[Batch]:
        """Those that are there, newest first."""
        folders = (workspace.root / "uploads").glob(f"{_PREFIX}*")
        names = (folder.name.removeprefix(_PREFIX) for folder in folders)
        found = [cls(workspace, name) for name in names if _BATCH.fullmatch(name)]
        return sorted(found, key=lambda batch: -batch.changed)

    @property
    def changed(self) -> float:
        return self.folder.stat().st_mtime if self.folder.exists() else 0.0

    async def receive(self, name: str, chunks: AsyncIterator[bytes]) -> Path:
        """Write a file as it comes in; one that does not come whole is not kept."""
        if not self.folder.is_dir():
            raise _gone()
        part = self.folder / f".{uuid.uuid4().hex}.part"
        try:
            with part.open("xb") as file:
                async for chunk in chunks:
                    file.write(chunk)
            return self._named(part, name)
        except OSError as error:
            if (found := disk_problem(error)) is not None:
                raise found from error
            raise TopicLlamaError(
                f"The file could not be stored ({error.strerror}).",
                "See whether the disk is full.",
            ) from error
        finally:
            part.unlink(missing_ok=True)

    def write(self, name: str, content: str) -> Path:
        """Keep a text as a file."""
        part = self.folder / f".{uuid.uuid4().hex}.part"
        try:
            with told_of_disk():
                part.write_text(content, "utf-8")
                return self._named(part, name)
        finally:
            part.unlink(missing_ok=True)

    def _named(self, part: Path, name: str) -> Path:
        relative = safe_name(name)
        target = self.folder / ("folders" if len(relative.parts) > 1 else "files") / relative
        with _naming:
            if not part.exists():  # discarded while the file was coming in
                raise _gone()
            target.parent.mkdir(parents=True, exist_ok=True)
            return part.rename(_free(target))

    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if _is_ours(path, self.folder))

    def sources(self) -> list[Path]:
        """What a load is to be given. TopicLlamaError when there is nothing (any longer)."""
        single = (self.folder / "files").glob("*")
        found: list[Path] = sorted(path for path in single if not ignored(path.name))
        folders = self.folder / "folders"
        if folders.is_dir():
            found.append(folders)
        if not found:
            raise _gone()
        return found

    def discard(self) -> None:
        with _naming:
            shutil.rmtree(self.folder, ignore_errors=True)


def _is_ours(path: Path, folder: Path) -> bool:
    return path.is_file() and not any(map(ignored, path.relative_to(folder).parts))


def _gone() -> TopicLlamaError:
    return TopicLlamaError("These files are no longer there.", "Choose them again.")


def total_size(files: Sequence[Path]) -> int:
    """In bytes."""
    return sum(path.stat().st_size for path in files)
