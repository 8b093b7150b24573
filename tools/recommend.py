"""Documents to read next: like what was liked, unlike each other, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .embedding import Embedder
from .errors import TopicLlamaError
from .keyword_search import keyword_index
from .profiles import Event, taste_of
from .recommend_ranking import rank
from .recommend_reasons import Reasons
from .results import Recommendation, RecommendResult
from .taste import Liked, Likeness, liked_items
from .workspace import Workspace


def recommend(
    workspace: Workspace,
    liked: Sequence[str],
    limit: int = 5,
    disliked: Sequence[str] = (),
    embedder: Embedder | None = None,
    *,
    events: Sequence[Event] = (),
    language: str = "en",
    among: frozenset[str] | None = None,
) -> RecommendResult:
    """Documents like those liked (ids, or pasted texts) and those of the ``events`` of a profile
    or history, never those themselves; with ``among`` only of these.

    ``score`` (0 to 1) is the likeness in words, topics and (where embedded) meaning to the
    nearest of what was liked, less that to what was disliked; see
    :func:`topicllama.tools.recommend_ranking.rank`. The reasons are in ``language`` ("en" or
    "zh"). TopicLlamaError for an id that is not there, and where nothing was liked.
    """
    workspace.require_documents()
    words = keyword_index(workspace)
    good = liked_items(workspace, liked, words)
    bad = liked_items(workspace, disliked, words, "disliked")
    taste = taste_of(events, workspace, words)
    named = {item.name for item in (*good, *bad) if item.name}
    good += [item for item in taste.good if item.name not in named]
    bad += [item for item in taste.bad if item.name not in named]
    if not good:
        raise TopicLlamaError(
            "It is not clear what you liked.", "Name documents by id, or paste a text."
        )
    unread = np.ones(len(words.ids), bool)
    unread[[words.positions[name] for name in taste.seen]] = False
    if among is not None:
        unread &= np.isin(np.arange(len(unread)), [words.positions.get(n, -1) for n in among])
    results = _found(Likeness(workspace, words, embedder), good, bad, limit, unread, language)
    return RecommendResult(
        results,
        _shown(good, workspace),
        "" if results else "Nothing in these texts is like what you liked.",
        _shown(bad, workspace),
        half_life_days=round(taste.half_life, 2),
    )


def _found(
    likeness: Likeness,
    good: Sequence[Liked],
    bad: Sequence[Liked],
    limit: int,
    unread: NDArray[np.bool_],
    language: str,
) -> list[Recommendation]:
    words = likeness.words
    ranked = rank(likeness, good, bad, limit, unread)
    reasons = Reasons(likeness, good, ranked, language)
    documents = likeness.workspace.corpus.get(words.ids[i] for i in ranked.positions)
    return [
        reasons.of(documents[words.ids[i]], i, score)
        for i, score in zip(ranked.positions, ranked.scores, strict=True)
    ]


def _shown(items: Sequence[Liked], workspace: Workspace) -> list[dict[str, str]]:
    known = workspace.corpus.get(item.name for item in items if item.position >= 0)
    return [
        {"id": item.name, "title": known[item.name].heading}
        if item.position >= 0
        else {"id": "", "title": item.text[:70]}
        for item in items
    ]
