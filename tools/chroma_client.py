"""The connection to Chroma: one a process and place, opened late, opened anew when need be.

Chroma's embedded client is safe for threads but not for processes. Two rules make it safe here:
whoever writes holds the workspace's write lock, and a process opens its client anew when another
one has written since (the token of the last writer stands in ``vectors.sqlite``).
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from .errors import TopicLlamaError

PROCESS = uuid4().hex  # names this process among the writers


class Damaged(Exception):  # noqa: N818 - what it says about the embedded database
    """The embedded database cannot be opened or read: it has to be made again."""


class Connection:
    """An open client of one folder or server. Used by one thread at a time."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        self.lock = threading.RLock()
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self.seen_writer = ""
        self.checked: set[str] = set()  # what this client was found to hold completely

    @contextmanager
    def collection(self, name: str) -> Iterator[Any]:
        """The collection of that name (made when it is not there), for this thread alone.

        Raises Damaged (embedded) or TopicLlamaError (server) for what goes wrong inside Chroma.
        """
        with self.lock:
            try:
                if name not in self._collections:
                    self._collections[name] = self.client().get_or_create_collection(
                        name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                    )
                yield self._collections[name]
            except _failures() as error:
                if isinstance(self.place, str):
                    raise unreachable(self.place) from error
                raise Damaged(str(error)) from error

    def client(self) -> Any:
        if self._client is None:
            self._client = _embedded(self.place) if isinstance(self.place, Path) else _server(
                self.place
            )  # fmt: skip
        return self._client

    def close(self) -> None:
        """Let go of the client; the next use opens another."""
        with self.lock:
            client, self._client, self._collections = self._client, None, {}
            self.checked.clear()
            if client is not None and isinstance(self.place, Path):
                client.close()

    def delete(self, name: str) -> None:
        """Remove a collection (on a server, where others may have theirs)."""
        with self.collection(name):
            self._collections.pop(name)
            self.client().delete_collection(name)
            self.checked.clear()

    def throw_away(self) -> None:
        """Remove the embedded database: it is a copy, and is filled again from the record."""
        with self.lock:
            try:
                self.close()
            finally:
                if isinstance(self.place, Path):
                    shutil.rmtree(self.place, ignore_errors=True)


_connections: dict[Path | str, Connection] = {}
_registry = threading.Lock()


def connection(place: Path | str) -> Connection:
    """The process's connection to a folder (embedded Chroma) or to "host:port" (a server)."""
    with _registry:
        return _connections.setdefault(place, Connection(place))


def _failures() -> tuple[type[BaseException], ...]:
    import httpx
    from chromadb.errors import ChromaError

    return (ChromaError, httpx.HTTPError, ConnectionError)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _embedded(folder: Path) -> Any:
    import chromadb  # takes a second

    folder.mkdir(parents=True, exist_ok=True)
    try:
        return chromadb.PersistentClient(str(folder), settings=_settings())
    except Exception as error:  # whatever its database says
        # Chroma remembers a client that failed to open and would hand it out again.
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        raise Damaged(str(error)) from error


def _server(address: str) -> Any:
    import chromadb

    host, _, port = address.removeprefix("http://").rstrip("/").rpartition(":")
    if not host or not port.isdigit():
        raise TopicLlamaError(
            f"{address!r} is not the address of a Chroma server.",
            "Write it as host:port, for example localhost:8000.",
        )
    try:
        return chromadb.HttpClient(host=host, port=int(port), settings=_settings())
    except Exception as error:  # whatever its HTTP client raises
        raise unreachable(address) from error


def unreachable(address: str) -> TopicLlamaError:
    return TopicLlamaError(
        f"The Chroma server at {address} does not answer.",
        "Start it with: chroma run, or remove the setting chroma to use the embedded one.",
    )
