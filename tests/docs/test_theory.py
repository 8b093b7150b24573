"""docs/theory.md against the code: what the formulas give is what the tools compute."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import digamma, gammaln, logsumexp
from written import DOCS, ROOT

from topicllama.tools.association import attraction
from topicllama.tools.bow import from_tokens
from topicllama.tools.bursts import _states
from topicllama.tools.coherence import c_v, npmi, u_mass
from topicllama.tools.fusion import WEIGHTS, fused, standard
from topicllama.tools.hierarchy import topic_distances
from topicllama.tools.inference import document_topics
from topicllama.tools.lda import word_prior
from topicllama.tools.metrics import completion
from topicllama.tools.nmf import tf_idf
from topicllama.tools.ranking import word_scores
from topicllama.tools.sentiment import mean_score
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.topic_space import analyse
from topicllama.tools.topic_words import topic_words
from topicllama.tools.variational import posterior

Floats = NDArray[np.float64]
ENGLISH, CHINESE = (
    (DOCS / name).read_text("utf-8") for name in ("theory.md", "theory.zh.md")
)  # fmt: skip


def texts(rows: int = 12, words: int = 9) -> csr_matrix:
    """Counts (D, V) with two subjects in them."""
    rng = np.random.default_rng(3)
    rates = np.where(
        (np.arange(rows)[:, None] % 2) == (np.arange(words)[None, :] % 2), 3.0, 0.3
    )  # fmt: skip
    return csr_matrix(rng.poisson(rates).astype(np.int32))


def topics(number: int = 3, words: int = 9) -> NDArray[np.float32]:
    rng = np.random.default_rng(5)
    return rng.dirichlet(np.full(words, 0.5), number).astype(np.float32)


# LDA -----------------------------------------------------------------------------------------


def expected_log(parameters: Floats) -> Floats:
    """E[ln p] of rows of Dirichlet parameters."""
    return digamma(parameters) - digamma(parameters.sum(axis=-1, keepdims=True))


def divergence(a: Floats, b: Floats) -> float:
    """KL(a || b) of two Dirichlet distributions."""
    return float(
        gammaln(a.sum()) - gammaln(b.sum()) + (gammaln(b) - gammaln(a)).sum()
        + ((a - b) * expected_log(a)).sum()
    )  # fmt: skip


def bound(counts: csr_matrix, gamma: Floats, alpha: Floats, words: Floats) -> float:
    """The part of the evidence lower bound that belongs to documents; ``words`` are E[ln phi]."""
    logs = logsumexp(expected_log(gamma)[:, :, None] + words[None], axis=1)
    explained = float((counts.toarray() * logs).sum())
    return explained - sum(divergence(row, alpha) for row in gamma)


def test_the_bound_is_gensims_where_the_prior_is_one_number() -> None:
    from gensim.matutils import Sparse2Corpus
    from gensim.models import LdaModel

    counts = texts()
    corpus = list(Sparse2Corpus(counts, documents_columns=False))
    names = {column: str(column) for column in range(counts.shape[1])}
    model = LdaModel(corpus, num_topics=3, id2word=names, alpha=0.1, eta=0.2, random_state=1,
                     dtype=np.float64)  # fmt: skip
    gamma, _ = model.inference(corpus)
    gamma = np.asarray(gamma, np.float64)
    learnt = np.asarray(model.state.get_lambda(), np.float64)
    prior = np.full(counts.shape[1], 0.2)
    ours = bound(counts, gamma, np.full(3, 0.1), expected_log(learnt))
    ours -= sum(divergence(row, prior) for row in learnt)
    assert ours == pytest.approx(model.bound(corpus, gamma[:, None]), rel=1e-6)


def test_the_e_step_finds_the_top_of_the_bound() -> None:
    counts, words, alpha = texts(), topics(), np.full(3, 0.1)
    gamma, statistics = posterior(counts, words, alpha.astype(np.float32), iterations=500,
                                  tolerance=1e-7)  # fmt: skip
    found = gamma.astype(np.float64)
    logs = np.log(words.astype(np.float64))
    best = bound(counts, found, alpha, logs)
    for change in np.random.default_rng(0).normal(0, 0.05, (20, *found.shape)):
        assert bound(counts, found * np.exp(change), alpha, logs) < best
    share = np.exp(expected_log(found)[:, :, None] + logs[None])
    share /= share.sum(axis=1, keepdims=True)  # q (D, K, V)
    expected = (counts.toarray()[:, None, :] * share).sum(axis=2)
    assert found == pytest.approx(alpha + expected, rel=1e-3)
    used = (counts.toarray()[:, None, :] * share).sum(axis=0)
    assert statistics * words == pytest.approx(used, rel=1e-3, abs=1e-3)


def test_the_prior_weighs_twice_a_topics_part_of_the_corpus() -> None:
    counts, words = texts(), topics()
    prior = word_prior(words, counts)
    assert prior == pytest.approx(0.01 + 2 * counts.sum() / 3 * words, rel=1e-5)


def test_perplexity_by_document_completion() -> None:
    counts, words = texts(30, 9), topics()
    half = np.random.default_rng(7).binomial(counts.data, 0.5)
    first = csr_matrix((half, counts.indices, counts.indptr), counts.shape)
    rest = (counts - first).toarray()
    both = (first.toarray().sum(axis=1) > 0) & (rest.sum(axis=1) > 0)
    theta = document_topics(first[both], words, 0.1)
    logs = np.log(theta @ words)
    by_hand = np.exp(-(rest[both] * logs).sum() / rest[both].sum())
    assert completion(counts, words, 0.1, seed=7) == pytest.approx(by_hand, rel=1e-5)


# LSA, NMF, short texts -----------------------------------------------------------------------


def test_tf_idf() -> None:
    counts = texts()
    n = counts.toarray().astype(float)
    df = (n > 0).sum(axis=0)
    y = np.where(n > 0, (1 + np.log(np.maximum(n, 1))) * (1 + np.log((1 + len(n)) / (1 + df))), 0)
    assert tf_idf(counts).toarray() == pytest.approx(
        y / np.linalg.norm(y, axis=1, keepdims=True), abs=1e-6
    )


def test_the_truncated_decomposition_is_the_nearest_of_its_rank() -> None:
    weights = csr_matrix(np.random.default_rng(2).random((60, 40), np.float32))
    rows = weights.toarray().astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    directions = analyse(weights).words.astype(np.float64)
    left = np.linalg.norm(rows - rows @ directions @ directions.T) ** 2
    values = np.linalg.svd(rows, compute_uv=False)
    assert left == pytest.approx((values[directions.shape[1] :] ** 2).sum(), rel=1e-3)


def test_attraction_of_words() -> None:
    present = (texts().toarray() > 0).astype(float)
    pairs = present.T @ present
    df = np.diag(pairs).copy()
    np.fill_diagonal(pairs, 0)
    share = pairs.sum(axis=0) / pairs.sum()
    q = np.sqrt(share * share**0.75 / (share**0.75).sum())
    with np.errstate(divide="ignore"):
        a = np.maximum(0, np.log(pairs / pairs.sum() / np.outer(q, q)))
    assert attraction(texts()).toarray() == pytest.approx(a * np.outer(df, df) ** 0.25, abs=1e-5)


# the words of topics, and their figures ------------------------------------------------------


def test_keyword_scores_add_up_to_the_divergence() -> None:
    words = topics().astype(np.float64)
    mean = words.mean(axis=0)
    divergences = (words * np.log(words / mean)).sum(axis=1)
    assert word_scores(topics()).sum(axis=1) == pytest.approx(divergences, rel=1e-4)


def test_relevance() -> None:
    words = topics()
    sizes, names = (0.5, 0.3, 0.2), tuple("abcdefghi")
    made = tuple(Topic(k, "", "keywords", (), size, 0) for k, size in enumerate(sizes))
    model = TopicModel("lda", names, names, words, np.zeros((0, 3), np.float32), (), made)
    overall = np.array(sizes) @ words
    for word in topic_words(model, 1, most=9):
        inside = words[1, names.index(word.word)]
        lift = np.log(inside / overall[names.index(word.word)])
        expected = 0.6 * np.log(inside) + 0.4 * lift
        assert word.relevance(0.6) == pytest.approx(expected, rel=1e-4)


def test_coherence_by_hand() -> None:
    never = from_tokens([["a"], ["b"], *[["x"]] * 98])
    assert npmi([[0, 1]], never) == pytest.approx(-0.67, abs=0.005)
    bow = from_tokens([["a", "b"], ["a", "b"], ["a", "c"], ["x"]])  # windows are documents here
    together = np.log(0.5 / (0.75 * 0.5)) / -np.log(0.5)
    assert npmi([[0, 1]], bow) == pytest.approx(together)
    words = np.array([[1, together], [together, 1]])
    sums = words.sum(axis=0)
    cosines = words @ sums / np.linalg.norm(words, axis=1) / np.linalg.norm(sums)
    assert c_v([[0, 1]], bow) == pytest.approx(cosines.mean())
    assert u_mass([[0, 1]], bow) == pytest.approx(np.log(0.5 / 0.75))


def test_the_distance_of_topics() -> None:
    one, other = words = np.array([[0.5, 0.5, 0], [0.25, 0.25, 0.5]])
    m = words.mean(axis=0)
    both = [(p[p > 0] * np.log2(p[p > 0] / m[p > 0])).sum() for p in (one, other)]
    distances = topic_distances(words.astype(np.float32))
    assert distances[0, 1] == pytest.approx(np.sqrt(sum(both) / 2))


# bursts, mood, search ------------------------------------------------------------------------


def test_bursts_are_the_cheapest_states() -> None:
    hits, totals = [1, 0, 6, 7, 1, 0, 1, 5, 1], [10] * 9
    rate = sum(hits) / sum(totals)
    rates = (rate, min(2 * rate, (1 + rate) / 2))

    def cost(states: tuple[int, ...]) -> float:
        calm = zip((0, *states), states, strict=False)
        into = sum(before < now for before, now in calm)
        fit = sum(
            -r * np.log(rates[x]) - (n - r) * np.log(1 - rates[x])
            for r, n, x in zip(hits, totals, states, strict=True)
        )
        return float(fit + np.log(len(hits) + 1) * into)

    best = min(product((0, 1), repeat=len(hits)), key=cost)
    assert tuple(_states(hits, totals, rate)) == best
    assert 1 in best and 0 in best


def test_the_mood_of_a_document() -> None:
    scores = [0.9, -0.1, 0.0]
    mean = np.mean([s / np.sqrt(1 - s * s) for s in scores])
    assert mean_score(scores) == pytest.approx(mean / np.sqrt(1 + mean * mean))


def test_ways_of_searching_are_added_as_standard_scores() -> None:
    rng = np.random.default_rng(1)
    raw = {name: rng.random(20) for name in WEIGHTS}
    total = sum(WEIGHTS[name] * (s - s.mean()) / s.std() for name, s in raw.items())
    parts = {name: standard(values) for name, values in raw.items()}
    assert fused(parts, np.ones(20, bool)) == pytest.approx(total)
    assert WEIGHTS == {"keyword": 1.0, "topic": 0.5, "meaning": 0.9}


# the page ------------------------------------------------------------------------------------


def test_both_languages_have_the_same_formulas_and_modules() -> None:
    def formulas(text: str) -> list[str]:
        shown = re.findall(r"\$\$(.+?)\$\$", text, re.DOTALL)
        return [re.sub(r"\\(?:q?quad )?\\text\{[^}]*\}|\\text\{[^}]*\}", "", one) for one in shown]

    english, chinese = formulas(ENGLISH), formulas(CHINESE)
    different = [(e, c) for e, c in zip(english, chinese, strict=True) if e.split() != c.split()]
    assert len(different) <= 1  # "else 0" is a formula of its own in Chinese
    modules = [set(re.findall(r"`tools\.(\w+)", text)) for text in (ENGLISH, CHINESE)]
    assert modules[0] == modules[1]
    assert all((ROOT / "tools" / f"{name}.py").exists() for name in modules[0])


def test_every_reference_is_cited() -> None:
    text, _, references = ENGLISH.partition("## References")
    for line in references.strip().splitlines():
        name = re.match(r"- ((?:de )?\w[\w'ë-]*)", line)
        year = re.findall(r"(?:19|20)\d\d", line)
        assert name and year, line
        cited = any(
            re.search(rf"{name[1]}\b[^.;]*?\(?{one}", text) for one in year
        )  # fmt: skip
        assert cited, line
