from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits
from topic_fixtures import ARTICLE, lee_bow

from topicllama.tools.bow import build
from topicllama.tools.choice import Choice, choose
from topicllama.tools.errors import Cancelled, TopicLlamaError
from topicllama.tools.inference import infer
from topicllama.tools.progress import Progress, Task
from topicllama.tools.training import train
from topicllama.tools.wording import why

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
ALGORITHMS = ("lda", "nmf", "lsa")


def same(one: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.array_equal(one, other))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_topics_of_the_demo_corpus(algorithm: str) -> None:
    model = train(lee_bow(), 8, algorithm)
    assert model.num_topics == 8
    assert [topic.id for topic in model.topics] == list(range(8))
    assert [t.share for t in model.topics] == sorted((t.share for t in model.topics), reverse=True)
    assert all(len(topic.keywords) >= 10 for topic in model.topics)
    together = [set(topic.keywords) for topic in model.topics]
    assert any({"palestinian", "israeli", "arafat"} <= words for words in together)
    assert any({"fire", "firefighters"} <= words for words in together)
    assert any({"taliban", "bin laden"} <= words for words in together)
    assert model.metrics["npmi"] > 0.3
    assert model.metrics["diversity"] > 0.9
    assert 1 < model.metrics["perplexity"] < len(model.terms)
    assert 0 < model.metrics["stability"] <= 1


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_matrices_are_probabilities(algorithm: str) -> None:
    model = train(lee_bow(), 5, algorithm)
    assert model.topic_word.shape == (5, len(lee_bow().terms))
    assert model.document_topic.shape == (len(lee_bow().document_ids), 5)
    assert model.topic_word.min() >= 0
    assert np.allclose(model.topic_word.sum(axis=1), 1, atol=1e-4)
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    assert np.isclose(sum(topic.share for topic in model.topics), 1)
    assert sum(topic.documents for topic in model.topics) == len(model.document_ids)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_same_seed_gives_the_same_topics(algorithm: str) -> None:
    one, other = (train(lee_bow(), 6, algorithm, seed=3) for _ in range(2))
    assert same(one.topic_word, other.topic_word)
    assert same(one.document_topic, other.document_topic)


def test_another_process_gives_the_same_topics() -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from topic_fixtures import lee_bow\n"
        "from topicllama.tools.training import train\n"
        "m = train(lee_bow(), 6, seed=3)\n"
        "import hashlib; print(hashlib.md5(m.topic_word.tobytes()).hexdigest())\n"
        "print([t.keywords for t in m.topics])"
    )
    command = [sys.executable, "-c", script, str(Path(__file__).parent)]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(2)]
    assert runs[0].stdout == runs[1].stdout
    assert "palestinian" in runs[0].stdout


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_the_three_sentences_of_the_article(algorithm: str) -> None:
    model = train(build(ARTICLE), 0, algorithm)
    assert model.num_topics == 2
    heaviest = model.document_topic.argmax(axis=1)
    assert heaviest[1] == heaviest[2] != heaviest[0]  # both are about 学习
    assert set(model.topics[heaviest[0]].keywords) == {"人工智能", "改变", "世界"}
    assert {"学习", "机器", "深度", "算法"} <= set(model.topics[heaviest[1]].keywords)


@pytest.mark.parametrize(
    ("texts", "asked", "found", "reason"),
    [
        (ARTICLE, 10, 3, "documents"),
        (["cats and dogs"] * 6, 4, 1, "variety"),
        (["cats purr", "dogs bark", "birds sing"] * 3, 5, 3, "variety"),
        (["zebra"], 3, 1, "documents"),
        (["cats", "", "12 34", "the"], 2, 1, "documents"),
    ],
)
def test_no_more_topics_than_the_texts_carry(
    texts: list[str], asked: int, found: int, reason: str
) -> None:
    model = train(build(texts), asked)
    assert model.num_topics == found
    assert model.parameters["choice"]["limit"] == reason
    assert f"You asked for {asked} topics, but there" in model.why


def test_a_text_without_words_has_no_opinion() -> None:
    model = train(build(["cats purr", "", "dogs bark"]), 2)
    assert np.allclose(model.document_topic[1], 0.5)
    assert model.metrics["coverage"] == pytest.approx(2 / 3, abs=1e-3)


def test_one_topic() -> None:
    model = train(lee_bow(), 1)
    assert model.num_topics == 1
    assert np.allclose(model.document_topic, 1)
    assert "australia" in model.topics[0].keywords


@pytest.mark.parametrize("texts", [[], [""], ["the and of", "12 13"]])
def test_texts_without_words_are_an_error(texts: list[str]) -> None:
    with pytest.raises(TopicLlamaError, match="no words"):
        train(build(texts), 2)


def test_wrong_requests_are_errors() -> None:
    with pytest.raises(TopicLlamaError, match="word2vec"):
        train(lee_bow(), 3, "word2vec")
    with pytest.raises(TopicLlamaError, match="-2"):
        train(lee_bow(), -2)


