"""Loaders, embedders, algorithms and tools, found by the entry points of installed packages.

There is one way in. What TopicLlama has itself stands in its own ``pyproject.toml`` in the same
groups as what other packages add, a line each, and nothing is imported before it is used. A plugin
that cannot be used stops nothing but itself: it is told of in a warning, and the doctor names it.
docs/plugins.md says how to write one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import Distribution, EntryPoint, distributions
from typing import Any, Literal, TypeVar

from .errors import TopicLlamaError

Kind = Literal["loader", "embedder", "algorithm", "tool"]
KINDS: tuple[Kind, ...] = ("loader", "embedder", "algorithm", "tool")
OURS = "topicllama"
_GROUPS: dict[str, Kind] = {f"topicllama.{kind}s": kind for kind in KINDS}
_NAMES: dict[Kind, str] = {
    "loader": r"[a-z0-9_+-]{1,20}",  # a file's ending, without its dot
    "embedder": r"[\w.-]{1,60}",
    "algorithm": r"[a-z][a-z0-9_-]{0,30}",
    "tool": r"[a-z][a-z0-9_]{2,60}",
}
T = TypeVar("T")
log = logging.getLogger(__name__)


class PluginError(TopicLlamaError):
    """A plugin cannot be used: it does not import, or is not what its group is for."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """One line of a package's entry points. ``hidden_by`` is the package whose plugin of the same
    kind and name is used instead."""

    kind: Kind
    name: str
    package: str
    version: str
    entry: EntryPoint = field(repr=False)
    hidden_by: str = ""

    @property
    def built_in(self) -> bool:
        return self.package == OURS


@dataclass(frozen=True, slots=True)
class Finding:
    """A plugin and what became of it: ``state`` is "ok", "failed" or "hidden"; ``detail`` says why
    it is not used and ``hint`` what to do, in English."""

    plugin: Plugin
    state: str = "ok"
    detail: str = ""
    hint: str = ""


def names(kind: Kind) -> tuple[str, ...]:
    """The names of a kind, TopicLlama's own first. Nothing is imported."""
    return tuple(_used()[kind])


def find(kind: Kind, name: str) -> Plugin | None:
    """The plugin of that name (however it is spelt in capitals), or None."""
    known = _used()[kind]
    return known.get(name) or next((p for n, p in known.items() if n.lower() == name.lower()), None)


def load(plugin: Plugin) -> Any:
    """What its entry point names. PluginError when that cannot be used."""
    thing, reason = _loaded(plugin)
    if reason:
        raise PluginError(*_sentences(plugin, reason))
    return thing


def usable(kind: Kind) -> Iterator[tuple[Plugin, Any]]:
    """The plugins of a kind with what they name; those that cannot be used are left out."""
    for plugin in _used()[kind].values():
        thing, reason = _loaded(plugin)
        if not reason:
            yield plugin, thing


def findings() -> list[Finding]:
    """Every plugin with its state, by kind, TopicLlama's own first. All are imported."""
    return [_finding(plugin) for plugin in sorted(_all(), key=lambda p: KINDS.index(p.kind))]


def warnings() -> list[Finding]:
    """What was found wrong so far in this process. Nothing is looked for that was not needed."""
    if not _looked:
        return []
    hidden = [_finding(plugin) for plugin in _all() if plugin.hidden_by]
    return [*hidden, *(_finding(plugin) for plugin, reason in _outcomes.items() if reason[1])]


def kept(function: Callable[[], T]) -> Callable[[], T]:
    """Remembers what a function made of the plugins, until :func:`forget`."""
    made = cache(function)
    _kept.append(made.cache_clear)
    return made


def forget() -> None:
    """Look for packages anew: they are looked for once a process."""
    _outcomes.clear()
    _looked.clear()
    for clear in _kept:
        clear()


_kept: list[Callable[[], None]] = []


# what there is -------------------------------------------------------------------------------


@kept
def _used() -> dict[Kind, dict[str, Plugin]]:
    known: dict[Kind, dict[str, Plugin]] = {kind: {} for kind in KINDS}
    for plugin in _all():
        if not plugin.hidden_by:
            known[plugin.kind][plugin.name] = plugin
    if not any(plugin.built_in for plugin in _all()):
        raise TopicLlamaError(
            "TopicLlama's own parts are not found: the installed package is older than the code.",
            "Install it again: pip install -e . in a checkout, else pip install topicllama",
        )
    return known


