"""What handlers return, as Gradio can take it without keeping more and more."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from functools import wraps
from typing import Any

import gradio as gr


def with_updates(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler with each plain value as an update.

    Gradio makes a component anew for each update, under another id, and keeps it for the session
    when a plain value follows (6.31, ``Blocks.postprocess_data``): four components with their
    HTML for every question that is asked in a tab. Only updates, and nothing is left behind.
    """
    if inspect.isasyncgenfunction(handler):

        @wraps(handler)
        async def streaming(*given: Any, **named: Any) -> AsyncIterator[dict[Any, Any]]:
            async with aclosing(handler(*given, **named)) as parts:
                async for updates in parts:
                    yield _only_updates(updates)

        return streaming

    @wraps(handler)
    async def answering(*given: Any, **named: Any) -> dict[Any, Any]:
        return _only_updates(await handler(*given, **named))

    return answering


def _only_updates(updates: dict[Any, Any]) -> dict[Any, Any]:
    return {part: _update(value) for part, value in updates.items()}


def _update(value: Any) -> Any:
    is_one = isinstance(value, dict) and "__type__" in value
    return value if is_one else gr.update(value=value)
