"""The ids of many documents as one row of bytes: a million of them take 25 MB instead of 75."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .array_files import mapped

_BLOCK = 10_000


class GrowingIds:
    """Ids as they come, one by one."""

    def __init__(self) -> None:
        self._names, self._ends = bytearray(), array("q")

    def __len__(self) -> int:
        return len(self._ends)

    def append(self, name: str) -> None:
        self._names += name.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._names))

    def done(self) -> DocumentIds:
        return DocumentIds(np.frombuffer(self._names, np.uint8), np.array(self._ends, np.int64))


class DocumentIds(Sequence[str]):
    """A sequence of ids that never changes; it equals any sequence of the same strings.

    ``names`` holds all ids in UTF-8 one after the other, ``ends`` (D) where each ends in it.
    """

    FILES = ("ids.npy", "id-ends.npy")

    def __init__(self, names: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._names = names
        self._ends = ends

    @classmethod
    def of(cls, ids: Iterable[str]) -> DocumentIds:
        """From strings; what is compact already stays as it is."""
        if isinstance(ids, DocumentIds):
            return ids
        growing = GrowingIds()
        for name in ids:
            growing.append(name)
        return growing.done()

    @classmethod
    def load(cls, folder: Path) -> DocumentIds:
        """What :meth:`save` wrote, memory-mapped; ValueError when it is damaged."""
        names, ends = (mapped(folder / file) for file in cls.FILES)
        if names.dtype != np.uint8 or ends.dtype != np.int64 or len(names) != ends[-1:].sum():
            raise ValueError("the list of documents is damaged")
        return cls(names, ends)

    def save(self, folder: Path) -> None:
        np.save(folder / self.FILES[0], self._names, allow_pickle=False)
        np.save(folder / self.FILES[1], self._ends, allow_pickle=False)

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        if isinstance(place, slice):
            return tuple(self[n] for n in range(*place.indices(len(self))))
        end = int(self._ends[place])  # raises IndexError where there is none
        place = int(place) % len(self)
        start = int(self._ends[place - 1]) if place else 0
        return self._names[start:end].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        start = 0
        for first in range(0, len(self), _BLOCK):
            ends = self._ends[first : first + _BLOCK].tolist()
            names, offset = self._names[start : ends[-1]].tobytes(), start
            for end in ends:
                yield names[start - offset : end - offset].decode("utf-8", "surrogatepass")
                start = end

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def index(self, value: Any, start: int = 0, stop: int | None = None) -> int:
        """The first place of an id (from ``start`` on); ValueError when it is not there."""
        place = self._find(value, start) if isinstance(value, str) else None
        if place is None or place >= (len(self) if stop is None else stop):
            raise ValueError(f"{value!r} is not among the documents")
        return place

    def _find(self, name: str, first: int = 0) -> int | None:
        """Looks through the bytes, which takes milliseconds for a million ids."""
        wanted, names = name.encode("utf-8", "surrogatepass"), self._names.tobytes()
        start = int(self._ends[first - 1]) if first else 0
        while (start := names.find(wanted, start)) >= 0:
            place = int(np.searchsorted(self._ends, start + len(wanted)))
            while place < len(self) and self._ends[place] == start + len(wanted):
                if place >= first and (self._ends[place - 1] if place else 0) == start:
                    return place
                place += 1
            start += 1
        return None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, DocumentIds):
            same = np.array_equal(self._ends, other._ends)
            return same and np.array_equal(self._names, other._names)
        if not isinstance(other, tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(map(str.__eq__, self, other))

    __hash__: Any = None

    def __repr__(self) -> str:
        return f"<{len(self)} document ids>"
