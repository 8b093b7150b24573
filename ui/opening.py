"""What the browser paints before Gradio's scripts have come: the page's ground and its name.

Gradio's template has no place for it, so it is put into the page on its way out. Light or dark is
settled here too, before anything is painted in the wrong one.
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .page_panel import LOGO
from .server import path_of
from .text import page_language, say
from .views.routes import static

_STYLE = """
#tl-splash { position: fixed; inset: 0; z-index: 1; background: #f5f5f2; color: #1f2523;
  font: 17px/1.5 ui-sans-serif, system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  sans-serif; }
#tl-splash div { display: flex; align-items: center; gap: 9px; height: 56px; padding: 0 20px;
  background: #fff; border-bottom: 1px solid #dddcd5; }
#tl-splash svg { width: 28px; height: 28px; fill: #0b6557; }
#tl-splash p { text-align: center; margin-top: 38vh; color: #59625f; }
[data-theme=dark] #tl-splash { background: #131716; color: #e7ebe9; }
[data-theme=dark] #tl-splash div { background: #1b201f; border-color: #343b39; }
[data-theme=dark] #tl-splash svg { fill: #6ed3bf; }
[data-theme=dark] #tl-splash p { color: #a3aeaa; }
body:has(.tl-header) #tl-splash { display: none; }
"""


class Opening:
    """ASGI middleware: completes the page's HTML."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not _is_page(scope):
            await self.app(scope, receive, send)
            return
        begun: Message = {}
        body = b""

        async def completed(message: Message) -> None:
            nonlocal begun, body
            if message["type"] == "http.response.start":
                begun = message
                return
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            whole = complete(body, Headers(scope=scope).get("accept-language", ""))
            MutableHeaders(scope=begun)["content-length"] = str(len(whole))
            await send(begun)
            await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, completed)


def _is_page(scope: Scope) -> bool:
    return path_of(scope) in ("", "/")


def complete(page: bytes, languages: str) -> bytes:
    """Gradio's page with ours in it; anything else is returned as it is."""
    if b"<gradio-app" not in page:
        return page
    script = static("theme.js")
    assert script is not None
    language = page_language(languages)
    head = (
        '<meta name="color-scheme" content="light dark"><title>TopicLlama</title>'
        f"<script>{script[0].decode()}</script><style>{_STYLE}</style>"
    )
    splash = (
        f'<div id="tl-splash" lang="{language}"><div>{LOGO}<b>TopicLlama</b></div>'
        f"<p>{say('loading', language)}</p>"
        f"<noscript><p>{say('needs_script', language)}</p></noscript></div>"
    )
    page = page.replace(b"<head>", b"<head>" + head.encode(), 1)
    return page.replace(b"<gradio-app", splash.encode() + b"<gradio-app", 1)
