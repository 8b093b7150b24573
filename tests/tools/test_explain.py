from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import jensenshannon
from topic_fixtures import lee_bow, lee_corpus, lee_model

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.explain import _largest, explain, resolve_topic, topics_info
from topicllama.tools.keyword_labels import keyword_labels
from topicllama.tools.training import train


def topic_with(word: str) -> int:
    return next(topic.id for topic in lee_model().topics if word in topic.keywords[:8])


def test_topics_are_listed_largest_first() -> None:
    infos = topics_info(lee_model())
    assert [info.share for info in infos] == sorted((i.share for i in infos), reverse=True)
    assert all(info.label and len(info.keywords) >= 10 for info in infos)


@pytest.mark.parametrize("size", [0, 2, 3, 50])
def test_the_largest_weights_are_those_of_a_whole_sort(size: int) -> None:
    weights = np.round(np.random.default_rng(size).random(size), 1).astype(np.float32)  # many equal
    assert _largest(weights, 3) == np.argsort(-weights, kind="stable")[:3].tolist()


def test_passages_are_pieces_of_the_documents_about_the_topic() -> None:
    result = explain(lee_model(), lee_corpus(), topic_with("firefighters"))
    assert len(result.representative) == 3
    documents = lee_corpus().get(passage.id for passage in result.representative)
    for passage in result.representative:
        text = documents[passage.id].text
        assert text[passage.start : passage.end] == passage.passage
        assert passage.passage[-1] in '.!?"'
        assert "fire" in passage.passage.lower()
        assert passage.weight > 0.8
        assert len(passage.passage) < 500


def test_the_explanation_is_made_of_figures() -> None:
    model = lee_model()
    topic = model.topic(topic_with("firefighters"))
    result = explain(model, lee_corpus(), topic.id)
    first = ", ".join(topic.keywords[:3])
    assert f"Topic {topic.id}, {topic.label}, is about {first}" in result.explanation
    assert f"{topic.documents} of {len(model.document_ids)} documents" in result.explanation
    assert f"{topic.share:.1%}" in result.explanation
    assert result.neighbours[0].label in result.explanation
    assert set(result.distinctive) & {"fire", "firefighters", "winds"}
    assert "What sets it apart" in result.explanation


def test_similarity_is_one_minus_jensen_shannon_distance() -> None:
    model = lee_model()
    result = explain(model, lee_corpus(), 3)
    assert len(result.neighbours) == 3
    for neighbour in result.neighbours:
        rows = model.topic_word[[model.row(3), model.row(neighbour.id)]].astype(float)
        expected = 1 - jensenshannon(*rows, base=2)
        assert neighbour.similarity == pytest.approx(expected, abs=1e-4)
    similar = [neighbour.similarity for neighbour in result.neighbours]
    assert similar == sorted(similar, reverse=True)


def test_a_single_topic_has_no_neighbours() -> None:
    model = keyword_labels(train(lee_bow(), 1), lee_corpus())
    result = explain(model, lee_corpus(), 0)
    assert result.neighbours == []
    assert "closest" not in result.explanation
    assert len(result.representative) == 3


def test_an_unknown_topic_is_an_error() -> None:
    with pytest.raises(TopicLlamaError, match="no topic 99"):
        explain(lee_model(), lee_corpus(), 99)


@pytest.mark.parametrize(
    "text",
    ["4", "topic 4", "Topic #4", "the topic 4", "主题4", "主题四", "第4个主题", "第四个主題"],
)  # fmt: skip
def test_by_number(text: str) -> None:
    assert resolve_topic(lee_model(), text) == 4


def test_by_label_and_keyword() -> None:
    model = lee_model()
    for topic in model.topics:
        assert resolve_topic(model, topic.label) == topic.id
        assert resolve_topic(model, f" “{topic.label.upper()}” ") == topic.id
    assert resolve_topic(model, "firefighters") == topic_with("firefighters")
    assert resolve_topic(model, "bushfires in Sydney") == topic_with("firefighters")
    assert resolve_topic(model, "Palestinians") == topic_with("arafat")


def test_labels_in_other_languages_count() -> None:
    from dataclasses import replace

    model = lee_model()
    topics = [replace(t, labels={"zh": f"第{t.id}类新闻", "en": t.label}) for t in model.topics]
    topics[5] = replace(topics[5], labels={"zh": "山火与救援"})
    translated = model.with_topics(topics)
    assert resolve_topic(translated, "山火与救援") == 5
    assert resolve_topic(translated, "山火") == 5


def test_what_is_unclear_lists_the_candidates() -> None:
    with pytest.raises(TopicLlamaError, match="No topic is called “quasars”") as error:
        resolve_topic(lee_model(), "quasars")
    assert lee_model().topics[0].label in error.value.hint
    from dataclasses import replace

    model = lee_model()
    names = {1: "war in Asia", 2: "war in Europe"}
    topics = [replace(t, label=names.get(t.id, t.label), labels={}) for t in model.topics]
    with pytest.raises(TopicLlamaError, match="more than one") as error:
        resolve_topic(model.with_topics(topics), "war")
    assert "1 (war in Asia); 2 (war in Europe)" in error.value.hint


def test_similarities_stay_within_bounds() -> None:
    for topic in lee_model().topics:
        near = explain(lee_model(), lee_corpus(), topic.id).neighbours
        assert all(0 <= n.similarity <= 1 and np.isfinite(n.similarity) for n in near)
