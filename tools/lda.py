"""Latent Dirichlet Allocation by gensim, on one core or several, with progress and cancel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .inference import ALPHA
from .progress import Task
from .variational import posterior_in_blocks

Floats = NDArray[np.float32]
_Row = tuple[NDArray[np.int32], NDArray[np.int32]]
PRIOR_WEIGHT = 2.0  # of a topic's word prior, times the topic's part of the corpus
_BASE_PRIOR = 0.01
_SEEN = 30_000  # documents, over all passes, where there are few
_MANY = 100_000  # documents, from which a pass tells so much that fewer do
_REPORT_EVERY = 100


@dataclass(frozen=True)
class LdaSettings:
    """How LDA is trained. ``alpha`` is the prior of each topic in a document; training stops
    after ``passes``, or once the topics' words move by less than ``tolerance`` (total variation,
    mean over topics) from one pass to the next."""

    alpha: float = ALPHA
    passes: int = 5
    chunk: int = 512
    iterations: int = 50
    tolerance: float = 0.01


def settings_for(documents: int) -> LdaSettings:
    """More passes where there are few documents, and fewer, with larger chunks, where there are
    very many; convergence ends most trainings earlier."""
    passes = min(50, max(5, _SEEN // max(documents, 1)))
    if documents > _MANY:
        passes = max(2, passes * _MANY // documents)
    return LdaSettings(passes=passes, chunk=min(max(512, documents // 50), 2048))


def word_prior(words: Floats, counts: csr_matrix) -> Floats:
    """The Dirichlet prior of each topic's words (K, V) from a first look at them (K, V; rows sum
    to 1): it weighs twice as much as a topic's part of the corpus (D, V)."""
    tokens = float(counts.sum()) / len(words)
    prior: Floats = (_BASE_PRIOR + PRIOR_WEIGHT * tokens * words).astype(np.float32)
    return prior


def train_lda(
    counts: csr_matrix,
    eta: Floats,
    settings: LdaSettings,
    *,
    seed: int = 0,
    workers: int = 1,
    task: Task | None = None,
) -> Floats:
    """p(word | topic) (K, V) for documents (D, V) and a topic-word prior ``eta`` (K, V).

    Progress stage "train" counts documents over all passes. The same seed gives the same numbers
    with any number of ``workers`` (threads). Source: Hoffman, Blei, Bach, "Online Learning for
    Latent Dirichlet Allocation" (NIPS 2010).
    """
    model = _model(counts, eta, settings, seed, workers)
    documents = _Documents(counts, settings, model, task)
    with suppress(_Converged):
        model.update(documents)
    return np.asarray(model.get_topics(), np.float32)


class _Converged(Exception):  # noqa: N818 - a signal, not an error
    """The topics have stopped moving."""


class _Documents:
    """The corpus as gensim reads it, once a pass: counts documents, reports, stops.

    gensim's LDA has no callbacks, so both the wish to stop and the end of training by convergence
    are raised from here, where the model has just read a document.
    """

    def __init__(
        self, counts: csr_matrix, settings: LdaSettings, model: Any, task: Task | None
    ) -> None:
        self._counts = counts
        self._settings = settings
        self._model = model
        self._task = task
        self._pass = 0
        self._topics: Floats | None = None

    def __len__(self) -> int:
        return int(self._counts.shape[0])

    def __iter__(self) -> Iterator[_Row]:
        self._stop_when_converged()
        counts, ends = self._counts, self._counts.indptr
        for row in range(len(self)):
            if row % _REPORT_EVERY == 0:
                self._report(row)
            part = slice(ends[row], ends[row + 1])
            yield counts.indices[part], counts.data[part]
        self._pass += 1
        self._report(0)

    def _report(self, row: int) -> None:
        if self._task is not None:
            passes = self._settings.passes
            detail = f"pass {min(self._pass + 1, passes)} of at most {passes}"
            done = self._pass * len(self) + row
            self._task.report("train", done, passes * len(self), detail)

    def _stop_when_converged(self) -> None:
        topics = np.asarray(self._model.get_topics(), np.float32)
        before, self._topics = self._topics, topics
        if before is not None and self._pass:
            moved = np.abs(topics - before).sum(axis=1).mean() / 2
            if moved < self._settings.tolerance:
                raise _Converged


def _model(counts: csr_matrix, eta: Floats, settings: LdaSettings, seed: int, workers: int) -> Any:
    return _block_lda()(
        corpus=None,
        num_topics=eta.shape[0],
        id2word={column: str(column) for column in range(counts.shape[1])},
        alpha=np.full(eta.shape[0], settings.alpha, np.float32),
        eta=eta,
        passes=settings.passes,
        chunksize=settings.chunk,
        iterations=settings.iterations,
        eval_every=None,
        random_state=seed,
        threads=workers,
    )


@lru_cache(1)
def _block_lda() -> type[Any]:
    """gensim's LDA with inference by blocks of documents on threads. gensim's own parallel LDA
    starts processes and adds their results up in the order in which they come."""
    from gensim.models import LdaModel  # importing it takes a second

    class BlockLda(LdaModel):  # type: ignore[misc]
        def __init__(self, *, threads: int, **settings: Any) -> None:
            self.threads = threads
            super().__init__(**settings)

        def inference(self, chunk: list[_Row], collect_sstats: bool = False) -> Any:
            gamma, statistics = posterior_in_blocks(
                _stacked(chunk, self.num_terms),
                self.expElogbeta,
                self.alpha,
                iterations=self.iterations,
                tolerance=self.gamma_threshold,
                workers=self.threads,
            )
            return gamma, statistics * self.expElogbeta if collect_sstats else None

    return BlockLda


def _stacked(chunk: list[_Row], width: int) -> csr_matrix:
    ends = np.cumsum([0, *(len(columns) for columns, _ in chunk)])
    columns = np.concatenate([columns for columns, _ in chunk])
    values = np.concatenate([values for _, values in chunk])
    return csr_matrix((values, columns, ends), (len(chunk), width))
