"""How good topics are: coherence, diversity, perplexity, and agreement with labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
_EPSILON = 1e-12  # gensim's, so that figures compare


def topic_npmi(topic_words: Sequence[Sequence[int]], counts: csr_matrix) -> Floats:
    """NPMI coherence of each topic (K), from -1 to 1; columns of its best words, best first.

    The mean over all pairs of a topic's words of
    log(p(a, b) / (p(a) p(b))) / -log p(a, b), where p is the share of documents that hold the
    word or both words. Sources: Bouma, "Normalized (pointwise) mutual information in collocation
    extraction" (2009); Röder, Both, Hinneburg, "Exploring the space of topic coherence measures"
    (2015). A topic of one word has no pairs and scores 0.
    """
    used = np.unique(np.concatenate([np.asarray(words, np.int64) for words in topic_words]))
    present = counts[:, used].astype(bool).astype(np.float32)
    together = np.asarray((present.T @ present).todense(), np.float64)
    place = {column: number for number, column in enumerate(used.tolist())}
    pairs = _pair_npmi(together / max(counts.shape[0], 1))
    return np.array([_mean_pair(pairs, [place[int(w)] for w in words]) for words in topic_words])


def npmi(topic_words: Sequence[Sequence[int]], counts: csr_matrix) -> float:
    """Mean NPMI coherence of topics: see :func:`topic_npmi`."""
    return float(topic_npmi(topic_words, counts).mean())


def _pair_npmi(together: Floats) -> Floats:
    alone = np.diag(together)
    joint = together + _EPSILON
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
    # Two words that stand in every document tell nothing about each other.
    return np.where(together >= 1, 0.0, np.nan_to_num(values, nan=-1.0))


def _mean_pair(pairs: Floats, words: list[int]) -> float:
    if len(words) < 2:
        return 0.0
    return float(pairs[np.ix_(words, words)][np.triu_indices(len(words), 1)].mean())


def diversity(topic_words: Sequence[Sequence[int]]) -> float:
    """Share of different words among the best words of all topics (1: no word twice).

    Source: Dieng, Ruiz, Blei, "Topic modeling in embedding spaces" (2020).
    """
    words = [word for words in topic_words for word in words]
    return len(set(words)) / len(words) if words else 0.0
