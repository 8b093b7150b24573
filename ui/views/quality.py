"""The view of quality."""

from __future__ import annotations

from .visit import View, Visit


def render(visit: Visit) -> str:
    return ""


VIEW = View("quality", render)
