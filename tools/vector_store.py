"""Passages in Chroma: the searchable copy of the vectors, with topics, dates and sources."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .annotations import TopicAnnotations, metadata
from .chroma_client import Damaged, Gone
from .chroma_collection import WorkspaceCollection
from .chroma_ledger import Ledger
from .chroma_owner import is_ours
from .chroma_server import ServerAway
from .embedder_choice import embedding_name
from .errors import TopicLlamaError
from .progress import Task
from .topic_model import TopicModel
from .vectors import PassageRow, VectorRecord
from .workspace import Workspace

T = TypeVar("T")
_BATCH = 2_000  # Chroma takes at most 5,461 records at a time,
_REQUEST = 15 * 2**20  # and a server 40 MB a request, texts and Base64 included
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage near a query; ``similarity`` is the cosine."""

    document: str
    n: int
    start: int
    end: int
    similarity: float


class VectorStore(WorkspaceCollection):
    """The passages of one workspace and embedding model in Chroma.

    Embedded under ``index/chroma``, or on a server when ``chroma``, the setting of that name or
    ``TOPICLLAMA_CHROMA`` names one, in a collection of this workspace alone. Whatever Chroma
    loses is put back from ``index/vectors.sqlite``: a table there says which records this
    collection has been given.
    """

    def __init__(
        self, workspace: Workspace, embedding: str = "", *, chroma: str = "", batch: int = _BATCH
    ) -> None:
        record = VectorRecord(workspace)
        super().__init__(workspace, record, embedding or embedding_name(workspace, record), chroma)
        self.batch = batch

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

    def embeddings(self, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The vectors of some records by id, as Chroma has them: nothing is healed before."""
        with self._collection() as (collection, _):
            found = collection.get(ids=list(ids), include=["embeddings"])
        return {name: np.asarray(row, np.float32)
                for name, row in zip(found["ids"], found["embeddings"], strict=True)}  # fmt: skip

    def pages(self, size: int) -> Iterator[Sequence[PassageRow]]:
        """What it should have, in parts."""
        with self._collection() as (_, ledger):
            rows = ledger.given()
        yield from _groups(rows, size)

    def _reading(self, work: Callable[[Any], T]) -> T:
        """Run a read. What Chroma lacks is put back before the first read of a process and when
        a read fails; one that must not wait for another process's writing reads what is there."""
        try:
            return self._read(work)
        except Gone:  # found anew, and filled when it is empty
            return self._read(work)
        except Damaged as error:
            self._discard(error)
            self.sync()
        with self._lasting_damage():
            return self._read(work)

    def _read(self, work: Callable[[Any], T]) -> T:
        self._check_once()
        with self._collection() as (collection, _):
            return work(collection)

    def _check_once(self) -> None:
        version = self.workspace.current_version
        state = f"{self._name}/{self.workspace.corpus.fingerprint}/{version}"
        if state in self._connection.checked and not self._others_wrote():
            return
        if self._is_complete() or self._brought_up_to_date():
            self._connection.checked.add(state)

    def _is_complete(self) -> bool:
        """Whether the collection is this workspace's and holds what it should."""
        with self._collection() as (collection, ledger):
            if self.server and not is_ours(self.record, collection):
                return False
            self._probe(collection, ledger)
            self.record.refresh()
            topics = TopicAnnotations(self.workspace.model)
            return not (ledger.missing() or ledger.surplus() or ledger.stale(topics))

    def _brought_up_to_date(self) -> bool:
        """Synchronise, unless somebody does: another thread here, or another process."""
        filling = self._connection.filling(self._name)
        if not filling.acquire(blocking=False):
            return False
        try:
            self.sync()
        except ServerAway:
            raise
        except TopicLlamaError as busy:
            _log.info("Chroma is not brought up to date now: %s", busy)
            return False
        finally:
            filling.release()
        return True

    # writing ---------------------------------------------------------------------------------

    def write(self, rows: Sequence[PassageRow], annotations: TopicAnnotations) -> None:
        """Put passages whose vectors are there into Chroma (or over what it has of them)."""
        with self._writing(), self._collection(writing=True) as (collection, ledger):
            for group in _groups(rows, self.batch):
                self._upsert(collection, ledger, group, annotations)

    def annotate(self, model: TopicModel, task: Task | None = None) -> None:
        """Bring the topics of all records up to date, without embedding anything again. A server
        that is away gets them when it is back."""
        try:
            self.sync(TopicAnnotations(model), task)
        except ServerAway as error:
            _log.warning("The topics are not written to Chroma now: %s", error)

    def sync(self, annotations: TopicAnnotations | None = None, task: Task | None = None) -> None:
        """Make Chroma what corpus, vectors and topics say; heals a damaged or deleted folder."""
        annotations = annotations or TopicAnnotations(self.workspace.model)
        with self._writing():
            try:
                self._fill(annotations, task or Task())
            except Damaged as error:
                self._discard(error)
                with self._lasting_damage():
                    self._fill(annotations, task or Task())

    def _fill(self, annotations: TopicAnnotations, task: Task) -> None:
        with self._collection(writing=True) as (collection, ledger):
            ledger.settle(f"{self.server or 'index/chroma'}/{self._name}")
            self._probe(collection, ledger)
            self.record.refresh()
            surplus, missing = ledger.surplus(), ledger.missing()
            stale = ledger.stale(annotations)
            self._remove(collection, ledger, surplus)
        for step, rows in ((self._upsert, missing), (self._update, stale)):
            done = 0
            for group in _groups(rows, self.batch):
                with self._collection(writing=True) as (collection, ledger):
                    step(collection, ledger, group, annotations)
                done += len(group)
                task.report("index", done, len(rows))
                time.sleep(0.001)  # Python's locks are not fair: a waiting search comes first
        with self._collection(writing=True) as (collection, ledger):
            if collection.count() > len(ledger):  # a process was killed between the two
                unknown = set(collection.get(include=[])["ids"]) - ledger.ids()
                self._remove(collection, ledger, sorted(unknown))
            self._accept(collection, ledger)

    def _remove(self, collection: Any, ledger: Ledger, ids: Sequence[str]) -> None:
        for group in _groups(ids, self.batch):
            ledger.forget(group)  # first: a reader must never find fewer than the ledger says
            collection.delete(ids=list(group))

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
        if len(rows) > 1 and sum(vectors[row.hash].nbytes for row in rows) > _REQUEST:
            for half in _groups(rows, (len(rows) + 1) // 2):
                self._upsert(collection, ledger, half, annotations)
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


def _groups(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
