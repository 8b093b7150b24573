"""The nouns of loading: a document and what happened to the files it came from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def content_hash(text: str) -> str:
    """A stable id of 16 hexadecimal digits for a text (BLAKE2b)."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known about it.

    ``id`` is the source's own id or the content hash. ``date`` is ISO 8601 and as precise as the
    source was: "2003", "2003-05" or "2003-05-14". ``language`` is "en", "zh" (Simplified),
    "zh-Hant" (Traditional), "mixed" or "other". ``source`` names the file it came from.
    """

    id: str
    text: str
    title: str = ""
    date: str = ""
    label: str = ""
    source: str = ""
    language: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def heading(self) -> str:
        """The title, or the beginning of the text where there is none."""
        return self.title or _beginning(self.text)


def _beginning(text: str, limit: int = 70) -> str:
    """The first words of a text; a word is not cut where there are spaces."""
    line = " ".join(text[: 4 * limit].split())
    if len(line) <= limit:
        return line
    words, space, _ = line[:limit].rpartition(" ")
    return (words if space and len(words) > limit // 2 else line[: limit - 1]).rstrip() + "…"


@dataclass(frozen=True, slots=True)
class LoadIssue:
    """A file, row or document that could not be read as it stands. ``line`` is 0 for a file."""

    file: str
    line: int
    message: str


@dataclass(slots=True)
class LoadReport:
    """What a load did (the JSON of ``topicllama load``, see shared names in docs/cli.md). ``note``
    says when the topics that are there do not have the documents yet."""

    documents: int = 0
    added: int = 0
    duplicates: int = 0
    empty: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    warnings: list[LoadIssue] = field(default_factory=list)
    rejected: list[LoadIssue] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class FileRead:
    """What was read of one file, or of one sheet of a workbook. ``documents`` counts those that
    are in the corpus now because of it; ``columns`` are those of a table; ``first`` and ``last``
    are the earliest and latest date."""

    name: str
    documents: int = 0
    duplicates: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    first: str = ""
    last: str = ""
