"""One folder that holds it all: corpus, topic models, vectors, chats, settings."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from platformdirs import user_data_path

from . import topic_model
from .atomic import sweep, write_bytes, write_json
from .corpus import Corpus
from .errors import NotReadyError, TopicLlamaError
from .topic_model import TopicModel

_FORMAT = 1


def default_root() -> Path:
    """``TOPICLLAMA_WORKSPACE``, else a folder of the user's data directory."""
    named = os.environ.get("TOPICLLAMA_WORKSPACE")
    return Path(named).expanduser() if named else user_data_path("topicllama") / "workspace"


class Workspace:
    """Opens or makes a workspace.

    Readers take no lock. Whoever writes does it inside :meth:`writing`, which admits one process
    at a time; threads of one process share the lock. Every write is atomic, so a process killed
    at any moment leaves the last good state.
    """

    def __init__(self, root: Path | str | None = None) -> None:
        self.root = Path(root).expanduser().absolute() if root else default_root().absolute()
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._check_format()
        except OSError as error:
            raise TopicLlamaError(
                f"The workspace {self.root} cannot be used ({error.strerror}).",
                "Choose another folder with --workspace.",
            ) from error
        self.corpus = Corpus(self.root / "corpus.sqlite")
        self._model: TopicModel | None = None

    def _check_format(self) -> None:
        marker = self.root / "workspace.json"
        if not marker.exists():
            write_json(marker, {"format": _FORMAT})
            return
        found = json.loads(marker.read_text("utf-8")).get("format")
        if found != _FORMAT:
            raise TopicLlamaError(
                f"The workspace {self.root} has format {found}; this version reads {_FORMAT}.",
                "Upgrade TopicLlama, or choose another folder with --workspace.",
            )

    # folders and files -----------------------------------------------------------------------

    def folder(self, name: str) -> Path:
        """A folder of the workspace ("models", "chats", "uploads", "index"), made when needed."""
        path = self.root / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def prompts(self) -> Path:
        """The folder of the person's own prompts, which need not be there."""
        return self.root / "prompts"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the workspace's write lock; TopicLlamaError when another process holds it."""
        with _process_lock(self.root):
            yield

    # settings --------------------------------------------------------------------------------

    @property
    def settings(self) -> dict[str, Any]:
        path = self.root / "settings.json"
        return json.loads(path.read_text("utf-8")) if path.exists() else {}

    def set(self, **changes: Any) -> None:
        """Change settings; None removes one."""
        with self.writing():
            kept = {k: v for k, v in {**self.settings, **changes}.items() if v is not None}
            write_json(self.root / "settings.json", kept)

    # models ----------------------------------------------------------------------------------

    def versions(self) -> list[str]:
        """The names of all saved models, oldest first."""
        return sorted(p.name for p in (self.root / "models").glob("m*") if p.is_dir())

    @property
    def current_version(self) -> str:
        path = self.root / "models" / "current"
        return path.read_text("utf-8").strip() if path.exists() else ""

    @property
    def model(self) -> TopicModel | None:
        """The current topic model, or None before the first training."""
        version = self.current_version
        if not version:
            return None
        if self._model is None or self._model.version != version:
            self._model = topic_model.load(self.root / "models" / version)
        return self._model

    def require_documents(self) -> Corpus:
        if self.corpus.is_empty:
            raise NotReadyError(
                "No texts are loaded yet.", "Load a file or a folder, or the demo corpus."
            )
        return self.corpus

    def require_model(self) -> TopicModel:
        self.require_documents()
        if self.model is None:
            raise NotReadyError("No topics have been found yet.", "Train a topic model first.")
        return self.model

    def save_model(self, model: TopicModel, *, only_labels: bool = False) -> TopicModel:
        """Store a model as the next version and make it current; returns it with its version.

        ``only_labels``: the matrices are those of ``model.version``, so they are linked.
        """
        with self.writing():
            models = self.folder("models")
            number = max((int(name[1:]) for name in self.versions()), default=0) + 1
            source = models / model.version if only_labels and model.version else None
            saved = replace(model, version=f"m{number:04d}", created=_now())
            topic_model.save(saved, models / saved.version, same_arrays=source)
            self.use_version(saved.version)
        self._model = saved
        return saved

    def use_version(self, version: str) -> None:
        """Make a saved version the current one."""
        if not (self.root / "models" / version / "model.json").exists():
            raise TopicLlamaError(f"There is no model version {version}.")
        with self.writing():
            write_bytes(self.root / "models" / "current", version.encode())


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
            raise TopicLlamaError(
                "Another TopicLlama process is writing to this workspace.",
                "Wait until it is done, or use another folder with --workspace.",
            ) from None
        if first:
            _after_a_crash(root)
    try:
        yield
    finally:
        with guard:
            lock.release()


def _after_a_crash(root: Path) -> None:
    for name in ("", "models", "index", "chats", "adapters"):
        sweep(root / name)
