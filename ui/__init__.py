"""The doors: page, command line, MCP server, and Python.

from topicllama.ui import find_topics, open_topics
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .notebook.finding import find_topics, open_topics
    from .notebook.topics import Topics

__all__ = ["Topics", "find_topics", "open_topics"]


def __getattr__(name: str) -> Any:
    """Import them when they are asked for: pandas costs half a second, and the other doors start
    without it."""
    if name in ("find_topics", "open_topics"):
        from .notebook import finding

        return getattr(finding, name)
    if name == "Topics":
        from .notebook.topics import Topics

        return Topics
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
