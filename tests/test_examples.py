"""The built-in corpora are what examples/README.md says."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

from topicllama.tools.language import detect

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
