"""How the guide words the answer to a question about the texts, on the built-in corpora."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from topicllama.agent.citations import Citations
from topicllama.agent.guide.past import Step
from topicllama.agent.guide.wording import Wording
from topicllama.agent.toolset import plain
from topicllama.tools.loading import load
from topicllama.tools.results import to_json
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace


@pytest.fixture(scope="module")
def demos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Workspace]]:
    made = {}
    for language, name in (("en", "demo"), ("zh", "demo-zh")):
        made[language] = Workspace(tmp_path_factory.mktemp(name))
        load([name], made[language].corpus)
    yield made


def answered(workspace: Workspace, language: str, question: str, query: str) -> str:
    found = Toolbox(workspace, question=question).search_documents(query)
    result = Citations().number(plain(to_json(found)))
    return Wording(language).step(Step(question, "search_documents", {"query": query}, result))


def quotations(text: str) -> list[str]:
    return re.findall(r"“([^”]+)”", text)


@pytest.mark.parametrize(
    ("language", "question", "query", "first", "says"),
    [
        ("en", "when will Cathy Freeman return to competition?", "Cathy Freeman return",
         "The sentence that answers it best: ", "March 7"),
        ("zh", "驰原汽车第一辆电动车卖多少钱？", "驰原汽车第一辆电动车",
         "最能回答这个问题的一句：", "十三万元"),
        ("en", "what do the articles say about interest rates?", "interest rates",
         "What the texts say about “interest rates” (the best", "interest rate"),
        ("zh", "文章怎么谈房价？", "房价", "关于“房价”，文档里是这样说的", "房价"),
    ],
)  # fmt: skip
def test_an_answer_is_quoted_arranged_and_cited(
    demos: dict[str, Workspace], language: str, question: str, query: str, first: str, says: str
) -> None:
    text = answered(demos[language], language, question, query)
    quoted = quotations(text)[first.count("“") :]
    assert text.startswith(first) and says in quoted[0] and "[1]" in text
    whole = " ".join(" ".join(document.text.split()) for document in demos[language].corpus)
    assert all(words.rstrip("…") in whole or words in ("more", "更多") for words in quoted)


def test_passages_with_dates_stand_in_their_order(demos: dict[str, Workspace]) -> None:
    text = answered(demos["zh"], "zh", "文章怎么谈房价？", "房价")
    dates = re.findall(r"\((\d{4}-\d\d-\d\d)\)", text)
    assert "从早到晚" in text and len(dates) >= 3 and dates == sorted(dates)


@pytest.mark.parametrize(
    ("language", "question", "query", "says"),
    [
        ("en", "what do they say about bitcoin?", "bitcoin", "No document mentions “bitcoin”."),
        ("zh", "文章怎么谈比特币？", "比特币", "没有一篇文档提到“比特币”。"),
        ("en", "how many moons has Jupiter?", "moons Jupiter", "No document mentions “Jupiter”."),
    ],
)
def test_no_answer_is_said_plainly(
    demos: dict[str, Workspace], language: str, question: str, query: str, says: str
) -> None:
    no = {"en": "The texts do not answer that. ", "zh": "这些文本没有回答这个问题。"}
    assert answered(demos[language], language, question, query).startswith(no[language] + says)


def test_a_wish_for_documents_is_a_list(demos: dict[str, Workspace]) -> None:
    text = answered(demos["en"], "en", "show articles about fires", "fires")
    assert re.match(r"\d+ documents match", text)
    assert answered(demos["zh"], "zh", "有哪些文章提到房价？", "房价").startswith("找到 ")


@pytest.mark.parametrize(
    ("language", "question", "query", "topics", "begins"),
    [
        ("en", "Which topic is about floods?", "rain", [3, 3, 3, 1, 1],
         "Mostly topic 3 (**Weather 3**): 3 of the 5 documents that match “rain” best are in it. "
         "Topic 1 (**Weather 1**) has 2."),
        ("zh", "哪个主题讲洪水？", "洪水", [1, 1, 1, 1, 1],
         "是主题 1“**Weather 1**”：与“洪水”最相符的 5 篇文档都在其中。"),
        ("zh", "洪水属于哪个主题？", "洪水", [1, 2, 3, 1, 4],
         "不止一个主题：与“洪水”最相符的 5 篇文档中，主题 1“**Weather 1**”有 2 篇。"),
    ],
)  # fmt: skip
def test_which_topic_it_is_is_told_by_the_documents(
    demos: dict[str, Workspace], language: str, question: str, query: str, topics: list[int],
    begins: str,
) -> None:  # fmt: skip
    found = Toolbox(demos[language], question=question).search_documents(query, limit=5)
    result = Citations().number(plain(to_json(found)))
    step = Step(question, "search_documents", {"query": query}, result)
    without = Wording(language).step(step)  # no topics were found: a list of documents
    assert "“" + query + "”" in without.splitlines()[0] and "[1]" in without
    for hit, topic in zip(result["results"], topics, strict=True):
        hit |= {"topic": topic, "topic_label": f"Weather {topic}"}
    told = Wording(language).step(step)
    assert told.startswith(begins) and "[5]" in told
