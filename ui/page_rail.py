"""The rail on the left: the views of the page, and the chats."""

from __future__ import annotations

from .page_panel import own_buttons
from .text import say

# Drawn on a 24 x 24 grid with a line of 1.8.
_ICONS = {
    "chat": '<path d="M4 5h16v11H9l-5 4z"/>',
    "topics": '<path d="M4 6h7v5H4zM13 6h7v5h-7zM4 14h7v5H4zM13 14h7v5h-7z"/>',
    "documents": '<path d="M6 3h8l4 4v14H6zM9 11h6M9 15h6"/>',
    "map": '<circle cx="8" cy="9" r="2"/><circle cx="16" cy="7" r="1.500"/>'
    '<circle cx="15" cy="15" r="2.500"/><circle cx="7" cy="17" r="1.500"/>',
    "trends": '<path d="M4 18l5-6 4 3 7-9M4 21h16"/>',
    "quality": '<path d="M4 20V10M10 20V4M16 20v-8M21 20H3"/>',
    "data": '<ellipse cx="12" cy="6" rx="7" ry="3"/>'
    '<path d="M5 6v12c0 4 14 4 14 0V6M5 12c0 4 14 4 14 0"/>',
    "models": '<path d="M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4"/>'
    '<path d="M3 10h4M3 14h4M17 10h4M17 14h4"/>',
}


def rail(language: str) -> str:
    """The list of chats is filled in by static/chats.js (:mod:`.views.chats`)."""
    views = "".join(_link(name, language) for name in _ICONS)
    find = say("chats_find", language)
    return (
        f'<div class="tl-narrow tl-rail-own">{own_buttons(language)}'
        f'<button type="button" class="tl-icon" name="menu"'
        f' aria-label="{say("close_panel", language)}">✕</button></div>'
        f'<nav class="tl-nav" aria-label="{say("views", language)}">{views}</nav>'
        f'<button type="button" class="tl-button tl-new-chat" name="new-chat">'
        f"<span aria-hidden='true'>＋</span> {say('new_chat', language)}</button>"
        f'<section aria-label="{say("chats", language)}"><h2>{say("chats", language)}</h2>'
        f'<input type="search" class="tl-find-chat" aria-label="{find}" placeholder="{find}"'
        f' autocomplete="off"><div class="tl-chat-list" data-list></div></section>'
    )


def _link(name: str, language: str) -> str:
    icon = f'<svg viewBox="0 0 24 24" aria-hidden="true">{_ICONS[name]}</svg>'
    title = say("view_" + name, language)
    return f'<a href="#/{name}" data-nav="{name}">{icon}<span>{title}</span></a>'
