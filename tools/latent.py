"""The corpus in a small latent space of its words, in which texts without a common word can be
alike; kept under ``index/`` beside the keyword index that it is made from."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .atomic import new_folder
from .documents import content_hash
from .keyword_search import KeywordIndex
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
_VERSION = 1  # raise it when the same index gives another space
_DIMENSIONS = 50  # on the tuning part of benchmarks/recommend.py 50 was ahead of 20, 100 and 200
_SAMPLE = 50_000  # documents that the directions are learned from


@dataclass(frozen=True, eq=False)
class LatentSpace:
    """``documents`` (D, k) has rows of length 1, or 0 for a document without a known word;
    ``directions`` (V, k) takes weights of words there."""

    documents: Floats
    directions: Floats

    def of(self, words: csr_matrix) -> Floats:
        """Rows (n, k) of length 1 for word weights (n, V)."""
        return _unit(words @ self.directions)


def latent_space(workspace: Workspace, words: KeywordIndex, matrix: csr_matrix) -> LatentSpace:
    """From disk, or made now (seconds): truncated singular value decomposition of the BM25
    weights ``matrix`` (D, V, rows of length 1), as in latent semantic analysis (Deerwester and
    others, 1990), by the randomised method of Halko, Martinsson and Tropp (2011)."""
    key = content_hash(repr((workspace.corpus.fingerprint, words.tokenizer.config, matrix.shape)))
    folder = workspace.folder("index") / f"latent-{_VERSION}-{key}"
    if (kept := _load(folder, matrix.shape)) is None:
        kept = _made(matrix)
        _save(kept, folder)
    return kept


def _made(matrix: csr_matrix) -> LatentSpace:
    from sklearn.decomposition import TruncatedSVD

    documents, terms = matrix.shape
    dimensions = min(_DIMENSIONS, documents - 1, terms - 1)
    if dimensions < 1:
        return LatentSpace(np.zeros((documents, 1), np.float32), np.zeros((terms, 1), np.float32))
    step = -(-documents // _SAMPLE)
    svd = TruncatedSVD(dimensions, random_state=0).fit(matrix[::step])
    directions = np.ascontiguousarray(svd.components_.T, np.float32)
    return LatentSpace(_unit(matrix @ directions), directions)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, length, out=np.zeros_like(rows, np.float32), where=length > 1e-6)


def _load(folder: Path, shape: tuple[int, int]) -> LatentSpace | None:
    try:
        made = LatentSpace(*(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
                             for name in ("documents", "directions")))  # fmt: skip
    except (OSError, ValueError, EOFError):
        return None
    return made if (len(made.documents), len(made.directions)) == shape else None


def _save(space: LatentSpace, folder: Path) -> None:
    """It is derived, so no lock is needed: whoever is second leaves the folder that is there."""
    for old in folder.parent.glob("latent-*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        with new_folder(folder) as temporary:
            np.save(temporary / "documents.npy", space.documents, allow_pickle=False)
            np.save(temporary / "directions.npy", space.directions, allow_pickle=False)
    except OSError:
        return
