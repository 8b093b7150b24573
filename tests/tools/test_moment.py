"""What was hot in March."""

from __future__ import annotations

from pathlib import Path

import pytest
from analysis_fixtures import corpus_of, demo_documents, label_model, model_of

from topicllama.tools.bow import build
from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.moment import Moment, read_moment
from topicllama.tools.trends import trends

DATES = ["1986-03-01", "1987-03-09", "1987-03", "1987-10-19", "1988", ""]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("1987-03", "1987-03", "1987-03"),
        ("1987-03..1987-10", "1987-03", "1987-10"),
        ("1987-03-01 to 1987-03-09", "1987-03-01", "1987-03-09"),
        ("March 1987", "1987-03", "1987-03"),
        ("in March", "1987-03", "1987-03"),
        ("oct", "1987-10", "1987-10"),
        ("1987", "1987", "1987"),
        ("1987年3月", "1987-03", "1987-03"),
        ("1987年十月", "1987-10", "1987-10"),
        ("三月", "1987-03", "1987-03"),
        ("10月份", "1987-10", "1987-10"),
        ("1986年3月到1987年3月", "1986-03", "1987-03"),
    ],
)
def test_times_in_both_languages(text: str, since: str, until: str) -> None:
    assert read_moment(text, DATES) == Moment(since, until)


@pytest.mark.parametrize("text", ["", "month", "按月", "day", "century", "label"])
def test_what_is_no_time(text: str) -> None:
    assert read_moment(text, DATES) is None


def test_a_month_that_no_document_has() -> None:
    with pytest.raises(TopicLlamaError, match="May") as caught:
        read_moment("May", DATES)
    assert "1986-03-01 to 1988" in caught.value.hint


def test_a_date_lies_wholly_in_its_moment() -> None:
    march = Moment("1987-03", "1987-03")
    assert [march.holds(d) for d in DATES] == [False, True, True, False, False, False]
    assert Moment("1987-10", "").holds("1988") and not Moment("", "1987-09").holds("1988")


@pytest.mark.parametrize("by", ["2021-07", "2021年7月", "July 2021"])
def test_the_flood_was_hot_in_july(tmp_path: Path, by: str) -> None:
    documents = demo_documents()
    labels = sorted({d.label for d in documents})
    corpus = corpus_of(tmp_path, documents)
    data = trends(corpus, label_model(documents), by=by, bow=build(corpus)).data
    moment = data["moment"]
    assert labels[moment["topics"][0]["topic"]] == "民生" and moment["topics"][0]["p"] < 0.05
    assert moment["topics"][0]["share"] > moment["topics"][0]["elsewhere"]
    assert "洪水" in moment["words"] and moment["documents"] >= 8
    assert "洪水" in data["events"][0]["words"] and len(data["bursts"]) == 1


def test_nothing_of_another_time(tmp_path: Path) -> None:
    documents = demo_documents()
    corpus, model = corpus_of(tmp_path, documents), label_model(documents)
    bow = build(corpus)
    data = trends(corpus, model, since="2023", until="2024", bow=bow).data
    assert data["events"] == [] and data["bursts"] == [] and data["moment"]["documents"] > 10
    with pytest.raises(TopicLlamaError, match="1990 – 1991"):
        trends(corpus, model, since="1990", until="1991", bow=bow)
    with pytest.raises(TopicLlamaError, match="is empty"):
        trends(corpus, model, since="2024", until="2023", bow=bow)


def test_what_had_its_peak_then_comes_first(tmp_path: Path) -> None:
    days = [f"2020-0{month}-{day:02d}" for month in (1, 2) for day in range(1, 29)]
    texts = [(day, f"plain words of day {n} {k}") for n, day in enumerate(days) for k in range(4)]
    for day, n in (("2020-01-30", 3), ("2020-01-31", 4), ("2020-02-01", 14), ("2020-02-02", 9)):
        texts += [(day, f"storm harbour waves {day} {k}") for k in range(n)]
    texts += [("2020-01-20", f"strike railway union {k}") for k in range(9)]
    documents = [Document(f"d{n}", text, date=day) for n, (day, text) in enumerate(texts)]
    corpus = corpus_of(tmp_path, documents)
    model = model_of([[0.6, 0.4]] * len(documents), corpus.ids())
    bow = build(corpus)

    def hot(by: str) -> list[str]:
        events = trends(corpus, model, by=by, bow=bow).data["events"]
        return ["storm" if "storm" in " ".join(e["words"]) else "strike" for e in events]

    assert hot("2020-01") == ["strike", "storm"]
    assert hot("2020-02") == ["storm"]
