"""The corpora of the comparison: the same words, in the same order, for every row.

A prepared corpus is a folder of npz and JSON files, because the rows run in two environments.
It is kept: remove the folder to have it made again.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from ..measure import DATA

OCTIS = ("BBC_News", "M10", "DBLP")
NEWSGROUPS = "20Newsgroups"
CORPORA = (*OCTIS, NEWSGROUPS)
# OCTIS's rule for BBC_News, applied to 20 Newsgroups too.
_LEAST, _MOST = 0.005, 0.35
_FEWEST_WORDS = 5


@dataclass(frozen=True, eq=False)
class PeerCorpus:
    """D documents as ``words`` (N), columns of ``vocabulary`` (V) in reading order, and ``ends``
    (D). ``labels`` (D) are the groups that people gave; ``train`` (D) says which documents came
    first where the corpus is split by date, and is empty where it is not. ``folder`` is where it
    was prepared."""

    folder: Path
    words: NDArray[np.int32]
    ends: NDArray[np.int64]
    vocabulary: tuple[str, ...]
    labels: NDArray[np.str_]
    train: NDArray[np.bool_]

    @cached_property
    def columns(self) -> list[list[int]]:
        """The columns of the words of each document (D)."""
        return [part.tolist() for part in np.split(self.words, self.ends[:-1])]

    @cached_property
    def texts(self) -> list[list[str]]:
        """The words of each document (D)."""
        return [[self.vocabulary[column] for column in columns] for columns in self.columns]

    @cached_property
    def counts(self) -> csr_matrix:
        """How often each word stands in each document (D, V)."""
        parts = (np.ones(len(self.words), np.int32), self.words, np.concatenate([[0], self.ends]))
        matrix = csr_matrix(parts, shape=(len(self.ends), len(self.vocabulary)), copy=True)
        matrix.sum_duplicates()
        return matrix


def prepare(name: str, folder: Path) -> PeerCorpus:
    """The corpus from ``folder``, made there first if need be; FileNotFoundError without data."""
    if not (folder / "words.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _write(_newsgroups() if name == NEWSGROUPS else _octis(name), folder)
    return load(folder)


def load(folder: Path) -> PeerCorpus:
    vocabulary = tuple(json.loads((folder / "words.json").read_text("utf-8")))
    with np.load(folder / "corpus.npz", allow_pickle=False) as file:
        return PeerCorpus(
            folder, file["words"], file["ends"], vocabulary, file["labels"], file["train"]
        )


def raw_texts(folder: Path) -> list[str]:
    """What is embedded: the texts as they were before they became words."""
    texts: list[str] = json.loads((folder / "texts.json").read_text("utf-8"))
    return texts


@dataclass(frozen=True)
class _Read:
    """A corpus as it was read: per document its words, its text, its label, and its part."""

    tokens: list[list[str]]
    texts: list[str]
    labels: list[str]
    train: list[bool]


def _octis(name: str) -> _Read:
    lines = (DATA / "octis" / name / "corpus.tsv").read_text("utf-8").splitlines()
    texts, _, labels = zip(*(line.split("\t") for line in lines), strict=True)
    return _Read([text.split() for text in texts], list(texts), list(labels), [])


def _newsgroups() -> _Read:
    from topicllama.tools.tokens import TextConfig, Tokenizer

    with gzip.open(DATA / "newsgroups20.jsonl.gz", "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    tokenizer = Tokenizer(TextConfig(phrases=False))
    texts = [record.get("text", "") for record in records]
    tokens = _usual_words([[word.term for word in tokenizer.topic_tokens(t)] for t in texts])
    kept = [row for row, words in enumerate(tokens) if len(words) >= _FEWEST_WORDS]
    return _Read(
        [tokens[row] for row in kept],
        [texts[row] for row in kept],
        [records[row]["label"] for row in kept],
        [records[row]["split"] == "train" for row in kept],
    )


def _usual_words(tokens: Sequence[Sequence[str]]) -> list[list[str]]:
    """The texts without words that stand in too few or too many of them."""
    frequency = Counter(word for words in tokens for word in set(words))
    low, high = _LEAST * len(tokens), _MOST * len(tokens)
    kept = {word for word, documents in frequency.items() if low <= documents <= high}
    return [[word for word in words if word in kept] for words in tokens]


def _write(read: _Read, folder: Path) -> None:
    columns: dict[str, int] = {}
    words = [columns.setdefault(word, len(columns)) for text in read.tokens for word in text]
    np.savez(
        folder / "corpus.npz",
        words=np.array(words, np.int32),
        ends=np.cumsum([len(text) for text in read.tokens], dtype=np.int64),
        labels=np.array(read.labels),
        train=np.array(read.train, bool),
    )
    (folder / "texts.json").write_text(json.dumps(read.texts), "utf-8")
    (folder / "words.json").write_text(json.dumps(list(columns)), "utf-8")  # last: it is complete
