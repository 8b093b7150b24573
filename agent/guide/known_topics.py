"""What the texts are about, asked of texts whose topics are known: these are shown, not found anew."""

from __future__ import annotations

import re
from dataclasses import replace

from .plan import Call, Plan

TOPICS = "topics"  # in a message's additional_kwargs: that there are topics
_QUESTION = re.compile(r"^\W*(?:what|which|who)\b|什么|哪些|啥", re.IGNORECASE)
_TRAINS = re.compile(
    r"\b(?:re-?)?(?:train|fit|cluster|compute|again|anew)|训练|聚类|聚成|归成|重新|再",
    re.IGNORECASE,
)


def with_topics(text: str, wish: Plan) -> Plan:
    """The topics that there are, where a mere question would have had topics found."""
    asks = _QUESTION.search(text) and not _TRAINS.search(text)
    if asks and wish.calls == (Call("train_topics", {}),):
        return replace(wish, calls=(Call("show_topics", {}),))
    return wish
