"""How good topics are: coherence, diversity, perplexity, and agreement with labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .bow import BagOfWords, counts_for
from .inference import ALPHA, document_topics
from .ranking import best_words
from .topic_model import Matrix, TopicModel

Floats = NDArray[np.float64]
TOP_WORDS = 10
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


def perplexity(model: TopicModel, bow: BagOfWords, seed: int = 0) -> float | None:
    """Perplexity per word by document completion: lower is better, the vocabulary size is chance.

    Each document's words are split at random in halves; topics are inferred from one half, and
    the other half is predicted: exp(-log likelihood / words). Source: Wallach et al., "Evaluation
    methods for topic models" (2009), section 5. At most 1,000 documents are used; the topics'
    words were learned from them too. None when no document has two words.
    """
    counts = _sample(counts_for(model.terms, bow), seed)
    rng = np.random.default_rng(seed)
    half = counts.copy()  # else removing its zeros would break the matrix that it came from
    half.data = rng.binomial(counts.data, 0.5)
    rest = (counts - half).tocsr()
    half.eliminate_zeros()
    rest.eliminate_zeros()
    both = (np.diff(half.indptr) > 0) & (np.diff(rest.indptr) > 0)
    if not both.any():
        return None
    theta = document_topics(half[both], model.topic_word, _alpha(model))
    return _predicted(theta, model.topic_word, rest[both])


def _predicted(theta: Matrix, topic_word: Matrix, counts: csr_matrix) -> float:
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    likelihood = np.einsum("nk,nk->n", theta[rows], topic_word.T[counts.indices])
    total = float((counts.data * np.log(np.maximum(likelihood, 1e-30))).sum())
    return float(np.exp(-total / counts.data.sum()))


def _sample(counts: csr_matrix, seed: int, size: int = 1000) -> csr_matrix:
    if counts.shape[0] <= size:
        return counts
    return counts[np.random.default_rng(seed).choice(counts.shape[0], size, replace=False)]


def _alpha(model: TopicModel) -> float:
    return float(model.parameters.get("alpha", ALPHA))


def evaluate(
    model: TopicModel, bow: BagOfWords, labels: Sequence[str] | None = None
) -> dict[str, float]:
    """The figures of a model on a corpus.

    "npmi" and "diversity" of the ten best words, "perplexity", "coverage" (share of documents with
    a known word; each of those is assigned to a topic). With ``labels`` (D, "" for none), also
    "accuracy", "purity" and "nmi": see :mod:`topicllama.tools.agreement`.
    """
    counts = counts_for(model.terms, bow)
    words = best_words(model.topic_word, model.vocabulary, TOP_WORDS)
    figures = {
        "npmi": npmi(words, counts),
        "diversity": diversity(words),
        "coverage": float((np.diff(counts.indptr) > 0).mean()) if counts.shape[0] else 0.0,
    }
    found = perplexity(model, bow)
    if found is not None:
        figures["perplexity"] = found
    if labels is not None:
        from .agreement import agreement

        figures.update(agreement(model.document_topic, labels))
    return {name: round(float(value), 4) for name, value in figures.items()}
