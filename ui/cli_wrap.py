"""Where a line of Chinese may end. Rich ends lines at spaces only and cuts what has none anywhere:
a line would begin with a comma, and a sentence with one space in it on a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_NEVER_FIRST = set("、。，．·：；！？）】〕」』》〉”’…—～%,.:;!?)]}")
_NEVER_LAST = set("（【〔「『《〈“‘([{")


class Terminal(Console):
    """A console that ends lines of Chinese as a book does."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        width = (options or self.options).max_width
        if isinstance(renderable, Text) and _WIDE.search(renderable.plain):
            renderable = wrapped(renderable, width)
        return super().render(renderable, options)

    def on_broken_pipe(self) -> None:
        """Rich would leave with exit code 1; the caller knows that nothing is wrong."""
        raise BrokenPipeError


def wrapped(text: Text, width: int) -> Text:
    """The text with line breaks where its lines are full; it keeps its styles."""
    if text.no_wrap or text.overflow:  # it has its own way
        return text
    starts = line_starts(text.plain, width)
    if not starts:
        return text
    joined = Text("\n", end="").join(text.divide(starts))
    joined.justify, joined.end = text.justify, text.end
    return joined


def line_starts(text: str, width: int) -> list[int]:
    """Where the lines after the first begin, if a line has room for ``width`` columns. What cannot
    be broken, such as an address, is left to Rich."""
    starts: list[int] = []
    begin = last = used = 0
    for place, character in enumerate(text):
        if character == "\n":
            begin, last, used = place + 1, place + 1, 0
            continue
        if place > begin and _may_begin(text[place - 1], character):
            last = place
        used += cell_len(character)
        if used > width and last > begin and character != " ":
            starts.append(last)
            begin, used = last, cell_len(text[last : place + 1])
    return starts


def _may_begin(before: str, character: str) -> bool:
    if character == " " or character in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return before == " " or bool(_WIDE.match(before) or _WIDE.match(character))
