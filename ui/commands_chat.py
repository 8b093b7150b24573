"""Commands that talk: ask, chat; and doctor."""

from __future__ import annotations

import sys
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, language, say

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from ..agent.conversation import Conversation
    from ..agent.events import Answer


def llama(run: Run) -> BaseChatModel | None:
    """The chat model of the workspace, or None when only the offline guide answers."""
    from ..agent.models import choose

    return choose(run.workspace.settings).tools_llm


def ask(
    run: Run,
    text: Annotated[str, typer.Argument(help=help_for("TEXT"))],
    chat: Annotated[str, typer.Option("--chat", help=help_for("--chat"), metavar="ID")] = "",
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--yes"))] = False,
) -> Reply:
    import asyncio
    from dataclasses import asdict

    from ..agent.conversation import Conversation
    from ..tools.errors import Cancelled, TopicLlamaError
    from . import cli_output

    conversation = Conversation(run.workspace, chat or None)
    live = sys.stdout.isatty() and not run.json
    answer = asyncio.run(_turn(run, conversation, text, live=live, yes=yes))
    if answer.stopped:
        raise Cancelled
    if answer.error:
        raise TopicLlamaError(answer.text or answer.error, answer.error if answer.text else "")
    record = {
        "answer": answer.text,
        **{key: value for key, value in asdict(answer).items() if key != "text"},
        "chat": conversation.chat_id,
    }
    then = f"topicllama ask --chat {conversation.chat_id} …"
    return Reply(record, lambda c: cli_output.answer(c, answer, text=not live), then)


async def _turn(
    run: Run, conversation: Conversation, text: str, *, live: bool, yes: bool
) -> Answer:
    """One turn: text as it comes (``live``), progress of tools, questions that need a yes."""
    from ..agent.events import Answer, ConfirmationNeeded, TextDelta, ToolFinished, ToolProgress
    from .cli_stream import Live

    shown = Live(live)
    try:
        async with aclosing(conversation.stream(text)) as events:
            async for event in events:
                if isinstance(event, TextDelta):
                    shown.text(event.text)
                elif isinstance(event, ToolProgress):
                    shown.progress(event.stage, event.done, event.total)
                elif isinstance(event, ToolFinished):
                    shown.tool_finished()
                elif isinstance(event, ConfirmationNeeded):
                    shown.tool_finished()
                    conversation.confirm(event.id, yes or run.confirm(event.question))
                elif isinstance(event, Answer):
                    return event
    finally:
        shown.close()
    raise RuntimeError("the conversation ended without an answer")


def chat(
    run: Run,
    host: Annotated[str, typer.Option(help=help_for("--host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help=help_for("--port"))] = 7860,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help=help_for("--open"))] = True,
    chroma: Annotated[
        str | None, typer.Option(help=help_for("--chroma"), metavar="HOST:PORT")
    ] = None,
    model: Annotated[str | None, typer.Option(help=help_for("--model"))] = None,
) -> Reply:
    import threading

    from . import cli_output
    from .app import launch

    chosen = {"chroma": chroma, "chat_model": model}
    chosen = {name: value or None for name, value in chosen.items() if value is not None}
    if chosen:  # an empty one takes the setting back
        run.workspace.set(**chosen)
    address: list[str] = []
    page = launch(run.workspace, host, port, open_page, block=False, on_start=address.append)

    def serve() -> None:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:  # the usual way to end it
            page.close(verbose=False)

    url = address[0]
    show = say("chat_open", url=url)
    return Reply({"url": url}, lambda c: cli_output.line(c, show, "bold"), hold=serve)


def doctor(
    run: Run, repair: Annotated[bool, typer.Option("--repair", help=help_for("--repair"))] = False
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
            done = repaired(root, language(), task)
    checks = Doctor(root, language()).examine()
    checks += chat_checks(root)
    record = {"checks": [asdict(check) for check in checks], "repaired": done}
    code = 0 if all(check.ok or not check.required for check in checks) else 1
    return Reply(record, lambda c: cli_figures.checks(c, checks, done), code=code)