@kept
def _all() -> tuple[Plugin, ...]:
    """All plugins. Of two with one name TopicLlama's own is used, else that of the package whose
    name comes first."""
    _looked.append(True)
    found = sorted(_declared(), key=lambda p: (not p.built_in, p.package, p.name))
    owners: dict[tuple[Kind, str], str] = {}
    made = []
    for plugin in found:
        owner = owners.setdefault((plugin.kind, plugin.name.lower()), plugin.package)
        hidden = owner if owner != plugin.package else ""
        made.append(Plugin(plugin.kind, plugin.name, plugin.package, plugin.version, plugin.entry,
                           hidden))  # fmt: skip
        if hidden:
            log.warning(_hidden(made[-1])[0])
    return tuple(made)


def _declared() -> Iterator[Plugin]:
    """The lines of every package, of one that is installed twice those that Python would import."""
    seen = set[str]()
    for package in distributions():
        try:
            text = package.read_text("entry_points.txt") or ""
            if "topicllama." not in text or package.name in seen:
                continue
            seen.add(package.name)
            yield from _lines(package)
        except Exception:  # a broken package of somebody else's, whatever is wrong with it
            place = getattr(package, "_path", "a package")
            log.warning("the entry points of %s cannot be read", place, exc_info=True)


def _lines(package: Distribution) -> Iterator[Plugin]:
    name, version = package.name, package.version
    for entry in package.entry_points:
        if entry.group in _GROUPS:
            kind = _GROUPS[entry.group]
            given = entry.name.lower().lstrip(".") if kind == "loader" else entry.name
            yield Plugin(kind, given, name, version, entry)


# using them ----------------------------------------------------------------------------------

_outcomes: dict[Plugin, tuple[Any, str]] = {}
_looked: list[bool] = []


def _loaded(plugin: Plugin) -> tuple[Any, str]:
    """What it names, and "" or why it cannot be used. It is tried once a process."""
    if plugin not in _outcomes:
        _outcomes[plugin] = _tried(plugin)
        if reason := _outcomes[plugin][1]:
            log.warning(_sentences(plugin, reason)[0])
    return _outcomes[plugin]


def _tried(plugin: Plugin) -> tuple[Any, str]:
    if not re.fullmatch(_NAMES[plugin.kind], plugin.name):
        return None, f"the name {plugin.name} is not possible"
    try:
        thing = plugin.entry.load()
        return thing, _SHAPES[plugin.kind](plugin, thing)
    except (Exception, SystemExit) as error:  # the code of somebody else may raise anything
        return None, in_short(error)


def in_short(error: BaseException) -> str:
    """An error in a few words, without the end of a sentence in it."""
    told = (str(error).strip().splitlines() or [""])[0][:200].rstrip(".")
    name = type(error).__name__
    return (f"{name}: {told}" if told else name).replace(". ", "; ").replace("。", "；")


def _function(plugin: Plugin, thing: Any) -> str:
    return "" if callable(thing) else "it is not a function"


def _algorithm(plugin: Plugin, thing: Any) -> str:
    from .algorithms import Algorithm

    return "" if isinstance(thing, Algorithm) else "it is not an Algorithm"


def _tool(plugin: Plugin, thing: Any) -> str:
    from .tool_spec import ToolSpec

    if not isinstance(thing, ToolSpec):
        return "it is not a ToolSpec"
    if thing.name != plugin.name:
        return f"it calls itself {thing.name}"
    for pattern in thing.requests:
        re.compile(pattern)
    return "" if callable(thing.run) else "its run is not a function"


_SHAPES: dict[Kind, Callable[[Plugin, Any], str]] = {
    "loader": _function,
    "embedder": _function,
    "algorithm": _algorithm,
    "tool": _tool,
}


# in words ------------------------------------------------------------------------------------


def _finding(plugin: Plugin) -> Finding:
    if plugin.hidden_by:
        return Finding(plugin, "hidden", *_hidden(plugin))
    reason = _loaded(plugin)[1]
    return Finding(plugin, "failed", *_sentences(plugin, reason)) if reason else Finding(plugin)


def _sentences(plugin: Plugin, reason: str) -> tuple[str, str]:
    return (
        f"The plugin {plugin.name} of the package {plugin.package} cannot be used ({reason}).",
        f"Update the package, or remove it: pip uninstall {plugin.package}",
    )


def _hidden(plugin: Plugin) -> tuple[str, str]:
    return (
        f"The plugin {plugin.name} of the package {plugin.package} is not used: {plugin.hidden_by} "
        "has one of the same name.",
        f"Remove one of the two packages: pip uninstall {plugin.package}",
    )
