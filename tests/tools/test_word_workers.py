"""Texts cut into words in several processes: the same words, and no process left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from topicllama.tools import word_workers
from topicllama.tools.bow import build
from topicllama.tools.errors import Cancelled
from topicllama.tools.loading import demo
from topicllama.tools.progress import Task
from topicllama.tools.tokens import TextConfig, Tokenizer
from topicllama.tools.word_stream import WordStream, read_words

needs_proc = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="there is no /proc")


def texts() -> list[str]:
    odd = ["", "   ", "HELLO WORLD", "a \ud800 lone surrogate", "it's 5 o'clock\n\nin 2003"]
    return [d.text for name in ("demo", "demo-zh") for d in demo(name)] + odd  # type: ignore[arg-type]


def children(pid: int | None = None) -> set[int]:
    root = Path(f"/proc/{pid or os.getpid()}/task")
    found = (file.read_text().split() for file in root.glob("*/children"))
    return {int(child) for line in found for child in line}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_until_ended(pids: set[int]) -> None:
    until = time.monotonic() + 30
    while any(alive(pid) for pid in pids):
        assert time.monotonic() < until, "a worker stays behind"
        time.sleep(0.05)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers start after a few texts."""
    monkeypatch.setattr(word_workers, "_PAYS", (20, 10**9))
    monkeypatch.setattr(word_workers, "_PIECE", (7, 30_000))


def same(one: WordStream, other: WordStream) -> bool:
    return (
        one.tokens == other.tokens
        and np.array_equal(one.words, other.words)
        and np.array_equal(one.ends, other.ends)
    )


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("search", [False, True])
def test_any_number_of_workers_gives_the_same(search: bool) -> None:
    config = TextConfig(stop_words=("said",), dictionary=("人工智能",))
    alone = read_words(texts(), Tokenizer(config), search=search, workers=1)
    for workers in (2, 3):
        several = read_words(texts(), Tokenizer(config), search=search, workers=workers)
        assert same(alone, several)


@needs_proc
@pytest.mark.usefixtures("many")
def test_a_worker_that_dies_only_costs_time() -> None:
    def murderous() -> Iterator[str]:
        for number, text in enumerate(texts()):
            if number == 150:
                killed.update(children() - before)
                for pid in killed:
                    os.kill(pid, signal.SIGKILL)
            yield text

    killed: set[int] = set()
    before = children()
    assert same(read_words(texts(), Tokenizer(), workers=1),
                read_words(murderous(), Tokenizer(), workers=2))  # fmt: skip
    assert len(killed) == 2
    wait_until_ended(killed)


@pytest.mark.usefixtures("many")
def test_without_workers_it_goes_on_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read_words(texts(), Tokenizer(), workers=1)
    monkeypatch.setattr(sys, "executable", "/there/is/no/python")
    assert same(alone, read_words(texts(), Tokenizer(), workers=2))
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert same(alone, read_words(texts(), Tokenizer(), workers=2))


def test_a_small_corpus_starts_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(word_workers.subprocess, "Popen", refuse)
    assert len(read_words(texts(), Tokenizer(), workers=4).ends) == len(texts())


@needs_proc
@pytest.mark.usefixtures("many")
def test_cancel_while_workers_are_busy() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield from texts()[:300]
            task.cancel()

    task, before = Task(), children()
    with pytest.raises(Cancelled):
        read_words(endless(), Tokenizer(), task, workers=2)
    assert children() == before


@needs_proc
@pytest.mark.usefixtures("many")
def test_an_error_in_the_texts_ends_the_workers() -> None:
    def broken() -> Iterator[str]:
        yield from texts()[:150]
        assert len(children() - before) == 2
        raise OSError("the disk is gone")

    before = children()
    with pytest.raises(OSError, match="disk"):
        build(broken(), workers=2)
    assert children() == before


ENDLESS = """
    import itertools, signal, sys
    signal.signal(signal.SIGINT, signal.default_int_handler)  # else ignored in the background
    from topicllama.tools import word_workers
    from topicllama.tools.tokens import Tokenizer
    from topicllama.tools.word_stream import read_words
    word_workers._PAYS = (20, 10**9)

    def texts():
        for n in itertools.count():
            if n == 30_000:
                print("busy", flush=True)
            yield f"sentence number {n} about cats"

    read_words(texts(), Tokenizer(), workers=2)
"""


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_however_the_parent_ends_its_workers_end(number: signal.Signals) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(ENDLESS)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert parent.stdout is not None
    assert parent.stdout.readline() == "busy\n"
    workers = children(parent.pid)
    assert len(workers) == 2
    os.kill(parent.pid, number)
    _, said = parent.communicate(timeout=60)
    wait_until_ended(workers)
    assert "sentence number" not in said, "no text of a document is in a log"
    assert (said.strip().splitlines() or ["KeyboardInterrupt"])[-1] == "KeyboardInterrupt"
