"""Work shared out over one or several servers: each takes the next piece when it is free."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from .progress import Task
from .telemetry import untraced

Item = TypeVar("Item")
Result = TypeVar("Result")
# The statuses with which a server says that it has no room for another request: Ollama's, and
# that of providers who count requests.
_BUSY = (503, 429)
_REFUSALS = 5  # one after another, with nothing answered between them: the server is given up
A_FEW = 4  # at a time where nobody said how many; Ollama puts those it has no room for in a queue
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Server:
    """One that works (``llm`` is a client of it), ``slots`` pieces at a time. One that was
    ``refused`` as busy rests until then (the event loop's seconds)."""

    llm: Any
    slots: int = 1
    running: int = 0
    refused: int = 0
    rests_until: float = 0.0

    @property
    def name(self) -> str:
        return str(getattr(self.llm, "base_url", None) or type(self.llm).__name__)


def servers_of(llm: Any) -> list[Server]:
    """Those that a chat model stands for: what its method ``servers()`` says, else itself, asked
    a few things at a time."""
    ask = getattr(llm, "servers", None)
    return [Server(one, slots) for one, slots in ask()] if ask else [Server(llm, A_FEW)]


@dataclass(slots=True)
class Sharing(Generic[Item, Result]):
    """Does ``work(server, item)`` for every item.

    A server whose work raises is not asked again, and its item goes to the end of the queue: the
    others do it, after what they have. One that is only busy gets fewer at a time, rests for
    ``pause`` seconds (longer each time), and is given up when it is never free. ``report`` is told
    how many are done, and what came of the last.
    """

    servers: list[Server]
    work: Callable[[Server, Item], Awaitable[Result]]
    report: Callable[[int, Result | None], None]
    task: Task | None = None
    pause: float = 1.0
    _waiting: deque[int] = field(default_factory=deque)
    _running: dict[asyncio.Future[Result], tuple[Server, int]] = field(default_factory=dict)

    async def run(self, items: Sequence[Item]) -> dict[int, Result]:
        """Results by position; those are missing that no server was left for. A stopped task ends
        the calls under way (and their connections) within a tenth of a second: Cancelled. No
        tracing service is told of them."""
        with untraced():
            return await self._run(items)

    async def _run(self, items: Sequence[Item]) -> dict[int, Result]:
        results: dict[int, Result] = {}
        self._waiting.extend(range(len(items)))
        self.report(0, None)
        try:
            while self._start(items):
                finished = await self._next()
                if self.task is not None:
                    self.task.check()
                for future in finished:
                    self._finish(future, results)
        finally:
            for future in self._running:
                future.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
        return results

    def _start(self, items: Sequence[Item]) -> bool:
        """Give every free server something; whether there is anything to wait for."""
        now = asyncio.get_running_loop().time()
        free = [s for s in self.servers if s.running < s.slots and s.rests_until <= now]
        while self._waiting and free:
            server = min(free, key=lambda one: one.running)  # the first of those with least
            position = self._waiting.popleft()
            future = asyncio.ensure_future(self.work(server, items[position]))
            self._running[future] = server, position
            server.running += 1
            free = [server for server in free if server.running < server.slots]
        return bool(self._running or (self._waiting and self.servers))

    async def _next(self) -> set[asyncio.Future[Result]]:
        """What has ended, within a tenth of a second; nothing runs while every server rests."""
        if not self._running:
            await asyncio.sleep(min(0.1, self.pause))
            return set()
        finished, _ = await asyncio.wait(
            self._running, timeout=0.1, return_when=asyncio.FIRST_COMPLETED
        )
        return finished

    def _finish(self, future: asyncio.Future[Result], results: dict[int, Result]) -> None:
        server, position = self._running.pop(future)
        server.running -= 1
        error = future.exception()
        if error is None:
            server.refused = 0
            results[position] = future.result()
            self.report(len(results), results[position])
            return
        self._waiting.append(position)
        if getattr(error, "status_code", 0) in _BUSY and server.refused < _REFUSALS:
            self._less_for(server)
        elif server in self.servers:
            self.servers.remove(server)
            _log.warning("%s is not asked any more: %s", server.name, error)

    def _less_for(self, server: Server) -> None:
        """One piece fewer at a time; with nothing of ours under way, it is others who keep the
        server busy, and it rests."""
        server.slots = max(1, server.slots - 1)
        if not server.running:
            pause = self.pause * 2**server.refused
            server.rests_until = asyncio.get_running_loop().time() + pause
            server.refused += 1
