"""The view of trends."""

from __future__ import annotations

from .visit import View, Visit


def render(visit: Visit) -> str:
    return ""


VIEW = View("trends", render)
