"""Passages in Chroma: the searchable copy of the vectors, with topics, dates and sources."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from .annotations import TopicAnnotations, metadata
from .atomic import write_json
from .chroma_client import PROCESS, Damaged, connection
from .chroma_ledger import Ledger
from .documents import content_hash
from .embedding import DEFAULT, Embedder, load_embedder
from .errors import TopicLlamaError
from .progress import Task
from .topic_model import TopicModel
from .vectors import PassageRow, VectorRecord
from .workspace import Workspace

T = TypeVar("T")
_BATCH = 2_000  # Chroma takes at most 5,461 records at a time
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage near a query; ``similarity`` is the cosine."""

    document: str
    n: int
    start: int
    end: int
    similarity: float


def embedding_name(workspace: Workspace, record: VectorRecord | None = None) -> str:
    """The embedding model of a workspace: the setting ``embedder``, else the one that was used
    last, else the default."""
    chosen = workspace.settings.get("embedder")
    return str(chosen or (record or VectorRecord(workspace)).fact("embedder") or DEFAULT)


def workspace_embedder(workspace: Workspace) -> Embedder:
    """The embedder of that name (setting ``ollama_host`` for one of Ollama's)."""
    host = str(workspace.settings.get("ollama_host") or "")
    return load_embedder(embedding_name(workspace), host)


