"""Following up: what a request means that only makes sense after the last call."""

from __future__ import annotations

from collections.abc import Callable

from . import follow_documents, follow_topics
from .arguments import Arguments, path
from .documents import ids_of
from .links import again
from .past import Step
from .references import by_size, nth
from .request import Request, has


def accepted(request: Request) -> Arguments | None:
    """ "Yes, do it" after a preview: the edit itself."""
    step = request.past.last
    action = str(step.arguments.get("action", "")) if step else ""
    if step is None or not action.startswith("preview "):
        return None
    if has(r"\b(?:not|no|don't|never|nope)\b|不(?!错)|别", request.whole):
        return None
    return again(step, action=action.removeprefix("preview "))


# by the tool that was called last ----------------------------------------------------------------


def repeated(request: Request) -> Arguments | None:
    """ "Again": the last call once more."""
    step = request.past.last
    return again(step) if step and has(_AGAIN, request.plain) else None


_AGAIN = (
    r"^(?:(?:do|try|run) (?:it|that|this) )?(?:again|once more|one more time|anew)$|^(?:repeat|redo|retry)(?: (?:it|that|this))?$|^same again$"
    r"|^(?:请)?(?:再|重新?)(?:来|做|试|跑|算|执行)?一?[次遍下]$|^重[来做试跑]$"
)


def elliptical(request: Request) -> Arguments | None:
    """The last call with what the request changes about it, when it says nothing else."""
    step = request.past.last
    if request.past.documents and request.has("recommend"):
        return None
    reader = _READERS.get(step.tool) if step else None
    return reader(request, step) if reader and step and not path(request) else None


_READERS: dict[str, Callable[[Request, Step], Arguments | None]] = {
    "train_topics": follow_topics.training, "label_topics": follow_topics.naming, "analyze_corpus": follow_topics.figures,
    "show_topics": follow_topics.topics, "edit_topics": follow_topics.editing, "search_documents": follow_documents.documents,
    "recommend_documents": follow_documents.documents,
}  # fmt: skip


def listed(request: Request) -> Arguments | None:
    """The topic at a place of the last list ("the second one", 最大的那个)."""
    if not request.past.topics or request.past.lists_documents or ids_of(request):
        return None
    kind, value = nth(request.plain, request.past)
    value = value if kind == "topic" else by_size(request.plain, request.past)
    return {"tool": "show_topics", "topic": value} if value else None
