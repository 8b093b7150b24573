"""Which loader reads which file: by its ending, ours and those of plugins (:mod:`plugins`)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias, cast

from . import plugins
from .sources import Notes, Page, Row, Source

PageReader: TypeAlias = Callable[[Source, Notes], Page]
RowReader: TypeAlias = Callable[[Source, Notes], Iterator[Row]]
ARCHIVES = (".zip", ".gz")
_BINARY = ("docx", "ods", "pdf", "xls", "xlsm", "xlsx")  # packed by themselves, so not read in .gz


def rows_of(suffix: str) -> RowReader | None:
    """The loader of files with this ending (".csv") if they are tables: a generator function, whose
    rows become a document each. PluginError when it cannot be used."""
    loader = _loader(suffix)
    if loader is None or not _yields(loader):
        return None
    return cast(RowReader, loader)


def page_of(suffix: str) -> PageReader | None:
    """The loader of files with this ending (".txt") if they are one document each: a function that
    returns a page. PluginError when it cannot be used."""
    loader = _loader(suffix)
    if loader is None or _yields(loader):
        return None
    return cast(PageReader, loader)


def readable(name: str) -> bool:
    """Whether there is a loader for a file of this name; of .gz not those of packed formats."""
    path = Path(name.lower())
    if path.suffix == ".gz":
        inner = Path(path.stem).suffix
        return not inner or (inner[1:] not in _BINARY and known(inner))
    return path.suffix == ".zip" or known(path.suffix)


def known(suffix: str) -> bool:
    """Whether there is a loader for this ending. Nothing is imported."""
    return plugins.find("loader", suffix.removeprefix(".")) is not None


def formats() -> str:
    """The endings that can be read, for people."""
    return " ".join([*(f".{name}" for name in plugins.names("loader")), *ARCHIVES])


def added() -> list[str]:
    """The endings that plugins add."""
    named = (plugins.find("loader", name) for name in plugins.names("loader"))
    return [f".{plugin.name}" for plugin in named if plugin is not None and not plugin.built_in]


def _loader(suffix: str) -> Callable[..., object] | None:
    plugin = plugins.find("loader", suffix.removeprefix("."))
    if plugin is None:
        return None
    loader: Callable[..., object] = plugins.load(plugin)
    return loader if plugin.built_in else _checked(plugin, loader)


def _yields(loader: Callable[..., object]) -> bool:
    return inspect.isgeneratorfunction(loader) or inspect.isgeneratorfunction(
        getattr(loader, "__call__", None)  # noqa: B004 - of an object that is called like one
    )


def _checked(plugin: plugins.Plugin, loader: Callable[..., object]) -> Callable[..., object]:
    """The loader of a plugin, which gives pages or rows and nothing else."""

    def wrong(given: object) -> plugins.PluginError:
        return plugins.PluginError(
            f"The loader {plugin.name} of the package {plugin.package} gave a "
            f"{type(given).__name__}, which is neither a Page nor a Row.",
            "Tell those who made it.",
        )

    def page(source: Source, notes: Notes) -> object:
        found = loader(source, notes)
        if not isinstance(found, Page):
            raise wrong(found)
        return found

    def rows(source: Source, notes: Notes) -> Iterator[object]:
        for row in cast(RowReader, loader)(source, notes):
            if not isinstance(row, Row):
                raise wrong(row)
            yield row

    return rows if _yields(loader) else page
