"""Topics of documents, those of the training and unseen ones, from the topics' words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from .progress import Task
from .tokens import TextConfig, Token, Tokenizer
from .topic_model import TopicModel
from .variational import posterior
from .word_stream import joined_token

Floats = NDArray[np.float32]
ALPHA = 0.1
_BLOCK = 2048


def infer(model: TopicModel, texts: Sequence[str], tokenizer: Tokenizer | None = None) -> Floats:
    """The topics of texts that the model has not seen, (n, K); rows sum to 1.

    Works for every algorithm, with :func:`document_topics`. A text without a word that the model
    knows has the uniform row. ``tokenizer``: by default as in training.
    """
    if tokenizer is None:
        from .bow import tokenizer as shared_tokenizer

        tokenizer = shared_tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    index = {term: column for column, term in enumerate(model.terms)}
    rows = [_row(tokenizer.stream(text), index) for text in texts]
    counts = vstack(rows).tocsr() if rows else csr_matrix((0, len(index)), dtype=np.int32)
    return document_topics(counts, model.topic_word, float(model.parameters.get("alpha", ALPHA)))


def document_topics(
    counts: csr_matrix, topic_word: Floats, alpha: float = ALPHA, task: Task | None = None
) -> Floats:
    """p(topic | document) (D, K) for counts (D, V) and p(word | topic) (K, V): the mean of the
    variational posterior with a symmetric Dirichlet prior ``alpha`` (see
    :func:`topicllama.tools.variational.posterior`). Progress stage "assign"."""
    prior = np.full(len(topic_word), alpha, np.float32)
    topic_word = np.asarray(topic_word, np.float32)
    result = np.empty((counts.shape[0], len(topic_word)), np.float32)
    for start in range(0, counts.shape[0], _BLOCK):
        gamma, _ = posterior(counts[start : start + _BLOCK], topic_word, prior)
        result[start : start + _BLOCK] = gamma / gamma.sum(axis=1, keepdims=True)
        if task is not None:
            task.report("assign", min(start + _BLOCK, len(result)), len(result))
    return result


def _row(tokens: Sequence[Token | None], index: dict[str, int]) -> csr_matrix:
    """The counts of one text (1, V), with the phrases that the model knows joined."""
    columns, before = list[int](), None
    for token in tokens:
        if before is not None:
            phrase = index.get(joined_token(before, token).term) if token is not None else None
            if phrase is not None:
                columns.append(phrase)
                before = None
                continue
            columns.append(index.get(before.term, -1))
        before = token
    if before is not None:
        columns.append(index.get(before.term, -1))
    known, counts = np.unique([c for c in columns if c >= 0], return_counts=True)
    cells = (counts.astype(np.int32), (np.zeros(len(known), int), known.astype(int)))
    return csr_matrix(cells, shape=(1, len(index)))
