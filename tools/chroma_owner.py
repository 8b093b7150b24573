"""Whose a collection is: on a server no two workspaces may ever share one.

A collection is named after its workspace's id, which a copied or moved workspace loses. That is not
enough where a copy lies in the same place on another machine, so whoever writes signs: the
process's token stands in the collection's metadata and in ``vectors.sqlite``. A workspace that
finds another's signature has been copied, and takes a new id.
"""

from __future__ import annotations

import shutil
from typing import Any
from uuid import uuid4

from .chroma_client import PROCESS
from .documents import content_hash
from .migrations import FORMAT, MARKER
from .vectors import VectorRecord
from .workspace import Workspace

_SIGNATURE = "writer"


def workspace_id(workspace: Workspace, *, anew: bool = False) -> str:
    """An id of 16 digits, kept in workspace.json; ``anew`` gives it another one."""
    here = content_hash(str(workspace.root))
    found = workspace.read(MARKER)
    if (found.get("place") == here and not anew) or workspace.read_only:
        return str(found.get("id", ""))
    with workspace.writing():
        if found.get("place") != here:
            shutil.rmtree(workspace.root / "index" / "chroma", ignore_errors=True)
        found |= {"format": FORMAT, "id": uuid4().hex[:16], "place": here}
        workspace.write(MARKER, found)
    return str(found["id"])


def is_ours(record: VectorRecord, collection: Any) -> bool:
    """Whether this workspace was the last that wrote there, or nobody did."""
    return _signature(collection) in ("", *record.fact(_fact(collection)).split())


def sign(record: VectorRecord, collection: Any) -> None:
    """Before writing (holding the workspace's lock)."""
    before = _signature(collection)
    if before == PROCESS:
        return
    # A process killed between the two has both signatures, and recognises either.
    record.remember(_fact(collection), f"{before} {PROCESS}")
    collection.modify(metadata={"application": "topicllama", _SIGNATURE: PROCESS})
    record.remember(_fact(collection), PROCESS)


def _signature(collection: Any) -> str:
    return str((collection.metadata or {}).get(_SIGNATURE, ""))


def _fact(collection: Any) -> str:
    return f"signature {collection.id}"
