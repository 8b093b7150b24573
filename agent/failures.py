"""What went wrong while a model was answering, in a sentence that says what to do."""

from __future__ import annotations

import logging

from ..tools.errors import TopicLlamaError
from .notices import notice

log = logging.getLogger(__name__)


def server_is_gone(error: BaseException) -> bool:
    """Nothing listens there any more (as opposed to a connection that broke in the middle)."""
    import httpx

    return isinstance(error, ConnectionError | httpx.ConnectError | httpx.ConnectTimeout)


def explain(error: Exception, model: str, language: str) -> str:
    """One sentence for a person; the trace of an unexpected error goes to the log."""
    if isinstance(error, TopicLlamaError):
        return f"{error.message} {error.hint}".strip()
    short = model.partition(":")[2] or model
    key, detail = _kind(error)
    if key == "unexpected":
        log.error("the turn failed", exc_info=error)
    return notice(key, language, model=short, detail=detail)


def _kind(error: Exception) -> tuple[str, str]:
    import httpx
    import ollama

    detail = " ".join(str(error).split())[:160] or type(error).__name__
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "timeout", detail
    if isinstance(error, httpx.TransportError):
        return "broken_off", detail
    if isinstance(error, ValueError) and type(error).__name__ == "JSONDecodeError":
        return "broken_off", detail  # a line of the stream was torn
    if not isinstance(error, ollama.ResponseError):
        return "unexpected", f"{type(error).__name__}: {detail}"
    if error.status_code == 404:
        return "missing", detail
    if "does not support tools" in error.error:
        return "no_tools", detail
    return ("busy" if error.status_code in (429, 503) else "refused"), error.error[:160]
