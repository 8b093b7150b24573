"""Documents that a person has chosen, by a short name that fits into an address.

Which they are, her browser knows (static/selection.js); it says so again when the server has
forgotten them, so they are kept in memory alone.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from ...tools.documents import content_hash
from ...tools.errors import TopicLlamaError
from .visit import Done, Sent, Visit

SELECTED = "selected"
LIMIT = 10_000
_KEPT = 200
_known: OrderedDict[tuple[str, str], frozenset[str]] = OrderedDict()
_lock = threading.Lock()


def keep(visit: Visit, sent: Sent) -> Done:
    """The action by which the browser says which documents are chosen; gives their name."""
    ids = sent.get("ids")
    if not isinstance(ids, list) or not all(isinstance(name, str) for name in ids):
        raise TopicLlamaError("It is not clear which documents are meant.", "Select them again.")
    chosen = frozenset(ids[:LIMIT])
    name = content_hash("\n".join(sorted(chosen)))
    with _lock:
        _known[str(visit.workspace.root), name] = chosen
        while len(_known) > _KEPT:
            _known.popitem(last=False)
    return Done(reload=False, changed=False, data={"name": name, "documents": len(chosen)})


def kept(visit: Visit, name: str) -> frozenset[str] | None:
    """None when the browser must say first which they are (also for "1": those chosen now)."""
    with _lock:
        return _known.get((str(visit.workspace.root), name))
