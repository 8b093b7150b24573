"""Repairing the documents: what can be read is kept, the rest is loaded from its sources again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .corpus import CHECKED, Corpus, document_of
from .corpus_check import is_sound
from .documents import Document
from .errors import TopicLlamaError
from .integrity import rows_of
from .load_record import LoadRecord, records

if TYPE_CHECKING:
    from .repair import Repairing

_NAME = "corpus.sqlite"
_DEMOS = ("demo", "demo-zh")


def documents(work: Repairing) -> None:
    """A damaged (or missing) file of documents is replaced by what can be read of it; what each
    load brought is loaded again, if its files are still there and the person agrees."""
    file, loads = work.root / _NAME, records(work.workspace)
    known, was_there = _known(file), file.exists()
    with work.anew(_NAME) as place:
        kept = Corpus(place)
        kept.add(_readable(file))
        for name in _marks(file):
            kept.mark(name)
    corpus = work.workspace.corpus = Corpus(file)
    if was_there:
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
    try:
        return int(_facts(file)["totals"].split()[0])
    except (KeyError, ValueError, IndexError, AttributeError):
        return None


def _marks(file: Path) -> list[str]:
    """What was remembered to belong to the documents."""
    return [name[5:] for name in _facts(file) if str(name).startswith("mark ")]


def _facts(file: Path) -> dict[str, str]:
    return {name: value for _, name, value in rows_of(file, "facts", "name, value")}


def _readable(damaged: Path) -> Iterator[Document]:
    for _, *row in rows_of(damaged, "documents", CHECKED):
        if is_sound(row):
            yield document_of(row, damaged.name)


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
