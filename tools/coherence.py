"""Topic coherence: do the best words of a topic keep each other's company in the texts?

NPMI, c_v and U-Mass as gensim's ``CoherenceModel`` computes them, from a sparse matrix of which
word is in view when, so that 50 topics of a large corpus take a second. Source of all three, and
of the window sizes: Röder, Both, Hinneburg, "Exploring the space of topic coherence measures"
(WSDM 2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .bow import BagOfWords

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Topics = Sequence[Sequence[int]]
NPMI_WINDOW = 10
C_V_WINDOW = 110
_EPSILON = 1e-12  # gensim's, so that figures compare
_BLOCK = 500_000  # words that are looked at together


@dataclass(frozen=True)
class CoOccurrence:
    """``together[a, b]`` (M, M): in how many of the ``windows`` both words stand; the diagonal
    counts the windows of a single word. ``columns`` (M) are the words' columns, rising."""

    columns: Integers
    together: Integers
    windows: int


def co_occurrence(topics: Topics, bow: BagOfWords, window: int | None) -> CoOccurrence:
    """Count windows of ``window`` consecutive known words (None: whole documents).

    A document of L words has max(1, L - window + 1) windows. As in gensim, a word that stands
    several times in a window is out of view once the first of them has left it; published tables
    were made that way.
    """
    columns = np.unique(np.concatenate([np.asarray(words, np.int64) for words in topics]))
    if window is None:
        present = bow.counts[:, columns].astype(bool).astype(np.int64)
        return CoOccurrence(columns, (present.T @ present).toarray(), len(bow.ends))
    together = np.zeros((len(columns), len(columns)), np.int64)
    windows = 0
    for words, ends in _blocks(bow):
        spans, number = _in_view(words, ends, columns, window)
        together += _overlaps(spans, len(columns))
        windows += number
    return CoOccurrence(columns, together, windows)


def _blocks(bow: BagOfWords) -> Iterator[tuple[NDArray[np.int32], Integers]]:
    """Words and document ends of groups of documents."""
    start = row = 0
    while row < len(bow.ends):
        until = int(np.searchsorted(bow.ends, start + _BLOCK, side="right"))
        until = max(until, row + 1)
        end = int(bow.ends[until - 1])
        yield np.asarray(bow.words[start:end]), np.asarray(bow.ends[row:until]) - start
        start, row = end, until


@dataclass(frozen=True)
class _Spans:
    """Word ``word`` is in view from window ``first`` to window ``last``; spans of a word do not
    overlap."""

    word: Integers
    first: Integers
    last: Integers


def _in_view(
    words: NDArray[np.int32], ends: Integers, columns: Integers, window: int
) -> tuple[_Spans, int]:
    """When each of the words ``columns`` is in view, and the number of windows.

    An occurrence comes into view with the window that it ends, and goes out of view when the
    first occurrence in that window leaves it.
    """
    lengths = np.diff(ends, prepend=0)
    windows = np.maximum(lengths - window + 1, 1)
    word = np.searchsorted(columns, words)
    found = np.flatnonzero(columns[np.minimum(word, len(columns) - 1)] == words)
    word = word[found].astype(np.int64)
    document = np.searchsorted(ends, found, side="right")
    order = np.lexsort((found, word))
    found, word, document = found[order], word[order], document[order]
    start = (ends - lengths)[document]  # of the document
    enters = np.maximum(found - window + 1, start)
    place = word * (len(words) + 1)  # keeps the words apart in one search
    leaves = found[np.searchsorted(place + found, place + enters)]
    last = windows[document] - 1
    begin = np.cumsum(windows) - windows  # a document's first window
    spans = np.stack([np.minimum(edge - start, last) for edge in (enters, leaves)])
    spans += begin[document]
    new = np.ones(len(word), bool)  # of several that leave together the first covers all
    new[1:] = (np.diff(word) != 0) | (np.diff(spans[1]) != 0)
    return _Spans(word[new], spans[0][new], spans[1][new]), int(windows.sum())


