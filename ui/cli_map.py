"""The map of documents on the terminal."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.text import Text

from ..tools.document_map import DocumentMap, MapPoint
from .cli_output import clean, line, table
from .cli_text import say, told

_WIDTH, _HEIGHT = 72, 22
_MARKS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COLOURS = ("cyan", "yellow", "green", "magenta", "blue", "red")


def document_map(console: Console, drawn: DocumentMap) -> None:
    """A character where documents lie, that of the topic most of them are of; then the topics."""
    line(console, say("map_heading", n=len(drawn.points), by=say(f"map.{drawn.source}")), "bold")
    marks = {t.id: _MARKS[n] if n < len(_MARKS) else "*" for n, t in enumerate(drawn.topics)}
    cells = _cells(drawn.points)
    for row in range(_HEIGHT):
        text = Text()
        for column in range(_WIDTH):
            here = cells.get((column, row))
            mark = " " if here is None else marks[here]
            text.append(mark, "" if here is None else _COLOURS[here % len(_COLOURS)])
        console.print(text)
    made = table(say("mark"), say("id"), say("share"), say("label"), right=(1, 2), wide=3)
    for topic in drawn.topics:
        sign = Text(marks[topic.id], _COLOURS[topic.id % len(_COLOURS)])
        made.add_row(sign, str(topic.id), f"{topic.share:.1%}", Text(clean(topic.label), "bold"))
    console.print(made)
    if drawn.note:
        line(console, told(drawn.note), "yellow")


def _cells(points: list[MapPoint]) -> dict[tuple[int, int], int]:
    """The most frequent topic in each cell (column, row) that has documents; y points upwards."""
    left, right = min(p.x for p in points), max(p.x for p in points)
    low, high = min(p.y for p in points), max(p.y for p in points)
    wide, tall = max(right - left, 1e-9), max(high - low, 1e-9)
    counts: dict[tuple[int, int], Counter[int]] = {}
    for point in points:
        column = round((point.x - left) / wide * (_WIDTH - 1))
        row = round((high - point.y) / tall * (_HEIGHT - 1))
        counts.setdefault((column, row), Counter())[point.topic] += 1
    return {cell: counter.most_common(1)[0][0] for cell, counter in counts.items()}
