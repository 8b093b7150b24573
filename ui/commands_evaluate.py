"""The command that evaluates a model as the agent: eval-agent."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say

if TYPE_CHECKING:
    from rich.console import Console

    from ..agent.models import ChosenModel


def eval_agent(
    run: Run,
    model: Annotated[str, typer.Option(help=help_for("--model"))] = "",
    conversations: Annotated[
        Path | None, typer.Option("--conversations", help=help_for("--conversations"))
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help=help_for("--limit-eval"))] = 0,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help=help_for("--verbose"))] = False,
) -> Reply:
    import asyncio

    from ..agent.evaluation import evaluate
    from ..agent.evaluation_cases import read_cases
    from ..agent.evaluation_stage import temporary_stage

    cases = read_cases(conversations)
    chosen = _chosen(run, model)
    with run.working() as task, temporary_stage(task) as stage:
        result = asyncio.run(evaluate(chosen, cases[: limit or None], stage, task))
    record = result.to_json()
    return Reply(record, lambda console: _show(console, record, verbose))


def _chosen(run: Run, wanted: str) -> ChosenModel:
    """The model that was asked for; the guide takes nobody's place here."""
    from ..agent.models import GUIDE, choose
    from ..tools.errors import TopicLlamaError

    settings = run.workspace.settings
    chosen = choose({**settings, "chat_model": wanted} if wanted else settings)
    if chosen.is_guide and wanted.lower() not in ("", "auto", GUIDE):
        name = wanted.removeprefix("ollama:")
        raise TopicLlamaError(say("model_away", name=name), say("model_away_hint", name=name))
    return chosen


def _show(console: Console, record: dict[str, Any], verbose: bool) -> None:
    from . import cli_output

    model = say("guide") if record["model"] == "guide" else record["model"]
    told = {key: record[key] for key in ("conversations", "turns", "seconds")}
    cli_output.line(console, say("evaluated", model=model, **told), "bold")
    parts = (record["scores"], record["by_language"]["en"], record["by_language"]["zh"])
    names = (say("measure"), say("everything"), say("lang.en"), say("lang.zh"))
    table = cli_output.table(*names, right=(1, 2, 3), wide=0)
    for name in record["scores"]:
        table.add_row(say(f"measure.{name}"), *(_share(part[name]) for part in parts))
    console.print(table)
    kinds = cli_output.table(say("turns_about"), say("wholly_right"), right=(1,), wide=0)
    for name, score in record["by_test"].items():
        kinds.add_row(cli_output.clean(name), _share(score))
    console.print(kinds)
    if record["looked_up"]:
        cli_output.line(console, say("looked_up", n=record["looked_up"]))
    for failure in record["failures"] if verbose else ():
        _failure(console, failure)
    if record["failures"] and not verbose:
        cli_output.line(console, say("see_failures", n=len(record["failures"])), "dim")


def _share(score: dict[str, Any]) -> str:
    return f"{score['share']:.0%} ({score['right']}/{score['of']})" if score["of"] else "–"


def _failure(console: Console, failure: dict[str, Any]) -> None:
    from . import cli_output

    cli_output.line(console, f"{failure['id']} {failure['turn']}: {failure['say']}", "bold")
    wrong = cli_output.listed(say(f"measure.{name}") for name in failure["wrong"])
    cli_output.pair(console, say("wrong"), wrong)
    for key in ("expected", "called"):
        calls = cli_output.listed(_call(call) for call in failure[key])
        cli_output.pair(console, say(key), calls or say("no_call"))
    cli_output.pair(console, say("answer"), cli_output.shortened(failure["answer"], 160))


def _call(call: dict[str, Any]) -> str:
    """show_topics(topic=2)"""
    given = ", ".join(f"{name}={value}" for name, value in call["arguments"].items())
    failed = f" [{call['error']}]" if call.get("error") else ""
    return f"{call['tool']}({given}){failed}"
