"""Every action that the tools record has words in both languages."""

from __future__ import annotations

import pytest
from topic_fixtures import lee_bow, lee_model

from topicllama.tools.action_wording import action_words
from topicllama.tools.editing import delete, merge, rename, split


@pytest.mark.parametrize(
    ("action", "english", "chinese"),
    [
        ("train", "topics found anew", "重新寻找主题"),
        ("update: 3 new, 1 gone", "new documents folded in", "把新文档算进主题"),
        ("noise said, went", "“said, went” marked as noise", "把“said、went”设为噪音词"),
        ("something else", "something else", "something else"),
    ],
)
def test_words_of_an_action(action: str, english: str, chinese: str) -> None:
    assert (action_words(action, "en"), action_words(action, "zh")) == (english, chinese)


def test_words_of_what_editing_records() -> None:
    model = lee_model()
    one, two = (topic.id for topic in model.topics[:2])
    assert action_words(merge(model, [one, two]).action, "en") == f"topics {one} and {two} merged"
    assert action_words(merge(model, [one, two]).action, "zh") == f"合并主题 {one}、{two}"
    assert action_words(split(model, lee_bow(), one).action, "en") == f"topic {one} split"
    assert action_words(delete(model, two).action, "zh") == f"删除主题 {two}"
    renamed = rename(model, one, "Fire to the west").action
    assert action_words(renamed, "en") == f"topic {one} renamed to “Fire to the west”"
