"""Commands that talk: ask, chat and who may use its page; and doctor."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, language, say

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from .rooms import Rooms


def llama(run: Run) -> BaseChatModel | None:
    """The chat model of the workspace, or None when only the offline guide answers."""
    from ..agent.models import choose

    found = choose(run.workspace.settings).tools_llm
    if found is not None:
        _tell_of_own_prompts(run)
    return found


def _tell_of_own_prompts(run: Run) -> None:
    """On stderr: which of the person's own prompts cannot be used, and why."""
    from ..prompts.overrides import problems

    for problem in problems(run.workspace.prompts):
        print(say("own_prompt", problem=problem.sentence(language())), file=sys.stderr)


def ask(
    run: Run,
    text: Annotated[str, typer.Argument(help=help_for("TEXT"))],
    chat: Annotated[str, typer.Option("--chat", help=help_for("--chat"), metavar="ID")] = "",
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--yes"))] = False,
    documents: Annotated[
        list[str] | None, typer.Option(help=help_for("--documents-of"), metavar="ID,…")
    ] = None,
) -> Reply:
    from dataclasses import asdict
    from uuid import uuid4

    from ..agent.conversation import ask as answer_to
    from ..tools.errors import Cancelled, TopicLlamaError
    from . import cli_output
    from .cli_stream import Live
    from .commands_documents import listed

    name = chat or uuid4().hex[:12]
    live = sys.stdout.isatty() and not run.json
    with Live(live) as shown:
        answer = answer_to(
            run.workspace, text, name, shown.event, lambda question: yes or run.confirm(question),
            listed(documents),
        )  # fmt: skip
    if answer.stopped:
        raise Cancelled
    if answer.error:
        raise TopicLlamaError(answer.error)
    record = asdict(answer)
    record = {"answer": record.pop("text"), **record, "chat": name}
    then = f"topicllama ask --chat {name} …"
    return Reply(record, lambda c: cli_output.answer(c, answer, text=not live), then)


def chat(
    run: Run,
    host: Annotated[str, typer.Option(help=help_for("--host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help=help_for("--port"))] = 7860,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help=help_for("--open"))] = True,
    auth_file: Annotated[
        Path | None, typer.Option(help=help_for("--auth-file"), metavar="FILE")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(help=help_for("--allow-host"), metavar="NAME")
    ] = None,
    root_path: Annotated[str, typer.Option(help=help_for("--root-path"), metavar="PATH")] = "",
    share: Annotated[bool, typer.Option("--share", help=help_for("--share"))] = False,
    upload_limit: Annotated[
        int | None, typer.Option(min=1, help=help_for("--upload-limit"), metavar="MB")
    ] = None,
    chroma: Annotated[
        str | None, typer.Option(help=help_for("--chroma"), metavar="HOST:PORT")
    ] = None,
    model: Annotated[str | None, typer.Option(help=help_for("--model"))] = None,
    log: Annotated[
        Literal["text", "json"] | None, typer.Option("--log", help=help_for("--log"))
    ] = None,
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], typer.Option(help=help_for("--log-level"))
    ] = "info",
) -> Reply:
    import signal

    from .app import launch
    from .operation import logs
    from .rooms import Rooms

    chosen = {"chroma": chroma, "chat_model": model}
    chosen = {name: value or None for name, value in chosen.items() if value is not None}
    if chosen:  # an empty one takes the setting back
        run.workspace.set(**chosen)
    # A service manager says so in this way that it is enough, a person with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logs.begin(log, log_level, run.workspace.root / "logs")
    rooms = Rooms(run.workspace)
    address: list[str] = []
    page = launch(
        run.workspace,
        host,
        port,
        open_page,
        auth_file=auth_file,
        share=share,
        allow_hosts=allow_host or (),
        upload_limit=upload_limit,
        root_path=root_path,
        block=False,
        on_start=address.append,
        rooms=rooms,
    )
    if auth_file is None:
        _tell_who_else(host)
    return _serving(page, rooms, address[0])


def _tell_who_else(host: str) -> None:
    """On stderr: who can use a page without a login, when not only this computer reaches it."""
    from .server import Access

    if not Access(host).local:
        print(say("open_to_all", host=host), file=sys.stderr)


def _serving(page: Any, rooms: Rooms, url: str) -> Reply:
    import threading

    from . import cli_output

    def serve() -> None:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            _end(page, rooms)

    show = say("chat_open", url=url)
    return Reply({"url": url}, lambda c: cli_output.line(c, show, "bold"), hold=serve)


def _end(page: Any, rooms: Rooms) -> None:
    """Let what runs end in order; a second Ctrl-C ends it at once."""
    from .operation.stopping import running, stop

    if running(rooms):
        print(say("stopping"), file=sys.stderr)
    left = 1
    with suppress(KeyboardInterrupt):
        left = stop(rooms)
    if left:  # threads that go on would keep the process alive; every write is atomic
        os._exit(0)
    page.close(verbose=False)


def password(
    run: Run,
    name: Annotated[str, typer.Argument(help=help_for("NAME_OF_PERSON"), metavar="NAME")],
    auth_file: Annotated[
        Path | None, typer.Option(help=help_for("--auth-file-to-write"), metavar="FILE")
    ] = None,
) -> Reply:
    import shlex

    from . import cli_output
    from .login import set_password

    file = auth_file or run.workspace.root / "passwords"
    added = set_password(file, name, _new_password(name))
    told = say("password_added" if added else "password_changed", name=name, file=file)
    then = f"topicllama chat --auth-file {shlex.quote(str(file))}"
    record = {"file": str(file), "name": name, "added": added}
    return Reply(record, lambda c: cli_output.line(c, told), then)


def _new_password(name: str) -> str:
    """Typed twice, unseen; without a terminal it is the first line of stdin."""
    from getpass import getpass

    from ..tools.errors import TopicLlamaError

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass(say("password_first", name=name))
    if first != getpass(say("password_again")):
        raise TopicLlamaError("The two passwords differ.", "Nothing was changed: try again.")
    return first


def doctor(
    run: Run,
    repair: Annotated[bool, typer.Option("--repair", help=help_for("--repair"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--yes-doctor"))] = False,
) -> Reply:
    from dataclasses import asdict

    from ..tools.doctor import Doctor
    from ..tools.repair import repair as repaired
    from ..tools.workspace import default_root
    from . import cli_figures
    from .cli_doctor import chat_checks

    root = (run.root or default_root()).expanduser().absolute()
    done: list[str] = []
    if repair:
        with run.working() as task:
            done = repaired(root, language(), task, lambda asked: yes or run.confirm(asked))
    checks = Doctor(root, language()).examine()
    checks += chat_checks(root)
    record = {"checks": [asdict(check) for check in checks], "repaired": done}
    code = 0 if all(check.ok or not check.required for check in checks) else 1
    then = "topicllama doctor --repair" if code and not repair else "topicllama chat"
    return Reply(record, lambda c: cli_figures.checks(c, checks, done), then, code)
