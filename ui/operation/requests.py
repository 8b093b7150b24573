"""Every request gets an id, a line in the log and a place in the figures."""

from __future__ import annotations

import re
import time
from typing import Any
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from ..rooms import Rooms
from ..server import path_of, refusal
from .health import HEALTH, METRICS
from .logs import logger
from .metrics import REQUESTS, RESPONSE_SECONDS

HEADER = "X-Request-ID"
_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
# Asked all the time by machines: they are counted, not written down.
_QUIET = (HEALTH, METRICS, "/gradio_api/heartbeat/{session_hash}")
_METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")
log = logger(__name__)


class Observed:
    """ASGI middleware, the outermost one. What is written in the log while a request is answered
    bears its id: the one that a proxy sent, else a new one. The answer tells it. While the server
    stops, nothing new is taken on."""

    def __init__(self, app: ASGIApp, rooms: Rooms) -> None:
        self.app = app
        self.rooms = rooms

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = _id(Headers(scope=scope).get(HEADER, ""))
        scope = {**scope, "headers": _with(scope, request)}
        begun, status = time.perf_counter(), 0
        first = begun

        async def noted(message: Message) -> None:
            nonlocal status, first
            if message["type"] == "http.response.start":
                status, first = message["status"], time.perf_counter()
                MutableHeaders(scope=message)[HEADER] = request
            await send(message)

        with bound_contextvars(request=request):
            try:
                await self._app(scope)(scope, receive, noted)
            finally:
                _note(scope, status, first - begun, time.perf_counter() - begun)

    def _app(self, scope: Scope) -> ASGIApp:
        if self.rooms.stopping and path_of(scope) not in (HEALTH, METRICS):
            return refusal(scope, 503, "server_stopping")
        return self.app


def _with(scope: Scope, request: str) -> list[tuple[bytes, bytes]]:
    """The headers with the id in them: whoever is handed them knows it."""
    name = HEADER.lower().encode()
    return [each for each in scope["headers"] if each[0] != name] + [(name, request.encode())]


def _id(sent: str) -> str:
    return sent if _ID.fullmatch(sent) else uuid4().hex[:16]


def _note(scope: Scope, status: int, first: float, whole: float) -> None:
    """``status`` 0: the browser had gone before anything was sent."""
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = pattern(scope)
    REQUESTS.labels(method, route, str(status)).inc()
    if status:
        RESPONSE_SECONDS.labels(route).observe(first)
    if route not in _QUIET:
        log.info("request", method=method, route=route, status=status, first=round(first, 3),
                 seconds=round(whole, 3))  # fmt: skip


def pattern(scope: Scope) -> str:
    """The address of a request without what stands in it: "/tl/view/{view}". Ids of documents and
    names of files are not for a log, and there would be no end of them in the figures."""
    route: Any = scope.get("route")
    if route is not None:
        return str(route.path)
    if "endpoint" not in scope:
        return "none"
    left, shown = path_of(scope), ""
    for name, value in reversed(scope.get("path_params", {}).items()):
        if value:
            left, _, after = left.rpartition(str(value))
            shown = f"{{{name}}}{after}{shown}"
    return left + shown
