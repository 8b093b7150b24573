"""The connection to Chroma: one a process and place, opened late, opened anew when need be.

Chroma's embedded client is safe for threads but not for processes. Two rules make it safe here:
whoever writes holds the workspace's write lock, and a process opens its client anew when another
one has written since (the token of the last writer stands in ``vectors.sqlite``). A server is safe
for both; there the lock only keeps two processes from filling the same collection.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from .chroma_server import Server, away, connect, refused
from .damage import DiskFullError, ReadOnlyError, disk_problem

PROCESS = uuid4().hex  # names this process among the writers
Place = Path | Server


class Damaged(Exception):  # noqa: N818 - what it says about the database
    """The copy in Chroma cannot be opened or read, or lacks something: it has to be made again."""


class Gone(Damaged):
    """The collection that we had open is not there any more (a server that was emptied, or
    another process that made it anew)."""


class Connection:
    """An open client of one folder or server."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.lock = threading.RLock()
        self._client: Any = None
        self._collections: dict[str, Any] = {}
        self._filling: dict[str, threading.RLock] = {}
        self.seen_writer = ""
        self.checked: set[str] = set()  # what this client was found to hold completely

    def alone(self) -> AbstractContextManager[Any]:
        """Held while the embedded client is used, by one thread at a time; a server's client is
        used by many, so that a search does not wait for a long writing."""
        return self.lock if isinstance(self.place, Path) else nullcontext()

    def filling(self, name: str) -> threading.RLock:
        """Held by the thread that writes to a collection; others may read between its requests."""
        with self.lock:
            return self._filling.setdefault(name, threading.RLock())

    @contextmanager
    def collection(self, name: str, *, fresh: bool = False) -> Iterator[Any]:
        """The collection of that name (made when it is not there); ``fresh`` asks the server for
        it again, with its metadata as they are now.

        Raises Damaged, or TopicLlamaError (server), for what goes wrong inside Chroma.
        """
        with self.alone():
            try:
                yield self._open(name, fresh)
            except Exception as error:
                known = self._in_our_words(error)
                if known is error:
                    raise
                raise known from error

    def _open(self, name: str, fresh: bool) -> Any:
        with self.lock:
            if fresh or name not in self._collections:
                self._collections[name] = self.client().get_or_create_collection(
                    name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
                )
            return self._collections[name]

    def _in_our_words(self, error: Exception) -> Exception:
        import httpx
        from chromadb.errors import ChromaError, InternalError, NotFoundError

        if isinstance(self.place, Path):
            if _is_gone(self.place):  # SQLite says of it what it says of a closed folder
                return Damaged(str(error))
            if (found := disk_problem(error)) is not None:  # nothing is wrong with what is there
                return found
            is_chroma = isinstance(error, (ChromaError, httpx.HTTPError, ConnectionError))
            return Damaged(str(error)) if is_chroma else error
        if isinstance(error, (httpx.HTTPError, ConnectionError, NotFoundError)):
            self._forget()
            return Gone(str(error)) if isinstance(error, NotFoundError) else away(self.place)
        if isinstance(error, InternalError):
            return Damaged(str(error))
        # Chroma's HTTP client raises a bare Exception for a reply that is not Chroma's.
        foreign = isinstance(error, ChromaError) or type(error) is Exception
        return refused(self.place, error) if foreign else error

    def client(self) -> Any:
        if self._client is None:
            place = self.place
            self._client = _embedded(place) if isinstance(place, Path) else connect(place)
        return self._client

    def _forget(self) -> None:
        """Ask the server anew for collections, and for what they hold. Its client stays: other
        threads may be using it, and it opens its connections again by itself."""
        with self.lock:
            self._collections = {}
            self.checked.clear()

    def close(self) -> None:
        """Let go of the client; the next use opens another."""
        with self.lock:
            client, self._client = self._client, None
            self._forget()
            if client is not None:
                client.close()

    def delete(self, name: str) -> None:
        """Remove a collection (on a server, where others may have theirs)."""
        from chromadb.errors import NotFoundError

        with self.collection(name):
            self._collections.pop(name, None)
            with suppress(NotFoundError):
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


def _is_gone(folder: Path) -> bool:
    try:
        folder.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError)
    return False


_connections: dict[Place, Connection] = {}
_registry = threading.Lock()


def connection(place: Place) -> Connection:
    """The process's connection to a folder (embedded Chroma) or to a server."""
    with _registry:
        return _connections.setdefault(place, Connection(place))


def _embedded(folder: Path) -> Any:
    import chromadb  # takes a second
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    try:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    except Exception as error:  # whatever its database says
        # Chroma remembers a client that failed to open and would hand it out again.
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        if isinstance(found := disk_problem(error), DiskFullError | ReadOnlyError):
            raise found from error
        raise Damaged(str(error)) from error
