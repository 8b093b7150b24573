"""The built-in corpora are what examples/README.md says."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from topicllama.tools.language import detect
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

COLUMNS = ["id", "标题", "正文", "日期", "标签"]


def rows() -> list[dict[str, str]]:
    text = (files("topicllama.examples") / "demo_zh.csv").read_text("utf-8")
    reader = csv.DictReader(text.splitlines())
    assert reader.fieldnames == COLUMNS
    return list(reader)


def test_eighty_documents_in_eight_sections() -> None:
    found = rows()
    assert len({row["id"] for row in found}) == len({row["正文"] for row in found}) == 80
    assert set(Counter(row["标签"] for row in found).values()) == {10}
    assert len({row["标签"] for row in found}) == 8


def test_lengths_dates_and_scripts() -> None:
    found = rows()
    assert all(100 <= len(row["正文"]) <= 250 for row in found)
    dates = [row["日期"] for row in found]
    assert dates == sorted(dates)
    assert (dates[0][:4], dates[-1][:4]) == ("2018", "2025")
    assert Counter(detect(row["正文"]) for row in found) == {"zh": 75, "zh-Hant": 5}


def test_themes_rise_and_fall_and_a_flood_comes() -> None:
    found = rows()

    def late(label: str) -> int:
        return sum(row["日期"] >= "2022" for row in found if row["标签"] == label)

    assert late("科技") >= 8 and late("楼市") <= 1
    flood = [row for row in found if row["日期"].startswith("2021-07")]
    assert len(flood) == 8 and {row["标签"] for row in flood} == {"民生"}


def test_articles_sentences() -> None:
    text = (files("topicllama.examples") / "article.txt").read_text("utf-8")
    sentences = ["人工智能改变世界", "机器学习技术发展趋势", "深度学习算法应用"]
    assert text.splitlines() == sentences
    table = (files("topicllama.examples") / "article.csv").read_text("utf-8")
    assert [row["正文"] for row in csv.DictReader(table.splitlines())] == sentences


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Toolbox:
    """The demo corpus with eight topics, found by the real training."""
    toolbox = Toolbox(Workspace(tmp_path_factory.mktemp("demo")))
    assert toolbox.load_corpus("demo-zh").added == 80
    toolbox.train_topics(8)
    return toolbox


def test_topics_are_the_sections(demo: Toolbox) -> None:
    from sklearn.metrics import normalized_mutual_info_score

    model, corpus = demo.workspace.require_model(), demo.workspace.corpus
    labels = dict(zip(corpus.ids(), corpus.column("label"), strict=True))
    wanted = [labels[name] for name in model.document_ids]
    assert normalized_mutual_info_score(wanted, model.document_topic.argmax(axis=1)) >= 0.9


def test_trends_of_the_trained_topics(demo: Toolbox) -> None:
    data = demo.analyze_corpus("trends").data
    words = {topic.id: topic.keywords for topic in demo.show_topics().topics}
    assert "人工智能" in words[data["rising"][0]["topic"]]
    assert "房价" in words[data["falling"][0]["topic"]]
    (burst,) = data["bursts"]
    assert burst["peak"] == "2021-07" and "洪水" in burst["words"]


def test_every_analysis_of_the_trained_topics(demo: Toolbox) -> None:
    assert len(demo.analyze_corpus("overview").data["topics"]) == 8
    assert len(demo.analyze_corpus("sentiment").data["topics"]) == 8
    compared = demo.analyze_corpus("compare").data
    assert len(compared["groups"]) == 8 and compared["topics"][0]["effect"] > 0.8
    sides = demo.analyze_corpus("compare", by="2021-07").data
    assert [group["documents"] for group in sides["groups"]] == [32, 48]
