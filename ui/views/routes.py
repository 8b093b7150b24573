"""The addresses of the views, beside Gradio's own: tl/view, tl/do, tl/data, tl/static.

A change is admitted only from the page itself: it comes by POST with a header that no other site
can send without this server's permission.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ...tools.chinese_messages import in_language
from ...tools.damage import told_of_disk
from ...tools.errors import NotReadyError, TopicLlamaError
from ..page_html import empty, esc, link
from ..page_uploads import Batch
from ..rooms import Rooms
from ..text import page_language, say
from . import chats, data, documents, jobs, map, models, quality, topics, trends
from .plotly_script import plotly_script
from .visit import View, Visit

VIEWS: dict[str, View] = {
    module.VIEW.name: module.VIEW
    for module in (topics, documents, map, trends, quality, data, models, jobs, chats)
}
HEADER = "x-topicllama"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_OWN = ("workspace", "language", "part")  # parameters of the page, not of a view
log = logging.getLogger(__name__)


def routes(rooms: Rooms) -> list[Route]:
    """For the server of the page."""

    async def view(request: Request) -> Response:
        visit = _visit(rooms, request)
        shown = _view(request)
        try:
            _must_be_there(visit, request)
            with told_of_disk():
                page = await asyncio.to_thread(shown.render, visit)
        except TopicLlamaError as error:
            page = problem(error, visit)
        return HTMLResponse(page)

    async def do(request: Request) -> Response:
        if HEADER not in request.headers:
            raise HTTPException(403, "not from the page")
        visit, action = (
            _visit(rooms, request),
            _view(request).actions.get(request.path_params["action"]),
        )
        if action is None:
            raise HTTPException(404)
        sent = await _sent(request)
        try:
            _must_be_there(visit, request)
            with told_of_disk():
                done = await asyncio.to_thread(action, visit, sent)
        except TopicLlamaError as error:
            return JSONResponse(_said(error, visit.language), 400)
        return JSONResponse({name: getattr(done, name) for name in done.__slots__})

    async def give(request: Request) -> Response:
        visit = _visit(rooms, request)
        source = _view(request).data.get(request.path_params["name"])
        if source is None:
            raise HTTPException(404)
        try:
            with told_of_disk():
                return await asyncio.to_thread(source, visit)
        except TopicLlamaError as error:
            return JSONResponse(_said(error, visit.language), 400)

    async def upload(request: Request) -> Response:
        """One file of a batch, as the body: written as it comes in. The server's guard says how
        large it may be."""
        if HEADER not in request.headers:
            raise HTTPException(403, "not from the page")
        visit = _visit(rooms, request)
        try:
            _must_be_there(visit, request)
            with told_of_disk():
                batch = Batch(visit.workspace, visit.get("batch"))
            await batch.receive(visit.get("name"), request.stream())
        except TopicLlamaError as error:
            return JSONResponse(_said(error, visit.language), 400)
        return JSONResponse({})

    return [
        Route("/tl/upload", upload, methods=["POST"]),
        Route("/tl/static/plotly.min.js", plotly_script),
        Route("/tl/static/{file}", _static),
        Route("/tl/view/{view}", view),
        Route("/tl/view/{view}/{path:path}", view),
        Route("/tl/do/{view}/{action}", do, methods=["POST"]),
        Route("/tl/data/{view}/{name}", give),
        Route("/tl/data/{view}/{name}/{path:path}", give),
    ]


async def _sent(request: Request) -> dict[str, Any]:
    try:
        sent = await request.json()
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise HTTPException(400, "an object of JSON is expected")
    return sent


def problem(error: TopicLlamaError, visit: Visit) -> str:
    """In place of a view: what is wrong and what to do, or where to do it."""
    told = _said(error, visit.language)
    if not isinstance(error, NotReadyError):
        return empty(esc(told["error"]), esc(told["hint"]))
    where = "data" if visit.workspace.corpus.is_empty else "topics"
    return empty(esc(told["error"]), "", link(f"#/{where}", say(f"go_to_{where}", visit.language)))


def _said(error: TopicLlamaError, language: str) -> dict[str, str]:
    return {
        "error": in_language(error.message, language),
        "hint": in_language(error.hint, language),
    }


def _must_be_there(visit: Visit, request: Request) -> None:
    """A browser whose workspace was deleted meanwhile is told so. It must neither change the first
    one, which would be opened instead, nor show it under the other's name."""
    if visit.room.name != request.query_params.get("workspace", ""):
        raise TopicLlamaError(
            "There is no such workspace any longer.", "Load the page again: it opens the first one."
        )


def _view(request: Request) -> View:
    found = VIEWS.get(request.path_params["view"])
    if found is None:
        raise HTTPException(404)
    return found


def _visit(rooms: Rooms, request: Request) -> Visit:
    user = user_of(request)
    asked = request.query_params
    return Visit(
        rooms,
        rooms.open(asked.get("workspace", "")),
        page_language(asked.get("language", "")),
        user,
        request.path_params.get("path", ""),
        asked.get("part", ""),
        {name: value for name, value in asked.items() if name not in _OWN},
        rooms.home.asks_for_files and _is_local(request),
    )


def _is_local(request: Request) -> bool:
    """The browser is on this computer, asks for it by its own name, and there is no login."""
    here = ("127.0.0.1", "::1", "localhost")
    client = request.client.host if request.client else ""
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for"))
    nobody = getattr(request.app, "auth", None) is None
    return client in here and request.url.hostname in here and nobody and not forwarded


def user_of(request: Request) -> str:
    """Who is logged in by Gradio's cookie; 401 where a login is needed and there is none."""
    app: Any = request.app
    if getattr(app, "auth", None) is None:
        return ""
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    for name in names:
        user = app.tokens.get(request.cookies.get(name))
        if user is not None:
            return str(user)
    raise HTTPException(
        401, say("log_in_again", page_language(request.query_params.get("language", "")))
    )


async def _static(request: Request) -> Response:
    name = request.path_params["file"]
    found = static(name)
    if found is None:
        raise HTTPException(404)
    content, tag = found
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_TYPES[name[name.rindex(".") :]], headers=headers)


@cache
def static(name: str) -> tuple[bytes, str] | None:
    """A file of ``ui/static`` with its tag; None when there is none of a kind that is served."""
    folder = files("topicllama.ui") / "static"
    if name not in {path.name for path in folder.iterdir()} or not name.endswith(tuple(_TYPES)):
        return None
    content = (folder / name).read_bytes()
    return content, f'"{hashlib.blake2b(content, digest_size=8).hexdigest()}"'
