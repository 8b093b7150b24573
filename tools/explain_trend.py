"""How one topic moved over time, in the few figures that an explanation needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .corpus import Corpus
from .errors import TopicLlamaError
from .topic_model import TopicModel
from .trends import trends

# With fewer documents or periods, what looks like a movement is chance.
ENOUGH_DOCUMENTS = 20
ENOUGH_PERIODS = 3
_CHARTED = 150  # points; a small chart does not show more, and a chat keeps them


def topic_trend(corpus: Corpus, model: TopicModel, topic_id: int) -> dict[str, Any]:
    """``dated`` (documents with a date); where they are enough also ``by``, the ``first``,
    ``peak`` and ``last`` period with documents (``period``, ``share``), all ``points`` where they
    are few enough for a small chart, and ``direction``: "rising", "falling" (with ``p`` and
    ``change`` of :func:`trends`) or "steady"."""
    try:
        data = trends(corpus, model, topic=topic_id, bursts=False).data
    except TopicLlamaError:  # no dates at all
        return {"dated": 0}
    return trend_of(data, topic_id)


def trend_of(data: Mapping[str, Any], topic_id: int) -> dict[str, Any]:
    """The same from what :func:`trends` says of this topic and others; empty without dates."""
    if not data:
        return {"dated": 0}
    made: dict[str, Any] = {"dated": sum(data["documents"])}
    shares = next(one["shares"] for one in data["series"] if one["topic"] == topic_id)
    points = [
        {"period": period, "share": share}
        for period, share, documents in zip(data["periods"], shares, data["documents"], strict=True)
        if documents
    ]
    if made["dated"] < ENOUGH_DOCUMENTS or len(points) < ENOUGH_PERIODS:
        return made
    made |= {"by": data["by"], "first": points[0], "last": points[-1],
             "peak": max(points, key=lambda point: point["share"])}  # fmt: skip
    if len(points) <= _CHARTED:
        made["points"] = points
    for direction in ("rising", "falling"):
        for moved in (one for one in data[direction] if one["topic"] == topic_id):
            return {**made, "direction": direction, "p": moved["p"], "change": moved["change"]}
    return {**made, "direction": "steady"}
