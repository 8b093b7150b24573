"""Topics of documents, those of the training and unseen ones, from the topics' words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix

from .algorithms import Floats, Mixtures, mixtures
from .errors import TopicLlamaError
from .progress import Task
from .tokens import TextConfig, Token, Tokenizer
from .topic_model import TopicModel
from .variational import posterior
from .word_counting import counts_of
from .word_stream import joined_token

ALPHA = 0.1
_BLOCK = 2048


def infer(
    model: TopicModel,
    texts: Sequence[str],
    tokenizer: Tokenizer | None = None,
    *,
    roughly: bool = False,
) -> Floats:
    """The topics of texts that the model has not seen, (n, K); rows sum to 1.

    Works for every algorithm, with :func:`document_topics`. Where a plugin does it in its own way
    and is gone TopicLlamaError says so; ``roughly``, for a search, it is done in LDA's way then. A
    text without a word that the model knows has the uniform row. ``tokenizer``: by default as in
    training.
    """
    if tokenizer is None:
        from .bow import tokenizer as shared_tokenizer

        tokenizer = shared_tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    index = {term: column for column, term in enumerate(model.terms)}
    alpha = float(model.parameters.get("alpha", ALPHA))
    try:
        own = mixtures(model.algorithm, model.parameters)
    except TopicLlamaError:
        if not roughly:
            raise
        own = None
    result = np.empty((len(texts), model.num_topics), np.float32)
    for start in range(0, len(texts), _BLOCK):
        counts = known_words(texts[start : start + _BLOCK], index, tokenizer)
        result[start : start + _BLOCK] = document_topics(counts, model.topic_word, alpha, own=own)
    return result


def known_words(texts: Sequence[str], index: dict[str, int], tokenizer: Tokenizer) -> csr_matrix:
    """Counts (n, V) of the words in ``index`` (term to column), known phrases joined."""
    part = [_columns(tokenizer.stream(text), index) for text in texts]
    words = np.array([column for columns in part for column in columns], np.int32)
    ends = np.cumsum([len(columns) for columns in part], dtype=np.int64)
    return counts_of(words, ends, len(index))


def document_topics(
    counts: csr_matrix,
    topic_word: Floats,
    alpha: float = ALPHA,
    task: Task | None = None,
    own: Mixtures | None = None,
) -> Floats:
    """p(topic | document) (D, K) for counts (D, V) and p(word | topic) (K, V): the mean of the
    variational posterior with a symmetric Dirichlet prior ``alpha`` (see
    :func:`topicllama.tools.variational.posterior`), or what an algorithm's ``own`` way gives.
    Progress stage "assign"."""
    prior = np.full(len(topic_word), alpha, np.float32)
    topic_word = np.asarray(topic_word, np.float32)
    result = np.empty((counts.shape[0], len(topic_word)), np.float32)
    for start in range(0, counts.shape[0], _BLOCK):
        part = counts[start : start + _BLOCK]
        gamma = posterior(part, topic_word, prior)[0] if own is None else own(part, topic_word)
        result[start : start + _BLOCK] = gamma / gamma.sum(axis=1, keepdims=True)
        if task is not None:
            task.report("assign", min(start + _BLOCK, len(result)), len(result))
    return result


def _columns(tokens: Sequence[Token | None], index: dict[str, int]) -> list[int]:
    """The known words of one text in order, with the phrases that the model knows joined."""
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
    return [column for column in columns if column >= 0]
