"""Topics by k-means: every document belongs to the group whose centre is nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from topicllama.tools.algorithms import Algorithm, Fit

_SHARP = 20.0  # how soon a document belongs to one group alone


def fit(asked: Fit) -> NDArray[np.float32]:
    """The centres (K, V): the mean tf-idf weight of each word in the documents of a group."""
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(asked.counts)
    if asked.task is not None:
        asked.task.report("train", 0, None, "k-means")
    model = KMeans(asked.num_topics, n_init=4, random_state=asked.seed).fit(weights)
    centres: NDArray[np.float32] = np.maximum(model.cluster_centers_, 0).astype(np.float32)
    return centres


def mixtures(counts: csr_matrix, words: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much documents (D, V) belong to each group (D, K): the softmax of the cosines."""
    near = normalize(counts.astype(np.float32)) @ normalize(words).T
    weights = np.exp(_SHARP * (near - near.max(axis=1, keepdims=True)))
    shares: NDArray[np.float32] = weights / weights.sum(axis=1, keepdims=True)
    return shares


KMEANS = Algorithm(
    fit,
    title=("K-means", "K 均值"),
    about=(
        "puts every document into one group. Simple, for texts that each have one subject.",
        "把每篇文档归入一组。简单，适合每篇只讲一件事的文本。",
    ),
    reference="Lloyd, S. P. (1982). Least squares quantization in PCM. IEEE Transactions on "
    "Information Theory 28(2), 129-137.",
    mixtures=mixtures,
)
