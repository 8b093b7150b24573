"""Replies of a language model, however it is reached: its name, and answers as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

Answer = TypeVar("Answer")
# a tool's own call must not appear in the conversation's stream
QUIETLY: dict[str, Any] = {"tags": ["nostream"]}


def model_name(llm: Any) -> str:
    """What a LangChain chat model calls its model, else the name of its class."""
    return str(getattr(llm, "model", "") or getattr(llm, "model_name", "") or type(llm).__name__)


def is_cut(reply: Any) -> bool:
    """Whether a message ended because it got too long."""
    return bool(getattr(reply, "response_metadata", {}).get("done_reason") == "length")


async def structured(
    llm: Any,
    schema: Mapping[str, Any],
    text: str,
    read: Callable[[Any], Answer | None],
    again: str = "",
) -> Answer | None:
    """What ``read`` makes of the reply to ``text``: a dict with ``raw`` (the message) and
    ``parsed`` (its JSON, read leniently). A reply that it makes None of is asked for once more,
    by ``again`` if there is one: a model that is nearly sure gives the same reply to the same
    words. None when neither could be used."""
    asking = llm.with_structured_output(schema, method="json_schema", include_raw=True)
    for asked in (text, again or text):
        if (answer := read(await asking.ainvoke(asked, QUIETLY))) is not None:
            return answer
    return None
