"""The command about prompts: which there are, which are the person's own, a copy to change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_run import Reply, Run
from .cli_text import help_for, language, say

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console


def prompts(
    run: Run,
    write: Annotated[str, typer.Option("--write", help=help_for("--write"), metavar="NAME")] = "",
) -> Reply:
    from ..prompts import PromptError, overrides
    from ..tools.errors import TopicLlamaError

    folder = run.workspace.prompts
    written: list[Path] = []
    kept: list[Path] = []
    if write:
        try:
            written, kept = overrides.write(write, folder)
        except PromptError as error:
            raise TopicLlamaError(error.sentence(language()), say("prompts_hint")) from error
    record = {
        "folder": str(folder),
        "prompts": _rows(folder),
        "problems": [problem.sentence(language()) for problem in overrides.problems(folder)],
        "written": [str(file) for file in written],
        "kept": [str(file) for file in kept],
    }
    return Reply(
        record, lambda c: _show(c, record), "" if write else "topicllama prompts --write …"
    )


def _rows(folder: Path) -> list[dict[str, Any]]:
    from ..prompts import TAKES
    from ..prompts.overrides import own

    mine = own(folder)
    return [
        {"name": name, "variables": list(variables), "own": [code for n, code in mine if n == name]}
        for name, variables in sorted(TAKES.items())
    ]


def _show(console: Console, record: dict[str, Any]) -> None:
    from .cli_output import line, table

    for key in ("written", "kept"):
        for file in record[key]:
            line(console, say(f"prompt_{key}", file=file))
    if not (record["written"] or record["kept"]):
        shown = table(say("prompt"), say("variables"), say("own"))
        for row in record["prompts"]:
            shown.add_row(row["name"], say("comma").join(row["variables"]),
                          say("comma").join(row["own"]) or "–")  # fmt: skip
        console.print(shown)
    for problem in record["problems"]:
        line(console, say("own_prompt", problem=problem), "red")
