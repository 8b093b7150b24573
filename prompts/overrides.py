"""A person's own prompts, in the folder ``prompts`` of a workspace."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from . import LANGUAGES, TAKES, PromptError, file_name, override, template

FOLDER = "prompts"


def own(folder: Path) -> list[tuple[str, str]]:
    """(name, language) of every prompt that has a file in the folder, whether usable or not."""
    return [
        (name, language)
        for name in sorted(TAKES)
        for language in LANGUAGES
        if (folder / file_name(name, language)).is_file()
    ]


def problems(folder: Path) -> list[PromptError]:
    """What is wrong with the prompts in the folder, and with files that name no prompt."""
    found = [_stranger(file) for file in strangers(folder)]
    for name, language in own(folder):
        try:
            override(name, language, folder)
        except PromptError as error:
            found.append(error)
    return sorted(found, key=lambda error: error.file)


def strangers(folder: Path) -> list[str]:
    """Markdown files that no prompt has the name of."""
    known = {file_name(name, language) for name in TAKES for language in LANGUAGES}
    return sorted(path.name for path in folder.glob("*.md") if path.name not in known)


def _stranger(file: str) -> PromptError:
    names = ", ".join(sorted(TAKES))
    return PromptError(
        file,
        f"no prompt has this name, so it is not used. The prompts are {names}, each as "
        "NAME.en.md and NAME.zh.md.",
        f"没有叫这个名字的提示词，因此不会使用。提示词有 {names}，"
        "文件名为 NAME.en.md 和 NAME.zh.md。",
    )


def write(name: str, folder: Path) -> tuple[list[Path], list[Path]]:
    """Copy a built-in prompt into the folder, in every language: (written, there already).

    Files that are there are left as they are. PromptError for an unknown name.
    """
    written: list[Path] = []
    kept: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        template(name, language)
        target = folder / file_name(name, language)
        (written if _copied(target) else kept).append(target)
    return written, kept


def _copied(target: Path) -> bool:
    """Whether the built-in file was copied: not when there is one already."""
    try:
        handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as copy:
        copy.write((files(__package__) / target.name).read_bytes())
    return True
