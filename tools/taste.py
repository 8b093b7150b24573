"""What a person liked, and how like it every document is: by words, topics and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .embedder_choice import embedding_name, workspace_embedder
from .embedding import Embedder, embed_query, languages_of
from .errors import TopicLlamaError
from .keyword_search import KeywordIndex
from .passage_vectors import PassageVectors, passage_vectors
from .query import CHINESE
from .topic_model import TopicModel
from .topic_space import topic_space, unit
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
# Chosen on the tuning part of benchmarks/recommend.py; that of meaning on 1,800 posts.
_LATENT, _TOPICS, _WORDS, _MEANING = 1.0, 1.0, 0.5, 2.0
_DIMENSIONS = 50  # of the topic space: for kinds of texts fewer are better than for searches


@dataclass(frozen=True, slots=True)
class Liked:
    """A document (``position`` in the corpus) or a pasted text (``position`` -1).

    ``action`` is "liked", "read" or "disliked"; ``weight`` (0 to 1) says how much it counts.
    """

    name: str
    text: str
    position: int = -1
    action: str = "liked"
    weight: float = 1.0


def liked_items(
    workspace: Workspace, items: Sequence[str], words: KeywordIndex, action: str = "liked"
) -> list[Liked]:
    """Ids of documents and pasted texts; TopicLlamaError for what is neither."""
    known = workspace.corpus.get(item.strip() for item in items)
    made = []
    for item in filter(None, (item.strip() for item in items)):
        if item in known:
            made.append(Liked(item, known[item].text, words.positions[item], action))
        elif _is_text(item, words):
            made.append(Liked("", item, action=action))
        else:
            some = ", ".join(words.ids[:3])
            raise TopicLlamaError(
                f"There is no document {item!r}.",
                f"Search for it first; ids look like {some}. Or paste a text that you liked.",
            )
    return made


def _is_text(item: str, words: KeywordIndex) -> bool:
    """Several words, or Chinese, or one plain word of the corpus: an interest, no mistyped id."""
    terms = words.all_terms(item)
    if len(item.split()) > 1 or CHINESE.search(item):
        return bool(terms)
    return item.isalpha() and bool(terms) and words.known(terms) == terms


@dataclass(frozen=True, eq=False)
class Features:
    """What n texts are compared by: BM25 weights of their words (n, V), their places in the topic
    space (n, k), both of length 1, and the square roots of their topic mixtures (n, K). A row is 0
    where that is not known."""

    words: csr_matrix
    latent: Floats
    topics: Floats

    def rows(self, positions: Sequence[int] | NDArray[np.int64]) -> Features:
        chosen = np.asarray(positions, np.int64)
        return Features(self.words[chosen], self.latent[chosen], self.topics[chosen])


def alike(some: Features, others: Features) -> Floats:
    """How alike two lots of texts are (n, m), 0 to 1: the weighted mean of the cosines of words
    and in topic space and the Bhattacharyya coefficient of topics, as far as these are known."""
    total: Floats = _WORDS * (some.words @ others.words.T).toarray()
    weight = np.full(total.shape, _WORDS, np.float32)
    for part, own, other in (
        (_LATENT, some.latent, others.latent),
        (_TOPICS, some.topics, others.topics),
    ):
        total += part * np.maximum(own @ other.T, 0)
        weight += part * np.outer(own.any(axis=1), other.any(axis=1))
    total /= weight
    return total


class Likeness:
    """Compares what a person liked with every document of the corpus."""

    def __init__(
        self, workspace: Workspace, words: KeywordIndex, embedder: Embedder | None = None
    ) -> None:
        self.workspace, self.words, self.embedder = workspace, words, embedder
        self.model = workspace.model
        self._meaning: dict[Liked, Floats | None] = {}
        matrix = _unit_rows(words.matrix())
        self.space = topic_space(workspace, words)
        latent = np.zeros((len(words.ids), 1), np.float32)
        if self.space is not None:
            latent = unit(self.space.documents[:, :_DIMENSIONS])
        self.corpus = Features(matrix, latent, _roots(_mixtures(self.model, words)))

    def features(self, items: Sequence[Liked]) -> Features:
        """Of documents from the corpus, of pasted texts from their words."""
        from scipy.sparse import vstack

        parts = [
            self.corpus.rows([item.position]) if item.position >= 0 else self._pasted(item.text)
            for item in items
        ]
        return Features(
            vstack([part.words for part in parts], "csr"),
            np.vstack([part.latent for part in parts]),
            np.vstack([part.topics for part in parts]),
        )

    def _pasted(self, text: str) -> Features:
        from scipy.sparse import csr_matrix

        terms = self.words.terms(text)
        columns = [self.words.bm25.vocab_dict[term] for term in terms]
        values = [self.words.idf(term) for term in terms]
        shape = (1, self.corpus.words.shape[1])
        words = _unit_rows(csr_matrix((values, ([0] * len(terms), columns)), shape, np.float32))
        latent = np.zeros((1, self.corpus.latent.shape[1]), np.float32)
        if self.space is not None:
            latent = unit(words @ self.space.words[:, :_DIMENSIONS])
        mixture = self._mixture(text)
        if len(terms) < self._enough_words():
            mixture[:] = 0
        return Features(words, latent, _roots(mixture))

    def _enough_words(self) -> float:
        """Different words that a pasted text needs for its topics to say anything: ten, or half
        of what the corpus's documents have, where these are short."""
        return min(10.0, float(np.median(np.diff(self.corpus.words.indptr))) / 2)

    def _mixture(self, text: str) -> Floats:
        if self.model is None:
            return np.zeros((1, 0), np.float32)
        from .inference import infer

        return infer(self.model, [text], self.words.tokenizer, roughly=True)

    def of(self, items: Sequence[Liked]) -> Floats:
        """The likeness (D, n) of every document to each item, 0 to 1."""
        likeness = alike(self.corpus, self.features(items))
        for column, item in enumerate(items):
            if (meaning := self.by_meaning(item)) is not None:
                share = _MEANING / (_LATENT + _WORDS + _TOPICS + _MEANING)
                mixed = (1 - share) * likeness[:, column] + share * meaning
                likeness[:, column] = np.where(np.isnan(meaning), likeness[:, column], mixed)
        return likeness

    def by_meaning(self, item: Liked) -> Floats | None:
        """Cosine of each document's nearest passage with the item (D,), 0 for the corpus's mean
        and less, 1 for the same; NaN for a document that is not embedded yet. None while nothing
        is known; and a model for English says nothing about Chinese.
        """
        if item not in self._meaning:
            self._meaning[item] = self._by_meaning(item)
        return self._meaning[item]

    def _by_meaning(self, item: Liked) -> Floats | None:
        name = self.embedder.name if self.embedder else embedding_name(self.workspace)
        languages = self.embedder.languages if self.embedder else languages_of(name)
        if languages == {"en"} and CHINESE.search(item.text):
            return None
        vectors = passage_vectors(self.workspace, name, self.words.positions)
        vector = self._vector(item, vectors)
        if vector is None or vectors is None:
            return None
        cosines, _ = vectors.nearest(vector, np.ones(len(self.words.ids), bool))
        mean = np.nanmean(cosines)
        meaning: Floats = np.clip((cosines - mean) / max(1 - mean, 1e-6), 0, 1)
        return meaning

    def _vector(self, item: Liked, vectors: PassageVectors | None) -> Floats | None:
        """Of a document the mean of its passages."""
        if vectors is None:
            return None
        if item.position < 0:
            try:
                return embed_query(self.embedder or workspace_embedder(self.workspace), item.text)
            except TopicLlamaError:  # the model is not there: words and topics are
                return None
        own = vectors.vectors[vectors.documents == item.position]
        return unit(own.mean(axis=0, keepdims=True))[0] if len(own) else None


def _unit_rows(matrix: csr_matrix) -> csr_matrix:
    from sklearn.preprocessing import normalize

    return normalize(matrix)


def _roots(mixtures: Floats) -> Floats:
    """Square roots of topic mixtures (n, K); 0 for the uniform mixture of a text that has none
    of the model's words."""
    known = np.ptp(mixtures, axis=1, keepdims=True) > 1e-6 if mixtures.size else False
    roots: Floats = np.sqrt(mixtures * known).astype(np.float32)
    return roots


def _mixtures(model: TopicModel | None, words: KeywordIndex) -> Floats:
    """Topic mixtures in the order of the corpus (D, K); zero for documents not seen."""
    if model is None:
        return np.zeros((len(words.ids), 0), np.float32)
    rows = np.zeros((len(words.ids), model.num_topics), np.float32)
    for name, row in zip(model.document_ids, model.document_topic, strict=True):
        if name in words.positions:
            rows[words.positions[name]] = row
    return rows
