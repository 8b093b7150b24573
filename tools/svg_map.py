"""The map of documents as a drawing, and as a page of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from .document_map import DocumentMap, MapPoint, MapTopic
from .svg import VARIABLES, colour, drawing, tag, text, tooltip

_SIZE = 720.0
_MARGIN = 24.0
_EACH = 2000  # documents that are drawn one by one, with a title; more are one path a topic
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 1.5rem auto;
  padding: 0 1rem; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } .quiet { color: var(--quiet); } svg { width: 100%; height: auto; }
"""
MAP_STYLE = """
.map { background: var(--wash); border-radius: .5rem; display: block; margin: .5rem auto; }
.map .disc { fill: none; stroke: var(--line); } .map .number { font: 600 18px system-ui, sans-serif;
  fill: var(--ink); text-anchor: middle; stroke: var(--wash); stroke-width: 4; paint-order: stroke;
  stroke-linejoin: round; }
.legend { list-style: none; padding: 0; columns: 17rem; font-size: .9rem; }
.legend li { break-inside: avoid; padding-left: 1.1rem; text-indent: -1.1rem; }
.dot { display: inline-block; width: .7rem; height: .7rem; border-radius: 50%;
  margin-right: .4rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
"""
_WORDS = {
    "title": ("Map of {n:,} documents", "{n:,} 篇文档的地图"),
    "topics": (
        "Each point is a document, on the disc of its main topic: in the middle when it is of "
        "that topic alone, else towards its other topics. Close discs are topics of similar words.",
        "每个点是一篇文档，位于其主要主题的圆内：只属于该主题的靠近中心，其余偏向它的其他主题。"
        "圆越近，主题的用词越相似。",
    ),
    "meaning": (
        "Each point is a document, coloured by its main topic; points that are close are of "
        "similar meaning. A number stands in the middle of its topic's documents.",
        "每个点是一篇文档，颜色表示其主要主题；位置越近，意思越相近。数字位于该主题文档的中心。",
    ),
}  # fmt: skip


def said(key: str, language: str, n: int = 0) -> str:
    """A sentence about the map in "en" or "zh"."""
    return _WORDS[key][language == "zh"].format(n=n)


def map_page(drawn: DocumentMap, language: str = "en") -> str:
    """A page that needs no other file."""
    title = escape(said("title", language, len(drawn.points)))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{VARIABLES}{_STYLE}{MAP_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{map_figure(drawn, language)}\n</body>\n</html>\n"
    )


def map_figure(drawn: DocumentMap, language: str = "en") -> str:
    """The drawing, how to read it, and its topics by number."""
    entries = "".join(
        f'<li><span class="dot" style="background:{colour(topic.id)}"></span>'
        f"{topic.id} {escape(topic.label)} "
        f'<span class="quiet">{topic.share:.1%}</span></li>'
        for topic in drawn.topics
    )
    return (
        f'<p class="quiet">{escape(said(drawn.source, language))}</p>\n'
        f'{map_svg(drawn, language)}\n<ol class="legend">{entries}</ol>'
    )


def map_svg(drawn: DocumentMap, language: str = "en") -> str:
    """Documents as points in the colour of their topic, topics as numbers."""
    place = _scale(drawn)
    parts = _points(drawn.points, place)
    if drawn.source == "topics":
        parts = [*_discs(drawn.topics, place), *parts]
    numbers = [
        text(x, y + 6, str(topic.id), class_="number")
        for topic in drawn.topics
        for x, y in [place(topic.x, topic.y)]
    ]
    label = said("title", language, len(drawn.points))
    return drawing(_SIZE, _SIZE, [*parts, *numbers], label, "map")


Place = Callable[[float, float], tuple[float, float]]


def _scale(drawn: DocumentMap) -> Place:
    """From the map's units to those of the drawing, the same in both directions."""
    edges = [(p.x, p.y, 0.0) for p in drawn.points] + [(t.x, t.y, t.radius) for t in drawn.topics]
    left, right = min(x - r for x, _, r in edges), max(x + r for x, _, r in edges)
    low, high = min(y - r for _, y, r in edges), max(y + r for _, y, r in edges)
    unit = (_SIZE - 2 * _MARGIN) / max(right - left, high - low, 1e-9)
    middle = (left + right) / 2, (low + high) / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return _SIZE / 2 + (x - middle[0]) * unit, _SIZE / 2 - (y - middle[1]) * unit

    return place


def _discs(topics: Sequence[MapTopic], place: Place) -> list[str]:
    return [
        tag("circle", cx=x, cy=y, r=abs(place(topic.x + topic.radius, topic.y)[0] - x),
            class_="disc")
        for topic in topics
        for x, y in [place(topic.x, topic.y)]
    ]  # fmt: skip


def _points(points: Sequence[MapPoint], place: Place) -> list[str]:
    size = max(1.2, min(5.0, 90 / max(len(points), 1) ** 0.5))
    if len(points) <= _EACH:
        return [
            tag("circle", tooltip(point.title or point.id), cx=x, cy=y, r=size,
                style=f"fill:{colour(point.topic)}", fill_opacity=0.75)
            for point in points
            for x, y in [place(point.x, point.y)]
        ]  # fmt: skip
    steps: dict[int, list[str]] = {}
    for point in points:
        x, y = place(point.x, point.y)
        steps.setdefault(point.topic, []).append(f"M{x:.1f} {y:.1f}h0")
    return [
        tag("path", d="".join(step), fill="none", style=f"stroke:{colour(topic)}",
            stroke_width=2 * size, stroke_linecap="round", stroke_opacity=0.7)
        for topic, step in sorted(steps.items())
    ]  # fmt: skip
