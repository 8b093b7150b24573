"""The moods of topics that are kept."""

from __future__ import annotations

import pytest
from analysis_fixtures import demo_documents, label_model

from topicllama.tools import topic_moods as module
from topicllama.tools.editing import merge, rename
from topicllama.tools.sentiment import sentiment
from topicllama.tools.sentiment_kept import is_measured, measure_sentiment
from topicllama.tools.topic_moods import kept_moods, topic_moods
from topicllama.tools.workspace import Workspace


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    documents = demo_documents()
    workspace.corpus.add(documents)
    workspace.save_model(label_model(documents))
    return workspace


def test_there_are_none_until_the_texts_were_read(loaded: Workspace) -> None:
    assert topic_moods(loaded) is None and not is_measured(loaded)
    measure_sentiment(loaded)
    assert is_measured(loaded) and kept_moods(loaded) is None
    made = topic_moods(loaded)
    assert made is not None and made == kept_moods(Workspace(loaded.root))
    for one in sentiment(loaded.corpus, loaded.require_model()).data["topics"]:
        assert made[one["id"]] == {name: one[name] for name in made[one["id"]]}


def test_they_are_worked_out_anew_when_the_weights_are_others(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure_sentiment(loaded)
    before = topic_moods(loaded)
    loaded.save_model(rename(loaded.require_model(), 1, "Elsewhere"), only_labels=True)
    with monkeypatch.context() as patch:
        patch.setattr(module, "kept_sentiment", lambda *_: pytest.fail("worked out again"))
        assert topic_moods(loaded) == before
    loaded.save_model(merge(loaded.require_model(), [0, 1]))
    merged = topic_moods(loaded)
    assert merged is not None and before is not None
    assert merged[0]["documents"] == before[0]["documents"] + before[1]["documents"]
