"""How far work has come: a bar in the notebook or on the terminal, and Ctrl-C.

The bar of a notebook is plain HTML that is replaced: it needs no widgets, and nothing of it stays
in a notebook that is saved.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from ...tools.progress import Progress
from .. import cli_text
from ..cli_run import progress_bar
from .words import Language, say

DELAY = 0.3  # seconds before a bar shows: what is done by then needs none
_PAUSE = 0.1  # seconds between two pictures of it


@contextmanager
def bar(language: Language, wanted: bool) -> Iterator[Callable[[Progress], None] | None]:
    """Where work reports to: a bar in a notebook, else one on stderr if that is a terminal."""
    if not wanted:
        yield None
    elif in_notebook():
        shown = NotebookBar(language)
        try:
            yield shown
        finally:
            shown.close()
    else:
        with progress_bar() as on_progress:
            yield on_progress


def in_notebook() -> bool:
    """Whether this runs in a kernel: a Jupyter notebook, VS Code, Colab."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None


class NotebookBar:
    """One line below the cell; gone when the work is done."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._began = self._last = time.monotonic()
        self._stage = ""
        self._handle: Any = None
        self._guard = threading.Lock()  # work reports from its own threads too

    def __call__(self, progress: Progress) -> None:
        with self._guard:
            now = time.monotonic()
            same = progress.stage == self._stage
            if now - self._began < DELAY or (same and now - self._last < _PAUSE):
                return
            self._last, self._stage = now, progress.stage
            self._show(picture(progress, now - self._began, self.language))

    def close(self) -> None:
        if self._handle is not None:
            self._show(("", ""))

    def _show(self, shown: tuple[str, str]) -> None:
        from IPython.display import display

        data = {"text/html": shown[0], "text/plain": shown[1]}
        if self._handle is None:
            self._handle = display(data, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._handle.update(data, raw=True)


def picture(progress: Progress, seconds: float, language: Language) -> tuple[str, str]:
    """The bar as (HTML, text)."""
    key = f"stage.{progress.stage}"
    stage = progress.stage
    if cli_text.has(key):
        with cli_text.speaking(language):
            stage = cli_text.say(key)
    known = bool(progress.total)
    told = say(
        "progress" if known else "progress_open", language, stage=stage,
        done=f"{progress.done:,}", total=f"{progress.total or 0:,}",
    )  # fmt: skip
    measure = f' value="{progress.done}" max="{progress.total}"' if known else ""
    clock = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
    html = (
        f'<div role="status" style="font-size: 13px"><progress{measure} style="width: 16em; '
        f'vertical-align: middle"></progress>&ensp;{escape(told)}&ensp;{clock}</div>'
    )
    return html, f"{told} ({clock})"
