"""Every command line in the documents is one that the program takes."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from written import DOCS, ROOT, blocks, commands, pages

from topicllama.ui.cli import build
from topicllama.ui.cli_run import Run

HOWTOS = sorted((DOCS / "howto").glob("*.md"))


@cache
def program() -> Any:
    return get_command(build(Run()))


def parse(arguments: list[str]) -> None:
    """Read a command line as the program does, without running it: names, options, choices."""
    group = program()
    context = group.make_context("topicllama", [*arguments])
    name, command, rest = group.resolve_command(context, [*arguments])
    command.make_context(name, rest, parent=context)


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_can_be_typed(page: Path) -> None:
    wrong = []
    for arguments in commands(page):
        try:
            parse(arguments)
        except Exception as error:  # of Typer's own library, whichever that is
            wrong.append(f"topicllama {' '.join(arguments)}: {error}")
    assert wrong == []


def test_a_wrong_command_would_be_found() -> None:
    for arguments in (["serach", "x"], ["train", "--topic", "3"], ["edit", "join", "1"]):
        with pytest.raises(Exception, match=r"(?i)no such|not one of|invalid"):
            parse(arguments)


def test_every_howto_is_listed_and_has_commands() -> None:
    index = (DOCS / "howto" / "index.md").read_text("utf-8")
    for page in HOWTOS:
        assert page.name == "index.md" or page.name.endswith(".zh.md") or f"({page.name})" in index
        assert blocks(page, "bash", "sh"), page.name


def test_a_translated_howto_has_the_same_commands() -> None:
    def plain(page: Path) -> list[list[str]]:
        """Without the language in which results are printed."""
        made = []
        for arguments in commands(page):
            if "--language" in arguments:
                at = arguments.index("--language")
                arguments = arguments[:at] + arguments[at + 2 :]
            made.append(arguments)
        return made

    for page in HOWTOS:
        if page.name.endswith(".zh.md"):
            assert plain(page) == plain(page.with_name(page.name.replace(".zh", "")))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_python_is_python_and_imports_what_is_there(page: Path) -> None:
    for text in blocks(page, "python"):
        for node in ast.walk(ast.parse(text)):
            ours = isinstance(node, ast.ImportFrom) and str(node.module).startswith("topicllama.")
            if ours and isinstance(node, ast.ImportFrom):
                module = importlib.import_module(str(node.module))
                assert [n.name for n in node.names if not hasattr(module, n.name)] == []
