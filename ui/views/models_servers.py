"""What the Ollama servers of a workspace have, asked once for all parts of the view."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...agent.models import status_cache
from ...agent.ollama import ModelInfo, OllamaStatus
from ...agent.ollama_models import loaded_models
from ...tools.ollama_hosts import ollama_hosts

_FRESH = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Servers:
    """``all`` in order; ``first`` is the first that answers (the one whose models are shown), or
    the first of them; ``host`` its address as clients take it, ``loaded`` what it has in memory."""

    all: list[OllamaStatus]
    first: OllamaStatus
    host: str | None
    loaded: frozenset[str]

    @property
    def models(self) -> list[ModelInfo]:
        return sorted(self.first.models, key=lambda model: (not model.can_call_tools, model.name))

    @property
    def answering(self) -> list[str]:
        """Names of the models that can carry the conversation."""
        return [short(model.name) for model in self.models if model.can_call_tools]

    @property
    def embedding(self) -> list[str]:
        return [short(model.name) for model in self.models if "embedding" in model.capabilities]


_known: dict[tuple[str | None, ...], tuple[float, Servers]] = {}
_asking: dict[tuple[str | None, ...], threading.Lock] = {}
_lock = threading.Lock()


def known_servers(settings: Mapping[str, Any]) -> Servers | None:
    """What was found a moment ago; None: they have to be asked, which can take seconds."""
    when, servers = _known.get(ollama_hosts(settings), (0.0, None))
    return servers if time.monotonic() - when < _FRESH else None


def ask_servers(settings: Mapping[str, Any]) -> Servers:
    """What they have; several parts of the view that ask at once wait for one answer."""
    hosts = ollama_hosts(settings)
    with _lock:
        asking = _asking.setdefault(hosts, threading.Lock())
    with asking:
        if found := known_servers(settings):
            return found
        statuses = list(status_cache.each(hosts))
        host, first = next(((h, s) for h, s in statuses if s.reachable), statuses[0])
        loaded = loaded_models(host) if first.reachable else frozenset[str]()
        servers = Servers([status for _, status in statuses], first, host, loaded)
        _known[hosts] = time.monotonic(), servers
        return servers


def forget_servers() -> None:
    """Ask again: something was changed there, or another address was given."""
    _known.clear()
    status_cache.forget()


def short(name: str) -> str:
    return name.removesuffix(":latest")
