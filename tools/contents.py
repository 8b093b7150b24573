"""What a workspace holds, in figures: languages, dates, labels and sources of its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .corpus import Corpus


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
    return _contents(corpus.path, corpus.state)


@lru_cache(maxsize=8)
def _contents(path: Path, state: tuple[tuple[int, int], ...]) -> Contents:
    corpus = Corpus(path)
    languages, labels = corpus.counts("language"), corpus.counts("label")
    dates = Counter(corpus.counts("date"))
    labels.pop("", None)
    undated = dates.pop("", 0)
    return Contents(
        documents=sum(languages.values()),
        languages=languages,
        labels=labels,
        sources=corpus.counts("source"),
        first=min(dates, default=""),
        last=max(dates, default=""),
        undated=undated,
    )
