"""What is done where no row of the table knows a request: the second opinion, when it is sure and
the arguments for it can be read."""

from __future__ import annotations

from typing import Any

from . import arguments as read
from . import documents, edits, figures, follow, follow_topics
from .arguments import Arguments
from .intents import Intent, Reader
from .noise import noise
from .opinion import SURE, VERY_SURE, opinion
from .references import topic_ids
from .renames import rename
from .request import Request


def guess(request: Request, row: Intent | None) -> tuple[str, Arguments] | None:
    """(name of an intent, arguments) to be done instead of what the ``row`` that fits says; None
    when that row stands. A row that is only what is left over yields sooner."""
    if row is not None and (
        row.name.startswith(("follow", "answer")) or row.says("edit_topics:preview")
    ):
        return None
    name, share = opinion(request)
    least = SURE if row is None or row.weak else VERY_SURE
    if share < least or (row and row.says(name)):
        return None
    if name.startswith("answer:"):
        return name, {}
    reader = _READERS.get(name)
    found = reader(request) if reader else None
    if found is None:
        return None
    tool = str(found.pop("tool", name.partition(":")[0]))
    return (tool, found) if _complete(tool, found) else None


def _complete(tool: str, found: dict[str, Any]) -> bool:
    return tool not in ("load_corpus", "recommend_documents") or any(found.values())


def _training(request: Request) -> Arguments | None:
    step = request.past.last
    changed = (
        follow_topics.changed_training(request, step)
        if step and step.tool == "train_topics"
        else None
    )
    return changed if changed is not None else read.train(request)


def _topics(request: Request) -> Arguments | None:
    one = follow.listed(request) or read.show_one(request)
    return one or (read.show_all(request) if request.has("topic") else None)


def _loading(request: Request) -> Arguments | None:
    found = read.load(request)
    named = request.has("demo") or request.has("corpus") or request.has("document")
    return found or (read.demo(request) if named else None)


def _searching(request: Request) -> Arguments | None:
    """A question whose words only look like a command ("the train accident")."""
    if topic_ids(request.plain) or request.has("topic") or documents.ids_of(request):
        return None
    return documents.search(request)


def _overview(request: Request) -> Arguments | None:
    """Of the texts themselves: "how many moons" asks for what stands in them."""
    named = any(request.has(name) for name in ("corpus", "document", "groups_by", "load"))
    return figures.overview(request) if named else None


_READERS: dict[str, Reader] = {
    "load_corpus": _loading,
    "search_documents": _searching,
    "train_topics": _training,
    "show_topics": _topics,
    "label_topics": read.label,
    "recommend_documents": documents.recommend,
    "edit_topics:merge": edits.merge,
    "edit_topics:split": edits.split,
    "edit_topics:delete": edits.delete,
    "edit_topics:rename": rename,
    "edit_topics:noise": noise,
    "edit_topics:update": edits.update,
    "edit_topics:undo": lambda request: {"action": "undo"},
    "edit_topics:preview": edits.preview,
    "analyze_corpus:overview": _overview,
    "analyze_corpus:quality": figures.quality,
    "analyze_corpus:trends": figures.trends,
    "analyze_corpus:sentiment": figures.sentiment,
    "analyze_corpus:compare": figures.compare,
}
