"""The view of models."""

from __future__ import annotations

from .visit import View, Visit


def render(visit: Visit) -> str:
    return ""


VIEW = View("models", render)
