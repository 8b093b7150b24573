"""The conversation, and what of it other programs build upon.

from topicllama.agent import TopicRetriever, TopicToolkit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .retriever import TopicRetriever
    from .toolkit import TopicToolkit

__all__ = ["TopicRetriever", "TopicToolkit"]


def __getattr__(name: str) -> Any:
    """Import them when they are asked for: LangChain costs a second, and the command line starts
    without it."""
    if name == "TopicToolkit":
        from .toolkit import TopicToolkit

        return TopicToolkit
    if name == "TopicRetriever":
        from .retriever import TopicRetriever

        return TopicRetriever
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
