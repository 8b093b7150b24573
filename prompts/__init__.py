"""Every prompt is a file ``<name>.<language>.md``; this loads one and fills its ``$variables``.

A person puts a file of the same name into the folder ``prompts`` of the workspace to use it
instead; :mod:`overrides` lists those and what is wrong with them. docs/prompts.md says what each
prompt is for. Corpus text goes in through :mod:`fence`.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template

from .fence import fenced, fenced_block, fenced_lines, harmless

__all__ = ["LANGUAGES", "TAKES", "PromptError", "fenced", "fenced_block", "fenced_lines",
           "harmless", "names", "prompt", "template"]  # fmt: skip

LANGUAGES = ("en", "zh")

# The variables that a prompt takes, each of them once or more. A new prompt is one line here, a
# file in each language, and a row in docs/prompts.md.
TAKES: dict[str, tuple[str, ...]] = {
    "system": ("facts",),
    "small_talk": ("facts",),
    "topic_label": ("keywords", "passages", "style"),
    "topic_label_both": ("other",),
    "topic_label_style": ("style",),
    "topic_label_again": ("label",),
    "topic_label_short": (),
    "topic_label_unfit": ("label", "other"),
    "topic_label_group": ("topics", "taken", "fields", "style"),
    "topic_explanation": ("name", "keywords", "size", "neighbours", "trend", "passages"),
    "adapted": ("topics",),
    "augment": ("sentences", "texts"),
    "sentiment_check": ("text",),
    "mcp_overview": (),
    "mcp_question": ("question",),
    "mcp_topic": ("topic",),
}

log = logging.getLogger(__name__)


class PromptError(ValueError):
    """A prompt that cannot be used. ``file`` is its name; ``english`` and ``chinese`` say why and
    what to do."""

    def __init__(self, file: str, english: str, chinese: str) -> None:
        super().__init__(f"{file}: {english}")
        self.file, self.english, self.chinese = file, english, chinese

    def sentence(self, language: str) -> str:
        return (
            f"{self.file}：{self.chinese}" if language == "zh" else f"{self.file}: {self.english}"
        )


def names() -> list[str]:
    """The names of all prompts."""
    return sorted(TAKES)


def file_name(name: str, language: str) -> str:
    return f"{name}.{language}.md"


@cache
def template(name: str, language: str) -> Template:
    """The built-in prompt, checked; PromptError when there is none or its variables are wrong."""
    file = files(__package__) / file_name(name, language)
    if name not in TAKES or not file.is_file():
        raise PromptError(
            file_name(name, language), "there is no prompt of this name.", "没有这个提示词。"
        )
    return checked(name, language, file.read_text("utf-8"))


def override(name: str, language: str, folder: Path | None) -> Template | None:
    """The person's own prompt in ``folder``, checked; None when there is none. PromptError when it
    cannot be used."""
    path = folder / file_name(name, language) if folder is not None else None
    if path is None or not path.is_file():
        return None
    try:
        return checked(name, language, path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(
            path.name, "the file cannot be read. Save it as UTF-8.", "文件无法读取，请存为 UTF-8。"
        ) from error


def checked(name: str, language: str, text: str) -> Template:
    """The text as a template; PromptError when its variables are not those the prompt takes."""
    made, file = Template(text.strip()), file_name(name, language)
    if not made.is_valid():
        line = next(
            n for n, part in enumerate(text.splitlines(), 1) if not Template(part).is_valid()
        )
        raise PromptError(
            file,
            f"line {line} has a $ that begins no variable. Write $$ for a dollar sign.",
            f"第 {line} 行的 $ 后面不是变量名。要写美元符号，请写 $$。",
        )
    found, wanted = set(made.get_identifiers()), set(TAKES[name])
    if found != wanted:
        raise PromptError(file, *_difference(wanted - found, found - wanted, wanted))
    return made


def _difference(missing: set[str], unknown: set[str], wanted: set[str]) -> tuple[str, str]:
    english, chinese = [], []
    if missing:
        english.append(f"{_listed(missing)} is missing.")
        chinese.append(f"缺少 {_listed(missing)}。")
    if unknown:
        english.append(f"{_listed(unknown)} is no variable of this prompt.")
        chinese.append(f"{_listed(unknown)} 不是这个提示词的变量。")
    english.append(f"It takes {_listed(wanted)}, and no other.")
    chinese.append(f"它的变量是 {_listed(wanted)}，必须都有，也不能有别的。")
    return " ".join(english), "".join(chinese)


def _listed(variables: set[str]) -> str:
    return ", ".join(f"${name}" for name in sorted(variables))


def prompt(name: str, language: str, folder: Path | None = None, /, **variables: object) -> str:
    """The prompt with its variables filled in: the person's own when ``folder`` (the ``prompts`` of
    a workspace) has a usable one, else the built-in one.

    ValueError for a variable too few or too many, which is a mistake in the program.
    """
    if set(TAKES.get(name, ())) != variables.keys() and name in TAKES:
        raise ValueError(
            f"the prompt {name} takes {sorted(TAKES[name])}, but was given {sorted(variables)}"
        )
    return _chosen(name, language, folder).substitute(
        {key: str(value) for key, value in variables.items()}
    )


def _chosen(name: str, language: str, folder: Path | None) -> Template:
    try:
        own = override(name, language, folder)
    except PromptError as error:  # the doors tell people, see overrides.problems
        log.warning("the built-in prompt is used: %s", error)
        own = None
    return own or template(name, language)
