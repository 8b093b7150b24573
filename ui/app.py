"""The chat page: its layout, and the server that shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import gradio as gr

from ..tools.errors import TopicLlamaError
from ..tools.workspace import Workspace
from .login import Passwords
from .login_page import middleware
from .operation import health
from .page import Page
from .page_memory import storage_key
from .page_updates import with_updates
from .page_view import Parts, View
from .rooms import Rooms
from .server import SHARED, Access, room_for_many
from .text import page_texts, say
from .views.routes import routes, static

UPLOAD_LIMIT_MB = 500
SESSIONS = 64  # pages that Gradio keeps something of
_FONTS = (
    "ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue",
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC",
    "sans-serif",
)  # fmt: skip
_HEAD = (
    '<script type="module" src="tl/static/views.js"></script>'
    '<script type="module" src="tl/static/jobs.js"></script>'
    '<script type="module" src="tl/static/selection.js"></script>'
    '<script type="module" src="tl/static/chats.js"></script>'
)
_CODE_FONTS = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
_ABOUT = "(message, memory) => [message, memory, window.topicllama?.about?.() ?? '']"
_PARALLEL: dict[str, Any] = {
    # One person's training must not hold up another's chat.
    "concurrency_limit": None,
    "show_progress": "hidden",
    "api_visibility": "private",
    # The page shows an answer's end a moment before Gradio's client has noted it; by default the
    # client would drop what is asked in that moment. Page refuses a second question itself.
    "trigger_mode": "multiple",
}


def build(rooms: Rooms, upload_mb: int = UPLOAD_LIMIT_MB) -> gr.Blocks:
    """The page, which begins in the first workspace.

    It prepares search by meaning in the background, unless the workspace's setting
    ``prepare_search`` is false (then ``topicllama embed`` does it).
    """
    with gr.Blocks(title="TopicLlama", analytics_enabled=False, fill_height=True) as blocks:
        parts, bridge = _layout(rooms.home, upload_mb)
        _wire(blocks, Page(View(rooms, parts)), bridge)
    blocks.queue(default_concurrency_limit=None)
    return blocks


def launch(
    workspace: Workspace,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    *,
    auth_file: Path | None = None,
    share: bool = False,
    allow_hosts: Sequence[str] = (),
    upload_limit: int | None = None,
    root_path: str = "",
    block: bool = True,
    on_start: Callable[[str], None] | None = None,
    rooms: Rooms | None = None,
) -> gr.Blocks:
    """Serve the page until the process is told to stop.

    ``port`` 0 takes a free one. With ``auth_file`` (see :mod:`.login`) a person needs a name and
    a password. ``allow_hosts`` are names that the page may be asked for by, besides this
    computer's own; ``upload_limit`` (MB) holds for a file, the workspace's setting
    ``upload_limit_mb`` without it; ``root_path`` is where a reverse proxy shows the page.
    ``on_start`` is given the page's address. With ``block`` False it returns at once (close with
    ``blocks.close()``; ``rooms``, which were made of the workspace, tell what still runs).
    TopicLlamaError for ``share`` without a login, for a file of passwords
    that cannot be used, and for a port that is taken.
    """
    if share and auth_file is None:
        raise TopicLlamaError(
            "The page is not shared on the internet: it has no login.",
            "Make one with: topicllama password NAME --auth-file FILE, and start with --auth-file.",
        )
    limit = upload_limit or int(workspace.settings.get("upload_limit_mb") or UPLOAD_LIMIT_MB)
    passwords = Passwords(auth_file) if auth_file is not None else None
    access = Access(host, passwords, {name.lower() for name in allow_hosts}, limit, root_path)
    if share:
        access.hosts.add(SHARED)
    rooms = rooms or Rooms(workspace)
    rooms.home.asks_for_files = access.alone
    blocks = build(rooms, limit)
    try:
        _, url, shared = blocks.launch(
            server_name=host, server_port=port or _free_port(host), inbrowser=open_browser,
            share=share, **_launch_settings(rooms, access),
        )  # fmt: skip
    except OSError as error:
        raise TopicLlamaError(
            f"The page could not be served on {host}:{port}.",
            "Another program uses the port, or this computer has no such address: choose with "
            "--port (0 for any) and --host.",
        ) from error
    if on_start is not None:
        on_start(shared or url)
    if block:
        blocks.block_thread()
    return blocks


def _free_port(host: str) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _launch_settings(rooms: Rooms, access: Access) -> dict[str, Any]:
    return {
        "auth": access.passwords and access.passwords.check,
        "root_path": access.root_path or None,
        # Gradio would keep what was said in the browser, with a page of its own to look at it.
        "run_history": False,
        # Of each page that was ever opened Gradio keeps what its components held, the chat too:
        # hundreds of MB a day. This page needs none of it, for the browser sends what it knows.
        "state_session_capacity": SESSIONS,
        "quiet": True,
        "inline": False,  # not into the cell of a notebook: Python's door gives the address
        "prevent_thread_lock": True,
        "ssr_mode": False,
        "footer_links": [],
        "max_file_size": f"{access.upload_mb}mb",
        "theme": _theme(),
        "css": "".join(map(_static, _styles())),
        "head": _HEAD,
        "favicon_path": str(files(__package__) / "static" / "logo.svg"),
        "app_kwargs": {
            "middleware": middleware(access, rooms),
            "lifespan": room_for_many,
            "routes": [*routes(rooms), *health.routes(rooms)],
        },
    }


def _theme() -> gr.themes.Base:
    return gr.themes.Base(primary_hue="teal", neutral_hue="stone", font=_FONTS,
                          font_mono=_CODE_FONTS)  # fmt: skip


def _styles() -> list[str]:
    """What all share comes first, then each view's own rules."""
    own = sorted(path.name for path in (files(__package__) / "static").iterdir())
    return [
        "page.css",
        "views.css",
        *(n for n in own if n.startswith("view_") and n[-4:] == ".css"),
    ]


