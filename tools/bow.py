"""The bag of words: how often each word stands in each document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from . import bow_file
from .array_files import Shelf
from .document_ids import GrowingIds
from .documents import Document, content_hash
from .errors import TopicLlamaError
from .phrase_joining import join_phrases
from .progress import Task
from .tokens import TextConfig, Tokenizer
from .word_counting import Counted, count_words, counts_of
from .word_stream import read_words
from .workspace import Workspace

_FORMAT = 4  # raise it when the same texts and settings give another bag of words
_PHRASE_NPMI = 0.5


@dataclass(frozen=True, eq=False)
class BagOfWords:
    """Counts of V words in D documents.

    ``terms`` (V) are matching forms, ``vocabulary`` (V) their display forms, most frequent word
    first; ``counts`` (D, V) is sparse; ``words`` (N) are the columns of all known words in reading
    order and ``ends`` (D) is where each document ends among them; ``fingerprint`` names the corpus
    it was made from and ``config`` how. A workspace's arrays are read-only: they are memory-mapped.
    """

    terms: tuple[str, ...]
    vocabulary: tuple[str, ...]
    counts: csr_matrix
    document_ids: Sequence[str]
    words: NDArray[np.int32]
    ends: NDArray[np.int64]
    fingerprint: str = ""
    config: TextConfig = TextConfig()

    @cached_property
    def index(self) -> dict[str, int]:
        """The column of each term."""
        return {term: column for column, term in enumerate(self.terms)}

    @property
    def lengths(self) -> NDArray[np.int64]:
        """The number of known words of each document (D)."""
        return np.asarray(self.counts.sum(axis=1), np.int64).ravel()


def build(
    documents: Iterable[Document | str],
    config: TextConfig | None = None,
    task: Task | None = None,
    *,
    total: int | None = None,
    fingerprint: str = "",
    shelf: Shelf | None = None,
    workers: int | None = None,
) -> BagOfWords:
    """The bag of words of documents or plain texts (whose ids are "0", "1", ...).

    Its arrays are put on the ``shelf``: in memory by default. ``workers`` processes cut the texts
    into words when there are many (None: one for each CPU); the result is the same.
    """
    config, shelf = config or TextConfig(), shelf or Shelf()
    ids = GrowingIds()
    stream = read_words(
        _texts(documents, ids), tokenizer(config), task, total, shelf=shelf, workers=workers
    )
    if config.phrases:
        stream = join_phrases(stream, _phrase_count(len(ids)), _PHRASE_NPMI, task, shelf=shelf)
        shelf.discard("read", "read-ends")
    counted = count_words(stream, config, task, shelf=shelf)
    shelf.discard("read", "read-ends", "joined", "joined-ends")
    return _bag(counted, ids.done(), config, fingerprint)


def from_tokens(texts: Sequence[Sequence[str]]) -> BagOfWords:
    """The bag of words of texts that are cut into words already: every word is kept as it is."""
    columns: dict[str, int] = {}
    words = [columns.setdefault(word, len(columns)) for text in texts for word in text]
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    vocabulary, stream = tuple(columns), np.array(words, np.int32)
    ids = tuple(str(number) for number in range(len(texts)))
    counts = counts_of(stream, ends, len(vocabulary))
    return BagOfWords(vocabulary, vocabulary, counts, ids, stream, ends)


def bag_of_words(workspace: Workspace, task: Task | None = None) -> BagOfWords:
    """The workspace's bag of words: from disk, or made now and kept under ``index/``.

    Progress stage "tokenise". It follows the corpus and the settings under "text"; what was made
    for others is removed.
    """
    config = TextConfig.from_settings(workspace.settings.get("text", {}))
    corpus = workspace.require_documents()
    fingerprint = corpus.fingerprint
    folder = workspace.folder("index") / f"bow-{_FORMAT}-{fingerprint}-{_name(config)}"
    kept = bow_file.load(folder)
    if kept is None:
        with bow_file.replacing(folder) as temporary:
            made = build(corpus, config, task, total=len(corpus), shelf=Shelf(temporary))
            bow_file.save_words(temporary, made.terms, made.vocabulary, made.document_ids)
            del made  # its files are about to be renamed
        kept = bow_file.load(folder)
    if kept is None:
        raise TopicLlamaError(
            "The workspace's index cannot be read.", "Check the disk of the workspace folder."
        )
    return _bag(*kept, config, fingerprint)


def _bag(counted: Counted, ids: Sequence[str], config: TextConfig, fingerprint: str) -> BagOfWords:
    return BagOfWords(
        counted.terms, counted.vocabulary, counted.counts, ids, counted.words, counted.ends,
        fingerprint, config,
    )  # fmt: skip


@lru_cache(maxsize=2)  # it loads dictionaries and remembers word forms
def tokenizer(config: TextConfig) -> Tokenizer:
    """One tokenizer for all who use the same settings."""
    return Tokenizer(config)


def _texts(documents: Iterable[Document | str], ids: GrowingIds) -> Iterator[str]:
    for number, document in enumerate(documents):
        if isinstance(document, str):
            ids.append(str(number))
            yield document
        else:
            ids.append(document.id)
            yield topic_text(document)


def topic_text(document: Document) -> str:
    """What topics are found in: the text, and the title where the text does not begin with it."""
    if not document.title or document.text.startswith(document.title):
        return document.text
    return f"{document.title}\n\n{document.text}"


def _phrase_count(documents: int) -> int:
    """How often two words must stand together to be a phrase: 4 in a small corpus, 20 in 40,000."""
    return max(4, min(documents // 2000, 50))


def _name(config: TextConfig) -> str:
    return content_hash(json.dumps(config.to_json(), sort_keys=True))[:8]


def counts_for(terms: Sequence[str], bow: BagOfWords) -> csr_matrix:
    """The counts with one column for each of ``terms`` (empty where the corpus lacks the word)."""
    if tuple(terms) == bow.terms:
        return bow.counts
    columns = np.array([bow.index.get(term, -1) for term in terms], np.int64)
    known = np.flatnonzero(columns >= 0)
    cells = (np.ones(len(known), bow.counts.dtype), (columns[known], known))
    return (bow.counts @ csr_matrix(cells, (len(bow.terms), len(terms)))).tocsr()
