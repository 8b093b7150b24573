"""One folder that holds it all: corpus, topic models, vectors, chats, settings."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from . import topic_model
from .atomic import sweep
from .checksums import read_checked, write_checked
from .corpus import Corpus
from .current import IS_VERSION, read_current, write_current
from .damage import (
    DAMAGED,
    DamagedError,
    DiskFullError,
    ReadOnlyError,
    disk_problem,
    set_aside,
    told_of_disk,
)
from .errors import LockedError, NotReadyError, TopicLlamaError
from .migrations import FIRST, FORMAT, MARKER, migrate
from .sqlite_files import is_writable
from .topic_model import TopicModel

T = TypeVar("T")
SETTINGS, SETTINGS_COPY = "settings.json", "settings-copy.json"


def default_root() -> Path:
    """``TOPICLLAMA_WORKSPACE``, else a folder of the user's data directory."""
    named = os.environ.get("TOPICLLAMA_WORKSPACE")
    return Path(named).expanduser() if named else user_data_path("topicllama") / "workspace"


class Workspace:
    """Opens or makes a workspace.

    Readers take no lock. Whoever writes does it inside :meth:`writing`, which admits one process
    at a time; threads of one process share the lock. Every write is atomic, so a process killed
    at any moment leaves the last good state.

    ``asks_for_files``: the person may be asked whether a file from anywhere is to be read. False
    where the one who answers need not be the one whose files they are (docs/security.md).
    """

    asks_for_files = True

    def __init__(self, root: Path | str | None = None) -> None:
        self.root = Path(root).expanduser().absolute() if root else default_root().absolute()
        self._damage: dict[str, DamagedError] = {}
        try:
            # Only its owner looks into it; one that is there already is as its owner wants it.
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._check_format()
        except OSError as error:
            if isinstance(found := disk_problem(error), DiskFullError):
                raise found from error
            raise TopicLlamaError(
                f"The workspace {self.root} cannot be used ({error.strerror}).",
                "Choose another folder with --workspace.",
            ) from error
        self.corpus = Corpus(self.root / "corpus.sqlite", expected=self._had_documents())
        self._read: tuple[tuple[object, ...], TopicModel] | None = None  # from which file, and it

    def _check_format(self) -> None:
        marker = self.root / MARKER
        if not marker.exists():
            write_checked(marker, {"format": FIRST if self._had_documents() else FORMAT})
        try:
            found = read_checked(marker, marker.name).get("format")
        except DamagedError as error:
            self.notice(error)
            return
        if found in range(1, FORMAT) and not self.read_only:
            # Where it is locked, or there is no room, it is brought up to date later.
            with suppress(LockedError, DiskFullError), self.writing():
                migrate(self.root)
        elif found not in range(1, FORMAT + 1):
            raise TopicLlamaError(
                f"The workspace {self.root} has format {found}; this version reads {FORMAT}.",
                "Upgrade TopicLlama, or choose another folder with --workspace.",
            )

    def _had_documents(self) -> bool:
        """Whether texts were loaded here: then their file must be there."""
        return (self.root / "loads.json").exists() or bool(self.versions())

    # folders and files -----------------------------------------------------------------------

    def folder(self, name: str) -> Path:
        """A folder of the workspace ("models", "chats", "uploads", "index"), made when needed (and
        where it can be)."""
        path = self.root / name
        if not path.exists() and not self.read_only:
            path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed in the folder."""
        return not is_writable(self.root / "lock")

    def must_be_writable(self) -> None:
        """ReadOnlyError where nothing can be changed: before work that takes long."""
        if self.read_only:
            raise ReadOnlyError(self.root)

    @property
    def damage(self) -> list[DamagedError]:
        """The damaged files that this workspace has met since it was opened."""
        return list(self._damage.values())

    def notice(self, error: DamagedError) -> None:
        """Remember that a file was found damaged."""
        self._damage[error.file] = error

    def unless_damaged(self, work: Callable[[], T], otherwise: T) -> T:
        """What ``work`` gives; ``otherwise`` where it meets a damaged file, which is noticed."""
        try:
            return work()
        except DamagedError as error:
            self.notice(error)
            return otherwise

    def read(self, name: str) -> dict[str, Any]:
        """What a small file of the workspace's folder holds; nothing where it is not there, or
        damaged, which is noticed."""
        try:
            return read_checked(self.root / name, name)
        except FileNotFoundError:
            return {}
        except DamagedError as error:
            self.notice(error)
            return {}

    def write(self, name: str, record: dict[str, Any]) -> None:
        """Replace such a file; a damaged one is put aside first."""
        if self._damage.pop(name, None) and (self.root / name).exists():
            set_aside(self.root, self.root / name)
        write_checked(self.root / name, record)

    @property
    def prompts(self) -> Path:
        """The folder of the person's own prompts, which need not be there."""
        return self.root / "prompts"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the workspace's write lock; TopicLlamaError when another process holds it, and
        where the disk is full or nothing may be written (what was done before stays)."""
        self.must_be_writable()
        with told_of_disk(), _process_lock(self.root):
            yield

    # settings --------------------------------------------------------------------------------

    @property
    def settings(self) -> dict[str, Any]:
        """Those of ``settings.json``, which a person may edit; where it is damaged, those of its
        copy, and none where that is too."""
        for name in (SETTINGS, SETTINGS_COPY):
            try:
                return read_checked(self.root / name, name, edited=name == SETTINGS)
            except FileNotFoundError:
                if name == SETTINGS and (self.root / SETTINGS_COPY).exists():
                    self.notice(DamagedError(name, missing=True))
            except DamagedError as error:
                self.notice(error)
        return {}

    def set(self, **changes: Any) -> None:
        """Change settings; None removes one."""
        with self.writing():
            kept = {k: v for k, v in {**self.settings, **changes}.items() if v is not None}
            for name in (SETTINGS, SETTINGS_COPY):
                self.write(name, kept)

    # models ----------------------------------------------------------------------------------

    def versions(self) -> list[str]:
        """The names of all saved models, oldest first."""
        return sorted(self._versions_in("models"), key=_number)

    def _versions_in(self, pattern: str) -> list[str]:
        found = self.root.glob(f"{pattern}/m*")
        return [p.name for p in found if IS_VERSION.fullmatch(p.name) and p.is_dir()]

    @property
    def current_version(self) -> str:
        """ "" where there is none, and where the file that says it is damaged."""
        try:
            return read_current(self.root / "models")
        except DamagedError as error:
            self.notice(error)
            return ""

    @property
    def model(self) -> TopicModel | None:
        """The current topic model, or None before the first training and where it is damaged: the
        rest goes on without topics."""
        version = self.current_version
        if not version:
            return None
        file = self._file(version)
        if self._read is None or self._read[0] != file:
            try:
                self._read = file, topic_model.load(self.root / "models" / version)
            except DamagedError as error:
                self.notice(error)
                return None
        return self._read[1]

    def _file(self, version: str) -> tuple[object, ...]:
        return version, *file_state(self.root / "models" / version / "model.json")

    def require_documents(self) -> Corpus:
        """The corpus; NotReadyError while no texts are loaded."""
        if self.corpus.is_empty:
            raise NotReadyError(
                "No texts are loaded yet.", "Load a file or a folder, or the demo corpus."
            )
        return self.corpus

    def require_model(self) -> TopicModel:
        """The current topic model; NotReadyError before the first training."""
        self.require_documents()
        if self.model is None:
            for file, error in self._damage.items():
                if file.startswith("models/"):
                    raise DamagedError(file, error.reason, error.hint) from error
            raise NotReadyError("No topics have been found yet.", "Train a topic model first.")
        return self.model

    def save_model(self, model: TopicModel, *, only_labels: bool = False) -> TopicModel:
        """Store a model as the next version and make it current; returns it with its version.

        ``only_labels``: the matrices are those of ``model.version``, so they are linked.
        """
        with self.writing():
            models = self.folder("models")
            used = [*self.versions(), *self._versions_in(f"{DAMAGED}/*/models")]
            number = max(map(_number, used), default=0) + 1
            source = models / model.version if only_labels and model.version else None
            saved = replace(model, version=f"m{number:04d}", created=_now())
            topic_model.save(saved, models / saved.version, same_arrays=source)
            self.use_version(saved.version)
        self._read = self._file(saved.version), saved
        return saved

    def use_version(self, version: str) -> None:
        """Make a saved version the current one."""
        if not (self.root / "models" / version / "model.json").exists():
            raise TopicLlamaError(f"There is no model version {version}.")
        with self.writing():
            write_current(self.root / "models", version)
            for file in [file for file in self._damage if file.startswith("models/")]:
                del self._damage[file]


def file_state(file: Path) -> tuple[int, int]:
    """Which file it is, (0, 0) for none. A saved version never changes, but one that is gone may be
    followed by another: another process may empty the workspace and begin anew."""
    with suppress(OSError):
        found = file.stat()
        return found.st_ino, found.st_mtime_ns
    return 0, 0


def _number(version: str) -> int:
    return int(version[1:])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


# One lock object a folder and process, so that threads share it and two processes do not.
_locks: dict[Path, tuple[FileLock, threading.RLock]] = {}
_registry = threading.Lock()


@contextmanager
def _process_lock(root: Path) -> Iterator[None]:
    with _registry:
        if root not in _locks:
            file_lock = FileLock(root / "lock", thread_local=False)
            _locks[root] = (file_lock, threading.RLock())
        lock, guard = _locks[root]
    with guard:
        first = not lock.is_locked
        try:
            lock.acquire(timeout=0)  # counts, so nested and parallel holders are fine
        except Timeout:
            raise LockedError(
                "Another TopicLlama process is writing to this workspace.",
                "Wait until it is done, or use another folder with --workspace.",
            ) from None
    try:
        if first:
            _after_a_crash(root)
        yield
    finally:
        with guard:
            lock.release()


def _after_a_crash(root: Path) -> None:
    for name in ("", "models", "index", "chats", "adapters", "prompts", "jobs"):
        sweep(root / name)