def test_the_number_is_chosen_and_explained() -> None:
    model = train(lee_bow())
    choice = model.parameters["choice"]
    assert 6 <= model.num_topics <= 15
    assert choice["asked"] is False
    assert choice["num_topics"] == model.num_topics
    best = max(choice["candidates"], key=lambda one: one["score"])
    assert best["num_topics"] == model.num_topics
    assert choice["runner_up"] != model.num_topics
    assert model.why.startswith(f"{model.num_topics} topics: of the numbers from ")
    assert f"{choice['runner_up']} came next" in model.why
    chinese = why(Choice.from_json(json.loads(json.dumps(choice))), "zh")
    assert chinese.startswith(f"{model.num_topics} 个主题：")
    assert f"其次是 {choice['runner_up']} 个" in chinese


def test_the_number_for_known_corpora() -> None:
    if not SHARED.exists():
        pytest.skip("needs the corpora in ../shared/data")
    lines = (SHARED / "octis/BBC_News/corpus.tsv").read_text("utf-8").splitlines()
    bbc = build(line.split("\t")[0] for line in lines)
    with gzip.open(SHARED / "cnews1000.jsonl.gz", "rt", encoding="utf-8") as file:
        cnews = build(json.loads(line)["text"][:600] for line in file)
    with threadpool_limits(1):
        assert 5 <= choose(bbc).num_topics <= 15
        assert 7 <= choose(cnews).num_topics <= 20


def test_guided_topics() -> None:
    seeds = [["bushfire", "smoke"], ["cricket"]]
    model = train(lee_bow(), 6, seed_words=seeds)
    fire, cricket = (model.topic(topic_id) for topic_id in model.parameters["seed_topics"])
    assert {"fire", "smoke"} <= set(fire.keywords)
    assert {"cricket", "wicket"} <= set(cricket.keywords)
    assert model.num_topics == 6
    with pytest.raises(TopicLlamaError, match="quasar"):
        train(lee_bow(), 4, seed_words=[["quasar"]])
    with pytest.raises(TopicLlamaError, match="2 lists"):
        train(lee_bow(), 1, seed_words=seeds)
    with pytest.raises(TopicLlamaError, match="texts carry 1"):
        train(build(["cats purr"] * 4), seed_words=[["cat"], ["purr"]])


def test_progress_counts_documents_over_all_passes() -> None:
    seen: list[Progress] = []
    train(lee_bow(), 4, task=Task(seen.append))
    counted = [p for p in seen if p.stage == "train" and p.total]
    assert counted[0].done == 0
    assert counted[0].total is not None
    assert counted[0].total % len(lee_bow().document_ids) == 0
    assert [p.done for p in counted] == sorted(p.done for p in counted)
    assert counted[0].detail.startswith("pass 1 of at most")
    assert any(p.detail.startswith("pass 2") for p in counted)
    assert [p.stage for p in seen[-2:]] == ["assign", "measure"]


@pytest.mark.parametrize("stage", ["choose", "train"])
def test_cancel_stops_it(stage: str) -> None:
    task = Task()

    def stop(progress: Progress) -> None:
        if progress.stage == stage and progress.done > 0:
            task.cancel()

    task.on_progress = stop
    with pytest.raises(Cancelled):
        train(lee_bow(), task=task)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_unseen_texts(algorithm: str) -> None:
    model = train(lee_bow(), 8, algorithm)
    texts = ["The Taliban and Osama bin Laden fled from Tora Bora in Afghanistan.",
             "Firefighters fought fires near Sydney in strong winds.", "", "qqq zzz"]  # fmt: skip
    weights = infer(model, texts)
    assert weights.shape == (4, 8)
    assert np.allclose(weights.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(weights[2:], 1 / 8)
    assert "taliban" in model.topics[weights[0].argmax()].keywords
    assert "firefighters" in model.topics[weights[1].argmax()].keywords


def test_training_texts_get_the_topics_they_have() -> None:
    texts = ["cats purr softly", "dogs bark loudly", "birds sing songs"] * 5
    model = train(build(texts), 3)
    assert np.allclose(infer(model, texts), model.document_topic, atol=1e-4)
    assert infer(model, []).shape == (0, 3)


_words = st.sampled_from(["cat", "dog", "bird", "使用", "模型", "训练", "fish", "the", "12"])
_texts = st.lists(st.lists(_words, max_size=6).map(" ".join), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(texts=_texts, asked=st.integers(0, 5), algorithm=st.sampled_from(ALGORITHMS))
def test_any_small_corpus(texts: list[str], asked: int, algorithm: str) -> None:
    bow = build(texts)
    try:
        model = train(bow, asked, algorithm)
    except TopicLlamaError:
        assert bow.counts.nnz == 0
        return
    assert 1 <= model.num_topics <= max(asked, len(texts))
    assert np.isfinite(model.topic_word).all()
    assert np.allclose(model.document_topic.sum(axis=1), 1, atol=1e-4)
    assert np.isclose(sum(topic.share for topic in model.topics), 1)
    assert all(np.isfinite(value) for value in model.metrics.values())
