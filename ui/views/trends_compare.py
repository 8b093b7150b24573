"""The tab of groups: which groups are compared, and what sets them apart."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ...tools.compare import compare
from ...tools.dates import parse_date
from ...tools.progress import Task
from ...tools.results import AnalysisResult
from ..page_html import empty, esc, link
from ..text import say
from .trends_frame import ready, results, span
from .trends_groups import told
from .trends_kept import QUICK, counts, finding
from .visit import Visit

FIELDS = ("label", "source", "language", "split", "year", "month")
_LISTED = 200  # groups that can be chosen by name


def groups(visit: Visit) -> str:
    possible = _possible(visit)
    field = _field(visit, possible)
    if not field:
        return _nothing(visit.language)
    if visit.part == "groups":
        return _names(visit, field)
    shown = results(visit, lambda: _results(visit, field))
    return shown if visit.part == "results" else _form(visit, field, possible) + shown


def _possible(visit: Visit) -> dict[str, bool]:
    """Which fields have two groups at least."""
    corpus = visit.workspace.corpus

    def work(task: Task) -> dict[str, bool]:
        known = {day[:7] for day in corpus.column("date") if day}
        found = {name: len(counts(visit, name)) > 1 for name in FIELDS[:3]}
        months = {day for day in known if len(day) == 7}
        return {**found, "split": len(known) > 1, "year": len({day[:4] for day in known}) > 1,
                "month": len(months) > 1}  # fmt: skip

    possible: dict[str, bool] = finding(visit, "jobs_compare", ("fields",), work, small=QUICK)
    return possible


def _field(visit: Visit, possible: Mapping[str, bool]) -> str:
    """What is asked for when it is possible, else the first that is."""
    if possible.get(visit.get("by")):
        return visit.get("by")
    return next((name for name in FIELDS if possible[name]), "")


def _nothing(language: str) -> str:
    return empty(
        say("trends_nothing_to_compare", language),
        say("trends_nothing_to_compare_how", language),
        link("#/data", say("trends_to_load", language)),
        level=2,
    )


# what is chosen --------------------------------------------------------------------------------


def _form(visit: Visit, field: str, possible: Mapping[str, bool]) -> str:
    language = visit.language
    options = "".join(_option(name, field, possible[name], language) for name in FIELDS)
    return (
        '<form data-filter data-parts="groups results" class="tl-trends-form">'
        f'<div class="tl-filters"><label class="tl-field">{say("trends_compare_by", language)}'
        f'<select name="by">{options}</select></label>{_names(visit, field)}</div></form>'
    )


def _option(name: str, field: str, possible: bool, language: str) -> str:
    said = say("trends_field_" + name, language)
    if not possible:
        said = say("trends_field_none", language, name=said)
    state = " selected" if name == field else "" if possible else " disabled"
    return f'<option value="{name}"{state}>{said}</option>'


def _names(visit: Visit, field: str) -> str:
    """The two groups, where they have names, or the date that divides the documents."""
    language = visit.language
    if field == "split":
        return (
            f'<div data-part="groups" class="tl-tools"><label class="tl-field">'
            f'{say("trends_split", language)}<input type="search" name="split" size="11"'
            f' autocomplete="off" placeholder="{esc(_middle(visit))}"'
            f' value="{esc(visit.get("split"))}">'
            "</label></div>"
        )  # fmt: skip
    if field not in FIELDS[:3]:
        return '<div data-part="groups" class="tl-tools"></div>'
    known = list(counts(visit, field))[:_LISTED]
    selects = "".join(_select(visit, name, known) for name in ("a", "b"))
    return f'<div data-part="groups" class="tl-tools">{selects}</div>'


def _select(visit: Visit, name: str, known: list[str]) -> str:
    language, now = visit.language, visit.get(name)
    options = "".join(
        f'<option value="{esc(group)}"{" selected" if group == now else ""}>'
        f"{esc(group_name(group, language))}</option>"
        for group in known
    )
    return (
        f'<label class="tl-field">{say("trends_group_" + name, language)}<select name="{name}">'
        f'<option value="">{say("trends_every_group", language)}</option>{options}</select></label>'
    )


def _middle(visit: Visit) -> str:
    """A month that divides the dated documents in about halves."""
    corpus = visit.workspace.corpus

    def work(task: Task) -> str:
        dates = sorted(day for day in corpus.column("date") if day)
        return dates[len(dates) // 2][:7] if dates else ""

    month: str = finding(visit, "jobs_compare", ("middle",), work, small=QUICK)
    return month


def group_name(name: str, language: str) -> str:
    """A language's code in words, the side of a date in words, else the name itself."""
    kind, _, day = name.partition(" ")
    if kind in ("before", "since") and parse_date(day) == day:
        return say("trends_before" if kind == "before" else "trends_from", language, date=day)
    known = ("en", "zh", "zh-Hant", "mixed", "other")
    return say(f"lang_{name}", language) if name in known else name


# what is shown ---------------------------------------------------------------------------------


def _results(visit: Visit, field: str) -> str:
    workspace, model = visit.workspace, visit.workspace.require_model()
    split = visit.get("split").strip()
    if field == "split" and not split:
        split = _middle(visit)
    by = "period" if field == "split" else field
    named = [visit.get(name) for name in ("a", "b")]
    known = counts(visit, field) if field in FIELDS[:3] else {}
    chosen = named if all(name in known for name in named) and named[0] != named[1] else []

    def work(task: Task) -> AnalysisResult:
        day = parse_date(split) if field == "split" else ""
        return compare(workspace.corpus, model, by, day or split, groups=chosen)

    if field != "split":
        split = ""
    key = (by, split, *chosen)
    found: AnalysisResult = ready(finding(visit, "jobs_compare", key, work))
    names = {group["name"]: group_name(group["name"], visit.language)
             for group in found.data["groups"]}  # fmt: skip
    where = {name: _where(field, name) for name in names}
    return told(visit, found, names, where)


def _where(field: str, name: str) -> dict[str, Any]:
    """The parameters of the address of a group's documents."""
    if field in FIELDS[:3]:
        return {field: name}
    if field != "split":
        since, until = span(name)
        return {"since": since, "until": until}
    kind, _, day = name.partition(" ")
    if kind == "since":
        return {"since": day}
    first = date.fromisoformat((day + "-01-01")[:10])
    return {"until": (first - timedelta(days=1)).isoformat()}
