from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from analysis_fixtures import corpus_of, demo_documents, label_model, model_of

from topicllama.tools.chinese_messages import in_chinese
from topicllama.tools.compare import compare
from topicllama.tools.compare_groups import mentioned
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

TEXTS = {
    "sport": "The striker scored a goal and the goalkeeper of the team cheered, match {}.",
    "money": "The central bank raised the interest rate and shares of the bank fell, day {}.",
}


def two_groups(n: int = 30) -> list[Document]:
    return [
        Document(f"{label}{i}", text.format(i), date=f"{1990 + i}", label=label, language="en")
        for label, text in TEXTS.items()
        for i in range(n)
    ]


def test_two_labels_with_cohens_h_and_words(tmp_path: Path) -> None:
    documents = two_groups()
    weights = [[0.9, 0.1] if d.label == "sport" else [0.2, 0.8] for d in documents]
    model = model_of(weights, [d.id for d in documents])
    data = compare(corpus_of(tmp_path, documents), model).data
    assert {g["name"]: g["documents"] for g in data["groups"]} == {"sport": 30, "money": 30}
    first = next(t for t in data["topics"] if t["id"] == 0)
    assert first["shares"] == pytest.approx({"sport": 0.9, "money": 0.2}, abs=1e-6)
    sign = 1 if data["groups"][0]["name"] == "sport" else -1
    expected = 2 * np.arcsin(np.sqrt(0.9)) - 2 * np.arcsin(np.sqrt(0.2))
    assert data["effect_kind"] == "cohens_h"
    assert first["effect"] == pytest.approx(sign * expected, abs=1e-5)
    assert first["most"] == "sport"
    assert "bank" in data["words"]["money"] and "bank" not in data["words"]["sport"]
    assert "goal" in data["words"]["sport"]


