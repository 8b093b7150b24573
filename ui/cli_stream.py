"""An answer while it is being written: Markdown by the paragraph, and bars of tools at work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

from rich.live import Live as Region
from rich.markdown import Markdown

from ..agent.events import (
    Answer,
    ConfirmationNeeded,
    Event,
    TextDelta,
    ToolFinished,
    ToolProgress,
)
from ..tools.progress import Progress
from .cli_output import clean_lines
from .cli_run import progress_bar
from .cli_text import say
from .cli_wrap import Terminal


class Live:
    """Shows a turn on the terminal.

    The paragraph being written is drawn anew with every piece of text; a finished one is printed
    for good, so that an answer may be longer than the screen.
    """

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._console = Terminal(highlight=False)
        self._paragraph = ""
        self._said = ""
        self._printed = False
        self._region: Region | None = None
        self._bar = ExitStack()
        self._on_progress: Callable[[Progress], None] | None = None

    def __enter__(self) -> Live:
        return self

    def __exit__(self, *problem: object) -> None:
        """Print what is left; the terminal is as it was."""
        self._end_bar()
        self._end_paragraph()

    def event(self, event: Event) -> None:
        """Show an event of the turn."""
        if isinstance(event, TextDelta) and self._shown:
            self._text(event.text)
        elif isinstance(event, ToolProgress):
            self._progress(Progress(event.stage, event.done, event.total))
        elif isinstance(event, ToolFinished | ConfirmationNeeded):
            self._end_bar()
        elif isinstance(event, Answer) and self._shown:
            self._correct(event)

    def _text(self, piece: str) -> None:
        self._end_bar()
        self._said += piece
        self._paragraph += piece
        *finished, self._paragraph = _paragraphs(self._paragraph)
        for paragraph in finished:
            self._end_region()
            self._print(paragraph)
        self._draw()

    def _correct(self, answer: Answer) -> None:
        """What streamed was not checked yet. Where the check changed it, the terminal shows what
        is left of it: in place of what is still being drawn, or once more."""
        said = self._said.strip()
        if not (answer.dropped_quotes or answer.unverified_numbers):
            return
        if answer.text.startswith(said):  # nothing but a notice at its end
            self._text(f"\n\n{answer.text[len(said) :].strip()}")
            return
        self._end_region()
        if self._printed:
            self._console.print(say("answer_checked"), style="yellow")
        self._paragraph = answer.text

    def _draw(self) -> None:
        if self._region is None:
            self._region = Region(console=self._console, transient=True, auto_refresh=False)
            self._region.start()
        self._region.update(_markdown(self._paragraph), refresh=True)

    def _end_region(self) -> None:
        if self._region is not None:
            self._region.stop()
            self._region = None

    def _progress(self, progress: Progress) -> None:
        if self._on_progress is None:
            self._end_paragraph()
            self._on_progress = self._bar.enter_context(progress_bar())
        if self._on_progress is not None:
            self._on_progress(progress)

    def _end_bar(self) -> None:
        self._bar.close()
        self._on_progress = None

    def _end_paragraph(self) -> None:
        self._end_region()
        if self._paragraph.strip():
            self._print(self._paragraph)
        self._paragraph = ""

    def _print(self, paragraph: str) -> None:
        self._console.print(_markdown(paragraph))
        self._printed = True


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
