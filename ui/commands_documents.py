"""Commands about documents: load, embed, search, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, language, say


def load(
    run: Run,
    paths: Annotated[list[str], typer.Argument(help=help_for("PATH"), metavar="PATH")],
    text_column: Annotated[str, typer.Option(help=help_for("--text-column"))] = "",
    title_column: Annotated[str, typer.Option(help=help_for("--title-column"))] = "",
    date_column: Annotated[str, typer.Option(help=help_for("--date-column"))] = "",
    label_column: Annotated[str, typer.Option(help=help_for("--label-column"))] = "",
    replace: Annotated[bool, typer.Option("--replace", help=help_for("--replace"))] = False,
) -> Reply:
    from ..tools.columns import ColumnChoice
    from ..tools.errors import TopicLlamaError
    from ..tools.results import to_json
    from . import cli_output

    columns = ColumnChoice(
        text_column or None, title_column or None, date_column or None, label_column or None
    )
    with run.working() as task:
        report = run.toolbox(task).load(paths, columns=columns, replace=replace)
    if report.rejected and not (report.added or report.duplicates):
        first = report.rejected[0]
        raise TopicLlamaError(cli_output.issue_line(first), say("nothing_loaded"))
    then = "topicllama update" if report.note else "topicllama train"
    return Reply(to_json(report), lambda c: cli_output.loaded(c, report), then)


def embed(run: Run) -> Reply:
    from ..tools.embed_job import embed as embed_all
    from ..tools.results import to_json
    from . import cli_output

    with run.working() as task:
        report = embed_all(run.workspace, task=task)
    return Reply(
        to_json(report),
        lambda c: cli_output.embedded(c, report),
        "topicllama search --mode meaning …",
    )


def search(
    run: Run,
    query: Annotated[str, typer.Argument(help=help_for("QUERY"))] = "",
    topic: Annotated[
        list[str] | None, typer.Option(help=help_for("--topics-of"), metavar="T,…")
    ] = None,
    label: Annotated[
        list[str] | None, typer.Option(help=help_for("--label-of"), metavar="L,…")
    ] = None,
    source: Annotated[
        list[str] | None, typer.Option(help=help_for("--source-of"), metavar="S")
    ] = None,
    text_language: Annotated[
        list[str] | None, typer.Option(help=help_for("--text-language"), metavar="en,zh,…")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--not", help=help_for("--not"), metavar="TEXT")
    ] = None,
    mode: Annotated[
        Literal["hybrid", "keyword", "meaning", "topic"], typer.Option(help=help_for("--mode"))
    ] = "hybrid",
    since: Annotated[str, typer.Option(help=help_for("--since"), metavar="DATE")] = "",
    until: Annotated[str, typer.Option(help=help_for("--until"), metavar="DATE")] = "",
    limit: Annotated[int, typer.Option(min=1, help=help_for("--limit"))] = 10,
    documents: Annotated[
        list[str] | None, typer.Option(help=help_for("--documents-of"), metavar="ID,…")
    ] = None,
) -> Reply:
    from ..tools.results import to_json
    from . import cli_output

    toolbox = run.toolbox()
    toolbox.within = frozenset(listed(documents)) or None
    result = toolbox.search_documents(
        query, ",".join(topic or ()), since, until, limit, mode=mode, labels=listed(label),
        sources=source or (), languages=listed(text_language), without=without or (),
    )  # fmt: skip
    then = f'topicllama ask "{query}"' if query else "topicllama search …"
    return Reply(to_json(result), lambda c: cli_output.hits(c, result), then)


def listed(values: list[str] | None) -> list[str]:
    """The parts of options that may be repeated, or hold several values between commas."""
    return [part.strip() for value in values or () for part in value.split(",") if part.strip()]


def export(
    run: Run,
    what: Annotated[
        Literal["documents", "topics", "report", "map", "method"],
        typer.Argument(help=help_for("WHAT")),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help=help_for("--output"))],
    format: Annotated[str, typer.Option("--format", help=help_for("--format"))] = "",
    force: Annotated[bool, typer.Option("--force", help=help_for("--force"))] = False,
) -> Reply:
    from . import cli_output

    record = written(run, what, format, output, force=force)
    told = "exported" if what in ("documents", "topics") else "text_written"
    return Reply(record, lambda c: cli_output.line(c, say(told, **record)), "topicllama chat")


def written(
    run: Run, what: str, format: str, output: Path, *, force: bool, by: str = "auto"
) -> dict[str, str | int]:
    """Export to a file, in the language in use; a file that is not ours is replaced with
    ``force`` or when the person at the terminal agrees."""
    from ..tools.exporting import FileIsThereError
    from ..tools.exporting import export as write

    run.workspace.require_documents()
    chosen = format or output.suffix.removeprefix(".").lower()
    arguments = run.workspace, what, chosen, output
    try:
        file, rows = write(*arguments, overwrite=force, language=language(), by=by)
    except FileIsThereError:
        if not run.confirm(say("replace_file", file=output)):
            raise
        file, rows = write(*arguments, overwrite=True, language=language(), by=by)
    return {"file": str(file), "rows": rows}
