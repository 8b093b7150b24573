"""Embedding the corpus: small confirmed batches that can be stopped and go on where they were.

The workspace's write lock is held while a batch is written and not while it is computed, so that
other work (training, labelling, another process) goes on beside a long embedding.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .annotations import TopicAnnotations
from .damage import told_of_disk
from .embedder_choice import NoEmbedderError, embedding_name, suitable_embedder
from .embedding import DEFAULT, Embedder, OllamaEmbedder, Vectors, load_embedder
from .errors import Cancelled, LockedError, TopicLlamaError
from .progress import Progress, Task
from .vector_store import VectorStore
from .vectors import PassageRow, VectorRecord
from .workspace import Workspace

BATCH = 32
_WINDOW = 32  # batches whose passages are sorted by length together: less padding for the model
_PATIENCE = 600.0  # seconds that a batch waits for another process to end its writing
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CoverageInfo:
    """``embedded`` of ``passages`` have a vector of the workspace's embedding model."""

    passages: int
    embedded: int
    embedder: str = ""

    @property
    def share(self) -> float:
        return self.embedded / self.passages if self.passages else 0.0


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """``passages`` of the corpus, those ``embedded`` now, the wall-clock ``seconds``, and by which
    ``embedder`` and ``why`` that one."""

    passages: int
    embedded: int
    seconds: float
    embedder: str = ""
    why: str = ""


def coverage_info(workspace: Workspace, embedder: str = "") -> CoverageInfo:
    """How far the embedding is, from SQLite alone."""
    record = VectorRecord(workspace)
    name = embedder or embedding_name(workspace, record)
    return CoverageInfo(*record.counts(name), name)


def coverage(workspace: Workspace, embedder: str = "") -> float:
    """The share (0 to 1) of the corpus's passages that are embedded; costs nothing before the
    first embedding."""
    if not (workspace.root / "index" / "vectors.sqlite").exists():
        return 0.0
    record = VectorRecord(workspace)
    name = embedder or embedding_name(workspace, record)
    state = workspace.corpus.fingerprint, record.youngest(name)
    if not state[1]:
        return 0.0
    known = _covered.get((record.path, name))
    if known is None or known[0] != state:  # counting takes a while, and each search asks
        known = _covered[record.path, name] = state, coverage_info(workspace, name).share
    return known[1]


_covered: dict[tuple[Path, str], tuple[tuple[str, int], float]] = {}


def embed(
    workspace: Workspace,
    embedder: Embedder | None = None,
    task: Task | None = None,
    *,
    batch_size: int = BATCH,
) -> EmbedReport:
    """Embed every passage that has no vector yet and bring Chroma up to date.

    Each batch is confirmed (on disk) before the next one starts; :class:`Cancelled` or a killed
    process keeps what was confirmed, and the next call does only the rest. Documents that are
    added meanwhile are embedded too. Without ``embedder`` it is the one that suits the corpus, or
    when none does the installed one: Chroma then holds the documents with their topics, and
    ``why`` says that search by meaning does without these vectors.
    """
    workspace.require_documents()
    task = task or Task()
    started = time.perf_counter()
    why = ""
    if embedder is None:
        embedder, why = _chosen(workspace)
    job = _Job(workspace, embedder, task, batch_size)
    while rows := job.record.pending(job.embedder.name):
        job.run(rows)
    with waiting(workspace, task):
        job.store.sync(task=task)
    info = coverage_info(workspace, job.embedder.name)
    seconds = round(time.perf_counter() - started, 2)
    return EmbedReport(info.passages, info.embedded, seconds, embedder.name, why)


def _chosen(workspace: Workspace) -> tuple[Embedder, str]:
    try:
        embedder, choice = suitable_embedder(workspace)
    except NoEmbedderError as error:
        return load_embedder(DEFAULT), f"{error.message} {error.hint}"
    return embedder, choice.why


