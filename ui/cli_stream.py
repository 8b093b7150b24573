"""An answer while it is being written: Markdown by the paragraph, and bars of tools at work."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live as Region
from rich.markdown import Markdown

from .cli_output import clean_lines
from .cli_run import progress_bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..tools.progress import Progress


class Live:
    """Shows a turn on the terminal.

    The paragraph being written is drawn anew with every piece of text; a finished one is printed
    for good, so that an answer may be longer than the screen.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._console = Console(highlight=False)
        self._paragraph = ""
        self._region: Region | None = None
        self._bar = ExitStack()
        self._on_progress: Callable[[Progress], None] | None = None

    def text(self, piece: str) -> None:
        if not self._shown:
            return
        self.tool_finished()
        self._paragraph += piece
        *finished, self._paragraph = _paragraphs(self._paragraph)
        for paragraph in finished:
            self._end_region()
            self._console.print(_markdown(paragraph))
        self._draw()

    def _draw(self) -> None:
        if self._region is None:
            self._region = Region(console=self._console, transient=True, auto_refresh=False)
            self._region.start()
        self._region.update(_markdown(self._paragraph), refresh=True)

    def _end_region(self) -> None:
        if self._region is not None:
            self._region.stop()
            self._region = None

    def progress(self, stage: str, done: int, total: int | None) -> None:
        from ..tools.progress import Progress

        if self._on_progress is None:
            self._end_paragraph()
            self._on_progress = self._bar.enter_context(progress_bar())
        if self._on_progress is not None:
            self._on_progress(Progress(stage, done, total))

    def tool_finished(self) -> None:
        self._bar.close()
        self._on_progress = None

    def _end_paragraph(self) -> None:
        self._end_region()
        if self._paragraph.strip():
            self._console.print(_markdown(self._paragraph))
        self._paragraph = ""

    def close(self) -> None:
        """Print what is left; the terminal is as it was."""
        self.tool_finished()
        self._end_paragraph()


def _paragraphs(text: str) -> list[str]:
    """Text cut at empty lines, but not inside a fenced block; the last part may go on."""
    parts, current, fenced = [], "", False
    for line in text.splitlines(keepends=True):
        fenced ^= line.lstrip().startswith("```")
        current += line
        if not line.strip() and not fenced and current.strip():
            parts.append(current)
            current = ""
    return [*parts, current]


def _markdown(text: str) -> Markdown:
    return Markdown(clean_lines(text), hyperlinks=False)
