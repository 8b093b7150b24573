"""Work shared out, without any server: who gets what, and what becomes of a failure."""

from __future__ import annotations

import asyncio

import pytest

from topicllama.tools.errors import Cancelled
from topicllama.tools.progress import Task
from topicllama.tools.sharing import Server, Sharing, servers_of


class BusyError(Exception):
    status_code = 503


async def test_a_busy_server_gets_fewer_at_a_time() -> None:
    under_way, most = 0, 0
    first_may_end = asyncio.Event()

    async def work(server: Server, item: int) -> int:
        nonlocal under_way, most
        if under_way >= 1:
            first_may_end.set()
            raise BusyError
        under_way += 1
        await first_may_end.wait()
        under_way -= 1
        return item * 10

    server = Server("one", slots=3)
    results = await Sharing([server], work, lambda done, last: None).run([1, 2, 3, 4])
    assert results == {0: 10, 1: 20, 2: 30, 3: 40}
    assert server.slots == 1


async def test_a_server_that_is_always_busy_is_given_up() -> None:
    asked = []

    async def work(server: Server, item: int) -> int:
        asked.append(item)
        raise BusyError

    sharing = Sharing([Server("one")], work, lambda done, last: None, pause=0)
    assert await sharing.run([1, 2]) == {}
    assert len(asked) == 6


async def test_a_server_that_others_keep_busy_is_asked_again() -> None:
    """All that was asked at once is refused, and a moment later there is room."""
    asked: list[int] = []

    async def work(server: Server, item: int) -> int:
        asked.append(item)
        if len(asked) <= 4:
            raise BusyError
        return item

    server = Server("one", slots=4)
    sharing = Sharing([server], work, lambda done, last: None, pause=0)
    assert await sharing.run([1, 2, 3, 4]) == {0: 1, 1: 2, 2: 3, 3: 4}
    assert server.slots == 1 and server.refused == 0 and len(asked) == 8


async def test_what_one_could_not_do_comes_after_the_rest() -> None:
    """An item that every server fails at costs the others nothing."""
    done = []

    async def work(server: Server, item: int) -> int:
        if item == 0:
            raise ConnectionError("gone")
        done.append(item)
        return item

    results = await Sharing([Server("a"), Server("b")], work, lambda done, last: None).run(
        [0, 1, 2, 3]
    )
    assert results == {1: 1, 2: 2, 3: 3} and sorted(done) == [1, 2, 3]


async def test_a_stopped_task_ends_what_is_under_way() -> None:
    task, ended = Task(), []

    async def work(server: Server, item: int) -> int:
        task.cancel()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(item)
        return item

    with pytest.raises(Cancelled):
        await Sharing([Server("a", 2)], work, lambda done, last: None, task).run([1, 2])
    assert sorted(ended) == [1, 2]


async def test_progress_counts_what_is_done() -> None:
    told: list[tuple[int, int | None]] = []

    async def work(server: Server, item: int) -> int:
        return item

    await Sharing([Server("a")], work, lambda done, last: told.append((done, last))).run([7, 8])
    assert told == [(0, None), (1, 7), (2, 8)]


def test_a_model_without_others_is_its_own_server() -> None:
    assert [(server.llm, server.slots) for server in servers_of("llm")] == [("llm", 4)]
