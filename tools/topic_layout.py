"""Places for topics in the plane: close topics near each other, each a disc as large as its share,
turned the way the topics before them lay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import topic_model
from .checksums import read_checked, write_checked
from .damage import DamagedError
from .errors import TopicLlamaError
from .hierarchy import topic_distances
from .topic_model import TopicModel
from .workspace import Workspace

Floats = NDArray[np.float64]
_FILE = "layouts.json"
_VERSION = 1  # raise it when the same topics are placed differently
_KEPT = 50  # layouts of model versions
_COVERED = 0.4  # of the area that the topics span is covered by their discs
_ROUNDS = 300  # of pushing discs apart


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """``places`` (K, 2) are the centres of the topics' discs around the origin, ``radii`` (K,)
    their sizes; the farthest centre is at distance 1."""

    places: Floats
    radii: Floats


def place_topics(model: TopicModel) -> Layout:
    """Topics by multidimensional scaling of their Jensen-Shannon distances, discs pushed apart.

    Classical scaling (Torgerson 1952; what pyLDAvis draws) is improved by SMACOF (de Leeuw 1977),
    because many topics are about equally far from each other and would fall on one heap. An axis
    points to where its farthest topic is, so the same topics give the same places.
    """
    shares = np.array([topic.share for topic in model.topics])
    places = _scaled(topic_distances(model.topic_word))
    extent = float(np.linalg.norm(places, axis=1).max(initial=0)) or 1.0
    radii = np.sqrt(_COVERED * np.maximum(shares, 0.2 / len(shares)))
    apart = _pushed_apart(places / extent, radii)
    size = max(float(np.linalg.norm(apart, axis=1).max(initial=0)), 1e-9) if len(apart) > 1 else 1.0
    return Layout(apart / size, radii / size)


def _scaled(distances: Floats) -> Floats:
    classical = _classical(distances)
    if len(distances) < 3 or not distances.any():
        return classical
    from sklearn.manifold import smacof

    places, _ = smacof(distances, n_components=2, init=classical, n_init=1, max_iter=500, eps=1e-9)
    return _signed(np.asarray(places, np.float64))


def _classical(distances: Floats) -> Floats:
    """Principal coordinates (K, 2) of distances (K, K)."""
    k = len(distances)
    centring = np.eye(k) - 1 / k
    values, vectors = np.linalg.eigh(-centring @ distances**2 @ centring / 2)
    places = np.zeros((k, 2))
    best = np.argsort(-values, kind="stable")[: min(2, k)]
    places[:, : len(best)] = vectors[:, best] * np.sqrt(np.maximum(values[best], 0))
    return _signed(places)


def _signed(places: Floats) -> Floats:
    """Centred; on each axis the farthest topic is on the positive side."""
    places = places - places.mean(axis=0)
    for axis in range(2):
        farthest = int(np.argmax(np.abs(places[:, axis]).round(9)))
        if places[farthest, axis] < 0:
            places[:, axis] *= -1
    return places


def _pushed_apart(places: Floats, radii: Floats) -> Floats:
    """Discs that overlap move away from each other, half the way each, until none does."""
    places, least = places.copy(), radii[:, None] + radii[None, :]
    np.fill_diagonal(least, 0)
    angles = np.arange(len(places)) * np.pi * (3 - np.sqrt(5))
    places += 1e-6 * np.stack([np.cos(angles), np.sin(angles)], axis=1)  # none on one spot
    for _ in range(_ROUNDS):
        between = places[:, None] - places[None, :]
        lengths = np.maximum(np.linalg.norm(between, axis=2), 1e-12)
        overlap = np.maximum(least - lengths, 0)
        if overlap.max(initial=0) < 1e-4:
            break
        places += (between * (overlap / lengths / 2)[:, :, None]).sum(axis=1) * 0.7
    return np.asarray(places - places.mean(axis=0))


# the same way round as before ----------------------------------------------------------------


def layout_of(workspace: Workspace, model: TopicModel) -> Layout:
    """The places of the workspace's topics, turned (or mirrored back) so that they lie as those
    of the model version before them, whether it was edited, updated or trained anew.

    It follows from the saved versions alone; what was computed is kept under ``index/``.
    """
    kept = _kept(workspace)
    layout = _layout(workspace, model, kept)
    if kept.pop("new", None):
        _keep(workspace, kept)
    return layout


def _layout(workspace: Workspace, model: TopicModel, kept: dict[str, object]) -> Layout:
    key = f"{model.version} {model.created}"
    found = kept.get(key)
    if isinstance(found, list) and len(found) == model.num_topics:
        columns = np.array(found, np.float64)
        return Layout(columns[:, :2], columns[:, 2])
    own = place_topics(model)
    before = _before(workspace, model)
    if before is not None:
        own = _turned(own, model, _layout(workspace, before, kept), before)
    own = Layout(own.places.round(9), own.radii.round(9))  # as they are kept
    if model.version:
        kept[key] = np.column_stack([own.places, own.radii]).tolist()
        kept["new"] = True
    return own


def _before(workspace: Workspace, model: TopicModel) -> TopicModel | None:
    folder = workspace.root / "models" / model.parent
    if not model.parent or model.parent == model.version or not folder.exists():
        return None
    try:
        return topic_model.load(folder)
    except TopicLlamaError:  # damaged: then without it
        return None


def _turned(own: Layout, model: TopicModel, old: Layout, before: TopicModel) -> Layout:
    """Orthogonal Procrustes (Schönemann 1966) onto the topics before, each topic paired with the
    one that shares most documents with it."""
    from scipy.linalg import orthogonal_procrustes
    from scipy.optimize import linear_sum_assignment

    shared = _shared(model, before)
    if shared is None:
        return own
    rows, others = linear_sum_assignment(-shared)
    weights = np.sqrt(shared[rows, others])[:, None]
    if not weights.any():
        return own
    turn, _ = orthogonal_procrustes(weights * own.places[rows], weights * old.places[others])
    return Layout(own.places @ turn, own.radii)


def _shared(model: TopicModel, before: TopicModel) -> Floats | None:
    """How much of the documents each topic (K) has in common with each one before (K')."""
    place = {name: row for row, name in enumerate(before.document_ids)}
    pairs = [(row, place[name]) for row, name in enumerate(model.document_ids) if name in place]
    if not pairs:
        return None
    rows, others = np.array(pairs).T
    return np.asarray(
        model.document_topic[rows].T.astype(np.float64) @ before.document_topic[others], np.float64
    )


def _kept(workspace: Workspace) -> dict[str, object]:
    try:
        record = read_checked(workspace.root / "index" / _FILE, f"index/{_FILE}")
        return dict(record["layouts"]) if record["version"] == _VERSION else {}
    except (OSError, DamagedError, KeyError, TypeError, ValueError):
        return {}


def _keep(workspace: Workspace, kept: dict[str, object]) -> None:
    """It is derived, so it needs no lock."""
    newest = dict(list(kept.items())[-_KEPT:])
    try:
        write_checked(workspace.folder("index") / _FILE, {"version": _VERSION, "layouts": newest})
    except OSError:
        return
