"""Changing topics by hand: merge, split, rename, delete. Each gives a new model.

Ids of untouched topics stay. Topics that changed come back without a label
(:func:`topicllama.tools.keyword_labels.keyword_labels` names them); figures are the caller's to
compute anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .bow import BagOfWords, counts_for
from .errors import TopicLlamaError
from .inference import ALPHA, document_topics
from .ranking import best_words
from .tokens import has_han
from .topic_model import Topic, TopicModel
from .vocabulary import aligned

Floats = NDArray[np.float32]
_LONGEST_NAME = 120
_FEWEST_WORDS = 1.0  # of a topic in a document, for the document to shape the parts of a split


def merge(model: TopicModel, ids: Sequence[int], bow: BagOfWords | None = None) -> TopicModel:
    """One topic out of several: words averaged by size, weights added; it has the smallest id.
    ``bow``, the corpus, orders its keywords as training does."""
    wanted = sorted(set(ids))
    if len(wanted) < 2:
        raise TopicLlamaError("Merging needs two different topics.", "For example: topics 2 and 5.")
    rows = [model.row(topic_id) for topic_id in wanted]
    shares = np.array([max(model.topics[row].share, 1e-9) for row in rows])
    words = np.average(model.topic_word[rows], axis=0, weights=shares)
    weights = model.document_topic[:, rows].sum(axis=1)
    kept = [row for row in range(model.num_topics) if row not in rows[1:]]
    topic_word, document_topic = model.topic_word.copy(), model.document_topic.copy()
    topic_word[rows[0]], document_topic[:, rows[0]] = words, weights
    return rebuilt(
        model, topic_word[kept], document_topic[:, kept], [model.topics[row] for row in kept],
        changed=[wanted[0]], action=f"merge {_listed(wanted)}", bow=bow,
    )  # fmt: skip


def split(
    model: TopicModel, bow: BagOfWords, topic_id: int, parts: int = 2, seed: int = 0
) -> TopicModel:
    """A topic taken apart by what its documents say: the largest part keeps the id, the others
    get ids that were never used. TopicLlamaError when its documents do not differ enough."""
    if parts < 2:
        raise TopicLlamaError("A topic is split into two parts or more.")
    row = model.row(topic_id)
    own = _words_of_topic(model, bow, row)
    part_words = _parts(model, own, topic_id, parts, seed)
    inside = document_topics(own, part_words, ALPHA)
    order = np.argsort(-(model.document_topic[:, row] @ inside), kind="stable")
    part_words, inside = part_words[order], inside[:, order] * model.document_topic[:, [row]]
    topic_word = np.vstack([model.topic_word, part_words[1:]])
    document_topic = np.hstack([model.document_topic, inside[:, 1:]])
    topic_word[row], document_topic[:, row] = part_words[0], inside[:, 0]
    fresh = _next_id(model)
    added = list(range(fresh, fresh + len(part_words) - 1))
    topics = [*model.topics, *(replace(model.topics[row], id=new) for new in added)]
    action = f"split {topic_id} into {_listed([topic_id, *added])}"
    return rebuilt(
        model,
        topic_word,
        document_topic,
        topics,
        changed=[topic_id, *added],
        action=action,
        bow=bow,
    )


def rename(model: TopicModel, topic_id: int, name: str) -> TopicModel:
    """A name that a person chose; no labelling replaces it."""
    label = " ".join(name.split())
    if not label or len(label) > _LONGEST_NAME:
        raise TopicLlamaError(
            f"A topic's name has 1 to {_LONGEST_NAME} characters.", "Give a name of a few words."
        )
    row = model.row(topic_id)
    for other in model.topics:
        if other.id != topic_id and other.label.casefold() == label.casefold():
            raise TopicLlamaError(
                f"Topic {other.id} is called “{label}” already.", "Choose another name."
            )
    topics = list(model.topics)
    language = "zh" if has_han(label) else "en"
    topics[row] = replace(topics[row], label=label, label_source="person", labels={language: label})
    action = f"rename {topic_id} to {label}"
    return model.with_topics(topics, parent=model.version, action=action)


def delete(model: TopicModel, topic_id: int) -> TopicModel:
    """The model without a topic; its documents go to their other topics in proportion."""
    row = model.row(topic_id)
    if model.num_topics == 1:
        raise TopicLlamaError("The only topic cannot be deleted.", "Train again instead.")
    kept = [place for place in range(model.num_topics) if place != row]
    weights = model.document_topic[:, kept]
    return rebuilt(
        model, model.topic_word[kept], weights, [model.topics[place] for place in kept],
        action=f"delete {topic_id}",
    )  # fmt: skip


def rebuilt(
    model: TopicModel, topic_word: Floats, document_topic: Floats, topics: Sequence[Topic], *,
    action: str, changed: Sequence[int] = (), keywords_of: Sequence[int] | None = (),
    terms: Sequence[str] | None = None, vocabulary: Sequence[str] | None = None,
    parameters: Mapping[str, Any] | None = None, bow: BagOfWords | None = None, **fields: Any,
) -> TopicModel:  # fmt: skip
    """The new model: rows made to sum to 1, sizes counted, the ``changed`` topics without a label.

    The topics in ``keywords_of`` get new keywords (None: all do) and keep their label. ``terms``
    and ``vocabulary`` are those of ``topic_word`` where they are others than the model's;
    ``parameters`` come on top of the model's; other fields replace the model's. With ``bow`` the
    keywords are ordered as training orders them.
    """
    topic_word, document_topic = _sum_to_one(topic_word), _sum_to_one(document_topic)
    known = tuple(terms if terms is not None else model.terms)
    shown = tuple(vocabulary if vocabulary is not None else model.vocabulary)
    company = None if bow is None else aligned(bow, known, shown)
    shares = document_topic.mean(axis=0, dtype=np.float64)
    largest = np.bincount(document_topic.argmax(axis=1), minlength=len(topics))
    fresh = []
    for row, columns in enumerate(best_words(topic_word, shown, bow=company)):
        topic = replace(topics[row], share=float(shares[row]), documents=int(largest[row]))
        if topic.id in changed:
            topic = replace(topic, label="", label_source="keywords", labels={}, description="",
                            representative=())  # fmt: skip
        if keywords_of is None or topic.id in (*changed, *keywords_of):
            topic = replace(topic, keywords=tuple(shown[column] for column in columns))
        fresh.append(topic)
    used = max(_next_id(model), *(topic.id + 1 for topic in topics))
    return model.with_topics(
        fresh, topic_word=topic_word, document_topic=document_topic, vocabulary=shown,
        terms=known, parent=model.version,
        action=action, parameters={**model.parameters, **(parameters or {}), "next_id": used},
        **fields,
    )  # fmt: skip


def _sum_to_one(rows: Floats) -> Floats:
    """Rows that sum to 1; one without any weight becomes uniform."""
    totals = rows.sum(axis=1, keepdims=True)
    even = np.float32(1 / max(rows.shape[1], 1))
    return np.where(totals > 0, rows / np.maximum(totals, 1e-30), even).astype(np.float32)


def places(ids: Sequence[str], among: Sequence[str]) -> NDArray[np.int64]:
    """Where each id stands in another list, -1 where it does not."""
    if ids == among:
        return np.arange(len(ids))
    place = {name: number for number, name in enumerate(among)}
    return np.array([place.get(name, -1) for name in ids], np.int64)


def alpha_of(model: TopicModel) -> float:
    """The prior of each topic in a document that the model was trained with."""
    return float(model.parameters.get("alpha", ALPHA))


def _next_id(model: TopicModel) -> int:
    """An id that no topic has or had."""
    used = max(topic.id for topic in model.topics) + 1
    return max(used, int(model.parameters.get("next_id", 0)))


def _words_of_topic(model: TopicModel, bow: BagOfWords, row: int) -> csr_matrix:
    """The part of each count (D, V) that a topic explains, by its weight in the document and its
    probability of the word."""
    place = places(model.document_ids, bow.document_ids)
    if (place < 0).any():
        raise TopicLlamaError(
            "Some documents of these topics are no longer in the corpus.",
            "Update the topics first.",
        )
    counts = counts_for(model.terms, bow)[place]
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    own = model.document_topic[rows, row] * model.topic_word[row, counts.indices]
    every = np.einsum("nk,nk->n", model.document_topic[rows], model.topic_word.T[counts.indices])
    shares = (own / np.maximum(every, 1e-30)).astype(np.float32)
    return csr_matrix(
        (counts.data * shares, counts.indices.copy(), counts.indptr.copy()), counts.shape
    )


def _parts(model: TopicModel, own: csr_matrix, topic_id: int, parts: int, seed: int) -> Floats:
    """p(word | part) (parts, V) from the documents that the topic explains best."""
    from .plugins import find
    from .training import words_of_topics

    mass = np.asarray(own.sum(axis=1)).ravel()
    taking_part = own[mass >= _FEWEST_WORDS]
    taking_part.data = np.rint(taking_part.data)
    taking_part.eliminate_zeros()
    found = np.empty((0, own.shape[1]), np.float32)
    if taking_part.shape[0] >= parts:
        known = find("algorithm", model.algorithm)  # a plugin may be gone
        found = words_of_topics(taking_part, parts, known.name if known else "nmf", seed)
    if len(found) < parts:
        raise TopicLlamaError(
            f"Topic {topic_id} cannot be split into {parts}: its documents are too much alike.",
            "Ask for fewer parts, or train again with more topics.",
        )
    return found


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids[:-1])) + f" and {ids[-1]}"
