"""Folding new documents into topics: ids, labels and names stay, the topics' words learn.

One pass of expectation and maximisation. The topics' words weigh as much as the words of the
documents they have; to them come the words of the new documents, each where the topics explain
it (the expected counts of variational inference, as in the M step of Hoffman, Blei, Bach, "Online
Learning for Latent Dirichlet Allocation", 2010, with the old topics as prior). Then the topics of
every document are inferred, as after a training.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .algorithms import mixtures
from .bow import BagOfWords
from .corpus import Corpus
from .editing import Floats, alpha_of, places, rebuilt
from .inference import document_topics
from .noise import noise_of
from .progress import Task
from .topic_fit import Fit, fit, shares
from .topic_model import TopicModel
from .variational import posterior
from .vocabulary import without_words

_BLOCK = 2048
_TEACHES = 0.3  # least share of known words of a document that the topics learn from


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did; ``fit`` is None when no document is new."""

    added: int
    removed: int
    fit: Fit | None = None


def differences(model: TopicModel, ids: Iterable[str]) -> tuple[int, int]:
    """(documents of a corpus that the model lacks, documents of the model that it lacks)."""
    known, here = set(model.document_ids), set(ids)
    return len(here - known), len(known - here)


def outdated(model: TopicModel, corpus: Corpus) -> str:
    """A sentence when the documents are no longer those of the topics, else ""."""
    if model.corpus in ("", corpus.fingerprint):
        return ""
    added, removed = differences(model, corpus.ids())
    return (
        f"The texts have changed since these topics were found ({added:,} new, {removed:,} gone): "
        "update the topics to include them."
    )


def update(
    model: TopicModel, bow: BagOfWords, task: Task | None = None
) -> tuple[TopicModel, Update]:
    """The model of the corpus as it is now.

    Documents that have gone leave. New words of the vocabulary get their place, the person's
    noise words stay out. A new document of which the topics know less than a third of the words
    gets its topics but teaches them nothing: its words would spread over all of them. Keywords
    and sizes are those of the new corpus, ids and labels stay. Progress stage "assign".
    """
    bow = without_words(bow, noise_of(model))
    old = places(bow.document_ids, model.document_ids)
    words, place = _carried_over(model, bow)
    rows = np.flatnonzero(old < 0)
    weights, learned = _learn(model, bow.counts[rows], words, place)
    learned += _prior(model, bow, words, place, old)
    found = fit(model, bow, rows, place, weights) if len(rows) else None
    done = Update(len(rows), len(model.document_ids) - int((old >= 0).sum()), found)
    return _model(model, bow, learned, done, task), done


def _model(
    model: TopicModel, bow: BagOfWords, learned: NDArray[np.float64], done: Update,
    task: Task | None,
) -> TopicModel:  # fmt: skip
    """The model with the words (K, V) that its topics have learned, and all documents."""
    own = mixtures(model.algorithm, model.parameters)
    used = np.flatnonzero(learned.sum(axis=0) > 0)  # a word that nothing taught stays unknown
    words = learned[:, used]
    words = (words / words.sum(axis=1, keepdims=True)).astype(np.float32)
    every = document_topics(bow.counts[:, used].tocsr(), words, alpha_of(model), task, own)
    return rebuilt(
        model, words, every, model.topics, keywords_of=None,
        action=f"update: {done.added} new, {done.removed} gone",
        terms=[bow.terms[column] for column in used],
        vocabulary=[bow.vocabulary[column] for column in used],
        parameters={"text": bow.config.to_json()},
        bow=bow, document_ids=bow.document_ids, corpus=bow.fingerprint,
    )  # fmt: skip


def _carried_over(model: TopicModel, bow: BagOfWords) -> tuple[Floats, NDArray[np.bool_]]:
    """p(word | topic) (K, V) over the corpus's words, and which of them (V) the topics know."""
    index = {term: column for column, term in enumerate(model.terms)}
    columns = np.array([index.get(term, -1) for term in bow.terms], np.int64)
    place = columns >= 0
    words = np.zeros((model.num_topics, len(columns)), np.float32)
    words[:, place] = model.topic_word[:, columns[place]]
    return words, place


def _learn(
    model: TopicModel, counts: csr_matrix, words: Floats, place: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.float64]]:
    """The topics of new documents (D, K) by the words that the topics know, and how many of each
    word every topic explains (K, V): a new word goes with the topics of its document."""
    prior = np.full(model.num_topics, alpha_of(model), np.float32)
    weights = np.empty((counts.shape[0], model.num_topics), np.float32)
    learned = np.zeros(words.shape, np.float64)
    teaches = shares(counts, place) >= _TEACHES
    for group in (np.flatnonzero(teaches), np.flatnonzero(~teaches)):
        for start in range(0, len(group), _BLOCK):
            rows = group[start : start + _BLOCK]
            part = counts[rows]
            gamma, expected = posterior(_only(part, place), words, prior)
            weights[rows] = gamma / gamma.sum(axis=1, keepdims=True)
            if teaches[rows[0]]:
                learned += expected * words
                learned[:, ~place] += weights[rows].T @ part[:, ~place]
    return weights, learned


def _only(counts: csr_matrix, place: NDArray[np.bool_]) -> csr_matrix:
    """The counts with the other columns empty."""
    kept = csr_matrix(
        (counts.data * place[counts.indices], counts.indices.copy(), counts.indptr.copy()),
        counts.shape,
    )
    kept.eliminate_zeros()
    return kept


def _prior(
    model: TopicModel, bow: BagOfWords, words: Floats, place: NDArray[np.bool_],
    old: NDArray[np.int64],
) -> NDArray[np.float64]:  # fmt: skip
    """The old topics (K, V), weighted by the words of the documents they have, and the words that
    only now stand often enough to count, in documents that were there before.
    ``old`` is each document's row in the model (-1: none)."""
    here = np.flatnonzero(old >= 0)
    counts = bow.counts[here] if len(here) else bow.counts
    length = float(np.asarray(counts @ place.astype(np.float64)).mean())
    weight = length * model.document_topic.sum(axis=0, dtype=np.float64)
    prior: NDArray[np.float64] = words * weight[:, None]
    if len(here):
        prior[:, ~place] += model.document_topic[old[here]].T @ counts[:, ~place]
    return prior
