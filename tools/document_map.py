"""Documents on a map: each near what it is like, by its topics at once, by its meaning when the
passages are embedded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus
from .errors import TopicLlamaError
from .joined import Joined, joined, missing_note
from .progress import Task
from .topic_layout import Layout, layout_of
from .topic_model import TopicModel
from .workspace import Workspace

Floats = NDArray[np.float64]
SOURCES = ("auto", "topics", "meaning")
_MIXED, _SPREAD = 0.45, 0.55  # of a disc's radius: how far a mixture moves a document, and chance
_READY = 0.99  # of the documents have a vector: the map can be by meaning
_UNREAD = 0.1  # of the documents are in a language that the embedding model does not read


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A document at (x, y); ``topic`` is the id of its heaviest topic, ``title`` the beginning of
    the text where it has none."""

    id: str
    x: float
    y: float
    topic: int
    title: str


@dataclass(frozen=True, slots=True)
class MapTopic:
    """A topic at (x, y): the centre of its disc of ``radius``, or of its documents by meaning
    (then ``radius`` is the median distance of its documents from there)."""

    id: int
    label: str
    x: float
    y: float
    share: float
    radius: float
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentMap:
    """Documents and topics in the same plane, x to the right and y upwards, in about -1.2 to 1.2.

    ``source`` is "topics" or "meaning"; ``note`` says in English what the reader should know.
    """

    points: list[MapPoint]
    topics: list[MapTopic]
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The map before its points have titles: ``places`` (N, 2) of the documents of ``together``
    and ``centres`` of the K topics, rounded to 4 digits."""

    together: Joined
    places: Floats
    centres: Layout
    source: str
    note: str = ""


def document_map(
    workspace: Workspace, source: str = "auto", task: Task | None = None
) -> DocumentMap:
    """The map of the workspace's documents that have topics.

    ``source`` "topics" places documents by their topic mixtures (:func:`by_topics`), "meaning" by
    their vectors and topics (:func:`topicllama.tools.meaning_map.by_meaning`), "auto" by meaning
    as soon as practically every document has a vector of a model that reads its language. The
    same corpus, topics and vectors give the same coordinates, and those by topics do not move
    when documents are added. TopicLlamaError when there are no topics, or no vectors for
    "meaning".
    """
    return _map(workspace, workspace.require_model(), placed(workspace, source, task))


def placed(
    workspace: Workspace, source: str = "auto", task: Task | None = None, *, make: bool = True
) -> Placed:
    """Where documents and topics lie; :func:`document_map` without the titles, which take long to
    read when there are many documents. Without ``make`` the map is by meaning only where that was
    arranged before (it takes a while), else by topics."""
    if source not in SOURCES:
        raise TopicLlamaError(
            f"There is no map by {source!r}.", f"Choose one of {', '.join(SOURCES)}."
        )
    model = workspace.require_model()
    together = joined(workspace.corpus, model)
    layout = layout_of(workspace, model)
    places = by_topics(together.ids, together.weights, layout)
    notes = [missing_note(together.missing)]
    if source != "topics":
        from .meaning_map import by_meaning, kept_map, vectors_of

        vectors = vectors_of(workspace, together.ids)
        if source == "meaning" and not vectors:
            raise TopicLlamaError(
                "No text is embedded yet, so there is no map by meaning.",
                "Embed first, or draw the map by topics.",
            )
        languages = Counter(together.column(workspace.corpus, "language"))
        why_not = _why_not(workspace, languages, len(vectors) / len(together.ids))
        if source == "meaning" or not why_not:
            known = workspace, together.ids, vectors, together.weights, places
            by = by_meaning(*known, task) if make else kept_map(*known)
            if by is not None:
                centres = _centres(model.num_topics, together.dominant, by)
                return _placed(together, by, centres, "meaning", notes)
        notes.append(why_not)
    return _placed(together, places, layout, "topics", notes)


def _placed(
    together: Joined, places: Floats, centres: Layout, source: str, notes: Sequence[str]
) -> Placed:
    rounded = Layout(centres.places.round(4), centres.radii.round(4))
    return Placed(together, places.round(4), rounded, source, " ".join(filter(None, notes)))


def why_not_by_meaning(workspace: Workspace) -> str:
    """Why the map is not by meaning, in a sentence, without reading a vector; "" when it can be.

    :func:`placed` looks at the documents' beginnings; here all passages count."""
    from .embed_job import coverage
    from .fields import fields

    values, numbers = fields(workspace).coded("language")
    languages = dict(zip(values, np.bincount(numbers).tolist(), strict=True))
    return _why_not(workspace, languages, coverage(workspace))


