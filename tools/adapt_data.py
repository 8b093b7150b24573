"""The corpus as a language model learns it: tokens of whole documents, some of them held out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .corpus import Corpus
from .documents import Document, content_hash
from .errors import TopicLlamaError
from .progress import Task

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

MINIMUM = 20  # documents
_HELD_OUT = 0.1
_MOST_HELD_OUT = 200  # documents: enough for a steady figure, and it is measured often
_AT_ONCE = 64
IGNORED = -100  # a target that does not count; torch's own choice


@dataclass(frozen=True, slots=True)
class Texts:
    """Documents as one run of token ids, each document closed by the end-of-text token.

    ``size`` is the length of the texts themselves in bytes of UTF-8.
    """

    tokens: NDArray[np.int32]
    documents: int
    size: int

    def blocks(self, length: int) -> Blocks:
        """The run cut into rows of ``length`` tokens, each with the tokens that follow."""
        rows = max(1, -(-(len(self.tokens) - 1) // length))
        flat = np.full(rows * length + 1, IGNORED, np.int32)
        flat[: len(self.tokens)] = self.tokens
        return Blocks(flat[:-1].reshape(rows, length), flat[1:].reshape(rows, length))


@dataclass(frozen=True, slots=True)
class Blocks:
    """``inputs`` and ``targets`` (rows, length): what is read, and what is to be foretold at each
    place. The last row is filled up with IGNORED."""

    inputs: NDArray[np.int32]
    targets: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.inputs)


def read(
    corpus: Corpus, tokenizer: PreTrainedTokenizerBase, task: Task | None = None
) -> tuple[Texts, Texts]:
    """(texts to learn from, texts held out). Progress is stage "read".

    One document in ten is held out, at most 200, chosen by a hash of its id: the same ones
    whatever the settings, so that figures of two runs can be compared. TopicLlamaError for fewer
    than 20 documents.
    """
    ids = corpus.ids()
    if len(ids) < MINIMUM:
        raise TopicLlamaError(
            f"{len(ids)} documents are too few to adapt a Llama to: it takes {MINIMUM}.",
            "Load more texts.",
        )
    chosen = held_out(ids)
    learned, kept = _Run(), _Run()
    done = 0
    for group in _groups(corpus):
        encoded = tokenizer([_text(d) for d in group], verbose=False)["input_ids"]
        for document, tokens in zip(group, encoded, strict=True):
            run = kept if document.id in chosen else learned
            run.add(document, tokens, tokenizer.eos_token_id)
        done += len(group)
        if task is not None:
            task.report("read", done, len(ids))
    return learned.texts(), kept.texts()


def held_out(ids: Sequence[str]) -> set[str]:
    """The ids of the documents that are not learned."""
    count = min(_MOST_HELD_OUT, round(_HELD_OUT * len(ids)))
    return set(sorted(ids, key=content_hash)[: max(1, count)])


def _groups(documents: Iterable[Document]) -> Iterator[list[Document]]:
    waiting = iter(documents)
    while group := list(islice(waiting, _AT_ONCE)):
        yield group


def _text(document: Document) -> str:
    titled = document.title and not document.text.startswith(document.title)
    return f"{document.title}\n\n{document.text}" if titled else document.text


class _Run:
    """Collects the tokens of documents."""

    def __init__(self) -> None:
        self.parts: list[NDArray[np.int32]] = []
        self.size = 0

    def add(self, document: Document, tokens: list[int], end: int) -> None:
        closed = tokens if tokens and tokens[-1] == end else [*tokens, end]
        self.parts.append(np.asarray(closed, np.int32))
        self.size += len(_text(document).encode("utf-8", "replace"))

    def texts(self) -> Texts:
        tokens = np.concatenate(self.parts) if self.parts else np.zeros(0, np.int32)
        return Texts(tokens, len(self.parts), self.size)
