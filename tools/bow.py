"""The bag of words: how often each word stands in each document."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .atomic import new_folder, write_json
from .documents import Document, content_hash
from .errors import TopicLlamaError
from .progress import Task
from .tokens import TextConfig, Tokenizer
from .word_stream import WordStream, join_phrases, read_words
from .workspace import Workspace

_FORMAT = 3  # raise it when the same texts and settings give another bag of words
_PHRASE_NPMI = 0.5
_FEW_DOCUMENTS = 20  # below this a word that stands in most of them may still be their subject


@dataclass(frozen=True, eq=False)
class BagOfWords:
    """Counts of V words in D documents.

    ``terms`` (V) are matching forms, ``vocabulary`` (V) their display forms, most frequent word
    first; ``counts`` (D, V) is sparse; ``words`` (N) are the columns of all known words in reading
    order and ``ends`` (D) is where each document ends among them; ``fingerprint`` names the corpus
    it was made from and ``config`` how.
    """

    terms: tuple[str, ...]
    vocabulary: tuple[str, ...]
    counts: csr_matrix
    document_ids: tuple[str, ...]
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
) -> BagOfWords:
    """The bag of words of documents or plain texts (whose ids are "0", "1", ...)."""
    config = config or TextConfig()
    ids: list[str] = []
    stream = read_words(_texts(documents, ids), tokenizer(config), task, total)
    if config.phrases:
        stream = join_phrases(stream, _phrase_count(len(ids)), _PHRASE_NPMI)
    return _count(stream, tuple(ids), config, fingerprint)


def from_tokens(texts: Sequence[Sequence[str]]) -> BagOfWords:
    """The bag of words of texts that are cut into words already: every word is kept as it is."""
    columns: dict[str, int] = {}
    words = [columns.setdefault(word, len(columns)) for text in texts for word in text]
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    vocabulary, stream = tuple(columns), np.array(words, np.int32)
    ids = tuple(str(number) for number in range(len(texts)))
    counts = _counts(stream, ends, len(vocabulary))
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
    bow = _load(folder, config, fingerprint)
    if bow is None:
        bow = build(corpus, config, task, total=len(corpus), fingerprint=fingerprint)
        _replace(folder, bow)
    return bow


@lru_cache(maxsize=2)  # it loads dictionaries and remembers word forms
def tokenizer(config: TextConfig) -> Tokenizer:
    """One tokenizer for all who use the same settings."""
    return Tokenizer(config)


def _texts(documents: Iterable[Document | str], ids: list[str]) -> Iterator[str]:
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


def _minimum(config: TextConfig, documents: int) -> int:
    """In how many documents a word must stand."""
    if config.min_df:
        return config.min_df
    return 1 if documents < _FEW_DOCUMENTS else 2 if documents < 1000 else 5


def _count(
    stream: WordStream, ids: tuple[str, ...], config: TextConfig, fingerprint: str
) -> BagOfWords:
    numbers: dict[str, int] = {}
    term_of = np.array(
        [numbers.setdefault(token.term, len(numbers)) for token in stream.tokens], np.int64
    )
    known = stream.words >= 0
    words = stream.words[known]
    ends = np.cumsum(known)[stream.ends - 1]
    kept = _kept_columns(_counts(term_of[words], ends, len(numbers)), config)
    shown = _display(stream, words, term_of, len(numbers))
    column = np.full(len(numbers), -1, np.int32)
    column[kept] = np.arange(len(kept))
    columns = column[term_of[words]]
    ends = np.concatenate([[0], np.cumsum(columns >= 0)])[ends]
    columns = columns[columns >= 0]
    terms = list(numbers)
    return BagOfWords(
        tuple(terms[number] for number in kept), tuple(shown[number] for number in kept),
        _counts(columns, ends, len(kept)), ids, columns, ends, fingerprint, config,
    )  # fmt: skip


def _counts(words: NDArray[np.integer], ends: NDArray[np.int64], width: int) -> csr_matrix:
    """How often each word (0 to ``width`` - 1) stands in each document, (D, ``width``)."""
    starts = np.concatenate([[0], ends])
    ones = np.ones(len(words), np.int32)
    counts = csr_matrix((ones, words, starts), shape=(len(ends), width), copy=True)
    counts.sum_duplicates()  # in place
    return counts


def _kept_columns(counts: csr_matrix, config: TextConfig) -> list[int]:
    """The columns of words neither too rare nor too common, most frequent first."""
    documents = counts.shape[0]
    in_documents = np.bincount(counts.indices, minlength=counts.shape[1])
    wanted = in_documents >= min(_minimum(config, documents), max(documents, 1))
    if documents >= _FEW_DOCUMENTS:
        wanted &= in_documents <= config.max_df * documents
    total = np.asarray(counts.sum(axis=0)).ravel()
    order = np.lexsort((np.arange(len(total)), -total))
    return [int(column) for column in order if wanted[column]][: config.max_vocabulary]


def _display(
    stream: WordStream, words: NDArray[np.int32], term_of: NDArray[np.int64], terms: int
) -> list[str]:
    """The most frequent surface of each term (the first seen among equals)."""
    frequency = np.bincount(words, minlength=len(stream.tokens))
    shown, best = [""] * terms, [0] * terms
    for token, number, n in zip(stream.tokens, term_of.tolist(), frequency.tolist(), strict=True):
        if n > best[number]:
            shown[number], best[number] = token.surface, n
    return shown


# on disk -------------------------------------------------------------------------------------


def _name(config: TextConfig) -> str:
    return content_hash(json.dumps(config.to_json(), sort_keys=True))[:8]


def _load(folder: Path, config: TextConfig, fingerprint: str) -> BagOfWords | None:
    """What was kept, or None when it is not there or damaged (it is then made again)."""
    try:
        terms, vocabulary, ids = json.loads((folder / "words.json").read_text("utf-8"))
        with np.load(folder / "counts.npz", allow_pickle=False) as file:
            parts = (file["data"], file["indices"], file["indptr"])
            words, ends = file["words"], file["ends"]
        counts = csr_matrix(parts, shape=(len(ids), len(terms)))
    except (OSError, ValueError, KeyError):
        return None
    return BagOfWords(
        tuple(terms), tuple(vocabulary), counts, tuple(ids), words, ends, fingerprint, config
    )


def _replace(folder: Path, bow: BagOfWords) -> None:
    counts = bow.counts
    for stale in folder.parent.glob("bow-*"):
        shutil.rmtree(stale, ignore_errors=True)
    try:
        with new_folder(folder) as temporary:
            np.savez(
                temporary / "counts.npz",
                data=counts.data, indices=counts.indices, indptr=counts.indptr,
                words=bow.words, ends=bow.ends,
            )  # fmt: skip
            write_json(temporary / "words.json", [bow.terms, bow.vocabulary, bow.document_ids])
    except OSError as error:
        if not folder.exists():  # else another process made the same one meanwhile
            raise TopicLlamaError(
                f"The workspace's index cannot be written ({error.strerror}).",
                "Check the free space and the permissions of the workspace folder.",
            ) from error


def counts_for(terms: Sequence[str], bow: BagOfWords) -> csr_matrix:
    """The counts with one column for each of ``terms`` (empty where the corpus lacks the word)."""
    if tuple(terms) == bow.terms:
        return bow.counts
    columns = np.array([bow.index.get(term, -1) for term in terms], np.int64)
    known = np.flatnonzero(columns >= 0)
    cells = (np.ones(len(known), bow.counts.dtype), (columns[known], known))
    return (bow.counts @ csr_matrix(cells, (len(bow.terms), len(terms)))).tocsr()
