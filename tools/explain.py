"""Topics for people: as a list, one in words with passages that show it, and by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import passages
from .bow import tokenizer
from .corpus import Corpus
from .documents import Document
from .explain_trend import topic_trend
from .explain_wording import explanation
from .hierarchy import distances_to
from .ranking import word_scores
from .resolve import resolve_topic
from .results import Neighbour, TopicInfo, TopicPassage, TopicsResult
from .tokens import TextConfig, Tokenizer
from .topic_model import Topic, TopicModel

__all__ = ["examples", "explain", "resolve_topic", "topics_info"]

_PASSAGES = 3
_PASSAGE_SIZE = 90  # estimated word pieces: two or three sentences
_NEIGHBOURS = 3
_DISTINCTIVE = 6
_TYPICAL = 30  # a topic's most probable words, among which those that two share are looked for
_SHARED = 5


def topics_info(model: TopicModel) -> list[TopicInfo]:
    """All topics as they are shown everywhere, largest first."""
    ordered = sorted(model.topics, key=lambda topic: (-topic.share, topic.id))
    return [_info(topic) for topic in ordered]


def explain(
    model: TopicModel, corpus: Corpus, topic_id: int, language: str = "en",
    trend: Mapping[str, Any] | None = None,
) -> TopicsResult:  # fmt: skip
    """One topic: what it is about, how large it is, what sets it apart from the topics next to
    it, how it moved over time, and passages of its documents; in words in "en" or "zh".

    ``similarity`` of neighbours is 1 minus the Jensen-Shannon distance (base 2) of the topics'
    words; passages and their quotations are exact pieces of the documents. ``trend`` is what
    :func:`topic_trend` says, where it is known; it takes long in a large corpus.
    TopicLlamaError when there is no such topic.
    """
    row = model.row(topic_id)
    near = _neighbours(model, row)
    result = TopicsResult(
        topics=[_info(model.topics[row])],
        representative=_representative(model, row, corpus),
        neighbours=near,
        distinctive=_distinctive(model, row, [model.row(neighbour.id) for neighbour in near]),
        model=model.version,
        documents=len(model.document_ids),
        language=language,
        trend=topic_trend(corpus, model, topic_id) if trend is None else dict(trend),
        explained_by="sentences",
    )
    rank = 1 + sum(other.share > model.topics[row].share for other in model.topics)
    result.explanation = explanation(result, model.num_topics, rank, language)
    return result


def examples(model: TopicModel, corpus: Corpus, most: int = 3) -> list[TopicPassage]:
    """One passage for each of the largest topics, so that a list of topics can be checked too."""
    largest = sorted(model.topics, key=lambda topic: (-topic.share, topic.id))[:most]
    found = ((topic, _representative(model, model.row(topic.id), corpus)) for topic in largest)
    return [
        replace(shown[0], topic=topic.id, topic_label=topic.label)
        for topic, shown in found
        if shown
    ]


def _info(topic: Topic) -> TopicInfo:
    return TopicInfo(
        topic.id, topic.label, topic.label_source, topic.description, list(topic.keywords),
        topic.share, topic.documents, dict(topic.labels),
    )  # fmt: skip


def _neighbours(model: TopicModel, row: int) -> list[Neighbour]:
    """The topics with the most similar words, nearest first."""
    similar = 1 - distances_to(model.topic_word, row)
    order = [place for place in np.argsort(-similar, kind="stable").tolist() if place != row]
    return [_neighbour(model, row, place, float(similar[place])) for place in order[:_NEIGHBOURS]]


def _neighbour(model: TopicModel, row: int, place: int, similarity: float) -> Neighbour:
    """Shared are the words with the highest smaller probability in the two."""
    both = np.minimum(model.topic_word[row], model.topic_word[place])
    typical = set(np.argsort(-model.topic_word[row], kind="stable")[:_TYPICAL].tolist())
    typical &= set(np.argsort(-model.topic_word[place], kind="stable")[:_TYPICAL].tolist())
    shared = sorted(typical, key=lambda column: -both[column])[:_SHARED]
    topic = model.topics[place]
    return Neighbour(
        topic.id, topic.label, similarity, [model.vocabulary[column] for column in shared],
        _distinctive(model, row, [place])[:_SHARED],
    )  # fmt: skip


def _distinctive(model: TopicModel, row: int, near: Sequence[int]) -> list[str]:
    """The words that tell a topic from those next to it: p * log(p / largest p among them)."""
    if not near:
        return list(model.topics[row].keywords[:_DISTINCTIVE])
    own = np.maximum(model.topic_word[row], 1e-12)
    others = np.maximum(model.topic_word[list(near)].max(axis=0), 1e-12)
    order = np.argsort(-own * np.log(own / others), kind="stable")[:_DISTINCTIVE]
    return [model.vocabulary[column] for column in order if own[column] > others[column]]


def _representative(model: TopicModel, row: int, corpus: Corpus) -> list[TopicPassage]:
    topic = model.topics[row]
    weights = model.document_topic[:, row]
    largest = _largest(np.ascontiguousarray(weights), _PASSAGES)
    heaviest = {model.document_ids[n]: n for n in largest}
    wanted = list(dict.fromkeys((*topic.representative, *heaviest)))
    found = corpus.get(wanted)
    place = {name: heaviest.get(name, -1) for name in wanted}
    for name in topic.representative:
        if place[name] < 0:
            with suppress(ValueError):  # it is no longer one of the model's
                place[name] = model.document_ids.index(name)
    words = tokenizer(TextConfig.from_settings(model.parameters.get("text", {})))
    scores = _term_scores(model, row)
    shown = [
        _passage(found[name], float(weights[place[name]]), scores, words)
        for name in wanted
        if name in found and place[name] >= 0 and found[name].text.strip()
    ]
    return shown[:_PASSAGES]


def _largest(weights: NDArray[np.float32], number: int) -> list[int]:
    """The places of the largest weights (D,), the first of equal ones first; sorting them all
    takes far longer."""
    among = np.arange(len(weights))
    if len(weights) > number:
        among = np.flatnonzero(weights >= np.partition(weights, -number)[-number])
    order = np.argsort(-weights[among], kind="stable")[:number]
    return [int(place) for place in among[order]]


def _term_scores(model: TopicModel, row: int) -> dict[str, float]:
    """Scores of the topic's best words by term."""
    scores = word_scores(model.topic_word)[row]
    best = np.argsort(-scores, kind="stable")[:200]
    return {model.terms[column]: float(scores[column]) for column in best if scores[column] > 0}


def _passage(
    document: Document, weight: float, scores: dict[str, float], words: Tokenizer
) -> TopicPassage:
    """The passage with most of the topic's words for its length."""
    pieces = passages.split(document.text[:20_000], _PASSAGE_SIZE, 0)
    best = _densest(pieces, scores, words)
    quote = _densest(passages.sentences(best.text), scores, words)
    return TopicPassage(
        document.id, document.heading, best.text, round(weight, 4), document.date,
        best.start, best.end,
        quote=quote.text, quote_start=best.start + quote.start, quote_end=best.start + quote.end,
    )  # fmt: skip


def _densest(
    pieces: Sequence[passages.Passage], scores: dict[str, float], words: Tokenizer
) -> passages.Passage:
    return max(pieces, key=lambda piece: (_density(piece.text, scores, words), -piece.start))


def _density(text: str, scores: dict[str, float], words: Tokenizer) -> float:
    """Distinct topic words count; a short piece must not win by one word."""
    terms = {token.term for token in words.topic_tokens(text)}
    return sum(scores.get(term, 0.0) for term in terms) / (passages.width(text) + 40)
