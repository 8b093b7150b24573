"""The list itself: how the documents were found, the rows, the pages."""

from __future__ import annotations

from collections.abc import Sequence

from ...tools.chinese_messages import in_language
from ...tools.document_list import DocumentList, Documents, Row
from ...tools.results import Hit
from ..page_html import esc
from ..text import known, say
from . import documents_request as asked
from .documents_form import topic_label
from .documents_selection import LIMIT, SELECTED
from .visit import Visit

_BEFORE, _SHOWN = 70, 340  # characters of a passage, before the first word found and in all
_TOPICS = 3


def results(visit: Visit, found: Documents) -> str:
    size = asked.size(visit)
    page = found.page(asked.sort(visit, found), asked.first(visit), size)
    if not page.total:
        return _frame(visit, _chosen(visit, found) + nothing(visit, page))
    several = [name for name in ("label", "source", "language") if len(found.has(name)) > 1]
    rows = "".join(_row(visit, row, several) for row in page.rows)
    return _frame(
        visit,
        _chosen(visit, found) + _bar(visit, page) + _how(visit, page)
        + f'<ol class="tl-docs" data-list>{rows}</ol>' + _pages(visit, page, size),
        page.total,
    )  # fmt: skip


def _frame(visit: Visit, inner: str, total: int = 0) -> str:
    told = {
        "many": say("documents_too_many", visit.language, n=f"{LIMIT:,}"),
        "total": str(total),
    }
    data = "".join(f' data-{name}="{esc(value)}"' for name, value in told.items())
    return (
        f'<div data-part="results"><div data-script="view_documents.js" class="tl-doc-results"'
        f"{data}>{inner}</div></div>"
    )


def waits(visit: Visit) -> str:
    """The browser is asked which documents are chosen."""
    words = esc(say("loading", visit.language))
    return (
        '<div data-part="results"><div data-script="view_documents.js" data-wants="selected">'
        f'<p class="tl-loading" role="status">{words}</p></div></div>'
    )


def nothing(visit: Visit, page: DocumentList | None = None, words: str = "") -> str:
    """What was not found, and what can be loosened."""
    language = visit.language
    if page is not None:
        words = in_language(page.note, language) or say("documents_none_hint", language)
    buttons = ""
    if visit.get("q") and asked.is_limited(visit):
        everywhere = asked.link(visit, dict.fromkeys((*asked.LIMITS, "page"), ""))
        buttons += _button(everywhere, say("documents_everywhere", language))
    if visit.get("q") or asked.is_limited(visit):
        buttons += _button("#/documents", say("documents_reset", language))
    return (
        f'<div class="tl-empty" role="status"><h2>{say("documents_none", language)}</h2>'
        f'<p>{esc(words)}</p><p class="tl-tools tl-centred">{buttons}</p></div>'
    )


def _button(address: str, words: str) -> str:
    return f'<a class="tl-button" href="{esc(address)}">{words}</a>'


# above the rows --------------------------------------------------------------------------------


def _chosen(visit: Visit, found: Documents) -> str:
    """Says that only the selection is listed."""
    if found.filters.ids is None:
        return ""
    words = say("documents_only_selected", visit.language, n=f"{len(found.filters.ids):,}")
    every = asked.link(visit, {SELECTED: "", "page": ""})
    return (
        f'<p class="tl-doc-note">{words} <a href="{esc(every)}">'
        f"{say('documents_show_all', visit.language)}</a></p>"
    )


def _bar(visit: Visit, page: DocumentList) -> str:
    language, last = visit.language, page.first + len(page.rows)
    told = say("documents_shown", language, first=f"{page.first + 1:,}", last=f"{last:,}",
               total=f"{page.total:,}")  # fmt: skip
    every = ""
    if page.total > len(page.rows):
        key = "documents_select_first" if page.total > LIMIT else "documents_select_all"
        words = say(key, language, n=f"{min(page.total, LIMIT):,}")
        every = f'<button type="button" class="tl-button" data-every data-quiet>{words}</button>'
    return (
        '<div class="tl-doc-bar"><label class="tl-doc-all"><input type="checkbox" data-all> '
        f'{say("documents_select_page", language)}</label><b role="status">{told}</b>{every}'
        f"{_exports(visit)}</div>"
    )


def _exports(visit: Visit) -> str:
    links = " ".join(
        f'<a href="{esc(asked.download(visit, format))}" download'
        f' aria-label="{say("documents_export_as", visit.language, format=name)}">{name}</a>'
        for format, name in (("csv", "CSV"), ("jsonl", "JSONL"))
    )
    return f'<span class="tl-doc-export">{say("documents_export", visit.language)} {links}</span>'


def _how(visit: Visit, page: DocumentList) -> str:
    """In which ways it was searched, and in how much of the texts."""
    language, told = visit.language, []
    if page.means:
        told.append(say("documents_found_by", language, ways=_listed(page.means, language)))
    if page.means and "meaning" not in page.means:
        key = "documents_no_meaning" if not page.covered else ""
        told.append(say(key, language) if key else in_language(page.why, language))
    if page.note:
        told.append(in_language(page.note, language))
    words = esc(" ".join(part for part in told if part))
    return f'<p class="tl-doc-note">{words}</p>' if words else ""


