"""Cutting texts into words in several processes.

The workers are plain subprocesses that talk in JSON and numbers over their pipes: nothing is
forked while threads run, the program's own main module is not run again, and nothing is unpickled.
A worker ends when its pipe closes, so none stays behind, however its parent ends. A worker that
cannot start or dies only costs time: its texts are then cut here, with the same result.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from array import array
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from typing import IO

import numpy as np
from numpy.typing import NDArray

from .errors import Cancelled
from .progress import Task
from .tokens import TextConfig, Token, Tokenizer

BREAK = -1  # where no phrase may span
_HERE = (100, 200_000)  # texts and characters that are cut at once in this process,
_PIECE = (2000, 200_000)  # and by a worker
_PAYS = (8000, 4_000_000)  # texts and characters from which on workers are started
_MOST = 8  # workers; reading the texts keeps no more of them busy
_LOOK = 0.1  # seconds between two looks at the wish to stop
_CHILD = "from topicllama.tools.word_workers import work; work()"


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of some texts: ``words`` holds indexes into ``tokens`` (each once, in the order
    of its first place) or BREAK, which also ends each text; ``ends`` is where each text ends."""

    tokens: list[Token]
    words: NDArray[np.int32]
    ends: NDArray[np.int64]


class _Numbers(dict["Token | None", int]):
    """Gives each new token the next number."""

    def __init__(self) -> None:
        super().__init__({None: BREAK})

    def __missing__(self, token: Token | None) -> int:
        number = self[token] = len(self) - 1
        return number


def cut(texts: Sequence[str], tokenizer: Tokenizer, search: bool = False) -> Piece:
    """Topic words of texts, or with ``search`` the terms that keyword search looks up."""
    numbers, words, ends = _Numbers(), array("i"), array("q")
    for text in texts:
        heard = _search_tokens(tokenizer, text) if search else tokenizer.stream(text)
        words.extend(map(numbers.__getitem__, heard))
        words.append(BREAK)
        ends.append(len(words))
    tokens = [token for token in numbers if token is not None]
    return Piece(tokens, np.array(words, np.int32), np.array(ends, np.int64))


def _search_tokens(tokenizer: Tokenizer, text: str) -> list[Token | None]:
    return [Token(term, "") for term in tokenizer.search_terms(text)]


def pieces(
    texts: Iterable[str],
    tokenizer: Tokenizer,
    task: Task | None = None,
    *,
    total: int | None = None,
    search: bool = False,
    workers: int | None = None,
) -> Generator[Piece, None, None]:
    """All texts cut into words, in order; the same for any number of workers.

    The first some thousand texts are cut in this process; what comes after them by ``workers``
    processes (one for each CPU when None), unless of ``total`` texts less is left than was done.
    Raises Cancelled within a fraction of a second.
    """
    workers = min(usable_cores(), _MOST) if workers is None else workers
    texts, count, characters = iter(texts), 0, 0
    for part in _parts(texts, *_HERE):
        yield cut(part, tokenizer, search)
        count += len(part)
        characters += sum(map(len, part))
        pays = count >= _PAYS[0] or characters >= _PAYS[1]
        if workers > 1 and pays and (total is None or total >= 2 * count):
            yield from _by_workers(texts, tokenizer, task, search, workers)


def usable_cores() -> int:
    """The cores that this process may use."""
    with suppress(AttributeError):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _by_workers(
    texts: Iterator[str], tokenizer: Tokenizer, task: Task | None, search: bool, workers: int
) -> Iterator[Piece]:
    crew: _Crew | None = None
    pending: deque[Future[Piece]] = deque()
    try:
        for part in _parts(texts, *_PIECE):
            crew = crew or _Crew(tokenizer, search, workers)
            pending.append(crew.cut(part))
            if len(pending) > 2 * workers:
                yield _result(pending.popleft(), task)
        while pending:
            yield _result(pending.popleft(), task)
    finally:
        if crew is not None:
            crew.end()


def _parts(texts: Iterator[str], most: int, most_characters: int) -> Iterator[list[str]]:
    part, characters = list[str](), 0
    for text in texts:
        part.append(text)
        characters += len(text)
        if len(part) >= most or characters >= most_characters:
            yield part
            part, characters = [], 0
    if part:
        yield part


def _result(future: Future[Piece], task: Task | None) -> Piece:
    while True:
        if task is not None:
            task.check()
        with suppress(TimeoutError):
            return future.result(_LOOK)


class _Crew:
    """Worker processes, each with a thread here that hands it texts and waits for its words."""

    def __init__(self, tokenizer: Tokenizer, search: bool, workers: int) -> None:
        self._tokenizer = tokenizer
        self._search = search
        self._ended = False
        self._processes = [_started(tokenizer.config, search) for _ in range(workers)]
        self._idle: SimpleQueue[subprocess.Popen[bytes] | None] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(workers, "words")

    def cut(self, texts: list[str]) -> Future[Piece]:
        return self._threads.submit(self._cut, texts)

    def _cut(self, texts: list[str]) -> Piece:
        process = self._idle.get()
        try:
            if process is not None:
                return _asked(process, texts)
        except (OSError, ValueError, EOFError):  # it died
            process = None
        finally:
            self._idle.put(process)
        if self._ended:
            raise Cancelled
        return cut(texts, self._tokenizer, self._search)

    def end(self) -> None:
        """Stop at once, whatever is under way."""
        self._ended = True
        for process in self._processes:
            if process is not None:
                process.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            if process is not None:
                process.communicate()


def _started(config: TextConfig, search: bool) -> subprocess.Popen[bytes] | None:
    """A worker, or None where none can be started."""
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
    except OSError:
        return None
    with suppress(OSError):  # it ended already: the first question will tell
        assert process.stdin is not None
        _send(process.stdin, json.dumps([config.to_json(), search]).encode())
    return process


def _asked(process: subprocess.Popen[bytes], texts: list[str]) -> Piece:
    assert process.stdin is not None and process.stdout is not None
    question = json.dumps(texts, ensure_ascii=False)
    _send(process.stdin, question.encode("utf-8", "surrogatepass"))
    terms, surfaces = json.loads(_receive(process.stdout).decode("utf-8", "surrogatepass"))
    words = np.frombuffer(_receive(process.stdout), np.int32)
    ends = np.frombuffer(_receive(process.stdout), np.int64)
    return Piece(list(map(Token, terms, surfaces)), words, ends)


def work() -> None:
    """What a worker does: answer until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who ends this one
    inbox, outbox = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with suppress(EOFError, BrokenPipeError):
        settings, search = json.loads(_receive(inbox))
        tokenizer = Tokenizer(TextConfig.from_settings(settings))
        while True:
            texts = json.loads(_receive(inbox).decode("utf-8", "surrogatepass"))
            _answer(outbox, cut(texts, tokenizer, search))


def _answer(outbox: IO[bytes], piece: Piece) -> None:
    columns = [[t.term for t in piece.tokens], [t.surface for t in piece.tokens]]
    text = json.dumps(columns, ensure_ascii=False)
    _send(outbox, text.encode("utf-8", "surrogatepass"))
    _send(outbox, piece.words.tobytes())
    _send(outbox, piece.ends.tobytes())


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(8, "little"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    size = int.from_bytes(_exactly(pipe, 8), "little")
    return _exactly(pipe, size)


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    """EOFError when the other side is gone."""
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
