"""Pieces of SVG for pages without scripts; every text is escaped, colours follow light and dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .tokens import has_han

# What every page with these drawings needs; ``--tone`` is the lightness of topic colours.
VARIABLES = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2129; --quiet: #5b6470; --line: #dfe3e8;
  --wash: #f4f6f8; --tone: 42%; }
@media (prefers-color-scheme: dark) { :root { --paper: #16191d; --ink: #e6e9ee; --quiet: #9aa4b0;
  --line: #343a42; --wash: #1f242a; --tone: 64%; } }
@media print { :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #444;
  --line: #ccc; --wash: #fff; --tone: 42%; } }
"""
_GOLDEN = 137.508  # degrees: neighbours in number are far apart in hue


def tag(name: str, content: str = "", **attributes: object) -> str:
    """An element; ``content`` is markup, ``stroke_width`` becomes ``stroke-width``."""
    named = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{named}>{content}</{name}>" if content else f"<{name}{named}/>"


def text(x: float, y: float, words: str, **attributes: object) -> str:
    """Words at a place; they are escaped."""
    return tag("text", escape(words, quote=False), x=x, y=y, **attributes)


def tooltip(words: str) -> str:
    """What shows when the pointer rests on the element around it."""
    return tag("title", escape(words, quote=False)) if words else ""


def drawing(width: float, height: float, parts: Iterable[str], label: str, name: str) -> str:
    """A drawing as wide as its place, no wider than its own units; ``label`` is read aloud."""
    return tag("svg", "".join(parts), viewBox=f"0 0 {_plain(width)} {_plain(height)}",
               style=f"max-width:{_plain(width)}px", class_=name, role="img",
               aria_label=label)  # fmt: skip


def colour(topic: int) -> str:
    """The colour of a topic by its id, the same in all drawings."""
    return f"hsl({topic * _GOLDEN % 360:.0f} 52% var(--tone))"


def width(words: str) -> int:
    """Columns that words take; a Chinese character takes two."""
    return sum(2 if has_han(character) else 1 for character in words)


def shortened(words: str, columns: int) -> str:
    """Words cut to so many columns."""
    if width(words) <= columns:
        return words
    while width(words) > columns - 1:
        words = words[:-1]
    return words.rstrip() + "…"


def _plain(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
