"""LangChain's clients of Ollama servers. Importing this takes a second: do it in a function."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx
from langchain_ollama import ChatOllama
from pydantic import PrivateAttr

from ..tools.ollama_hosts import patience
from .ollama import StatusCache, reply_tokens, ssl_context


class SharedOllama(ChatOllama):
    """A client of one server that knows the others with the same model: work that can be divided
    (labels) goes to all of them, see :func:`topicllama.tools.sharing.servers_of`."""

    _servers: Callable[[], list[tuple[ChatOllama, int]]] | None = PrivateAttr(None)

    def servers(self) -> list[tuple[ChatOllama, int]]:
        """A client of each server that has the model now, and how many requests it takes at once;
        this one first."""
        return self._servers() if self._servers is not None else [(self, 1)]


def chat_client(
    name: str, num_ctx: int, host: str | None, seconds: float | None = None
) -> SharedOllama:
    """A client of the model ``name`` on one server, which may be silent for ``seconds``
    (:func:`topicllama.tools.ollama_hosts.patience`)."""
    # A kept-alive connection belongs to one event loop; the command line, the page and the tools
    # each have their own.
    connections = {
        "timeout": httpx.Timeout(seconds or patience(), connect=5),
        "limits": httpx.Limits(max_keepalive_connections=0),
        "verify": ssl_context(),
    }
    return SharedOllama(
        model=name,
        base_url=host,
        num_ctx=num_ctx,  # the same for every call: another value makes Ollama reload the model
        num_predict=reply_tokens(num_ctx),
        temperature=0.1,
        reasoning=False,
        keep_alive="15m",
        client_kwargs=connections,
    )


def shared_client(
    name: str,
    num_ctx: int,
    host: str | None,
    hosts: Sequence[str | None],
    at_once: int,
    statuses: StatusCache,
    seconds: float | None = None,
) -> SharedOllama:
    """A client of ``host`` that shares its work with those of ``hosts`` that have the model."""
    client = chat_client(name, num_ctx, host, seconds)

    def servers() -> list[tuple[ChatOllama, int]]:
        able = [
            other
            for other, status in statuses.each(hosts)
            if other != host and status.reachable and status.find(name) is not None
        ]
        others = [chat_client(name, num_ctx, other, seconds) for other in able]
        return [(one, at_once) for one in (client, *others)]

    client._servers = servers
    return client
