"""The collection of one workspace and embedding model: where it is, whose, and is it whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from .chroma_client import PROCESS, Damaged, connection
from .chroma_ledger import Ledger
from .chroma_owner import is_ours, sign, workspace_id
from .chroma_server import chosen_server, refused
from .documents import content_hash
from .vectors import VectorRecord
from .workspace import Workspace

_SAMPLE = 40  # records that are looked for by their own vectors,
_SAME = 1e-3  # at this distance (cosine) at most,
_FOUND = 0.75  # and this share of them must be found: the index is approximate
_POOR = "index that finds too little"  # the fact that names such a collection
_log = logging.getLogger(__name__)


class WorkspaceCollection:
    """Gives out the collection, embedded or on a server, and finds out when it is damaged."""

    def __init__(
        self, workspace: Workspace, record: VectorRecord, embedding: str, chroma: str
    ) -> None:
        self.workspace, self.record, self.embedding = workspace, record, embedding
        self.server = chosen_server(workspace.settings, chroma)
        self._connection = connection(self.server or workspace.folder("index") / "chroma")
        self._name = self._named()
        self._remade = False

    def _named(self) -> str:
        return f"topicllama-{workspace_id(self.workspace)}-{content_hash(self.embedding)}"

    @contextmanager
    def _collection(self, *, writing: bool = False) -> Iterator[tuple[Any, Ledger]]:
        """The collection, from a client that has seen what other processes wrote; ``writing``
        (under the workspace's lock) takes it for this workspace."""
        link = self._connection
        with link.alone():
            if self.server is None:
                self._see_others_writes(writing)
            elif writing:
                self._claim()
            with link.collection(self._name) as collection:
                yield collection, Ledger(self.record, self.embedding, str(collection.id))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One process and one thread at a time."""
        with self.workspace.writing(), self._connection.filling(self._name):
            yield

    def _see_others_writes(self, writing: bool) -> None:
        if self._others_wrote():
            self._connection.close()
        self._connection.seen_writer = self.record.fact("writer")
        if writing:
            self.record.remember("writer", PROCESS)

    def _others_wrote(self) -> bool:
        """Whether another process has written to the embedded database since we opened it."""
        writers = (self._connection.seen_writer, PROCESS)
        return self.server is None and self.record.fact("writer") not in writers

    def _claim(self) -> None:
        """See to it that nobody else writes to this collection of the server."""
        while True:
            with self._connection.collection(self._name, fresh=True) as collection:
                if is_ours(self.record, collection):
                    sign(self.record, collection)
                    return
            named = self._named()  # another thread may have seen it first
            if named == self._name:
                workspace_id(self.workspace, anew=True)
                named = self._named()
            self._name = named

    def give_up(self) -> None:
        """The workspace is to be emptied or deleted: let go of the embedded database, and remove
        from a server what this workspace has there. ServerAway when it does not answer."""
        if self.server is None:
            self._connection.close()
            return
        with self._writing():
            with self._connection.collection(self._name, fresh=True) as collection:
                ours = is_ours(self.record, collection)
            if ours:
                self._connection.delete(self._name)

    def _discard(self, error: Damaged) -> None:
        """Give up the copy; the record has all that is needed to make it again."""
        _log.warning("Chroma's copy is damaged (%s); it is made again from the vectors", error)
        self._remade = True
        with self._writing():
            if self.server is None:
                self._connection.throw_away()
            elif self._is_damaged():
                self._connection.delete(self._name)

    def _is_damaged(self) -> bool:
        """Whether it still is, now that no other process of this workspace is at work."""
        try:
            with self._collection(writing=True) as (collection, ledger):
                self._probe(collection, ledger)
        except Damaged:
            return True
        return False

    def _probe(self, collection: Any, ledger: Ledger) -> None:
        """Damaged when Chroma counts fewer records than it was given, or does not find some of
        them by their own vectors: it notices neither when its index files are gone. Up to 1,000
        records outside those files are still found, so the sample is from all over the corpus."""
        expected = len(ledger)
        if collection.count() < expected:
            raise Damaged(f"{collection.count()} records instead of {expected}")
        if self.record.fact(_POOR) != ledger.key and not self._finds_its_own(collection, ledger):
            raise Damaged("its index is incomplete")

    def _finds_its_own(self, collection: Any, ledger: Ledger) -> bool:
        known = self.record.get(self.embedding, ledger.some(_SAMPLE))
        vectors = [vector for vector in known.values() if vector.any()]
        if not vectors:
            return True
        found = collection.query(
            query_embeddings=np.stack(vectors), n_results=1, include=["distances"]
        )
        near = sum(bool(row) and row[0] < _SAME for row in found["distances"])
        return bool(near >= _FOUND * len(vectors))

    def _accept(self, collection: Any, ledger: Ledger) -> None:
        """An index that is new and finds no more than the one before is not damaged: Chroma's
        graph falls apart where hundreds of vectors are the same."""
        if self._remade and not self._finds_its_own(collection, ledger):
            _log.warning("Chroma's index does not find all of these vectors")
            self.record.remember(_POOR, ledger.key)

    @contextmanager
    def _lasting_damage(self) -> Iterator[None]:
        """Around what is tried after a repair: damage that is left is the server's own fault."""
        try:
            yield
        except Damaged as error:
            if self.server is None:
                raise
            raise refused(self.server, error) from error
