"""Words and phrases that suddenly stand in many documents: the raw material of hot events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

Floats = NDArray[np.float32]

LENGTHS = (1, 2, 3, 5, 7, 10, 14)  # periods of a window; none fills more than a third of them all
LEAST = 3  # documents that have the word in the window
DENSER = 3.0  # times the word's rate outside the window
FALSE = 0.2  # part of the sure words that burst by chance; an event takes a second word with it
LIKELY = 0.05  # chance of a single word's burst that may go with a sure one
MOST_A_WORD = 3  # bursts of one word
_BLOCK = 2_000  # words at a time


@dataclass(frozen=True, slots=True)
class WordBurst:
    """``word`` (a column) stands in ``documents`` documents of the periods ``start`` to ``end``;
    ``score`` is the log likelihood ratio, ``sure`` says whether it holds among all words."""

    word: int
    start: int
    end: int
    documents: int
    score: float
    sure: bool


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """All windows over T periods: ``first`` and ``last`` position and the ``share`` of everything
    that is written which lies in them (W each)."""

    first: NDArray[np.intp]
    last: NDArray[np.intp]
    share: Floats

    @classmethod
    def over(cls, written: Sequence[float]) -> Windows:
        """Windows that begin and end with a period in which something was ``written`` (T)."""
        sums = np.concatenate([[0], np.cumsum(written)])
        lengths = [n for n in LENGTHS if 3 * n <= len(written)]
        spans = [
            (t, t + n - 1)
            for n in lengths
            for t in range(len(written) - n + 1)
            if written[t] and written[t + n - 1]
        ]
        first, last = np.array(spans, np.intp).reshape(-1, 2).T
        share = (sums[last + 1] - sums[first]) / max(1, sums[-1])
        return cls(first, last, share.astype(np.float32))

    def inside(self, hits: NDArray[np.int32]) -> Floats:
        """(W, n) how many of the hits by period (T, n) lie in each window."""
        sums = np.concatenate([np.zeros((1, hits.shape[1]), np.int32), np.cumsum(hits, axis=0)])
        return np.asarray(sums[self.last + 1] - sums[self.first], np.float32)

    def best(
        self, hits: NDArray[np.int32], usable: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.intp], NDArray[np.float64], Floats]:
        """For each column of the hits (T, n) the best window, the chance of one as good (times
        the number of windows; 1 where there is none) and its score."""
        from scipy.stats import binom

        columns = np.arange(hits.shape[1])
        inside, total = self.inside(hits), hits.sum(axis=0).astype(np.float32)
        scores = self.scores(inside, total)
        if usable is not None:
            scores = np.where(usable, scores, 0)
        at = scores.argmax(axis=0)
        score = scores[at, columns]
        tail = binom.sf(inside[at, columns] - 1, total, self.share[at]) * len(self.first)
        return at, np.where(score > 0, np.minimum(tail, 1), 1.0), score

    def scores(self, inside: Floats, total: Floats) -> Floats:
        """(W, n) log likelihood ratios against an even rate, 0 where a window is not ``DENSER``.

        Kulldorff, "A spatial scan statistic", Communications in Statistics 26(6), 1997, with the
        words written as the population: h log(h / e) + (H - h) log((H - h) / (H - e)) for h of a
        word's H documents in a window where e = H * share are expected.
        """
        share = self.share[:, None]
        expected, outside = share * total, total - inside
        dense = inside * (1 - share) >= DENSER * outside * share
        with np.errstate(divide="ignore", invalid="ignore"):
            score = inside * np.log(inside / expected)
            score += np.where(outside > 0, outside * np.log(outside / (total - expected)), 0)
        return np.where(dense & (inside >= LEAST), score, 0).astype(np.float32)


def word_bursts(present: csr_matrix, at: Sequence[int], windows: Windows) -> list[WordBurst]:
    """The bursts of all words, the surest first.

    ``present`` (N, V) is 1 where a document has a word, ``at`` (N) are the documents' periods. A
    word is expected in a window by the different words of the documents there, not by their
    number: a Sunday of few long reports is no burst of every word that no table of figures has. A
    word's p is that of its best window (binomial tail) times the number of windows. A burst is sure
    at a false discovery rate of 0.2 over all words (Benjamini and Hochberg, JRSS B 57(1), 1995);
    those with a p of 0.05 by themselves are returned too, to go with a sure one. Documents are
    taken as independent: a text that was sent twice counts twice.
    """
    frequency = np.asarray(present.sum(axis=0)).ravel()
    common = np.flatnonzero((frequency >= LEAST) & (frequency * 2 < present.shape[0]))
    if not len(windows.first) or not len(common):
        return []
    hits = _by_period(present, at)
    chances = np.concatenate(
        [windows.best(hits[:, block].toarray())[1] for block in _blocks(common)]
    )
    limit = _limit(chances)
    likely = common[chances <= max(limit, LIKELY)]
    found = [
        burst
        for block in _blocks(likely)
        for burst in _bursts(hits[:, block].toarray(), block, windows, limit)
    ]
    return sorted(found, key=lambda burst: (-burst.score, burst.word, burst.start))


def _blocks(words: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    return [words[begin : begin + _BLOCK] for begin in range(0, len(words), _BLOCK)]


def _limit(chances: NDArray[np.float64]) -> float:
    """The greatest p that is kept; -1 when none is."""
    ranked = np.sort(chances)
    kept = np.flatnonzero(ranked <= FALSE * np.arange(1, len(ranked) + 1) / len(ranked))
    return float(ranked[kept[-1]]) if len(kept) else -1.0


def _by_period(present: csr_matrix, at: Sequence[int]) -> csc_matrix:
    """(T, V) how many documents of each period have each word."""
    members = csr_matrix((np.ones(len(at), np.int32), (np.asarray(at), np.arange(len(at)))))
    return (members @ present).astype(np.int32).tocsc()


def _bursts(
    hits: NDArray[np.int32], words: NDArray[np.intp], windows: Windows, limit: float
) -> Iterator[WordBurst]:
    """Of each word the best window, then the best of those that do not touch it, and so on."""
    usable = np.ones((len(windows.first), len(words)), bool)
    for _ in range(MOST_A_WORD):
        best, chance, score = windows.best(hits, usable)
        for j in np.flatnonzero(chance <= max(limit, LIKELY)):
            start, end = int(windows.first[best[j]]), int(windows.last[best[j]])
            documents = int(hits[start : end + 1, j].sum())
            yield WordBurst(
                int(words[j]), start, end, documents, float(score[j]), bool(chance[j] <= limit)
            )
            usable[(windows.first <= end + 1) & (windows.last >= start - 1), j] = False
