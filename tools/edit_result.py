"""A change of the topics as the tools answer it: sizes and figures before and after, and a note."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from .edit_wording import fit_in_words
from .explain import topics_info
from .noise import noise_of, phrases_with, unknown_words
from .results import EditResult, to_json
from .topic_changes import Change
from .topic_model import TopicModel


def edit_result(
    action: str, made: Change, ids: Sequence[int], name: str, *, preview: bool
) -> EditResult:
    """The answer of ``edit_topics``. ``made.after`` has its version unless it is a preview."""
    before, after = made.before, made.after
    result = EditResult(
        action=action,
        topics=topics_info(after),
        model=before.version if preview else after.version,
        before=_figures(before, made.touched),
        after=_figures(after, made.touched),
        changed=list(ids),
        message=f"undid: {before.action}" if action == "undo" else _message(made),
        preview=preview,
    )
    if action == "noise":
        marked = noise_of(after).keys() - noise_of(before).keys()
        result.words = [noise_of(after)[term] for term in noise_of(after) if term in marked]
        result.unknown = unknown_words(before, name)
        result.phrases = phrases_with(after, marked)
    if made.update is not None:
        result.added, result.removed = made.update.added, made.update.removed
        result.fit = asdict(made.update.fit) if made.update.fit else {}
        result.note = fit_in_words(to_json(result), "en")
    return result


def _message(made: Change) -> str:
    return "nothing to update" if made.empty else made.after.action


def _figures(model: TopicModel, touched: Sequence[int]) -> dict[str, Any]:
    sizes = [
        {"id": topic.id, "label": topic.label, "documents": topic.documents, "share": topic.share}
        for topic in model.topics
        if topic.id in touched
    ]
    return {**model.metrics, "vocabulary": len(model.terms), "topics": sizes}
