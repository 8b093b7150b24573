"""What came of a load: figures, file by file, and everything that was rejected or guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from ...tools.documents import FileRead, LoadIssue
from ...tools.errors import TopicLlamaError
from ...tools.load_record import LENGTHS, LoadRecord, records
from ..page_html import esc
from ..text import say
from .data_format import facts, head, languages, moment, span, told
from .visit import Visit

_SHOWN = 10  # rows before "show all"
_LABELS = 12


def render(visit: Visit, name: str) -> str:
    """One of the reports that are kept, on a page of its own."""
    record = next((each for each in records(visit.workspace) if each.id == name), None)
    if record is None:
        raise TopicLlamaError("There is no such load report any longer.", "Go back to the data.")
    language = visit.language
    return (
        head(say("data_report", language), _when(record), language, back=True)
        + f'<section class="tl-card tl-data-report">{report(record, language)}</section>'
    )


def loads(visit: Visit) -> str:
    """The last load whole, those before it as links."""
    kept, language = records(visit.workspace), visit.language
    if not kept:
        return ""
    earlier = "".join(
        f'<li><a href="#/data/load/{each.id}">{outcome(each, language)}</a>'
        f"<small>{_when(each)}</small></li>"
        for each in kept[1:]
    )
    more = (
        f"<details><summary>{say('data_earlier', language)} ({len(kept) - 1})</summary>"
        f'<ul class="tl-data-earlier">{earlier}</ul></details>'
    )
    return (
        f'<section class="tl-card tl-data-report"><h2>{say("data_last", language)}</h2>'
        f'<p class="tl-quiet">{_when(kept[0])}</p>{report(kept[0], language)}'
        f"{more if earlier else ''}</section>"
    )


def _when(record: LoadRecord) -> str:
    return " · ".join(part for part in (esc(moment(record.time)), esc(record.origin)) if part)


def outcome(record: LoadRecord, language: str) -> str:
    """In a few words."""
    added = record.report.added
    if record.replaced and added:
        return say("data_replaced_n", language, n=f"{added:,}")
    if added:
        key = "data_added_one" if added == 1 else "data_added_n"
        return say(key, language, n=f"{added:,}")
    key = "data_nothing_new" if record.report.duplicates else "data_came_to_nothing"
    return say(key, language)


def report(record: LoadRecord, language: str) -> str:
    issues = record.report
    return (
        f'<p class="tl-data-outcome"><b>{outcome(record, language)}</b></p>'
        f"{facts(_facts(record, language))}"
        f"{_issues('data_rejected', issues.rejected, language, bad=True)}"
        f"{_issues('data_warnings', _remarks(issues.warnings), language)}"
        f"{_more('data_more_issues', record.more_issues, language)}"
        f"{_files(record, language)}{_lengths(record, language)}{_labels(record, language)}"
    )


def _facts(record: LoadRecord, language: str) -> list[tuple[str, str]]:
    told_of, counts = record.report, _languages(record.files)
    numbers = (
        ("data_fact_duplicates", told_of.duplicates),
        ("data_fact_empty", told_of.empty),
        ("data_fact_rejected", len(told_of.rejected)),
    )
    pairs = [(say(key, language), f"{count:,}") for key, count in numbers if count]
    if counts:
        pairs.append((say("data_languages", language), languages(counts, language)))
    if record.first:
        dates = span(record.first, record.last, language)
        if record.undated:
            dates += f" · {say('data_undated', language, n=f'{record.undated:,}')}"
        pairs.append((say("data_dates", language), esc(dates)))
    return pairs


def _languages(files: Sequence[FileRead]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for file in files:
        for code, n in file.languages.items():
            counts[code] = counts.get(code, 0) + n
    return counts


# what went wrong -----------------------------------------------------------------------------


def _issues(key: str, issues: Sequence[LoadIssue], language: str, *, bad: bool = False) -> str:
    if not issues:
        return ""
    rows = [_issue(issue, language) for issue in issues]
    kind = " tl-data-bad" if bad else ""
    return (
        f'<h3>{say(key, language)}</h3><ul class="tl-data-issues{kind}">'
        f"{''.join(rows[:_SHOWN])}</ul>{_rest(rows, f'tl-data-issues{kind}', language)}"
    )


def _remarks(warnings: Sequence[LoadIssue]) -> list[LoadIssue]:
    """Without those that the table of the files says."""
    return [each for each in warnings if not each.message.startswith("Its columns differ from")]


def _issue(issue: LoadIssue, language: str) -> str:
    line = f" <small>{say('data_line', language, n=issue.line)}</small>" if issue.line else ""
    return f"<li><b>{esc(issue.file)}</b>{line} {told(issue.message, language)}</li>"


def _rest(rows: Sequence[str], kind: str, language: str) -> str:
    if len(rows) <= _SHOWN:
        return ""
    return (
        f"<details><summary>{say('data_and_more', language, n=f'{len(rows):,}')}</summary>"
        f'<ul class="{kind}">{"".join(rows[_SHOWN:])}</ul></details>'
    )


def _more(key: str, count: int, language: str) -> str:
    return f'<p class="tl-quiet">{say(key, language, n=f"{count:,}")}</p>' if count else ""


# file by file --------------------------------------------------------------------------------


def _files(record: LoadRecord, language: str) -> str:
    if not record.files:
        return ""
    rows = [_file(file, language) for file in record.files]
    table = _file_table(rows[:_SHOWN], language)
    if len(rows) > _SHOWN:
        table += (
            f"<details><summary>{say('data_and_more', language, n=f'{len(rows):,}')}</summary>"
            f"{_file_table(rows[_SHOWN:], language)}</details>"
        )
    more = _more("data_more_files", record.more_files, language)
    return f"<h3>{say('data_read_files', language)}</h3>{table}{more}"


def _file_table(rows: Sequence[str], language: str) -> str:
    keys = (("data_file", ""), ("data_documents", "tl-number"), ("data_duplicates", "tl-number"),
            ("data_languages", ""), ("data_dates", ""), ("data_columns", ""))  # fmt: skip
    heads = "".join(
        f'<th scope="col" class="{kind}">{say(key, language)}</th>' for key, kind in keys
    )
    label = say("data_read_files", language)
    return (
        f'<div class="tl-scroll tl-data-files" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="tl-table"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _file(file: FileRead, language: str) -> str:
    cells = (
        ("data_documents", f"{file.documents:,}", "tl-number"),
        ("data_duplicates", f"{file.duplicates:,}" if file.duplicates else "", "tl-number"),
        ("data_languages", languages(file.languages, language, alone=True), ""),
        ("data_dates", esc(span(file.first, file.last, language)), ""),
        ("data_columns", _columns(file.columns, language), ""),
    )
    shown = "".join(
        f'<td class="{kind}" data-name="{say(key, language)}">{value}</td>'
        for key, value, kind in cells
    )
    return f'<tr><th scope="row">{esc(file.name)}</th>{shown}</tr>'


def _columns(columns: Mapping[str, str], language: str) -> str:
    named = (
        f"<i>{say('data_role_' + role, language)} = {esc(name)}</i>"
        for role, name in columns.items()
    )
    return "<br>".join(named)


# figures -------------------------------------------------------------------------------------


def _lengths(record: LoadRecord, language: str) -> str:
    total = sum(record.lengths)
    if total < 2:
        return ""
    largest = max(record.lengths)
    names = [say("data_below", language, n=f"{LENGTHS[0]:,}")]
    names += [f"{low:,}–{high - 1:,}" for low, high in zip(LENGTHS, LENGTHS[1:], strict=False)]
    names.append(say("data_from", language, n=f"{LENGTHS[-1]:,}"))
    rows = "".join(
        f"<tr><th scope='row'>{name}</th><td><i style='width:{count / largest:.1%}'></i></td>"
        f"<td class='tl-number'>{count:,}</td></tr>"
        for name, count in zip(names, record.lengths, strict=True)
        if count
    )
    title = say("data_lengths", language)
    return f'<h3>{title}</h3><table class="tl-data-bars" aria-label="{title}">{rows}</table>'


def _labels(record: LoadRecord, language: str) -> str:
    if not record.labels:
        return ""
    return f"<h3>{say('data_labels', language)}</h3>" + chips(
        record.labels, record.more_labels, language
    )


def chips(counts: Mapping[str, int], more: int, language: str) -> str:
    """Labels with their numbers, each a link to its documents."""
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    shown = "".join(
        f'<a class="tl-chip" href="#/documents?label={quote(name, safe="")}">{esc(name)}'
        f" <small>{n:,}</small></a>"
        for name, n in ranked[:_LABELS]
    )
    more += max(0, len(ranked) - _LABELS)
    rest = f"<small>{say('data_more', language, n=f'{more:,}')}</small>" if more else ""
    return f'<div class="tl-data-chips">{shown}{rest}</div>'
