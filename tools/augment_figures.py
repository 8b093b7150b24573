"""How good topics of short texts are with extra words and without, on the texts themselves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .agreement import agreement
from .augment_extra import Extra, Rows
from .bow import BagOfWords
from .coherence import c_v, npmi
from .held_out import same_topics
from .inference import document_topics
from .metrics import completion, diversity
from .progress import Task
from .ranking import best_words
from .sampling import some_documents
from .training import words_of_topics

Floats = NDArray[np.float32]
_MOST = 10_000  # documents in the halves; more tell the same
_KEYWORDS = 10


def figures(
    bow: BagOfWords, labels: Sequence[str], num_topics: int, seed: int, units: Rows,
    extra: Extra | None = None, task: Task | None = None,
) -> dict[str, float]:  # fmt: skip
    """Figures of topics that are trained with ``extra`` words (None: without) and judged on the
    documents alone.

    Of topics of the whole corpus: "npmi", "c_v", "diversity" of the ten best words, and with
    labels (D, "" for none) "accuracy" (:mod:`topicllama.tools.agreement`). Of topics of each of
    two random halves, judged on the other half: "npmi_held_out", "c_v_held_out",
    "accuracy_held_out", "perplexity_held_out" (:func:`topicllama.tools.metrics.completion`), and
    "stability", how far the topics of the halves are the same. Documents of one of the ``units``
    (D) are in the same half.
    """
    topics = _topics(bow, np.arange(len(bow.ends)), num_topics, seed, extra, task)
    found = _judged(topics, bow, bow, labels)
    halves = _halves(bow, units, seed)
    both = [_topics(bow, rows, num_topics, seed, extra, task) for rows in halves]
    unseen = [_unseen(bow, labels, halves[n], halves[1 - n], both[n], seed) for n in (0, 1)]
    for name in sorted(unseen[0].keys() & unseen[1].keys()):
        found[f"{name}_held_out"] = float(np.mean([one[name] for one in unseen]))
    return {**found, "stability": same_topics(*both)}


def _topics(
    bow: BagOfWords, rows: Rows, num_topics: int, seed: int, extra: Extra | None, task: Task | None
) -> Floats:
    more = None if extra is None else extra.counts(rows, task)
    quiet = None if task is None else Task(stopped=task.stopped)  # stopped, not shown
    return words_of_topics(bow.counts[rows], num_topics, "lda", seed, quiet, more)


def _judged(
    topics: Floats, own: BagOfWords, other: BagOfWords, labels: Sequence[str]
) -> dict[str, float]:
    """Figures on ``other`` of topics whose keywords are ranked on their own texts."""
    words = best_words(topics, own.vocabulary, _KEYWORDS, own)
    agreed = agreement(document_topics(other.counts, topics), labels)
    return {
        "npmi": npmi(words, other),
        "c_v": c_v(words, other),
        "diversity": diversity(words),
        **({"accuracy": agreed["accuracy"]} if "accuracy" in agreed else {}),
    }


def _unseen(
    bow: BagOfWords, labels: Sequence[str], own: Rows, other: Rows, topics: Floats, seed: int
) -> dict[str, float]:
    judged = some_documents(bow, other)
    found = _judged(topics, some_documents(bow, own), judged, [labels[n] for n in other.tolist()])
    del found["diversity"]  # it does not depend on the texts
    surprise = completion(judged.counts, topics, seed=seed)
    return found if surprise is None else {**found, "perplexity": surprise}


def _halves(bow: BagOfWords, units: Rows, seed: int) -> tuple[Rows, Rows]:
    """The rows of two random halves of (at most 10,000) documents that hold a known word."""
    rows = np.flatnonzero(np.diff(bow.counts.indptr) > 0)
    order = np.random.default_rng(seed).permutation(int(units.max()) + 1)[units[rows]]
    rows = rows[np.argsort(order, kind="stable")][:_MOST]
    even = np.isin(units[rows], _every_other(units[rows]))
    return np.sort(rows[even]), np.sort(rows[~even])


def _every_other(units: Rows) -> Rows:
    """Every other unit, in the order in which they come."""
    _, first = np.unique(units, return_index=True)
    return units[np.sort(first)][::2]
