"""The points of the map as the browser gets them: columns of numbers, compressed, no texts.

4 bytes          length of the header
header           JSON (:func:`_header`), padded to a multiple of 4 with spaces
first, last      int32 (N,) each: the days of the date, 20200131, 0 without a date
x, y             int16 (N,) each: ten thousandths (header "scale") of a unit
topic, label     uint16 (N,) each: row of the header's lists
"""

from __future__ import annotations

import gzip
import json
import struct
import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from starlette.responses import JSONResponse, Response

from ...tools.document_list import Documents
from ...tools.document_map import Placed, placed
from ...tools.documents import content_hash
from ...tools.embed_job import coverage
from ...tools.errors import TopicLlamaError
from ...tools.fields import Fields, fields
from ...tools.topic_model import TopicModel
from ...tools.workspace import Workspace
from ..text import say
from .visit import Visit

_LABELS = 60  # the most frequent have a number of their own, all others share one
_KEPT = 4  # maps in memory
_UNIT = 10_000.0


@dataclass(frozen=True, eq=False)
class Drawn:
    """A map with what its points are coloured and filtered by; ``key`` names its state."""

    key: str
    placed: Placed
    model: TopicModel
    fields: Fields

    @property
    def ids(self) -> list[str]:
        return self.placed.together.ids

    @cached_property
    def topics(self) -> NDArray[np.intp]:
        return self.placed.together.dominant

    @cached_property
    def positions(self) -> NDArray[np.int64]:
        return np.asarray(self.placed.together.positions, np.int64)

    @cached_property
    def rows(self) -> dict[str, int]:
        return {name: row for row, name in enumerate(self.ids)}

    @cached_property
    def payload(self) -> bytes:
        return gzip.compress(_payload(self), compresslevel=3, mtime=0)


def drawn(workspace: Workspace, source: str = "auto") -> Drawn:
    """The map as it is now, by meaning only where that was arranged before. TopicLlamaError
    without documents or topics."""
    model = workspace.require_model()
    key = _key(workspace, source)
    with _lock:
        known = _kept.get(key)
    if known is None:
        found = placed(workspace, source, make=False)
        known = Drawn(content_hash(key), found, model, fields(workspace))
        with _lock:
            _kept[key] = known
            while len(_kept) > _KEPT:
                _kept.popitem(last=False)
    return known


def _key(workspace: Workspace, source: str) -> str:
    """All that a map depends on; one by meaning also on whether it was arranged, by whomever."""
    corpus = workspace.corpus
    state = [corpus.path, corpus.fingerprint, corpus.state, workspace.current_version, source]
    if source != "topics":
        arranged = sorted(path.name for path in workspace.folder("index").glob("map-*"))
        state += [coverage(workspace), arranged]
    return repr(state)


_kept: OrderedDict[str, Drawn] = OrderedDict()
_lock = threading.Lock()


# what the browser asks for -------------------------------------------------------------------


def points(visit: Visit) -> Response:
    """All points (see above). Whoever has them already gets nothing again."""
    found = asked(visit)
    return Response(
        found.payload,
        media_type="application/octet-stream",
        headers={"Content-Encoding": "gzip", "Cache-Control": "no-store"},
    )


def asked(visit: Visit, source: str = "") -> Drawn:
    return drawn(visit.workspace, source or visit.get("source") or "auto")


def checked(visit: Visit, key: str, source: str = "") -> Drawn:
    """The map that the browser has; TopicLlamaError when it is no longer the one there is."""
    found = asked(visit, source)
    if key != found.key:
        raise TopicLlamaError(say("map_changed", visit.language), say("map_reload", visit.language))
    return found


def document(visit: Visit) -> Response:
    """Title and date of the document of one row, for the pointer that rests on it."""
    found = checked(visit, visit.get("key"))
    row = visit.number("row", -1)
    if not 0 <= row < len(found.ids):
        raise TopicLlamaError(say("map_gone", visit.language), say("map_reload", visit.language))
    name = found.ids[row]
    known = visit.workspace.corpus.get([name]).get(name)
    title, date = (known.heading, known.date) if known else ("", "")
    return JSONResponse({"id": name, "title": title, "date": date})


def matching(visit: Visit) -> Response:
    """uint32 rows of the documents that a search finds, the same as in the view of documents."""
    found = checked(visit, visit.get("key"))
    rows = (found.rows.get(name) for name in Documents(visit.workspace, visit.get("q")).ids())
    numbers = np.array([row for row in rows if row is not None], "<u4")
    return Response(numbers.tobytes(), media_type="application/octet-stream")


# the numbers ---------------------------------------------------------------------------------


def _payload(found: Drawn) -> bytes:
    scale = _scale(found.placed.places)
    places = np.rint(found.placed.places * scale)
    values, codes = labels(found)
    header = json.dumps(_header(found, scale, values), ensure_ascii=False).encode()
    header += b" " * (-len(header) % 4)
    positions = found.positions
    columns = (
        found.fields.first_days[positions].astype("<i4"),
        found.fields.last_days[positions].astype("<i4"),
        places[:, 0].astype("<i2"),
        places[:, 1].astype("<i2"),
        found.topics.astype("<u2"),
        codes.astype("<u2"),
    )
    return struct.pack("<I", len(header)) + header + b"".join(c.tobytes() for c in columns)


def _scale(places: NDArray[np.float64]) -> float:
    """A power of ten below at which the farthest place fits into 16 bits; ten thousandths are the
    precision of the map."""
    scale = _UNIT
    while np.abs(places).max(initial=0) * scale > 32_767:
        scale /= 10
    return scale


def _header(found: Drawn, scale: float, values: list[str]) -> dict[str, Any]:
    """``labels`` are the names of the label numbers: "" for none, and null for all others."""
    centres = found.placed.centres
    counts = np.bincount(found.topics, minlength=found.model.num_topics).tolist()
    topics = [
        {"id": topic.id, "x": x, "y": y, "radius": radius, "count": count}
        for topic, (x, y), radius, count in zip(
            found.model.topics, centres.places.tolist(), centres.radii.tolist(), counts,
            strict=True,
        )
    ]  # fmt: skip
    names: list[str | None] = [*values[:_LABELS]]
    if len(values) > _LABELS:
        names.append(None)
    together = found.placed.together
    return {"key": found.key, "source": found.placed.source, "n": len(together.ids),
            "missing": together.missing, "scale": scale, "topics": topics,
            "labels": names}  # fmt: skip


def labels(found: Drawn) -> tuple[list[str], NDArray[np.int32]]:
    """All labels, most frequent first, and of each point the number of its own, rare ones alike."""
    values, codes = found.fields.coded("label")
    return values, np.minimum(codes[found.positions], _LABELS)
