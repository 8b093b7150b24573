"""Documents to read next: like what was liked, unlike each other, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from .embedding import Embedder
from .errors import TopicLlamaError
from .keyword_search import keyword_index
from .recommend_ranking import rank
from .recommend_reasons import Reasons
from .results import RecommendResult
from .taste import Liked, Likeness, liked_items
from .workspace import Workspace


def recommend(
    workspace: Workspace,
    liked: Sequence[str],
    limit: int = 5,
    disliked: Sequence[str] = (),
    embedder: Embedder | None = None,
    *,
    language: str = "en",
) -> RecommendResult:
    """Documents like those liked (ids, or pasted texts), never those themselves.

    ``score`` (0 to 1) is the likeness in words, topics and (where embedded) meaning to the
    nearest of what was liked, less that to what was disliked; see
    :func:`topicllama.tools.recommend_ranking.rank`. The reasons are in ``language`` ("en" or
    "zh"). TopicLlamaError for an id that is not there.
    """
    workspace.require_documents()
    words = keyword_index(workspace)
    good = liked_items(workspace, liked, words)
    bad = liked_items(workspace, disliked, words, "disliked")
    if not good:
        raise TopicLlamaError(
            "It is not clear what you liked.", "Name documents by id, or paste a text."
        )
    likeness = Likeness(workspace, words, embedder)
    ranked = rank(likeness, good, bad, limit)
    reasons = Reasons(likeness, good, ranked, language)
    documents = workspace.corpus.get(words.ids[i] for i in ranked.positions)
    results = [
        reasons.of(documents[words.ids[i]], i, score)
        for i, score in zip(ranked.positions, ranked.scores, strict=True)
    ]
    note = "" if results else "Nothing in these texts is like what you liked."
    return RecommendResult(results, [_shown(item, workspace) for item in good], note)


def _shown(item: Liked, workspace: Workspace) -> dict[str, str]:
    if item.position < 0:
        return {"id": "", "title": item.text[:70]}
    return {"id": item.name, "title": workspace.corpus.get([item.name])[item.name].heading}
