"""Two addresses for machines: ``/health`` (is the server well?) and ``/metrics`` (its figures)."""

from __future__ import annotations

import asyncio
import hmac
import os
import shutil
from importlib.metadata import version

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ...tools.errors import TopicLlamaError
from ..rooms import Rooms
from ..server import refusal
from .metrics import exposed

HEALTH, METRICS = "/health", "/metrics"
TOKEN = "TOPICLLAMA_METRICS_TOKEN"
_LEAST = 50 * 2**20  # bytes: less room than this is soon none


def routes(rooms: Rooms) -> list[Route]:
    """For the server of the page."""

    async def health(request: Request) -> Response:
        checks = await asyncio.to_thread(examined, rooms)
        well = set(checks.values()) == {"ok"}
        state = "stopping" if rooms.stopping else "ok" if well else "unwell"
        told = {"status": state, "version": version("topicllama"), "checks": checks}
        return JSONResponse(told, 200 if state == "ok" else 503, {"Cache-Control": "no-store"})

    async def metrics(request: Request) -> Response:
        if os.environ.get(TOKEN) and not may_measure(request):
            return refusal(request.scope, 401, "not_logged_in")
        figures = await asyncio.to_thread(exposed, rooms)
        return Response(figures, media_type=CONTENT_TYPE_LATEST)

    return [Route(HEALTH, health), Route(METRICS, metrics)]


def may_measure(request: Request) -> bool:
    """The request bears the token of the environment variable ``TOPICLLAMA_METRICS_TOKEN``: needed
    where it is set, and where the page has a login."""
    token = os.environ.get(TOKEN, "")
    sent = request.headers.get("authorization", "")
    return bool(token) and hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())


def examined(rooms: Rooms) -> dict[str, str]:
    """What is "ok" or wrong with the first workspace; nothing that is in it."""
    return {"workspace": _workspace(rooms), "disk": _disk(rooms)}


def _workspace(rooms: Rooms) -> str:
    try:
        len(rooms.home.corpus)
    except (TopicLlamaError, OSError):
        return "cannot be read"
    return "ok"


def _disk(rooms: Rooms) -> str:
    try:
        free = shutil.disk_usage(rooms.home.root).free
    except OSError:
        return "cannot be read"
    return "ok" if free >= _LEAST else "nearly full"
