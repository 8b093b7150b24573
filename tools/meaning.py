"""Meaning search: the passages whose vectors are nearest to the query's."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .embed_job import coverage
from .embedding import DEFAULT, Embedder, embed_query, languages_of
from .errors import TopicLlamaError
from .query import Query
from .scope import Scope
from .vector_store import PassageHit, VectorStore, embedding_name, workspace_embedder
from .workspace import Workspace

# Of all-MiniLM-L6-v2. Measured on Lee and 2,000 newsgroup posts, the cosine of the best passage:
# at most 0.37 for 34 queries about nothing in them, at least 0.45 for 28 about something.
FLOOR = 0.40
# Other models put unrelated texts at other cosines; these are unrelated.
_UNRELATED = (
    "The recipe needs two eggs and a cup of flour.", "The court dismissed the appeal.",
    "Whales migrate along the coast in spring.", "My printer shows an error again.",
    "She scored the winning goal in extra time.", "The violin was built in Cremona.",
)  # fmt: skip
_PASSAGES = 200
_CHINESE = ("zh", "zh-Hant")


@dataclass(slots=True)
class Nearby:
    """``passages``: document id to its nearest passage, best first. ``covered``: share of the
    corpus embedded. ``note``: why there is nothing, or not all, in a sentence."""

    passages: dict[str, PassageHit] = field(default_factory=dict)
    covered: float = 0.0
    note: str = ""


def nearby(
    workspace: Workspace,
    query: Query,
    within: Scope,
    embedder: Embedder | None,
    *,
    explicit: bool,
    limit: int,
) -> Nearby:
    """Passages about the same as the query, above the floor.

    In a mixed search (not ``explicit``) an English-only model is not asked about Chinese, and a
    model that cannot be loaded is a note rather than an error.
    """
    name = embedder.name if embedder else embedding_name(workspace)
    found = Nearby(covered=coverage(workspace, name))
    english_only = (embedder.languages if embedder else languages_of(name)) == {"en"}
    if not found.covered:
        if explicit:
            found.note = "No text is embedded yet, so meaning cannot be searched: embed first."
        return found
    if english_only and query.has_chinese:
        found.note = f"The embedding model {name} knows English only"
        found.note += ": these results may be poor." if explicit else (
            ", so this was searched by words; choose a multilingual embedder for meaning."
        )  # fmt: skip
        if not explicit:
            return found
    try:
        embedder = embedder or workspace_embedder(workspace)
        vector = embed_query(embedder, query.text)
        where = _where(within, without_chinese=english_only and not query.has_chinese)
        hits = VectorStore(workspace, name).query(vector, max(_PASSAGES, 4 * limit), where)
    except TopicLlamaError as error:
        if explicit:
            raise
        found.note = f"Searched by words only: {error.message}"
        return found
    _best_per_document(found, hits, within, floor_of(embedder))
    return found


def _where(within: Scope, *, without_chinese: bool) -> dict[str, object]:
    parts = [within.where] if within.where else []
    if without_chinese:
        parts.append({"language": {"$nin": list(_CHINESE)}})
    return {"$and": parts} if len(parts) > 1 else dict(*parts)


def floor_of(embedder: Embedder) -> float:
    """The cosine below which a model's neighbours are noise: as far above that of unrelated
    sentences, in proportion, as MiniLM's is."""
    if embedder.name not in _floors:
        vectors = embedder.embed(_UNRELATED)
        pairs = (vectors @ vectors.T)[np.triu_indices(len(_UNRELATED), 1)]
        unrelated = float(np.clip(pairs.mean(), 0, 0.9))
        _floors[embedder.name] = unrelated + FLOOR * (1 - unrelated)
    return _floors[embedder.name]


def known_floor(name: str) -> float:
    """The floor of a model that was asked before; 1 for one that was not."""
    return _floors.get(name, 1.0)


_floors = {DEFAULT: FLOOR}


def _best_per_document(found: Nearby, hits: list[PassageHit], within: Scope, floor: float) -> None:
    """Chroma's topics may be those of the model before: the scope decides."""
    admitted = {name for name, inside in zip(within.ids, within.mask, strict=True) if inside}
    for hit in hits:
        if hit.similarity >= floor and hit.document in admitted:
            found.passages.setdefault(hit.document, hit)