def _listed(means: Sequence[str], language: str) -> str:
    *most, last = [say(f"documents_way_{name}", language) for name in means]
    first = say("documents_comma", language).join(most)
    return f"{first}{say('documents_and', language)}{last}" if most else last


# rows ------------------------------------------------------------------------------------------


def _row(visit: Visit, row: Row, several: Sequence[str]) -> str:
    """``several`` are the fields in which the documents differ at all."""
    hit, language = row.hit, visit.language
    title = esc(hit.title or hit.id)
    select = esc(say("documents_select_one", language, title=hit.title or hit.id))
    place = f' data-start="{hit.start}" data-end="{hit.end}"' if visit.get("q") else ""
    return (
        f'<li class="tl-doc"><input type="checkbox" data-id="{esc(hit.id)}" aria-label="{select}">'
        f'<div><button type="button" name="open" data-item class="tl-doc-title"'
        f' value="{esc(hit.id)}"{place}>{title}</button>{_facts(visit, row, several)}'
        f'<p class="tl-doc-passage" lang="">{passage(hit)}</p>{_topics(visit, row)}</div></li>'
    )


def _facts(visit: Visit, row: Row, several: Sequence[str]) -> str:
    code = row.language
    told = {
        "date": row.hit.date,
        "label": row.label,
        "source": row.hit.source.rsplit("/", 1)[-1],
        "language": say(f"lang_{code}", visit.language) if known(f"lang_{code}") else code,
    }
    shown = "".join(
        f"<span>{esc(value)}</span>"
        for name, value in told.items()
        if value and (name == "date" or name in several)
    )
    return f'<p class="tl-doc-facts">{shown}</p>' if shown else ""


def passage(hit: Hit) -> str:
    """Around the first word that was found, with such words marked."""
    text = hit.passage
    begin = _beginning(hit)
    end = min(len(text), begin + _SHOWN)
    pieces, at = ["…" if begin else ""], begin
    for start, stop in hit.matches:
        if start < at or stop > end:
            continue
        pieces += [esc(text[at:start]), f"<mark>{esc(text[start:stop])}</mark>"]
        at = stop
    return "".join([*pieces, esc(text[at:end]), "…" if end < len(text) else ""])


def _beginning(hit: Hit) -> int:
    """Without a word that was found: behind what stands as the title already."""
    text, title = hit.passage, hit.title.removesuffix("…")
    if not hit.matches:
        return len(title) if title != hit.title and text.startswith(title) else 0
    first = hit.matches[0][0]
    begin = max(0, min(first - _BEFORE, len(text) - _SHOWN))
    space = text.find(" ", begin, first)  # not amid a word
    return space + 1 if begin and space >= 0 else begin


def _topics(visit: Visit, row: Row) -> str:
    model = visit.workspace.model
    if model is None:
        return ""
    if not row.topics:
        return f'<p class="tl-doc-topics">{say("not_in_model", visit.language)}</p>'
    links = "".join(
        f'<a href="#/topics/{topic}"><i class="tl-dot" style="--topic:{topic}"></i>'
        f"{esc(topic_label(model.topic(topic), visit.language))} <b>{weight:.0%}</b></a>"
        for topic, _, weight in row.topics[:_TOPICS]
    )
    return f'<p class="tl-doc-topics">{links}</p>'


# pages -----------------------------------------------------------------------------------------


def _pages(visit: Visit, page: DocumentList, size: int) -> str:
    last = (page.total - 1) // size + 1
    now = page.first // size + 1
    if last == 1:
        return ""
    shown = sorted({1, last, *range(max(1, now - 2), min(last, now + 2) + 1)})
    parts, before = [_step(visit, now - 1, "documents_previous", now > 1)], 0
    for number in shown:
        if number > before + 1:
            parts.append('<span aria-hidden="true">…</span>')
        parts.append(_page(visit, number, current=number == now))
        before = number
    parts.append(_step(visit, now + 1, "documents_next", now < last))
    label = say("documents_pages", visit.language)
    return f'<nav class="tl-doc-pages" aria-label="{label}">{"".join(parts)}</nav>'


def _address(visit: Visit, number: int) -> str:
    return esc(asked.link(visit, {"page": str(number) if number > 1 else ""}))


def _page(visit: Visit, number: int, *, current: bool) -> str:
    if current:
        return f'<b aria-current="page">{number:,}</b>'
    label = say("documents_page", visit.language, n=f"{number:,}")
    return f'<a href="{_address(visit, number)}" aria-label="{label}">{number:,}</a>'


def _step(visit: Visit, number: int, key: str, there_is: bool) -> str:
    if not there_is:
        return ""
    return f'<a href="{_address(visit, number)}">{say(key, visit.language)}</a>'
