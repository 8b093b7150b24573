"""How like every document is to what a person liked: by topics, by words, and by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .embed_job import coverage
from .embedding import Embedder, embed_query
from .errors import TopicLlamaError
from .keyword_search import KeywordIndex
from .query import CHINESE
from .topic_model import TopicModel
from .vector_store import VectorStore, embedding_name
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float32]
_NEAREST = 200


@dataclass(frozen=True, slots=True)
class Liked:
    """A document (``position`` in the corpus) or a pasted text (``position`` -1)."""

    name: str
    text: str
    position: int = -1


def liked_items(workspace: Workspace, items: Sequence[str], words: KeywordIndex) -> list[Liked]:
    """Ids of documents and pasted texts; TopicLlamaError for what is neither."""
    known = workspace.corpus.get(item.strip() for item in items)
    made = []
    for item in filter(None, (item.strip() for item in items)):
        if item in known:
            made.append(Liked(item, known[item].text, words.positions[item]))
        elif _is_text(item, words):
            made.append(Liked("", item))
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


class Likeness:
    """Compares one liked item with every document of the corpus."""

    def __init__(
        self,
        workspace: Workspace,
        words: KeywordIndex,
        model: TopicModel | None,
        embedder: Embedder | None,
    ) -> None:
        self.workspace, self.words, self.model, self.embedder = workspace, words, model, embedder
        self.matrix = _unit_rows(words.matrix())
        self.mixtures = _mixtures(model, words)

    def word_vector(self, item: Liked) -> csr_matrix:
        """The item's BM25 weights as a row of length 1."""
        if item.position >= 0:
            return self.matrix[item.position]
        from scipy.sparse import csr_matrix

        terms = self.words.terms(item.text)
        columns = [self.words.bm25.vocab_dict[term] for term in terms]
        values = [self.words.idf(term) for term in terms]
        shape = (1, self.matrix.shape[1])
        return _unit_rows(csr_matrix((values, ([0] * len(terms), columns)), shape))

    def mixture(self, item: Liked) -> Floats | None:
        """The item's topics (K,), or None when they are not known."""
        if self.model is None:
            return None
        if item.position >= 0:
            row = self.mixtures[item.position]
        else:
            from .inference import infer

            row = infer(self.model, [item.text], self.words.tokenizer)[0]
        return row if np.ptp(row) > 1e-6 else None

    def by_words(self, item: Liked) -> Floats:
        """Cosine of BM25 weights, (D,), 0 to 1."""
        product = self.matrix @ self.word_vector(item).T
        return np.asarray(product.todense(), np.float32).ravel()

    def by_topics(self, item: Liked) -> Floats | None:
        """Bhattacharyya coefficient of topic mixtures, (D,), 0 to 1 (1: the same)."""
        mixture = self.mixture(item)
        return None if mixture is None else np.sqrt(self.mixtures) @ np.sqrt(mixture)

    def by_meaning(self, item: Liked) -> Floats | None:
        """Cosine of each document's nearest passage, (D,); None while that is not known.

        A document that is embedded needs no model; a pasted text does, so it is compared by
        meaning only when the caller brings an embedder.
        """
        name = self.embedder.name if self.embedder else embedding_name(self.workspace)
        if not coverage(self.workspace, name):
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


def _mixtures(model: TopicModel | None, words: KeywordIndex) -> Floats:
    """Topic mixtures in the order of the corpus (D, K); zero for documents not seen."""
    if model is None:
        return np.zeros((len(words.ids), 0), np.float32)
    rows = np.zeros((len(words.ids), model.num_topics), np.float32)
    for name, row in zip(model.document_ids, model.document_topic, strict=True):
        if name in words.positions:
            rows[words.positions[name]] = row
    return rows
