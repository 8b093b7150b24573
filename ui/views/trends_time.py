"""The tab of topics over time: what is shown is chosen, drawn, and told in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from ...tools.bow import bag_of_words
from ...tools.export_tables import table_csv
from ...tools.periods import PERIODS, all_periods, choose_period, finest_period
from ...tools.progress import Task
from ...tools.results import AnalysisResult
from ...tools.topic_model import TopicModel
from ...tools.trends import trends
from ...tools.trends_kept import MOST_PERIODS
from ..page_html import empty, esc, link
from ..text import say
from .charts import figure, file_address, table
from .trends_chart import layout, lines, stacked
from .trends_found import found_words
from .trends_frame import (
    documents,
    dot,
    has_dates,
    label,
    labels,
    largest,
    percent,
    period_words,
    ready,
    results,
    span,
    topic_link,
)
from .trends_kept import QUICK, finding
from .visit import Visit

FIRST = 6  # topics that are shown unasked
_ROWS = 400  # of the table; the rest is in the file
_COLUMNS = (("share", "shares"), ("low", "low"), ("high", "high"), ("smoothed", "smoothed"))


def time(visit: Visit) -> str:
    if not has_dates(visit):
        return no_dates(visit)
    shown = results(visit, lambda: _results(visit))
    return shown if visit.part == "results" else _form(visit) + shown


def no_dates(visit: Visit) -> str:
    """Without dates nothing can be said over time: where to name their column."""
    language, n = visit.language, len(visit.workspace.corpus)
    return empty(
        say("trends_no_dates", language, n=f"{n:,}"),
        say("trends_no_dates_how", language),
        link("#/data", say("trends_to_data", language)),
        level=2,
    )


def chosen(visit: Visit, model: TopicModel) -> list[int]:
    """The topics of the address, else the six largest, in the order of their size."""
    order = [topic.id for topic in largest(model)]
    asked = {part.strip() for part in visit.get("topic").split(",")}
    wanted = [topic for topic in order if str(topic) in asked]
    return wanted or order[:FIRST]


def _found(visit: Visit) -> AnalysisResult:
    workspace, model = visit.workspace, visit.workspace.require_model()
    by = visit.get("by") if visit.get("by") in PERIODS else _readable(visit)
    since, until = visit.get("since").strip(), visit.get("until").strip()

    def work(task: Task) -> AnalysisResult:
        bow = bag_of_words(workspace, task)
        return trends(workspace.corpus, model, by, since=since, until=until, bow=bow)

    found: AnalysisResult = ready(finding(visit, "jobs_trends", (by, since, until), work))
    return found


def _readable(visit: Visit) -> str:
    """ "" leaves the choice to :func:`trends`, unless a chart could not show so many periods."""
    corpus = visit.workspace.corpus

    def work(task: Task) -> str:
        dates = corpus.column("date")
        many = len(all_periods(dates, choose_period(dates))) > MOST_PERIODS
        return finest_period(dates, MOST_PERIODS) if many else ""

    by: str = finding(visit, "jobs_trends", ("period",), work, small=QUICK)
    return by


# what is chosen --------------------------------------------------------------------------------


def _form(visit: Visit) -> str:
    language, model = visit.language, visit.workspace.require_model()
    wanted = chosen(visit, model)
    areas = visit.get("show") == "areas"
    kinds = "".join(
        f'<label class="tl-choice"><input type="radio" name="show" value="{value}"'
        f"{' checked' if (value == 'areas') == areas else ''}> "
        f"<span>{say('trends_show_' + (value or 'lines'), language)}</span></label>"
        for value in ("", "areas")
    )
    raw = " checked" if visit.get("raw") else ""
    return (
        '<form data-filter class="tl-trends-form">'
        f'<div class="tl-filters"><div class="tl-segments" role="radiogroup"'
        f' aria-label="{say("trends_show", language)}">{kinds}</div>'
        f"{period_field(visit)}{_date('since', visit)}{_date('until', visit)}"
        f'<label class="tl-tick"><input type="checkbox" name="raw" value="1"{raw}> '
        f"{say('trends_raw', language)}</label></div>"
        f"{picker(visit, wanted)}</form>"
    )


def picker(visit: Visit, wanted: Sequence[int]) -> str:
    """A box for each topic, the largest first."""
    language, model = visit.language, visit.workspace.require_model()
    boxes = "".join(
        f'<label class="tl-pick"><input type="checkbox" name="topic" value="{topic.id}"'
        f"{' checked' if topic.id in wanted else ''}> {dot(topic.id)}"
        f"<span>{esc(label(topic, language))}</span></label>"
        for topic in largest(model)
    )
    return (
        f'<fieldset class="tl-picks"><legend>{say("trends_topics", language)}</legend>'
        f"<div>{boxes}</div></fieldset>"
    )


def period_field(visit: Visit) -> str:
    """Which periods."""
    language, by = visit.language, visit.get("by")
    options = "".join(
        f'<option value="{value}"{" selected" if value == by else ""}>'
        f"{say('trends_by_' + (value or 'auto'), language)}</option>"
        for value in ("", *PERIODS)
    )
    return (
        f'<label class="tl-field">{say("trends_by", language)}<select name="by">{options}</select>'
        "</label>"
    )


def _date(name: str, visit: Visit) -> str:
    hint = say("trends_date_form", visit.language)
    return (
        f'<label class="tl-field">{say("trends_" + name, visit.language)}<input type="search"'
        f' name="{name}" value="{esc(visit.get(name))}" placeholder="{hint}" size="11"'
        ' autocomplete="off"></label>'
    )


# what is shown ---------------------------------------------------------------------------------


def _results(visit: Visit) -> str:
    language, model = visit.language, visit.workspace.require_model()
    found = _found(visit)
    data, names = found.data, labels(model, language)
    areas = visit.get("show") == "areas"
    wanted = [topic.id for topic in largest(model)] if areas else chosen(visit, model)
    series = {one["topic"]: one for one in data["series"] if one["topic"] in wanted}
    ordered = [series[topic] for topic in wanted]
    kind = "shares" if visit.get("raw") else "smoothed"
    traces = (
        stacked(data, ordered, names, kind)
        if areas
        else lines(data, ordered, names, kind, language)
    )
    by = say("trends_by_" + data["by"], language)
    heading = say("trends_chart_areas" if areas else "trends_chart", language, by=by)
    chart = figure(
        traces,
        f"{heading} {data['periods'][0]} – {data['periods'][-1]}",
        _table(data, ordered, names, visit),
        language,
        layout=layout(data, wanted, areas),
        height=380,
        under=legend(wanted, names, areas) + _reading(data, areas, kind, len(wanted), language),
    )
    return f"<h2>{heading}</h2>{chart}{found_words(visit, found, wanted, names)}"


def legend(wanted: Sequence[int], names: dict[int, str], areas: bool) -> str:
    """Which colour is which; the lines are named by the boxes above them."""
    items = "".join(f"<li>{topic_link(topic, names)}</li>" for topic in wanted)
    return f'<ul class="tl-key">{items}</ul>' if areas else ""


def _reading(data: dict[str, Any], areas: bool, kind: str, shown: int, language: str) -> str:
    """How the chart is read."""
    told = [say("trends_read_areas" if areas else "trends_read", language)]
    if kind == "smoothed":
        told.append(say("trends_read_smooth", language))
    if not areas and shown == 1:
        told.append(say("trends_read_band", language))
    if not areas and data["bursts"]:
        told.append(say("trends_read_burst", language))
    told.append(say("trends_read_click", language))
    return f'<p class="tl-quiet tl-reading">{("" if language == "zh" else " ").join(told)}</p>'


def _table(
    data: dict[str, Any], series: list[dict[str, Any]], names: dict[int, str], visit: Visit
) -> str:
    """The newest first; a cell leads to the documents."""
    language = visit.language
    asked = {name: visit.get(name) for name in ("by", "since", "until")}
    address = esc(file_address(visit, "trends", "figures", **asked))
    periods, counts = data["periods"], data["documents"]
    rows = []
    for at in range(len(periods) - 1, max(-1, len(periods) - 1 - _ROWS), -1):
        since, until = span(periods[at])
        cells = [
            f'<a href="{esc(documents(topic=one["topic"], since=since, until=until))}">'
            f"{percent(one['shares'][at])}</a>" if counts[at] else "–"
            for one in series
        ]  # fmt: skip
        rows.append([period_words(periods[at]), *cells, f"{counts[at]:,}"])
    head = [say("trends_period", language), *(esc(names[one["topic"]]) for one in series),
            say("trends_documents", language)]  # fmt: skip
    caption = say("trends_table_caption", language)
    file = (
        f'<p><a class="tl-button" download href="{address}">{say("trends_csv", language)}</a></p>'
    )
    more = say("trends_more_rows", language, n=_ROWS) if len(periods) > _ROWS else ""
    return table(head, rows, caption, len(head) - 1) + (more and f"<p>{more}</p>") + file


def figures(visit: Visit) -> Response:
    """Every figure of the chart as CSV: a row for a period and topic."""
    data = _found(visit).data
    names = labels(visit.workspace.require_model(), visit.language)
    rows = (
        {
            "period": period,
            "documents": data["documents"][at],
            "topic": one["topic"],
            "label": names[one["topic"]],
            **{name: one[kind][at] for name, kind in _COLUMNS},
        }
        for one in data["series"]
        for at, period in enumerate(data["periods"])
    )
    named = {"Content-Disposition": 'attachment; filename="trends.csv"'}
    return Response(table_csv(rows)[0], media_type="text/csv", headers=named)
