"""The document panel: the right passage marked, and nothing of a text that runs."""

from pathlib import Path

import numpy as np
import pytest

from topicllama.tools.documents import Document
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_document import Passage, document_panel, locate, place_of, topic_weights

TEXT = "First line.\n<script>alert(1)</script>\nThe fire reached the town.\nLast line."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.corpus.add(
        [Document("d1", TEXT, title='A "fire" <b>', date="2001-12-26", source="<i>.csv")]
    )
    return workspace


def model(*weights: float) -> TopicModel:
    topics = tuple(
        Topic(i + 3, f"label {i}", "keywords", ("w",), 1.0, 1) for i in range(len(weights))
    )
    return TopicModel("lda", ("w",), ("w",), np.ones((len(weights), 1), "f4"),
                      np.array([weights], "f4"), ("d1",), topics)  # fmt: skip


def test_the_passage_is_marked(workspace: Workspace) -> None:
    quote = "The fire reached the town."
    start = TEXT.index(quote)
    shown = document_panel(workspace, Passage("d1", quote, start, start + len(quote)), "en")
    assert f">{quote}</mark>" in shown
    assert "2001-12-26" in shown


def test_corpus_text_is_escaped_everywhere(workspace: Workspace) -> None:
    shown = document_panel(workspace, Passage("d1"), "en")
    for tag in ("<script", "<b>", "<i>"):
        assert tag not in shown.replace("<b></b>", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_quote_is_found_when_its_offsets_are_wrong() -> None:
    quote = "The fire"
    start = TEXT.index(quote)
    assert locate(TEXT, Passage("d1", quote, 0, 5)) == (start, start + len(quote))
    assert locate(TEXT, Passage("d1", "not there", 5000, 5010)) == (0, 0)


def test_a_long_document_is_shown_around_the_passage(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.corpus.add([Document("long", "a " * 400_000 + "NEEDLE" + " b" * 400_000)])
    shown = document_panel(workspace, Passage("long", "NEEDLE", 800_000, 800_006), "en")
    assert ">NEEDLE</mark>" in shown
    assert len(shown) < 300_000
    assert "200,000 characters" in shown


def test_topics_heaviest_first_without_the_small_ones() -> None:
    assert topic_weights(model(0.2, 0.77, 0.03), "d1") == [
        (4, "label 1", pytest.approx(0.77)),
        (3, "label 0", pytest.approx(0.2)),
    ]
    assert topic_weights(model(0.5, 0.5), "unknown") == []


def test_a_document_that_is_gone_says_so(workspace: Workspace) -> None:
    assert "已不在语料中" in document_panel(workspace, Passage("nothing"), "zh")


def test_a_button_opens_a_document_or_a_place_in_it() -> None:
    place = '{"id": "a\\"b", "start": 4, "end": 9}'
    assert place_of(place) == Passage('a"b', "", 4, 9)
    for name in ("d1", "12", "[1]", '{"id": "d1"}', "null", ""):
        assert place_of(name) == Passage(name)