def _static(name: str) -> str:
    found = static(name)
    assert found is not None
    return found[0].decode()


def _layout(workspace: Workspace, upload_mb: int) -> tuple[Parts, gr.HTML]:
    with gr.Column(elem_id="tl-root"):
        header = _html("tl-header")
        with gr.Row(elem_id="tl-main"):
            rail = _html("tl-rail")
            gr.HTML("<div></div>", elem_id="tl-view", apply_default_css=False)
            with gr.Column(elem_id="tl-talk"):
                first, chat, following, composer = _talk()
            panel = _html("tl-panel")
        with gr.Column(elem_id="tl-drawer"):
            document, similar = _html("tl-document"), _html("tl-similar")
        bridge = gr.HTML(elem_id="tl-bridge", js_on_load=_static("page.js"),
                         texts=page_texts(), limit=upload_mb)  # fmt: skip
    parts = Parts(header, rail, chat, first, following, composer, panel, document, similar,
                  _memory(workspace), gr.Timer(2, active=False))  # fmt: skip
    return parts, bridge


def _talk() -> tuple[gr.HTML, gr.Chatbot, gr.HTML, gr.MultimodalTextbox]:
    return _html("tl-welcome"), _chatbot(), _html("tl-next"), _composer()


def _html(elem_id: str) -> gr.HTML:
    return gr.HTML(elem_id=elem_id, apply_default_css=False)


def _chatbot() -> gr.Chatbot:
    return gr.Chatbot(elem_id="tl-chat", visible=False, show_label=False, container=False,
                      height="100%", editable="user", layout="bubble", buttons=["copy"],
                      latex_delimiters=[], allow_tags=False, sanitize_html=True)  # fmt: skip


def _composer() -> gr.MultimodalTextbox:
    # Without a first value the browser holds null, and what is typed before an update is lost.
    return gr.MultimodalTextbox(
        {"text": "", "files": []}, elem_id="tl-composer", file_count="multiple", max_lines=8,
        show_label=False, label=say("message", "en"), container=False, stop_btn=False,
        max_plain_text_length=20_000,
    )  # fmt: skip


def _memory(workspace: Workspace) -> gr.BrowserState:
    # Nothing in it is secret: ids and titles of chats, as the page shows them. A fixed "secret"
    # lets the browser read it again after a restart.
    return gr.BrowserState("", storage_key=storage_key(workspace), secret="topicllama")


def _wire(blocks: gr.Blocks, page: Page, bridge: gr.HTML) -> None:
    parts = page.parts
    every, memory = parts.all(), parts.memory
    blocks.load(with_updates(page.load), memory, every, **_PARALLEL)
    ticking = {**_PARALLEL, "trigger_mode": "once"}
    parts.timer.tick(with_updates(page.tick), memory, every, **ticking)
    about = gr.Textbox(visible=False)  # documents that are asked about: static/selection.js knows
    asked = [parts.composer, memory, about]
    parts.composer.submit(with_updates(page.send), asked, every, js=_ABOUT, **_PARALLEL)
    parts.composer.stop(page.stop, memory, None, **_PARALLEL)
    parts.chat.retry(with_updates(page.retry), memory, every, **_PARALLEL)
    parts.chat.undo(with_updates(page.undo), memory, every, **_PARALLEL)
    parts.chat.edit(with_updates(page.edit), memory, every, **_PARALLEL)
    for name, handler in _actions(page).items():
        getattr(bridge, name)(with_updates(handler), memory, every, **_PARALLEL)
    for name, silent in {"stop": page.stop, "permit": page.allow}.items():
        getattr(bridge, name)(silent, memory, None, **_PARALLEL)


def _actions(page: Page) -> dict[str, Callable[..., Any]]:
    """The events of static/page.js by name."""
    return {
        "ask": page.ask,
        "topic": page.ask_topic,
        "files": page.files,
        "cite": page.cite,
        "open": page.open_document,
        "similar": page.similar,
        "language": page.language,
        "chat": page.open_chat,
        "earlier": page.earlier,
        "pick": page.pick,
        "workspace": page.open_workspace,
        "refresh": page.refresh,
    }
