from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from test_search import ThemeEmbedder

from topicllama.tools.documents import Document
from topicllama.tools.embed_job import embed
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.profiles import Event, Profiles
from topicllama.tools.recommend import recommend
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

FIRES = (
    "Bushfires burned near Sydney while firefighters watched the smoke.",
    "Firefighters fought bushfires and smoke in the mountains near Sydney.",
    "Firefighters fought bushfires and smoke in the mountains near Sydney today.",
    "Smoke from the fires reached Canberra.",
)
BANKS = (
    "The central bank raised interest rates again.",
    "Interest rates fell after the bank met.",
    "银行提高了利率，股市下跌。",
    "股市下跌，因为银行提高利率，投资者担心。",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    named = [(f"fire{i}", t) for i, t in enumerate(FIRES)]
    named += [(f"bank{i}", t) for i, t in enumerate(BANKS)]
    made.corpus.add(Document(name, text, language="en") for name, text in named)
    return made


@pytest.fixture
def trained(workspace: Workspace) -> Workspace:
    fire = np.array([0.9, 0.8, 0.8, 0.7, 0.1, 0.2, 0.1, 0.1], np.float32)
    topics = (
        Topic(3, "bushfires", "keywords", ("smoke",), 0.5, 4),
        Topic(7, "banks", "keywords", ("bank",), 0.5, 4),
    )
    workspace.save_model(
        TopicModel("lda", ("smoke", "bank"), ("smoke", "bank"), np.eye(2, dtype=np.float32),
                   np.stack([fire, 1 - fire], axis=1), tuple(workspace.corpus.ids()), topics)
    )  # fmt: skip
    return workspace


def test_like_what_was_liked_with_a_true_reason(trained: Workspace) -> None:
    result = recommend(trained, ["fire0"], limit=3)
    assert {r.id for r in result.results} == {"fire1", "fire2", "fire3"}
    first = result.results[0]
    assert first.because["topic"] == 3 and first.because["liked"] == "fire0"
    assert first.because["share"] == pytest.approx(0.8)
    text = trained.corpus.get([first.id])[first.id].text
    assert len(first.because["words"]) == 3 and all(w in text for w in first.because["words"])
    assert first.reason.startswith("You liked a text on bushfires (“Bushfires burned near Sydney")
    assert "; this one is 80% that topic. It also mentions " in first.reason
    assert text[first.start : first.end] == first.passage
    assert result.liked[0]["id"] == "fire0"


def test_near_copies_do_not_fill_the_list(trained: Workspace) -> None:
    """fire1 and fire2 say the same: the second place goes to something else."""
    two = [r.id for r in recommend(trained, ["fire0"], limit=2).results]
    assert len({"fire1", "fire2"} & set(two)) == 1 and "fire3" in two


def test_without_topics_by_words_in_both_languages(workspace: Workspace) -> None:
    result = recommend(workspace, ["bank2"], limit=5)
    assert result.results[0].id == "bank3"
    assert result.results[0].topic is None
    assert set(result.results[0].because["words"]) <= {"银行", "提高", "利率", "股市", "下跌"}
    assert "mentions" in result.results[0].reason
    assert not {r.id for r in result.results} & {"fire0", "fire1"}


def test_a_pasted_text(trained: Workspace) -> None:
    result = recommend(trained, ["I enjoyed reading about interest rates"], limit=2)
    assert {r.id for r in result.results} == {"bank0", "bank1"}
    assert recommend(trained, ["smoke"], limit=1).results[0].id.startswith("fire")
    assert recommend(trained, ["利率"], limit=1).results[0].id in ("bank2", "bank3")


def test_meaning_counts_once_embedded(workspace: Workspace) -> None:
    before = {r.id: r.score for r in recommend(workspace, ["fire0"], limit=9).results}
    assert not set(before) & {"bank0", "bank1"}
    embed(workspace, ThemeEmbedder())
    after = recommend(workspace, ["blaze of fire"], limit=3, embedder=ThemeEmbedder())
    assert {r.id for r in after.results} <= {"fire0", "fire1", "fire2", "fire3"}
    assert recommend(workspace, ["bank1"], limit=1).results[0].id == "bank0"


def test_what_was_disliked_counts_against(trained: Workspace) -> None:
    liked = ["fire3", "bank0"]
    both = [r.id for r in recommend(trained, liked, limit=4).results]
    fewer = recommend(trained, liked, limit=4, disliked=["bank1"]).results
    assert "bank1" in both and "bank1" not in [r.id for r in fewer]
    assert not set(liked) & {r.id for r in fewer}


@pytest.mark.parametrize("name", ["fire99", "no-such-document", "x1"])
def test_an_unknown_id(trained: Workspace, name: str) -> None:
    with pytest.raises(TopicLlamaError, match=name) as error:
        recommend(trained, [name])
    assert "fire0" in error.value.hint


def test_nothing_liked_and_nothing_alike(trained: Workspace) -> None:
    with pytest.raises(TopicLlamaError):
        recommend(trained, ["  "])
    trained.corpus.add([Document("odd", "Completely unrelated zoology lecture.")])
    result = recommend(trained, ["odd"])
    assert result.results == [] and "Nothing" in result.note


def test_two_interests_are_both_served(trained: Workspace) -> None:
    """Two texts on fires and one on banks were read: one of two places is for banks."""
    events = [Event("ann", name) for name in ("fire0", "fire1", "bank0")]
    result = recommend(trained, [], limit=2, events=events)
    assert [found.id[:4] for found in result.results] == ["fire", "bank"]
    assert not {found.id for found in result.results} & {"fire0", "fire1", "bank0"}
    assert result.results[0].because["read"] == 2 and result.results[1].because["read"] == 1


def test_recent_reading_comes_first(trained: Workspace) -> None:
    def first(fire: str, bank: str) -> str:
        events = [Event("ann", "fire0", "read", fire), Event("ann", "bank0", "read", bank)]
        return recommend(trained, [], limit=1, events=events).results[0].id[:4]

    assert first("2024-01-01T00:00:00", "2024-06-01T00:00:00") == "bank"
    assert first("2024-06-01T00:00:00", "2024-01-01T00:00:00") == "fire"


def test_reasons_in_chinese_and_of_pasted_texts(trained: Workspace) -> None:
    found = recommend(trained, ["fire0"], limit=1, language="zh").results[0]
    assert found.reason.startswith("你喜欢一篇关于“bushfires”的文章（《Bushfires burned")
    assert "这一篇有 80% 属于该主题。它还提到" in found.reason
    pasted = recommend(trained, ["I enjoyed reading about interest rates"], limit=1).results[0]
    assert "you gave" in pasted.reason.lower()
    assert not pasted.because["liked"]


def test_a_profile_is_kept_and_used(trained: Workspace) -> None:
    tools = Toolbox(trained)
    first = tools.recommend_documents("fire0", 2, user="ann")
    assert first.user == "ann"
    again = tools.recommend_documents("", 2, user="ann")
    assert [r.id for r in again.results] == [r.id for r in first.results]
    after = tools.recommend_documents("", 3, disliked=first.results[0].id, user="ann")
    assert first.results[0].id not in {r.id for r in after.results}
    assert [(p.liked, p.disliked) for p in Profiles(trained).all()] == [(1, 1)]
    with pytest.raises(TopicLlamaError, match="bob"):
        tools.recommend_documents("", 2, user="bob")


def test_a_few_words_say_nothing_about_topics(trained: Workspace) -> None:
    """The model would call it a text on fires for sure; the corpus's texts are longer."""
    found = recommend(trained, ["smoke"], limit=1).results[0]
    assert found.because["topic"] is None and found.topic == 3
    assert found.reason == "It mentions smoke, like what you gave."
