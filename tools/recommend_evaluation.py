"""How good recommendations are: beside the most popular documents and TF-IDF neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .bow import bag_of_words
from .keyword_search import keyword_index
from .profiles import Event
from .progress import Task
from .recommend_ranking import rank
from .recommend_readers import Reader, readers_of_groups, readers_of_history
from .taste import Liked, Likeness
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_NEIGHBOURS = 3  # of TF-IDF: on the tuning part more right than one, two or all
# A system: the best k documents for a reader, as positions in the corpus, best first.
System = Callable[[Reader, int], Sequence[int]]


@dataclass(slots=True)
class RecommendEvaluation:
    """``systems`` holds ``recall``, ``ndcg``, ``coverage`` and ``novelty`` of each, over
    ``readers``; ``left_out`` are users who read too little. ``protocol`` is "history", "label"
    or "source"."""

    k: int
    readers: int
    left_out: int
    protocol: str
    systems: dict[str, dict[str, float]] = field(default_factory=dict)
    note: str = ""


def evaluate(
    workspace: Workspace,
    readers: Sequence[Reader],
    k: int = 10,
    task: Task | None = None,
    others: Sequence[Reader] = (),
) -> dict[str, dict[str, float]]:
    """The :func:`figures` of "ours", "popularity" and "tfidf" for ``readers``; what ``others``
    read counts for popularity too. Progress stage "recommend"."""
    everybody = (*readers, *others)
    reads = _reads(everybody, len(workspace.corpus))
    systems = {
        "ours": ours(workspace),
        "popularity": popularity(reads),
        "tfidf": tfidf(workspace),
    }
    task = task or Task()
    found: dict[str, list[Sequence[int]]] = {name: [] for name in systems}
    for n, reader in enumerate(readers):
        task.report("recommend", n, len(readers))
        for name, system in systems.items():
            found[name].append(system(reader, k))
    popular = (reads + 1) / (len(everybody) + 1)
    return {name: figures(lists, readers, popular, k) for name, lists in found.items()}


def figures(
    found: Sequence[Sequence[int]],
    readers: Sequence[Reader],
    popular: NDArray[np.float64],
    k: int,
) -> dict[str, float]:
    """Means over the readers of their lists' recall@k (the share of what was held out that is
    in the list) and nDCG@k (Järvelin and Kekäläinen 2002, gain 1); ``coverage``, the share of
    all candidates that somebody was recommended; and ``novelty``, the mean self-information
    -log2 p of what was recommended (Castells, Hurley and Vargas 2015), ``popular`` (D,) being p,
    the share of all readers who read a document, with one more who reads everything."""
    discounts = 1 / np.log2(np.arange(2, k + 2))
    recall, ndcg = [], []
    for places, reader in zip(found, readers, strict=True):
        hits = np.isin(np.asarray(places, np.int64), reader.held)
        recall.append(hits.sum() / len(reader.held))
        best = discounts[: min(k, len(reader.held))].sum()
        ndcg.append((hits * discounts[: len(hits)]).sum() / best)
    everything = np.concatenate([np.asarray(places, np.int64) for places in found])
    information = -np.log2(popular[everything])
    among = int(np.any([reader.candidates for reader in readers], axis=0).sum())
    return {
        "recall": round(float(np.mean(recall)), 4),
        "ndcg": round(float(np.mean(ndcg)), 4),
        "coverage": round(len(np.unique(everything)) / among, 4),
        "novelty": round(float(information.mean()) if len(information) else 0.0, 4),
    }


def _reads(readers: Sequence[Reader], documents: int) -> NDArray[np.int64]:
    """How many readers have read each document (D,), as far as it is not held out."""
    return np.bincount(np.concatenate([np.unique(r.read) for r in readers]), minlength=documents)


def ours(workspace: Workspace) -> System:
    """:func:`topicllama.tools.recommend_ranking.rank`, as ``recommend`` uses it."""
    words = keyword_index(workspace)
    likeness = Likeness(workspace, words)

    def best(reader: Reader, k: int) -> Sequence[int]:
        names = [words.ids[i] for i in (*reader.read, *reader.disliked)]
        known = workspace.corpus.get(names)

        def items(places: NDArray[np.int64], weights: NDArray[np.float32]) -> list[Liked]:
            return [
                Liked(words.ids[i], known[words.ids[i]].text, int(i), weight=float(weight))
                for i, weight in zip(places, weights, strict=True)
            ]

        bad = items(reader.disliked, np.ones(len(reader.disliked), np.float32))
        good = items(reader.read, reader.weights)
        return rank(likeness, good, bad, k, reader.candidates).positions

    return best


def popularity(reads: NDArray[np.int64]) -> System:
    """What was read most: ``reads`` (D,) counts the readers of each document."""

    def best(reader: Reader, k: int) -> Sequence[int]:
        return _best(reads, reader, k)

    return best


def tfidf(workspace: Workspace) -> System:
    """The documents with the greatest mean cosine to the three nearest of those read, by the
    words of the topics weighted by TF-IDF (logarithmic frequencies)."""
    matrix = _tfidf_matrix(workspace)

    def best(reader: Reader, k: int) -> Sequence[int]:
        cosines = np.sort((matrix @ matrix[reader.read].T).toarray(), axis=1)
        return _best(cosines[:, -_NEIGHBOURS:].mean(axis=1), reader, k)

    return best


def _tfidf_matrix(workspace: Workspace) -> csr_matrix:
    from sklearn.feature_extraction.text import TfidfTransformer

    bow = bag_of_words(workspace)
    row = {name: n for n, name in enumerate(bow.document_ids)}
    order = [row[name] for name in workspace.corpus.ids()]
    return TfidfTransformer(sublinear_tf=True).fit_transform(bow.counts)[order]


def _best(scores: NDArray[np.float64] | NDArray[np.int64], reader: Reader, k: int) -> Sequence[int]:
    allowed = reader.candidates & ~np.isin(np.arange(len(scores)), reader.read)
    places: list[int] = np.argsort(np.where(allowed, -scores, np.inf), kind="stable")[:k].tolist()
    return [place for place in places if allowed[place]]


def evaluate_history(
    workspace: Workspace, events: Sequence[Event], k: int = 10, task: Task | None = None
) -> RecommendEvaluation:
    """Of the users of a history: their last documents are held out
    (:func:`~topicllama.tools.recommend_readers.readers_of_history`) and to be found in the whole
    corpus."""
    readers = readers_of_history(events, workspace, keyword_index(workspace))
    users = len({event.user for event in events})
    return RecommendEvaluation(
        k, len(readers), users - len(readers), "history", evaluate(workspace, readers, k, task)
    )


def evaluate_groups(
    workspace: Workspace, by: str, k: int = 10, task: Task | None = None
) -> RecommendEvaluation:
    """Of simulated readers of the corpus's labels or sources (``by``): see
    :func:`~topicllama.tools.recommend_readers.readers_of_groups`."""
    readers = readers_of_groups(workspace.require_documents().column(by))
    found = evaluate(workspace, readers, k, task)
    return RecommendEvaluation(k, len(readers), 0, by, found)