def test_more_groups_with_eta_squared(tmp_path: Path) -> None:
    documents = [
        Document(f"d{i}", f"some text about thing {i}", label="abc"[i % 3]) for i in range(9)
    ]
    exact = [[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]
    model = model_of([exact[i % 3] for i in range(9)], [d.id for d in documents], [3, 7])
    data = compare(corpus_of(tmp_path, documents), model).data
    assert data["effect_kind"] == "eta_squared"
    assert [t["effect"] for t in data["topics"]] == pytest.approx([1.0, 1.0])
    flat = model_of([[0.5, 0.5]] * 9, [d.id for d in documents])
    assert [t["effect"] for t in compare(corpus_of(tmp_path, documents), flat).data["topics"]] == [
        0.0, 0.0,
    ]  # fmt: skip


def test_before_and_since_a_date(tmp_path: Path) -> None:
    documents = two_groups(10)
    documents += [Document("month", "a text of some month", date="1995-03")]
    documents += [Document("year", "the whole year of 1995 in one", date="1995-12-31")]
    documents += [Document("none", "no date here at all")]
    weights = [[0.5, 0.5]] * len(documents)
    corpus, model = corpus_of(tmp_path, documents), model_of(weights, [d.id for d in documents])
    data = compare(corpus, model, by="period", split="1995-06").data
    # 1995 spans the split: both documents of that bare year belong to neither side.
    assert [(g["name"], g["documents"]) for g in data["groups"]] == [
        ("before 1995-06", 11),
        ("since 1995-06", 9),
    ]
    assert data["left_out"] == data["undated"] == 3
    assert compare(corpus, model, by="1995-06").data["groups"] == data["groups"]
    for words in ("before and after 1995-06", "since 1995-06", "1995-06前后"):
        assert compare(corpus, model, by=words).data["groups"] == data["groups"]
    with pytest.raises(TopicLlamaError, match="not a date"):
        compare(corpus, model, by="period", split="last year")


def test_periods_are_in_time_order_and_at_most_twelve(tmp_path: Path) -> None:
    documents = two_groups(30)
    model = model_of([[0.5, 0.5]] * 60, [d.id for d in documents])
    result = compare(corpus_of(tmp_path, documents), model, by="年")
    names = [g["name"] for g in result.data["groups"]]
    assert len(names) == 12 and names == sorted(names)
    assert "12 largest groups" in result.note and result.data["left_out"] == 36


def test_nothing_to_compare(tmp_path: Path) -> None:
    documents = [Document(f"d{i}", f"text {i}", label="same", language="en") for i in range(3)]
    corpus, model = corpus_of(tmp_path, documents), model_of([[0.5, 0.5]] * 3, ["d0", "d1", "d2"])
    for by in ("label", "language", "source", "year"):
        with pytest.raises(TopicLlamaError, match=f"nothing to compare by {by}") as caught:
            compare(corpus, model, by=by)
        assert caught.value.hint
        assert "all are" not in in_chinese(caught.value.message)
    with pytest.raises(TopicLlamaError, match="cannot be compared"):
        compare(corpus, model, by="colour")


def test_topic_by_id_and_documents_added_later(tmp_path: Path) -> None:
    documents = two_groups(5)
    late = Document("late", "a text that came after the training", label="sport")
    corpus = corpus_of(tmp_path, [late, *documents])
    model = model_of([[0.6, 0.4]] * 10, [d.id for d in reversed(documents)], [2, 8])
    result = compare(corpus, model, topic=8)
    assert [t["id"] for t in result.data["topics"]] == [8]
    assert sum(g["documents"] for g in result.data["groups"]) == 10
    assert "left out (1)" in result.note


def noisy(documents: list[Document], strong: float) -> list[list[float]]:
    """Weights of three topics: the first is stronger in "sport", the third alike everywhere."""
    draw = np.random.default_rng(0)
    rows = []
    for document in documents:
        first = (strong if document.label == "sport" else 0.2) + draw.normal(0, 0.05)
        third = 0.2 + draw.normal(0, 0.05)
        rows.append([first, 1 - first - third, third])
    return rows


def test_over_and_under_represented_topics_and_words(tmp_path: Path) -> None:
    documents = two_groups()
    model = model_of(noisy(documents, 0.5), [d.id for d in documents])
    data = compare(corpus_of(tmp_path, documents), model).data
    sides = {side["name"]: side for side in data["contrasts"]}
    sport, money = sides["sport"], sides["money"]
    assert [t["id"] for t in sport["over"]] == [t["id"] for t in money["under"]] == [0]
    assert [t["id"] for t in sport["under"]] == [t["id"] for t in money["over"]] == [1]
    over = sport["over"][0]
    assert over["share"] == pytest.approx(0.5, abs=0.03) and over["p"] < 0.001
    expected = 2 * np.arcsin(np.sqrt(over["share"])) - 2 * np.arcsin(np.sqrt(over["others"]))
    assert over["effect"] == pytest.approx(expected, abs=1e-3)
    clear = {t["id"]: t["clear"] for t in data["topics"]}
    assert clear == {0: True, 1: True, 2: False}
    goal = next(w for w in sport["words"]["over"] if w["word"] == "goal")
    assert goal["z"] > 1.96 and goal["log_odds"] > 0 and goal["others_per_thousand"] == 0
    bank = next(w for w in sport["words"]["under"] if w["word"] == "bank")
    assert bank["z"] < -1.96 and bank["log_odds"] < 0 == bank["per_thousand"]
    assert {w["word"] for w in money["words"]["over"]} >= {"bank", "shares"}


def test_nothing_is_claimed_of_chance(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    words = ["river", "stone", "garden", "window", "bridge", "letter", "winter", "music"]
    texts = [" ".join(draw.choice(words, 40)) for _ in range(60)]
    texts[0] += " quokka" * 15  # often, but in one document
    documents = [Document(f"d{i}", text, label="ab"[i % 2]) for i, text in enumerate(texts)]
    model = model_of(draw.dirichlet([1.0] * 8, 60).tolist(), [d.id for d in documents])
    data = compare(corpus_of(tmp_path, documents), model).data
    assert not any(topic["clear"] for topic in data["topics"])
    for side in data["contrasts"]:
        assert side["over"] == side["under"] == []
        assert side["words"] == {"over": [], "under": []}


def test_groups_by_name(tmp_path: Path) -> None:
    documents = two_groups(12)
    documents += [
        Document(f"w{i}", f"Rain and wind, day {i}.", label="Weather report", language="en")
        for i in range(5)
    ]
    corpus = corpus_of(tmp_path, documents)
    model = model_of([[0.5, 0.5]] * len(documents), [d.id for d in documents])
    for by in ("sport vs weather", "Sport, weather report", "sport和weather"):
        result = compare(corpus, model, by=by)
        assert [g["name"] for g in result.data["groups"]] == ["sport", "Weather report"]
    assert result.data["left_out"] == 12 and "12 documents of other groups" in result.note
    assert "fewer than 10 documents say little: Weather report" in result.note
    assert compare(corpus, model, groups=["money", "sport"]).data["groups"][0]["name"] == "money"
    with pytest.raises(TopicLlamaError, match="No document has the label 'culture'") as caught:
        compare(corpus, model, groups=["sport", "culture"])
    assert "Weather report" in caught.value.hint
    with pytest.raises(TopicLlamaError, match="cannot be compared by 'sport vs culture'"):
        compare(corpus, model, by="sport vs culture")


def test_groups_that_a_question_names(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, [*two_groups(2), *demo_documents()])
    assert mentioned(corpus, "label", "How do Money and sport differ?") == ["money", "sport"]
    assert mentioned(corpus, "", "体育和民生有什么不同？") == ["体育", "民生"]
    assert mentioned(corpus, "label", "compare the sports by label") == []
    assert mentioned(corpus, "year", "money or sport") == []


def test_the_tool_heeds_groups_in_the_question_and_names_in_by(workspace: Workspace) -> None:
    documents = [
        *two_groups(12),
        *(Document(f"w{i}", f"Rain and wind, day {i}.", label="weather") for i in range(12)),
    ]
    workspace.corpus.add(documents)
    workspace.save_model(model_of([[0.5, 0.5]] * 36, [d.id for d in documents]))
    toolbox = Toolbox(workspace, question="how do money and weather differ?")
    for by in ("", "label", "weather vs money"):
        data = toolbox.analyze_corpus("compare", by=by).data
        assert {g["name"] for g in data["groups"]} == {"money", "weather"}
    assert len(Toolbox(workspace).analyze_corpus("compare").data["groups"]) == 3
    before = toolbox.analyze_corpus("compare", by="2001").data
    assert [g["name"] for g in before["groups"]] == ["before 2001", "since 2001"]
    assert before["undated"] == 12
    moods = toolbox.analyze_corpus("sentiment", by="year").data
    assert moods["periods"][0] == "1990" and moods["undated"] == 12
    assert "series" not in toolbox.analyze_corpus("sentiment", by="topic").data


def test_demo_by_label(tmp_path: Path) -> None:
    documents = demo_documents()
    data = compare(corpus_of(tmp_path, documents), label_model(documents)).data
    assert len(data["groups"]) == 8 and data["topics"][0]["effect"] == pytest.approx(1, abs=1e-3)
    assert {"洪水", "水位"} <= set(data["words"]["民生"])
    assert "地铁" in data["words"]["交通"] and "房价" in data["words"]["楼市"]


@pytest.mark.parametrize(("split", "said"), [("2050", "before 2050"), ("1950", "from 1950 on")])
def test_a_date_that_divides_nothing_is_told_as_such(tmp_path: Path, split: str, said: str) -> None:
    documents = two_groups(5)
    model = model_of([[0.5, 0.5]] * 10, [d.id for d in documents])
    with pytest.raises(TopicLlamaError, match=said) as caught:
        compare(corpus_of(tmp_path, documents), model, by=split)
    assert "没有可比较的" in in_chinese(caught.value.message)
