"""Pieces of HTML for a notebook's output. Everything that comes from texts is escaped.

Colours follow the page around: lines and quiet words are the text's own colour, thinned, so that
light and dark themes of any notebook need no telling apart. Without the style sheet (a code host
shows none) tables and words remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...tools.svg import colour
from ..cli_output import clean

# Three times the class: notebooks style tables with selectors of their own.
_STYLE = """
.topicllama.topicllama.topicllama { --tone: 54%; color: inherit; max-width: 64rem;
  --line: color-mix(in srgb, currentColor 18%, transparent); font: 13px/1.5 system-ui,
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif;
  table { border-collapse: collapse; border: 0; width: 100%; margin: 6px 0; color: inherit;
    table-layout: auto; font-size: inherit; }
  tr { background: none; }
  th, td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; line-height: inherit;
    border: 0; border-bottom: 1px solid var(--line); background: none; white-space: normal; }
  th { font-weight: 600; opacity: .7; white-space: nowrap; }
  td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
  td:first-child { white-space: nowrap; }
  .narrow table { width: auto; }
  p { margin: 4px 0; line-height: inherit; }
  ol { margin: 6px 0; padding: 0; list-style: none; }
  ol > li { margin: 0; padding: 7px 0; border-bottom: 1px solid var(--line); }
  ul { margin: 4px 0; padding-left: 1.6em; }
  .head { font-size: 14px; font-weight: 600; }
  .quiet { opacity: .7; }
  .words { opacity: .85; }
  .track { display: block; width: 72px; height: 4px; margin-top: 2px; border-radius: 2px;
    background: var(--line); }
  .bar { display: block; height: 4px; min-width: 2px; border-radius: 2px; }
  .dot { display: inline-block; width: 9px; height: 9px; margin-right: 6px; border-radius: 50%; }
  mark { padding: 0 1px; border-radius: 2px; color: inherit;
    background: color-mix(in srgb, #f0b429 38%, transparent); }
  svg { display: block; width: 220px; }
  svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
  svg .base { stroke: var(--line); }
}
"""


def page(language: str, *parts: str) -> str:
    """A whole output."""
    code = "zh-Hans" if language == "zh" else "en"
    inside = "".join(parts)
    return f'<div class="topicllama" lang="{code}"><style>{_STYLE}</style>{inside}</div>'


def words(text: str) -> str:
    """Words from anywhere, harmless."""
    return escape(clean(text))


def paragraph(text: str, name: str = "") -> str:
    """A paragraph of words; nothing for none."""
    named = f' class="{name}"' if name else ""
    return f"<p{named}>{words(text)}</p>" if text else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """``heads`` are words, cells are HTML; the columns ``numbers`` stand to the right."""

    def cell(name: str, place: int, content: str) -> str:
        kind = ' class="n"' if place in numbers else ""
        return f"<{name}{kind}>{content}</{name}>"

    head = "".join(cell("th", place, words(text)) for place, text in enumerate(heads))
    body = "".join(
        f"<tr>{''.join(cell('td', place, content) for place, content in enumerate(row))}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def share(value: float, topic: int | None, full: float = 1.0) -> str:
    """A share in per cent with a bar in the topic's colour, as long as ``full`` at most."""
    wide = 100 * min(max(value / full if full else 0.0, 0.0), 1.0)
    tint = colour(topic) if topic is not None else "currentColor"
    bar = f'<span class="bar" style="width: {wide:.0f}%; background: {tint}"></span>'
    return f'{value:.1%}<span class="track">{bar}</span>'


def dot(topic: int | None) -> str:
    """The topic's colour, as on the page and in the charts."""
    if topic is None:
        return ""
    return f'<span class="dot" style="background: {colour(topic)}"></span>'


def marked(text: str, matches: Iterable[tuple[int, int]], limit: int = 320) -> str:
    """A passage with its matches marked, cut around the first one."""
    spots = sorted(matches)
    first = max(0, min((spots[0][0] if spots else 0) - limit // 3, len(text) - limit))
    last = min(len(text), first + limit)
    pieces, at = ["…" if first else ""], first
    for start, end in spots:
        if start < at or end > last:
            continue
        pieces += [words(text[at:start]), f"<mark>{words(text[start:end])}</mark>"]
        at = end
    return "".join([*pieces, words(text[at:last]), "…" if last < len(text) else ""])
