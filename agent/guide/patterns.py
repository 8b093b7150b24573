"""Lists of patterns that are compiled when they are first looked for: a request needs few."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Patterns:
    """Patterns in the order in which they are tried, upper and lower case alike."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts
        self._compiled: list[re.Pattern[str]] = []

    def __iter__(self) -> Iterator[re.Pattern[str]]:
        for place, text in enumerate(self._texts):
            if place == len(self._compiled):
                self._compiled.append(re.compile(text, re.IGNORECASE))
            yield self._compiled[place]

    def first(self, text: str) -> re.Match[str] | None:
        """Where the first of them stands that is found in a text."""
        return next((found for pattern in self if (found := pattern.search(text))), None)
