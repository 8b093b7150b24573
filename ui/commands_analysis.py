"""Commands that analyse the corpus: trends, sentiment, compare."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say


def trends(
    run: Run,
    by: Annotated[
        Literal["day", "week", "month", "year"] | None, typer.Option(help=help_for("--by"))
    ] = None,
    topic: Annotated[str, typer.Option(help=help_for("--topic"))] = "",
) -> Reply:
    from . import cli_figures

    result = run.toolbox().analyze_corpus("trends", topic, by or "")
    names = labels(run)
    record = {**result.data, "note": result.note}
    then = "topicllama search --since …"
    return Reply(record, lambda c: cli_figures.trends(c, result, names), then)


def sentiment(
    run: Run,
    topic: Annotated[str, typer.Option(help=help_for("--topic"))] = "",
    by: Annotated[
        Literal["day", "week", "month", "year"] | None, typer.Option(help=help_for("--by"))
    ] = None,
    documents: Annotated[bool, typer.Option("--documents", help=help_for("--documents"))] = False,
) -> Reply:
    from . import cli_figures

    result = run.toolbox().analyze_corpus("sentiment", topic, by or "")
    names = labels(run)
    record = {**result.data, "note": result.note}
    if not documents:
        record.pop("documents", None)
    return Reply(record, lambda c: cli_figures.sentiment(c, result, names))


def compare(
    run: Run,
    by: Annotated[
        Literal["label", "source", "period"], typer.Option(help=help_for("--groups"))
    ] = "label",
    split: Annotated[str, typer.Option(help=help_for("--split"), metavar="DATE")] = "",
) -> Reply:
    from ..tools.errors import TopicLlamaError
    from . import cli_figures

    if by == "period" and not split:
        raise TopicLlamaError(say("split_missing"), "topicllama compare --by period --split 2015")
    result = run.toolbox().analyze_corpus("compare", "", split if by == "period" else by)
    names = labels(run)
    record = {**result.data, "note": result.note}
    return Reply(record, lambda c: cli_figures.compare(c, result, names))


def labels(run: Run) -> dict[int, str]:
    """The topics' labels by id."""
    return {topic.id: topic.label for topic in run.workspace.require_model().topics}
