"""Documents to read next: like what was liked, unlike each other, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .documents import Document
from .embedding import Embedder
from .errors import TopicLlamaError
from .highlight import Highlighter, best_passage
from .keyword_search import keyword_index
from .passages import Passage, split
from .results import Recommendation, RecommendResult
from .taste import Liked, Likeness, liked_items
from .workspace import Workspace

Floats = NDArray[np.float32]
_WEIGHTS = {"topics": 0.35, "words": 0.35, "meaning": 0.3}
_CANDIDATES = 60
_DIVERSITY = 0.4  # 0: only likeness counts, 1: only difference from those chosen before
_SHARED = 0.1  # of a topic in both, from which on it is named as a reason


def recommend(
    workspace: Workspace,
    liked: Sequence[str],
    limit: int = 5,
    disliked: Sequence[str] = (),
    embedder: Embedder | None = None,
) -> RecommendResult:
    """Documents like those liked (ids, or pasted texts), never those themselves.

    ``score`` (0 to 1) blends the likeness of topics, words and (where embedded) meaning, less
    that to what was disliked; the list is made diverse by maximal marginal relevance (Carbonell
    and Goldstein, SIGIR 1998). TopicLlamaError for an id that is not there.
    """
    workspace.require_documents()
    words = keyword_index(workspace)
    good = liked_items(workspace, liked, words)
    bad = liked_items(workspace, disliked, words)
    if not good:
        raise TopicLlamaError(
            "It is not clear what you liked.", "Name documents by id, or paste a text."
        )
    likeness = Likeness(workspace, words, workspace.model, embedder)
    each = np.stack([_blend(likeness, item) for item in good])
    score = (each.max(axis=0) + each.mean(axis=0)) / 2
    if bad:
        score -= 0.5 * np.stack([_blend(likeness, item) for item in bad]).max(axis=0)
    for item in (*good, *bad):
        if item.position >= 0:
            score[item.position] = 0
    chosen = _diverse(score, likeness, max(1, limit))
    reasons = _Reasons(likeness)
    documents = workspace.corpus.get(words.ids[i] for i in chosen)
    results = [
        reasons.of(documents[words.ids[i]], i, good[int(each[:, i].argmax())], float(score[i]))
        for i in chosen
    ]
    note = "" if results else "Nothing in these texts is like what you liked."
    return RecommendResult(results, [_shown(item, workspace) for item in good], note)


def _blend(likeness: Likeness, item: Liked) -> Floats:
    """The parts that are known, weighted; 0 for a document that shares neither words nor sense."""
    parts = {
        "topics": likeness.by_topics(item),
        "words": likeness.by_words(item),
        "meaning": likeness.by_meaning(item),
    }
    known = {name: part for name, part in parts.items() if part is not None}
    total = sum(_WEIGHTS[name] for name in known)
    blended = np.zeros(len(likeness.words.ids), np.float32)
    for name, part in known.items():
        others = np.delete(part, item.position) if item.position >= 0 else part
        best = float(others.max(initial=0.0))
        blended += _WEIGHTS[name] / total * np.clip(part / best if best else part, 0, 1)
    related = known["words"] > 0
    if "meaning" in known:
        related |= known["meaning"] > 0
    return np.where(related, blended, 0).astype(np.float32)


def _diverse(score: Floats, likeness: Likeness, limit: int) -> list[int]:
    """Maximal marginal relevance among the best candidates."""
    ranked = np.argsort(-score, kind="stable")[:_CANDIDATES]
    pool = [int(i) for i in ranked if score[i] > 0]
    chosen: list[int] = []
    alike = np.asarray((likeness.matrix[pool] @ likeness.matrix[pool].T).todense())
    nearest = np.zeros(len(pool), np.float32)
    left = list(range(len(pool)))
    while left and len(chosen) < limit:
        values = [(1 - _DIVERSITY) * score[pool[j]] - _DIVERSITY * nearest[j] for j in left]
        best = left.pop(int(np.argmax(values)))
        chosen.append(pool[best])
        nearest = np.maximum(nearest, alike[best])
    return chosen


def _shown(item: Liked, workspace: Workspace) -> dict[str, str]:
    if item.position < 0:
        return {"id": "", "title": item.text[:70]}
    return {"id": item.name, "title": workspace.corpus.get([item.name])[item.name].heading}


class _Reasons:
    """Says why: the topic that the two share most of, and words that both have."""

    def __init__(self, likeness: Likeness) -> None:
        self.likeness = likeness
        self.terms = {number: term for term, number in likeness.words.bm25.vocab_dict.items()}

    def of(self, document: Document, i: int, item: Liked, score: float) -> Recommendation:
        weights = self._shared_terms(i, item)
        highlighter = Highlighter(weights, self.likeness.words.tokenizer)
        because = self._because(i, item)
        because["words"] = _surfaces(document.text, highlighter)
        because["liked"] = item.name
        passage = best_passage(document.text, highlighter, weights)
        passage = passage or (split(document.text) or [Passage("", 0, 0)])[0]
        return Recommendation(
            id=document.id,
            title=document.heading,
            score=round(score, 4),
            reason=_sentence(because),
            topic=because["topic"],
            topic_label=because["topic_label"],
            date=document.date,
            passage=passage.text,
            start=passage.start,
            end=passage.end,
            because=because,
        )

    def _shared_terms(self, i: int, item: Liked) -> dict[str, float]:
        product = self.likeness.matrix[i].multiply(self.likeness.word_vector(item)).tocoo()
        order = np.argsort(-product.data, kind="stable")[:8]
        return {self.terms[int(product.col[j])]: float(product.data[j]) for j in order}

    def _because(self, i: int, item: Liked) -> dict[str, Any]:
        empty: dict[str, Any] = {"topic": None, "topic_label": "", "share": 0.0}
        mixture, model = self.likeness.mixture(item), self.likeness.model
        if mixture is None or model is None:
            return empty
        both = np.minimum(self.likeness.mixtures[i], mixture)
        row = int(both.argmax())
        if both[row] < _SHARED:
            return empty
        topic = model.topics[row]
        share = round(float(self.likeness.mixtures[i, row]), 4)
        return {"topic": topic.id, "topic_label": topic.label, "share": share}


def _surfaces(text: str, highlighter: Highlighter, limit: int = 3) -> list[str]:
    """The shared words as the document writes them, weightiest first."""
    first: dict[str, str] = {}
    for (start, end), term in highlighter.find(text):
        first.setdefault(term, text[start:end])
    return [first[term] for term in highlighter.terms if term in first][:limit]


def _sentence(because: dict[str, Any]) -> str:
    words: list[str] = because["words"]
    listed = " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
    if because["topic"] is None:
        return f"Like what you liked, it mentions {listed}." if words else "It is about the same."
    label = f" ({because['topic_label']})" if because["topic_label"] else ""
    reason = (
        f"{because['share']:.0%} of it is topic {because['topic']}{label}, as in what you liked"
    )
    return f"{reason}; it also mentions {listed}." if words else f"{reason}."
