"""Keyword search: BM25 over documents, kept on disk and ready seconds after loading."""

from __future__ import annotations

import shutil
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .atomic import new_folder
from .documents import content_hash
from .progress import Task
from .workspace import Workspace

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from .tokens import Tokenizer

_VERSION = 1  # raise it when other words are indexed
_MAX_OPEN = 3


@dataclass(slots=True)
class KeywordIndex:
    """BM25 scores of every word in every document (titles included).

    Source of the formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
    and Beyond" (2009), in Lucene's variant with k1=1.5 and b=0.75, as bm25s computes it.
    """

    ids: list[str]
    bm25: Any
    tokenizer: Tokenizer
    positions: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.positions = {name: i for i, name in enumerate(self.ids)}

    def terms(self, text: str) -> list[str]:
        """The distinct words of a query that some document has, in order."""
        return [term for term in self.all_terms(text) if term in self.bm25.vocab_dict]

    def all_terms(self, text: str) -> list[str]:
        """The distinct words of a query, in order."""
        return list(dict.fromkeys(self.tokenizer.search_terms(text)))

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every document (D,) for these words; 0 where none occurs."""
        known = [term for term in terms if term in self.bm25.vocab_dict]
        if not known:
            return np.zeros(len(self.ids), np.float32)
        return np.asarray(self.bm25.get_scores(known), np.float32)

    def matched(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """How much of a query each document has (D,), 0 to 1: the share of its distinct words,
        by number or by inverse document frequency, whichever is more. A word that no document
        has weighs as much as the others on average."""
        known = [self.idf(term) for term in terms if term in self.bm25.vocab_dict]
        number = np.zeros(len(self.ids), np.float32)
        weight = np.zeros(len(self.ids), np.float32)
        for term in terms:
            if (row := self.bm25.vocab_dict.get(term)) is not None:
                first, last = self.bm25.scores["indptr"][row : row + 2]
                documents = self.bm25.scores["indices"][first:last]
                number[documents] += 1 / len(terms)
                weight[documents] += self.idf(term) / (sum(known) * len(terms) / len(known))
        return np.maximum(number, weight)

    def idf(self, term: str) -> float:
        """Lucene's inverse document frequency; 0 for a word that no document has."""
        row = self.bm25.vocab_dict.get(term)
        if row is None:
            return 0.0
        indptr = self.bm25.scores["indptr"]
        frequency = int(indptr[row + 1] - indptr[row])
        return float(np.log1p((len(self.ids) - frequency + 0.5) / (frequency + 0.5)))

    def matrix(self) -> csr_matrix:
        """The scores as a matrix (D, V), for comparing documents with each other."""
        from scipy.sparse import csc_matrix

        scores = self.bm25.scores
        shape = (len(self.ids), len(scores["indptr"]) - 1)
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
    folder = workspace.folder("index") / f"keywords-{_VERSION}-{fingerprint}-{words}"
    if (bm25 := _load(folder, len(ids))) is None:
        bm25 = _build(workspace, tokenizer, len(ids), task)
        _save(bm25, folder)
    return KeywordIndex(ids, bm25, tokenizer)


def _build(workspace: Workspace, tokenizer: Tokenizer, total: int, task: Task | None) -> Any:
    """Progress stage "keywords"."""
    from .keyword_scores import bm25_index
    from .word_stream import read_words

    texts = (f"{document.title}\n{document.text}" for document in workspace.corpus)
    return bm25_index(read_words(texts, tokenizer, task, total, search=True), task)


def _load(folder: Path, documents: int) -> Any | None:
    import bm25s

    try:
        bm25 = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False)
    except (OSError, ValueError, KeyError, EOFError):
        return None
    return bm25 if bm25.scores["num_docs"] == max(documents, 1) else None


def _save(bm25: Any, folder: Path) -> None:
    """Keep the index for the next process. It is derived, so no lock is needed: whoever is
    second finds the folder there and leaves it."""
    for old in folder.parent.glob("keywords-*"):
        shutil.rmtree(old, ignore_errors=True)
    try:
        with new_folder(folder) as temporary:
            bm25.save(temporary, allow_pickle=False, show_progress=False)
    except OSError:
        return
