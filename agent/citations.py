"""Citation numbers: given to passages when a tool returns them, read back from the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .events import Citation

# [1]  [1, 2]  【3】  and a link that a model makes of a number: [1](http://…)
_NUMBERS = re.compile(
    r"(?<![ \t])(?P<space>[ \t]*)[\[【](?P<numbers>\d{1,3}(?:\s*[,，、;]\s*\d{1,3})*)[\]】]"
    r"(?:\((?:https?:|www\.|#)[^)\s]*\))?"
)
_ENTITY = ("id", "passage")


class Citations:
    """The passages that one turn has seen, numbered from 1 in the order they came.

    The same passage keeps its number when another tool returns it again.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, str], int] = {}
        self._found: dict[int, Citation] = {}

    @property
    def empty(self) -> bool:
        """Whether no passage was returned yet."""
        return not self._found

    def number(self, result: dict[str, Any]) -> dict[str, Any]:
        """Write a ``number`` into every passage of a tool's JSON result (changed in place)."""
        for entry in _passages(result):
            key = (str(entry["id"]), int(entry.get("start") or 0), entry["passage"])
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers) + 1
                self._found[self._numbers[key]] = _citation(self._numbers[key], entry)
            entry["number"] = self._numbers[key]
        return result

    def cited(self, text: str) -> list[Citation]:
        """The passages that the text cites, in the order of their first mention."""
        wanted = dict.fromkeys(
            int(n) for m in _NUMBERS.finditer(text) for n in re.findall(r"\d+", m["numbers"])
        )
        return [self._found[n] for n in wanted if n in self._found]

    def first(self, most: int) -> str:
        """The numbers of the first passages, as an answer cites them: "[1][2]"."""
        return "".join(f"[{n}]" for n in list(self._found)[:most])

    def clean(self, text: str) -> str:
        """The text with numbers that no passage has taken out, and ``[1, 2]`` as ``[1][2]``."""
        cleaned = self._replaced(text, "")
        # In [[9]1] what goes would leave a citation that nobody wrote; (9) leaves none.
        made = self._written(cleaned) != self._written(text)
        return self._replaced(text, "({})") if made else cleaned

    def _replaced(self, text: str, unknown: str) -> str:
        def replace(match: re.Match[str]) -> str:
            known = [n for n in re.findall(r"\d+", match["numbers"]) if int(n) in self._found]
            if known:
                return match["space"] + "".join(f"[{n}]" for n in known)
            return unknown.format(match["numbers"])

        return _NUMBERS.sub(replace, text)

    def _written(self, text: str) -> list[int]:
        written = (
            int(n) for m in _NUMBERS.finditer(text) for n in re.findall(r"\d+", m["numbers"])
        )
        return [n for n in written if n in self._found]


def without_numbers(text: str) -> str:
    """The text without citations, as an older answer is shown to the model."""
    return _NUMBERS.sub("", text)


def _citation(number: int, entry: dict[str, Any]) -> Citation:
    return Citation(
        number,
        str(entry["id"]),
        entry["passage"],
        title=str(entry.get("title") or ""),
        date=str(entry.get("date") or ""),
        start=int(entry.get("start") or 0),
        end=int(entry.get("end") or 0),
    )


def _passages(value: Any) -> Iterator[dict[str, Any]]:
    """Every dict with a document's id and a passage of it, however deep in the result."""
    if isinstance(value, dict):
        if all(isinstance(value.get(name), str) and value[name] for name in _ENTITY):
            yield value
        for child in value.values():
            yield from _passages(child)
    elif isinstance(value, list):
        for child in value:
            yield from _passages(child)
