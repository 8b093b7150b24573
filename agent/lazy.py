"""A list whose entries are made when they are looked at: a chat of thousands of turns is opened to
see the last few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, MutableSequence
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class _Unmade:
    __slots__ = ("source",)

    def __init__(self, source: Any) -> None:
        self.source = source


class Lazy(MutableSequence[T], Generic[T]):
    """``make`` turns each of the ``sources`` into an entry, once; what is added is one already."""

    def __init__(self, sources: Iterable[Any] = (), make: Callable[[Any], T] | None = None) -> None:
        self._items: list[Any] = [_Unmade(source) for source in sources]
        self._make: Callable[[Any], Any] = make or (lambda source: source)

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self._at(number) for number in range(*index.indices(len(self._items)))]
        return self._at(index)

    def _at(self, number: int) -> T:
        item = self._items[number]
        if isinstance(item, _Unmade):
            item = self._items[number] = self._make(item.source)
        made: T = item
        return made

    def __setitem__(self, index: Any, value: Any) -> None:
        self._items[index] = value

    def __delitem__(self, index: int | slice) -> None:
        del self._items[index]

    def insert(self, index: int, value: T) -> None:
        self._items.insert(index, value)

    def first(self, length: int) -> Lazy[T]:
        """The first ``length`` in a list of their own, none of them made for it."""
        found: Lazy[T] = Lazy((), self._make)
        found._items = self._items[:length]
        return found

    def unmade(self) -> Iterator[tuple[Any, T | None]]:
        """Each as (source, None) while it was not looked at, else as (None, entry)."""
        for item in self._items:
            yield (item.source, None) if isinstance(item, _Unmade) else (None, item)

    def made(self, until: int | None = None) -> list[T]:
        """Those of the first ``until`` that were looked at, or added."""
        return [item for item in self._items[:until] if not isinstance(item, _Unmade)]
