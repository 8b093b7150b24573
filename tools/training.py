"""Training: from a bag of words to a topic model, whichever the algorithm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from . import algorithms
from .algorithms import Fit, Fitted, Floats, fitted
from .bow import BagOfWords
from .choice import Choice, choose
from .errors import TopicLlamaError
from .guided import seed_columns
from .inference import ALPHA, document_topics
from .metrics import evaluate
from .progress import Task
from .ranking import best_words
from .topic_model import Topic, TopicModel
from .word_workers import usable_cores
from .wording import why

ENGINES = ("local", "spark")
_MOST_THREADS = 4
_SMALL_BACKGROUND = 0.02  # every topic can explain every word, however little


@dataclass(frozen=True)
class _Plan:
    """What one training was asked to do."""

    algorithm: str
    choice: Choice
    seed: int
    workers: int
    seeds: list[list[int]]
    task: Task | None
    engine: str = "local"
    spark_master: str = ""
    extra: csr_matrix | None = None


def train(
    bow: BagOfWords,
    num_topics: int = 0,
    algorithm: str = "lda",
    seed: int = 0,
    workers: int = 0,
    seed_words: Sequence[Sequence[str]] = (),
    task: Task | None = None,
    *,
    engine: str = "local",
    spark_master: str = "",
    extra: csr_matrix | None = None,
) -> TopicModel:
    """Find topics; ``num_topics`` 0 chooses how many.

    ``engine`` "spark" trains LDA on the cluster ``spark_master`` (see
    :func:`topicllama.tools.spark_lda.spark_topics`) instead of this machine. ``extra`` (D, V) are
    counts, also parts of one, that LDA learns from besides those of the documents; sizes,
    keywords and figures are of the documents alone, and figures on halves are left out.

    ``algorithm``: "lda" (its topic-word prior is set from a factorisation of the texts), "nmf",
    "lsa" or one of a plugin. The same ``seed`` gives the same topics with any number of ``workers``
    (threads; 0: one for each core, at most 4). ``seed_words``: a list of words for each topic that
    must be among them (not every algorithm can). Progress stages "choose", "train", "assign",
    "measure". Ids run from 0, largest topic first; labels are still empty. TopicLlamaError when
    the texts carry no topic at all; Cancelled when ``task`` is stopped.
    """
    from threadpoolctl import threadpool_limits

    _check(algorithm, num_topics, seed_words)
    _check_engine(engine, algorithm)
    # The matrices are small: threads of BLAS wait for each other, and their number would show in
    # the last digits.
    with threadpool_limits(limits=1):
        seeds = seed_columns(seed_words, bow)
        choice = choose(bow, num_topics, task=task)
        if len(seeds) > choice.num_topics:
            choice = replace(choice, num_topics=min(len(seeds), min(bow.counts.shape)))
        threads = workers or min(usable_cores(), _MOST_THREADS)
        plan = _Plan(algorithm, choice, seed, threads, seeds, task, engine, spark_master, extra)
        model = _trained(bow, plan)
        words = [list(one) for one in seed_words]
        model = replace(model, parameters={**model.parameters, "seed_words": words})
        if task is not None:
            task.report("measure", 0, None)
        return replace(model, metrics=_figures(model, bow, plan))


def _trained(bow: BagOfWords, plan: _Plan) -> TopicModel:
    found = _topic_words(bow.counts, plan)
    if len(found.words) < plan.choice.num_topics:
        plan = replace(plan, choice=_fewer(plan.choice, len(found.words)))
    model = _model(bow, found, plan)
    return replace(model, parameters={**model.parameters, **found.settings}, why=why(plan.choice))


def _figures(model: TopicModel, bow: BagOfWords, plan: _Plan) -> dict[str, float]:
    from .held_out import held_out

    quiet = None if plan.task is None else Task(stopped=plan.task.stopped)  # stopped, not shown
    figures = evaluate(model, bow)
    if plan.extra is not None:
        return figures
    return {**figures, **held_out(bow, model.num_topics, plan.algorithm, plan.seed, quiet)}


def words_of_topics(
    counts: csr_matrix, num_topics: int, algorithm: str, seed: int, task: Task | None = None,
    extra: csr_matrix | None = None,
) -> Floats:  # fmt: skip
    """p(word | topic) (K, V) alone, for counts (D, V) that need not be whole; K may come out
    smaller than asked for. ``extra`` as for :func:`train`."""
    choice = Choice(min(num_topics, *counts.shape), asked=True, requested=num_topics)
    return _topic_words(counts, _Plan(algorithm, choice, seed, 1, [], task, extra=extra)).words


def _check(algorithm: str, num_topics: int, seed_words: Sequence[Sequence[str]]) -> None:
    if seed_words and not algorithms.algorithm(algorithm).seed_words:
        raise TopicLlamaError(
            f"Seed words do not work with {algorithm.upper()}.", 'Use the algorithm "lda" or "nmf".'
        )
    if 0 < num_topics < len(seed_words):
        raise TopicLlamaError(
            f"There are {len(seed_words)} lists of seed words for {num_topics} topics.",
            f"Ask for {len(seed_words)} topics or more.",
        )


def _check_engine(engine: str, algorithm: str) -> None:
    if engine not in ENGINES:
        raise TopicLlamaError(
            f"There is no engine {engine!r}.", f"Choose one of {', '.join(ENGINES)}."
        )
    if engine not in algorithms.algorithm(algorithm).engines:
        raise TopicLlamaError(
            f"On Spark only LDA can be trained, not {algorithm}.",
            'Use the algorithm "lda", or train without Spark.',
        )


def _fewer(choice: Choice, found: int) -> Choice:
    return replace(choice, num_topics=found, limit="variety" if choice.asked else None)


def _topic_words(counts: csr_matrix, plan: _Plan) -> Fitted:
    """The topics' words p(word | topic) (K, V), the rows of the guided topics, the settings."""
    known = np.diff(counts.indptr) > 0
    filled = counts[known]
    if plan.task is not None:
        plan.task.report("train", 0, None, "first look")
    found = fitted(
        plan.algorithm,
        Fit(
            filled, min(plan.choice.num_topics, filled.shape[0]), plan.seed, plan.task,
            plan.workers, plan.seeds, plan.engine, plan.spark_master,
            None if plan.extra is None else plan.extra[known],
        ),
    )  # fmt: skip
    if found.whole:
        return found
    settings = {**found.settings, "background": _SMALL_BACKGROUND}
    return replace(found, words=_smoothed(found.words, filled), settings=settings)


