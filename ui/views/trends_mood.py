"""Sentiment over time, and the passages that speak most strongly."""

from __future__ import annotations

from typing import Any

from ...tools.errors import TopicLlamaError
from ...tools.periods import PERIODS, choose_period, finest_period
from ...tools.progress import Task
from ...tools.results import AnalysisResult
from ...tools.sentiment_kept import kept_sentiment
from ...tools.trends_kept import MOST_PERIODS
from ..page_html import esc
from ..text import say
from .charts import figure, plain, table
from .trends_frame import (
    documents,
    dot,
    first_of,
    has_dates,
    labels,
    opens,
    period_words,
    ready,
    results,
    span,
)
from .trends_kept import QUICK, finding
from .trends_time import chosen, period_field, picker
from .visit import Visit

_PASSAGE = 260


def over_time(visit: Visit) -> str:
    """A part of its own, with what is chosen for it; nothing without dates."""
    if not has_dates(visit):
        return ""
    shown = results(visit, lambda: _chart(visit), "moodtime")
    if visit.part == "moodtime":
        return shown
    wanted = chosen(visit, visit.workspace.require_model())
    return (
        '<form data-filter data-parts="moodtime" class="tl-trends-form tl-mood-form">'
        f'<div class="tl-filters">{period_field(visit)}</div>{picker(visit, wanted)}</form>{shown}'
    )


def _period(visit: Visit) -> str:
    if visit.get("by") in PERIODS:
        return visit.get("by")
    corpus = visit.workspace.corpus

    def work(task: Task) -> str:
        dates = corpus.column("date")
        # A mean needs more documents than a share does, so periods are not the finest.
        best, finest = choose_period(dates), finest_period(dates, MOST_PERIODS)
        return max(best, finest, key=PERIODS.index)

    by: str = finding(visit, "jobs_sentiment", ("period",), work, small=QUICK)
    return by


def _chart(visit: Visit) -> str:
    language, model = visit.language, visit.workspace.require_model()
    by, workspace = _period(visit), visit.workspace

    def work(task: Task) -> AnalysisResult:
        found = kept_sentiment(workspace, by)
        if found is None:
            raise TopicLlamaError("The texts have changed.", "Read them for their sentiment again.")
        return found

    data = ready(finding(visit, "jobs_sentiment", ("over time", by), work)).data
    names, wanted = labels(model, language), chosen(visit, model)
    series = {one["topic"]: one for one in data["series"]}
    x = [first_of(period) for period in data["periods"]]
    named = [period_words(period) for period in data["periods"]]
    traces = [
        {
            "type": "scatter", "mode": "lines+markers", "x": x, "y": series[topic]["means"],
            "topic": topic, "name": plain(names[topic]), "connectgaps": True,
            "line": {"width": 2}, "marker": {"size": 5},
            "customdata": list(zip(series[topic]["documents"], named, strict=True)),
            "hovertemplate": say("trends_mood_time_point", language),
            "href": [documents(topic=topic, since=span(p)[0], until=span(p)[1])
                     for p in data["periods"]],
        }
        for topic in wanted
    ]  # fmt: skip
    heading = say("trends_mood_time", language, by=say(f"trends_by_{by}", language))
    under = f'<p class="tl-quiet tl-reading">{say("trends_mood_time_read", language)}</p>'
    layout = {"xaxis": {"type": "date"}, "yaxis": {"zeroline": True, "zerolinewidth": 2}}
    chart = figure(traces, heading, _table(data, wanted, names, language), language,
                   layout=layout, height=320, under=under)  # fmt: skip
    return f"<h2>{heading}</h2>{chart}"


def _table(data: dict[str, Any], wanted: list[int], names: dict[int, str], language: str) -> str:
    series = {one["topic"]: one for one in data["series"]}
    rows = []
    for at in range(len(data["periods"]) - 1, -1, -1):
        since, until = span(data["periods"][at])
        cells = []
        for topic in wanted:
            mean = series[topic]["means"][at]
            address = esc(documents(topic=topic, since=since, until=until))
            cells.append("–" if mean is None else f'<a href="{address}">{mean:+.2f}</a>')
        rows.append([period_words(data["periods"][at]), *cells])
    head = [say("trends_period", language), *(esc(names[topic]) for topic in wanted)]
    return table(head, rows[:400], say("trends_mood_table", language), len(wanted))


# passages --------------------------------------------------------------------------------------


def passages(ordered: list[dict[str, Any]], names: dict[int, str], language: str) -> str:
    """Of each topic, folded but for the most negative one and the most positive one."""
    opened = {ordered[0]["id"], ordered[-1]["id"]} if ordered else set()
    parts = "".join(_topic(one, names, one["id"] in opened, language) for one in ordered)
    return f"<h2>{say('trends_passages', language)}</h2>{parts}"


def _topic(one: dict[str, Any], names: dict[int, str], opened: bool, language: str) -> str:
    sides = "".join(
        f"<section><h4>{say(f'trends_{side}', language)}</h4><ul>"
        f"{''.join(passage(each) for each in one['passages'][side])}</ul></section>"
        for side in ("negative", "positive")
        if one["passages"][side]
    )
    body = sides or f'<p class="tl-quiet">{say("trends_no_passages", language)}</p>'
    return (
        f'<details class="tl-card tl-passages"{" open" if opened else ""}><summary>'
        f"{dot(one['id'])} <b>{esc(names[one['id']])}</b> <span>{one['mean']:+.2f}</span></summary>"
        f'<div class="tl-two">{body}</div></details>'
    )


def passage(one: dict[str, Any]) -> str:
    """A quotation, and a button that opens its document there."""
    text = " ".join(one["passage"].split())
    text = text if len(text) <= _PASSAGE else text[: _PASSAGE - 1].rstrip() + "…"
    facts = " · ".join(filter(None, (f"{one['score']:+.2f}", one["date"])))
    return (
        f'<li><blockquote>{esc(text)}</blockquote><button type="button" class="tl-open"'
        f' name="open" value="{opens(one)}">{esc(one["title"])}</button>'
        f" <small>{esc(facts)}</small></li>"
    )
