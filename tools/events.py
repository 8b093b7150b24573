"""Hot events: bursting words that stand in the same documents at the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .bow import BagOfWords
from .word_bursts import Windows, WordBurst, word_bursts

Floats = NDArray[np.float64]

_FEWEST_DOCUMENTS = 30  # with fewer, or in fewer periods, nothing stands out from chance
_FEWEST_PERIODS = 6
_MOST_BURSTS = 2_000  # words that are grouped; the surest
_CLOSE = 0.3  # mean cosine of the documents of two groups of words that are one event
_PART = 0.2  # of an event's words (by weight) that a document of it has, and two words at least
_SHARED = 0.5  # of its documents that a smaller event shares with the greater one it is part of
_LEAST = 3  # documents of an event
_WORDS = 10


@dataclass(frozen=True, slots=True)
class Event:
    """``start``, ``peak`` and ``end`` are positions of periods, ``words`` columns of the bag of
    words, best first, ``documents`` rows, best first; ``score`` (a log likelihood ratio) says how
    far the event stands out from the rest of the time."""

    start: int
    peak: int
    end: int
    words: tuple[int, ...]
    documents: tuple[int, ...]
    score: float


def find_events(counts: csr_matrix, at: Sequence[int]) -> list[Event]:
    """The hot events of N documents, the hottest first.

    ``counts`` (N, V) are their words, ``at`` (N) the positions of their periods. Bursts of words
    (:func:`word_bursts`) are grouped by average linkage over the cosine of the documents that have
    them in their time; a document belongs to the event when it has a fifth of the words' weight,
    and an event's time is the window in which such documents are densest. Nothing is found in
    fewer than 30 documents or 6 periods with documents.
    """
    times = np.asarray(at, np.intp)
    if too_few(at):
        return []
    present = (counts > 0).astype(np.float64).tocsr()
    written = np.bincount(times, weights=np.asarray(present.sum(axis=1)).ravel())
    windows = Windows.over(list(written))
    bursts = word_bursts(present, at, windows)[:_MOST_BURSTS]
    groups = _groups(bursts, present, times)
    events = [_event(group, present, times, windows) for group in groups]
    found = sorted((e for e in events if e is not None), key=lambda e: (-e.score, e.start))
    return _distinct(found)


def too_few(at: Sequence[int]) -> str:
    """Why no events are looked for in documents of these periods; "" when they are."""
    if len(at) >= _FEWEST_DOCUMENTS and len(set(at)) >= _FEWEST_PERIODS:
        return ""
    return (
        f"There are too few dated documents to find events (at least {_FEWEST_DOCUMENTS} in "
        f"{_FEWEST_PERIODS} periods)."
    )


def _groups(
    bursts: Sequence[WordBurst], present: csr_matrix, times: NDArray[np.intp]
) -> list[list[WordBurst]]:
    """Bursts of words that share their documents, one of them sure; a word alone is no event."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(bursts) < 2:
        return []
    words = present[:, [b.word for b in bursts]].tocoo()
    first, last = (np.array([getattr(b, name) for b in bursts]) for name in ("start", "end"))
    when = times[words.row]
    kept = (when >= first[words.col]) & (when <= last[words.col])
    inside = csr_matrix(
        (np.ones(kept.sum()), (words.col[kept], words.row[kept])), (len(bursts), len(times))
    )
    lengths = np.sqrt(np.asarray(inside.sum(axis=1)).ravel())
    cosine = (inside @ inside.T).toarray() / np.outer(lengths, lengths)
    distance = np.clip(1 - cosine, 0, 1)
    np.fill_diagonal(distance, 0)
    labels = fcluster(
        linkage(squareform(distance, checks=False), "average"), 1 - _CLOSE, "distance"
    )
    groups: dict[int, list[WordBurst]] = {}
    for label, burst in zip(labels, bursts, strict=True):
        groups.setdefault(int(label), []).append(burst)
    return [
        group
        for group in groups.values()
        if len({b.word for b in group}) > 1 and any(b.sure for b in group)
    ]


def _event(
    group: Sequence[WordBurst],
    present: csr_matrix,
    times: NDArray[np.intp],
    windows: Windows,
) -> Event | None:
    weights: dict[int, float] = {}
    for burst in group:
        weights[burst.word] = max(burst.score, weights.get(burst.word, 0.0))
    words = sorted(weights, key=lambda word: -weights[word])
    own = present[:, words]
    value = np.asarray(own @ np.array([weights[word] for word in words])).ravel()
    several = np.asarray(own.sum(axis=1)).ravel() >= 2
    members = several & (value >= _PART * sum(weights.values()))
    hits = np.bincount(times[members], minlength=times.max() + 1).astype(np.int32)[:, None]
    (best,), _, (score,) = windows.best(hits)
    rows = np.flatnonzero(members & (times >= windows.first[best]) & (times <= windows.last[best]))
    if score <= 0 or len(rows) < _LEAST:
        return None
    rows = rows[np.argsort(-value[rows], kind="stable")]
    days = times[rows]
    peak = int(np.bincount(days).argmax())
    return Event(int(days.min()), peak, int(days.max()), tuple(words), tuple(map(int, rows)),
                 float(score))  # fmt: skip


def _distinct(events: Sequence[Event]) -> list[Event]:
    """Without those whose documents are mostly a greater event's."""
    kept: list[Event] = []
    for event in events:
        own = set(event.documents)
        if all(
            len(own & set(e.documents)) < _SHARED * min(len(own), len(e.documents)) for e in kept
        ):
            kept.append(event)
    return kept


def shown_words(event: Event, bow: BagOfWords, limit: int = _WORDS) -> list[str]:
    """The event's words in display form; a word that is part of a phrase among them is left out."""
    terms = [bow.terms[word] for word in event.words[: 2 * limit]]
    inside = {part for term in terms if "_" in term for part in term.split("_")}
    shown = [bow.vocabulary[w] for w, term in zip(event.words, terms, strict=False)
             if term not in inside]  # fmt: skip
    return list(dict.fromkeys(shown))[:limit]
