"""TopicLlama as a LangChain retriever: the search of the chat, limited to topics and times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from ..tools.toolbox import Toolbox
from ..tools.workspace import Workspace
from .toolkit import opened


class TopicRetriever(BaseRetriever):
    """Passages of a workspace about a query, the best first.

    ``topic`` limits to topics by number or label, several between commas; ``since`` and ``until``
    to a time ("2003", "2003-05"); ``labels``, ``sources`` and ``languages`` to documents that
    have one of them. ``mode`` is "hybrid" (words, topic space and meaning together), "keyword",
    "meaning" or "topic". ``k`` passages, and all of the limits, can also be given with a call:
    ``retriever.invoke("rates", k=3, topic="2")``.

    A result's ``page_content`` is the passage; its metadata have the document's id, title, date,
    topic (id), topic_label, score, and the passage's offsets start and end in the document.
    TopicLlamaError for a topic, label or date that is none.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    workspace: Path | str | Workspace | None = None
    k: int = 5
    topic: str = ""
    since: str = ""
    until: str = ""
    mode: str = "hybrid"
    labels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    _toolbox: Toolbox = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Open the workspace."""
        super().model_post_init(context)
        self._toolbox = Toolbox(opened(self.workspace))

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **limits: Any
    ) -> list[Document]:
        own = self.model_dump(include=set(_LIMITS))
        asked = {name: limits.get(name, own[name]) for name in _LIMITS}
        found = self._toolbox.search_documents(query, limit=asked.pop("k"), **asked)
        return [
            Document(
                page_content=hit.passage,
                id=hit.id,
                metadata={name: getattr(hit, name) for name in _METADATA},
            )
            for hit in found.results
        ]


_LIMITS = ("k", "topic", "since", "until", "mode", "labels", "sources", "languages")
_METADATA = ("id", "title", "date", "topic", "topic_label", "score", "start", "end")
