"""What an Ollama server offers: is it there, which models has it, do they call tools."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from ssl import SSLContext
from typing import Any

DEFAULT_HOST = "http://127.0.0.1:11434"
NUM_PREDICT = 1024  # tokens that a reply has at most


def reply_tokens(num_ctx: int) -> int:
    """Tokens kept free for the reply in a context of ``num_ctx``."""
    return min(NUM_PREDICT, max(256, num_ctx // 6))


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One model of the server. ``size`` in bytes, ``context_length`` in tokens (0: not told),
    ``parameter_size`` as the server words it ("3.2B")."""

    name: str
    size: int = 0
    capabilities: tuple[str, ...] = ()
    context_length: int = 0
    parameter_size: str = ""

    @property
    def can_call_tools(self) -> bool:
        return "tools" in self.capabilities


@dataclass(frozen=True, slots=True)
class OllamaStatus:
    """``error`` says why the server, or its list of models, could not be read; ``forbidden`` that
    it answers, but lets nobody in under this address."""

    reachable: bool
    host: str
    version: str = ""
    models: list[ModelInfo] = field(default_factory=list)
    error: str = ""
    forbidden: bool = False

    def find(self, name: str) -> ModelInfo | None:
        """The model of this name; without a tag it is ``latest``, as for Ollama itself."""
        wanted = name if ":" in name else f"{name}:latest"
        return next((m for m in self.models if m.name in (name, wanted)), None)


def server_status(host: str | None = None, timeout: float = 2.0) -> OllamaStatus:
    """Ask the server (``OLLAMA_HOST`` when no host is given) what it has; never raises.

    ``timeout`` in seconds holds for each request.
    """
    shown = host or os.environ.get("OLLAMA_HOST") or DEFAULT_HOST
    try:
        return _ask(host, shown, timeout)
    except Exception as error:  # whatever answers on that port may send anything at all
        forbidden = getattr(error, "status_code", 0) == 403
        return OllamaStatus(False, shown, error=_in_words(error), forbidden=forbidden)


@cache
def ssl_context() -> SSLContext:
    """One for all clients: making it takes longer than asking the server."""
    import httpx

    return httpx.create_ssl_context()


def _ask(host: str | None, shown: str, timeout: float) -> OllamaStatus:
    import ollama

    with ollama.Client(host=host, timeout=timeout, verify=ssl_context()) as client:
        listed = client.list().models
        with ThreadPoolExecutor(max_workers=4) as pool:
            models = list(pool.map(lambda m: _describe(client, m), listed))
        return OllamaStatus(True, shown, _version(client), models)


def _describe(client: Any, listed: Any) -> ModelInfo:
    name = str(listed.model or "")
    details = listed.details
    known = ModelInfo(
        name,
        size=int(listed.size or 0),
        parameter_size=str((details and details.parameter_size) or ""),
    )
    try:
        shown = client.show(name)
    except Exception:  # a model that cannot be shown is listed without capabilities
        return known
    facts = shown.modelinfo or {}
    context = next((v for k, v in facts.items() if k.endswith(".context_length")), 0)
    return ModelInfo(
        name,
        known.size,
        tuple(shown.capabilities or ()),
        int(context or 0),
        known.parameter_size,
    )


def _version(client: Any) -> str:
    # The ollama package has no call for the version; its own HTTP client has.
    try:
        return str(client._client.get("/api/version").json().get("version", ""))
    except Exception:
        return ""


def _in_words(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return "nothing answers there" if isinstance(error, ConnectionError) else text


class StatusCache:
    """The status of each server, asked again when it is older than ``seconds``."""

    def __init__(
        self,
        seconds: float = 3.0,
        ask: Callable[[str | None], OllamaStatus] = server_status,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._ask, self._clock = seconds, ask, clock
        self._known: dict[str, tuple[float, OllamaStatus]] = {}
        self._locks: dict[str, threading.Lock] = {}  # one server's silence holds up no other
        self._lock = threading.Lock()

    def get(self, host: str | None = None) -> OllamaStatus:
        key = host or os.environ.get("OLLAMA_HOST") or DEFAULT_HOST
        with self._lock:
            asking = self._locks.setdefault(key, threading.Lock())
        with asking:
            when, status = self._known.get(key, (float("-inf"), None))
            if status is None or self._clock() - when > self._seconds:
                status = self._ask(host)
                self._known[key] = (self._clock(), status)
            return status

    def each(self, hosts: Sequence[str | None]) -> Iterator[tuple[str | None, OllamaStatus]]:
        """Every host with its status, in this order. All are asked at once, and who takes only
        the first does not wait for the others."""
        pool = ThreadPoolExecutor(max_workers=len(hosts))
        asked = [pool.submit(self.get, host) for host in hosts]
        pool.shutdown(wait=False)
        for host, answer in zip(hosts, asked, strict=True):
            yield host, answer.result()

    def forget(self) -> None:
        """Ask again at the next call: a server was found to have gone."""
        self._known = {}
