from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from topic_fixtures import lee_bow, lee_corpus, lee_model

from topicllama.tools.bow import build
from topicllama.tools.editing import delete, merge, rename, split
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.keyword_labels import keyword_labels
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.training import train


def saved() -> TopicModel:
    return replace(lee_model(), version="m0007")


def check(model: TopicModel) -> None:
    assert model.parent == "m0007"
    assert model.topic_word.dtype == model.document_topic.dtype == np.float32
    assert np.allclose(model.topic_word.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    assert np.isclose(sum(topic.share for topic in model.topics), 1, atol=1e-4)
    assert sum(topic.documents for topic in model.topics) == len(model.document_ids)
    assert len({topic.id for topic in model.topics}) == len(model.topics) == len(model.topic_word)


def test_merge() -> None:
    before = saved()
    after = merge(before, [5, 2])
    check(after)
    assert [t.id for t in after.topics] == [0, 1, 2, 3, 4, 6, 7]
    assert after.action == "merge 2 and 5"
    assert after.topic(2).share == pytest.approx(
        before.topic(2).share + before.topic(5).share, abs=1e-4
    )
    assert after.topic(2).label == ""
    words = set(after.topic(2).keywords)
    assert words & set(before.topic(2).keywords[:5])
    assert words & set(before.topic(5).keywords[:5])
    assert after.topic(3).label == before.topic(3).label
    assert after.topic(3).keywords == before.topic(3).keywords


@pytest.mark.parametrize("ids", [[], [3], [3, 3]])
def test_merge_needs_two(ids: list[int]) -> None:
    with pytest.raises(TopicLlamaError, match="two different"):
        merge(saved(), ids)
    with pytest.raises(TopicLlamaError, match="no topic 40"):
        merge(saved(), [1, 40])


def test_split_takes_a_merged_topic_apart_again() -> None:
    before = saved()
    fire, palestine = (
        next(t.id for t in before.topics if word in t.keywords) for word in ("fire", "arafat")
    )
    merged = replace(merge(before, [fire, palestine]), version="m0007")
    after = split(merged, lee_bow(), min(fire, palestine))
    check(after)
    new = max(topic.id for topic in after.topics)
    assert new == 8
    parts = [set(after.topic(topic_id).keywords) for topic_id in (min(fire, palestine), new)]
    assert {"fire", "firefighters"} <= parts[0] ^ parts[1]
    assert {"arafat", "israeli"} <= parts[0] ^ parts[1]
    assert not any({"fire", "arafat"} <= words for words in parts)
    assert after.topic(min(fire, palestine)).share >= after.topic(new).share
    assert after.action == f"split {min(fire, palestine)} into {min(fire, palestine)} and {new}"
    untouched = [t for t in before.topics if t.id not in (fire, palestine)]
    assert all(after.topic(t.id).label == t.label for t in untouched)


def test_ids_are_never_used_again() -> None:
    model = saved()
    model = replace(split(model, lee_bow(), 0), version="m0007")
    model = replace(delete(model, 8), version="m0007")
    model = split(model, lee_bow(), 1, parts=3)
    check(model)
    assert {topic.id for topic in model.topics} == {0, 1, 2, 3, 4, 5, 6, 7, 9, 10}


def test_what_cannot_be_split_says_so() -> None:
    bow = build(["cats purr"] * 5 + ["dogs bark"] * 5)
    model = train(bow, 2)
    with pytest.raises(TopicLlamaError, match="cannot be split into 2"):
        split(model, bow, 0)
    with pytest.raises(TopicLlamaError, match="two parts"):
        split(model, bow, 0, parts=1)
    with pytest.raises(TopicLlamaError, match="no longer in the corpus"):
        split(saved(), bow, 0)


def test_rename() -> None:
    after = rename(saved(), 3, "  The   Middle East ")
    assert (after.topic(3).label, after.topic(3).label_source) == ("The Middle East", "person")
    assert after.topic(3).labels == {"en": "The Middle East"}
    assert after.action == "rename 3 to The Middle East"
    assert after.parent == "m0007"
    assert rename(saved(), 3, "中东").topic(3).labels == {"zh": "中东"}
    assert keyword_labels(after, lee_corpus()).topic(3).label == "The Middle East"


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_rename_needs_a_name(name: str) -> None:
    with pytest.raises(TopicLlamaError, match="1 to 120"):
        rename(saved(), 3, name)


def test_two_topics_cannot_share_a_name() -> None:
    with pytest.raises(TopicLlamaError, match="already"):
        rename(saved(), 3, saved().topic(0).label.upper())
    assert rename(saved(), 0, saved().topic(0).label).topic(0).label_source == "person"


def test_delete_gives_the_documents_to_their_other_topics() -> None:
    before = saved()
    after = delete(before, 4)
    check(after)
    assert [t.id for t in after.topics] == [0, 1, 2, 3, 5, 6, 7]
    assert [t.label for t in after.topics] == [t.label for t in before.topics if t.id != 4]
    rest = np.delete(before.document_topic, 4, axis=1)
    assert np.allclose(after.document_topic, rest / rest.sum(axis=1, keepdims=True), atol=1e-5)
    assert after.action == "delete 4"


def test_the_last_topic_stays() -> None:
    model = train(build(["cats purr", "cats meow"]), 1)
    with pytest.raises(TopicLlamaError, match="only topic"):
        delete(model, 0)
