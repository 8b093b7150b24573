"""Explanations in words: both languages from figures, and by a Llama, checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from ollama_server import OllamaServer, Reply
from topic_fixtures import lee_bow, lee_corpus, lee_model

from topicllama.tools.answer_cache import AnswerCache
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document
from topicllama.tools.explain import explain
from topicllama.tools.explain_llama import llama_explanation
from topicllama.tools.explain_wording import Sayings
from topicllama.tools.results import TopicsResult


def topic_with(word: str) -> int:
    return next(topic.id for topic in lee_model().topics if word in topic.keywords[:8])


def dated(tmp_path: Path, first: int, last: int) -> Corpus:
    """The Lee corpus with years: each has more fires than the one before it."""
    model = lee_model()
    row = model.row(topic_with("firefighters"))
    fires = {name for name, weights in zip(model.document_ids, model.document_topic, strict=True)
             if weights[row] > 0.4}  # fmt: skip
    corpus = Corpus(tmp_path / "corpus.sqlite")
    years = range(first, last + 1)
    more = [year for n, year in enumerate(years) for _ in range(n)]
    burning = 0
    for n, document in enumerate(lee_corpus()):
        year = years[n % len(years)]
        if document.id in fires:
            year, burning = more[-1 - burning % len(more)], burning + 1
        corpus.add([Document(document.id, document.text, date=str(year))])
    return corpus


@pytest.fixture(scope="module")
def explained() -> TopicsResult:
    return explain(lee_model(), lee_corpus(), topic_with("firefighters"))


def test_quotations_are_sentences_of_the_documents(explained: TopicsResult) -> None:
    texts = lee_corpus().get(shown.id for shown in explained.representative)
    for shown in explained.representative:
        assert texts[shown.id].text[shown.quote_start : shown.quote_end] == shown.quote
        assert shown.quote in shown.passage and "fire" in shown.quote.lower()
    assert f"“{' '.join(explained.representative[0].quote.split())}”" in explained.explanation


def test_neighbours_have_words_in_common_and_apart(explained: TopicsResult) -> None:
    for near in explained.neighbours:
        assert len(near.shared) <= 5 and len(near.apart) >= 3
        assert not set(near.shared) & set(near.apart)
    assert any(near.shared for near in explained.neighbours)


def test_in_chinese_nothing_is_english_but_the_words_of_the_texts() -> None:
    result = explain(lee_model(), lee_corpus(), topic_with("firefighters"), "zh")
    topic = result.topics[0]
    assert result.language == "zh" and result.explanation.startswith(f"主题 {topic.id}“")
    assert f"{topic.documents:,} 篇的主要主题" in result.explanation
    assert "与它最接近的是主题" in result.explanation and "代表性的一句：“" in result.explanation
    assert "Topic" not in result.explanation and "peaked" not in result.explanation


def test_how_it_moved(tmp_path: Path) -> None:
    corpus = dated(tmp_path, 1999, 2003)
    fires = topic_with("firefighters")
    result = explain(lee_model(), corpus, fires)
    trend = result.trend
    assert (trend["by"], trend["direction"], trend["dated"]) == ("year", "rising", len(corpus))
    assert trend["peak"]["period"] == trend["last"]["period"] == "2003" and trend["p"] < 0.05
    assert (
        "of the text in 1999" in result.explanation and "rising significantly" in result.explanation
    )
    chinese = explain(lee_model(), corpus, fires, "zh").explanation
    assert "它在 1999 年占" in chinese and "整体显著上升" in chinese


def test_too_few_dates_are_said_and_none_is_no_subject(
    tmp_path: Path, explained: TopicsResult
) -> None:
    assert explained.trend == {"dated": 0} and "time" not in Sayings(explained, "en").moved()
    corpus = Corpus(tmp_path / "few.sqlite")
    corpus.add(Document(d.id, d.text, date="2001" if n < 5 else "")
               for n, d in enumerate(lee_corpus()))  # fmt: skip
    result = explain(lee_model(), corpus, topic_with("firefighters"))
    assert result.trend == {"dated": 5}
    assert "Only 5 documents have a date" in result.explanation
    assert "只有 5 篇" in Sayings(result, "zh").moved()


def told(
    result: TopicsResult,
    server: OllamaServer,
    language: str = "en",
    cache: AnswerCache | None = None,
) -> object:
    from langchain_ollama import ChatOllama

    llm = ChatOllama(model="llama3.2", base_url=server.url)
    return llama_explanation(result, llm, language, cache=cache)


def test_a_llama_explains_and_is_checked(explained: TopicsResult, tmp_path: Path) -> None:
    quote = " ".join(explained.representative[0].quote.split())
    good = f"This topic is about bushfires around Sydney, as one report shows: “{quote}” [1]."
    with OllamaServer() as server:
        server.reply(
            f"{good} Another says “the whole city was lost at once” [2]. It cost 4,711 lives."
        )
        cache = AnswerCache(tmp_path / "answers.sqlite")
        found = told(explained, server, cache=cache)
        assert found.text == f"{good} It cost 4,711 lives."  # type: ignore[attr-defined]
        assert found.dropped == ["the whole city was lost at once"]  # type: ignore[attr-defined]
        assert found.numbers == ["4,711"]  # type: ignore[attr-defined]
        asked = server.chats[0].body["messages"][0]["content"]
        assert "firefighters" in asked and "[1] <<<" in asked
        assert explained.neighbours[0].label in asked
        assert told(explained, server, cache=cache) == found
        assert len(server.chats) == 1  # the second came from the cache
        told(explained, server, "zh", cache)
        assert (
            len(server.chats) == 2 and "用中文写" in server.chats[1].body["messages"][0]["content"]
        )


@pytest.mark.parametrize(
    "reply",
    [
        Reply('{"explanation": "This topic is about the bushfires around Sydney and the coast."}'),
        Reply("这个主题讲的是悉尼附近的山火，消防队员在各地奋战，许多人离开了家。"),
        Reply("Fires."),
        Reply("It is about the bushfires around Sydney and all along the", done_reason="length"),
        Reply(status=500, error="out of memory"),
    ],
)
def test_what_cannot_be_used_leaves_the_sentences(explained: TopicsResult, reply: Reply) -> None:
    with OllamaServer() as server:
        server.reply(reply)
        assert told(explained, server) is None


def test_the_toolbox_takes_the_words_of_the_llama(tmp_path: Path) -> None:
    from langchain_ollama import ChatOllama

    from topicllama.tools.toolbox import Toolbox
    from topicllama.tools.workspace import Workspace

    workspace = Workspace(tmp_path / "w")
    workspace.corpus.add(lee_corpus())
    workspace.save_model(lee_model())
    with OllamaServer() as server:
        llm = ChatOllama(model="llama3.2", base_url=server.url)
        server.reply("It is about the bushfires around Sydney. It took 4,711 hectares in all.")
        result = Toolbox(workspace, llm).show_topics(str(topic_with("firefighters")))
        assert result.explained_by == "llama" and result.unverified_numbers == ["4,711"]
        assert "the number 4,711." in result.explanation
        talking = Toolbox(workspace, llm, question="what is it about?")
        assert talking.show_topics("0").explained_by == "sentences"
        assert len(server.chats) == 1
    assert Toolbox(workspace, language="zh").show_topics("0").explanation.startswith("主题 0")


def test_one_topic_has_no_place_and_nothing_beside_it() -> None:
    from topicllama.tools.keyword_labels import keyword_labels
    from topicllama.tools.training import train

    model = keyword_labels(train(lee_bow(), 1), lee_corpus())
    for language in ("en", "zh"):
        text = explain(model, lee_corpus(), 0, language).explanation
        assert "largest" not in text and "最大" not in text and "接近" not in text
