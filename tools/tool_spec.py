"""A tool as a model sees it: its name, its flat arguments, what it is for; and how it is run.

The eight tools of TopicLlama and those of plugins are the same thing here. Descriptions are short,
because a small Llama loses the thread, and carry an example in English and in Chinese, because
they are the strongest hint it has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .errors import TopicLlamaError
from .tool_choices import closest_choice

if TYPE_CHECKING:
    from .toolbox import Toolbox


@dataclass(frozen=True, slots=True)
class Argument:
    """One flat argument. ``default`` None: it must be given. Numbers are held in low..high."""

    name: str
    about: str
    default: str | int | None = ""
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 1_000

    def schema(self, *, brief: bool = False) -> dict[str, Any]:
        found: dict[str, Any] = {"type": "integer" if isinstance(self.default, int) else "string"}
        if not (brief and self.choices):
            found["description"] = self.about
        if self.choices:
            found["enum"] = [c for c in self.choices if not (brief and c.startswith("preview "))]
        if self.default is not None and not brief:
            found["default"] = self.default
        return found


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """``about`` says in a sentence what it does; ``examples`` are requests and their arguments.

    ``run(toolbox, **arguments)`` does it. It returns a dataclass or a dict that JSON can hold; what
    it says to a person under "text", in the language of ``toolbox.language`` ("en" or "zh"), is
    shown as it is. It raises TopicLlamaError for what a person can put right.

    ``changes``: it changes texts, topics or anything else that stays. A person is asked before
    such a tool of a plugin runs, each time. ``needs`` is what there must be before it is offered.
    ``title`` is what people call it, in English and Chinese. ``requests`` are regular expressions
    of requests for it, whose named groups are arguments: the offline guide calls it by them.
    """

    name: str
    about: str
    examples: str = ""
    arguments: tuple[Argument, ...] = field(default_factory=tuple)
    run: Callable[..., Any] | None = None
    changes: bool = False
    needs: Literal["nothing", "documents", "topics"] = "documents"
    title: tuple[str, str] = ("", "")
    requests: tuple[str, ...] = ()

    @property
    def description(self) -> str:
        return f"{self.about} {self.examples}".strip()

    def schema(self, *, brief: bool = False) -> dict[str, Any]:
        """JSON schema of the arguments."""
        return {
            "type": "object",
            "properties": {a.name: a.schema(brief=brief) for a in self.arguments},
            "required": [a.name for a in self.arguments if a.default is None],
        }

    def function(self, *, brief: bool = False) -> dict[str, Any]:
        """The tool as chat models are told of it; ``brief``, for a small context: without examples
        and whatever else its names tell."""
        told = {
            "name": self.name,
            "description": self.about if brief else self.description,
            "parameters": self.schema(brief=brief),
        }
        return {"type": "function", "function": told}

    def read(self, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments as the toolbox takes them, from what a small model may write:
        "5" or 5.0 for 5, null, "topic 3" for 3, a list for a string; unknown names are dropped.
        TopicLlamaError for a number that is none."""
        wanted = {a.name: a for a in self.arguments}
        found = {n: _read(wanted[n], v) for n, v in given.items() if n in wanted}
        return {name: value for name, value in found.items() if value is not None}

    def call(self, toolbox: Toolbox, arguments: dict[str, Any]) -> Any:
        """Run it with arguments that were :meth:`read`; those that are missing are empty."""
        assert self.run is not None  # the registry refuses a tool without one
        required = {a.name: "" for a in self.arguments if a.default is None}
        return self.run(toolbox, **{**required, **arguments})


_EMPTY = ("", "none", "null", "undefined", "n/a")
_TOPIC = re.compile(r"(?:topics?|主题|话题|#|第)\s*#?\s*(\d+)(?:\s*(?:个?主题|个))?", re.IGNORECASE)


def _read(argument: Argument, value: Any) -> Any:
    if isinstance(value, dict):  # {"type": "string", "value": "x"}, as some Llamas copy the schema
        value = value.get("value", value.get("default"))
    if isinstance(value, list | tuple):
        value = ", ".join(str(part) for part in value)
    if value is None or str(value).strip().lower() in _EMPTY:
        return argument.default  # None (left out) where it must be given
    if isinstance(argument.default, int):
        return _number(argument, value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip().strip("<>").strip()  # as it stood in its fence
    if argument.name in ("topic", "topics"):
        text = re.sub(_TOPIC, r"\1", text) if _only_numbers(text) else text
    return closest_choice(text, argument.choices) if argument.choices else text


def _only_numbers(text: str) -> bool:
    """ "topic 3", "topics 1 and 4": nothing but numbers, so not a label such as "topic 3 news"."""
    left = re.sub(r"[\d\s,，、&+#]|\band\b|和|与", "", _TOPIC.sub("", text))
    return not left


def _number(argument: Argument, value: Any) -> int:
    text = str(value).strip().lower()
    if text in ("auto", "default", "all", "自动"):
        assert isinstance(argument.default, int)
        return argument.default
    found = re.search(r"-?\d+", text)
    if found is None:
        raise TopicLlamaError(
            f"{argument.name} is {text!r}, which is not a number.", "Give it in digits."
        )
    return min(max(int(found.group()), argument.low), argument.high)
