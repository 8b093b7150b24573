"""Parts that the analyses share: a list, a topic with its number and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .words import Words, plain

MOST = 5  # of anything that is told one by one


def bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def topic_name(words: Words, entry: Mapping[str, Any]) -> str:
    number = entry.get("topic", entry.get("id"))
    label = plain(str(entry.get("label") or ""))
    return words.say(f"topic {number} (**{label}**)", f"主题 {number}“**{label}**”")
