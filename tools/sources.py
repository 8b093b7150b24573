"""Files that are to be read, found in what a person named, and notes on what went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from .documents import LoadIssue, LoadReport
from .errors import TopicLlamaError
from .file_names import shown_name

MAX_DOCUMENT = 50 * 2**20  # bytes or characters of one document
_ISSUES_A_FILE = 100


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a member of an archive, that can be opened again and again.

    ``name`` is what people see: relative to the folder that was named, with the archive in front.
    ``size`` is in bytes, unpacked. ``format`` is an extension that overrules that of the name.
    ``named``: a person named this very file.
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    format: str = ""
    named: bool = False

    @property
    def suffix(self) -> str:
        """The extension in lower case with its dot, "" without one."""
        return self.format or Path(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folders and extension, as a title of last resort."""
        return Path(self.name.removesuffix(".gz")).stem

    def in_table(self, table: str) -> str:
        """What a sheet is called in reports and as a source."""
        return f"{self.name} [{table}]" if table else self.name

    def read(self, limit: int = MAX_DOCUMENT) -> bytes:
        """All of it, for formats that cannot be read as a stream."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(limit)
        return data


@dataclass(frozen=True, slots=True)
class Records:
    """Records that a program hands over in place of a file; a row's line is its place, from 1.

    ``name`` is what people see, and the source of the documents.
    """

    name: str
    rows: Sequence[Mapping[str, Any]]

    @property
    def size(self) -> int:
        return len(self.rows)


class EmptyFileError(TopicLlamaError):
    """A file without any text."""


def too_large(limit: int = MAX_DOCUMENT) -> TopicLlamaError:
    return TopicLlamaError(
        f"It is larger than {limit // 2**20} MB, the most that is read at once.",
        "Split it, or save its records as .csv or .jsonl.",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a table; ``line`` counts from 1 in the file (0 where there are no lines).

    ``flaw`` says what is wrong with a row that may still hold its text. ``table`` is the sheet of
    a workbook with several.
    """

    line: int
    values: Mapping[str, Any]
    flaw: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A file that is one document."""

    text: str
    title: str = ""
    date: str = ""


@dataclass(slots=True)
class Notes:
    """Writes warnings and refusals into a report, at most a hundred of a kind for each file."""

    report: LoadReport
    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def warn(self, file: str, line: int, message: str) -> None:
        self._note(self.report.warnings, "warning", LoadIssue(file, line, message))

    def reject(self, file: str, line: int, message: str) -> None:
        self._note(self.report.rejected, "rejected", LoadIssue(file, line, message))

    def _note(self, issues: list[LoadIssue], kind: str, issue: LoadIssue) -> None:
        self._counts[issue.file, kind] += 1
        if self._counts[issue.file, kind] <= _ISSUES_A_FILE:
            issues.append(issue)

    def finish(self, file: str) -> None:
        """Say how many issues of a file were left out, once it is read."""
        for kind, issues in (("warning", self.report.warnings), ("rejected", self.report.rejected)):
            more = self._counts.pop((file, kind), 0) - _ISSUES_A_FILE
            if more > 0:
                issues.append(LoadIssue(file, 0, f"{more:,} more rows like these are not listed."))


def find(
    paths: Sequence[Path], notes: Notes, open_file: Callable[[Path], BinaryIO]
) -> Iterator[Source]:
    """All files of the paths, folders walked in order of name without following links in them.

    ``open_file`` opens one for reading. Raises TopicLlamaError for a path that does not exist.
    """
    for path in paths:
        _must_exist(path)
    for path in paths:
        if path.is_dir():
            files = _walk(path, path, notes)
        elif path.is_file():
            files = iter([(shown_name(path.name), path)])
        else:
            files = iter([])
            notes.reject(shown_name(path.name), 0, "It is neither a file nor a folder.")
        for name, file in files:
            try:
                size = file.stat().st_size
            except OSError as error:  # it is gone meanwhile
                notes.reject(name, 0, f"It cannot be read ({error.strerror}).")
                continue
            yield Source(name, size, partial(open_file, file), named=file == path)


def ignored(name: str) -> bool:
    """Files and folders that people do not see or did not make."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _must_exist(path: Path) -> None:
    try:
        there, link = path.exists(), path.is_symlink()
    except OSError:  # a name that is too long, for one
        there = link = False
    if there:
        return
    shown = shown_name(str(path))
    if link:
        raise TopicLlamaError(f"{shown} is a link that points to itself or to nothing.")
    raise TopicLlamaError(f"There is no file or folder {shown}.", "Check the path.")


def _walk(folder: Path, root: Path, notes: Notes) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        notes.reject(_name(folder, root), 0, f"The folder cannot be read ({error.strerror}).")
        return
    for entry in entries:
        if ignored(entry.name):
            continue
        try:
            yield from _entry(entry, root, notes)
        except OSError as error:  # of a folder that may be listed and not entered
            notes.reject(_name(entry, root), 0, f"It cannot be read ({error.strerror}).")


def _entry(entry: Path, root: Path, notes: Notes) -> Iterator[tuple[str, Path]]:
    if entry.is_symlink():
        _refuse_link(entry, root, notes)
    elif entry.is_dir():
        yield from _walk(entry, root, notes)
    elif entry.is_file():
        yield _name(entry, root), entry
    else:
        notes.reject(_name(entry, root), 0, "It is neither a file nor a folder.")


def _refuse_link(link: Path, root: Path, notes: Notes) -> None:
    """Links inside a folder are not followed: what lies in the folder is read by its own name."""
    where = "to a place outside the folder"
    try:
        target = link.resolve(strict=True)
        if link.absolute().is_relative_to(target) or target == root.resolve():
            where = "back to a folder that it lies in"
        elif target.is_relative_to(root.resolve()):
            where = "to another place in the folder"
    except (OSError, RuntimeError):
        where = "to itself or to nothing"
    notes.reject(_name(link, root), 0, f"It is a link {where} and was not followed.")


def _name(path: Path, root: Path) -> str:
    return shown_name(path.relative_to(root).as_posix() if path != root else path.name)
