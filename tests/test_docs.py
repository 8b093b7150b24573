"""The documents keep step with the code: commands and options, links, the README's commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from topicllama.ui.cli import COMMANDS, build
from topicllama.ui.cli_run import Run

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md")


def options() -> set[str]:
    """Every option of every command, as it is typed."""
    group = get_command(build(Run()))
    commands = getattr(group, "commands").values()  # noqa: B009 - of Typer's own base class
    parameters = [parameter for command in commands for parameter in command.params]
    names = [name for parameter in parameters for name in
             (*parameter.opts, *parameter.secondary_opts)]  # fmt: skip
    return {name for name in names if name.startswith("--")}


def test_the_reference_of_the_command_line_is_complete_and_true() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for command in COMMANDS:
        name = command.__name__.replace("_", "-")
        assert f"### `{name}" in text or f"| `{name}` |" in text, name
    written = set(re.findall(r"--[a-z][a-z-]+", text))
    assert written - options() - {"--help"} == set()
    assert options() - written == set()


@pytest.mark.parametrize("name", [*DOCUMENTS, "docs/cli.md", "docs/scaling.md"])
def test_links_lead_somewhere(name: str) -> None:
    file = ROOT / name
    for target in re.findall(r"\]\(([^)#]+)", file.read_text("utf-8")):
        if "://" not in target:
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_commands_of_the_readme_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    known = {command.__name__.replace("_", "-") for command in COMMANDS}
    assert set(re.findall(r"^\$ topicllama (\w+)", text, re.MULTILINE)) <= known
    targets = set(re.findall(r"^make (\w+)$", text, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert {"chat", "test"} <= targets
    assert all(f"\n{target}:" in makefile for target in targets)
