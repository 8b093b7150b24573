"""The view of topics."""

from __future__ import annotations

from .visit import View, Visit


def render(visit: Visit) -> str:
    return ""


VIEW = View("topics", render)
