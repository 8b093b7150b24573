"""A table before it is loaded: which column is what and why, and the first documents of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...tools.columns import ColumnChoice, date_reader
from ...tools.documents import Document
from ...tools.errors import TopicLlamaError
from ...tools.language import detect
from ...tools.table_preview import TableLook
from ..page_html import esc
from ..text import say
from .data_format import languages, told
from .visit import Visit

ROLES = ("text", "title", "date", "label")
_NONE = "-"  # of a select box; a column stands there behind "="
_SHOWN_ROWS = 5
_SHOWN_COLUMNS = 30
_SHOWN_CELL = 160
_SHOWN_TEXT = 420


def table_card(number: int, table: TableLook, visit: Visit) -> str:
    language = visit.language
    name, more = table.names[0], len(table.names) - 1
    title = esc(name)
    if more:
        title = say("data_same_columns", language, name=title, n=f"{more:,}")
    chosen = chosen_columns(number, table, visit.params)
    selects = "".join(_role(number, role, table, chosen, visit) for role in ROLES)
    items = "".join(f"<li>{told(note.message, language)}</li>" for note in table.notes[:5])
    notes = f'<ul class="tl-data-notes">{items}</ul>' if items else ""
    return (
        f'<section class="tl-card tl-data-table"><h2>{title}</h2>'
        f'<p class="tl-quiet">{_known(table, language)}</p>'
        f"{notes}"
        f"<h3>{say('data_roles', language)}</h3>"
        f'<div class="tl-data-roles">{selects}</div>'
        f"{first_documents(number, table, chosen, language)}"
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


def chosen_columns(number: int, table: TableLook, given: Mapping[str, object]) -> dict[str, str]:
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


def column_choice(chosen: Mapping[str, str]) -> ColumnChoice:
    named = {role: chosen.get(role) for role in ROLES}
    without = frozenset(role for role in ROLES if role not in chosen and role != "text")
    return ColumnChoice(**named, without=without)


# what would be loaded ------------------------------------------------------------------------


def first_documents(number: int, table: TableLook, chosen: Mapping[str, str], language: str) -> str:
    try:
        made = table.documents(column_choice(chosen))
        problem = "" if made else say("data_no_documents", language)
    except TopicLlamaError as error:
        made, problem = [], told(error.message, language)
    shown = "".join(document_item(document, language) for document in made)
    body = f'<p class="tl-problem">{problem}</p>' if problem else f"<ol>{shown}</ol>"
    return (
        f'<div class="tl-data-preview" data-part="documents-{number}" aria-live="polite">'
        f"<h3>{say('data_as_loaded', language)}</h3>{body}</div>"
    )


def document_item(document: Document, language: str) -> str:
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
