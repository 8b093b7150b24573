"""Topic space: documents and queries by latent semantic analysis of the words of keyword search.

Texts that have no word in common can be near each other there. It needs no embedding, knows every
language that the words are cut in, and takes seconds to make.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .array_files import keep, mapped, save_arrays
from .progress import Task

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from .keyword_search import KeywordIndex
    from .workspace import Workspace

Floats = NDArray[np.float32]
_VERSION = 1  # raise it when another space is made of the same words
_LEAST = 20  # documents; the directions of fewer are the documents themselves
_DIMENSIONS = 200
_SPREAD = 5  # documents and words a dimension: with fewer it is no other space than that of words
_FINE = 100  # dimensions that tell texts of one subject apart
_FEWEST = 5  # dimensions: in fewer, texts of different subjects are alike
_NUMBERS = 40_000_000  # of documents times dimensions: 160 MB, so a million documents have fewer
_SAMPLE = 20_000  # documents that the directions are learnt from
_MAX_OPEN = 3


@dataclass(frozen=True, slots=True, eq=False)
class TopicSpace:
    """``documents`` (D, k) have length 1, or 0 without a known word; ``words`` (V, k) are the
    directions of the words, with V as in the keyword index."""

    documents: Floats
    words: Floats

    @property
    def trust(self) -> float:
        """From 0 to 1: a space of few dimensions, as a small corpus has, knows subjects only."""
        return min(1.0, int(self.words.shape[1]) / _FINE)

    def query(self, terms: Sequence[str], index: KeywordIndex) -> Floats | None:
        """The place (k,) of a query; None when none of its words has one."""
        known = index.known(terms)
        if not known:
            return None
        weights = np.array([index.idf(term) for term in known], np.float32)
        vector = weights @ self.words[[index.bm25.vocab_dict[term] for term in known]]
        length = float(np.linalg.norm(vector))
        return (vector / length).astype(np.float32) if length > 1e-6 else None

    def likeness(self, terms: Sequence[str], index: KeywordIndex) -> Floats | None:
        """The cosine of every document (D,) with a query; None for one that has no place."""
        vector = self.query(terms, index)
        return None if vector is None else np.asarray(self.documents @ vector, np.float32)


_open: OrderedDict[Path, TopicSpace] = OrderedDict()
_lock = threading.Lock()


def topic_space(
    workspace: Workspace, index: KeywordIndex, task: Task | None = None
) -> TopicSpace | None:
    """The space of the corpus as it is: from memory, from disk, or made now; None for a corpus
    of fewer than 20 documents."""
    if len(index.ids) < _LEAST:
        return None
    folder = workspace.folder("index") / f"topic-space-{_VERSION}-{index.name}"
    with _lock:
        if folder not in _open:
            _open[folder] = _load(folder, index) or _made(folder, index, task)
        _open.move_to_end(folder)
        while len(_open) > _MAX_OPEN:
            _open.popitem(last=False)
        return _open[folder]


def _made(folder: Path, index: KeywordIndex, task: Task | None) -> TopicSpace:
    if task is not None:
        task.report("topic-space", 0, 1)
    space = analyse(index.matrix())
    fill = partial(save_arrays, documents=space.documents, words=space.words)
    keep(folder, "topic-space", fill)
    return _load(folder, index) or space


def analyse(weights: csr_matrix) -> TopicSpace:
    """Latent semantic analysis (Deerwester and others, 1990) of BM25 weights (D, V), each document
    scaled to length 1, by a randomised singular value decomposition (Halko, Martinsson and Tropp,
    2011). Words of a single document are left out."""
    from sklearn.preprocessing import normalize
    from sklearn.utils.extmath import randomized_svd
    from threadpoolctl import threadpool_limits

    often = np.bincount(weights.indices, minlength=weights.shape[1]) > 1
    rows = normalize(weights[:, often], copy=False)
    sample = rows[:: -(-rows.shape[0] // _SAMPLE)]
    most = min(_DIMENSIONS, _NUMBERS // rows.shape[0], min(sample.shape) // _SPREAD)
    words = np.zeros((weights.shape[1], max(most, 1)), np.float32)
    if most >= _FEWEST:
        with threadpool_limits(1):  # beside other work, threads mostly wait for each other
            words[often] = randomized_svd(sample, most, n_iter=3, random_state=0)[2].T
    return TopicSpace(unit(np.asarray(rows @ words[often], np.float32), 1e-6), words)


def unit(rows: Floats, least: float = 0.0) -> Floats:
    """Rows of length 1; those no longer than ``least`` become 0."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = np.divide(
        rows, length, out=np.zeros(rows.shape, np.float32), where=length > least
    )
    return scaled


def _load(folder: Path, index: KeywordIndex) -> TopicSpace | None:
    try:
        found = TopicSpace(mapped(folder / "documents.npy"), mapped(folder / "words.npy"))
    except (OSError, ValueError):
        return None
    fits = len(found.documents) == len(index.ids) and len(found.words) == index.width
    return found if fits else None
