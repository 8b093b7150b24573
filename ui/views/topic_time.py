"""A topic's share over time: a line with its 95 % band, and points that lead to the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from ...tools.periods import span_of
from ...tools.trends_kept import KeptTrends
from ..page_html import esc
from ..text import say
from .topics_marks import percent


@dataclass(frozen=True, slots=True)
class _Point:
    """``x`` and ``y`` from 0 to 100, from the left and from the top."""

    period: str
    share: float
    low: float
    high: float
    documents: int
    x: float
    y: float


def over_time(trends: KeptTrends | None, topic_id: int, language: str) -> str:
    title = f"<h2>{say('topics_over_time', language)}</h2>"
    line = trends.line(topic_id) if trends is not None else {}
    if trends is None or not line:
        return (
            f'<section>{title}<p class="tl-quiet">{say("topics_no_dates", language)}</p></section>'
        )
    top = _top(line["high"], trends.chart["documents"])
    points = _points(trends, topic_id, top)
    by = say(f"topics_by_{trends.chart['by']}", language)
    links = "".join(_link(point, topic_id, language) for point in points)
    return (
        f"<section>{title}<p class='tl-quiet'>{say('topics_time_about', language, by=by)}</p>"
        f'<div class="tl-topic-line" style="--topic:{topic_id}">'
        f'<div class="tl-topic-line-y" aria-hidden="true"><span>{percent(top)}</span>'
        "<span>0</span></div>"
        f'<div class="tl-topic-line-plot" data-list role="group"'
        f' aria-label="{say("topics_points", language)}">'
        f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
        f"{_drawn(points, top)}</svg>{links}</div>"
        f'<div class="tl-topic-line-x" aria-hidden="true">'
        f"<span>{trends.chart['periods'][0]}</span><span>{trends.chart['periods'][-1]}</span></div>"
        f'<p class="tl-topic-line-told tl-quiet" aria-live="polite">'
        f"{_highest(points, language)}</p>"
        "</div></section>"
    )


def _top(highs: Sequence[float], counts: Sequence[int]) -> float:
    """The upper end of the scale: the highest end of an interval, unless a few documents make it
    far higher than the others."""
    seen = sorted(high for high, count in zip(highs, counts, strict=True) if count)
    usual = seen[int(0.9 * (len(seen) - 1))] if seen else 1.0
    return min(1.0, max(1e-6, min(seen[-1] if seen else 1.0, 2 * usual)))


def _points(trends: KeptTrends, topic_id: int, top: float) -> list[_Point]:
    """Of the periods that have documents."""
    line, chart = trends.line(topic_id), trends.chart
    step = 100 / max(1, len(chart["periods"]) - 1)
    figures = zip(chart["periods"], chart["documents"], line["shares"], line["low"], line["high"],
                  strict=True)  # fmt: skip
    return [
        _Point(period, share, low, high, count, at * step if len(chart["periods"]) > 1 else 50.0,
               _down(share, top))
        for at, (period, count, share, low, high) in enumerate(figures)
        if count
    ]  # fmt: skip


def _down(share: float, top: float) -> float:
    return 100 * (1 - min(share, top) / top)


def _drawn(points: Sequence[_Point], top: float) -> str:
    above = [f"{p.x:.2f},{_down(p.high, top):.2f}" for p in points]
    below = [f"{p.x:.2f},{_down(p.low, top):.2f}" for p in reversed(points)]
    line = " ".join(f"{p.x:.2f},{p.y:.2f}" for p in points)
    return (
        f'<polygon class="tl-topic-band" points="{" ".join([*above, *below])}"/>'
        f'<polyline class="tl-topic-curve" points="{line}"/>'
    )


def _link(point: _Point, topic_id: int, language: str) -> str:
    since, until = span_of(point.period)
    address = "#/documents?" + urlencode({"topic": topic_id, "since": since, "until": until})
    said = esc(_said(point, language))
    return (
        f'<a class="tl-topic-point" data-item href="{esc(address)}" aria-label="{said}"'
        f' style="left:{point.x:.2f}%;top:{point.y:.2f}%"></a>'
    )


def _said(point: _Point, language: str) -> str:
    return say(
        "topics_point", language, period=point.period, share=f"{point.share:.1%}",
        low=f"{point.low:.1%}", high=f"{point.high:.1%}", n=f"{point.documents:,}",
    )  # fmt: skip


def _highest(points: Sequence[_Point], language: str) -> str:
    """What stands below the line until a point is pointed at."""
    return esc(_said(max(points, key=lambda point: point.share), language)) if points else ""
