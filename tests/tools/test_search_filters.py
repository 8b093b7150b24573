"""What a search is limited to, and what it leaves out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.negatives import split_negatives
from topicllama.tools.search import search
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

TEXTS = [
    ("rates", "en", "economy", "The bank raised interest rates again, and markets fell."),
    ("football", "en", "sport", "The bank sponsors the football league for three seasons."),
    ("cup", "en", "sport", "The football cup final was won late. A bank paid for the cup."),
    ("river", "en", "nature", "The river bank was flooded after the storm in spring."),
    ("利率", "zh", "经济", "央行上调利率，银行股下跌，市场担心经济放缓。"),
    ("足球", "zh", "体育", "银行赞助足球联赛，球队获得新的资金。"),
    ("臺灣", "zh-Hant", "经济", "臺灣的銀行調整利率，股市反應平淡。"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("filters") / "w")
    made.corpus.add(
        Document(name, text, language=language, label=label, source=f"{language}.csv",
                 date=f"200{i}")
        for i, (name, language, label, text) in enumerate(TEXTS)
    )  # fmt: skip
    weights = np.array([[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8],
                        [0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.7, 0.2, 0.1]], np.float32)  # fmt: skip
    topics = tuple(
        Topic(i, label, "keywords", (label,), 0.3, 2)
        for i, label in enumerate(("money", "games", "water"))
    )
    made.save_model(
        TopicModel("lda", ("bank", "cup", "river"), ("bank", "cup", "river"),
                   np.eye(3, dtype=np.float32), weights, tuple(made.corpus.ids()), topics)
    )  # fmt: skip
    return made


def found(workspace: Workspace, query: str, **limits: object) -> set[str]:
    return {hit.id for hit in search(workspace, query, **limits).results}  # type: ignore[arg-type]


@pytest.mark.parametrize(("limits", "expected"), [
    ({"topics": [0, 2]}, {"rates", "river"}),
    ({"label": ["Sport", "nature"]}, {"football", "cup", "river"}),
    ({"language": "en", "since": "2002"}, {"cup", "river"}),
    ({"source": "en.csv", "topics": [1]}, {"football", "cup"}),
    ({"without": ["games"]}, {"rates", "river"}),
    ({"without": ["2", "football"]}, {"rates"}),
])  # fmt: skip
def test_limits(workspace: Workspace, limits: dict[str, object], expected: set[str]) -> None:
    assert found(workspace, "bank", **limits) == expected


def test_chinese_is_of_either_script(workspace: Workspace) -> None:
    assert found(workspace, "银行", language="zh") == {"利率", "足球", "臺灣"}
    assert found(workspace, "银行", language=["zh-Hant"]) == {"臺灣"}
    with pytest.raises(TopicLlamaError, match="language 'fr'"):
        search(workspace, "bank", language="fr")


@pytest.mark.parametrize(("query", "expected"), [
    ("bank -football", {"rates", "river"}),
    ("bank, but not about football", {"rates", "river"}),
    ("bank not about football or rivers", {"rates"}),
    ("bank excluding interest rates", {"football", "cup", "river"}),
    ("银行 -足球", {"利率", "臺灣"}),
    ("银行，不要足球", {"利率", "臺灣"}),
    ("银行，不包括利率的文章", {"足球"}),
    ("除了足球以外的银行", {"利率", "臺灣"}),
    ("銀行 不要足球", {"利率", "臺灣"}),
])  # fmt: skip
def test_what_the_query_leaves_out(workspace: Workspace, query: str, expected: set[str]) -> None:
    result = search(workspace, query)
    assert {hit.id for hit in result.results} == expected
    assert result.without and "left out" in result.note


def test_only_what_is_left_out(workspace: Workspace) -> None:
    assert found(workspace, "not about the bank", language="en") == set()
    assert found(workspace, "-football", language="en") == {"rates", "river"}
    assert [hit.id for hit in search(workspace, "-银行").results][0] == "river"


@pytest.mark.parametrize("query", [
    "state-of-the-art well-known", "a -3 degree drop", "methods -dash exact or approximate",
    "为什么千万不要吃这个", "不要放弃梦想", "what is not known about flutter", "体育 除外",
])  # fmt: skip
def test_no_negatives(query: str) -> None:
    assert split_negatives(query) == (query, ())


def test_several_topics_in_one_argument(workspace: Workspace) -> None:
    tools = Toolbox(workspace)
    for topic in ("money, water", "0、2", "money;2", "0；water"):
        result = tools.search_documents("bank", topic)
        assert {hit.id for hit in result.results} == {"rates", "river"}
    result = tools.search_documents("bank", languages=["en"], labels=["sport"], without=["cup"])
    assert [hit.id for hit in result.results] == ["football"]


def test_a_limit_follows_what_was_loaded_again(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w")
    made.corpus.add([Document("a", "A bank.", label="old")])
    assert found(made, "bank", label="old") == {"a"}
    made.corpus.add([Document("a", "A bank.", label="new")], replace=True)
    assert found(made, "bank", label="new") == {"a"}
