"""Topics as a tree: which are close, which less so, and what those of a branch have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .label_wording import join_parts, language_of
from .topic_model import Topic, TopicModel

if TYPE_CHECKING:
    from scipy.cluster.hierarchy import ClusterNode

Floats = NDArray[np.float64]
_SHARED = 5  # words of a branch
_NAMED = 3  # of them in its name
_WHOLE = {"en": "all topics", "zh": "全部主题"}


@dataclass(frozen=True, slots=True)
class Branch:
    """A topic (``id``, no ``children``), or topics that are close (``id`` None, two children).

    ``height`` is the mean distance between the topics of the two children, 0 to 1, and 0 for a
    topic. ``topics`` are the ids inside, in the order in which they are drawn. ``labels`` is the
    name for readers of "en" and "zh" (words of the texts stay in the language of the texts),
    ``words`` are those that all topics of the branch have in common.
    ``share`` and ``documents`` are the sums over its topics.
    """

    id: int | None
    label: str
    labels: dict[str, str]
    height: float
    topics: list[int]
    words: list[str]
    share: float
    documents: int
    children: list[Branch]

    def walk(self) -> Iterator[Branch]:
        """The branch and all below it, from the top and the left."""
        yield self
        for child in self.children:
            yield from child.walk()


def topic_distances(topic_word: NDArray[np.float32]) -> Floats:
    """Jensen-Shannon distance (K, K), base 2, 0 to 1, between p(word | topic) (K, V).

    Source: Endres, Schindelin, "A new metric for probability distributions" (IEEE Transactions on
    Information Theory 49(7), 2003). The topics of every algorithm are such distributions: those
    of LSA lose their signs when they are made (:mod:`topicllama.tools.lsa`), so this holds for
    them as well, and no cosine is needed.
    """
    from scipy.spatial.distance import pdist, squareform

    square: Floats = squareform(_in_base_2(pdist(_distributions(topic_word), "jensenshannon")))
    return square


def distances_to(topic_word: NDArray[np.float32], row: int) -> Floats:
    """:func:`topic_distances` (K,) to the topic of one row, without SciPy: importing that takes
    longer than opening a topic may."""
    words = _distributions(topic_word)
    own, middle = words[row], (words + words[row]) / 2
    between = (_relative_entropies(words, middle) + _relative_entropies(own, middle)) / 2
    return _in_base_2(np.sqrt(np.maximum(between, 0)))


def _relative_entropies(of: Floats, to: Floats) -> Floats:
    """(K,) the sums of p log(p / q) over words, 0 where p is."""
    ratio = np.divide(of, to, out=np.ones_like(to), where=(of > 0) & (to > 0))
    summed: Floats = (of * np.log(ratio)).sum(axis=1)
    return summed


def _distributions(topic_word: NDArray[np.float32]) -> Floats:
    words: Floats = np.maximum(np.asarray(topic_word, np.float64), 0)
    words /= np.maximum(words.sum(axis=1, keepdims=True), 1e-300)
    return words


def _in_base_2(distances: Floats) -> Floats:
    """From the natural logarithm; rounding may have left a root of less than nothing."""
    in_bits: Floats = np.clip(np.nan_to_num(distances) / np.sqrt(np.log(2)), 0, 1)
    return in_bits


def hierarchy(model: TopicModel) -> Branch:
    """The topics as a binary tree: average linkage (UPGMA; Sokal, Michener 1958) of
    :func:`topic_distances`, drawn in the order that puts close topics side by side (Bar-Joseph,
    Gifford, Jaakkola, "Fast optimal leaf ordering for hierarchical clustering", 2001).

    The same topics give the same tree; of the two mirror images it is the one whose first topic
    has the smaller id. A model of one topic is that topic.
    """
    if model.num_topics == 1:
        return _leaf(model.topics[0])
    from scipy.cluster.hierarchy import linkage, optimal_leaf_ordering, to_tree
    from scipy.spatial.distance import squareform

    between = squareform(topic_distances(model.topic_word), checks=False)
    links = optimal_leaf_ordering(linkage(between, "average"), between)
    root = to_tree(links)
    order = root.pre_order()
    mirrored = model.topics[order[0]].id > model.topics[order[-1]].id
    return _branch(root, model, np.log(np.maximum(model.topic_word, 1e-12)), mirrored=mirrored)


def _branch(node: ClusterNode, model: TopicModel, logs: Floats, *, mirrored: bool) -> Branch:
    if node.is_leaf():
        return _leaf(model.topics[node.id])
    pair = [node.right, node.left] if mirrored else [node.left, node.right]
    children = [_branch(child, model, logs, mirrored=mirrored) for child in pair]
    inside = [model.topics[row] for row in node.pre_order()]
    words = _shared_words(node.pre_order(), model, logs)
    labels = _names(words, inside, whole=len(inside) == model.num_topics)
    return Branch(
        None, labels["en"], labels, round(float(node.dist), 4),
        [name for child in children for name in child.topics], words,
        sum(topic.share for topic in inside), sum(topic.documents for topic in inside), children,
    )  # fmt: skip


def _leaf(topic: Topic) -> Branch:
    labels = {language: topic.labels.get(language, topic.label) for language in ("en", "zh")}
    return Branch(topic.id, topic.label, labels, 0.0, [topic.id], list(topic.keywords[:_SHARED]),
                  topic.share, topic.documents, [])  # fmt: skip


def _shared_words(rows: Sequence[int], model: TopicModel, logs: Floats) -> list[str]:
    """Words likely in every topic of the branch and less so outside: g * log(g / o), g being the
    geometric mean of p(word | topic) inside and o the mean outside."""
    inside = np.zeros(model.num_topics, bool)
    inside[list(rows)] = True
    if inside.all():
        return []
    own = logs[inside].mean(axis=0)
    others = np.log(np.maximum(model.topic_word[~inside].mean(axis=0), 1e-12))
    scores = np.exp(own) * (own - others)
    best = [column for column in np.argsort(-scores, kind="stable")[: 2 * _SHARED].tolist()
            if scores[column] > 0]  # fmt: skip
    return list({model.vocabulary[c].lower(): model.vocabulary[c] for c in best}.values())[:_SHARED]


def _names(words: Sequence[str], inside: Sequence[Topic], *, whole: bool) -> dict[str, str]:
    """The name of a branch: its words; where its topics share none, the labels of the largest."""
    if whole:
        return dict(_WHOLE)
    largest = sorted(inside, key=lambda topic: (-topic.share, topic.id))[:2]
    parts = list(words[:_NAMED]) or [topic.label for topic in largest]
    name = join_parts(parts, language_of(parts, parts))
    return {"en": name, "zh": name}
