"""Search on a small bilingual corpus, with a deterministic embedder where meaning is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from topicllama.tools.documents import Document
from topicllama.tools.embed_job import embed
from topicllama.tools.errors import Cancelled, NotReadyError, TopicLlamaError
from topicllama.tools.progress import Progress, Task
from topicllama.tools.results import SearchResult
from topicllama.tools.search import search
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

TEXTS = [
    ("fire-1", "2001-12-24", "en", "Bushfires burned near Sydney. Firefighters fought the fires."),
    ("fire-2", "2002", "en", "The bushfire season came early. Smoke lay over the city for days."),
    ("bank-1", "2003-05-14", "en", "The central bank raised its rates. Markets fell at once."),
    ("bank-2", "", "en", "A bank of sand blocks the river mouth after the storm."),
    ("zh-1", "2003-06-01", "zh", "山火在悉尼附近燃烧，消防队员奋战了三天。"),
    ("zh-2", "2004-02", "zh-Hant", "中央銀行提高利率，股市應聲下跌。臺灣的銀行也是如此。"),
    ("zh-3", "1999", "zh", "使用Python训练LDA模型，发现文本中的主题。"),
]
FIRE = ("fire", "blaze", "smoke", "firefighter")
MONEY = ("bank", "rate", "money", "market", "interest")


class ThemeEmbedder:
    """English only: fire, money, everything else."""

    name = "themes"
    dimensions = 3
    languages = frozenset({"en"})

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        rows = [
            [sum(t.lower().count(w) for w in FIRE), sum(t.lower().count(w) for w in MONEY), 0.2]
            for t in texts
        ]
        array = np.asarray(rows, np.float32)
        return array / np.linalg.norm(array, axis=1, keepdims=True)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    made.corpus.add(
        Document(name, text, date=date, language=language, label=name.split("-")[0])
        for name, date, language, text in TEXTS
    )
    return made


@pytest.fixture
def trained(workspace: Workspace) -> Workspace:
    weights = np.array(
        [[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.4, 0.6], [0.7, 0.3], [0.05, 0.95], [0.5, 0.5]],
        np.float32,
    )
    topics = (
        Topic(0, "bushfires", "keywords", ("fire", "smoke", "sydney"), 0.5, 4),
        Topic(1, "banks", "keywords", ("bank", "rates", "markets"), 0.5, 3),
    )
    workspace.save_model(
        TopicModel("lda", ("fire", "bank"), ("fire", "bank"), np.eye(2, dtype=np.float32),
                   weights, tuple(workspace.corpus.ids()), topics)
    )  # fmt: skip
    return workspace


def ids(result: SearchResult) -> list[str]:
    return [hit.id for hit in result.results]


def check_offsets(result: SearchResult, workspace: Workspace) -> None:
    for hit in result.results:
        text = workspace.corpus.get([hit.id])[hit.id].text
        assert text[hit.start : hit.end] == hit.passage
        assert all(0 <= a < b <= len(hit.passage) for a, b in hit.matches)
        assert all(0 <= value <= 1.0001 for value in (hit.score, *hit.scores.values()))


def matched(result: SearchResult, i: int = 0) -> list[str]:
    hit = result.results[i]
    return [hit.passage[a:b] for a, b in hit.matches]


def test_words_are_found_in_other_forms_and_marked(workspace: Workspace) -> None:
    result = search(workspace, "bushfire")
    assert set(ids(result)) == {"fire-1", "fire-2"}
    assert {w.lower() for i in range(2) for w in matched(result, i)} == {"bushfires", "bushfire"}
    check_offsets(result, workspace)
    assert (result.total, result.covered) == (2, 0.0)


@pytest.mark.parametrize("query", ["银行", "銀行"])
def test_both_chinese_scripts_find_each_other(workspace: Workspace, query: str) -> None:
    result = search(workspace, query)
    assert ids(result) == ["zh-2"]
    assert matched(result) == ["銀行", "銀行"]
    check_offsets(result, workspace)


def test_mixed_text(workspace: Workspace) -> None:
    for query in ("python", "LDA 模型"):
        result = search(workspace, query)
        assert ids(result)[0] == "zh-3"
        assert matched(result)
    assert matched(search(workspace, "python")) == ["Python"]


@pytest.mark.parametrize("query", ["zebra", "斑马", "qqqq zzzz", "?!", "the", "的"])
def test_nothing_alike_is_no_result_and_says_what_to_do(workspace: Workspace, query: str) -> None:
    embed(workspace, ThemeEmbedder())
    result = search(workspace, query, embedder=ThemeEmbedder())
    assert ids(result) == [] and result.total == 0
    assert "try" in result.note


def test_one_common_word_of_many_is_not_enough(workspace: Workspace) -> None:
    assert ids(search(workspace, "chocolate cake recipes for a sweet sydney breakfast")) == []
    assert ids(search(workspace, "sydney zebra")) == ["fire-1"]


def test_quoted_phrases_must_stand_as_they_are(workspace: Workspace) -> None:
    assert ids(search(workspace, '"central bank"')) == ["bank-1"]
    assert ids(search(workspace, '"Central   Bank" raised')) == ["bank-1"]
    assert ids(search(workspace, "“央银行”")) == ["zh-2"]  # across words, in the other script
    assert ids(search(workspace, '"bank central"')) == []
    assert "quotation" in search(workspace, '"bank central"').note
    assert ids(search(workspace, '"fire"')) == []  # whole words


def test_meaning_finds_other_words(workspace: Workspace) -> None:
    embed(workspace, ThemeEmbedder())
    result = search(workspace, "blaze", embedder=ThemeEmbedder())
    assert set(ids(result)) == {"fire-1", "fire-2"}
    assert set(result.results[0].scores) == {"meaning"}
    assert result.covered == 1.0
    check_offsets(result, workspace)
    assert ids(search(workspace, "blaze", mode="keyword", embedder=ThemeEmbedder())) == []


def test_both_ways_together_rank_first_what_both_find(workspace: Workspace) -> None:
    embed(workspace, ThemeEmbedder())
    result = search(workspace, "bank interest", embedder=ThemeEmbedder())
    assert ids(result)[0] == "bank-1"
    assert set(result.results[0].scores) == {"keyword", "meaning"}
    check_offsets(result, workspace)


def test_an_english_model_is_not_asked_about_chinese(workspace: Workspace) -> None:
    embed(workspace, ThemeEmbedder())
    result = search(workspace, "山火", embedder=ThemeEmbedder())
    assert ids(result) == ["zh-1"] and "English only" in result.why
    explicit = search(workspace, "山火", mode="meaning", embedder=ThemeEmbedder())
    assert "English only" in explicit.note
    assert not set(ids(search(workspace, "blaze", embedder=ThemeEmbedder()))) & {"zh-1", "zh-2"}


def test_partly_embedded_is_said(workspace: Workspace) -> None:
    task = Task()

    def stop(progress: Progress) -> None:
        if progress.stage == "embed" and progress.done >= 2:
            task.cancel()

    task.on_progress = stop
    with pytest.raises(Cancelled):
        embed(workspace, ThemeEmbedder(), task, batch_size=2)
    result = search(workspace, "bank", embedder=ThemeEmbedder())
    assert 0 < result.covered < 1
    assert f"{result.covered:.0%}" in result.note
    assert {"bank-1", "bank-2"} <= set(ids(result))


def test_meaning_before_embedding(workspace: Workspace) -> None:
    result = search(workspace, "fire", mode="meaning")
    assert ids(result) == [] and "embed" in result.note


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2003", "", ["zh-2", "zh-1", "bank-1"]),
        ("", "2002", ["fire-2", "fire-1", "zh-3"]),
        ("2001-12", "2001-12", ["fire-1"]),
        ("2003-05-14", "2003-05-14", ["bank-1"]),
        ("2003-05", "2003-06", ["zh-1", "bank-1"]),
        ("2002-06", "2002-07", ["fire-2"]),
        ("2003年", "2003年6月", ["zh-1", "bank-1"]),
    ],
)
def test_dates_newest_first(
    workspace: Workspace, since: str, until: str, expected: list[str]
) -> None:
    result = search(workspace, since=since, until=until)
    assert ids(result) == expected
    assert result.note == "Documents without a date are left out: 1."


@pytest.mark.parametrize(("since", "until"), [("soon", ""), ("2004", "2003"), ("", "2003-13-45")])
def test_dates_that_are_none(workspace: Workspace, since: str, until: str) -> None:
    with pytest.raises(TopicLlamaError):
        search(workspace, "bank", since=since, until=until)


def test_words_within_a_time_and_a_label(workspace: Workspace) -> None:
    assert ids(search(workspace, "bank", since="2003")) == ["bank-1"]
    assert ids(search(workspace, "sydney 悉尼", label="ZH")) == ["zh-1"]
    with pytest.raises(TopicLlamaError, match="label"):
        search(workspace, "bank", label="sport")


def test_documents_of_a_topic_heaviest_first(trained: Workspace) -> None:
    result = search(trained, topics=[1])
    assert ids(result) == ["zh-2", "bank-1", "bank-2"]
    assert (result.topic, result.topic_label, result.total) == (1, "banks", 3)
    assert result.results[0].scores == {"topic": 0.95}
    assert (result.results[1].topic, result.results[1].topic_label) == (1, "banks")
    assert ids(search(trained, topics=[1], since="2003", limit=1)) == ["zh-2"]


def test_words_and_meaning_within_a_topic(trained: Workspace) -> None:
    embed(trained, ThemeEmbedder())
    result = search(trained, "bank", topics=[1], embedder=ThemeEmbedder())
    assert sorted(ids(result)) == ["bank-1", "bank-2"]
    assert {hit.topic for hit in result.results} == {1}
    assert set(result.results[0].scores) == {"keyword", "meaning", "topic"}
    assert ids(search(trained, "blaze", topics=[1], embedder=ThemeEmbedder())) == []


def test_no_such_topic_or_mode(trained: Workspace) -> None:
    with pytest.raises(TopicLlamaError, match="no topic 9"):
        search(trained, "bank", topics=[9])
    with pytest.raises(TopicLlamaError, match="mode"):
        search(trained, "bank", mode="magic")


def test_by_topic_mixture_of_the_query(trained: Workspace) -> None:
    result = search(trained, "bank bank bank", mode="topic")
    assert ids(result)[0] in ("zh-2", "bank-1")
    assert ids(search(trained, "zebra", mode="topic")) == []


def test_nothing_asked_and_nothing_loaded(workspace: Workspace, tmp_path: Path) -> None:
    assert "Say what" in search(workspace).note
    with pytest.raises(NotReadyError):
        search(Workspace(tmp_path / "empty"), "bank")


def test_the_index_follows_the_corpus_and_is_kept_on_disk(workspace: Workspace) -> None:
    assert ids(search(workspace, "zebra")) == []
    workspace.corpus.add([Document("new", "A zebra at the zoo.")])
    assert ids(search(workspace, "zebra")) == ["new"]
    folders = list((workspace.root / "index").glob("keywords-*"))
    assert len(folders) == 1
    assert not [f for f in folders[0].iterdir() if f.suffix in (".pkl", ".pickle")]


def test_the_limit_leaves_the_total(workspace: Workspace) -> None:
    result = search(workspace, "bushfire bank", limit=1)
    assert (len(result.results), result.total) == (1, 4)
