"""What the chart over time is made of: lines or areas, bands, bursts, a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...tools.dates import parse_date
from ..text import say
from .charts import Trace, plain
from .trends_frame import after, documents, first_of, period_words, span

Data = dict[str, Any]
_FEW = 60  # periods whose points are marked


def lines(
    data: Data, series: list[Data], names: dict[int, str], kind: str,
    language: str,
) -> list[Trace]:  # fmt: skip
    """A line for each topic; of one alone the 95 % band as well, under it, and the exact shares."""
    x = [first_of(period) for period in data["periods"]]
    made: list[Trace] = []
    if len(series) == 1:
        one = series[0]
        band = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "x": x,
                "topic": one["topic"], "hoverinfo": "skip"}  # fmt: skip
        made += [{**band, "y": one["low"]}, {**band, "y": one["high"], "fill": "tonexty"}]
        if kind != "shares":
            exact = _known(one["shares"], data["documents"])
            made.append({**band, "y": exact, "mode": "markers", "alpha": 0.55,
                         "marker": {"size": 5}})  # fmt: skip
    told = say("trends_point", language)
    named = [period_words(period) for period in data["periods"]]
    dots = len(x) == 1 or (len(x) <= _FEW and (len(series) > 1 or kind == "shares"))
    for one in series:
        made.append({
            "type": "scatter",
            "mode": "lines+markers" if dots else "lines",
            "x": x,
            "y": _known(one[kind], data["documents"]) if kind == "shares" else one[kind],
            "name": plain(names[one["topic"]]),
            "topic": one["topic"],
            "line": {"width": 2.4},
            "marker": {"size": 5},
            "customdata": list(zip(one["shares"], one["low"], one["high"], data["documents"],
                                   named, strict=True)),
            "hovertemplate": told,
            "href": _hrefs(one["topic"], data["periods"]),
        })  # fmt: skip
    return [*made, *_burst_marks(data, series, names, language)]


def _known(shares: Sequence[float], documents: Sequence[int]) -> list[float | None]:
    """None for a period without documents: its share is not 0, it is unknown."""
    return [share if n else None for share, n in zip(shares, documents, strict=True)]


def stacked(data: Data, series: list[Data], names: dict[int, str], kind: str) -> list[Trace]:
    """All topics on top of each other; smoothed ones are brought to 100 % together again, for each
    is smoothed by itself."""
    x = [first_of(period) for period in data["periods"]]
    sums = [sum(values) or 1.0 for values in zip(*(one[kind] for one in series), strict=True)]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "stackgroup": "all",
            "x": x,
            "y": [share / total for share, total in zip(one[kind], sums, strict=True)],
            "name": plain(names[one["topic"]]),
            "topic": one["topic"],
            "soft": 0.65,
            "fill": "tonexty",
            "line": {"width": 0.6},
            "customdata": [period_words(period) for period in data["periods"]],
            "hovertemplate": "<b>%{fullData.name}</b><br>%{customdata}: %{y:.1%}<extra></extra>",
            "href": _hrefs(one["topic"], data["periods"]),
        }
        for one in series
    ]


def _burst_marks(
    data: Data, series: list[Data], names: dict[int, str], language: str
) -> list[Trace]:  # fmt: skip
    """A triangle at the peak of each burst, as high as the exact share: a smoothed line may hardly
    show what was short."""
    made = []
    for one in series:
        bursts = [burst for burst in data["bursts"] if burst["topic"] == one["topic"]]
        if not bursts:
            continue
        told = [
            say("trends_burst_point", language, label=plain(names[one["topic"]]),
                when=_when(burst), words=plain(", ".join(burst["words"][:5])),
                n=len(burst["documents"]))
            for burst in bursts
        ]  # fmt: skip
        made.append({
            "type": "scatter", "mode": "markers", "topic": one["topic"],
            "x": [first_of(burst["peak"]) for burst in bursts],
            "y": [_height(data, one["shares"], burst["peak"]) for burst in bursts],
            "marker": {"size": 13, "symbol": "triangle-up"},
            "text": told, "hovertemplate": "%{text}<extra></extra>",
            "href": [documents(topic=one["topic"], since=span(burst["start"])[0],
                               until=span(burst["end"])[1]) for burst in bursts],
        })  # fmt: skip
    return made


def _height(data: Data, shares: list[float], peak: str) -> float:
    """How high a line is in the period in which a day (or another finer period) lies."""
    day = first_of(peak)
    at = max((n for n, p in enumerate(data["periods"]) if first_of(p) <= day), default=0)
    return shares[at]


def _when(burst: Data) -> str:
    same = burst["start"] == burst["end"]
    return str(burst["start"]) if same else f"{burst['start']} – {burst['end']}"


def _hrefs(topic: int, periods: list[str]) -> list[str]:
    spans = [span(period) for period in periods]
    return [documents(topic=topic, since=since, until=until) for since, until in spans]


def layout(data: Data, wanted: list[int], areas: bool) -> Data:
    shapes = []
    for burst in data["bursts"] if not areas else []:
        if burst["topic"] in wanted:
            ends = {"x0": first_of(burst["start"]), "x1": after(burst["end"])}
            shapes.append({"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below",
                           "topic": burst["topic"], "alpha": 0.1, **ends})  # fmt: skip
    if data.get("moment"):
        shapes.append({"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "tone": "text",
                       "layer": "above" if areas else "below", "alpha": 0.12,
                       **_moment_ends(data)})  # fmt: skip
    date_axis: Data = {"type": "date"}
    if data["by"] == "year" and len(data["periods"]) <= 14:
        date_axis |= {"dtick": "M12", "tickformat": "%Y"}
    elif data["by"] == "month" and len(data["periods"]) <= 8:
        date_axis |= {"dtick": "M1", "tickformat": "%Y-%m"}
    return {"xaxis": date_axis, "yaxis": {"tickformat": ".0%", "rangemode": "tozero"},
            "shapes": shapes, "hovermode": "closest"}  # fmt: skip


def _moment_ends(data: Data) -> dict[str, str]:
    since, until = (parse_date(data["moment"][side]) for side in ("since", "until"))
    ends = (since or data["periods"][0], until or data["periods"][-1])
    return {"x0": first_of(ends[0]), "x1": after(ends[1])}
