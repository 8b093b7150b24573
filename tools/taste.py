"""What a person liked, and how like it every document is: by words, topics and meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .embed_job import coverage
from .embedding import Embedder, embed_query, languages_of
from .errors import TopicLlamaError
from .keyword_search import KeywordIndex
from .latent import latent_space
from .query import CHINESE
from .topic_model import TopicModel
from .vector_store import VectorStore, embedding_name
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
# Chosen on the tuning part of benchmarks/recommend.py, all but that of meaning.
_LATENT, _TOPICS, _WORDS, _MEANING = 1.0, 1.0, 0.5, 1.0
_NEAREST = 200


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
    return item.isalpha() and bool(terms) and set(terms) <= set(words.bm25.vocab_dict)


@dataclass(frozen=True, eq=False)
class Features:
    """What n texts are compared by: BM25 weights of their words (n, V) and their places in the
    latent space (n, k), both of length 1, and square roots of their topic mixtures (n, K), which
    are 0 where the topics are not known."""

    words: csr_matrix
    latent: Floats
    topics: Floats

    def rows(self, positions: Sequence[int] | NDArray[np.int64]) -> Features:
        chosen = np.asarray(positions, np.int64)
        return Features(self.words[chosen], self.latent[chosen], self.topics[chosen])


def alike(some: Features, others: Features) -> Floats:
    """How alike two lots of texts are (n, m), 0 to 1: the weighted mean of the cosines of words
    and latent space and the Bhattacharyya coefficient of topics, where these are known."""
    known = np.outer(some.topics.any(axis=1), others.topics.any(axis=1))
    total = _LATENT * np.maximum(some.latent @ others.latent.T, 0)
    total += _WORDS * (some.words @ others.words.T).toarray()
    total += _TOPICS * (some.topics @ others.topics.T)
    mean: Floats = (total / (_LATENT + _WORDS + _TOPICS * known)).astype(np.float32)
    return mean


class Likeness:
    """Compares what a person liked with every document of the corpus."""

    def __init__(
        self, workspace: Workspace, words: KeywordIndex, embedder: Embedder | None = None
    ) -> None:
        self.workspace, self.words, self.embedder = workspace, words, embedder
        self.model = workspace.model
        self._meaning: dict[Liked, Floats | None] = {}
        matrix = _unit_rows(words.matrix())
        self.space = latent_space(workspace, words, matrix)
        self.corpus = Features(matrix, self.space.documents, _roots(_mixtures(self.model, words)))

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
        return Features(words, self.space.of(words), _roots(self._mixture(text)))

    def _mixture(self, text: str) -> Floats:
        if self.model is None:
            return np.zeros((1, 0), np.float32)
        from .inference import infer

        return infer(self.model, [text], self.words.tokenizer)

    def of(self, items: Sequence[Liked]) -> Floats:
        """The likeness (D, n) of every document to each item, 0 to 1."""
        likeness = alike(self.corpus, self.features(items))
        for column, item in enumerate(items):
            meaning = self.by_meaning(item)
            if meaning is not None:
                rest = _LATENT + _WORDS + _TOPICS
                likeness[:, column] = (rest * likeness[:, column] + _MEANING * meaning) / (
                    rest + _MEANING
                )
        return likeness

    def by_meaning(self, item: Liked) -> Floats | None:
        """Cosine of each document's nearest passage, (D,); None while that is not known.

        A document that is embedded needs no model; a pasted text does, so it is compared by
        meaning only when the caller brings an embedder. A model for English says nothing about
        Chinese.
        """
        if item not in self._meaning:
            self._meaning[item] = self._by_meaning(item)
        return self._meaning[item]

    def _by_meaning(self, item: Liked) -> Floats | None:
        name = self.embedder.name if self.embedder else embedding_name(self.workspace)
        if not coverage(self.workspace, name):
            return None
        languages = self.embedder.languages if self.embedder else languages_of(name)
        if languages == {"en"} and CHINESE.search(item.text):
            return None
        store = VectorStore(self.workspace, name)
        vector = self._vector(item, store)
        if vector is None:
            return None
        values = np.zeros(len(self.words.ids), np.float32)
        for hit in store.query(vector, _NEAREST):
            if (position := self.words.positions.get(hit.document)) is not None:
                values[position] = max(values[position], hit.similarity)
        return values

    def _vector(self, item: Liked, store: VectorStore) -> Floats | None:
        if item.position < 0:
            return embed_query(self.embedder, item.text) if self.embedder else None
        hashes = [row.hash for row in store.record.of_document(item.name)]
        vectors = list(store.record.get(store.embedding, hashes).values())
        return np.mean(vectors, axis=0, dtype=np.float32) if vectors else None


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