def _smoothed(words: Floats, counts: csr_matrix) -> Floats:
    """Topics that can explain every word of the vocabulary, even those that these texts lack."""
    background = np.asarray(counts.sum(axis=0), np.float32).ravel() + 1
    background /= background.sum()
    smooth: Floats = (1 - _SMALL_BACKGROUND) * words + _SMALL_BACKGROUND * background
    return smooth


def _model(bow: BagOfWords, found: Fitted, plan: _Plan) -> TopicModel:
    """The topics in order of size, with ids from 0."""
    topic_word, made_by = found.words, algorithms.origin(plan.algorithm)
    own = algorithms.mixtures(plan.algorithm, made_by)
    weights = document_topics(bow.counts, topic_word, ALPHA, plan.task, own)
    order = np.argsort(-weights.mean(axis=0), kind="stable")
    topic_word, weights = topic_word[order], weights[:, order]
    parameters = {
        "num_topics": plan.choice.requested,
        "seed": plan.seed,
        "workers": plan.workers,
        "engine": plan.engine,
        "alpha": ALPHA,
        **made_by,
        "text": bow.config.to_json(),
        "choice": plan.choice.to_json(),
        "next_id": len(topic_word),
        "seed_topics": [int(np.flatnonzero(order == row)[0]) for row in found.guided],
    }
    return TopicModel(
        plan.algorithm, bow.terms, bow.vocabulary, topic_word, weights, bow.document_ids,
        make_topics(topic_word, weights, bow.vocabulary, bow), parameters, corpus=bow.fingerprint,
    )  # fmt: skip


def make_topics(
    topic_word: Floats,
    document_topic: Floats,
    vocabulary: Sequence[str],
    bow: BagOfWords | None = None,
) -> tuple[Topic, ...]:
    """Topics 0 to K-1 without labels, with their sizes and keywords (ranked with the help of the
    texts of ``bow``)."""
    shares = document_topic.mean(axis=0, dtype=np.float64)
    largest = np.bincount(document_topic.argmax(axis=1), minlength=len(topic_word))
    return tuple(
        Topic(row, "", "keywords", tuple(vocabulary[column] for column in columns),
              float(shares[row]), int(largest[row]))
        for row, columns in enumerate(best_words(topic_word, vocabulary, bow=bow))
    )  # fmt: skip
