"""The topics' sentiment in a few figures, worked out once from the documents' kept scores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from .array_files import is_kept, keep
from .atomic import write_json
from .sentiment_kept import is_measured, kept_sentiment
from .trends_kept import state_of
from .workspace import Workspace

_FORMAT = 1
_FILE = "moods.json"
_FIGURES = ("documents", "mean", "positive", "negative")

Moods = Mapping[int, Mapping[str, Any]]


def kept_moods(workspace: Workspace) -> Moods | None:
    """``documents`` (that were judged), ``mean``, ``positive`` and ``negative`` by topic id, as
    :func:`topicllama.tools.sentiment.sentiment` says them; None until :func:`topic_moods`."""
    try:
        folder = _folder(workspace)
        known = is_measured(workspace) and is_kept(folder)
        return _loaded(folder / _FILE) if known else None
    except (OSError, ValueError):
        return None


def topic_moods(workspace: Workspace) -> Moods | None:
    """What is kept, or else it is worked out and kept; None when the texts were not read for their
    sentiment (:func:`topicllama.tools.sentiment_kept.measure_sentiment`)."""
    kept = kept_moods(workspace)
    if kept is not None:
        return kept
    found = kept_sentiment(workspace)
    if found is None:
        return None
    moods = {one["id"]: {name: one[name] for name in _FIGURES} for one in found.data["topics"]}
    keep(_folder(workspace), "moods", partial(_write, moods))
    return moods


def _folder(workspace: Workspace) -> Path:
    state = state_of(workspace, workspace.require_model())
    return workspace.folder("index") / f"moods-{_FORMAT}-{state}"


def _write(moods: Moods, folder: Path) -> None:
    write_json(folder / _FILE, moods)


@lru_cache(maxsize=4)
def _loaded(file: Path) -> Moods:
    return {int(topic): figures for topic, figures in json.loads(file.read_text("utf-8")).items()}
