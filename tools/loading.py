"""From files to a corpus: what is named is found, read, made into documents and stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Literal

from .archives import unpack
from .building import Builder, Tally, page_document
from .columns import ColumnChoice, guess
from .corpus import Corpus
from .demo_corpus import DEMOS, LEE_SOURCE, chinese_demo, lee_documents
from .documents import Document, LoadReport
from .errors import Cancelled, TopicLlamaError
from .file_names import path_of
from .load_record import LoadRecord
from .meter import Meter
from .progress import Task
from .readers import ARCHIVES, RowReader, formats, known, page_of, readable, rows_of
from .sources import EmptyFileError, Notes, Records, Row, Source, find

DemoName = Literal["demo", "demo-zh"]
_SAMPLED_ROWS = 100
_REPORT_EVERY = 100


def load(
    paths: Sequence[str | Path | Records],
    corpus: Corpus,
    *,
    columns: ColumnChoice | Mapping[str, ColumnChoice] = ColumnChoice(),  # noqa: B008 - frozen
    replace: bool = False,
    task: Task | None = None,
    record: LoadRecord | None = None,
) -> LoadReport:
    """Read files and folders into the corpus as a stream, all in one transaction.

    "demo" and "demo-zh" are the built-in corpora (a folder of that name is "./demo"); a program
    may hand over records. Progress is reported as stage "read" in bytes of the files, or in
    records. In the report, ``documents`` and ``languages``
    count the whole corpus. What cannot be read is in ``rejected`` with its reason and the rest is
    loaded; ``line`` is 1 for the first line of a file and 0 for a file as a whole. ``columns`` are
    those of all tables, or of each by the name that the report gives it. ``record`` takes in what
    each file gave, and the report also where this raises.

    The caller holds :meth:`Workspace.writing`. Raises TopicLlamaError when a path does not exist
    and when there is nothing to load in all of them; the corpus then stays as it was, as it does
    after Cancelled.
    """
    loading = _Loading(columns, task, record)
    report = loading.report
    report.added, report.duplicates = corpus.add(
        loading.documents(paths), replace=replace, notice=loading.notice
    )
    report.documents = len(corpus)
    report.languages = corpus.counts("language")
    return report


def demo(name: DemoName) -> Iterator[Document]:
    """The documents of a built-in corpus, English or Chinese news."""
    if name == "demo":
        return lee_documents()
    return _Loading(ColumnChoice(), None).source(chinese_demo())


class _Loading:
    """One load: the stream of documents, and the report that grows along with it."""

    def __init__(
        self,
        columns: ColumnChoice | Mapping[str, ColumnChoice],
        task: Task | None,
        record: LoadRecord | None = None,
    ) -> None:
        self.report = LoadReport()
        self._record = record or LoadRecord()
        self._record.report = self.report
        self._columns = columns
        self._notes = Notes(self.report)
        self._meter = Meter(task)
        self._skipped: dict[str, list[str]] = {}
        self._tally = Tally()
        self._line = 0
        self._duplicate = False
        self._count = 0

    def notice(self, finding: str) -> None:
        """The corpus says something about the document that it was given last."""
        self._tally.add(finding, self._line)
        self._duplicate = finding == "duplicate"

    def documents(self, paths: Iterable[str | Path | Records]) -> Iterator[Document]:
        """All documents of the paths. Raises TopicLlamaError at the end when there are none."""
        jobs = [job for path in paths for job in self._jobs(path)]
        self._meter.total = sum(job.size for job in jobs if not isinstance(job, str)) or None
        for job in jobs:
            if isinstance(job, Source):
                yield from self.source(job)
                self._meter.finish(job.size)
            elif isinstance(job, Records):
                rows = self._table(job.name, self._rows(job))
                yield from self._guarded(job.name, self._counted(job.name, rows))
            else:
                yield from self._built_in(job)
        self._tell_skipped()
        if not self._count:
            raise self._nothing()

    def _jobs(self, path: str | Path | Records) -> Iterator[Source | Records | str]:
        if isinstance(path, Records):
            yield path
        elif str(path) in DEMOS:
            yield str(path)
        else:
            yield from find([path_of(path)], self._notes, self._meter.open)

    def _rows(self, records: Records) -> Iterator[Row]:
        for line, values in enumerate(records.rows, start=1):
            yield Row(line, values)
            self._meter.finish(1)

    def _built_in(self, name: str) -> Iterator[Document]:
        if name == "demo-zh":
            yield from self.source(chinese_demo())
        else:
            yield from self._counted(LEE_SOURCE, ((0, document) for document in lee_documents()))

    def source(self, source: Source) -> Iterator[Document]:
        """The documents of a file; what goes wrong is noted and ends this file only."""
        yield from self._guarded(source.name, self._documents_of(source))

    def _documents_of(self, source: Source) -> Iterator[Document]:
        if source.suffix in ARCHIVES and not source.format:
            told = self._told()
            for member in unpack(source, self._notes, self._wanted):
                told = -1
                yield from self.source(member)
            if told == self._told():
                raise EmptyFileError("It holds no text.")
        elif (rows := rows_of(source.suffix)) is not None:
            yield from self._tables(source, rows)
        elif known(source.suffix):
            yield from self._counted(source.name, self._page(source, source.suffix))
        elif source.named:
            yield from self._counted(source.name, self._unknown(source))
        else:
            self._wanted(source.name)

    def _told(self) -> int:
        """How many files were refused or passed over so far."""
        return len(self.report.rejected) + sum(map(len, self._skipped.values()))

    def _guarded(self, name: str, documents: Iterator[Document]) -> Iterator[Document]:
        try:
            yield from documents
        except TopicLlamaError as error:
            self.report.empty += isinstance(error, EmptyFileError)
            self._notes.reject(name, 0, f"{error.message} {error.hint}".strip())
        except OSError as error:
            self._notes.reject(name, 0, f"It cannot be read ({error.strerror or error}).")
        except (Cancelled, MemoryError):
            raise
        except Exception as error:  # parsers of other projects raise anything on a broken file
            self._notes.reject(name, 0, f"It cannot be read ({type(error).__name__}: {error}).")
        self._notes.finish(name)

    def _wanted(self, name: str) -> bool:
        if readable(name):
            return True
        self._skipped.setdefault(Path(name).suffix.lower(), []).append(name)
        return False

    def _counted(self, name: str, found: Iterator[tuple[int, Document]]) -> Iterator[Document]:
        """Documents with their lines remembered for :meth:`notice`, and progress reported."""
        self._tally = Tally()
        self._meter.report(name)
        self._record.begin(name)
        try:
            for self._line, document in found:
                self._count += 1
                if self._count % _REPORT_EVERY == 0:
                    self._meter.report(name)
                self._duplicate = False
                yield document
                self._record.took(document, self._duplicate)
        finally:
            self.report.empty += self._tally.counts.get("empty", 0)
            self._tally.write(name, self._notes)

    def _page(self, source: Source, suffix: str) -> Iterator[tuple[int, Document]]:
        read = page_of(suffix)
        assert read is not None  # what is not a table is a page
        document = page_document(read(source, self._notes), source.name, self._tally)
        if document is None:
            raise EmptyFileError("It holds no text.")
        yield 0, document

    def _unknown(self, source: Source) -> Iterator[tuple[int, Document]]:
        """A file that a person named: read if it is a plain text under an unusual name."""
        try:
            yield from self._page(source, ".txt")
        except EmptyFileError:
            raise
        except TopicLlamaError as error:
            raise TopicLlamaError(
                f"Files of the type {source.suffix or '(none)'} cannot be read.",
                f"These can: {formats()}",
            ) from error
        self._notes.warn(source.name, 0, "The type of the file is unknown; read as plain text.")

    def _tables(self, source: Source, read: RowReader) -> Iterator[Document]:
        refused, table = len(self.report.rejected), None
        rows = read(source, self._notes)
        for table, found in groupby(rows, attrgetter("table")):
            name = source.in_table(table)
            yield from self._guarded(name, self._counted(name, self._table(name, found)))
        if table is None and len(self.report.rejected) == refused:
            raise TopicLlamaError("It holds no records.")

    def _table(self, name: str, rows: Iterator[Row]) -> Iterator[tuple[int, Document]]:
        """The documents of a table, whose columns are guessed from its first rows."""
        sample = list(islice(rows, _SAMPLED_ROWS))
        headers = list(dict.fromkeys(name for row in sample for name in row.values))
        roles = guess(headers, [row.values for row in sample], self._choice(name))
        self._record.file.columns = roles
        self._say_columns(name, roles)
        builder = Builder(name, roles, self._tally)
        for row in chain(sample, rows):
            if row.flaw and not builder.has_text(row):
                self._notes.reject(name, row.line, row.flaw)
                continue
            if row.flaw:
                self._notes.warn(name, row.line, row.flaw)
            document = builder.document(row)
            if document is not None:
                yield row.line, document

    def _choice(self, name: str) -> ColumnChoice:
        if isinstance(self._columns, ColumnChoice):
            return self._columns
        return self._columns.get(name, ColumnChoice())

    def _say_columns(self, name: str, roles: dict[str, str]) -> None:
        if not self.report.columns:
            self.report.columns = roles
        elif roles != self.report.columns:
            said = ", ".join(f"{role}: {column}" for role, column in roles.items())
            self._notes.warn(name, 0, f"Its columns differ from those of the first file: {said}.")

    def _tell_skipped(self) -> None:
        for suffix, names in sorted(self._skipped.items()):
            files = "1 file" if len(names) == 1 else f"{len(names):,} files"
            said = f"{files} of the type {suffix} skipped."
            if not suffix:
                said = f"{files} without an extension skipped."
            self._notes.warn(names[0], 0, said)

    def _nothing(self) -> TopicLlamaError:
        """Why nothing could be loaded: the first reason that was noted."""
        issues = [*self.report.rejected, *self.report.warnings]
        if not issues:
            return TopicLlamaError("There is nothing to load.", f"These can be read: {formats()}")
        first = issues[0]
        where = f"{first.file}, line {first.line}" if first.line else first.file
        more = len(self.report.rejected) - 1
        others = f" ({more} more were refused.)" if more > 0 else ""
        return TopicLlamaError(
            f"Nothing was loaded. {where}: {first.message}{others}",
            f"These can be read: {formats()}",
        )
