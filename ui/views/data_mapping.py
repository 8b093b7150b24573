"""Before a load: what TopicLlama makes of the files, and which column is what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from ...tools.columns import ColumnChoice, date_reader
from ...tools.documents import Document
from ...tools.errors import TopicLlamaError
from ...tools.language import detect
from ...tools.table_preview import Preview, TableLook, preview
from ..page_html import esc
from ..page_uploads import Batch, total_size
from ..text import say
from .data_add import start_load, started, uploader
from .data_format import files, head, languages, size, told
from .visit import Done, Sent, Visit

ROLES = ("text", "title", "date", "label")
_NONE = "-"  # of a select box; a column stands there behind "="
_SHOWN_TABLES = 12
_SHOWN_ROWS = 5
_SHOWN_COLUMNS = 30
_SHOWN_CELL = 160
_SHOWN_TEXT = 420
_LISTED = 20


def render(visit: Visit, name: str) -> str:
    language, batch = visit.language, Batch(visit.workspace, name)
    batch.sources()
    found = _look(batch)
    if visit.part.startswith("documents-"):
        return _part(visit, found)
    held = batch.files()
    about = say("data_check_about", language, files=files(len(held), language),
                size=size(total_size(held)))  # fmt: skip
    tables = "".join(
        _table(number, table, visit) for number, table in enumerate(found.tables[:_SHOWN_TABLES])
    )
    return (
        head(say("data_check", language), about, language, back=True)
        + uploader(visit, batch.name)
        + f'<form class="tl-data-mapping" data-do="load" data-script="view_data.js"'
        f' data-stays="{_STAYS}" data-chosen="{say("data_why_you", language)}">'
        f'<input type="hidden" name="batch" value="{batch.name}">'
        f"{tables}{_rest(found, language)}{_how(visit, found)}{_buttons(batch, found, language)}"
        "</form>"
    )


# What a person chose here is not to be lost because some work ended.
_STAYS = ("jobs_load jobs_train jobs_sweep jobs_update jobs_label jobs_explain jobs_embed "
          "jobs_sentiment jobs_trends jobs_compare jobs_measure jobs_map jobs_recommend "
          "jobs_augment jobs_adapt jobs_export jobs_pull")  # fmt: skip


def _look(batch: Batch) -> Preview:
    held = batch.files()
    return _preview(tuple(batch.sources()), len(held), total_size(held))


@lru_cache(maxsize=8)
def _preview(sources: tuple[Path, ...], count: int, total: int) -> Preview:
    """Kept while the files are the same: a choice of columns asks for it again."""
    return preview(sources)


# a table -------------------------------------------------------------------------------------


def _table(number: int, table: TableLook, visit: Visit) -> str:
    language = visit.language
    name, more = table.names[0], len(table.names) - 1
    title = esc(name)
    if more:
        title = say("data_same_columns", language, name=title, n=f"{more:,}")
    chosen = _chosen(number, table, visit.params)
    selects = "".join(_role(number, role, table, chosen, visit) for role in ROLES)
    items = "".join(f"<li>{told(note.message, language)}</li>" for note in table.notes[:5])
    notes = f'<ul class="tl-data-notes">{items}</ul>' if items else ""
    problem = table.problem and f'<p class="tl-problem">{told(table.problem, language)}</p>'
    return (
        f'<section class="tl-card tl-data-table"><h2>{title}</h2>'
        f'<p class="tl-quiet">{_known(table, language)}</p>'
        f"{notes}{problem}"
        f"<h3>{say('data_roles', language)}</h3>"
        f'<div class="tl-data-roles">{selects}</div>'
        f"{_documents(number, table, chosen, language)}"
        f"<details><summary>{say('data_rows', language)}</summary>"
        f"{_rows(table, chosen, language)}</details></section>"
    )


def _known(table: TableLook, language: str) -> str:
    parts = [say("data_columns_n", language, n=len(table.headers))]
    column = table.roles.get("text", "")
    counts: dict[str, int] = {}
    for row in table.rows:
        text = row.values.get(column)
        if isinstance(text, str) and text.strip():
            code = detect(text)
            counts[code] = counts.get(code, 0) + 1
    if counts:
        listed = languages(counts, language, alone=True)
        parts.append(say("data_language_is", language, list=listed))
    if table.encoding:
        parts.append(say("data_encoding", language, name=esc(table.encoding)))
    return " · ".join(parts)


def _role(number: int, role: str, table: TableLook, chosen: Mapping[str, str], visit: Visit) -> str:
    language, column = visit.language, chosen.get(role)
    none = f'<option value="{_NONE}">{say("data_no_column", language)}'
    if role == "text":  # there must be one
        none = "" if column else f'<option value="">{say("data_choose_column", language)}'
    options = "".join(
        f'<option value="={esc(name)}"{" selected" if name == column else ""}>{esc(_cut(name, 60))}'
        for name in table.headers
    )
    why = _why(f"{number}-{role}", role, column, table, visit)
    return (
        f'<label class="tl-field">{say("data_role_" + role, language)}'
        f'<select name="{number}-{role}" data-previews="documents-{number}">{none}{options}'
        f"</select><small>{why}</small></label>"
    )


def _why(field: str, role: str, column: str | None, table: TableLook, visit: Visit) -> str:
    language = visit.language
    if field in visit.params and column != table.roles.get(role):
        return say("data_why_you", language)
    if column is None:
        return say("data_why_none", language)
    reason = table.reasons.get(role, "values")
    why = say("data_why_" + (role if reason == "values" else reason), language)
    read = _date(column, table, language) if role == "date" else ""
    return f"{why}{f' · {read}' if read else ''}"


def _date(column: str, table: TableLook, language: str) -> str:
    """How the first date is read: which of its numbers is the month is a guess."""
    read = date_reader(column)
    for row in table.rows:
        raw = row.values.get(column)
        if raw is not None and (date := read(raw)):
            raw = esc(_cut(str(raw), 40))
            return "" if raw == date else say("data_date_read", language, raw=raw, date=date)
    return ""


def _chosen(number: int, table: TableLook, given: Mapping[str, object]) -> dict[str, str]:
    """The column of each role: what was guessed, and over it what the person chose. Only columns
    that are there count."""
    chosen = {role: name for role, name in table.roles.items() if role in ROLES}
    for role in ROLES:
        wanted = str(given.get(f"{number}-{role}", ""))
        if wanted == _NONE:
            chosen.pop(role, None)
        elif wanted[1:] in table.headers and wanted.startswith("="):
            chosen[role] = wanted[1:]
    return chosen


def _choice(chosen: Mapping[str, str]) -> ColumnChoice:
    named = {role: chosen.get(role) for role in ROLES}
    without = frozenset(role for role in ROLES if role not in chosen and role != "text")
    return ColumnChoice(**named, without=without)


# what would be loaded ------------------------------------------------------------------------


def _part(visit: Visit, found: Preview) -> str:
    number = int(visit.part.removeprefix("documents-") or 0)
    if not 0 <= number < len(found.tables):
        raise TopicLlamaError("These files are no longer there.", "Choose them again.")
    table = found.tables[number]
    return _documents(number, table, _chosen(number, table, visit.params), visit.language)


def _documents(number: int, table: TableLook, chosen: Mapping[str, str], language: str) -> str:
    try:
        made = table.documents(_choice(chosen))
        problem = "" if made else say("data_no_documents", language)
    except TopicLlamaError as error:
        made, problem = [], told(error.message, language)
    shown = "".join(_document(document, language) for document in made)
    body = f'<p class="tl-problem">{problem}</p>' if problem else f"<ol>{shown}</ol>"
    return (
        f'<div class="tl-data-preview" data-part="documents-{number}" aria-live="polite">'
        f"<h3>{say('data_as_loaded', language)}</h3>{body}</div>"
    )


def _document(document: Document, language: str) -> str:
    title = esc(_cut(document.title, 120)) or f"<i>{say('data_no_title', language)}</i>"
    facts = [esc(document.date) or say("data_no_date", language)]
    facts += [esc(_cut(document.label, 60))] if document.label else []
    return (
        f"<li><b>{title}</b><small>{' · '.join(facts)}</small>"
        f"<p>{esc(_cut(document.text, _SHOWN_TEXT))}</p></li>"
    )


def _rows(table: TableLook, chosen: Mapping[str, str], language: str) -> str:
    roles = {column: role for role, column in chosen.items()}
    used = [name for name in table.headers if name in roles]
    shown = [*used, *(name for name in table.headers if name not in roles)][:_SHOWN_COLUMNS]
    heads = "".join(f'<th scope="col">{_heading(name, roles, language)}</th>' for name in shown)
    body = "".join(f"<tr>{''.join(_cells(shown, row.values))}</tr>"
                   for row in table.rows[:_SHOWN_ROWS])  # fmt: skip
    more = len(table.headers) - len(shown)
    said = f'<p class="tl-quiet">{say("data_more_columns", language, n=more)}</p>' if more else ""
    label = say("data_rows", language)
    return (
        f'<div class="tl-scroll" tabindex="0" role="region" aria-label="{label}">'
        f'<table class="tl-table"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
        f"</div>{said}"
    )


def _heading(name: str, roles: Mapping[str, str], language: str) -> str:
    role = f"<em>{say('data_role_' + roles[name], language)}</em> " if name in roles else ""
    return role + esc(_cut(name, 60))


def _cells(shown: list[str], values: Mapping[str, object]) -> Iterator[str]:
    for name in shown:
        value = values.get(name)
        yield f"<td>{'' if value is None else esc(_cut(str(value), _SHOWN_CELL))}</td>"


def _cut(text: str, limit: int) -> str:
    text = " ".join(text[: 4 * limit].split()) if len(text) > limit else text
    return text if len(text) <= limit else text[:limit].rstrip() + "…"


# the rest of the page ------------------------------------------------------------------------


def _rest(found: Preview, language: str) -> str:
    said = []
    if found.pages:
        key = "data_pages_one" if found.pages == 1 else "data_pages"
        said.append(say(key, language, n=f"{found.pages:,}"))
    more = len(found.tables) - _SHOWN_TABLES
    if (unseen := found.unseen + max(more, 0)) > 0:
        said.append(say("data_unseen", language, n=f"{unseen:,}"))
    if found.unread:
        names = ", ".join(esc(name) for name in found.unread[:_LISTED])
        names += " …" if len(found.unread) > _LISTED else ""
        said.append(say("data_unread", language, names=names))
    flaws = "".join(
        f"<li><b>{esc(issue.file)}</b>{_line(issue.line, language)} "
        f"{told(issue.message, language)}</li>"
        for issue in found.rejected[:_LISTED]
    )
    wrong = f"<h3>{say('data_flaws', language)}</h3><ul>{flaws}</ul>" if flaws else ""
    if not said and not wrong:
        return ""
    words = "".join(f"<p>{each}</p>" for each in said)
    samples = "".join(_document(document, language) for document in found.samples)
    shown = (
        f'<div class="tl-data-preview"><h3>{say("data_as_loaded", language)}</h3>'
        f"<ol>{samples}</ol></div>"
    )
    return (
        f'<section class="tl-card tl-data-rest">{words}{shown if samples else ""}{wrong}</section>'
    )


def _line(line: int, language: str) -> str:
    return say("data_line_in", language, n=line) if line else ""


def _how(visit: Visit, found: Preview) -> str:
    language, there = visit.language, len(visit.workspace.corpus)
    if not there or not _loadable(found):
        return ""
    count = f"{there:,}"
    return (
        f'<fieldset class="tl-card tl-data-how"><legend>'
        f"{say('data_how', language, n=count)}</legend>"
        f'<label><input type="radio" name="how" value="add" checked>'
        f" {say('data_add_to', language)}</label>"
        f'<label><input type="radio" name="how" value="replace"'
        f' data-asks="{esc(say("data_replace_confirm", language, n=count))}"'
        f' data-yes="{say("data_replace", language)}">'
        f" {say('data_replace', language)}"
        f" <small>{say('data_replace_about', language, n=count)}</small></label></fieldset>"
    )


def _loadable(found: Preview) -> bool:
    return bool(found.pages or found.tables or found.unseen)


def _buttons(batch: Batch, found: Preview, language: str) -> str:
    load = (
        f'<button class="tl-button tl-primary">{say("data_load_files", language)}</button>'
        if _loadable(found)
        else f'<p class="tl-problem">{say("data_nothing_readable", language)}</p>'
    )
    confirm = esc(say("data_discard_confirm", language))
    return (
        f'<p data-problem role="alert" hidden></p><div class="tl-tools tl-data-buttons">{load}'
        f'<button type="button" class="tl-button" data-do="discard" data-batch="{batch.name}"'
        f' data-confirm="{confirm}">{say("data_discard", language)}</button></div>'
    )


# action --------------------------------------------------------------------------------------


def load(visit: Visit, sent: Sent) -> Done:
    """Load a batch with the columns that were chosen."""
    batch = Batch(visit.workspace, str(sent.get("batch", "")))
    sources = batch.sources()
    columns: dict[str, ColumnChoice] = {}
    for number, table in enumerate(_look(batch).tables[:_SHOWN_TABLES]):
        choice = _choice(_chosen(number, table, sent))
        columns |= dict.fromkeys(table.names, choice)
    job = start_load(visit, sources, columns=columns, replace=sent.get("how") == "replace",
                     batch=batch, origin=_origin(batch, visit.language))  # fmt: skip
    return started(job, visit)


def _origin(batch: Batch, language: str) -> str:
    """What a person would call the files: by name when there are few, else by folder or number."""
    held = batch.files()
    tops = dict.fromkeys(path.relative_to(batch.folder).parts[1] for path in held)
    if len(tops) <= 3:
        return ", ".join(tops)
    return f"{next(iter(tops))} + {files(len(held) - 1, language)}"
