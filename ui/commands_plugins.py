"""Commands about plugins: which are installed, and a tool run by its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_run import Reply, Run, warned
from .cli_text import help_for, language, say, told

if TYPE_CHECKING:
    from rich.console import Console

    from ..tools.plugins import Finding
    from ..tools.tool_spec import ToolSpec


def plugins(
    run: Run,
    everything: Annotated[bool, typer.Option("--all", help=help_for("--all"))] = False,
) -> Reply:
    from ..tools.plugins import findings

    found = findings()
    warned.update(one.detail for one in found)  # they stand in the list
    rows = [_row(one) for one in found]
    shown = [row for row in rows if everything or not row["built_in"] or row["state"] != "ok"]
    then = "topicllama tool" if any(row["kind"] == "tool" for row in shown) else ""
    return Reply({"plugins": rows}, lambda c: _show(c, shown), then)


def _row(found: Finding) -> dict[str, Any]:
    plugin = found.plugin
    return {
        "name": plugin.name,
        "kind": plugin.kind,
        "package": plugin.package,
        "version": plugin.version,
        "built_in": plugin.built_in,
        "state": found.state,
        "detail": told(found.detail),
        "hint": told(found.hint),
    }


def _show(console: Console, rows: list[dict[str, Any]]) -> None:
    from .cli_output import line, table

    if not rows:
        line(console, say("plugins_none"))
        return
    shown = table(say("plugin"), say("plugin_kind"), say("plugin_package"), say("plugin_state"))
    for row in rows:
        package = f"{row['package']} {row['version']}"
        kind, state = say(f"plugin.{row['kind']}"), say(f"plugin.{row['state']}")
        shown.add_row(row["name"], kind, package, state)
    console.print(shown)
    for row in rows:
        for words in (row["detail"], row["hint"]):
            if words:
                line(console, words, "red" if words == row["detail"] else "dim")


def tool(
    run: Run,
    name: Annotated[str, typer.Argument(help=help_for("TOOL"), metavar="TOOL")] = "",
    arguments: Annotated[
        list[str] | None, typer.Argument(help=help_for("ARGUMENTS"), metavar="NAME=VALUE")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help=help_for("--yes-tool"))] = False,
) -> Reply:
    from ..agent.tool_specs import by_name
    from ..agent.toolset import plain
    from ..tools.errors import TopicLlamaError
    from ..tools.results import to_json

    specs = by_name()
    if not name:
        return _tools(specs.values())
    if name not in specs:
        raise TopicLlamaError(f"There is no tool {name!r}.", f"There are: {', '.join(specs)}.")
    spec = specs[name]
    given = spec.read(_given(spec, arguments or []))
    with run.working() as task:
        toolbox = run.toolbox(task)
        toolbox.confirm = lambda question: yes or run.confirm(question)
        result = plain(to_json(spec.call(toolbox, given)))
    return Reply(result, lambda c: _told(c, result))


def _given(spec: ToolSpec, arguments: list[str]) -> dict[str, Any]:
    """The arguments as they are written, name=value; wrong usage for what the tool does not have
    and for what it must be given."""
    known = {argument.name: argument for argument in spec.arguments}
    given = {}
    for text in arguments:
        key, sign, value = text.partition("=")
        if not sign or key not in known:
            names = ", ".join(known) or "–"
            raise typer.BadParameter(say("tool_argument", text=text, tool=spec.name, names=names))
        given[key] = value
    missing = [n for n, argument in known.items() if argument.default is None and n not in given]
    if missing:
        raise typer.BadParameter(say("tool_missing", tool=spec.name, names=", ".join(missing)))
    return given


@dataclass(frozen=True)
class _Listed:
    """A tool in the list: what it is called with, and what for."""

    name: str
    package: str
    changes: bool
    about: str
    arguments: list[dict[str, Any]]


def _tools(specs: Any) -> Reply:
    from dataclasses import asdict

    from ..tools.plugins import find

    rows = []
    for spec in specs:
        plugin = find("tool", spec.name)
        schema = spec.schema()
        arguments = [
            {"name": n, "required": n in schema["required"], **s}
            for n, s in schema["properties"].items()
        ]
        package = plugin.package if plugin else ""
        title = spec.title[language() == "zh"]
        rows.append(_Listed(spec.name, package, spec.changes, title or spec.about, arguments))
    record = {"tools": [asdict(row) for row in rows]}
    return Reply(record, lambda c: _list(c, rows), "topicllama tool NAME …")


def _list(console: Console, rows: list[_Listed]) -> None:
    from .cli_output import table

    shown = table(say("tool"), say("tool_arguments"), say("plugin_package"))
    for row in rows:
        names = ", ".join(a["name"] for a in row.arguments)
        shown.add_row(row.name, names, row.package)
    console.print(shown)


def _told(console: Console, result: dict[str, Any]) -> None:
    """What it says for people, else all of it."""
    from .cli_output import line

    if said := str(result.get("text") or "").strip():
        for paragraph in filter(None, said.splitlines()):
            line(console, paragraph)
    else:
        console.print_json(data=result, highlight=False)
