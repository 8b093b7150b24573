"""The workspaces: which there are, how large, and what a person does with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...tools.clearing import size_on_disk
from ...tools.workspace import Workspace
from ..page_html import esc
from ..rooms import Rooms, title_of
from ..text import say
from .data_format import documents, moment, size
from .visit import Done, Sent, Visit


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one workspace, found without opening its chats or reading its texts."""

    name: str
    title: str
    documents: int
    topics: int
    versions: int
    chats: int
    size: int
    changed: str


def figures(rooms: Rooms, name: str, language: str) -> Figures:
    workspace = Workspace(rooms.folder / name) if name else rooms.home
    return Figures(
        name,
        shown_title(title_of(workspace) or name, language),
        len(workspace.corpus),
        _topics(workspace),
        len(workspace.versions()),
        len(list((workspace.root / "chats").glob("*.json"))),
        size_on_disk(workspace),
        _changed(workspace),
    )


def shown_title(title: str, language: str) -> str:
    return title or say("data_first_room", language)


def _topics(workspace: Workspace) -> int:
    """Of the current model, whose matrices are not needed for it."""
    file = workspace.root / "models" / workspace.current_version / "model.json"
    try:
        return len(json.loads(file.read_text("utf-8"))["topics"])
    except (OSError, ValueError, KeyError):
        return 0


def _changed(workspace: Workspace) -> str:
    """When documents, topics or chats last did."""
    root = workspace.root
    places = [root / "corpus.sqlite", root / "corpus.sqlite-wal", root / "models", root / "chats"]
    last = max(map(_modified, places), default=0.0)
    return datetime.fromtimestamp(last, UTC).isoformat() if last else ""


