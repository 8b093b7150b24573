"""TopicLlama's own algorithms: LDA, NMF and LSA. All begin with a first look at the words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_matrix

from .algorithms import Algorithm, Fit, Fitted, Floats
from .first_look import look
from .guided import guide
from .lda import PRIOR_WEIGHT, LdaSettings, settings_for, train_lda, word_prior
from .nmf import tf_idf


def _seen(fit: Fit, algorithm: str) -> Fitted:
    """The topics of the first look (see :mod:`first_look`), guided where words were given."""
    first = look(fit.counts, fit.seed)
    words = first.words(fit.num_topics, algorithm, fit.seed, task=fit.task)
    seeds = [list(words) for words in fit.seed_words]
    guided = guide(words, tf_idf(fit.counts), seeds) if seeds else []
    return Fitted(words, guided, {"basis": first.basis})


def nmf(fit: Fit) -> Fitted:
    return _seen(fit, "nmf")


def lsa(fit: Fit) -> Fitted:
    return _seen(fit, "lsa")


def lda(fit: Fit) -> Fitted:
    """LDA whose topic-word prior is the first look; on a Spark cluster with that engine."""
    start = _seen(fit, "lda")
    counts = fit.counts
    if fit.extra is not None:  # the first look has seen the documents alone
        counts = (counts + fit.extra).tocsr().astype(np.float32)
    settings = settings_for(counts.shape[0])
    words = _lda(counts, word_prior(start.words, counts), settings, fit)
    used = {"passes": settings.passes, "chunk": settings.chunk, "prior_weight": PRIOR_WEIGHT}
    return replace(start, words=words, settings={**start.settings, **used}, whole=True)


def _lda(counts: csr_matrix, eta: Floats, settings: LdaSettings, fit: Fit) -> Floats:
    if fit.engine == "local":
        return train_lda(counts, eta, settings, seed=fit.seed, workers=fit.workers, task=fit.task)
    from .spark_lda import spark_topics
    from .spark_session import master_of

    master = fit.spark_master or master_of({})
    return spark_topics(counts, eta, settings, seed=fit.seed, task=fit.task, master=master)


LDA = Algorithm(
    lda,
    ("LDA", "LDA"),
    (
        "every document is a mixture of topics. The best choice for most texts.",
        "每篇文档都是若干主题的混合。适合大多数文本。",
    ),
    seed_words=True,
    engines=("local", "spark"),
)
NMF = Algorithm(
    nmf,
    ("NMF", "NMF"),
    (
        "groups words that occur together. Quick, with crisp topics; good for short texts.",
        "把常一起出现的词归为一组。速度快，主题鲜明，适合短文本。",
    ),
    seed_words=True,
)
LSA = Algorithm(
    lsa,
    ("LSA", "LSA"),
    (
        "finds the directions in which the texts differ most. The oldest method, for comparison.",
        "找出文本差异最大的方向。最早的方法，可作对照。",
    ),
)
