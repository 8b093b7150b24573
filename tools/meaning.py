"""Meaning search: the passages whose vectors are nearest to the query's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .chroma_server import chosen_server
from .damage import DamagedError
from .embed_job import coverage
from .embedder_choice import embedding_name, mostly_chinese, workspace_embedder
from .embedding import DEFAULT, Embedder, embed_query, languages_of
from .errors import TopicLlamaError
from .passage_vectors import PassageVectors, passage_vectors
from .query import Query
from .scope import Scope
from .vector_store import PassageHit, VectorStore
from .vectors import VectorRecord
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
_PASSAGES = 200  # that Chroma is asked for
_EXACT = 400_000  # passages that are compared one by one; beyond that Chroma's index is faster
_SAMPLE = 500  # vectors that tell what likeness is usual
_CHINESE = ("zh", "zh-Hant")
Values = NDArray[np.float32]


@dataclass(slots=True)
class Nearby:
    """``values`` (D,): the cosine of each document's nearest passage, NaN where it is not known,
    and ``scores``, the same in standard deviations above the corpus's mean. ``alike`` (D,) marks
    those above the floor, ``passage`` gives a document's (by position) nearest one. ``covered``
    is the share of the corpus that is embedded, ``note`` says in a sentence what to make of the
    result, ``why`` why meaning was not used beside other ways."""

    values: Values
    scores: NDArray[np.float64]
    alike: NDArray[np.bool_]
    covered: float = 0.0
    note: str = ""
    why: str = ""
    passage: Callable[[int], PassageHit | None] = lambda position: None

    @classmethod
    def of(cls, documents: int) -> Nearby:
        """Nothing known of so many documents."""
        unknown = np.full(documents, np.nan)
        return cls(unknown.astype(np.float32), unknown, np.zeros(documents, bool))


def nearby(
    workspace: Workspace,
    query: Query,
    within: Scope,
    embedder: Embedder | None,
    *,
    explicit: bool,
    limit: int,
) -> Nearby:
    """How near the documents in scope are to the query.

    In a mixed search (not ``explicit``) an English-only model is not asked about Chinese, and a
    model that cannot be loaded is a note rather than an error.
    """
    try:
        name = embedder.name if embedder else embedding_name(workspace)
        covered = coverage(workspace, name)
    except DamagedError as error:
        if explicit:
            raise
        workspace.notice(error)
        found = Nearby.of(len(within.mask))
        found.why = f"Meaning was not used: {error.message}"
        return found
    nothing = np.full(len(within.mask), np.nan, np.float32)
    found = Nearby(
        nothing,
        nothing.astype(np.float64),
        np.zeros(len(within.mask), bool),
        covered,
    )
    english_only = (embedder.languages if embedder else languages_of(name)) == {"en"}
    if not found.covered:
        if explicit:
            found.note = "No text is embedded yet, so meaning cannot be searched: embed first."
        elif english_only and mostly_chinese(workspace):
            found.why = (
                f"Meaning was not used: the texts are Chinese and {name} knows English only."
            )
        else:
            found.why = "Meaning was not used: no text is embedded yet (topicllama embed)."
        return found
    if english_only and query.has_chinese and explicit:
        found.note = f"The embedding model {name} knows English only: these results may be poor."
    elif english_only and query.has_chinese:
        found.why = f"Meaning was not used: the question is Chinese and {name} knows English only."
        return found
    try:
        embedder = embedder or workspace_embedder(workspace)
        vector = embed_query(embedder, query.text)
        VectorRecord(workspace).check_width(name, vector.shape[-1])
        without_chinese = english_only and not query.has_chinese
        _compare(workspace, found, vector, name, within, limit, without_chinese=without_chinese)
        found.alike &= np.nan_to_num(found.values, nan=-1.0) >= floor_of(embedder)
    except TopicLlamaError as error:
        if explicit:
            raise
        found.why = f"Meaning was not used: {error.message}"
    return found


def _compare(
    workspace: Workspace,
    found: Nearby,
    vector: Values,
    name: str,
    within: Scope,
    limit: int,
    *,
    without_chinese: bool,
) -> None:
    """Exactly, from the vectors on disk; by Chroma's index when it is a server, or for more than
    400,000 passages."""
    known = None
    if chosen_server(workspace.settings) is None:
        known = passage_vectors(workspace, name, within.fields.positions)
    mask = within.mask
    if without_chinese:
        mask = mask & ~np.isin(within.fields.language, _CHINESE)
    if known is not None and int(mask[known.documents].sum()) <= _EXACT:
        _exactly(found, known, vector, within, mask)
        sample = known.sample @ vector
    else:
        where = _where(within, without_chinese=without_chinese)
        hits = VectorStore(workspace, name).query(vector, max(_PASSAGES, 4 * limit), where)
        _from_chroma(found, hits, within, mask)
        sample = np.stack(VectorRecord(workspace).some(name, _SAMPLE)) @ vector
    spread = float(sample.std()) or 1.0
    found.scores = (found.values.astype(np.float64) - float(sample.mean())) / spread


def _exactly(
    found: Nearby, known: PassageVectors, vector: Values, within: Scope, mask: NDArray[np.bool_]
) -> None:
    found.values, rows = known.nearest(vector, mask)
    found.alike = rows >= 0

    def passage(position: int) -> PassageHit | None:
        if (row := int(rows[position])) < 0:
            return None
        n, start, end = (int(value) for value in known.places[row])
        value = float(found.values[position])
        return PassageHit(within.ids[position], n, start, end, value)

    found.passage = passage


def _from_chroma(
    found: Nearby, hits: list[PassageHit], within: Scope, mask: NDArray[np.bool_]
) -> None:
    """Chroma's topics may be those of the model before: the scope decides. What it did not
    return, of a corpus that it has whole, is no nearer than what it did."""
    best: dict[int, PassageHit] = {}
    for hit in hits:
        position = within.fields.positions.get(hit.document)
        if position is not None and mask[position]:
            best.setdefault(position, hit)
    if hits and found.covered == 1:
        found.values = np.where(mask, np.float32(hits[-1].similarity), np.nan)
    else:
        found.values = np.full(len(mask), np.nan, np.float32)
    found.values[list(best)] = [hit.similarity for hit in best.values()]
    found.alike[list(best)] = True
    found.passage = best.get


def _where(within: Scope, *, without_chinese: bool) -> dict[str, object]:
    parts = [within.where] if within.where else []
    if without_chinese:
        parts.append({"language": {"$nin": list(_CHINESE)}})
    return {"$and": parts} if len(parts) > 1 else dict(*parts)


def floor_of(embedder: Embedder) -> float:
    """The cosine below which a model's neighbours are noise: as far above that of unrelated
    sentences, in proportion, as MiniLM's is; or what a plugin says of its own."""
    own = getattr(embedder, "floor", None)
    if embedder.name not in _floors and own is not None:
        _floors[embedder.name] = float(own)
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
