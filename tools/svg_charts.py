"""Charts of topics as SVG: the tree, a development over time, moods."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .hierarchy import Branch
from .svg import colour, drawing, shortened, tag, text, tooltip, width

CHART_STYLE = """
.tree text, .trend text { font: 13px system-ui, sans-serif; fill: var(--ink); }
.tree .quiet, .trend .quiet { fill: var(--quiet); font-size: 11px; }
.tree path { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.trend .base { stroke: var(--line); }
"""
_BRANCHES, _ROW, _LETTER = 150.0, 26.0, 7.6
_LEFT = 18.0
_TREND_WIDTH, _TREND_HEIGHT = 300.0, 92.0
_COLUMNS = 36  # of a topic's name in the tree


def tree_svg(tree: Branch, label: str, branches: float = _BRANCHES, columns: int = _COLUMNS) -> str:
    """A dendrogram: the root on the left, topics on the right; where two branches join says how
    far apart they are (a scale below; it does not begin at 0). ``branches`` is how wide it is
    without the topics' names, ``columns`` how long a name may be."""
    joints = [branch.height for branch in tree.walk() if branch.id is None]
    if not joints:
        return ""
    high, low = max(joints), min(joints)
    low -= max(0.15 * (high - low), 0.01)
    right = _LEFT + branches
    rows = {topic: 16 + _ROW * place for place, topic in enumerate(tree.topics)}

    def across(height: float) -> float:
        return right - max(height - low, 0.0) / (high - low) * branches

    parts: list[str] = []
    _branch(tree, rows, across, columns, parts)
    bottom = 16 + _ROW * len(rows)
    parts.append(tag("path", d=f"M{_LEFT:.1f} {bottom:.1f}H{right:.1f}", opacity=0.4))
    parts += [
        text(across(mark), bottom + 14, f"{mark:.2f}", class_="quiet", text_anchor="middle")
        for mark in (low, (low + high) / 2, high)
    ]
    names = max(width(_leaf_name(leaf, columns)) for leaf in tree.walk() if leaf.id is not None)
    return drawing(right + 20 + _LETTER * names, bottom + 22, parts, label, "tree")


def _leaf_name(leaf: Branch, columns: int) -> str:
    return shortened(f"{leaf.id} {leaf.label}", columns)


def _branch(
    branch: Branch, rows: dict[int, float], across: Callable[[float], float], columns: int,
    parts: list[str],
) -> float:  # fmt: skip
    """Draw a branch; returns how far down it stands."""
    x = across(branch.height)
    if branch.id is not None:
        y = rows[branch.id]
        parts.append(tag("circle", cx=x, cy=y, r=5, style=f"fill:{colour(branch.id)}"))
        words = text(x + 12, y + 4.5, _leaf_name(branch, columns))
        parts.append(tag("g", tooltip(f"{branch.id} {branch.label}") + words))
        return y
    ends = [_branch(child, rows, across, columns, parts) for child in branch.children]
    steps = [f"M{x:.1f} {y:.1f}H{across(child.height):.1f}"
             for y, child in zip(ends, branch.children, strict=True)]  # fmt: skip
    d = f"M{x:.1f} {ends[0]:.1f}V{ends[-1]:.1f}{''.join(steps)}"
    parts.append(tag("path", tooltip(f"{branch.height:.2f} {branch.label}"), d=d))
    return sum(ends) / len(ends)


def trend_svg(
    topic: int, shares: Sequence[float], periods: Sequence[str], top: float, label: str,
    band: Sequence[tuple[float, float]] = (),
) -> str:  # fmt: skip
    """Shares by period as a line between 0 and ``top``, over its area or, where it is given, the
    ``band`` (low and high of each period)."""
    wide, tall = _TREND_WIDTH - 8, _TREND_HEIGHT - 36
    step = wide / max(len(shares) - 1, 1)

    def place(number: int, value: float) -> str:
        x = 4 + step * number if len(shares) > 1 else 4 + wide / 2
        return f"{x:.1f} {16 + tall * (1 - min(value / max(top, 1e-9), 1)):.1f}"

    line = "L".join(place(n, share) for n, share in enumerate(shares))
    ends = f"L{place(len(shares) - 1, 0)}L{place(0, 0)}Z"
    style = f"stroke:{colour(topic)}"
    parts = [
        tag("path", d=f"M4 {16 + tall:.1f}h{wide:.1f}", class_="base"),
        _band(topic, band, place)
        or tag("path", d=f"M{line}{ends}", style=f"fill:{colour(topic)}", opacity=0.18),
        tag("path", d=f"M{line}", fill="none", style=style, stroke_width=2.2,
            stroke_linejoin="round", stroke_linecap="round"),
    ]  # fmt: skip
    most = max(range(len(shares)), key=lambda n: shares[n])
    x, y = (float(part) for part in place(most, shares[most]).split())
    anchor = "start" if x < wide / 4 else "end" if x > 3 * wide / 4 else "middle"
    parts += [
        tag("circle", cx=x, cy=y, r=3, style=f"fill:{colour(topic)}"),
        text(x, y - 6, f"{shares[most]:.0%}", text_anchor=anchor, class_="quiet"),
        text(4, _TREND_HEIGHT - 6, periods[0], class_="quiet"),
        text(_TREND_WIDTH - 4, _TREND_HEIGHT - 6, periods[-1], class_="quiet", text_anchor="end"),
    ]
    return drawing(_TREND_WIDTH, _TREND_HEIGHT, parts, label, "trend")


def _band(
    topic: int, band: Sequence[tuple[float, float]], place: Callable[[int, float], str]
) -> str:
    if not band:
        return ""
    above = [place(n, high) for n, (_, high) in enumerate(band)]
    below = [place(n, low) for n, (low, _) in reversed(list(enumerate(band)))]
    return tag("path", d=f"M{'L'.join([*above, *below])}Z", style=f"fill:{colour(topic)}",
               opacity=0.25)  # fmt: skip


def mood_svg(negative: float, positive: float, label: str) -> str:
    """The shares of negative documents (left, orange) and positive ones (right, blue)."""
    width, height = 160.0, 12.0
    parts = [
        tag("rect", width=width, height=height, rx=3, style="fill:var(--line)"),
        tag("rect", width=width * negative, height=height, rx=3, style="fill:#d9812f"),
        tag("rect", x=width * (1 - positive), width=width * positive, height=height, rx=3,
            style="fill:#3a7dc4"),
    ]  # fmt: skip
    return drawing(width, height, parts, label, "mood")
