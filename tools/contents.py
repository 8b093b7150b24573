"""What a workspace holds, in figures: languages, dates, labels and sources of its documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .corpus import Corpus

State = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """Counts of documents, most frequent first; ``first`` and ``last`` date, ``undated`` have none.
    Documents without a label are not in ``labels``."""

    documents: int
    languages: Mapping[str, int]
    labels: Mapping[str, int]
    sources: Mapping[str, int]
    first: str
    last: str
    undated: int


def contents(corpus: Corpus) -> Contents:
    """Read once, and again when the corpus has changed."""
    found = known_contents(corpus)
    if found is None:
        state = corpus.state
        found = _contents(corpus)
        _known[corpus.path] = (state, found)
    return found


def known_contents(corpus: Corpus) -> Contents | None:
    """What was read before, if it still holds: no more than a look at the file's time."""
    state, found = _known.get(corpus.path, (None, None))
    return found if state == corpus.state else None


_known: dict[Path, tuple[State, Contents]] = {}


def _contents(corpus: Corpus) -> Contents:
    languages, labels, sources, dates = corpus.tally(("language", "label", "source", "date"))
    labels.pop("", None)
    undated = dates.pop("", 0)
    return Contents(
        documents=languages.total(),
        languages=dict(languages.most_common()),
        labels=dict(labels.most_common()),
        sources=dict(sources.most_common()),
        first=min(dates, default=""),
        last=max(dates, default=""),
        undated=undated,
    )
