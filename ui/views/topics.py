"""The view of topics: all of them, and the page of each."""

from __future__ import annotations

from .topic_page import explain, topic_page
from .topics_edits import edit, preview, rename, undo
from .topics_list import topics_list
from .topics_work import label, measure_mood, train
from .visit import View, Visit


def render(visit: Visit) -> str:
    one = visit.path and visit.workspace.current_version
    return topic_page(visit) if one else topics_list(visit)


VIEW = View(
    "topics",
    render,
    {
        "train": train, "label": label, "measure-mood": measure_mood, "preview": preview,
        "edit": edit, "undo": undo, "rename": rename, "explain": explain,
    },
)  # fmt: skip
