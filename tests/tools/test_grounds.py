"""Questions about the texts: the sentence that answers best, and whether any does.

questions.jsonl has 128 questions on four corpora, half of them answered there; the part
"held_out" was not looked at while the rule was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from topicllama.tools.loading import load
from topicllama.tools.passages import sentences
from topicllama.tools.question import is_question, kind_of
from topicllama.tools.results import SearchResult
from topicllama.tools.search import search
from topicllama.tools.workspace import Workspace

LIST = Path(__file__).with_name("questions.jsonl")
QUESTIONS = [json.loads(line) for line in LIST.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workspace]]:
    made = {}
    for name in ("demo", "demo-zh"):
        made[name] = Workspace(tmp_path_factory.mktemp(name))
        load([name], made[name].corpus)
    yield made


def asked(workspace: Workspace, question: str, query: str = "", **given: object) -> SearchResult:
    return search(workspace, query or question, limit=5, question=question, **given)  # type: ignore[arg-type]


def test_whether_the_texts_answer(demos: dict[str, Workspace]) -> None:
    chosen = [q for q in QUESTIONS if q["part"] == "held_out" and q["corpus"] in demos]
    right = [asked(demos[q["corpus"]], q["question"]).answered == q["answered"] for q in chosen]
    assert len(right) == 32 and sum(right) >= 29


@pytest.mark.parametrize(
    ("corpus", "question", "words"),
    [
        ("demo", "when will Cathy Freeman return to competition?", "March 7"),
        ("demo", "who is the mayor of New York?", "Giuliani"),
        ("demo", "how many Qantas maintenance workers are in the dispute?", "3,000"),
        ("demo-zh", "驰原汽车第一辆电动车卖多少钱？", "十三万元"),
        ("demo-zh", "语音识别错误率是多少？", "四成"),
        ("demo-zh", "地铁三号线首日有多少乘客？", "站"),
    ],
)
def test_the_first_quotation_answers(
    demos: dict[str, Workspace], corpus: str, question: str, words: str
) -> None:
    result = asked(demos[corpus], question)
    assert result.answered and words in result.results[0].quote
    texts = demos[corpus].corpus.get(hit.id for hit in result.results)
    for hit in result.results:
        text = texts[hit.id].text
        assert text[hit.quote_start : hit.quote_end] == hit.quote
        assert hit.start <= hit.quote_start <= hit.quote_end <= hit.end


def test_what_no_document_mentions_is_named(demos: dict[str, Workspace]) -> None:
    result = asked(demos["demo"], "what do the articles say about Bitcoin and tax?")
    assert result.answered is False and result.missing == ["Bitcoin"]
    result = asked(demos["demo-zh"], "文章怎么谈比特币？")
    assert (result.answered, result.missing, result.results) == (False, ["比特币"], [])


def test_a_query_in_the_other_script_is_a_translation(demos: dict[str, Workspace]) -> None:
    """As a Llama searches a Chinese corpus for an English question."""
    assert asked(demos["demo-zh"], "what do they say about house prices?", "房价").answered
    assert not asked(demos["demo-zh"], "what do they say about bitcoin?", "比特币").answered


def test_a_search_without_a_question_is_as_it_was(demos: dict[str, Workspace]) -> None:
    result = search(demos["demo"], "interest rates")
    assert result.answered is None and not result.question
    assert not any(hit.quote for hit in result.results)


@pytest.mark.parametrize(
    ("text", "question", "kind"),
    [
        ("when did the fires begin?", True, "when"),
        ("how many homes burned?", True, "number"),
        ("who won?", True, "who"),
        ("what do the articles say about tax", True, ""),
        ("which articles mention tax?", False, ""),
        ("show articles about tax", False, ""),
        ("more", False, ""),
        ("什么时候开园？", True, "when"),
        ("房价跌了多少", True, "number"),
        ("谁赢了？", True, "who"),
        ("文章怎么看房价", True, ""),
        ("有哪些文章提到房价？", False, ""),
        ("找关于房价的文章", False, ""),
    ],
)
def test_questions_and_their_kinds(text: str, question: bool, kind: str) -> None:
    assert is_question(text) is question
    if question:
        assert kind_of(text) == kind


def test_sentences_are_pieces_of_the_text() -> None:
    text = ' Mr. Smith of the U.S. Navy left. "It is so," he said. 他说：“好。”然后走了！\n\nAn end'
    found = sentences(text)
    assert [one.text for one in found] == [
        "Mr. Smith of the U.S. Navy left.", '"It is so," he said.', "他说：“好。”", "然后走了！",
        "An end",
    ]  # fmt: skip
    assert all(text[one.start : one.end] == one.text for one in found)
