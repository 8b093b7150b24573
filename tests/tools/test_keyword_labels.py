from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from topic_fixtures import ARTICLE, lee_bow, lee_corpus, lee_model

from topicllama.tools.bow import build
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.generality import particular
from topicllama.tools.keyword_labels import keyword_labels
from topicllama.tools.noun_phrases import phrases
from topicllama.tools.tokens import TextConfig, Tokenizer
from topicllama.tools.topic_model import TopicModel
from topicllama.tools.training import train


def labelled(folder: Path, texts: list[str], topics: int) -> TopicModel:
    corpus = Corpus(folder / "corpus.sqlite")
    corpus.add(Document(str(number), text) for number, text in enumerate(texts))
    return keyword_labels(train(build(corpus), topics), corpus)


def test_labels_are_phrases_of_the_documents() -> None:
    text = " ".join(document.text for document in lee_corpus()).casefold()
    for topic in lee_model().topics:
        for part in topic.label.split(" and "):
            assert part.casefold() in text
        assert 1 <= len(topic.label.split()) <= 6
        assert topic.label_source == "keywords"
        assert topic.labels == {"en": topic.label}


def test_labels_of_the_demo_corpus_say_what_it_is_about() -> None:
    labels = [topic.label for topic in lee_model().topics]
    assert len(set(labels)) == 8
    for word in ("Afghanistan", "Palestinian", "fire", "South Africa", "Qantas"):
        assert any(word in label for label in labels), labels


def test_names_are_written_as_names() -> None:
    israel = next(t for t in lee_model().topics if "arafat" in t.keywords)
    assert "Yasser Arafat" in israel.label or "Israel" in israel.label
    assert "Arafat" in israel.description


def test_representative_documents_are_about_the_topic() -> None:
    model = lee_model()
    for row, topic in enumerate(model.topics):
        assert 3 <= len(topic.representative) <= 5
        for name in topic.representative:
            place = model.document_ids.index(name)
            assert model.document_topic[place].argmax() == row


def test_a_description_is_one_sentence_in_the_language_of_the_topic(tmp_path: Path) -> None:
    assert all(
        t.description.startswith("These texts speak of ") and t.description.endswith(".")
        for t in lee_model().topics
    )
    chinese = labelled(tmp_path, ARTICLE, 2)
    assert all(t.description.startswith("这些文本主要谈到") for t in chinese.topics)


def test_labels_of_a_person_stay() -> None:
    model = lee_model()
    named = replace(model.topics[2], label="My own name", label_source="person", labels={})
    topics = [named if topic.id == 2 else topic for topic in model.topics]
    again = keyword_labels(model.with_topics(topics), lee_corpus())
    assert again.topic(2).label == "My own name"
    assert again.topic(2).label_source == "person"
    assert again.topic(2).representative


def test_the_three_sentences_of_the_article(tmp_path: Path) -> None:
    labels = {topic.label for topic in labelled(tmp_path, ARTICLE, 0).topics}
    assert len(labels) == 2
    assert any("人工智能" in label or "世界" in label for label in labels)
    assert any("学习" in label or "算法" in label or "技术" in label for label in labels)


def test_traditional_texts_get_traditional_labels(tmp_path: Path) -> None:
    texts = [
        "手機與寬頻網路服務降價。手機用戶增加，寬頻網路更快。",
        "棒球比賽今晚開打，球隊士氣高昂。",
    ]
    model = labelled(tmp_path, [f"{texts[n % 2]}第{n}篇" for n in range(24)], 2)
    assert any("寬頻" in topic.label for topic in model.topics)
    assert all(set(topic.labels) == {"zh"} for topic in model.topics)
    assert not any("宽" in topic.label or "与" in topic.label for topic in model.topics)


def test_equal_topics_still_get_different_labels(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "corpus.sqlite")
    corpus.add(Document(str(n), f"cats purr and dogs bark {n}") for n in range(6))
    model = train(build(corpus), 1)
    twice = replace(
        model,
        topics=(model.topics[0], replace(model.topics[0], id=1)),
        topic_word=model.topic_word[[0, 0]],
        document_topic=model.document_topic[:, [0, 0]] / 2,
    )
    labels = [topic.label for topic in keyword_labels(twice, corpus).topics]
    assert len(set(labels)) == 2


def test_a_document_that_is_gone_does_not_matter(tmp_path: Path) -> None:
    empty = Corpus(tmp_path / "corpus.sqlite")
    model = keyword_labels(train(lee_bow(), 3), empty)
    assert all(topic.label and not topic.representative for topic in model.topics)


@pytest.mark.parametrize(
    ("text", "expected", "unwanted"),
    [
        ("The foreign minister. Foreign minister left.", "foreign minister", "minister left"),
        ("In New South Wales fires burn", "New South Wales", "Wales burning"),
        ("the Archbishop of Brisbane resigned", "Archbishop of Brisbane", "of Brisbane"),
        ("Qantas workers strike. The Qantas workers met.", "Qantas workers", "qantas workers"),
        ("使用手机网络游戏的玩家", "手机网络游戏", "的玩家"),
        ("Sales of 3 mln pct in the annual inspection", "annual inspection", "mln pct"),
        ("考试信息仅供参考", "考试信息", "考试信息仅供参考"),
        ("shares of Acme Corp trading firm", "trading firm", "Acme Corp"),
    ],
)  # fmt: skip
def test_noun_phrases(text: str, expected: str, unwanted: str) -> None:
    forms = {phrase.form for phrase in phrases([[text]], Tokenizer())}
    assert expected in forms
    assert unwanted not in forms


def test_texts_that_quote_each_other_say_a_thing_once() -> None:
    thread = ["The lunar base is near.", "> The lunar base is near.\nA lunar base costs more."]
    found = {p.form: p.documents for p in phrases([thread, ["A lunar base again"]], Tokenizer())}
    assert found["lunar base"] == 2


def test_what_is_mostly_a_verb_names_nothing() -> None:
    text = "They sell units. We sell it, you can sell units to the market. The units of the market."
    forms = {p.form for p in phrases([[text]], Tokenizer())}
    assert {"units", "market"} <= forms and not any("sell" in form for form in forms)


def test_a_chinese_word_with_a_noise_word_inside_is_in_no_phrase() -> None:
    plain = {p.form for p in phrases([["投资基金公司的业绩"]], Tokenizer())}
    without = Tokenizer(TextConfig(stop_words=("基金",)))
    assert any("基金公司" in form for form in plain)
    assert not any("基金" in p.form for p in phrases([["投资基金公司的业绩"]], without))


@pytest.mark.parametrize(
    ("general", "special"), [("game", "hockey"), ("Government", "encryption"), ("公司", "相机")]
)
def test_some_words_belong_to_every_subject(general: str, special: str) -> None:
    counts = Tokenizer().segmenter.tokenizer.FREQ
    assert particular(general, counts) < 0.4 < particular(special, counts)
    assert particular("qwertyish", counts) == 1


def test_one_phrase_is_better_than_two_loose_words(tmp_path: Path) -> None:
    texts = [
        "A video card for the computer. This video card was slow, a video card is a card.",
        "The church choir. Every church choir has an organ, and the choir sang.",
    ]
    model = labelled(tmp_path, [f"{texts[n % 2]} Number {n}." for n in range(40)], 2)
    labels = {topic.label for topic in model.topics}
    assert any("video card" in label for label in labels), labels
    assert any("church choir" in label for label in labels), labels
