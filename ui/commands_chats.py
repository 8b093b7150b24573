"""The command about kept chats: list and search them, save one as Markdown, rename, delete."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, language, say

if TYPE_CHECKING:
    from rich.console import Console

    from ..agent.chat_list import ChatInfo
    from ..agent.chat_search import FoundChat


def chats(
    run: Run,
    what: Annotated[
        Literal["list", "export", "rename", "delete"], typer.Argument(help=help_for("CHATS_WHAT"))
    ] = "list",
    chat: Annotated[str, typer.Argument(help=help_for("CHAT_ID"), metavar="ID")] = "",
    search: Annotated[
        str, typer.Option("--search", help=help_for("--search"), metavar="TEXT")
    ] = "",
    name: Annotated[str, typer.Option("--name", help=help_for("--chat-name"))] = "",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=help_for("--chat-output"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=help_for("--force"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--chat-yes"))] = False,
) -> Reply:
    if what == "list":
        return _listed(run, search)
    from ..agent.chat_list import chat_of

    info = chat_of(run.workspace, chat)
    if what == "export":
        return _exported(run, info, output, force=force)
    return _renamed(run, info, name) if what == "rename" else _deleted(run, info, yes=yes)


def _listed(run: Run, text: str) -> Reply:
    from ..agent.chat_search import search_chats

    found = search_chats(run.workspace, text)
    record = {"chats": [_record(each) for each in found]}
    then = f"topicllama chats export {found[0].chat.id}" if found else "topicllama ask …"
    return Reply(record, lambda c: _show(c, found), then)


def _record(found: FoundChat) -> dict[str, Any]:
    chat = found.chat
    return {"id": chat.id, "title": chat.title, "changed": chat.changed, "owner": chat.owner,
            "line": found.line}  # fmt: skip


def _show(console: Console, found: list[FoundChat]) -> None:
    from .cli_output import clean, line, shortened, table

    if not found:
        line(console, say("no_chats"))
        return
    shown = table(say("id"), say("chat_title"), say("chat_changed"), wide=1)
    for each in found:
        title = clean(each.chat.title)
        if each.line:
            title += "\n  " + shortened(clean(each.line), 120)
        shown.add_row(each.chat.id, title, each.chat.changed[:16].replace("T", " "))
    console.print(shown, markup=False)


def _exported(run: Run, chat: ChatInfo, output: Path | None, *, force: bool) -> Reply:
    from ..agent import chat_file
    from ..agent.chat_markdown import chat_markdown
    from ..tools.atomic import write_bytes

    turns = chat_file.read(chat_file.path_of(run.workspace, chat.id), messages=False)
    text = chat_markdown(chat.title, turns, language())
    record = {"chat": chat.id, "title": chat.title, "turns": len(turns)}
    if output is None:
        return Reply(record | {"file": "", "markdown": text}, lambda c: _print(c, text))
    _may_replace(run, output, force=force)
    write_bytes(output, text.encode(), shared=True)
    return Reply(
        record | {"file": str(output), "markdown": text},
        lambda c: _say(c, say("text_written", file=output)),
    )


def _may_replace(run: Run, output: Path, *, force: bool) -> None:
    from ..tools.errors import TopicLlamaError

    if output.exists() and not force and not run.confirm(say("replace_file", file=output)):
        raise TopicLlamaError(
            f"The file {output} is there already.", "Choose another name, or add --force."
        )


def _renamed(run: Run, chat: ChatInfo, name: str) -> Reply:
    from ..agent.chat_list import chat_of, rename

    rename(run.workspace, chat.id, name)
    title = chat_of(run.workspace, chat.id).title
    record = {"chat": chat.id, "title": title}
    return Reply(record, lambda c: _say(c, say("chat_renamed", title=title)))


def _deleted(run: Run, chat: ChatInfo, *, yes: bool) -> Reply:
    from ..agent.chat_list import delete
    from ..tools.errors import TopicLlamaError

    if not yes and not run.confirm(say("chat_delete_sure", title=chat.title)):
        raise TopicLlamaError(
            "The chat was not deleted: nobody confirmed it.", "Confirm it, or add --yes."
        )
    delete(run.workspace, chat.id)
    record = {"chat": chat.id, "title": chat.title}
    return Reply(record, lambda c: _say(c, say("chat_deleted", title=chat.title)))


def _say(console: Console, words: str) -> None:
    from .cli_output import line

    line(console, words)


def _print(console: Console, text: str) -> None:
    from .cli_output import clean_lines

    console.print(clean_lines(text), markup=False, highlight=False, soft_wrap=True)
