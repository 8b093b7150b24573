"""What came of the last loads, kept in the workspace: file by file, with figures of the texts.

The report of a load says what went wrong; this also says what was read and what was guessed, and
is still there after a restart.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from .columns import ColumnChoice
from .damage import DamagedError, ReadOnlyError
from .demo_corpus import DEMOS
from .documents import Document, FileRead, LoadIssue, LoadReport
from .file_names import path_of

if TYPE_CHECKING:
    from .workspace import Workspace

Columns = ColumnChoice | Mapping[str, ColumnChoice]
KEPT = 20  # loads
_FILE = "loads.json"
LENGTHS = (200, 500, 1000, 2000, 5000, 10_000, 50_000)  # characters; the bins of ``lengths``
_FILES = 500
_ISSUES = 500
_LABELS = 50
_MAX_LABELS = 10_000  # that are counted; a column of unique values is no label
_lock = threading.Lock()


@dataclass(slots=True)
class LoadRecord:
    """One load. ``lengths`` counts the documents that are shorter than each of LENGTHS and, last,
    the rest; ``undated`` have no date; ``more_files``, ``more_labels`` and ``more_issues`` are how
    many are not listed. Duplicates count nowhere but in their file."""

    id: str = field(default_factory=lambda: uuid4().hex[:10])
    time: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    origin: str = ""
    replaced: bool = False
    report: LoadReport = field(default_factory=LoadReport)
    files: list[FileRead] = field(default_factory=list)
    more_files: int = 0
    lengths: list[int] = field(default_factory=lambda: [0] * (len(LENGTHS) + 1))
    labels: dict[str, int] = field(default_factory=dict)
    more_labels: int = 0
    undated: int = 0
    first: str = ""
    last: str = ""
    more_issues: int = 0
    sources: list[str] = field(default_factory=list)
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)

    def named(self, sources: Sequence[Any], columns: Columns | None) -> None:
        """Keep what a repair needs to load the same again: where the files are (of records that
        were in memory, their name), and the columns that a person chose (of each table by its
        name, or of all under "")."""
        self.sources = [_place(source) for source in sources]
        chosen = columns if isinstance(columns, Mapping) else {"": columns} if columns else {}
        self.columns = {
            name: {**asdict(one), "without": sorted(one.without)} for name, one in chosen.items()
        }

    def column_choice(self) -> Columns:
        """The columns that were chosen."""
        made = {
            name: ColumnChoice(**{**one, "without": frozenset(one.get("without", ()))})
            for name, one in self.columns.items()
        }
        return made[""] if "" in made else made or ColumnChoice()

    @property
    def file(self) -> FileRead:
        """The one that is being read."""
        return self.files[-1]

    def begin(self, name: str) -> None:
        """The documents that come now are of this file."""
        if len(self.files) > _FILES:
            self.files.pop()
            self.more_files += 1
        self.files.append(FileRead(name))

    def took(self, document: Document, duplicate: bool) -> None:
        """A document went into the corpus, or its text was there already."""
        file = self.file
        if duplicate:
            file.duplicates += 1
            return
        file.documents += 1
        file.languages[document.language] = file.languages.get(document.language, 0) + 1
        self.lengths[bisect_right(LENGTHS, len(document.text))] += 1
        self._count_label(document.label)
        if not document.date:
            self.undated += 1
            return
        for span in (file, self):
            span.first = min(span.first or document.date, document.date)
            span.last = max(span.last, document.date)

    def _count_label(self, label: str) -> None:
        if label and (label in self.labels or len(self.labels) < _MAX_LABELS):
            self.labels[label] = self.labels.get(label, 0) + 1

    def failed(self) -> LoadRecord:
        """The record of a load that came to nothing: the corpus is as it was."""
        files = [FileRead(file.name, columns=file.columns) for file in self.files]
        return replace(LoadRecord(origin=self.origin, report=self.report), files=files)

    def to_json(self) -> dict[str, Any]:
        """Without what nobody would read to the end."""
        made = asdict(self)
        made["files"] = made["files"][:_FILES]
        made["more_files"] += len(self.files) - len(made["files"])
        ranked = sorted(self.labels.items(), key=lambda pair: -pair[1])
        made["labels"] = dict(ranked[:_LABELS])
        made["more_labels"] += len(ranked) - len(made["labels"])
        for kind in ("warnings", "rejected"):
            issues = made["report"][kind]
            made["more_issues"] += max(0, len(issues) - _ISSUES)
            made["report"][kind] = issues[:_ISSUES]
        return made

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> LoadRecord:
        report = dict(value["report"])
        for kind in ("warnings", "rejected"):
            report[kind] = [LoadIssue(**issue) for issue in report[kind]]
        files = [FileRead(**file) for file in value["files"]]
        return cls(**{**value, "report": LoadReport(**report), "files": files})


def _place(source: Any) -> str:
    if not isinstance(source, str | Path):
        return str(source.name)
    return str(source) if source in DEMOS else str(path_of(source).absolute())


def keep(workspace: Workspace, record: LoadRecord) -> None:
    """Add a load to those that are kept, the oldest goes. The caller holds the write lock."""
    with _lock:
        made = [record.to_json(), *(each.to_json() for each in records(workspace))]
        workspace.write(_FILE, {"format": 1, "loads": made[:KEPT]})
        if not workspace.corpus.is_marked(_FILE):
            workspace.corpus.mark(_FILE)


def _miss(workspace: Workspace) -> None:
    with suppress(DamagedError, ReadOnlyError):  # the documents' own file says so itself
        if workspace.corpus.is_marked(_FILE):
            workspace.notice(DamagedError(_FILE, missing=True))


def records(workspace: Workspace) -> list[LoadRecord]:
    """The last loads, newest first; none where the file is missing or damaged."""
    try:
        if not (workspace.root / _FILE).exists():
            _miss(workspace)
        kept = workspace.read(_FILE).get("loads", [])
        return [LoadRecord.from_json(each) for each in kept]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return []
