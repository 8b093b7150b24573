"""Results outside notebooks: the command line's own text."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable

from rich.console import Console

from .. import cli_text
from ..cli_wrap import Terminal
from .words import Language

_WIDEST = 100


def as_text(language: Language, show: Callable[[Console], None]) -> str:
    """What the command line would print, in the width of the terminal (100 columns at most)."""
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    console = Terminal(
        file=io.StringIO(), width=width, highlight=False, color_system=None, force_jupyter=False
    )
    with cli_text.speaking(language), console.capture() as printed:
        show(console)
    said = in_python(printed.get())
    return "\n".join(line.rstrip() for line in said.splitlines()).strip("\n")


def in_python(said: str) -> str:
    """What the tools say, with the methods of a program in place of commands and options."""
    said = re.sub(r"--(text|title|date|label)-column\b", r"\1=", said)
    return re.sub(r"topicllama\s+(embed|update)\b", _method, said)


def _method(command: re.Match[str]) -> str:
    return "topics.embed()" if command[1] == "embed" else "topics.add(texts)"
