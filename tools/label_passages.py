"""The passages of a topic that a Llama names it by: typical ones that differ, and a few from
documents that are only partly about it, so that the name does not get too narrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from .bow import tokenizer
from .corpus import Corpus
from .documents import Document
from .passages import split
from .ranking import word_scores
from .tokens import TextConfig, has_han
from .topic_model import Topic, TopicModel

_TYPICAL, _PARTLY = 4, 2
_CANDIDATES = 24
_LENGTH, _LENGTH_HAN = 350, 180  # characters of a passage
_READ = 6000  # of a document, where its passages are looked for
_PIECE = 90  # estimated word pieces of a passage
_RELEVANCE = 0.6  # against variety, from 0 to 1
_PARTLY_FROM, _PARTLY_TO = 0.3, 0.6  # the weight of a topic in documents partly about it


class TellingPassages:
    """Chooses passages for the topics of one model; the same model gives the same passages."""

    def __init__(self, model: TopicModel, corpus: Corpus) -> None:
        self._model, self._corpus = model, corpus
        self._scores = np.maximum(word_scores(model.topic_word), 0)
        self._columns = {term: column for column, term in enumerate(model.terms)}
        self._words = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))

    def of(self, topic: Topic) -> list[str]:
        """At most six passages, each on one line: the typical ones first."""
        row = self._model.row(topic.id)
        weights = np.asarray(self._model.document_topic[:, row])
        best = self._best_of(self._heaviest(topic, weights), row)
        chosen = [best[place] for place in _varied(self._vectors(best, row), _TYPICAL)]
        return [*chosen, *self._best_of(_partly(self._model, weights), row)]

    def _heaviest(self, topic: Topic, weights: NDArray[np.float32]) -> list[str]:
        order = np.argsort(-weights, kind="stable")[:_CANDIDATES]
        heaviest = [self._model.document_ids[int(n)] for n in order if weights[n] > _PARTLY_TO]
        named = list(dict.fromkeys((*topic.representative, *heaviest)))
        return named or [self._model.document_ids[int(n)] for n in order if weights[n] > 0]

    def _best_of(self, names: Sequence[str], row: int) -> list[str]:
        """The best passage of each document, those with the same text once."""
        found = self._corpus.get(names)
        texts = (self._telling(found[name], row) for name in names if name in found)
        return list(dict.fromkeys(text for text in texts if text))

    def _telling(self, document: Document, row: int) -> str:
        """The passage with most of the topic's words, cut to a few sentences."""
        pieces = [piece.text for piece in split(document.text[:_READ], _PIECE, 0)]
        best = max(pieces, key=lambda piece: self._strength(piece, row), default="")
        line = " ".join(best.split())
        return line[: _LENGTH_HAN if has_han(line) else _LENGTH]

    def _strength(self, text: str, row: int) -> float:
        return float(self._scores[row, self._known([text])].sum())

    def _known(self, texts: Iterable[str]) -> list[int]:
        """The columns of the words of some texts, each once, in a fixed order."""
        terms = {token.term for text in texts for token in self._words.topic_tokens(text)}
        return sorted(self._columns[term] for term in terms if term in self._columns)

    def _vectors(self, texts: Sequence[str], row: int) -> NDArray[np.float64]:
        """The topic (first, its words by how well they stand for it) and each text as vectors of
        length 1 over the texts' words (N + 1, W)."""
        columns = self._known(texts)
        place = {column: n for n, column in enumerate(columns)}
        vectors = np.zeros((len(texts) + 1, len(columns)))
        vectors[0] = np.sqrt(self._scores[row, columns])
        for number, text in enumerate(texts, 1):
            vectors[number, [place[column] for column in self._known([text])]] = 1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        directions: NDArray[np.float64] = vectors / lengths
        return directions


def _varied(vectors: NDArray[np.float64], number: int) -> list[int]:
    """The places of the texts that are like the topic and unlike each other: maximal marginal
    relevance (Carbonell and Goldstein, SIGIR 1998)."""
    from langchain_core.vectorstores.utils import maximal_marginal_relevance

    if not vectors[0].any():  # none of the texts has a word of the topic
        return list(range(min(number, len(vectors) - 1)))
    return maximal_marginal_relevance(vectors[0], list(vectors[1:]), _RELEVANCE, number)


def _partly(model: TopicModel, weights: NDArray[np.float32]) -> list[str]:
    """Documents of moderate weight, those nearest to the middle first."""
    between = np.flatnonzero((weights >= _PARTLY_FROM) & (weights <= _PARTLY_TO))
    middle = (_PARTLY_FROM + _PARTLY_TO) / 2
    order = between[np.argsort(np.abs(weights[between] - middle), kind="stable")]
    return [model.document_ids[int(place)] for place in order[:_PARTLY]]
