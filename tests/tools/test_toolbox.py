"""The eight tools together, on the built-in corpora with nothing faked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from topicllama.tools.errors import NotReadyError, TopicLlamaError
from topicllama.tools.progress import Progress, Task
from topicllama.tools.results import to_json
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

ARTICLE = ("人工智能改变世界", "机器学习技术发展趋势", "深度学习算法应用")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("demo"))
    tools = Toolbox(workspace)
    tools.load_corpus("demo")
    tools.train_topics(8)
    return workspace


@pytest.fixture
def tools(trained: Workspace) -> Toolbox:
    return Toolbox(trained)


def test_every_tool_says_what_is_missing_first(tmp_path: Path) -> None:
    empty = Toolbox(Workspace(tmp_path))
    for call in (
        empty.train_topics,
        empty.show_topics,
        empty.label_topics,
        lambda: empty.edit_topics("undo"),
        lambda: empty.search_documents("fire"),
        lambda: empty.analyze_corpus("overview"),
        lambda: empty.recommend_documents("x"),
    ):
        with pytest.raises(NotReadyError, match="No texts are loaded") as raised:
            call()
        assert "demo" in raised.value.hint
    empty.load_corpus("demo")
    with pytest.raises(NotReadyError, match="No topics"):
        empty.show_topics()
    assert empty.search_documents("bushfires").results, "keyword search needs no topics"


def test_the_demo_gives_eight_topics_that_add_up(tools: Toolbox) -> None:
    result = tools.show_topics()
    assert [topic.id for topic in result.topics] == list(range(8))
    assert sum(topic.share for topic in result.topics) == pytest.approx(1, abs=1e-3)
    assert sum(topic.documents for topic in result.topics) == result.documents == 293
    assert all(len(topic.keywords) >= 10 and topic.label for topic in result.topics)
    assert len({topic.label for topic in result.topics}) == 8
    json.dumps(to_json(result))


def test_the_topic_tree_says_which_are_close(tools: Toolbox) -> None:
    tree = tools.show_topics("tree").tree
    assert sorted(tree["topics"]) == list(range(8)) and tree == tools.show_topics(tree=True).tree
    assert not tools.show_topics().tree


def test_one_topic_is_explained_with_its_documents(tools: Toolbox) -> None:
    fires = tools.search_documents("bushfires", limit=1).results[0]
    assert fires.topic is not None
    result = tools.show_topics(str(fires.topic))
    assert [topic.id for topic in result.topics] == [fires.topic]
    assert result.explanation and len(result.representative) >= 3
    documents = tools.workspace.corpus.get(p.id for p in result.representative)
    for passage in result.representative:
        assert documents[passage.id].text[passage.start : passage.end] == passage.passage
    by_label = tools.show_topics(result.topics[0].label)
    assert by_label.topics == result.topics


def test_search_within_a_topic_stays_in_it(tools: Toolbox) -> None:
    hit = tools.search_documents("cricket test match", limit=1).results[0]
    within = tools.search_documents("australia", topic=str(hit.topic), limit=20)
    assert within.results and {found.topic for found in within.results} == {hit.topic}


def test_a_file_outside_the_allowed_folders_needs_a_person(tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("a private text about diaries")
    workspace = Workspace(tmp_path / "w")
    asked: list[str] = []

    def refuse(question: str) -> bool:
        asked.append(question)
        return False

    path = str(tmp_path / "private.txt")
    with pytest.raises(TopicLlamaError, match="was not read"):
        Toolbox(workspace, confirm=refuse).load_corpus(path)
    assert len(asked) == 1 and "private.txt" in asked[0]
    assert len(workspace.corpus) == 0
    assert Toolbox(workspace, confirm=lambda _: True).load_corpus(path).added == 1
    uploaded = workspace.folder("uploads") / "mine.txt"
    uploaded.write_text("an upload about gardens")
    assert Toolbox(workspace).load_corpus(str(uploaded)).added == 1


def test_a_link_in_uploads_that_leads_out_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "private.txt").write_text("a private text")
    workspace = Workspace(tmp_path / "w")
    link = workspace.folder("uploads") / "link.txt"
    link.symlink_to(tmp_path / "private.txt")
    with pytest.raises(TopicLlamaError, match="was not read"):
        Toolbox(workspace).load_corpus(str(link))


def test_edits_are_undone_one_by_one(tmp_path: Path) -> None:
    tools = Toolbox(Workspace(tmp_path), confirm=lambda _: True)
    tools.load_corpus("demo")
    trained = tools.train_topics(6)
    labels = {topic.id: topic.label for topic in trained.topics}

    renamed = tools.edit_topics("rename", "2", "Weather and fires")
    assert renamed.topics[2].label == "Weather and fires"
    assert tools.show_topics("weather and fires").topics[0].id == 2
    merged = tools.edit_topics("merge", "0,5")
    assert sorted(topic.id for topic in merged.topics) == [0, 1, 2, 3, 4]
    assert merged.before["npmi"] != merged.after["npmi"]
    split = tools.edit_topics("split", "1")
    assert sorted(topic.id for topic in split.topics) == [0, 1, 2, 3, 4, 6]
    deleted = tools.edit_topics("delete", "3")
    assert 3 not in {topic.id for topic in deleted.topics}
    for result in (merged, split, deleted):
        kept = {topic.id: topic for topic in result.topics}
        assert kept[2].label == "Weather and fires"
        assert sum(topic.share for topic in result.topics) == pytest.approx(1, abs=1e-3)
    for _ in range(4):
        undone = tools.edit_topics("undo")
    assert {topic.id: topic.label for topic in undone.topics} == labels
    with pytest.raises(TopicLlamaError, match="nothing to undo"):
        tools.edit_topics("undo")


def test_deleting_a_topic_needs_a_person(tools: Toolbox) -> None:
    before = tools.show_topics()
    with pytest.raises(TopicLlamaError, match="nobody confirmed"):
        tools.edit_topics("delete", "1")
    assert tools.show_topics() == before


@pytest.mark.parametrize("kind", ["overview", "quality", "sentiment"])
def test_analyses_are_plain_json(tools: Toolbox, kind: str) -> None:
    assert json.loads(json.dumps(to_json(tools.analyze_corpus(kind))))["data"]


def test_analyses_over_time_and_groups(tmp_path: Path) -> None:
    tools = Toolbox(Workspace(tmp_path))
    tools.load_corpus("demo-zh")
    tools.train_topics(8)
    trends = tools.analyze_corpus("trends").data
    assert trends["periods"] and len(trends["series"]) == 8
    compared = tools.analyze_corpus("compare").data
    assert len(compared["groups"]) == 8
    for topic in tools.show_topics().topics:
        assert any("\u4e00" <= character <= "\u9fff" for character in topic.label)


def test_unknown_choices_name_those_there_are(tools: Toolbox) -> None:
    for call in (
        lambda: tools.train_topics(3, "bert"),
        lambda: tools.label_topics("fr"),
        lambda: tools.edit_topics("explode", "1"),
        lambda: tools.analyze_corpus("horoscope"),
        lambda: tools.show_topics("99"),
    ):
        with pytest.raises(TopicLlamaError) as raised:
            call()
        assert raised.value.hint


def test_topics_say_when_the_texts_have_changed(tmp_path: Path) -> None:
    tools = Toolbox(Workspace(tmp_path))
    tools.load_corpus("demo")
    tools.train_topics(5)
    assert tools.show_topics().note == ""
    tools.load_corpus("demo-zh")
    assert "update the topics" in tools.show_topics().note


def test_the_articles_three_sentences(tmp_path: Path) -> None:
    path = tmp_path / "article.csv"
    path.write_text("正文\n" + "\n".join(ARTICLE), encoding="utf-8")
    tools = Toolbox(Workspace(tmp_path / "w"))
    assert tools.load([path]).added == 3
    result = tools.train_topics()
    assert 1 <= result.num_topics <= 3
    words = {word for topic in result.topics for word in topic.keywords}
    assert words & {"人工智能", "机器学习", "深度学习", "深度", "学习", "人工", "算法"}
    assert tools.search_documents("深度学习", limit=1).results[0].passage == ARTICLE[2]


def test_training_reports_and_can_be_stopped(tmp_path: Path) -> None:
    from topicllama.tools.errors import Cancelled

    workspace = Workspace(tmp_path)
    Toolbox(workspace).load_corpus("demo")
    seen: list[Progress] = []
    Toolbox(workspace, task=Task(seen.append)).train_topics(5)
    stages = {progress.stage for progress in seen}
    assert {"tokenise", "train"} <= stages
    assert any(p.total and 0 < p.done < p.total for p in seen if p.stage == "train")

    task = Task()
    task.on_progress = lambda progress: progress.stage == "train" and task.cancel()
    with pytest.raises(Cancelled):
        Toolbox(workspace, task=task).train_topics(7)
    assert workspace.require_model().num_topics == 5