def _modified(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


# the list ------------------------------------------------------------------------------------


def workspaces(visit: Visit) -> str:
    language = visit.language
    found = [figures(visit.rooms, name, language) for name in ("", *visit.rooms.names())]
    keys = (("data_room", ""), ("data_documents", "tl-number"), ("data_topics", "tl-number"),
            ("data_size", "tl-number"), ("data_changed", ""))  # fmt: skip
    heads = "".join(f'<th scope="col" class="{kind}">{say(k, language)}</th>' for k, kind in keys)
    rows = "".join(_row(each, each.name == visit.room.name, language) for each in found)
    dialogs = "".join(_dialogs(each, each.name == visit.room.name, language) for each in found)
    title = say("data_rooms", language)
    return (
        f'<section class="tl-card tl-data-rooms" data-script="view_data.js"><h2>{title}</h2>'
        f'<p class="tl-quiet">{say("data_rooms_about", language)}</p>'
        f'<div class="tl-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="tl-table"><thead><tr>{heads}<td></td></tr></thead><tbody>{rows}</tbody>'
        f"</table></div>{_create(language)}</section>{dialogs}"
    )


def _row(room: Figures, here: bool, language: str) -> str:
    mark = f' <em class="tl-data-here">{say("data_here", language)}</em>' if here else ""
    cells = (
        ("data_documents", f"{room.documents:,}", "tl-number"),
        ("data_topics", f"{room.topics:,}", "tl-number"),
        ("data_size", size(room.size), "tl-number"),
        ("data_changed", esc(moment(room.changed)), ""),
    )
    # On a narrow screen a cell stands with its heading.
    shown = "".join(
        f'<td class="{kind}" data-name="{say(key, language)}">{value}</td>'
        for key, value, kind in cells
    )
    return (
        f'<tr><th scope="row">{esc(room.title)}{mark}</th>{shown}'
        f'<td><span class="tl-tools">{_buttons(room, here, language)}</span></td></tr>'
    )


def _buttons(room: Figures, here: bool, language: str) -> str:
    def named(key: str) -> str:
        return esc(say(key + "_named", language, name=room.title))

    def opens(kind: str, key: str) -> str:
        return (
            f'<button type="button" class="tl-button" data-opens="data-{kind}-{room.name}"'
            f' aria-label="{named(key)}">{say(key, language)}</button>'
        )

    go = (
        f'<button type="button" class="tl-button" name="workspace" value="{esc(room.name)}"'
        f' aria-label="{named("data_open")}">{say("data_open", language)}</button>'
    )
    goes = ("delete", "data_delete") if room.name else ("clear", "data_empty")
    return f"{'' if here else go}{opens('rename', 'data_rename')}{opens(*goes)}"


def _create(language: str) -> str:
    return (
        f'<form class="tl-data-create" data-room-do="create"><label class="tl-field">'
        f'{say("data_new_name", language)}<input type="text" name="title" maxlength="60" required'
        f' autocomplete="off"></label><button class="tl-button">{say("data_create", language)}'
        f'</button><p data-problem role="alert" hidden></p></form>'
    )


# dialogs -------------------------------------------------------------------------------------


def _dialogs(room: Figures, here: bool, language: str) -> str:
    return _rename_dialog(room, language) + _removal(room, here, language)


def _rename_dialog(room: Figures, language: str) -> str:
    body = (
        f'<label class="tl-field">{say("data_new_title", language)}<input type="text" name="title"'
        f' value="{esc(room.title)}" maxlength="60" required autocomplete="off"></label>'
    )
    yes = f'<button class="tl-button tl-primary">{say("data_rename", language)}</button>'
    title = say("data_rename_title", language)
    return _dialog(f"data-rename-{room.name}", title, body, "rename", room, yes, language)


def _removal(room: Figures, here: bool, language: str) -> str:
    """Says exactly what goes and what stays."""
    kind = "delete" if room.name else "empty"
    goes = "".join(f"<li>{each}</li>" for each in _what_goes(room, language))
    stays = say("data_stays_elsewhere" if room.name else "data_stays_settings", language)
    body = f"<p>{say('data_goes', language)}</p><ul>{goes}</ul><p>{stays}</p>"
    yes = (
        f'<button class="tl-button tl-danger" data-here="{"1" if here else ""}">'
        f"{say(f'data_{kind}_yes', language)}</button>"
    )
    title = say(f"data_{kind}_title", language, name=esc(room.title))
    action = "delete" if room.name else "clear"
    return _dialog(f"data-{action}-{room.name}", title, body, action, room, yes, language)


def _what_goes(room: Figures, language: str) -> list[str]:
    goes = [documents(room.documents, language)]
    if room.versions:
        goes.append(say("data_goes_topics", language, n=room.topics, versions=room.versions))
    if room.chats:
        goes.append(say("data_goes_chats", language, n=room.chats))
    goes.append(say("data_goes_rest", language))
    if room.name:
        goes.append(say("data_goes_settings", language))
    return goes


def _dialog(
    name: str, title: str, body: str, action: str, room: Figures, yes: str, language: str
) -> str:
    name = esc(name)
    return (
        f'<dialog class="tl-dialog" id="{name}" aria-labelledby="{name}-h">'
        f'<form data-room-do="{action}"><h2 id="{name}-h">{title}</h2>{body}'
        f'<input type="hidden" name="room" value="{esc(room.name)}">'
        f'<p data-problem role="alert" hidden></p><div class="tl-dialog-buttons">'
        f'<button type="button" class="tl-button" data-closes>{say("dialog_cancel", language)}'
        f"</button>{yes}</div></form></dialog>"
    )


# actions -------------------------------------------------------------------------------------


def create(visit: Visit, sent: Sent) -> Done:
    made = visit.rooms.create(str(sent.get("title", "")))
    said = say("data_created", visit.language, name=made.title)
    return Done(said, data={"open": made.name})


def rename(visit: Visit, sent: Sent) -> Done:
    named = visit.rooms.rename(str(sent.get("room", "")), str(sent.get("title", "")))
    return Done(say("data_renamed", visit.language, name=named.title))


def delete(visit: Visit, sent: Sent) -> Done:
    name = str(sent.get("room", ""))
    title = visit.rooms.title(name) if name in visit.rooms.names() else name
    visit.rooms.delete(name)
    said = say("data_deleted", visit.language, name=title)
    return Done(said, data={"open": ""} if name == visit.room.name else None)


def clear(visit: Visit, sent: Sent) -> Done:
    name = str(sent.get("room", ""))
    visit.rooms.clear(name)
    said = say("data_emptied", visit.language)
    return Done(said, data={"open": name} if name == visit.room.name else None)


ACTIONS: dict[str, Callable[[Visit, Sent], Done]] = {
    "create": create,
    "rename": rename,
    "delete": delete,
    "clear": clear,
}
