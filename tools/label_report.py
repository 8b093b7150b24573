"""A report card of the topics' names: does each fit its own documents better than the others'?

How alike a name and a document are is measured by latent semantic analysis of a sample of the
documents, in both languages: it was compared with word overlap and with all-MiniLM-L6-v2 (see
docs/benchmarks.md), needs seconds, and knows the corpus's own words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .bow import tokenizer, topic_text
from .corpus import Corpus
from .label_alike import alike_pairs, words_of
from .language import main_language
from .noun_phrases import reading
from .tokens import TextConfig, has_han
from .topic_model import Topic, TopicModel

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_SAMPLE = 60  # documents of a topic at most,
_TOGETHER = 2000  # and of all topics
_ENOUGH = 5  # of them, and of the others, for a verdict
_DIMENSIONS = 50
FITS = 0.6  # a name whose fit is below is a poor one; 0.5 is chance
SURE = 0.3  # a Llama's own confidence; below it had no idea
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LabelCard:
    """What is known about one name.

    ``fit`` is the chance that a document of the topic is more like the name than one of another
    topic (the area under the ROC curve: 1 perfect, 0.5 none; None where there are too few
    documents, or the name is not in their language); ``own`` and ``others`` are the mean
    similarities. ``nearest`` is the other topic
    that the name fits best. ``coverage`` is the share of the name's words that are among the
    topic's keywords. ``alike`` are the ids of topics with nearly the same name. ``confidence`` is
    the Llama's own. ``fits_other``: the fit is below the bar. ``good`` sums it up.
    """

    id: int
    label: str
    source: str
    fit: float | None
    own: float | None
    others: float | None
    nearest: int | None
    coverage: float
    alike: list[int] = field(default_factory=list)
    confidence: float | None = None
    fits_other: bool = False
    good: bool = True


@dataclass(frozen=True, slots=True)
class LabelReport:
    """The cards in the order of the topics; ``poor`` and ``alike`` count them."""

    labels: list[LabelCard]
    mean_fit: float | None
    poor: int
    alike: int


class LabelJudge:
    """Judges names of one model's topics by a sample of the documents."""

    def __init__(self, model: TopicModel, corpus: Corpus) -> None:
        self._model = model
        self._words = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
        self._rows, texts = self._sample(corpus)
        known = any(map(self._tokens, texts))
        self._chinese = main_language(corpus.counts("language")) == "zh"
        self._vectors = _Vectors(texts, self._tokens) if known else None

    def _sample(self, corpus: Corpus) -> tuple[NDArray[np.int64], list[str]]:
        """Row of the topic and text of documents taken evenly from those of each topic."""
        heaviest = np.asarray(self._model.document_topic).argmax(axis=1)
        most = min(_SAMPLE, max(_TOGETHER // self._model.num_topics, 2 * _ENOUGH))
        chosen: list[tuple[int, str]] = []
        for row in range(self._model.num_topics):
            own = np.flatnonzero(heaviest == row)
            if len(own) > most:
                own = own[np.linspace(0, len(own) - 1, most).astype(int)]
            chosen += [(row, self._model.document_ids[int(n)]) for n in own]
        found = corpus.get([name for _, name in chosen])
        kept = [(row, topic_text(found[name])) for row, name in chosen if name in found]
        rows = np.array([row for row, _ in kept], np.int64)
        return rows, [text[: reading(text, len(kept))] for _, text in kept]

    def _tokens(self, text: str) -> list[str]:
        return [token.term for token in self._words.topic_tokens(text)]

    def similarities(self, labels: Sequence[str]) -> Floats:
        """Cosines of the names and the sampled documents (L, S)."""
        if self._vectors is None:
            return np.zeros((len(labels), len(self._rows)))
        return self._vectors.like(labels)

    def report(self, topics: Sequence[Topic]) -> LabelReport:
        likeness = self.similarities([topic.label for topic in topics])
        near: dict[int, list[int]] = {}
        for one, other in alike_pairs([topic.label for topic in topics]):
            near.setdefault(one, []).append(topics[other].id)
            near.setdefault(other, []).append(topics[one].id)
        cards = [
            self._card(topic, row, near.get(place, []))
            for place, (topic, row) in enumerate(zip(topics, likeness, strict=True))
        ]
        fits = [card.fit for card in cards if card.fit is not None]
        return LabelReport(
            cards,
            round(float(np.mean(fits)), 3) if fits else None,
            sum(not card.good for card in cards),
            sum(bool(card.alike) for card in cards),
        )

    def _card(self, topic: Topic, likeness: Floats, alike: list[int]) -> LabelCard:
        row = self._model.row(topic.id)
        own, others = likeness[self._rows == row], likeness[self._rows != row]
        known = min(len(own), len(others)) >= _ENOUGH and not self._foreign(topic.label, likeness)
        fit = _roc_area(own, others) if known else None
        sure = topic.confidence if topic.label_source == "llama" else None
        unfit = fit is not None and fit < FITS
        good = not (alike or unfit or (sure is not None and sure < SURE))
        return LabelCard(
            topic.id, topic.label, topic.label_source, _rounded(fit),
            _rounded(float(own.mean()) if known else None),
            _rounded(float(others.mean()) if known else None),
            self._nearest(row, likeness) if known else None,
            self._coverage(topic), alike, sure, unfit, good,
        )  # fmt: skip

    def _foreign(self, label: str, likeness: Floats) -> bool:
        """Whether a name is in the other language than the documents, which says nothing of it."""
        return not likeness.any() and has_han(label) != self._chinese

    def _nearest(self, row: int, likeness: Floats) -> int | None:
        means = {
            other: float(likeness[self._rows == other].mean())
            for other in set(self._rows.tolist()) - {row}
        }
        return self._model.topics[max(means, key=lambda n: (means[n], -n))].id if means else None

    def _coverage(self, topic: Topic) -> float:
        named = words_of(topic.label)
        keywords = frozenset().union(*map(words_of, topic.keywords))
        return round(len(named & keywords) / max(len(named), 1), 2)


class _Vectors:
    """Latent semantic analysis (Deerwester et al. 1990) of the sample, by tf-idf: a name is like
    a document also by words that keep company with its own."""

    def __init__(self, texts: Sequence[str], tokens: Callable[[str], list[str]]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._tf_idf = TfidfVectorizer(analyzer=tokens, sublinear_tf=True)
        weighed = self._tf_idf.fit_transform(texts)
        self._axes = self._reduction(weighed)
        self._documents = _directions(weighed @ self._axes)

    @staticmethod
    def _reduction(weighed: csr_matrix) -> Floats:
        """The axes (V, d), or all of them where there are hardly more."""
        from sklearn.decomposition import TruncatedSVD
        from threadpoolctl import threadpool_limits

        if min(weighed.shape) <= _DIMENSIONS:
            return np.eye(weighed.shape[1])
        with threadpool_limits(1):  # for so few documents threads only wait for each other
            svd = TruncatedSVD(_DIMENSIONS, random_state=0).fit(weighed)
        return np.asarray(svd.components_.T)

    def like(self, texts: Sequence[str]) -> Floats:
        return _directions(self._tf_idf.transform(texts) @ self._axes) @ self._documents.T


def _directions(vectors: Floats) -> Floats:
    from sklearn.preprocessing import normalize

    return np.asarray(normalize(vectors))


def _roc_area(own: Floats, others: Floats) -> float:
    from sklearn.metrics import roc_auc_score

    marks = np.concatenate([np.ones(len(own)), np.zeros(len(others))])
    return float(roc_auc_score(marks, np.concatenate([own, others])))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def label_report(model: TopicModel, corpus: Corpus) -> dict[str, Any]:
    """The report card of a model's names as JSON."""
    return asdict(LabelJudge(model, corpus).report(model.topics))


def naming_note(before: TopicModel, after: TopicModel, llama: bool, report: bool) -> str:
    """What a person should know after the topics were named (or only judged)."""
    if not llama:
        return (
            "No Llama answers, so the names are judged as they are."
            if report
            else "No Llama answers, so the labels are phrases from the documents."
        )
    kept = sum(topic.label_source == "keywords" for topic in after.topics)
    if kept:
        return (
            f"The Llama gave no usable name to {kept} of {after.num_topics} topics, which keep "
            "theirs: label again to ask for the rest."
        )
    if after.topics == before.topics:
        return (
            "These are the names that the Llama gave before. For others, give a style, or: "
            "topicllama label --fresh"
        )
    return ""
