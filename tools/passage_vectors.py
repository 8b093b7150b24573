"""The vectors of all passages as one matrix on disk, so that a filtered search is exact and fast.

It is a copy of what ``index/vectors.sqlite`` holds, made again or continued when there is more.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .array_files import keep, mapped, save_arrays
from .documents import content_hash
from .vectors import VectorRecord
from .workspace import Workspace

Floats = NDArray[np.float32]
_VERSION = 1
_WORTH_KEEPING = 0.1  # of the matrix has to be new before it is written again
_SAMPLE = 2_000
_MAX_OPEN = 3


@dataclass(frozen=True, eq=False)
class PassageVectors:
    """``vectors`` (P, d) of passages, each in the document of the position ``documents`` (P,);
    ``places`` (P, 3) are its number in the document, start and end. ``last`` is the youngest row
    of the record that is in it; the corpus has ``total`` passages."""

    vectors: Floats
    documents: NDArray[np.int32]
    places: NDArray[np.int32]
    last: int
    total: int

    @cached_property
    def sample(self) -> Floats:
        """At most 2,000 of the vectors, from all over the corpus."""
        return np.ascontiguousarray(self.vectors[:: -(-len(self.vectors) // _SAMPLE)])

    @property
    def covered(self) -> float:
        """The share of the corpus's passages that have a vector."""
        return len(self.documents) / self.total if self.total else 0.0

    def save(self, folder: Path) -> None:
        arrays = {"vectors": self.vectors, "documents": self.documents, "places": self.places}
        save_arrays(folder, **arrays, state=np.array([self.last, self.total], np.int64))

    def nearest(self, vector: Floats, scope: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.int64]]:
        """The cosine of each document's nearest passage (D,), NaN without one, and the row of
        that passage (D,), -1 without one, for the documents in ``scope`` (D,)."""
        values = np.full(len(scope), np.nan, np.float32)
        chosen = np.full(len(scope), -1, np.int64)
        rows = np.flatnonzero(scope[self.documents])
        whole = len(rows) > len(self.documents) / 2  # reading in order beats picking rows
        cosines = (self.vectors @ vector)[rows] if whole else self.vectors[rows] @ vector
        order = np.argsort(cosines, kind="stable")  # of several writes to one place the last stays
        documents = self.documents[rows[order]]
        values[documents] = cosines[order]
        chosen[documents] = rows[order]
        return values, chosen


_open: OrderedDict[tuple[Path, str], PassageVectors] = OrderedDict()
_lock = threading.Lock()


def passage_vectors(
    workspace: Workspace, model: str, positions: Mapping[str, int]
) -> PassageVectors | None:
    """What a model embedded so far of the corpus as it is; None when that is nothing.

    ``positions`` are those of the documents by id.
    """
    if not (workspace.root / "index" / "vectors.sqlite").exists():
        return None
    record = VectorRecord(workspace)
    last = record.youngest(model)
    if not last:
        return None
    record.refresh()
    name = f"{workspace.corpus.fingerprint}-{content_hash(model)}"
    folder = workspace.folder("index") / f"passages-{_VERSION}-{name}"
    key = (folder, str(record.path))
    with _lock:
        known = _open.get(key) or _load(folder)
        if known is None or known.last != last:
            known = _continued(record, model, positions, known, folder)
        _open[key] = known
        _open.move_to_end(key)
        while len(_open) > _MAX_OPEN:
            _open.popitem(last=False)
    return known if len(known.documents) else None


def _continued(
    record: VectorRecord,
    model: str,
    positions: Mapping[str, int],
    known: PassageVectors | None,
    folder: Path,
) -> PassageVectors:
    """With the rows of the record that are not in it yet; made anew when the record is another."""
    last = record.youngest(model)
    if known is not None and known.last > last:
        known = None
    parts = _fresh(record, model, positions, known.last if known else 0, last)
    grown = len(parts[1])
    if known is not None and len(known.documents):
        before = (known.vectors, known.documents, known.places)
        parts = before if not grown else tuple(map(np.concatenate, zip(before, parts, strict=True)))
    vectors, documents, places = parts
    made = PassageVectors(vectors, documents, places, last, record.passages())
    if grown and (grown >= _WORTH_KEEPING * len(made.documents) or made.covered == 1):
        keep(folder, "passages", made.save)
    return made


def _fresh(
    record: VectorRecord, model: str, positions: Mapping[str, int], after: int, last: int
) -> tuple[NDArray[Any], ...]:
    """Vectors, documents and places of the rows of the record beyond ``after`` up to ``last``."""
    found = record.embedded_between(model, after, last)
    rows = [(row, blob) for row, blob in found if row.document in positions]
    vectors = np.frombuffer(b"".join(blob for _, blob in rows), "<f4")
    vectors = vectors.reshape(len(rows), -1) if rows else np.zeros((0, 0), np.float32)
    documents = np.array([positions[row.document] for row, _ in rows], np.int32)
    places = np.array([(r.n, r.start, r.end) for r, _ in rows], np.int32).reshape(-1, 3)
    return vectors, documents, places


def _load(folder: Path) -> PassageVectors | None:
    try:
        names = ("vectors", "documents", "places")
        vectors, documents, places = (mapped(folder / f"{name}.npy") for name in names)
        last, total = mapped(folder / "state.npy").tolist()
    except (OSError, ValueError):
        return None
    whole = len(vectors) == len(documents) == len(places)
    return PassageVectors(vectors, documents, places, last, total) if whole else None
