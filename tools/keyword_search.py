"""Keyword search: BM25 over documents, kept on disk and ready seconds after loading."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .array_files import is_kept, keep, mapped, save_arrays
from .documents import content_hash
from .keyword_scores import bm25_index, length_part
from .progress import Task
from .query import CHINESE
from .word_pairs import pair_scores
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from .tokens import Tokenizer

_VERSION = 2  # raise it when other words are indexed
_MAX_OPEN = 3
_Parts = tuple[Any, NDArray[np.int32], NDArray[np.int64]]  # bm25s's index, words, ends


@dataclass(eq=False)
class KeywordIndex:
    """BM25 scores of every word in every document (titles included).

    Source of the formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
    and Beyond" (2009), in Lucene's variant with k1=1.5 and b=0.75, as bm25s computes it.
    """

    ids: list[str]
    bm25: Any
    tokenizer: Tokenizer
    name: str  # of the corpus and of how its words are cut
    words: NDArray[np.int32]  # (N,) numbers of the corpus's words in reading order, -1 between
    ends: NDArray[np.int64]  # (D,) where each document ends in them
    positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.positions = {name: i for i, name in enumerate(self.ids)}

    @property
    def width(self) -> int:
        """The number of words, V."""
        return len(self.bm25.scores["indptr"]) - 1

    def terms(self, text: str) -> list[str]:
        """The distinct words of a query that some document has, in order."""
        return self.known(self.all_terms(text))

    def known(self, terms: Sequence[str]) -> list[str]:
        """Those terms that some document has."""
        return [term for term in terms if term in self.bm25.vocab_dict]

    def all_terms(self, text: str) -> list[str]:
        """The distinct words of a query, in order."""
        return list(dict.fromkeys(self.tokenizer.search_terms(text)))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every document (D,) for these words; 0 where none occurs."""
        known = self.known(terms)
        if not known:
            return np.zeros(len(self.ids), np.float32)
        return np.asarray(self.bm25.get_scores(known), np.float32)

    def scores_of(self, text: str) -> NDArray[np.float32]:
        """BM25 of every document (D,) for a query, and more where two words that stand side by
        side in the query do so in the document (:mod:`topicllama.tools.word_pairs`)."""
        scores = self.scores(self.all_terms(text))
        pairs = self._pairs(self.tokenizer.search_terms(text))
        candidates = self._with_pairs(pairs)
        best = candidates[np.argsort(-scores[candidates], kind="stable")]
        scores[best] += pair_scores(pairs, best, self.words, self.ends, self._part)
        return scores

    def _pairs(self, terms: Sequence[str]) -> list[tuple[int, int, float]]:
        """Neighbours in a query that are words of the corpus, no Chinese ones, and their rarity."""
        numbers = self.bm25.vocab_dict
        return [
            (numbers[first], numbers[second], self.idf(first) + self.idf(second))
            for first, second in dict.fromkeys(pairwise(terms))
            if first in numbers and second in numbers and not CHINESE.search(first + second)
        ]

    def _with_pairs(self, pairs: Sequence[tuple[int, int, float]]) -> NDArray[np.int64]:
        """Documents that have both words of a pair, wherever."""
        both = [np.intersect1d(self._having(a), self._having(b)) for a, b, _ in pairs]
        return np.unique(np.concatenate(both)).astype(np.int64) if both else np.zeros(0, np.int64)

    def _having(self, word: int) -> NDArray[np.int32]:
        first, last = self.bm25.scores["indptr"][word : word + 2]
        documents: NDArray[np.int32] = self.bm25.scores["indices"][first:last]
        return documents

    @cached_property
    def _part(self) -> NDArray[np.float64]:
        return length_part(self.ends)

    def matched(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """How much of a query each document has (D,), 0 to 1: the share of its distinct words,
        by number or by inverse document frequency, whichever is more. A word that no document
        has weighs as much as the others on average."""
        known = [self.idf(term) for term in terms if term in self.bm25.vocab_dict]
        number = np.zeros(len(self.ids), np.float32)
        weight = np.zeros(len(self.ids), np.float32)
        for term in terms:
            if (row := self.bm25.vocab_dict.get(term)) is not None:
                documents = self._having(row)
                number[documents] += 1 / len(terms)
                weight[documents] += self.idf(term) / (sum(known) * len(terms) / len(known))
        return np.maximum(number, weight)

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency; 0 for a word that no document has."""
        row = self.bm25.vocab_dict.get(term)
        if row is None:
            return 0.0
        frequency = len(self._having(row))
        return float(np.log1p((len(self.ids) - frequency + 0.5) / (frequency + 0.5)))

    def matrix(self) -> csr_matrix:
        """The scores as a matrix (D, V), for comparing documents with each other."""
        from scipy.sparse import csc_matrix

        scores = self.bm25.scores
        shape = (len(self.ids), self.width)
        return csc_matrix((scores["data"], scores["indices"], scores["indptr"]), shape).tocsr()


_open: OrderedDict[tuple[Path, str, str], KeywordIndex] = OrderedDict()
_lock = threading.Lock()


def keyword_index(workspace: Workspace, task: Task | None = None) -> KeywordIndex:
    """The index of the corpus as it is: from memory, from disk, or made now (seconds)."""
    text = repr(workspace.settings.get("text", {}))
    key = (workspace.root, workspace.corpus.fingerprint, text)
    with _lock:  # two searches at once build one index
        if key not in _open:
            _open[key] = _from_disk(workspace, key[1], task)
        _open.move_to_end(key)
        while len(_open) > _MAX_OPEN:
            _open.popitem(last=False)
        return _open[key]


def _from_disk(workspace: Workspace, fingerprint: str, task: Task | None) -> KeywordIndex:
    from .bow import tokenizer as shared_tokenizer
    from .tokens import TextConfig

    config = TextConfig.from_settings(workspace.settings.get("text", {}))
    tokenizer = shared_tokenizer(config)
    ids = workspace.corpus.ids()
    words = content_hash(repr(config))
    name = f"{fingerprint}-{words}"
    folder = workspace.folder("index") / f"keywords-{_VERSION}-{name}"
    if (parts := _load(folder, len(ids))) is None:
        parts = _build(workspace, tokenizer, len(ids), task)
        keep(folder, "keywords", partial(_save, parts))
    bm25, order, ends = parts
    return KeywordIndex(ids, bm25, tokenizer, name, order, ends)


def _build(workspace: Workspace, tokenizer: Tokenizer, total: int, task: Task | None) -> _Parts:
    """Progress stage "keywords"."""
    from .word_stream import read_words

    texts = (f"{document.title}\n{document.text}" for document in workspace.corpus)
    stream = read_words(texts, tokenizer, task, total, search=True)
    return bm25_index(stream, task), np.asarray(stream.words), np.asarray(stream.ends)


def _load(folder: Path, documents: int) -> _Parts | None:
    import bm25s

    if not is_kept(folder):
        return None
    try:
        bm25 = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False)
        words, ends = mapped(folder / "order.npy"), mapped(folder / "ends.npy")
    except (OSError, ValueError, KeyError, EOFError):
        return None
    whole = bm25.scores["num_docs"] == max(documents, 1) and len(ends) == documents
    return (bm25, words, ends) if whole else None


def _save(parts: _Parts, folder: Path) -> None:
    index, words, ends = parts
    index.save(folder, allow_pickle=False, show_progress=False)
    save_arrays(folder, order=words, ends=ends)
