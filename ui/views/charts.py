"""Charts of a view: what Plotly draws (static/charts.js), with a name and its figures as a table.

A trace or shape names its colour by ``topic`` (an id) or ``tone`` (a colour of the page), so that
the script can draw it light and dark. ``href`` has an address for each point.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from ..page_html import esc
from ..text import say
from .visit import Visit

Trace = dict[str, Any]


def figure(
    traces: Sequence[Trace],
    label: str,
    table: str,
    language: str,
    *,
    layout: Mapping[str, Any] | None = None,
    height: int = 360,
    under: str = "",
) -> str:
    """A chart called ``label``; ``under`` stands between it and its table."""
    spec = json.dumps({"traces": traces, "layout": layout or {}}, ensure_ascii=False)
    spec = spec.replace("<", "\\u003c")  # nothing ends the element that it stands in
    return (
        f'<figure class="tl-chart" role="group" aria-label="{esc(label)}" data-script="charts.js"'
        f' data-failed="{say("trends_chart_failed", language)}">'
        f'<div class="tl-plot" style="height:{height}px"></div>'
        f'<script type="application/json">{spec}</script></figure>{under}'
        f'<details class="tl-figures"><summary>{say("trends_table", language)}</summary>{table}'
        "</details>"
    )


def table(head: Sequence[str], rows: Iterable[Sequence[str]], caption: str, numbers: int) -> str:
    """Cells are HTML; the last ``numbers`` columns are numbers, the first of a row its heading."""
    first = len(head) - numbers
    mark = ' class="tl-number"'
    names = "".join(
        f'<th scope="col"{mark if at >= first else ""}>{cell}</th>' for at, cell in enumerate(head)
    )
    body = "".join(f"<tr>{_cells(row, first)}</tr>" for row in rows)
    return (
        f'<div class="tl-scroll" tabindex="0" role="region" aria-label="{esc(caption)}">'
        f'<table class="tl-table"><caption class="tl-unseen">{esc(caption)}</caption>'
        f"<thead><tr>{names}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(row: Sequence[str], first: int) -> str:
    cells = [f'<th scope="row">{row[0]}</th>']
    for at, cell in enumerate(row[1:], start=1):
        cells.append(f'<td class="tl-number">{cell}</td>' if at >= first else f"<td>{cell}</td>")
    return "".join(cells)


def plain(text: str) -> str:
    """A text of the corpus for Plotly, which knows a few tags and entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def file_address(visit: Visit, view: str, name: str, **asked: str) -> str:
    """Where the browser fetches a file of this workspace (a view's ``data``)."""
    own = {"workspace": visit.room.name, "language": visit.language}
    return f"tl/data/{view}/{name}?{urlencode({**own, **{k: v for k, v in asked.items() if v}})}"
