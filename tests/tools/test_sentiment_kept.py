from __future__ import annotations

import numpy as np
import pytest
from analysis_fixtures import demo_documents, label_model

from topicllama.tools import sentiment_kept
from topicllama.tools.documents import Document
from topicllama.tools.editing import rename
from topicllama.tools.errors import Cancelled, NotReadyError
from topicllama.tools.progress import Task
from topicllama.tools.sentiment import sentiment
from topicllama.tools.sentiment_kept import kept_sentiment, measure_sentiment
from topicllama.tools.workspace import Workspace


@pytest.fixture
def loaded(workspace: Workspace) -> Workspace:
    documents = demo_documents()
    other = Document("fr", "Il fait très beau à Paris aujourd'hui.", language="other")
    workspace.corpus.add([*documents, other])
    workspace.save_model(label_model(documents))
    return workspace


def test_what_is_kept_is_what_reading_the_texts_says(loaded: Workspace) -> None:
    assert kept_sentiment(loaded) is None
    measured = measure_sentiment(loaded)
    read = sentiment(loaded.corpus, loaded.require_model())
    assert measured == kept_sentiment(loaded) == read
    over_time = kept_sentiment(loaded, "month")
    assert over_time == sentiment(loaded.corpus, loaded.require_model(), by="month")


def test_texts_are_read_once_also_when_topics_change(
    loaded: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure_sentiment(loaded)
    monkeypatch.setattr(sentiment_kept, "_measured", lambda *_: pytest.fail("read again"))
    topics = loaded.require_model().topics
    loaded.save_model(rename(loaded.require_model(), topics[0].id, "Elsewhere"))
    found = measure_sentiment(loaded)
    assert found.data["topics"][0]["label"] == "Elsewhere"
    assert found == sentiment(loaded.corpus, loaded.require_model())


def test_new_texts_are_not_known(loaded: Workspace) -> None:
    measure_sentiment(loaded)
    loaded.corpus.add([Document("new", "今天大家都非常高兴。", language="zh")])
    assert kept_sentiment(loaded) is None
    assert measure_sentiment(loaded) == sentiment(loaded.corpus, loaded.require_model())
    assert len(list((loaded.root / "index").glob("sentiment-*"))) == 1


def test_a_stopped_reading_keeps_nothing(loaded: Workspace) -> None:
    task = Task()
    task.cancel()
    with pytest.raises(Cancelled):
        measure_sentiment(loaded, task)
    assert kept_sentiment(loaded) is None


def test_a_damaged_file_is_made_anew(loaded: Workspace) -> None:
    measured = measure_sentiment(loaded)
    (file,) = (loaded.root / "index").glob("sentiment-*/scores.npy")
    for damage in (np.zeros(3), None):
        file.write_bytes(b"") if damage is None else np.save(file, damage)
        assert kept_sentiment(loaded) is None
        assert measure_sentiment(loaded) == measured


def test_nothing_to_read(workspace: Workspace) -> None:
    with pytest.raises(NotReadyError):
        kept_sentiment(workspace)
