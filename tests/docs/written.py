"""What the documents tell people to type: their blocks of code and the commands in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
_block = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_inline = re.compile(r"`(topicllama [^`\n]+)`")
_here = re.compile(r"<<'?(\w+)'?")


def pages() -> list[Path]:
    """The documents that people read, the README's among them."""
    return [ROOT / "README.md", ROOT / "README.zh.md", *sorted(DOCS.rglob("*.md"))]


def blocks(page: Path, *kinds: str) -> list[str]:
    """The contents of the blocks that are marked as one of ``kinds``."""
    return [text for kind, text in _block.findall(page.read_text("utf-8")) if kind in kinds]


def commands(page: Path) -> Iterator[list[str]]:
    """The arguments of every ``topicllama`` in blocks, and in the how-tos also between words."""
    for text in blocks(page, "", "bash", "sh"):
        for line in _without_input(text):
            yield from _called(line.removeprefix("$ "))
    if page.parent.name == "howto":
        for line in _inline.findall(page.read_text("utf-8")):
            yield from _called(line.replace("…", ""))


def _without_input(text: str) -> Iterator[str]:
    """The lines of a shell script, continued ones joined, without what it feeds to commands."""
    lines = iter(text.replace("\\\n", " ").splitlines())
    for line in lines:
        yield line
        if found := _here.search(line):
            for fed in lines:
                if fed == found[1]:
                    break


def _called(line: str) -> Iterator[list[str]]:
    if "topicllama " not in line or line.lstrip().startswith("#"):
        return
    words = shlex.shlex(line, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    words.commenters = "#"
    called: list[str] | None = None
    for word in [*words, ";"]:
        ends = bool(word) and not set(word) - set("();<>|&")
        if called is not None and ends:
            yield called
            called = None
        elif called is not None:
            called.append(word)
        elif word == "topicllama":
            called = []
