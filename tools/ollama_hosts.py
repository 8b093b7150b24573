"""Which Ollama servers there are: one, or several that share the work."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from .sharing import A_FEW

_PATIENCE = 300.0  # a laptop loads the model before the first token


def ollama_hosts(settings: Mapping[str, Any]) -> tuple[str | None, ...]:
    """The addresses of the Ollama servers, in order, at least one.

    The settings ``ollama_host`` and ``ollama_hosts`` (a list, or separated by commas), else
    ``OLLAMA_HOSTS`` (separated by commas), else None: the client's own choice, ``OLLAMA_HOST`` or
    this computer.
    """
    named = [*_listed(settings.get("ollama_host")), *_listed(settings.get("ollama_hosts"))]
    named = named or _listed(os.environ.get("OLLAMA_HOSTS"))
    return tuple(dict.fromkeys(named)) or (None,)


def requests_at_once(settings: Mapping[str, Any]) -> int:
    """How many replies each server writes at a time: the setting ``ollama_parallel``, else
    ``OLLAMA_NUM_PARALLEL``, which the servers themselves read, else a few: an Ollama server does
    not tell, and puts what it has no room for in a queue."""
    given = settings.get("ollama_parallel") or os.environ.get("OLLAMA_NUM_PARALLEL") or A_FEW
    try:
        return max(1, int(given))
    except (TypeError, ValueError):
        return A_FEW


def patience(settings: Mapping[str, Any] | None = None) -> float:
    """Seconds that a server may be silent before it counts as hanging: the setting
    ``ollama_timeout``, else ``TOPICLLAMA_OLLAMA_TIMEOUT``, else five minutes."""
    given = (settings or {}).get("ollama_timeout") or os.environ.get("TOPICLLAMA_OLLAMA_TIMEOUT")
    try:
        return max(0.1, float(given or _PATIENCE))
    except (TypeError, ValueError):
        return _PATIENCE


def _listed(value: Any) -> list[str]:
    parts = value.split(",") if isinstance(value, str) else value or []
    return [text for part in parts if (text := str(part).strip())]
