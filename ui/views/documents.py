"""The view of documents: searched as one types, filtered, sorted, page by page, selected."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.responses import JSONResponse, Response, StreamingResponse

from ...tools.chinese_messages import in_language
from ...tools.document_list import Documents
from ...tools.errors import TopicLlamaError
from ...tools.export_tables import FORMATS, document_pieces
from ..page_html import empty, link
from ..text import say
from . import documents_request as asked
from .documents_form import facets, form
from .documents_rows import nothing, results, waits
from .documents_selection import LIMIT, SELECTED, keep, kept
from .visit import View, Visit


def render(visit: Visit) -> str:
    if visit.workspace.corpus.is_empty:
        return _empty(visit)
    found, problem = _found(visit)
    if visit.part == "facets":
        return facets(visit, found)
    listed = _list(visit, found, problem)
    if visit.part == "results":
        return listed
    language = visit.language
    there = len(visit.workspace.corpus)
    key = "documents_about_one" if there == 1 else "documents_about"
    about = say(key, language, n=f"{there:,}")
    return (
        f'<div class="tl-head"><div><h1 tabindex="-1">{say("view_documents", language)}</h1>'
        f"<p>{about}</p></div></div>{form(visit, found)}{listed}"
    )


def _empty(visit: Visit) -> str:
    language = visit.language
    to_load = link("#/data", say("documents_load", language))
    return empty(say("documents_empty", language), say("documents_empty_hint", language), to_load)


def _found(visit: Visit) -> tuple[Documents | None, str]:
    """The documents, or why there are none to show; ("", None) while the browser is asked which
    are selected."""
    if visit.get(SELECTED) and kept(visit, visit.get(SELECTED)) is None:
        return None, ""
    if visit.get(SELECTED) and not kept(visit, visit.get(SELECTED)):
        return None, say("documents_none_selected", visit.language)
    try:
        return asked.documents(visit), ""
    except TopicLlamaError as error:
        words = f"{error.message} {error.hint}"
        return None, in_language(words, visit.language)


def _list(visit: Visit, found: Documents | None, problem: str) -> str:
    if problem:
        return f'<div data-part="results">{nothing(visit, words=problem)}</div>'
    return waits(visit) if found is None else results(visit, found)


# data ------------------------------------------------------------------------------------------


def _ids(visit: Visit) -> Response:
    """Those that match, for a selection of all of them."""
    found = asked.documents(visit)
    return JSONResponse({"ids": found.ids(asked.sort(visit, found), LIMIT), "total": found.total})


def _export(visit: Visit) -> Response:
    """What is listed, all pages of it, as a file."""
    format = visit.get("format", "csv")
    if format not in FORMATS:
        raise TopicLlamaError(f"There is no format {format!r}.", f"Choose {', '.join(FORMATS)}.")
    found = asked.documents(visit)
    ids = found.ids(asked.sort(visit, found))
    pieces: Iterator[bytes] = document_pieces(visit.workspace, ids, format)
    headers = {"Content-Disposition": f'attachment; filename="documents.{format}"'}
    return StreamingResponse(pieces, media_type=FORMATS[format], headers=headers)


VIEW = View("documents", render, {"select": keep}, {"ids": _ids, "export": _export})
