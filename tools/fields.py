"""What is known of all documents at once, kept as long as the corpus is the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus
from .date_range import first_day, last_day
from .workspace import Workspace


class Fields:
    """Fields of the D documents of a corpus, in loading order, read when they are asked for. What
    somebody loads meanwhile is not among them: all have the same length D."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.ids: list[str] = corpus.ids()
        self._named: tuple[Sequence[str], NDArray[np.int64]] | None = None
        self._coded: dict[str, tuple[list[str], NDArray[np.int32]]] = {}

    def _column(self, name: str) -> list[str]:
        return self._fitting(self._corpus.column(name))

    def _fitting(self, values: Sequence[str]) -> list[str]:
        number = len(self.ids)
        return [*values[:number], *[""] * (number - len(values))]

    @cached_property
    def positions(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(self.ids)}

    def positions_of(self, names: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The positions of those names that are documents here, and which (N,) they are; that of
        the last names is remembered."""
        last = self._named
        if last is None or last[0] is not names:
            last = names, np.array([self.positions.get(name, -1) for name in names], np.int64)
            self._named = last
        found = last[1]
        return found[found >= 0], found >= 0

    @cached_property
    def _dates(self) -> list[str]:
        return self._column("date")

    @cached_property
    def first_days(self) -> NDArray[np.int64]:
        """The first day of each document's date as a number (D,), 0 without a date."""
        return _days(self._dates, first_day)

    @cached_property
    def last_days(self) -> NDArray[np.int64]:
        return _days(self._dates, last_day)

    @cached_property
    def label(self) -> NDArray[np.object_]:
        return np.asarray(self._column("label"), object)

    @cached_property
    def source(self) -> NDArray[np.object_]:
        return np.asarray(self._column("source"), object)

    @cached_property
    def language(self) -> NDArray[np.object_]:
        return np.asarray(self._column("language"), object)

    def coded(self, name: str) -> tuple[list[str], NDArray[np.int32]]:
        """The values of a field ("label", "source", "language"), most frequent first, and the
        number of each document's value in them (D,): what filters and counts are quick with."""
        if name not in self._coded:
            column = getattr(self, name).tolist()
            values = [value for value, _ in Counter(column).most_common()]
            numbers = {value: i for i, value in enumerate(values)}
            codes = np.fromiter(map(numbers.__getitem__, column), np.int32, len(column))
            self._coded[name] = values, codes
        return self._coded[name]

    @cached_property
    def by_date(self) -> NDArray[np.int64]:
        """Positions (D,), the newest first, those without a date last."""
        return np.argsort(-self.first_days, kind="stable")

    @cached_property
    def by_title(self) -> NDArray[np.int64]:
        """Positions (D,) in the order of the headings, case apart."""
        headings = [heading.casefold() for heading in self._fitting(self._corpus.headings())]
        return np.array(sorted(range(len(headings)), key=headings.__getitem__), np.int64)


def fields(workspace: Workspace) -> Fields:
    """Those of the corpus as it is. The fingerprint is of the texts alone, so the database's files
    say whether anything else changed."""
    corpus = workspace.corpus
    return _fields(corpus.path, corpus.fingerprint, corpus.state)


@lru_cache(maxsize=3)
def _fields(path: Path, fingerprint: str, state: tuple[tuple[int, int], ...]) -> Fields:
    return Fields(Corpus(path))


def _days(dates: Sequence[str], day: Callable[[str], int]) -> NDArray[np.int64]:
    """One day for each date; many documents share a date, or have none."""
    known = {date: day(date) for date in set(dates)}
    return np.fromiter(map(known.__getitem__, dates), np.int64, len(dates))
