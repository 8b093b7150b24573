"""Figures of versions that were measured after the training: those against the documents' labels,
and those that an edited version never had. Kept as long as the documents are the same."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from .checksums import read_checked, write_checked
from .corpus import Corpus
from .damage import DamagedError
from .documents import content_hash
from .held_out import held_out
from .progress import Task
from .workspace import Workspace

Figures = dict[str, float]
_FILE = "figures.json"


def measured(workspace: Workspace) -> dict[str, Figures]:
    """What is kept, by version."""
    key = _key(workspace)
    return {name: dict(one["figures"]) for name, one in _read(workspace).items()
            if one["documents"] == key}  # fmt: skip


def measure(workspace: Workspace, task: Task | None = None) -> Figures:
    """Measure the current version and keep the figures: those of ``Toolbox.evaluate``, against the
    labels where there are some, and stability and held-out perplexity where the version has none.

    Progress stages "tokenise" and "train"; Cancelled when the task is stopped.
    """
    from .bow import bag_of_words
    from .toolbox import Toolbox

    key, model = _key(workspace), workspace.require_model()
    labelled = any(workspace.corpus.column("label"))
    figures = Toolbox(workspace, task=task).evaluate(labels=labelled)
    if "stability" not in figures:
        bow = bag_of_words(workspace, task)
        seed = int(model.parameters.get("seed", 0))
        figures |= held_out(bow, model.num_topics, model.algorithm, seed, task)
    kept = {name: one for name, one in _read(workspace).items() if one["documents"] == key}
    kept[model.version] = {"documents": key, "figures": figures}
    write_checked(workspace.folder("index") / _FILE, kept)
    return figures


def _key(workspace: Workspace) -> str:
    """Labels are no part of the fingerprint, but some figures follow them."""
    corpus = workspace.require_documents()
    return f"{corpus.fingerprint} {_labels(corpus.path, corpus.state)}"


@lru_cache(maxsize=8)
def _labels(path: Path, state: tuple[tuple[int, int], ...]) -> str:
    found = Corpus(path).counts("label")
    return content_hash(json.dumps(sorted(found.items())))[:12]


def _read(workspace: Workspace) -> dict[str, dict[str, Any]]:
    try:
        kept = read_checked(workspace.root / "index" / _FILE, f"index/{_FILE}")
        return {name: {"documents": one["documents"], "figures": one["figures"]}
                for name, one in kept.items()}  # fmt: skip
    except DamagedError as error:
        workspace.notice(error)
        return {}
    except (OSError, KeyError, TypeError, AttributeError):
        return {}
