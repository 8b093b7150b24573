"""What handlers return, as Gradio can take it without keeping more and more; and what goes wrong in
them, in words."""

from __future__ import annotations

import inspect
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from functools import wraps
from typing import Any

import gradio as gr

from ..tools.chinese_messages import in_language
from ..tools.damage import disk_problem
from ..tools.errors import TopicLlamaError
from .page_html import esc
from .page_memory import Memory
from .text import page_language, say

log = logging.getLogger(__name__)


def with_updates(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler with each plain value as an update, and its failure in words.

    Gradio makes a component anew for each update, under another id, and keeps it for the session
    when a plain value follows (6.31, ``Blocks.postprocess_data``): four components with their
    HTML for every question that is asked in a tab. Only updates, and nothing is left behind. Of a
    failure it would print the words, which may quote a document, and show none.
    """
    names = inspect.signature(handler)

    if inspect.isasyncgenfunction(handler):

        @wraps(handler)
        async def streaming(*given: Any, **named: Any) -> AsyncIterator[dict[Any, Any]]:
            with _said(names, given, named):
                async with aclosing(handler(*given, **named)) as parts:
                    async for updates in parts:
                        yield _only_updates(updates)

        return streaming

    @wraps(handler)
    async def answering(*given: Any, **named: Any) -> dict[Any, Any]:
        with _said(names, given, named):
            return _only_updates(await handler(*given, **named))

    return answering


@contextmanager
def _said(names: inspect.Signature, given: Any, named: Any) -> Iterator[None]:
    """A failure as Gradio shows it, in the language of the page that the handler was given."""
    try:
        yield
    except Exception as error:
        kept = names.bind_partial(*given, **named).arguments.get("kept", "")
        language = page_language(Memory.read(kept).language)
        title = say("chats_note", language)
        raise gr.Error(in_words(error, language), title=title, print_exception=False) from None


def in_words(error: Exception, language: str) -> str:
    """What happened and what to do, as HTML; the log has the place of what nobody foresaw."""
    known = error if isinstance(error, TopicLlamaError) else disk_problem(error)
    if known is None:
        log.error("a handler of the page failed", exc_info=error)
        known = TopicLlamaError(say("view_failed", language), say("view_failed_hint", language))
    return esc(in_language(f"{known.message} {known.hint}".strip(), language))


def _only_updates(updates: dict[Any, Any]) -> dict[Any, Any]:
    return {part: _update(value) for part, value in updates.items()}


def _update(value: Any) -> Any:
    is_one = isinstance(value, dict) and "__type__" in value
    return value if is_one else gr.update(value=value)
