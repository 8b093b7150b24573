"""Repairing the documents: what can be read is kept, the rest is loaded from its sources again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .corpus import CHECKED, Corpus, document_of
from .corpus_check import is_sound
from .documents import Document
from .errors import TopicLlamaError
from .integrity import rows_of
from .load_record import LoadRecord, records

if TYPE_CHECKING:
    from .repair import Repairing

_DEMOS = ("demo", "demo-zh")


def documents(work: Repairing) -> None:
    """A damaged (or missing) file of documents is replaced by what can be read of it; what each
    load brought is loaded again, if its files are still there and the person agrees."""
    name = "corpus.sqlite"
    file, loads = work.root / name, records(work.workspace)
    known = _known(file)
    aside = work.aside(name) if file.exists() else None
    corpus = work.workspace.corpus = Corpus(file)
    if aside is not None:
        corpus.add(_readable(aside))
        work.did("saved", n=len(corpus))
    if known == len(corpus):
        return
    again = sum(_loaded_again(work, corpus, load) for load in reversed(_since_replaced(loads)))
    if again:
        work.did("loaded_again", n=again)
    if known is None:
        work.did("documents_unknown", n=len(corpus))
    elif len(corpus) < known:
        work.did("documents_lost", n=known - len(corpus))


def _since_replaced(loads: list[LoadRecord]) -> list[LoadRecord]:
    """Newest first, up to the one that replaced all before it."""
    last = next((at for at, load in enumerate(loads) if load.replaced), len(loads) - 1)
    return [load for load in loads[: last + 1] if load.report.documents]


def _known(file: Path) -> int | None:
    """How many documents there were, where the file can still tell."""
    rows = rows_of(file, "SELECT value FROM facts WHERE name='totals'") if file.exists() else ()
    try:
        return int(str(next(iter(rows))[0]).split()[0])
    except (StopIteration, ValueError, IndexError):
        return None


def _readable(damaged: Path) -> Iterator[Document]:
    """From the front up to the first page that cannot be read, and from the end back to it."""
    seen: dict[int, Any] = {}
    for order in ("", " DESC"):
        query = f"SELECT position, {CHECKED} FROM documents NOT INDEXED ORDER BY position{order}"
        for position, *row in rows_of(damaged, query):
            if position in seen:
                break
            if is_sound(row):
                seen[int(str(position))] = row
    for position in sorted(seen):
        yield document_of(seen[position], damaged.name)


def _loaded_again(work: Repairing, corpus: Corpus, load: LoadRecord) -> int:
    """How many documents came back."""
    from .loading import load as load_texts

    there = [source for source in load.sources if source in _DEMOS or Path(source).exists()]
    if not load.sources or len(there) < len(load.sources):
        missing = ", ".join(sorted(set(load.sources) - set(there))) or load.origin
        work.did("source_gone", name=missing)
        return 0
    if not work.ask(work.say("load_again", name=", ".join(there))):
        work.did("not_loaded", name=", ".join(there))
        return 0
    before = len(corpus)
    try:
        load_texts(there, corpus, columns=load.column_choice(), task=work.task)
    except TopicLlamaError as error:
        work.done.append(f"{error.message} {error.hint}".strip())
    return len(corpus) - before
