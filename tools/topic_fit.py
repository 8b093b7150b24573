"""How well topics cover documents that they were not made from, beside those that they were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import digamma

from .bow import BagOfWords, counts_for
from .editing import Floats, alpha_of, places
from .topic_model import TopicModel

Doubles = NDArray[np.float64]
_SAMPLE = 300  # old documents that are looked at
_RAREST = 5  # percentile: in how many documents the rarest words of a vocabulary stand
# Measured with ten corpora in English and Chinese, 80 to 5,000 documents: of new documents of the
# same kind the topics know 0.95 to 1.01 times as much as of old ones, and the weight of the main
# topic is 0.86 to 1.09 times theirs. Of other corpora and of a subject that was held back one of
# the two stays below (0.00 to 0.87 of the words or 0.25 to 0.75 of the weight), but where the
# topics have a kindred subject.
_KNOWN = 0.9
_WEIGHT = 0.8
_ITERATIONS, _TOLERANCE = 50, 1e-3


@dataclass(frozen=True, slots=True)
class Fit:
    """``known``: share of the new documents' words that the topics know; ``weight``: mean weight
    of their heaviest topic. ``known_before`` and ``weight_before``: the same of old documents, as
    if the topics had not been made from them. ``good`` False: they are about something else."""

    known: float
    known_before: float
    weight: float
    weight_before: float
    good: bool


def fit(
    model: TopicModel, bow: BagOfWords, new: NDArray[np.intp], place: NDArray[np.bool_],
    weights: Floats,
) -> Fit:  # fmt: skip
    """The fit of the documents in the rows ``new`` of the corpus, of which ``place`` (V) are the
    words that the topics know, and ``weights`` (D, K) the topics.

    A few documents are only called ill-fitting when they are so by more than chance (one standard
    error). Without an old document to compare with, only the words are judged.
    """
    known = shares(bow.counts[new], place)
    heaviest = weights.max(axis=1).astype(np.float64)
    old, usual = _if_unseen(model, bow, place)
    good = _reaches(known, _KNOWN * old) and _reaches(heaviest, _WEIGHT * usual)
    return Fit(
        round(float(known.mean()), 4), round(old, 4), round(float(heaviest.mean()), 4),
        round(usual, 4), good,
    )  # fmt: skip


def _reaches(values: Doubles, least: float) -> bool:
    error = values.std() / np.sqrt(len(values))
    return bool(values.mean() + error >= least)


def shares(counts: csr_matrix, place: NDArray[np.bool_]) -> Doubles:
    """The share of each document's words (D) that stand in ``place`` (V); 0 of an empty one."""
    total = np.asarray(counts.sum(axis=1), np.float64).ravel()
    share: Doubles = np.asarray(counts @ place.astype(np.float64)).ravel() / np.maximum(total, 1)
    return share


def _if_unseen(model: TopicModel, bow: BagOfWords, place: NDArray[np.bool_]) -> tuple[float, float]:
    """(share of known words, weight of the heaviest topic) of old documents, had they been new."""
    rows = places(bow.document_ids, model.document_ids)
    here = np.flatnonzero(rows >= 0)
    counts = bow.counts[here]
    spread = np.bincount(counts.indices, minlength=len(place))
    if not (place & (spread > 0)).any():
        return 1.0, 0.0
    rarest = np.percentile(spread[place & (spread > 0)], _RAREST)
    known = shares(counts, place & (spread - 1 >= rarest))
    chosen = here[:: max(1, len(here) // _SAMPLE)]
    counts = counts_for(model.terms, bow)[chosen]
    weights = weights_if_unseen(model, counts, model.document_topic[rows[chosen]])
    return float(known.mean()), float(weights.max(axis=1).mean())


def weights_if_unseen(model: TopicModel, counts: csr_matrix, own: Floats) -> Floats:
    """What the topics of old documents, ``own`` (D, K), would be if the topics' words had not been
    learned from them: each is inferred from its ``counts`` (D, V) with its own expected counts
    taken out of the topics.

    Documents that topics were made from fit them better than any others, in a small corpus much
    better, so that new ones cannot be compared with them as they are.
    """
    documents = len(own)
    at = np.repeat(np.arange(documents), np.diff(counts.indptr))
    known = np.ascontiguousarray(model.topic_word.T[counts.indices]).astype(np.float64)
    mine = _shared_out(own[at] * known, counts.data)
    size = float(counts.sum()) / documents * model.document_topic.sum(axis=0, dtype=np.float64)
    rest = np.maximum(known * size - mine, 1e-9)
    rest /= np.maximum(size - _by_document(mine, at, documents), 1e-9)[at]
    return _inferred(rest, counts.data, at, documents, alpha_of(model))


def _shared_out(parts: Doubles, counts: NDArray[np.int32]) -> Doubles:
    """The counts (n) divided over topics (n, K) in proportion to ``parts``."""
    shared: Doubles = parts * (counts / np.maximum(parts.sum(axis=1), 1e-30))[:, None]
    return shared


def _by_document(parts: Doubles, at: NDArray[np.int64], documents: int) -> Doubles:
    """Sums over the counts of each document, (D, K)."""
    return np.stack([np.bincount(at, column, documents) for column in parts.T], axis=1)


def _inferred(
    known: Doubles, counts: NDArray[np.int32], at: NDArray[np.int64], documents: int, alpha: float
) -> Floats:
    """As :func:`topicllama.tools.variational.posterior`, with a p(word | topic) for each count
    (n, K) instead of each word."""
    gamma = np.full((documents, known.shape[1]), alpha + 1)
    for _ in range(_ITERATIONS):
        theta = np.exp(digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True)))
        explained = _shared_out(theta[at] * known, counts)
        before, gamma = gamma, alpha + _by_document(explained, at, documents)
        if np.abs(gamma - before).mean() < _TOLERANCE:
            break
    weights: Floats = (gamma / gamma.sum(axis=1, keepdims=True)).astype(np.float32)
    return weights
