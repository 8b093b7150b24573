"""The command map: where documents lie among the topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, say


def map(
    run: Run,
    by: Annotated[
        Literal["auto", "topics", "meaning"], typer.Option("--by", help=help_for("--map-by"))
    ] = "auto",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=help_for("--map-output"))
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=help_for("--force"))] = False,
) -> Reply:
    from ..tools.document_map import document_map
    from ..tools.exporting import map_record
    from . import cli_map, cli_output
    from .commands_documents import written

    with run.working() as task:
        drawn = document_map(run.workspace, by, task)
    record = map_record(drawn)
    if output is None:
        return Reply(record, lambda c: cli_map.document_map(c, drawn), "topicllama topics --tree")
    file = written(run, "map", "", output, force=force, by=by)
    return Reply(
        {**record, **file}, lambda c: cli_output.line(c, say("exported", **file)), "topicllama chat"
    )
