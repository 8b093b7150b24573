"""The command that lets topics of short texts learn from more words: augment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, language, say, told
from .commands_topics import number_of_topics

if TYPE_CHECKING:
    from rich.console import Console

    from ..tools.augment_budget import Budget


def augment(
    run: Run,
    topics: Annotated[
        int, typer.Option(parser=number_of_topics, help=help_for("--same-topics"), metavar="N|auto")
    ] = "auto",  # type: ignore[assignment]  # goes through the parser
    without_model: Annotated[
        bool, typer.Option("--without-model", help=help_for("--without-model"))
    ] = False,
    group: Annotated[int, typer.Option(min=1, max=50, help=help_for("--group"))] = 5,
    sentences: Annotated[int, typer.Option(min=1, max=20, help=help_for("--sentences"))] = 5,
    limit: Annotated[int, typer.Option(min=0, help=help_for("--augment-limit"))] = 0,
    weight: Annotated[float, typer.Option(min=0.01, max=20, help=help_for("--weight"))] = 1.0,
    keep: Annotated[
        Literal["auto", "always", "never"], typer.Option(help=help_for("--keep"))
    ] = "auto",
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--yes-augment"))] = False,
) -> Reply:
    from dataclasses import asdict

    from ..tools.augment import Settings
    from ..tools.augment import augment as augmented
    from .commands_chat import llama

    settings = Settings(topics, weight, sentences, group, limit, keep)
    llm = None if without_model else llama(run)

    def agreed(budget: Budget) -> bool:
        sentence = budget.sentence(language())
        print(sentence, file=sys.stderr, flush=True)
        return yes or run.confirm(say("start"))

    with run.working() as task:
        result = augmented(run.workspace, llm, settings, agreed, task)
    if llm is None and not without_model:
        result.note = "No Llama answers, so the extra words are those of the nearest texts."
    record = asdict(result)
    return Reply(record, lambda c: show(c, record), _next(record))


def _next(record: dict[str, Any]) -> str:
    if not record["started"]:
        return "topicllama augment --yes"
    return "topicllama topics" if record["kept"] else ""


def show(console: Console, record: dict[str, Any]) -> None:
    """What was learned from, the figures before and after, and what was decided."""
    from ..tools.augment_verdict import figure_name
    from .cli_output import line, table

    if record["started"]:
        line(console, say(f"augmented_{record['source']}", **_counts(record)), "bold")
        made = table(say("metric"), say("before"), say("after"), "", right=(1, 2))
        for name, old in record["before"].items():
            mark = say("better" if name in record["better"] else "worse")
            moved = name in record["better"] or name in record["worse"]
            values = (_number(value) for value in (old, record["after"][name]))
            made.add_row(figure_name(name, language()), *values, mark if moved else "")
        console.print(made)
    line(console, record["why_zh"] if language() == "zh" else record["why"], "bold")
    if record["note"]:
        line(console, told(record["note"]), "yellow")


def _counts(record: dict[str, Any]) -> dict[str, Any]:
    return {
        "texts": record["texts"],
        "sentences": record["sentences"],
        "dropped": sum(record["dropped"].values()),
    }


def _number(value: float) -> str:
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.3f}"
