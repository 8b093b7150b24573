"""The tab of sentiment: by topic, over time, with passages, and how far it can be trusted."""

from __future__ import annotations

from typing import Any

from ...tools.sentiment_kept import kept_sentiment, measure_sentiment
from ...tools.svg import shortened
from ..page_html import empty, esc
from ..text import say
from .charts import figure, plain, table
from .trends_check import trust
from .trends_found import notes
from .trends_frame import Waiting, documents, labels, results, topic_link
from .trends_kept import SMALL
from .trends_mood import over_time, passages
from .visit import Done, Sent, Visit

_PACE = 700  # documents a second that are read, more or less
_COLUMNS = 30


def mood(visit: Visit) -> str:
    if visit.part == "moodtime":
        return over_time(visit)
    return results(visit, lambda: _results(visit))


def read(visit: Visit, sent: Sent) -> Done:
    """Read all texts for their sentiment."""
    if not _reading(visit):
        workspace = visit.workspace
        visit.room.jobs.start("jobs_sentiment", lambda task: measure_sentiment(workspace, task))
    return Done(changed=False)


def _reading(visit: Visit) -> Any:
    running = visit.room.jobs.running()
    return next((job for job in running if job.title == "jobs_sentiment"), None)


def _results(visit: Visit) -> str:
    found = kept_sentiment(visit.workspace)
    if found is None and len(visit.workspace.corpus) <= SMALL:
        found = measure_sentiment(visit.workspace)
    if found is None:
        if job := _reading(visit):
            raise Waiting(job)
        return _begin(visit)
    names = labels(visit.workspace.require_model(), visit.language)
    ordered = sorted(found.data["topics"], key=lambda one: (one["mean"], one["id"]))
    return (
        f"{_by_topic(ordered, names, visit.language)}{over_time(visit)}"
        f"{passages(ordered, names, visit.language)}{trust(visit)}{notes(found, visit)}"
    )


def _begin(visit: Visit) -> str:
    language, n = visit.language, len(visit.workspace.corpus)
    seconds = max(1, round(n / _PACE))
    words = (
        say("trends_seconds", language, n=seconds)
        if seconds < 90
        else say("trends_minutes", language, n=round(seconds / 60))
    )
    how = say("trends_mood_begin_how", language, n=f"{n:,}", seconds=words)
    start = (
        '<button type="button" class="tl-button tl-primary" data-do="read">'
        f"{say('trends_mood_start', language)}</button>"
    )
    return empty(say("trends_mood_begin", language), how, start, level=2)


def _by_topic(ordered: list[dict[str, Any]], names: dict[int, str], language: str) -> str:
    """Negative to the left, positive to the right, the most negative topic at the top."""
    places = list(range(len(ordered)))
    about = [(one["negative"], one["positive"], one["mean"], one["documents"]) for one in ordered]
    traces = [
        {
            "type": "bar", "orientation": "h", "y": places, "tone": tone,
            "x": [sign * one[kind] for one in ordered],
            "text": [plain(names[one["id"]]) for one in ordered], "textposition": "none",
            "customdata": about, "hovertemplate": say("trends_mood_point", language),
            "href": [documents(topic=one["id"]) for one in ordered],
        }
        for kind, sign, tone in (("negative", -1, "bad"), ("positive", 1, "good"))
    ]  # fmt: skip
    ticks = [plain(f"{shortened(names[one['id']], _COLUMNS)}  {one['mean']:+.2f}")
             for one in ordered]  # fmt: skip
    marks = (-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1)
    most = max(max(one["negative"], one["positive"], 0.1) for one in ordered)
    layout = {
        "barmode": "relative", "bargap": 0.35,
        "xaxis": {"range": [-1.06 * most, 1.06 * most], "tickvals": marks,
                  "ticktext": [f"{abs(mark):.0%}" for mark in marks]},
        "yaxis": {"tickvals": places, "ticktext": ticks, "autorange": "reversed",
                  "fixedrange": True},
    }  # fmt: skip
    heading = say("trends_mood_chart", language)
    legend = "".join(
        f'<li><i class="tl-swatch tl-{tone}" aria-hidden="true"></i>{say(key, language)}</li>'
        for key, tone in (("trends_negative", "mood-bad"), ("trends_positive", "mood-good"))
    )
    reading = f'<p class="tl-quiet tl-reading">{say("trends_mood_read", language)}</p>'
    chart = figure(
        traces, heading, _table(ordered, names, language), language, layout=layout,
        height=80 + 30 * len(ordered), under=f'<ul class="tl-key">{legend}</ul>{reading}',
    )  # fmt: skip
    return f"<h2>{heading}</h2>{chart}"


def _table(ordered: list[dict[str, Any]], names: dict[int, str], language: str) -> str:
    keys = ("trends_topic", "trends_mean", "trends_negative", "trends_positive", "trends_spread",
            "trends_documents")  # fmt: skip
    rows = [
        [topic_link(one["id"], names), f"{one['mean']:+.2f}", f"{one['negative']:.0%}",
         f"{one['positive']:.0%}", f"{one['spread']:.2f}",
         f'<a href="{esc(documents(topic=one["id"]))}">{one["documents"]:,}</a>']
        for one in ordered
    ]  # fmt: skip
    return table([say(key, language) for key in keys], rows, say("trends_mood_table", language), 5)
