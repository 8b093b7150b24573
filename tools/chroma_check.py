"""Chroma's copy compared with the embeddings, record by record."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .chroma_client import connection
from .chroma_server import chosen_server
from .errors import TopicLlamaError
from .integrity import is_sound_database
from .vector_store import VectorStore
from .vectors import VectorRecord
from .workspace import Workspace

_AT_ONCE = 1_000
_SAME = 1e-4


def differs(workspace: Workspace) -> str:
    """Why the embedded copy is not what the embeddings say, "" when it is (or a server has it, or
    there is none)."""
    if chosen_server(workspace.settings) is not None:
        return ""
    file = workspace.root / "index" / "chroma" / "chroma.sqlite3"
    record = VectorRecord(workspace)
    models = [model for model in record.models() if record.any(model)]
    if not models:
        return ""
    if not file.exists():
        return "it is missing"
    if not is_sound_database(file):
        return "its database is damaged"
    try:
        return next((why for why in (_compared(workspace, m) for m in models) if why), "")
    except TopicLlamaError as error:
        return error.message
    except BaseException as error:  # its Rust part panics on some damage
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return str(error) or type(error).__name__


def _compared(workspace: Workspace, model: str) -> str:
    store = VectorStore(workspace, model)
    record, wrong = VectorRecord(workspace), 0
    for group in store.pages(_AT_ONCE):
        hashes = [row.hash for row in group]
        known = record.get(model, set(hashes))
        given = store.embeddings([row.id for row in group])
        for row in group:
            mine, its = known.get(row.hash), given.get(row.id)
            far = mine is None or its is None or float(np.abs(its - mine).max()) > _SAME
            wrong += far
    return f"{wrong} of its records are wrong" if wrong else ""


def forget(workspace: Workspace) -> None:
    """Let go of the folder, so that it can be put aside."""
    place: Path = workspace.root / "index" / "chroma"
    connection(place).close()
