"""The list of chats in the rail: found by words, renamed in place, saved, deleted.

Not a view with an address of its own: static/chats.js puts it into the rail.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from starlette.responses import Response

from ...agent import chat_file, chat_list
from ...agent.chat_list import ChatInfo
from ...agent.chat_markdown import chat_markdown
from ...agent.chat_search import FoundChat, search_chats
from ..page_chat import asked
from ..page_html import esc
from ..text import say
from .visit import Done, Sent, View, Visit

_SHOWN = 60
_LINE = 160


def render(visit: Visit) -> str:
    """The chats of the person who asks, in groups by age, or those that have the words ``q``."""
    wanted = visit.get("q").strip()
    most = visit.number("most", _SHOWN)
    found = search_chats(visit.workspace, wanted, visit.user, most)
    if not found:
        key = "chats_none_found" if wanted else "chats_none"
        return f'<p class="tl-quiet" role="status">{say(key, visit.language)}</p>'
    running = {chat.id for chat in visit.room.chats.running()}
    groups: dict[str, list[str]] = {}
    for each in found[:most]:
        row = _row(each, visit, running)
        groups.setdefault(_age(each.chat), []).append(row)
    shown = "".join(
        f'<h3>{say("chats_" + age, visit.language)}</h3><ul class="tl-chats">{"".join(rows)}</ul>'
        for age, rows in groups.items()
    )
    return shown + _more(len(found) - most, most, visit.language)


def _age(chat: ChatInfo) -> str:
    changed = datetime.fromtimestamp(chat.stamp[0] / 1e9)
    today = datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if changed >= today:
        return "today"
    return "week" if changed >= today - timedelta(days=6) else "older"


def _row(found: FoundChat, visit: Visit, running: set[str]) -> str:
    chat, language = found.chat, visit.language
    title = asked(chat.title, language) or say("untitled", language)
    here = ' aria-current="true"' if chat.id == visit.get("chat") else ""
    line = f"<small>{_marked(found.line, visit.get('q'))}</small>" if found.line else ""
    busy = say("chats_running", language)
    sign = f'<i class="tl-busy" role="img" aria-label="{busy}"></i>' if chat.id in running else ""
    options = esc(say("chats_options", language, title=title))
    return (
        f'<li data-id="{esc(chat.id)}" data-title="{esc(title)}">'
        f'<button type="button" class="tl-chat" name="chat" value="{esc(chat.id)}"{here}'
        f' title="{esc(title)}"><span>{esc(title)}</span>{sign}{line}</button>'
        f'<button type="button" class="tl-icon tl-chat-options" data-quiet'
        f' aria-haspopup="menu" aria-label="{options}">⋯</button></li>'
    )


def _marked(line: str, wanted: str) -> str:
    """The line, with the first of the words that were looked for marked."""
    line = line[:_LINE]
    folded = line.casefold()
    places = [(folded.find(word), len(word)) for word in wanted.casefold().split()]
    start, length = min((place for place in places if place[0] >= 0), default=(-1, 0))
    if start < 0 or len(folded) != len(line):
        return esc(line)
    end = start + length
    return f"{esc(line[:start])}<mark>{esc(line[start:end])}</mark>{esc(line[end:])}"


def _more(rest: int, most: int, language: str) -> str:
    if rest <= 0:
        return ""
    words = say("chats_more", language, n=f"{rest:,}")
    return (
        f'<button type="button" class="tl-button tl-more-chats" data-most="{most * 4}">{words}'
        "</button>"
    )


def _rename(visit: Visit, sent: Sent) -> Done:
    chat_list.rename(
        visit.workspace, str(sent.get("id", "")), str(sent.get("name", "")), visit.user
    )
    return Done(reload=False, changed=False)


def _delete(visit: Visit, sent: Sent) -> Done:
    chat = chat_list.chat_of(visit.workspace, str(sent.get("id", "")), visit.user)
    visit.room.chats.close(chat.id)
    chat_list.delete(visit.workspace, chat.id, visit.user)
    return Done(say("chats_deleted", visit.language), reload=False, changed=False)


def _export(visit: Visit) -> Response:
    chat = chat_list.chat_of(visit.workspace, visit.path, visit.user)
    turns = chat_file.read(chat_file.path_of(visit.workspace, chat.id), messages=False)
    text = chat_markdown(asked(chat.title, visit.language), turns, visit.language)
    name = "".join(c if c.isalnum() or c in " -_" else " " for c in chat.title)
    file = quote(" ".join(name.split())[:60] or chat.id)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{file}.md"}
    return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)


VIEW = View("chats", render, {"rename": _rename, "delete": _delete}, {"export": _export})
