"""What a chat's tool does for longer than a moment stands in the list of long work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from ..agent.events import Event, ToolFinished, ToolProgress, ToolStarted
from .jobs import Job, Jobs
from .page_steps import STOPPED

_MOMENT = 1.0  # seconds
_TITLES = {
    "load_corpus": "jobs_load",
    "train_topics": "jobs_train",
    "label_topics": "jobs_label",
    "show_topics": "jobs_explain",
    "edit_topics": "jobs_update",
    "search_documents": "jobs_search",
    "recommend_documents": "jobs_recommend",
    "analyze_corpus": "jobs_measure",
}
_ANALYSES = {"trends": "jobs_trends", "sentiment": "jobs_sentiment", "compare": "jobs_compare"}


class TurnWork:
    """Follows the events of one turn of the chat with the id ``chat``. ``stop`` ends the turn,
    from any thread."""

    def __init__(self, jobs: Jobs, chat: str, stop: Callable[[], None]) -> None:
        self._jobs = jobs
        self._chat = chat
        self._stop = stop
        self._job: Job | None = None
        self._later: asyncio.TimerHandle | None = None
        self._last: ToolProgress | None = None

    def apply(self, event: Event) -> None:
        if isinstance(event, ToolStarted):
            title = job_title(event.name, event.arguments)
            self._later = asyncio.get_running_loop().call_later(_MOMENT, self._list, title)
        elif isinstance(event, ToolProgress):
            self._last = event
            self._tell()
        elif isinstance(event, ToolFinished):
            state = "failed" if event.error else "done"
            self.end("cancelled" if event.error == STOPPED else state, event.error)

    def end(self, state: str = "cancelled", error: str = "") -> None:
        """Of the tool that ran last, if there is one."""
        if self._later is not None:
            self._later.cancel()
        if self._job is not None:
            self._job.end(state, error)
        self._job = self._later = self._last = None

    def _list(self, title: str) -> None:
        self._job = self._jobs.adopt(title, self._stop, chat=self._chat)
        self._tell()

    def _tell(self) -> None:
        if self._job is not None and self._last is not None:
            self._job.progress(self._last.stage, self._last.done, self._last.total)


def job_title(tool: str, arguments: Mapping[str, Any]) -> str:
    """The key of a job's title."""
    found = _ANALYSES.get(str(arguments.get("kind"))) if tool == "analyze_corpus" else ""
    return found or _TITLES.get(tool, "jobs_chat")
