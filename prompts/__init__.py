"""Every prompt is a file ``<name>.<language>.md``; this loads one and fills its ``$variables``.

docs/prompts.md says what each prompt is for. A variable that the caller forgot, or one that the
prompt does not use, is a mistake in the program and raises ValueError.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template

LANGUAGES = ("en", "zh")


@cache
def template(name: str, language: str) -> Template:
    """The prompt as it is written; ValueError when there is none of that name and language."""
    file = files(__package__) / f"{name}.{language}.md"
    if not file.is_file():
        raise ValueError(f"there is no prompt {name!r} in {language!r}")
    return Template(file.read_text("utf-8").strip())


def prompt(name: str, language: str, **variables: object) -> str:
    """The prompt with its variables filled in; ValueError for one too few or one too many."""
    text = template(name, language)
    wanted = set(text.get_identifiers())
    if wanted != variables.keys():
        missing, unused = sorted(wanted - variables.keys()), sorted(variables.keys() - wanted)
        raise ValueError(f"prompt {name}.{language}: missing {missing}, unused {unused}")
    return text.substitute({key: str(value) for key, value in variables.items()})


def names() -> list[str]:
    """The names of all prompts."""
    found = {entry.name.split(".")[0] for entry in files(__package__).iterdir()
             if entry.name.endswith(".md")}  # fmt: skip
    return sorted(found)
