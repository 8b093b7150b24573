"""Before a load: what TopicLlama makes of the files, and whether to add or to replace."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ...tools.columns import ColumnChoice
from ...tools.errors import TopicLlamaError
from ...tools.table_preview import Preview, preview
from ..page_html import esc
from ..page_uploads import Batch, total_size
from ..text import say
from .data_add import start_load, started, uploader
from .data_format import files, head, size, told
from .data_tables import (
    chosen_columns,
    column_choice,
    document_item,
    first_documents,
    table_card,
)
from .visit import Done, Sent, Visit

_SHOWN_TABLES = 12
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
        table_card(number, table, visit)
        for number, table in enumerate(found.tables[:_SHOWN_TABLES])
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


def _part(visit: Visit, found: Preview) -> str:
    number = int(visit.part.removeprefix("documents-") or 0)
    if not 0 <= number < len(found.tables):
        raise TopicLlamaError("These files are no longer there.", "Choose them again.")
    table = found.tables[number]
    chosen = chosen_columns(number, table, visit.params)
    return first_documents(number, table, chosen, visit.language)


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
    samples = "".join(document_item(document, language) for document in found.samples)
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
        choice = column_choice(chosen_columns(number, table, sent))
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
