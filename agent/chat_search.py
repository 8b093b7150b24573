"""Chats by what was said in them.

A chat's file holds the results of its tools too, many times longer than what was said. So the
questions and answers are kept apart in one SQLite file, which follows the chats' files and is made
anew when it is lost or damaged.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..tools.sqlite_files import is_writable
from ..tools.workspace import Workspace
from .chat_file import said
from .chat_list import ChatInfo, chats

_FILE = "search.sqlite"
_TABLE = """CREATE TABLE IF NOT EXISTS said (id TEXT PRIMARY KEY, changed INTEGER, size INTEGER,
made TEXT, said TEXT, folded TEXT)"""
_AROUND = 60  # characters of a line before what was found


@dataclass(frozen=True, slots=True)
class FoundChat:
    """``line`` is the line of the chat that matches, "" when its title does."""

    chat: ChatInfo
    line: str = ""


def search_chats(
    workspace: Workspace, text: str, owner: str | None = None, lines: int = 100
) -> list[FoundChat]:
    """The chats that have all words of ``text`` in their title, questions and answers (upper and
    lower case are the same), the last changed first; the first ``lines`` of them with the line."""
    known = chats(workspace, owner)
    words = text.casefold().split()
    if not words:
        return [FoundChat(chat) for chat in known]
    file = workspace.folder("chats") / _FILE
    try:
        return _found(file, known, words, lines)
    except sqlite3.DatabaseError:  # a file that is none, or another version's
        file.unlink(missing_ok=True)
        return _found(file, known, words, lines)


def _found(
    file: Path, known: Sequence[ChatInfo], words: Sequence[str], lines: int
) -> list[FoundChat]:
    """Of the chats, those that have all words."""
    asked = " AND ".join("instr(folded, ?)" for _ in words)
    with _opened(file) as database:
        _follow(database, file.parent, known)
        rows = database.execute(f"SELECT id FROM said WHERE {asked}", words)  # noqa: S608
        having = {row[0] for row in rows}
        found = [FoundChat(chat) for chat in known if chat.id in having]
        shown = [_with_line(database, each.chat, words) for each in found[:lines]]
    return [*shown, *found[lines:]]


def _with_line(database: sqlite3.Connection, chat: ChatInfo, words: Sequence[str]) -> FoundChat:
    title = chat.title.casefold()
    if all(word in title for word in words):
        return FoundChat(chat)
    said = database.execute("SELECT said FROM said WHERE id = ?", (chat.id,)).fetchone()[0]
    return FoundChat(chat, matching_line(said, words))


def matching_line(said: str, words: Sequence[str]) -> str:
    """The first line with most of the words, from a little before them."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    best = max(lines, key=lambda line: sum(word in line.casefold() for word in words), default="")
    folded = best.casefold()
    first = min((folded.find(word) for word in words if word in folded), default=0)
    return best if first <= _AROUND else "…" + best[first - _AROUND :]


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """In memory where nothing can be written: every chat is read then."""
    kept = is_writable(file)
    place = file if kept else ":memory:"
    with closing(sqlite3.connect(place, timeout=20)) as database, database:
        database.execute(_TABLE)
        yield database
    if kept:
        file.chmod(0o600)


def _follow(database: sqlite3.Connection, folder: Path, known: Sequence[ChatInfo]) -> None:
    """Take in the chats that changed since, forget those that are gone."""
    found = database.execute("SELECT id, changed, size, made FROM said")
    kept = {name: ((changed, size), made) for name, changed, size, made in found}
    for chat in known:
        stamp, made = kept.get(chat.id, ((0, 0), ""))
        if stamp != chat.stamp:
            only_more = bool(made) and made == chat.made and stamp[1] < chat.stamp[1]
            _take_in(database, folder, chat, stamp[1] if only_more else 0)
    for name in kept.keys() - {path.stem for path in folder.glob("*.json")}:
        database.execute("DELETE FROM said WHERE id = ?", (name,))


def _take_in(database: sqlite3.Connection, folder: Path, chat: ChatInfo, since: int) -> None:
    """What the chat's file has behind its first ``since`` bytes; 0: everything is read anew.
    Messages are not made of it, which takes many times longer."""
    try:
        more = said(folder / f"{chat.id}.json", since, chat.stamp[1] if chat.made else None)
    except (OSError, ValueError, KeyError, TypeError):
        if since:  # a line that was broken off has been taken away since
            return _take_in(database, folder, chat, 0)
        more = []
    text = "".join(f"\n{part}" for part in more)
    if since:
        row = (*chat.stamp, text, text.casefold(), chat.id)
        query = "UPDATE said SET changed=?, size=?, said=said||?, folded=folded||? WHERE id=?"
        database.execute(query, row)
    else:
        text = chat.title + text
        whole = (chat.id, *chat.stamp, chat.made, text, text.casefold())
        database.execute("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?, ?, ?)", whole)
    return None
