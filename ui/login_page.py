"""The door of the page: who is not logged in sees the login and nothing else."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .login import MOST_TYPED, Passwords, clean
from .opening import Opening
from .operation.health import HEALTH, METRICS, may_measure
from .operation.requests import Observed
from .page_html import esc
from .page_panel import LOGO
from .rooms import Rooms
from .server import Access, Guard, SecurityHeaders, path_of, refusal
from .text import page_language, say

# What the login itself needs, and what a browser or Gradio's own start asks for without a cookie.
_OPEN = ("/favicon.ico", "/robots.txt", "/manifest.json", "/gradio_api/startup-events", HEALTH)
_OPEN_FOLDERS = ("/tl/static/", "/pwa_icon")
_AT_ONCE = 2  # hashing a password takes a processor


class Gate:
    """ASGI middleware: admits those whom the file of passwords names.

    The session is Gradio's own (its cookie and ``app.tokens``), so that Gradio's routes, the
    handlers' ``gr.Request.username`` and the views' ``user_of`` all know who it is. A session ends
    when the name's line in the file is changed or removed.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        assert access.passwords is not None
        self.app = app
        self.access = access
        self.passwords: Passwords = access.passwords
        self._begun: dict[str, str] = {}  # token -> the hash that it was begun with
        self._hashing = asyncio.Semaphore(_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._answer(Request(scope, receive))
        await (answer or self.app)(scope, receive, send)

    async def _answer(self, request: Request) -> Response | None:
        """None lets the request through."""
        path = path_of(request.scope).rstrip("/") or "/"
        if path == "/login":
            post = request.method == "POST"
            return await self._log_in(request) if post else RedirectResponse("./", 303)
        if path == "/logout":
            return self._log_out(request)
        if self._admitted(request) or path in _OPEN or path.startswith(_OPEN_FOLDERS):
            return None
        if path == METRICS and may_measure(request):
            return None
        return login_page(request) if path == "/" else refusal(request.scope, 401, "not_logged_in")

    def _admitted(self, request: Request) -> bool:
        app: Any = request.app
        for cookie in _cookies(app):
            token = request.cookies.get(cookie, "")
            if token in app.tokens:
                if self.passwords.hash_of(app.tokens[token]) == self._begun.get(token, "-"):
                    return True
                self._end(app, token)
        return False

    async def _log_in(self, request: Request) -> Response:
        try:
            form = await request.form(max_files=0, max_fields=10)
        except HTTPException:  # no form at all
            return login_page(request, 400, problem="login_wrong")
        name, password = (str(form.get(each, "")) for each in ("name", "password"))
        if max(len(name), len(password)) > MOST_TYPED:
            return login_page(request, 400, problem="login_wrong")
        name = clean(name)
        key = (request.client.host if request.client else "", name)
        wait = self.access.attempts.wait(key)
        if wait:
            return login_page(request, 429, name, "login_slow", seconds=int(wait) + 1)
        known = self.passwords.hash_of(name)  # before: it may be changed while we look
        async with self._hashing:
            right = await asyncio.to_thread(self.passwords.check, name, password)
        if not right:
            return login_page(request, 401, name, "login_wrong")
        self.access.attempts.clear(key)
        return self._admit(request, name, known)

    def _admit(self, request: Request, name: str, known: str) -> Response:
        app: Any = request.app
        token = secrets.token_urlsafe(32)
        app.tokens[token] = name
        self._begun[token] = known
        answer = RedirectResponse("./", 303)
        answer.set_cookie(
            _cookies(app)[1],
            token,
            path=self.access.root_path or "/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return answer

    def _log_out(self, request: Request) -> Response:
        """Of this browser; the person's other ones go on."""
        answer = RedirectResponse("./", 303)
        for cookie in _cookies(request.app):
            self._end(request.app, request.cookies.get(cookie, ""))
            answer.delete_cookie(cookie, path=self.access.root_path or "/")
        return answer

    def _end(self, app: Any, token: str) -> None:
        app.tokens.pop(token, None)
        self._begun.pop(token, None)


def middleware(access: Access, rooms: Rooms) -> list[Middleware]:
    """Around the whole server, from the outside in."""
    around = [
        Middleware(Observed, rooms),
        Middleware(SecurityHeaders),
        Middleware(Guard, access),
        Middleware(Opening),
    ]
    return around if access.passwords is None else [*around, Middleware(Gate, access)]


def _cookies(app: Any) -> tuple[str, str]:
    """Gradio's names: of the cookie that only goes over https, and of the other one."""
    return f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}"


def login_page(
    request: Request, status: int = 200, name: str = "", problem: str = "", **values: object
) -> Response:
    """In the browser's language, light or dark as the page was last."""
    language = page_language(request.headers.get("accept-language", ""))
    told = {key: say("login_" + key, language)
            for key in ("title", "about", "name", "password", "button")}  # fmt: skip
    wrong = f'<p role="alert">{esc(say(problem, language, **values))}</p>' if problem else ""
    shown = _PAGE.format(lang="zh-CN" if language == "zh" else "en", logo=LOGO, problem=wrong,
                         given=esc(name), name_focus="" if name else " autofocus",
                         password_focus=" autofocus" if name else "", **_named(told))  # fmt: skip
    headers = {"Cache-Control": "no-store"}
    if problem == "login_slow":
        headers["Retry-After"] = str(values["seconds"])
    return HTMLResponse(shown, status, headers)


def _named(told: dict[str, str]) -> dict[str, str]:
    return {"t_" + key: esc(value) for key, value in told.items()}


_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{t_title}</title>
<link rel="icon" href="./favicon.ico"><script src="./tl/static/theme.js"></script>
<link rel="stylesheet" href="./tl/static/page.css">
<link rel="stylesheet" href="./tl/static/login.css"></head>
<body><main class="tl-login">{logo}<h1>{t_title}</h1><p class="tl-quiet">{t_about}</p>{problem}
<form method="post" action="./login">
<label>{t_name}<input name="name" value="{given}" autocomplete="username" autocapitalize="none"
 spellcheck="false" required{name_focus}></label>
<label>{t_password}<input name="password" type="password" autocomplete="current-password"
 required{password_focus}></label>
<button class="tl-button tl-primary">{t_button}</button></form></main></body></html>
"""
