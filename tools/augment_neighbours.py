"""Short texts that lend each other words: which texts are alike, and the words of those around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from .nmf import tf_idf
from .progress import Task
from .workspace import Workspace

Floats = NDArray[np.float32]
NEIGHBOURS = 20  # of a text; chosen on M10 with the rest (docs/benchmarks.md)
WORDS = 30  # that a text is lent, at most
_BLOCK = 512  # texts compared at a time: 100 MB of similarities with 50,000 others
_COMPARED = 50_000  # texts that neighbours are looked for among, so that time grows with D alone
_DIRECT = 0.05  # least cosine of a neighbour: one shared common word makes none


@dataclass(frozen=True)
class Neighbours:
    """The rows (D, k) of the texts most like each text, nearest first, and their cosine (D, k);
    0 where there is no such text."""

    rows: NDArray[np.int64]
    likeness: Floats


def neighbours(
    counts: csr_matrix, vectors: Floats | None = None, number: int = NEIGHBOURS,
    task: Task | None = None, seed: int = 0,
) -> Neighbours:  # fmt: skip
    """The nearest texts by the cosine of their tf-idf weights (counts (D, V)), or of ``vectors``
    (D, n) of their meaning. In blocks: memory does not grow with D squared. Among more than 50,000
    texts a random part is looked through. Progress stage "expand"."""
    from sklearn import config_context
    from sklearn.neighbors import NearestNeighbors

    texts = tf_idf(counts) if vectors is None else vectors
    among = _among(counts, seed)
    number = min(number, max(len(among) - 1, 1))
    search = NearestNeighbors(n_neighbors=min(number + 1, len(among)), metric="cosine")
    search.fit(texts[among])
    rows = np.zeros((counts.shape[0], number), np.int64)
    likeness = np.zeros(rows.shape, np.float32)
    with config_context(working_memory=128):  # MiB
        for start in range(0, len(rows), _BLOCK):
            distances, found = search.kneighbors(texts[start : start + _BLOCK])
            block = np.arange(start, start + len(found))
            rows[block], likeness[block] = _without_itself(block, among[found], 1 - distances)
            if task is not None:
                task.report("expand", int(block[-1]) + 1, len(rows))
    likeness[(likeness < _DIRECT) | (np.diff(counts.indptr) == 0)[rows]] = 0
    return Neighbours(rows, likeness)


def _among(counts: csr_matrix, seed: int) -> NDArray[np.int64]:
    """The rows that may be neighbours: those that hold a word, of very many a random part."""
    filled = np.flatnonzero(np.diff(counts.indptr) > 0)
    if len(filled) > _COMPARED:
        filled = np.sort(np.random.default_rng(seed).choice(filled, _COMPARED, replace=False))
    return filled


def _without_itself(
    block: NDArray[np.int64], found: NDArray[np.int64], likeness: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The found rows (n, k + 1) without the text itself, or without the last."""
    itself = found == block[:, None]
    itself[~itself.any(axis=1), -1] = True
    shape = (len(block), found.shape[1] - 1)
    return found[~itself].reshape(shape), likeness[~itself].reshape(shape)


def stored_vectors(workspace: Workspace, ids: Sequence[str]) -> Floats | None:
    """The vectors (D, n) of the documents' beginnings, or None unless all are embedded by a model
    that understands their languages."""
    from .embed_job import coverage
    from .embedder_choice import embedding_name
    from .embedding import languages_of
    from .vectors import VectorRecord

    if coverage(workspace) < 1:
        return None
    record = VectorRecord(workspace)
    name = embedding_name(workspace, record)
    read = languages_of(name)
    if read is not None and not set(workspace.corpus.counts("language")) <= read:
        return None
    found = record.beginnings(name)
    return np.array([found[one] for one in ids]) if found.keys() >= set(ids) else None


def lent_words(counts: csr_matrix, near: Neighbours) -> csr_matrix:
    """How much of each word (D, V) the neighbours of each text hold, rows sum to 1 (or 0 without
    neighbours): each neighbour's words weigh as much as it is like the text, and the 30 heaviest
    words stay."""
    documents, number = near.rows.shape
    lends = near.likeness > 0
    rows = np.repeat(np.arange(documents), number).reshape(near.rows.shape)
    cells = (near.likeness[lends], (rows[lends], near.rows[lends]))
    links = csr_matrix(cells, shape=(documents, documents))
    words = (links @ counts.astype(bool).astype(np.float32)).tocsr()
    _keep_heaviest(words)
    return distributions(words)


def _keep_heaviest(words: csr_matrix) -> None:
    for row in np.flatnonzero(np.diff(words.indptr) > WORDS):
        part = words.data[words.indptr[row] : words.indptr[row + 1]]
        part[part < np.partition(part, -WORDS)[-WORDS]] = 0
    words.eliminate_zeros()


def distributions(words: csr_matrix) -> csr_matrix:
    """The rows divided by their sums; empty rows stay empty."""
    totals = np.asarray(words.sum(axis=1), np.float32).ravel()
    return (diags(1 / np.maximum(totals, 1e-12)) @ words).tocsr().astype(np.float32)


def groups(
    near: Neighbours, kinds: Sequence[object], topics: Sequence[int], size: int
) -> list[list[int]]:
    """Rows in groups of at most ``size``: each text with its nearest free ones of the same kind
    (its language); those that are left over are put together by kind and topic."""
    free = [True] * len(kinds)
    made: list[list[int]] = []
    left: dict[tuple[object, int], list[int]] = {}
    for row, (rows, likeness) in enumerate(zip(near.rows, near.likeness, strict=True)):
        if not free[row]:
            continue
        alike = [n for n, like in zip(rows.tolist(), likeness.tolist(), strict=True)
                 if like > 0 and free[n] and kinds[n] == kinds[row] and n != row]  # fmt: skip
        group = [row, *alike[: size - 1]]
        for member in group:
            free[member] = False
        if len(group) == size:
            made.append(group)
        else:
            for member in group:
                left.setdefault((kinds[member], topics[member]), []).append(member)
    for rest in left.values():
        made += [rest[start : start + size] for start in range(0, len(rest), size)]
    return made
