"""How good topics are: coherence, diversity, perplexity, and agreement with labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from .bow import BagOfWords, counts_for
from .coherence import c_v, npmi, u_mass
from .inference import ALPHA, document_topics
from .sampling import some_words
from .topic_model import Matrix, TopicModel

TOP_WORDS = 10
_WORDS_SEEN = 5_000_000  # of the corpus by the coherence measures; a smaller corpus is seen whole


def diversity(topic_words: Sequence[Sequence[int]]) -> float:
    """Share of different words among the best words of all topics (1: no word twice).

    Source: Dieng, Ruiz, Blei, "Topic modeling in embedding spaces" (2020).
    """
    words = [word for words in topic_words for word in words]
    return len(set(words)) / len(words) if words else 0.0


def perplexity(model: TopicModel, bow: BagOfWords, seed: int = 0) -> float | None:
    """Perplexity per word of at most 1,000 documents by document completion: see
    :func:`completion`. The model may have been trained on them; for documents that it never saw
    see :func:`topicllama.tools.held_out.held_out`."""
    counts = counts_for(model.terms, bow)
    return completion(counts, model.topic_word, float(model.parameters.get("alpha", ALPHA)), seed)


def completion(
    counts: csr_matrix, topic_word: Matrix, alpha: float = ALPHA, seed: int = 0, most: int = 1000
) -> float | None:
    """Perplexity per word by document completion: lower is better, the vocabulary size is chance.

    Each document's words (counts (D, V), at most ``most`` documents) are split at random in
    halves; topics are inferred from one half, and the other half is predicted:
    exp(-log likelihood / words). Source: Wallach, Murray, Salakhutdinov, Mimno, "Evaluation
    methods for topic models" (ICML 2009), section 5. None when no document has two words.
    """
    rng = np.random.default_rng(seed)
    if counts.shape[0] > most:
        counts = counts[rng.choice(counts.shape[0], most, replace=False)]
    half = counts.copy()  # else removing its zeros would break the matrix that it came from
    half.data = rng.binomial(counts.data, 0.5)
    rest = (counts - half).tocsr()
    half.eliminate_zeros()
    rest.eliminate_zeros()
    both = (np.diff(half.indptr) > 0) & (np.diff(rest.indptr) > 0)
    if not both.any():
        return None
    theta = document_topics(half[both], topic_word, alpha)
    return _predicted(theta, topic_word, rest[both])


def _predicted(theta: Matrix, topic_word: Matrix, counts: csr_matrix) -> float:
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    likelihood = np.einsum("nk,nk->n", theta[rows], topic_word.T[counts.indices])
    total = float((counts.data * np.log(np.maximum(likelihood, 1e-30))).sum())
    return float(np.exp(-total / counts.data.sum()))


def keyword_columns(model: TopicModel, bow: BagOfWords) -> list[list[int]]:
    """The ten best words of each topic, as people see them, as columns of the corpus; a keyword
    that the corpus no longer holds is left out."""
    term_of = dict(zip(reversed(model.vocabulary), reversed(model.terms), strict=True))
    columns = [
        [bow.index.get(term_of.get(word, word), -1) for word in topic.keywords[:TOP_WORDS]]
        for topic in model.topics
    ]
    return [[column for column in words if column >= 0] for words in columns]


def evaluate(
    model: TopicModel, bow: BagOfWords, labels: Sequence[str] | None = None
) -> dict[str, float]:
    """The figures of a model on a corpus.

    "npmi", "c_v", "u_mass" (:mod:`topicllama.tools.coherence`) and "diversity" of the ten best
    words of the topics; "coverage" (share of documents with a known word; each of those is
    assigned to a topic); "perplexity" (:func:`perplexity`). With ``labels`` (D, "" for none) also
    the figures of :mod:`topicllama.tools.agreement`.
    """
    counts = counts_for(model.terms, bow)
    words = keyword_columns(model, bow)
    figures = {
        **_coherence([listed for listed in words if listed], some_words(bow, _WORDS_SEEN)),
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


def _coherence(words: Sequence[Sequence[int]], bow: BagOfWords) -> dict[str, float]:
    if not words or not len(bow.words):
        return {}
    return {"npmi": npmi(words, bow), "c_v": c_v(words, bow), "u_mass": u_mass(words, bow)}
