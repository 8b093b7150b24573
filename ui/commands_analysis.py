"""Commands that analyse the corpus: trends, sentiment, compare."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say

if TYPE_CHECKING:
    from ..tools.progress import Task
    from ..tools.results import AnalysisResult
    from ..tools.topic_model import TopicModel


def trends(
    run: Run,
    by: Annotated[
        Literal["day", "week", "month", "year"] | None, typer.Option(help=help_for("--by"))
    ] = None,
    topic: Annotated[str, typer.Option(help=help_for("--topic"))] = "",
    since: Annotated[str, typer.Option(help=help_for("--hot-since"), metavar="DATE")] = "",
    until: Annotated[str, typer.Option(help=help_for("--hot-until"), metavar="DATE")] = "",
) -> Reply:
    from ..tools.bow import bag_of_words
    from ..tools.trends import trends as over_time
    from . import cli_figures

    model = run.workspace.require_model()
    with run.working() as task:
        result = over_time(
            run.workspace.corpus, model, by or "", topic_id(model, topic), since=since,
            until=until, bow=bag_of_words(run.workspace, task),
        )  # fmt: skip
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
    check: Annotated[bool, typer.Option("--check", help=help_for("--check"))] = False,
    sample: Annotated[int, typer.Option("--sample", min=1, help=help_for("--sample"))] = 20,
) -> Reply:
    from ..tools.sentiment import sentiment as judge
    from . import cli_figures

    model = run.workspace.require_model()
    with run.working() as task:
        if check:
            result = _checked(run, task, sample, topic=topic, by=by or "", documents=documents)
        else:
            chosen = topic_id(model, topic)
            result = judge(run.workspace.corpus, model, chosen, documents, task, by or "")
    record = {**result.data, "note": result.note}
    names = labels(run)
    return Reply(record, lambda c: cli_figures.sentiment(c, result, names), "topicllama topics ID")


def _checked(run: Run, task: Task, sample: int, **given: Any) -> AnalysisResult:
    """Sentiment with a sample judged by the Llama; what that costs is said before."""
    from .commands_chat import llama

    toolbox = run.toolbox(task)
    toolbox.llm = llama(run)
    if toolbox.llm is not None:
        most = min(sample, len(run.workspace.corpus))
        print(say("check_calls", n=most), file=sys.stderr)
    return toolbox.check_sentiment(sample, **given)


def compare(
    run: Run,
    by: Annotated[
        Literal["label", "source", "period"], typer.Option(help=help_for("--groups"))
    ] = "label",
    split: Annotated[str, typer.Option(help=help_for("--split"), metavar="DATE")] = "",
    only: Annotated[str, typer.Option(help=help_for("--only"), metavar="A,B")] = "",
) -> Reply:
    from ..tools.compare import compare as groups_of
    from . import cli_figures

    model = run.workspace.require_model()
    named = [name for part in only.split(",") if (name := part.strip())]
    result = groups_of(run.workspace.corpus, model, by, split, groups=named)
    names = labels(run)
    record = {**result.data, "note": result.note}
    return Reply(record, lambda c: cli_figures.compare(c, result, names), "topicllama topics ID")


def labels(run: Run) -> dict[int, str]:
    """The topics' labels by id."""
    return {topic.id: topic.label for topic in run.workspace.require_model().topics}


def topic_id(model: TopicModel, topic: str) -> int | None:
    """The id of the topic that a person named; None without a name."""
    from ..tools.explain import resolve_topic

    return resolve_topic(model, topic) if topic else None
