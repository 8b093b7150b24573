"""Whether the calls of a turn are those that were expected."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..tools.date_range import first_day, last_day
from ..tools.errors import TopicLlamaError
from ..tools.resolve import resolve_topic
from ..tools.topic_model import TopicModel
from .evaluation_cases import Expected
from .tool_specs import by_name

_PLACE = re.compile(r"@(\d+)")  # "@2": the second of what was shown last
_FREE = ("limit",)  # how many documents are shown is the model's own choice


@dataclass(frozen=True, slots=True)
class Call:
    """A call that was made, as the toolbox got it."""

    tool: str
    arguments: Mapping[str, Any]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a turn began with: the topics there were, and the ids that were shown last."""

    model: TopicModel | None = None
    topics: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def resolved(self, name: str, value: Any) -> Any:
        """A value of a conversation with "@2" replaced by the id that it stands for."""
        found = _PLACE.fullmatch(str(value))
        if found is None:
            return value
        listed = self.topics if name.startswith("topic") else self.documents
        place = int(found[1])
        return listed[place - 1] if place <= len(listed) else ""


def right_tools(expected: Sequence[Expected], calls: Sequence[Call]) -> bool:
    """The same tools in the same order, where a tool may be called again after itself: a call that
    failed is mended."""
    return [call.tool for call in expected] == [call.tool for call in _last_of_each(calls)]


def right_arguments(expected: Sequence[Expected], calls: Sequence[Call], shown: Shown) -> bool:
    """The last call of each tool in a row has the arguments that were expected."""
    made = _last_of_each(calls)
    return right_tools(expected, calls) and all(
        _right(one, call, shown) for one, call in zip(expected, made, strict=True)
    )


def _last_of_each(calls: Sequence[Call]) -> list[Call]:
    return [
        call
        for number, call in enumerate(calls)
        if number + 1 == len(calls) or calls[number + 1].tool != call.tool
    ]


def _right(expected: Expected, call: Call, shown: Shown) -> bool:
    for argument in by_name()[expected.tool].arguments:
        name = argument.name
        if name in _FREE and name not in expected.arguments:
            continue
        wanted = expected.arguments.get(name, argument.default)
        given = call.arguments.get(name, argument.default)
        allowed = wanted if isinstance(wanted, list) else [wanted]
        if not any(_same(name, shown.resolved(name, one), given, shown) for one in allowed):
            return False
    return True


def _same(name: str, wanted: Any, given: Any, shown: Shown) -> bool:
    one, other = _folded(wanted), _folded(given)
    if one == other:
        return True
    if not one or not other:
        return False
    if name in ("query", "style"):  # the words that matter stand in it
        return all(word in other for word in re.split(r"[\s,，、]+", one))
    if name in ("topic", "topics"):
        return _topics(one, shown.model) == _topics(other, shown.model)
    if name == "since":
        return 0 < first_day(one) == first_day(other)
    if name == "until":
        return 0 < last_day(one) == last_day(other)
    return sorted(_parts(one)) == sorted(_parts(other))


def _folded(value: Any) -> str:
    return " ".join(str(value if value is not None else "").lower().split()).strip("\"'“”。.")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，、;]|\band\b|和|与", text) if part.strip()]


def _topics(text: str, model: TopicModel | None) -> list[str]:
    """Ids and labels as ids, whatever their order."""
    return sorted(_topic(part, model) for part in _parts(text))


def _topic(text: str, model: TopicModel | None) -> str:
    if model is None:
        return text
    try:
        return str(resolve_topic(model, text))
    except TopicLlamaError:
        return text