class VectorStore:
    """The passages of one workspace and embedding model in Chroma.

    Embedded under ``index/chroma``, or on a server when ``chroma`` (or the setting of that name)
    is "host:port". Whatever Chroma loses is put back from ``index/vectors.sqlite``: a table
    there says which records this collection has been given.
    """

    def __init__(
        self, workspace: Workspace, embedding: str = "", *, chroma: str = "", batch: int = _BATCH
    ) -> None:
        self.workspace = workspace
        self.record = VectorRecord(workspace)
        self.embedding = embedding or embedding_name(workspace, self.record)
        self.server = chroma or str(workspace.settings.get("chroma", ""))
        self.batch = batch
        self._connection = connection(self.server or workspace.folder("index") / "chroma")
        self._name = f"topicllama-{_workspace_id(workspace)}-{content_hash(self.embedding)}"

    # reading ---------------------------------------------------------------------------------

    def count(self) -> int:
        """How many records Chroma holds."""
        return self._reading(lambda collection: int(collection.count()))

    def query(
        self, vector: NDArray[np.float32], limit: int, where: dict[str, Any] | None = None
    ) -> list[PassageHit]:
        """The passages nearest to a vector (d,), best first; ``where`` filters on metadata."""
        found = self._reading(
            lambda collection: collection.query(
                query_embeddings=vector.astype(np.float32)[None, :],
                n_results=limit, where=where or None, include=["metadatas", "distances"],
            )
        )  # fmt: skip
        return [
            PassageHit(str(m["document"]), int(m["position"]), int(m["start"]), int(m["end"]),
                       1.0 - float(d))
            for m, d in zip(found["metadatas"][0], found["distances"][0], strict=True)
        ]  # fmt: skip

    def records(self, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """The metadata of some records by id."""
        found = self._reading(lambda c: c.get(ids=list(ids), include=["metadatas"]))
        return dict(zip(found["ids"], found["metadatas"], strict=True))

    def _reading(self, work: Callable[[Any], T]) -> T:
        """Run a read. What Chroma lacks is put back before the first read of a process and when
        a read fails; one that must not wait for another process's writing reads what is there."""
        try:
            self._check_once()
            with self._collection() as (collection, _):
                return work(collection)
        except Damaged as error:
            self._discard(error)
            self.sync()
            with self._collection() as (collection, _):
                return work(collection)

    def _check_once(self) -> None:
        version = self.workspace.current_version
        state = f"{self._name}/{self.workspace.corpus.fingerprint}/{version}"
        with self._collection() as (collection, ledger):
            if state in self._connection.checked:
                return
            self._probe(collection, len(ledger))
            self.record.refresh()
            topics = TopicAnnotations(self.workspace.model)
            if ledger.missing() or ledger.surplus() or ledger.stale(topics):
                try:
                    self.sync()
                except TopicLlamaError as busy:  # another process writes
                    _log.info("Chroma is not brought up to date now: %s", busy)
                    return
            self._connection.checked.add(state)

    def _probe(self, collection: Any, expected: int) -> None:
        """Damaged when Chroma counts fewer records than it was given, or cannot find them: it
        notices neither when its index files are gone."""
        if collection.count() < expected:
            raise Damaged(f"{collection.count()} records instead of {expected}")
        if expected:
            # Up to 1,000 records outside the lost files are still found: ask for more than those.
            wanted = min(2_000, expected)
            some = collection.peek(1)["embeddings"]
            found = collection.query(query_embeddings=some, n_results=wanted, include=[])
            if len(found["ids"][0]) < 0.75 * wanted:
                raise Damaged("its index is incomplete")

    # writing ---------------------------------------------------------------------------------

    def write(self, rows: Sequence[PassageRow], annotations: TopicAnnotations) -> None:
        """Put passages whose vectors are there into Chroma (or over what it has of them)."""
        with self.workspace.writing(), self._collection(writing=True) as (collection, ledger):
            for group in _groups(rows, self.batch):
                self._upsert(collection, ledger, group, annotations)

    def annotate(self, model: TopicModel, task: Task | None = None) -> None:
        """Bring the topics of all records up to date, without embedding anything again."""
        self.sync(TopicAnnotations(model), task)

    def sync(self, annotations: TopicAnnotations | None = None, task: Task | None = None) -> None:
        """Make Chroma what corpus, vectors and topics say; heals a damaged or deleted folder."""
        annotations = annotations or TopicAnnotations(self.workspace.model)
        with self.workspace.writing():
            try:
                with self._collection(writing=True) as (collection, ledger):
                    self._probe(collection, len(ledger))
                    self._sync(collection, ledger, annotations, task or Task())
            except Damaged as error:
                self._discard(error)
                with self._collection(writing=True) as (collection, ledger):
                    self._sync(collection, ledger, annotations, task or Task())

    def _sync(
        self, collection: Any, ledger: Ledger, annotations: TopicAnnotations, task: Task
    ) -> None:
        self.record.refresh()
        surplus, missing = ledger.surplus(), ledger.missing()
        for ids in _groups(surplus, self.batch):
            collection.delete(ids=list(ids))
            ledger.forget(ids)
        for step, rows in ((self._upsert, missing), (self._update, ledger.stale(annotations))):
            done = 0
            for group in _groups(rows, self.batch):
                step(collection, ledger, group, annotations)
                done += len(group)
                task.report("index", done, len(rows))
        if collection.count() > len(ledger):  # a process was killed between the two
            unknown = sorted(set(collection.get(include=[])["ids"]) - ledger.ids())
            for ids in _groups(unknown, self.batch):
                collection.delete(ids=list(ids))

    def _upsert(
        self,
        collection: Any,
        ledger: Ledger,
        rows: Sequence[PassageRow],
        annotations: TopicAnnotations,
    ) -> None:
        vectors = self.record.get(self.embedding, {row.hash for row in rows})
        documents = self.workspace.corpus.get({row.document for row in rows})
        rows = [row for row in rows if row.document in documents and row.hash in vectors]
        if not rows:
            return
        collection.upsert(
            ids=[row.id for row in rows],
            embeddings=np.stack([vectors[row.hash] for row in rows]),
            documents=[documents[row.document].text[row.start : row.end] for row in rows],
            metadatas=[
                metadata(row, documents[row.document]) | annotations.update(row.document)
                for row in rows
            ],
        )
        ledger.remember(rows, annotations)

    def _update(
        self,
        collection: Any,
        ledger: Ledger,
        rows: Sequence[PassageRow],
        annotations: TopicAnnotations,
    ) -> None:
        fields = [annotations.update(row.document) for row in rows]
        collection.update(ids=[row.id for row in rows], metadatas=fields)
        ledger.remember(rows, annotations)

    # the connection --------------------------------------------------------------------------

    @contextmanager
    def _collection(self, *, writing: bool = False) -> Iterator[tuple[Any, Ledger]]:
        """The collection, from a client that has seen what other processes wrote."""
        link = self._connection
        with link.lock:
            writer = self.record.fact("writer")
            if writer not in (link.seen_writer, PROCESS):
                link.close()
            link.seen_writer = writer
            if writing:
                self.record.remember("writer", PROCESS)
            with link.collection(self._name) as collection:
                yield collection, Ledger(self.record, self.embedding, str(collection.id))

    def _discard(self, error: Damaged) -> None:
        """Give up the embedded copy; the record has all that is needed to make it again."""
        _log.warning("Chroma's copy is damaged (%s); it is made again from the vectors", error)
        with self.workspace.writing():
            if self.server:
                self._connection.delete(self._name)
            else:
                self._connection.throw_away()


def _groups(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _workspace_id(workspace: Workspace) -> str:
    """An id of 16 digits, kept in workspace.json. A copied or moved workspace gets its own, so
    that no two ever share a collection on a server."""
    marker = workspace.root / "workspace.json"
    here = content_hash(str(workspace.root))
    found = json.loads(marker.read_text("utf-8"))
    if found.get("place") != here:
        with workspace.writing():
            shutil.rmtree(workspace.root / "index" / "chroma", ignore_errors=True)
            found |= {"id": uuid4().hex[:16], "place": here}
            write_json(marker, found)
    return str(found["id"])
