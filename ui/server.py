"""Around the page: what is refused, headers against anything that this server did not send, room
for many."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .login import Attempts, Passwords
from .text import page_language, say

# Tools run in threads of the event loop's pool, which has six on two cores by default: the
# seventh person's question would wait for one of six trainings to end.
_THREADS = 64
_MIB = 2**20
_OVERHEAD_MB = 1  # of a form around a file
_REQUEST_MB = 32  # of anything that is no upload

# Gradio's page has inline scripts and styles and compiles its templates.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SHARED = "gradio.live"  # Gradio's tunnel gives the page a name below this one
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Access:
    """Who reaches the page and with how much. ``hosts`` are the names that it goes by besides this
    computer's own; ``passwords`` None asks for no login; ``root_path`` is where a reverse proxy
    shows the page."""

    host: str = "127.0.0.1"
    passwords: Passwords | None = None
    hosts: set[str] = field(default_factory=set)
    upload_mb: int = 500
    root_path: str = ""
    attempts: Attempts = field(default_factory=Attempts)

    @property
    def local(self) -> bool:
        """Only this computer reaches it."""
        return self.host == "localhost" or _is_loopback(self.host)

    @property
    def alone(self) -> bool:
        """Whoever asks for the page sits at this computer, and its files are theirs."""
        return self.local and not (self.passwords or self.hosts or self.root_path)

    def named(self, host: str) -> bool:
        """May the page be asked for under this name? Where only this computer reaches the page, a
        web site whose name was made to lead here must not read it (DNS rebinding)."""
        if not (self.local or self.hosts):
            return True
        known = {"localhost", self.host.lower(), *self.hosts}
        shared = SHARED in self.hosts and host.endswith(f".{SHARED}")
        return host in known or shared or _is_address(host)


def _is_loopback(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    """A number cannot be made to lead elsewhere."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class SecurityHeaders:
    """ASGI middleware: the headers on every answer of the server, also when it fails."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def with_headers(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        except Exception:
            # Ours to write down: the server's own line would have the fault's words.
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not begun:  # else the browser sees that the answer breaks off
                await refusal(scope, 500, "view_failed")(scope, receive, with_headers)


class Guard:
    """ASGI middleware: refuses what other web sites send, other names, and too much."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send)
            return
        limit = self._limit(scope)
        if int(Headers(scope=scope).get("content-length") or 0) > limit:
            await self._too_much(scope)(scope, receive, send)
            return
        await self._counted(scope, receive, send, limit)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _name(headers.get("host", ""))
        if not self.access.named(host):
            return refusal(scope, 421, "host_unknown", host=host)
        if not (_from_the_page(headers, self.access) or _opens_the_page(scope, headers)):
            return refusal(scope, 403, "from_elsewhere")
        return None

    def _limit(self, scope: Scope) -> int:
        upload = scope["path"].rstrip("/").endswith("/upload")
        megabytes = self.access.upload_mb + _OVERHEAD_MB if upload else _REQUEST_MB
        return megabytes * _MIB

    def _too_much(self, scope: Scope) -> Response:
        limit = min(self._limit(scope) // _MIB, self.access.upload_mb)
        return refusal(scope, 413, "request_too_large", limit=limit)

    async def _counted(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        """A request need not say how long it is."""
        taken, begun = 0, False

        async def some() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise _TooMuch
            return message

        async def noticed(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, some, noticed)
        except _TooMuch:
            if not begun:
                await self._too_much(scope)(scope, receive, send)


class _TooMuch(Exception):  # noqa: N818 - caught above, never shown
    """More was sent than is taken."""


def _from_the_page(headers: Headers, access: Access) -> bool:
    """What a browser says of where a request comes from. A program that is no browser says
    nothing: it has no cookie of a person that could be misused."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in ("same-origin", "none")
    if origin is None:
        return True
    place = origin.partition("://")[2]
    return place == headers.get("host") or _name(place) in access.hosts


def _opens_the_page(scope: Scope, headers: Headers) -> bool:
    """A link to the page from elsewhere is followed; nothing else is."""
    return (
        scope["method"] == "GET"
        and path_of(scope) in ("", "/")
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )


def path_of(scope: Scope) -> str:
    """Below where a reverse proxy shows the page; it may have taken that off already."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if f"{path}/".startswith(f"{root}/") else path


def _name(host: str) -> str:
    """A Host header without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def refusal(scope: Scope, status: int, key: str, **values: object) -> Response:
    """As the views' errors are: a sentence, and what to do, in the browser's language."""
    language = page_language(Headers(scope=scope).get("accept-language", ""))
    told = {"error": say(key, language, **values), "hint": say(key + "_hint", language, **values)}
    return JSONResponse(told, status)


@asynccontextmanager
async def room_for_many(app: object) -> AsyncIterator[None]:
    """The server's life span: gives its event loop enough threads."""
    pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="topicllama")
    asyncio.get_running_loop().set_default_executor(pool)
    yield
    pool.shutdown(wait=False, cancel_futures=True)
