"""A Chroma server in place of the embedded database: which one, does it answer, does it fit.

The server is the setting ``chroma`` of a workspace, else the variable ``TOPICLLAMA_CHROMA``:
``host:port``, or an address with ``http://`` or ``https://`` (a path after it is kept: a proxy may
serve Chroma below one). ``chroma_token`` / ``TOPICLLAMA_CHROMA_TOKEN`` is sent with every request,
``chroma_headers`` / ``TOPICLLAMA_CHROMA_HEADERS`` (a JSON object) besides.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .errors import TopicLlamaError

MAJOR = "1"  # of the servers whose API this client speaks
_PORT = 8000  # that of `chroma run`
_PATIENCE = 5.0  # seconds that a server has to say that it is there
_LONG = 300.0  # seconds that it has for a request: thousands of vectors, a filter over a million


class ServerAway(TopicLlamaError):  # noqa: N818 - what it says about the server
    """Nothing answers where the server should be. The workspace works on without it."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is (``url`` without a slash at the end) and what it is sent besides."""

    url: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)  # may hold a secret

    def __str__(self) -> str:
        return self.url


def chosen_server(settings: Mapping[str, Any], address: str = "") -> Server | None:
    """The server of a workspace with these settings (``address`` goes before them); None: Chroma
    is embedded. TopicLlamaError for an address or headers that cannot be read."""
    chosen = address or settings.get("chroma") or os.environ.get("TOPICLLAMA_CHROMA") or ""
    if not str(chosen).strip():
        return None
    return Server(_url(str(chosen).strip()), _headers(settings))


def _url(address: str) -> str:
    parts = urlsplit(address if "://" in address else f"http://{address}")
    try:
        port = parts.port or (443 if parts.scheme == "https" else _PORT)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ValueError
    except ValueError:
        raise TopicLlamaError(
            f"{address!r} is not the address of a Chroma server.",
            "Write it as host:port, for example localhost:8000, or as https://host.",
        ) from None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"


def _headers(settings: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    token = settings.get("chroma_token") or os.environ.get("TOPICLLAMA_CHROMA_TOKEN") or ""
    # A proxy in front of `chroma run` reads the first, Chroma's own token check either.
    headers = {"Authorization": f"Bearer {token}", "X-Chroma-Token": str(token)} if token else {}
    given = settings.get("chroma_headers") or os.environ.get("TOPICLLAMA_CHROMA_HEADERS") or {}
    try:
        found = json.loads(given) if isinstance(given, str) else given
        headers |= {str(name): str(value) for name, value in found.items()}
    except (ValueError, AttributeError):
        raise TopicLlamaError(
            "The headers for the Chroma server cannot be read.",
            'Write them as a JSON object, for example {"X-Team": "news"}.',
        ) from None
    return tuple(headers.items())


def connect(server: Server) -> Any:
    """A client of the server; TopicLlamaError when it does not answer or is of another kind."""
    import chromadb  # takes a second
    from chromadb.config import Settings

    version(server)
    settings = Settings(anonymized_telemetry=False)
    try:
        client = chromadb.HttpClient(
            host=server.url, headers=dict(server.headers), settings=settings
        )
    except Exception as error:  # whatever its HTTP client raises
        raise away(server) from error
    _limit_waiting(client)
    return client


def _limit_waiting(client: Any) -> None:
    # Chroma's HTTP client would wait for ever, and takes no setting for it.
    import httpx

    client._server._session.timeout = httpx.Timeout(_LONG, connect=_PATIENCE)


def version(server: Server, patience: float = _PATIENCE) -> str:
    """What the server says its version is, within ``patience`` seconds a request.

    ServerAway when nothing answers, TopicLlamaError when it does not let us in or cannot be used.
    """
    found, status = _ask(server, "/api/v2/version", patience)
    if status in (401, 403):
        raise TopicLlamaError(
            f"The Chroma server at {server} does not let us in.",
            "Give its token in TOPICLLAMA_CHROMA_TOKEN.",
        )
    if status >= 500:
        raise away(server)
    found = found or _ask(server, "/api/v1/version", patience)[0]  # what there was before 0.6
    if not found:
        raise TopicLlamaError(
            f"What answers at {server} is not a Chroma server.",
            "Correct the address, or start one with: chroma run",
        )
    if found.split(".")[0] != MAJOR:
        raise TopicLlamaError(
            f"The Chroma server at {server} has version {found}, which this client cannot use.",
            "Start one of the same version: pip install 'chromadb>=1.5,<2', then: chroma run",
        )
    return found


def _ask(server: Server, path: str, patience: float) -> tuple[str, int]:
    """(version, status of HTTP); the version is "" when the reply holds none."""
    import httpx

    try:
        reply = httpx.get(server.url + path, headers=dict(server.headers), timeout=patience)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise away(server) from error
    try:
        found = reply.json() if reply.is_success else ""
    except ValueError:
        found = ""
    return (found if isinstance(found, str) else ""), reply.status_code


def away(server: Server) -> ServerAway:
    return ServerAway(
        f"The Chroma server at {server} does not answer.",
        "Start it with: chroma run, or take back the setting chroma or TOPICLLAMA_CHROMA.",
    )


def refused(server: Server, error: BaseException) -> TopicLlamaError:
    """For what a server that answers cannot do."""
    reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200].rstrip(".")
    return TopicLlamaError(
        f"The Chroma server at {server} reports a fault ({reason}).",
        "See what it prints; topicllama doctor --repair fills it again.",
    )