class _Job:
    def __init__(self, workspace: Workspace, embedder: Embedder, task: Task, size: int) -> None:
        self.workspace, self.embedder, self.task, self.size = workspace, embedder, task, size
        with waiting(workspace, task):
            self.record = VectorRecord(workspace)
            self.record.remember("embedder", embedder.name)
            self.store = VectorStore(workspace, embedder.name)
            self.store.sync(task=task)

    def run(self, rows: Sequence[PassageRow]) -> None:
        total, done = self.record.counts(self.embedder.name)
        self.task.report("embed", done, total)
        for start in range(0, len(rows), self.size * _WINDOW):
            window = sorted(
                rows[start : start + self.size * _WINDOW], key=lambda r: r.start - r.end
            )
            for first in range(0, len(window), self.size):
                done += self._batch(window[first : first + self.size])
                self.task.report("embed", min(done, total), total)

    def _batch(self, rows: Sequence[PassageRow]) -> int:
        """Embed and confirm some passages; returns how many of the corpus now have a vector."""
        self.task.check()
        documents = self.workspace.corpus.get({row.document for row in rows})
        rows = [row for row in rows if row.document in documents]
        texts = [row.embedded_text(documents[row.document]) for row in rows]
        vectors = self._vectors(texts)
        if len(vectors):
            self.record.check_width(self.embedder.name, vectors.shape[1])
        self.task.check()
        hashes = [row.hash for row in rows]
        with waiting(self.workspace, self.task):
            self.record.add(self.embedder.name, hashes, vectors)
            same = self.record.with_hashes(hashes)
            self.store.write(same, TopicAnnotations(self.workspace.model))
        return len(same)

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        if isinstance(self.embedder, OllamaEmbedder):  # a server may hang: then stop is at once
            return self.embedder.embed(texts, self.task)
        return self.embedder.embed(texts)


@contextmanager
def waiting(workspace: Workspace, task: Task) -> Iterator[None]:
    """Hold the write lock, after waiting for another process that holds it."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        lock = workspace.writing()
        try:
            lock.__enter__()
            break
        except LockedError:
            if time.monotonic() > deadline:
                raise
            task.check()
            time.sleep(0.1)
    try:
        yield
    finally:
        lock.__exit__(None, None, None)


@dataclass(frozen=True, slots=True)
class EmbedStatus:
    """``state`` is "idle" (``error`` says why, when no model suits the texts), "running", "done",
    "cancelled" or "failed" (``error`` says why)."""

    state: str
    done: int = 0
    total: int = 0
    error: str = ""


class BackgroundEmbedder:
    """Embeds a workspace in a daemon thread of the app; safe to start at any time."""

    def __init__(self, workspace: Workspace, embedder: Embedder | None = None) -> None:
        self.workspace = workspace
        self.embedder = embedder
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._task = Task()
        self._again = False
        self._status = EmbedStatus("idle")

    def start(self) -> None:
        """Begin, or see to it that a job under way also embeds what was added since."""
        with self._lock:
            self._again = True
            if self._thread is not None and not self._task.stopped.is_set():
                return
            previous = self._thread
            self._task = Task(self._progress)
            self._status = EmbedStatus("running")
            self._thread = threading.Thread(
                target=self._run, args=(self._task, previous), name="embedding", daemon=True
            )
            self._thread.start()

    def cancel(self) -> None:
        """Stop after the batch under way; what was embedded is kept."""
        with self._lock:
            self._again = False
            self._task.cancel()

    def join(self, timeout: float | None = None) -> None:
        """Wait for the job to end (tests, leaving the app)."""
        if (thread := self._thread) is not None:
            thread.join(timeout)

    def status(self) -> EmbedStatus:
        return self._status

    def _progress(self, progress: Progress) -> None:
        if progress.stage == "embed":
            self._status = EmbedStatus("running", progress.done, progress.total or 0)

    def _run(self, task: Task, previous: threading.Thread | None) -> None:
        if previous is not None:
            previous.join()
        while self._wanted(task):
            status = self._outcome(task)
            with self._lock:
                if task is self._task:
                    self._status = status

    def _wanted(self, task: Task) -> bool:
        """Whether to go round (again). Taking the wish and ending the thread's time happen under
        one lock, so that no call of start() is lost between the two."""
        with self._lock:
            if task is not self._task:
                return False
            wanted, self._again = self._again, False
            if wanted:
                self._status = EmbedStatus("running", self._status.done, self._status.total)
            else:
                self._thread = None
            return wanted

    def _outcome(self, task: Task) -> EmbedStatus:
        try:
            with told_of_disk():
                embedder = self.embedder or suitable_embedder(self.workspace)[0]
                report = embed(self.workspace, embedder, task)
        except Cancelled:
            return EmbedStatus("cancelled", self._status.done, self._status.total)
        except NoEmbedderError as error:  # nothing went wrong: search does without
            return EmbedStatus("idle", error=f"{error.message} {error.hint}")
        except TopicLlamaError as error:
            return EmbedStatus("failed", error=f"{error.message} {error.hint}".strip())
        except Exception as error:  # a thread has nobody above it that would tell the person
            _log.exception("embedding failed")
            return EmbedStatus("failed", error=f"Embedding stopped unexpectedly: {error}")
        return EmbedStatus("done", report.embedded, report.passages)
