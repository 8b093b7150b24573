"""Which column is what."""

from __future__ import annotations

from typing import Any

import pytest

from topicllama.tools.columns import ColumnChoice, guess
from topicllama.tools.errors import TopicLlamaError

BODY = "A bushfire came close to the town and people had to leave."


def guessed(
    headers: list[str], *rows: tuple[Any, ...], choice: ColumnChoice | None = None
) -> dict[str, str]:
    sample = [dict(zip(headers, row, strict=True)) for row in rows]
    return guess(headers, sample, choice or ColumnChoice())


@pytest.mark.parametrize(
    "headers",
    [
        ["id", "title", "text", "date", "label"],
        ["ID", "Headline", "Content", "Published At", "Category"],
        ["doc_id", "HEADLINE", "full-text", "pub_date", "Class"],
        ["编号", "标题", "正文", "日期", "标签"],
        ["編號", "標題", "內容", "時間", "類別"],
        ["序号", "题目", "文本", "年份", "分类"],
        ["id", "news_title", "articleText", "publish date", "news category"],
        ["id", "新闻标题", "新闻正文", "发布时间", "新闻类别"],
    ],
)
def test_usual_headers(headers: list[str]) -> None:
    row = ("7", "Fire near town", BODY, "2003-05-04", "news")
    roles = guessed(headers, row)
    assert roles == dict(zip(["id", "title", "text", "date", "label"], headers, strict=True))


def test_the_order_of_columns_does_not_count() -> None:
    roles = guessed(["标签", "正文", "标题"], ("科技", "模型训练的方法有很多种", "新方法"))
    assert roles == {"text": "正文", "title": "标题", "label": "标签"}


def test_a_better_header_goes_before_a_summary() -> None:
    roles = guessed(["摘要", "正文"], ("一段摘要文字", "一段正文文字"))
    assert roles["text"] == "正文"


def test_only_titles_are_texts() -> None:
    assert guessed(["headline", "category"], ("Rates rise", "money")) == {
        "text": "headline", "label": "category",
    }  # fmt: skip


def test_values_decide_where_headers_do_not() -> None:
    rows = [("x1", BODY, "2003-05-01", 3), ("x2", BODY + "!", "2003-06-01", 4)]
    assert guessed(["a", "b", "c", "d"], *rows) == {"text": "b", "date": "c"}


def test_bare_numbers_are_no_dates_without_a_header() -> None:
    assert "date" not in guessed(["text", "points"], (BODY, "1987"), (BODY, "1990"))


def test_a_header_must_fit_its_values() -> None:
    roles = guessed(["text", "story", "time"], ("17", BODY, "12:30"), ("18", BODY, "13:30"))
    assert roles == {"text": "story"}


def test_empty_columns_are_passed_over() -> None:
    assert guessed(["text", "content"], ("", BODY), (None, BODY))["text"] == "content"


def test_a_choice_wins_and_its_case_does_not_count() -> None:
    headers = ["Body", "text", "k", "when"]
    row = (BODY, BODY, "sports", "2001")
    choice = ColumnChoice(text="body", label="k", date="when")
    assert guessed(headers, row, choice=choice) == {"text": "Body", "date": "when", "label": "k"}


def test_a_choice_that_is_not_there_lists_those_that_are() -> None:
    with pytest.raises(TopicLlamaError) as caught:
        guessed(["标题", "text"], ("a", BODY), choice=ColumnChoice(text="nope"))
    assert "'nope'" in caught.value.message and "'标题', 'text'" in caught.value.message
    assert "--text-column" in caught.value.hint


def test_no_text_is_an_error() -> None:
    with pytest.raises(TopicLlamaError, match="No column holds texts"):
        guessed(["a", "b"], ("1", "2"), ("3", "4"))


def test_repeated_ids_are_still_ids() -> None:
    rows = [("1", BODY), ("1", BODY), ("2", BODY), ("3", BODY)]
    assert guessed(["id", "text"], *rows)["id"] == "id"
