"""The rows of the comparison: one function a model, on the same counts or words.

Each takes (corpus, number of topics, seed, clock), does its imports and brings the corpus into the
form that the library takes, and then measures the stages "fit" (to topics and words) and, where a
library does it apart, "infer" (weights of the documents).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clock import Clock
from .corpora import PeerCorpus

TOP_WORDS = 10
WORKERS = 2


@dataclass(frozen=True, eq=False)
class Fitted:
    """The best words of K topics, weights (D, K) and the topic of each document (D), -1 for
    none."""

    topics: list[list[str]]
    weights: NDArray[np.float32]
    assigned: NDArray[np.int64]


Row = Callable[[PeerCorpus, int, int, Clock], Fitted]


def _topicllama(algorithm: str) -> Row:
    def row(corpus: PeerCorpus, num_topics: int, seed: int, clock: Clock) -> Fitted:
        from topicllama.tools.bow import from_tokens
        from topicllama.tools.training import train

        bow = from_tokens(corpus.texts)
        with clock.stage("fit"):
            model = train(bow, num_topics=num_topics, algorithm=algorithm, seed=seed)
        topics = [list(topic.keywords[:TOP_WORDS]) for topic in model.topics]
        return _fitted(topics, model.document_topic)

    return row


def gensim_lda(corpus: PeerCorpus, num_topics: int, seed: int, clock: Clock) -> Fitted:
    """LdaMulticore as it is usually called."""
    from gensim.models import LdaMulticore

    bags = [list(Counter(columns).items()) for columns in corpus.columns]
    names = dict(enumerate(corpus.vocabulary))
    with clock.stage("fit"):
        model = LdaMulticore(
            bags, num_topics, id2word=names, passes=10, workers=WORKERS, random_state=seed
        )
        topics = [[word for word, _ in model.show_topic(k, TOP_WORDS)] for k in range(num_topics)]
    with clock.stage("infer"):
        weights, _ = model.inference(bags)
    return _fitted(topics, weights)


def tomotopy_lda(corpus: PeerCorpus, num_topics: int, seed: int, clock: Clock) -> Fitted:
    """Gibbs sampling, 1,000 iterations."""
    import tomotopy

    texts = corpus.texts
    with clock.stage("fit"):
        model = tomotopy.LDAModel(k=num_topics, seed=seed)
        for text in texts:
            model.add_doc(text)
        model.train(1000, workers=WORKERS)
        topics = [
            [word for word, _ in model.get_topic_words(k, top_n=TOP_WORDS)]
            for k in range(num_topics)
        ]
        weights = np.array([document.get_topic_dist() for document in model.docs], np.float32)
    return _fitted(topics, weights)


def sklearn_lda(corpus: PeerCorpus, num_topics: int, seed: int, clock: Clock) -> Fitted:
    from sklearn.decomposition import LatentDirichletAllocation

    model = LatentDirichletAllocation(num_topics, n_jobs=WORKERS, random_state=seed)
    counts = corpus.counts
    with clock.stage("fit"):
        model.fit(counts)
    with clock.stage("infer"):
        weights = model.transform(counts)
    return _fitted(_best(model.components_, corpus.vocabulary), weights)


def sklearn_nmf(corpus: PeerCorpus, num_topics: int, seed: int, clock: Clock) -> Fitted:
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfTransformer

    model = NMF(num_topics, init="nndsvd", max_iter=400, random_state=seed)
    counts = corpus.counts
    with clock.stage("fit"):
        weights = model.fit_transform(TfidfTransformer().fit_transform(counts))
    return _fitted(_best(model.components_, corpus.vocabulary), weights)


def bertopic(corpus: PeerCorpus, num_topics: int, seed: int, clock: Clock) -> Fitted:
    """Everything default but the seed and the number of topics; the vectors are there already.

    The words are those of the other rows. ``nr_topics`` counts the outliers as a topic. Weights
    are those of ``approximate_distribution``.
    """
    from .vectors import load_vectors

    vectors = load_vectors(corpus.folder)
    model = _bertopic_model(corpus, num_topics, seed)
    texts = [" ".join(text) for text in corpus.texts]
    with clock.stage("fit"):
        assigned, _ = model.fit_transform(texts, vectors)
        words = model.get_topics()
    with clock.stage("infer"):
        weights, _ = model.approximate_distribution(texts)
    topics = [[word for word, _ in words[k][:TOP_WORDS] if word] for k in sorted(words) if k >= 0]
    return Fitted(topics, np.asarray(weights, np.float32), np.asarray(assigned, np.int64))


def _bertopic_model(corpus: PeerCorpus, num_topics: int, seed: int) -> Any:
    from bertopic import BERTopic
    from sklearn.feature_extraction.text import CountVectorizer
    from umap import UMAP

    # BERTopic's own UMAP, with a seed.
    reduce = UMAP(
        n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False,
        random_state=seed,
    )  # fmt: skip
    words = CountVectorizer(vocabulary=corpus.vocabulary, token_pattern=r"\S+", lowercase=False)
    return BERTopic(nr_topics=num_topics, umap_model=reduce, vectorizer_model=words)


def _fitted(topics: list[list[str]], weights: NDArray[Any]) -> Fitted:
    """Each document in its heaviest topic; in none when it has no weights."""
    weights = np.asarray(weights, np.float32)
    assigned = np.where(weights.any(axis=1), weights.argmax(axis=1), -1)
    return Fitted(topics, weights, assigned)


def _best(components: NDArray[Any], vocabulary: Sequence[str]) -> list[list[str]]:
    order = np.argsort(-components, axis=1, kind="stable")[:, :TOP_WORDS]
    return [[vocabulary[column] for column in row] for row in order.tolist()]


OWN: dict[str, Row] = {
    "topicllama-lda": _topicllama("lda"),
    "topicllama-nmf": _topicllama("nmf"),
    "topicllama-lsa": _topicllama("lsa"),
}
PEERS: dict[str, Row] = {
    "bertopic": bertopic,
    "tomotopy": tomotopy_lda,
    "gensim": gensim_lda,
    "sklearn-lda": sklearn_lda,
    "sklearn-nmf": sklearn_nmf,
}
ROWS = {**OWN, **PEERS}
NAMES = {
    "topicllama-lda": "TopicLlama LDA",
    "topicllama-nmf": "TopicLlama NMF",
    "topicllama-lsa": "TopicLlama LSA",
    "bertopic": "BERTopic",
    "tomotopy": "tomotopy LDA, 1,000 iterations",
    "gensim": "gensim LdaMulticore, 10 passes",
    "sklearn-lda": "scikit-learn LDA",
    "sklearn-nmf": "scikit-learn NMF",
}
