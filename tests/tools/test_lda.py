from __future__ import annotations

import numpy as np
import pytest
from gensim.matutils import Sparse2Corpus
from gensim.models import LdaModel
from topic_fixtures import lee_bow

from topicllama.tools.errors import Cancelled
from topicllama.tools.lda import LdaSettings, train_lda
from topicllama.tools.progress import Progress, Task
from topicllama.tools.training import train
from topicllama.tools.variational import posterior


def prior(topics: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    return rng.gamma(1.0, 1.0, (topics, len(lee_bow().terms))).astype(np.float32)


def test_block_inference_agrees_with_gensim() -> None:
    counts = lee_bow().counts[:40]
    trained = train(lee_bow(), 5).topic_word
    gensim = LdaModel(
        num_topics=5, id2word={n: str(n) for n in range(counts.shape[1])}, alpha=[0.1] * 5,
        iterations=500, gamma_threshold=1e-6, random_state=0,
    )  # fmt: skip
    gensim.expElogbeta = trained
    corpus = list(Sparse2Corpus(counts, documents_columns=False))
    expected, expected_statistics = gensim.inference(corpus, collect_sstats=True)
    gamma, statistics = posterior(
        counts, gensim.expElogbeta, np.full(5, 0.1, np.float32), iterations=500, tolerance=1e-6
    )
    # They start from different guesses, so a document or two may settle differently.
    close = np.abs(gamma - expected).max(axis=1) < 0.05
    assert close.mean() > 0.9
    assert np.isclose((statistics * gensim.expElogbeta).sum(), expected_statistics.sum(), rtol=1e-3)


def test_training_stops_when_the_topics_stand_still() -> None:
    seen: list[Progress] = []
    settings = LdaSettings(passes=500, tolerance=0.05)
    train_lda(lee_bow().counts, prior(4), settings, task=Task(seen.append))
    assert seen[-1].done < 100 * len(lee_bow().document_ids)


def test_any_number_of_workers_gives_the_same_numbers() -> None:
    settings = LdaSettings(passes=3, chunk=300)
    one, two, five = (
        train_lda(lee_bow().counts, prior(6), settings, workers=workers) for workers in (1, 2, 5)
    )
    assert np.array_equal(one, two) and np.array_equal(one, five)


def test_cancel_ends_it() -> None:
    task = Task()

    def stop(progress: Progress) -> None:
        if progress.done >= 200:
            task.cancel()

    task.on_progress = stop
    with pytest.raises(Cancelled):
        train_lda(lee_bow().counts, prior(4), LdaSettings(passes=50), workers=2, task=task)
