"""Nothing is told about the person's work to the makers of libraries or to a tracing service.

Both are switched here and nowhere else (Chroma's client is told besides, where it is made). Usage
statistics are always off. Tracing is another thing: LangSmith keeps whole questions, passages and
answers, and takes part as soon as LANGCHAIN_TRACING_V2 stands in the environment, which many have
there for their own programs. So it is off too, unless ``TOPICLLAMA_TRACING=1`` says that this
program's texts may go there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager

VARIABLE = "TOPICLLAMA_TRACING"
STATISTICS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ANONYMIZED_TELEMETRY": "False",  # Chroma
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DISABLE_TELEMETRY": "1",  # transformers
    "DO_NOT_TRACK": "1",  # what several others ask
}
TRACING = (
    "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2",
)  # fmt: skip


def without_statistics(environment: MutableMapping[str, str] = os.environ) -> None:
    """For this process and those that it starts, before the libraries are imported."""
    environment.update(STATISTICS)


def without_tracing(environment: MutableMapping[str, str] = os.environ) -> None:
    """For a process that is ours from its start; within another program see :func:`untraced`."""
    if not may_trace(environment):
        environment.update(dict.fromkeys(TRACING, "false"))


def may_trace(environment: MutableMapping[str, str] = os.environ) -> bool:
    return environment.get(VARIABLE, "").strip().lower() in ("1", "true", "yes")


@contextmanager
def untraced() -> Iterator[None]:
    """Inside another program that traces its own chains: what runs here is not."""
    if may_trace():
        yield
        return
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        yield
