"""The command line: ``topicllama COMMAND``. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import inspect
import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TextIO, get_type_hints

import typer
from typer.exceptions import TyperException

from ..tools.telemetry import without_tracing
from . import (
    commands_adapt,
    commands_analysis,
    commands_augment,
    commands_chat,
    commands_chats,
    commands_documents,
    commands_evaluate,
    commands_mcp,
    commands_plugins,
    commands_prompts,
    commands_recommend,
    commands_topics,
    commands_views,
)
from .cli_run import Reply, Run, answer_stream, print_error, print_reply, warn_of_plugins
from .cli_text import help_for, language_of, say, told, use_language
from .cli_usage import TopicCommand, TopicGroup, wrong_usage

Command = Callable[..., Reply]
COMMANDS: tuple[Command, ...] = (
    commands_documents.load,
    commands_topics.train,
    commands_topics.topics,
    commands_topics.label,
    commands_topics.edit,
    commands_topics.update,
    commands_topics.evaluate,
    commands_augment.augment,
    commands_topics.infer,
    commands_documents.embed,
    commands_documents.search,
    commands_chat.ask,
    commands_recommend.recommend,
    commands_analysis.trends,
    commands_analysis.sentiment,
    commands_analysis.compare,
    commands_views.map,
    commands_documents.export,
    commands_adapt.adapt,
    commands_chat.chat,
    commands_chat.password,
    commands_mcp.mcp,
    commands_prompts.prompts,
    commands_evaluate.eval_agent,
    commands_chats.chats,
    commands_plugins.plugins,
    commands_plugins.tool,
    commands_chat.doctor,
)


def main() -> None:
    """The console command ``topicllama``."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line; returns the exit code (0 done, 1 not, 2 wrong usage, 130 cancelled)."""
    without_tracing()
    use_language(language_of(arguments, os.environ))
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    as_json = "--json" in options
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that lacks a character still gets the rest
        sys.stdout.reconfigure(errors="replace")
    if not os.environ.get("TOPICLLAMA_DEBUG"):  # what libraries log is not for people
        logging.getLogger().addHandler(logging.NullHandler())
    state = Run(json=as_json)
    with answer_stream(as_json) as stream:
        try:
            if not arguments:  # no usage to correct: only what there is
                return _answer(state, ["--help"], stream) or 2
            return _answer(state, arguments, stream)
        except BrokenPipeError:  # `topicllama topics | head`
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            return 0


def _answer(state: Run, arguments: Sequence[str], stream: TextIO) -> int:
    try:
        reply = build(state)(list(arguments), prog_name="topicllama", standalone_mode=False)
        if isinstance(reply, Reply):
            return _give(reply, stream, state)
        code = int(reply or 0)
        if code == 130:  # how Typer reports Ctrl-C
            raise KeyboardInterrupt
        return code
    except BrokenPipeError:
        raise
    except (Exception, KeyboardInterrupt) as error:
        warn_of_plugins()
        code, message, hint = _explain(error, state)
        print_error(message, hint, stream, as_json=state.json)
        return code


def _give(reply: Reply, stream: TextIO, state: Run) -> int:
    warn_of_plugins()
    if reply.hold is None:
        print_reply(reply, stream, as_json=state.json)
        return reply.code
    try:
        print_reply(reply, stream, as_json=state.json)
        reply.hold()
    except KeyboardInterrupt:  # the usual way to end it
        return 0
    return reply.code


def _explain(error: BaseException, state: Run) -> tuple[int, str, str]:
    """(exit code, what happened, what to do) for anything that can be raised."""
    from ..tools.damage import disk_problem
    from ..tools.errors import Cancelled, TopicLlamaError

    if isinstance(error, KeyboardInterrupt | Cancelled):
        return 130, say("cancelled"), say("kept")
    error = disk_problem(error) or error
    if isinstance(error, TopicLlamaError):
        return 1, told(error.message), told(error.hint)
    if isinstance(error, TyperException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "topicllama"
        message = say("wrong_usage", message=wrong_usage(error))
        return 2, message, say("see_help", command=command)
    if os.environ.get("TOPICLLAMA_DEBUG"):
        traceback.print_exception(error)
    return 1, say("unexpected", kind=type(error).__name__), _log(error, state)


def _log(error: BaseException, state: Run) -> str:
    """Write where a fault happened."""
    from .operation.logs import fault_lines

    try:
        root = state.workspace.root
    except Exception:  # the fault may be that the workspace cannot be opened
        root = Path(tempfile.gettempdir()) / "topicllama"
    file = root / "logs" / "errors.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write("\n".join([*fault_lines(error), "\n"]))
    except OSError:
        return say("debug")
    return say("logged", file=file)


# building the commands -----------------------------------------------------------------------


def build(state: Run) -> typer.Typer:
    """The commands, with help in the language in use; what their shared options say is set in
    ``state``."""
    app = typer.Typer(
        cls=TopicGroup,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
        help=help_for("topicllama"),
    )

    def before(**given: Any) -> None:
        state.root = given["workspace"]

    _set_options(before, [*_shared_options(), _version_option()])
    app.callback()(before)
    for command in COMMANDS:
        _add(app, command, state)
    return app


def _add(app: typer.Typer, command: Command, state: Run) -> None:
    """Register ``command(run, its own options…)`` with the options that all commands share."""
    hints = get_type_hints(command, include_extras=True)
    own = [
        option.replace(annotation=hints[option.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for option in list(inspect.signature(command).parameters.values())[1:]
    ]
    names = {option.name for option in own}
    shared = [option for option in _shared_options() if option.name not in names]

    def invoke(**given: Any) -> Reply:
        state.root = given.pop("workspace") or state.root
        return command(state, **{name: value for name, value in given.items() if name in names})

    _set_options(invoke, own + shared)
    name, text = command.__name__.replace("_", "-"), help_for(command.__name__)
    app.command(name, cls=TopicCommand, help=text, short_help=text)(invoke)


def _set_options(function: Callable[..., Any], options: list[inspect.Parameter]) -> None:
    """Typer reads a function's options from its signature."""
    function.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    function.__annotations__ = {option.name: option.annotation for option in options}


def _option(name: str, default: Any, annotation: Any) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _shared_options() -> list[inspect.Parameter]:
    folder = typer.Option("--workspace", help=help_for("--workspace"), metavar="DIR")
    as_json = typer.Option("--json", help=help_for("--json"))
    language = typer.Option("--language", help=help_for("--ui-language"), metavar="en|zh")
    return [
        _option("workspace", None, Annotated[Path | None, folder]),
        _option("json", False, Annotated[bool, as_json]),
        _option("language", None, Annotated[Literal["en", "zh"] | None, language]),
    ]


def _version_option() -> inspect.Parameter:
    flag = typer.Option(
        "--version", help=help_for("--version"), is_eager=True, callback=_print_version
    )
    return _option("version", False, Annotated[bool, flag])


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print("topicllama", version("topicllama"))
        raise typer.Exit
