"""What every command shares: the workspace, progress, Ctrl-C, and how an answer is printed."""

from __future__ import annotations

import _thread
import json
import math
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TextIO

from .cli_text import has, language, say, told

if TYPE_CHECKING:
    from rich.console import Console

    from ..tools.progress import Progress, Task
    from ..tools.toolbox import Toolbox
    from ..tools.workspace import Workspace

PATIENCE = 2.0  # seconds that cancelled work has to stop by itself


@dataclass(slots=True)
class Reply:
    """The outcome of a command: ``record`` for ``--json``, ``show`` for people, ``then`` the
    command to type next, ``code`` the exit code, ``hold`` what goes on after the answer."""

    record: dict[str, Any]
    show: Callable[[Console], None]
    then: str = ""
    code: int = 0
    hold: Callable[[], None] | None = None


@dataclass(slots=True)
class Run:
    """One run of the command line, as the options before and after the command's name set it."""

    root: Path | None = None
    json: bool = False
    _workspace: Workspace | None = field(default=None, repr=False)

    @property
    def workspace(self) -> Workspace:
        """The workspace, opened (or made) at first use."""
        if self._workspace is None:
            from ..tools.workspace import Workspace

            self._workspace = Workspace(self.root)
        return self._workspace

    def toolbox(self, task: Task | None = None) -> Toolbox:
        from ..tools.toolbox import Toolbox

        return Toolbox(self.workspace, task=task, confirm=self.confirm, language=language())

    def confirm(self, question: str) -> bool:
        """Ask on the terminal; without one, or with ``--json``, the answer is no."""
        if self.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        print(say("yes_no", question=told(question)), end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")

    @contextmanager
    def working(self) -> Iterator[Task]:
        """A task with a progress bar (on a terminal); Ctrl-C cancels it."""
        from ..tools.progress import Task

        with progress_bar() as on_progress:
            task = Task(on_progress)
            with ctrl_c_cancels(task):
                yield task
                task.check()


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None] | None]:
    """A bar for each stage on stderr; nothing when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(),
               TimeElapsedColumn())  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        stages: dict[str, Any] = {}

        def on_progress(progress: Progress) -> None:
            if progress.stage not in stages:
                stages[progress.stage] = bar.add_task(_stage_name(progress.stage), total=None)
            bar.update(stages[progress.stage], completed=progress.done, total=progress.total)

        yield on_progress


def _stage_name(stage: str) -> str:
    return say(f"stage.{stage}") if has(f"stage.{stage}") else stage


@contextmanager
def ctrl_c_cancels(task: Task) -> Iterator[None]:
    """Ctrl-C lets the work stop at its next step. A second one, or a library that takes no step
    for some seconds, interrupts it: every write is atomic, so nothing is lost then either."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def cancel(number: int, frame: FrameType | None) -> None:
        task.cancel()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print(say("stopping"), file=sys.stderr)
        patience.start()

    patience = threading.Timer(PATIENCE, _thread.interrupt_main)
    patience.daemon = True
    before = signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        patience.cancel()
        signal.signal(signal.SIGINT, before)


warned: set[str] = set()  # what was said of plugins already


def warn_of_plugins() -> None:
    """On stderr: plugins that were needed and cannot be used, once each."""
    registry = sys.modules.get("topicllama.tools.plugins")  # not imported: none was needed
    for found in registry.warnings() if registry is not None else []:
        if found.detail not in warned:
            warned.add(found.detail)
            print(told(found.detail), told(found.hint), file=sys.stderr)


# printing ----------------------------------------------------------------------------------


@contextmanager
def answer_stream(as_json: bool) -> Iterator[TextIO]:
    """Where the answer goes. With ``--json`` stdout is kept for it: whatever libraries print
    meanwhile, also past Python, goes to stderr."""
    if not as_json:
        yield sys.stdout
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with (
            redirect_stdout(sys.stderr),
            os.fdopen(os.dup(kept), "w", encoding="utf-8", errors="backslashreplace") as stream,
        ):
            yield stream
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def print_json(record: dict[str, Any], stream: TextIO) -> None:
    json.dump(_plain(record), stream, ensure_ascii=False, allow_nan=False)
    stream.write("\n")
    stream.flush()


def _plain(value: Any) -> Any:
    """JSON has no NaN and knows no NumPy: null, and Python's own numbers."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if hasattr(value, "tolist"):
        return _plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return str(value) if isinstance(value, Path) else value


def print_reply(reply: Reply, stream: TextIO, *, as_json: bool) -> None:
    if as_json:
        print_json(reply.record, stream)
        return
    from .cli_wrap import Terminal

    console = Terminal(file=stream, highlight=False)
    reply.show(console)
    if reply.then:
        console.print(say("next", command=reply.then), style="dim", markup=False)
    stream.flush()


def print_error(message: str, hint: str, stream: TextIO, *, as_json: bool) -> None:
    """One sentence what, one what to do: on stderr, and as an object with ``--json``."""
    print("\n".join(part for part in (message, hint) if part), file=sys.stderr)
    if as_json:
        print_json({"error": {"message": message, "hint": hint}}, stream)