def _overlaps(spans: _Spans, words: int) -> Integers:
    """In how many windows each pair of words is in view, (words, words)."""
    edges = np.unique(np.concatenate([spans.first, spans.last + 1]))
    begin, end = np.searchsorted(edges, spans.first), np.searchsorted(edges, spans.last + 1)
    pieces = end - begin  # stretches of windows with the same words in view
    total = int(pieces.sum())
    if not total:
        return np.zeros((words, words), np.int64)
    stretch = np.arange(total) - np.repeat(np.cumsum(pieces) - pieces - begin, pieces)
    cells = (np.ones(total, np.int64), (stretch, np.repeat(spans.word, pieces)))
    view = csr_matrix(cells, shape=(len(edges) - 1, words))
    weighted = view.multiply(np.diff(edges)[:, None]).tocsr()
    return np.asarray((view.T @ weighted).todense(), np.int64)


# the measures --------------------------------------------------------------------------------


def topic_npmi(topics: Topics, bow: BagOfWords, window: int | None = NPMI_WINDOW) -> Floats:
    """NPMI coherence of each topic (K), -1 to 1, for the columns of its best words.

    The mean over pairs of a topic's words of log(p(a, b) / (p(a) p(b))) / -log p(a, b), p being
    the share of windows that hold the word or both. Source: Bouma, "Normalized (pointwise) mutual
    information in collocation extraction" (2009); gensim's "c_npmi". A topic of one word has no
    pairs and scores 0.
    """
    pairs = pair_npmi(topics, bow, window)
    return np.array([_mean_pair(pairs.of(words)) for words in topics])


def npmi(topics: Topics, bow: BagOfWords, window: int | None = NPMI_WINDOW) -> float:
    """Mean NPMI coherence of topics: see :func:`topic_npmi`."""
    return float(topic_npmi(topics, bow, window).mean())


def c_v(topics: Topics, bow: BagOfWords, window: int = C_V_WINDOW) -> float:
    """Mean c_v coherence of topics, 0 to 1.

    Each word is described by its NPMI with all words of its topic; a topic scores the mean cosine
    of its words' descriptions with their sum. gensim's "c_v".
    """
    pairs = pair_npmi(topics, bow, window)
    scores = []
    for words in topics:
        vectors = pairs.of(words)
        whole = vectors.sum(axis=0)
        norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(whole)
        scores.append(float((vectors @ whole / np.maximum(norms, _EPSILON)).mean()))
    return float(np.mean(scores))


def u_mass(topics: Topics, bow: BagOfWords) -> float:
    """Mean U-Mass coherence of topics, 0 or less mostly; higher is better.

    The mean over pairs of log((D(a, b) + e) / D(b)), b the better word of the two, D the share of
    documents. Source: Mimno et al., "Optimizing semantic coherence in topic models" (2011);
    gensim's "u_mass".
    """
    seen = co_occurrence(topics, bow, None)
    share = seen.together / max(seen.windows, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log((share + _EPSILON) / np.diag(share)[None, :])
    pairs = Pairs(seen.columns, logs)
    return float(np.mean([_mean_below(pairs.of(words)) for words in topics]))


@dataclass(frozen=True)
class Pairs:
    """A figure of each pair of words: ``values`` (M, M) for the rising ``columns`` (M)."""

    columns: Integers
    values: Floats

    def of(self, words: Sequence[int]) -> Floats:
        """The figures among words given by column, (n, n), as a copy."""
        places = np.searchsorted(self.columns, np.asarray(words, np.int64))
        return self.values[np.ix_(places, places)]


def pair_npmi(topics: Topics, bow: BagOfWords, window: int | None = NPMI_WINDOW) -> Pairs:
    """NPMI of the pairs of words in view together, for all words of ``topics``."""
    seen = co_occurrence(topics, bow, window)
    share = seen.together / max(seen.windows, 1)
    alone = np.diag(share)
    joint = share + _EPSILON
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
    # Two words that are always in view tell nothing about each other; one that never is, neither.
    known = np.where(joint >= 1, 0.0, np.nan_to_num(values, nan=-1.0, posinf=-1.0, neginf=-1.0))
    return Pairs(seen.columns, known)


def _mean_pair(values: Floats) -> float:
    return float(values[np.triu_indices(len(values), 1)].mean()) if len(values) > 1 else 0.0


def _mean_below(values: Floats) -> float:
    return float(values[np.tril_indices(len(values), -1)].mean()) if len(values) > 1 else 0.0
