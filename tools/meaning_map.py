"""The map by meaning: t-SNE of some documents' vectors, the others beside those they are like."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .array_files import keep, mapped, save_arrays
from .documents import content_hash
from .progress import Task
from .topic_space import unit
from .workspace import Workspace

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
_VERSION = 1  # raise it when the same vectors give another map
_LANDMARKS = 2000  # documents that t-SNE arranges; it takes some ten seconds for them
_PERPLEXITY = 30.0
_TOPICS = 0.5  # how much of the likeness of two documents is that of their topics
_NEAREST = 5  # landmarks that place another document
_BLOCK = 4096


def vectors_of(workspace: Workspace, ids: Sequence[str]) -> dict[str, Vectors]:
    """The vectors of the documents' beginnings, which are embedded first; without those that are
    not made yet."""
    if not (workspace.root / "index" / "vectors.sqlite").exists():
        return {}
    from .embedder_choice import embedding_name
    from .vectors import VectorRecord

    record = VectorRecord(workspace)
    name = embedding_name(workspace, record)
    if not record.any(name):
        return {}
    found = record.beginnings(name)
    return {name: found[name] for name in ids if name in found}


def by_meaning(
    workspace: Workspace,
    ids: Sequence[str],
    vectors: Mapping[str, Vectors],
    weights: Vectors,
    places: Floats,
    task: Task | None = None,
) -> Floats:
    """Places (N, 2) of documents by their vectors and topic weights (N, K); kept under ``index/``.

    Two documents are alike by the mean of the cosine of their vectors and of the Bhattacharyya
    coefficient of their topics. ``places`` (N, 2) is the map by topics: t-SNE starts from it, the
    result is turned and scaled onto it, and documents without a vector stay where it has them.
    """
    known, matrix = _known(ids, vectors, weights)
    file = _file(workspace, ids, matrix, places)
    made = _load(file, len(ids))
    if made is None:
        if task is not None:
            task.report("map", 0, None)
        made = places.copy()
        made[known] = arrange([ids[row] for row in known], matrix, places[known])
        keep(file, "map", partial(save_arrays, places=made))
    return made


def kept_map(
    workspace: Workspace,
    ids: Sequence[str],
    vectors: Mapping[str, Vectors],
    weights: Vectors,
    places: Floats,
) -> Floats | None:
    """What :func:`by_meaning` gives, if it was made before; None if it would have to be made."""
    if not any(workspace.folder("index").glob(f"map-{_VERSION}-*")):
        return None
    _, matrix = _known(ids, vectors, weights)
    return _load(_file(workspace, ids, matrix, places), len(ids))


def _known(
    ids: Sequence[str], vectors: Mapping[str, Vectors], weights: Vectors
) -> tuple[NDArray[np.int64], Vectors]:
    """The rows of the documents with a vector, and their joined vectors."""
    known = np.array([row for row, name in enumerate(ids) if name in vectors], np.int64)
    return known, joint(np.stack([vectors[ids[row]] for row in known]), weights[known])


def _file(workspace: Workspace, ids: Sequence[str], matrix: Vectors, places: Floats) -> Path:
    digest = hashlib.blake2b(matrix.tobytes(), digest_size=16)
    digest.update(places.round(6).tobytes())
    digest.update("\0".join(ids).encode("utf-8", "surrogatepass"))
    return workspace.folder("index") / f"map-{_VERSION}-{digest.hexdigest()}"


def joint(vectors: Vectors, weights: Vectors) -> Vectors:
    """Unit vectors (N, d + K) whose cosine is the mean of that of the ``vectors`` (N, d) and of
    the sum of sqrt(p q) over the topics of two documents."""
    share = np.sqrt(_TOPICS)
    parts = [np.sqrt(1 - _TOPICS) * unit(vectors), share * unit(np.sqrt(weights))]
    return np.ascontiguousarray(np.hstack(parts), np.float32)


def arrange(ids: Sequence[str], vectors: Vectors, start: Floats) -> Floats:
    """Places (N, 2) for unit vectors (N, d), laid over the places ``start`` (N, 2).

    Up to 2,000 landmarks, chosen by their ids alone so that a few new documents change few of
    them, are arranged by t-SNE (van der Maaten, Hinton 2008) from ``start`` (an informative start
    keeps the whole in order: Kobak, Berens, "The art of using t-SNE for single-cell
    transcriptomics", 2019). Each other document lies between its five nearest landmarks. The
    whole is laid over ``start`` by Procrustes with rotation, mirroring and one scale.
    """
    landmarks = _landmarks(ids)
    arranged = _tsne(vectors[landmarks], start[landmarks])
    places = _between(vectors, vectors[landmarks], arranged)
    places[landmarks] = arranged
    return _laid_over(places, start)


def _landmarks(ids: Sequence[str]) -> NDArray[np.int64]:
    order = sorted(range(len(ids)), key=lambda row: content_hash(ids[row]))
    return np.sort(np.array(order[:_LANDMARKS], np.int64))


def _tsne(vectors: Vectors, start: Floats) -> Floats:
    number = len(vectors)
    if number < 5:
        return start.copy()
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    small = PCA(min(50, *vectors.shape), random_state=0).fit_transform(vectors)
    begin = (start - start.mean(axis=0)) / max(float(start.std(axis=0).max()), 1e-9) * 1e-4
    tsne = TSNE(perplexity=min(_PERPLEXITY, (number - 1) / 3), init=begin.astype(np.float32),
                random_state=0)  # fmt: skip
    with threadpool_limits(limits=1):  # sums in the same order on every machine
        return np.asarray(tsne.fit_transform(small), np.float64)


def _between(vectors: Vectors, landmarks: Vectors, arranged: Floats) -> Floats:
    places = np.empty((len(vectors), 2))
    nearest = min(_NEAREST, len(landmarks))
    for start in range(0, len(vectors), _BLOCK):
        alike = vectors[start : start + _BLOCK] @ landmarks.T
        rows = np.argpartition(-alike, nearest - 1, axis=1)[:, :nearest]
        weights = np.maximum(np.take_along_axis(alike, rows, axis=1), 1e-3).astype(np.float64) ** 4
        weights /= weights.sum(axis=1, keepdims=True)
        places[start : start + _BLOCK] = np.einsum("nk,nkd->nd", weights, arranged[rows])
    return places


def _laid_over(places: Floats, start: Floats) -> Floats:
    from scipy.linalg import orthogonal_procrustes

    own, onto = places - places.mean(axis=0), start - start.mean(axis=0)
    turn, _ = orthogonal_procrustes(own, onto)
    size = max(float(np.quantile(np.linalg.norm(own, axis=1), 0.99)), 1e-9)
    return np.asarray(own @ turn / size)


def _load(folder: Path, number: int) -> Floats | None:
    try:
        places = mapped(folder / "places.npy")
    except (OSError, ValueError):
        return None
    return np.asarray(places) if places.shape == (number, 2) else None
