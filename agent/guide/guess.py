"""What is done where no row of the table knows a request: the second opinion, when it is sure and
the arguments for it can be read."""

from __future__ import annotations

from typing import Any

from . import arguments as read
from . import documents, edits, follow
from .arguments import Arguments
from .intents import Reader
from .noise import noise
from .opinion import SURE, opinion
from .renames import rename
from .request import Request


def guess(request: Request) -> tuple[str, Arguments] | None:
    """(name of an intent, arguments), or None: then it is a search, or not understood."""
    name, share = opinion(request)
    if share < SURE or name == "search_documents":
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
        follow.changed_training(request, step) if step and step.tool == "train_topics" else None
    )
    return changed if changed is not None else read.train(request)


def _topics(request: Request) -> Arguments | None:
    one = follow.listed(request) or read.show_one(request)
    return one or read.show_all(request)


def _loading(request: Request) -> Arguments | None:
    return read.load(request) or read.demo(request)


def _accepted(action: str) -> Reader:
    readers = {"merge": edits.merge, "split": edits.split, "delete": edits.delete}
    return lambda request: readers[action](request) or follow.accepted(request)


_READERS: dict[str, Reader] = {
    "load_corpus": _loading,
    "train_topics": _training,
    "show_topics": _topics,
    "label_topics": read.label,
    "recommend_documents": documents.recommend,
    "edit_topics:merge": _accepted("merge"),
    "edit_topics:split": _accepted("split"),
    "edit_topics:delete": _accepted("delete"),
    "edit_topics:rename": rename,
    "edit_topics:noise": noise,
    "edit_topics:update": edits.update,
    "edit_topics:undo": lambda request: {"action": "undo"},
    "edit_topics:preview": edits.preview,
    "analyze_corpus:overview": read.overview,
    "analyze_corpus:quality": read.quality,
    "analyze_corpus:trends": read.trends,
    "analyze_corpus:sentiment": read.sentiment,
    "analyze_corpus:compare": read.compare,
}