def _why_not(workspace: Workspace, languages: Mapping[str, int], covered: float) -> str:
    """Why the map is not by meaning, in a sentence; "" when it can be."""
    from .embedder_choice import embedding_name
    from .embedding import languages_of

    if languages_of(embedding_name(workspace)) is not None:
        unread = sum(number for name, number in languages.items() if name.startswith("zh"))
        if unread > _UNREAD * sum(languages.values()):
            return (
                "The map is by topics, for the embedding model reads English only and many texts "
                "are Chinese."
            )
    if covered < _READY:
        return (
            "The map is by topics; once all texts are prepared for search by meaning, it can be by "
            "meaning."
        )
    return ""


def by_topics(ids: Sequence[str], weights: NDArray[np.float32], layout: Layout) -> Floats:
    """Places (N, 2) of documents with topic weights (N, K).

    A document lies on the disc of its heaviest topic: in the middle when it is of that topic
    alone, the more it is of others the farther out, in their direction. A spread that follows
    from its id keeps documents of the same mixture apart. A place depends on the document and the
    topics alone, so other documents that come or go do not move it.
    """
    rows = np.arange(len(ids))
    weights = np.asarray(weights, np.float64)
    heaviest = weights.argmax(axis=1)
    between = layout.places[None, :, :] - layout.places[:, None, :]  # from one topic to another
    directions = between / np.maximum(np.linalg.norm(between, axis=2, keepdims=True), 1e-12)
    pull = np.empty((len(ids), 2))
    for row in range(weights.shape[1]):
        own = heaviest == row
        pull[own] = weights[own] @ directions[row]
    pull /= np.maximum(np.linalg.norm(pull, axis=1, keepdims=True), 1e-12)
    mixed = np.sqrt(np.clip(1 - weights[rows, heaviest], 0, 1))[:, None]
    offset = _MIXED * mixed * pull + _SPREAD * _spread(ids)
    return np.asarray(layout.places[heaviest] + layout.radii[heaviest, None] * offset)


def _spread(ids: Sequence[str]) -> Floats:
    """Points (N, 2) that fill the unit disc evenly and depend on each id alone."""
    digests = b"".join(
        hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for name in ids
    )
    numbers = np.frombuffer(digests, "<u4").reshape(len(ids), 2) / 2**32
    radius, angle = np.sqrt(numbers[:, 0]), 2 * np.pi * numbers[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _map(workspace: Workspace, model: TopicModel, found: Placed) -> DocumentMap:
    together = found.together
    titles = _headings(workspace.corpus, together)
    names = [topic.id for topic in model.topics]
    points = [
        MapPoint(name, x, y, names[row], title)
        for name, (x, y), row, title in zip(
            together.ids, found.places.tolist(), together.dominant.tolist(), titles, strict=True
        )
    ]
    topics = [
        MapTopic(topic.id, topic.label, x, y, topic.share, radius, dict(topic.labels))
        for topic, (x, y), radius in zip(
            model.topics, found.centres.places.tolist(), found.centres.radii.tolist(), strict=True
        )
    ]
    return DocumentMap(points, topics, found.source, found.note)


def _headings(corpus: Corpus, together: Joined) -> list[str]:
    """The title of each document, or the beginning of its text where there is none."""
    titles = together.column(corpus, "title")
    if all(titles):
        return titles
    texts = {at: document.heading for at, document in enumerate(corpus) if not document.title}
    return [
        title or texts.get(at, "") for title, at in zip(titles, together.positions, strict=True)
    ]


def _centres(number: int, heaviest: NDArray[np.intp], places: Floats) -> Layout:
    """The middle of each topic's documents; a topic without one lies at the origin."""
    centres, radii = np.zeros((number, 2)), np.zeros(number)
    for row in range(number):
        own = places[heaviest == row]
        if len(own):
            centres[row] = np.median(own, axis=0)
            radii[row] = np.median(np.linalg.norm(own - centres[row], axis=1))
    return Layout(centres, radii)
