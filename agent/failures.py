"""What went wrong while a model was answering, in a sentence that says what to do."""

from __future__ import annotations

import logging

from ..tools.chinese_messages import in_chinese
from ..tools.damage import disk_problem
from ..tools.errors import TopicLlamaError
from .notices import notice

log = logging.getLogger(__name__)

# The model cannot answer this question however often it is asked: the guide does.
_FOR_THE_GUIDE = ("gone", "missing", "no_tools", "no_chat", "forbidden")
# What the server says of itself, in the words of the recorded exchanges; the first that stands in
# its message counts.
_SAID = (
    ("does not support tools", "no_tools"),
    ("does not support chat", "no_chat"),
    ("does not support", "unable"),
    ("exceeds the context length", "too_long"),
    ("more system memory", "memory"),
    ("out of memory", "memory"),
)
_STATUS = {403: "forbidden", 404: "missing", 429: "busy", 503: "busy"}


def guide_can_answer(error: Exception) -> bool:
    """Whether asking the same model again is of no use, so that the guide answers this question:
    nothing listens there any more (as opposed to a connection that broke in the middle), or the
    model is missing or cannot do it."""
    return _kind(error)[0] in _FOR_THE_GUIDE


def explain(error: Exception, model: str, language: str) -> str:
    """What happened and what to do, for a person; the trace of an unexpected error goes to the
    log."""
    told = disk_problem(error) or error
    if isinstance(told, TopicLlamaError):
        words = f"{told.message} {told.hint}".strip()
        return in_chinese(words) if language == "zh" else words
    short = model.partition(":")[2] or model
    key, detail = _kind(error)
    if key == "unexpected":
        log.error("the turn failed", exc_info=error)
    return notice(key, language, model=short, detail=detail)


def _kind(error: Exception) -> tuple[str, str]:
    """The key of its sentence, and the error's own words."""
    import httpx
    import ollama

    detail = " ".join(str(error).split())[:160] or type(error).__name__
    if isinstance(error, ConnectionError | httpx.ConnectError | httpx.ConnectTimeout):
        return "gone", detail
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return "timeout", detail
    if isinstance(error, httpx.TransportError):
        return "broken_off", detail
    if isinstance(error, ValueError) and type(error).__name__ == "JSONDecodeError":
        return "broken_off", detail  # a line of the stream was torn
    if isinstance(error, ollama.ResponseError):
        return _refusal(error.error, error.status_code)
    return "unexpected", f"{type(error).__name__}: {detail}"


def _refusal(said: str, status: int) -> tuple[str, str]:
    detail = " ".join(said.split())[:160] or str(status)
    found = next((kind for words, kind in _SAID if words in said), "")
    return found or _STATUS.get(status, "refused"), detail
