from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from analysis_fixtures import corpus_of, demo_documents, label_model, model_of

from topicllama.tools.bursts import find_bursts
from topicllama.tools.documents import Document
from topicllama.tools.errors import NotReadyError, TopicLlamaError
from topicllama.tools.periods import (
    all_periods,
    choose_period,
    finest_period,
    midpoint,
    period_name,
    period_of,
    span_of,
)
from topicllama.tools.trends import trends


def dated(dates: list[str]) -> list[Document]:
    return [
        Document(f"d{i}", f"text number {i} of the corpus", date=d) for i, d in enumerate(dates)
    ]


# periods -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "by", "period"),
    [
        ("2021-07-19", "day", "2021-07-19"),
        ("2021-07-19", "week", "2021-W29"),
        ("2021-01-02", "week", "2020-W53"),
        ("2021-07-19T08:00:00", "month", "2021-07"),
        ("2021-07", "month", "2021-07"),
        ("2021", "year", "2021"),
        ("2021", "month", ""),
        ("2021-07", "week", ""),
        ("2021-02-30", "year", ""),
        ("", "year", ""),
        ("yesterday", "year", ""),
    ],
)
def test_period_of_a_date(text: str, by: str, period: str) -> None:
    assert period_of(text, by) == period


def test_all_periods_has_the_empty_ones_too() -> None:
    assert all_periods(["2020-11-30", "2021-02-01"], "month") == [
        "2020-11", "2020-12", "2021-01", "2021-02",
    ]  # fmt: skip
    assert all_periods(["2019", "2022-05-05"], "year") == ["2019", "2020", "2021", "2022"]
    weeks = all_periods(["2020-12-20", "2021-01-05"], "week")
    assert weeks == ["2020-W51", "2020-W52", "2020-W53", "2021-W01"]
    days = all_periods(["2000-01-01", "2003-12-31"], "month")
    assert len(days) == 48 and len(set(days)) == 48
    assert all_periods(["2020-02-27", "2020-03-01", "2020"], "day") == [
        "2020-02-27", "2020-02-28", "2020-02-29", "2020-03-01",
    ]  # fmt: skip
    assert all_periods(["2020", "soon"], "month") == []


def test_the_dates_of_a_period() -> None:
    assert span_of("2021") == ("2021", "2021") and span_of("2021-07") == ("2021-07", "2021-07")
    assert span_of("2020-W53") == ("2020-12-28", "2021-01-03")
    for day in span_of("2021-W29"):
        assert period_of(day, "week") == "2021-W29"


def test_choice_of_the_period() -> None:
    one_month = [(date(2021, 7, 1) + timedelta(i % 30)).isoformat() for i in range(300)]
    assert choose_period(one_month) == "day"
    assert choose_period(one_month[:60]) == "week"
    assert (
        choose_period([f"{y}-{m:02d}" for y in (2020, 2021) for m in range(1, 13)] * 6) == "month"
    )
    assert choose_period([str(year) for year in range(1990, 2000)]) == "year"
    assert choose_period([d.date for d in demo_documents()]) == "year"
    # five documents a period are enough; fewer of every kind: the coarsest that has several
    assert choose_period(["2021-07-01"] * 5 + ["2021-07-02"] * 5) == "day"
    assert choose_period(["2021-07-01", "2021-08-02", "2021-09-03"]) == "month"
    assert choose_period(["2021-07-01", "2021-07-30"]) == "week"
    assert choose_period(["2021-07-01"] * 3) == "year" and choose_period(["soon"]) == "year"
    # a fifth of the dates may be too coarse
    days = [(date(2021, 7, 1) + timedelta(i % 2)).isoformat() for i in range(80)]
    assert choose_period([*days, *["2021"] * 20]) == "day"
    assert choose_period([*days, *["2021"] * 21]) == "year"


def test_the_finest_period_of_which_there_are_not_too_many() -> None:
    days = [(date(2021, 7, 1) + timedelta(i)).isoformat() for i in range(30)]
    assert [finest_period(days, most) for most in (30, 29, 4)] == ["day", "week", "month"]
    assert finest_period(["2019", "2021"], 2) == "year"
    assert finest_period([*days[:8], "2021", "2021"], 30) == "day"
    assert finest_period([*days[:7], "2021", "2021"], 30) == "year"


def test_period_names_in_both_languages() -> None:
    assert [period_name(n) for n in ("Month", "by year", "按周", "每天")] == [
        "month", "year", "week", "day",
    ]  # fmt: skip
    with pytest.raises(TopicLlamaError, match="century") as told:
        period_name("century")
    assert told.value.hint == "Choose one of day, week, month, year."


def test_a_bare_year_is_its_middle() -> None:
    assert midpoint("2020") == date(2020, 7, 15).toordinal()
    assert midpoint("2020-03") == date(2020, 3, 15).toordinal()
    assert np.isnan(midpoint("soon"))


# bursts --------------------------------------------------------------------------------------


def test_a_burst_is_found_where_it_is() -> None:
    totals = [20] * 30
    hits = [1] * 30
    hits[10:13] = [9, 15, 8]
    (burst,) = find_bursts(hits, totals)
    assert (burst.start, burst.peak, burst.end, burst.documents) == (10, 11, 12, 32)


def test_chance_and_trend_are_no_bursts() -> None:
    generator = np.random.default_rng(3)
    false = 0
    for _ in range(200):
        totals = generator.poisson(10, 60)
        hits = generator.binomial(totals, 0.15)
        false += len(find_bursts(list(map(int, hits)), list(map(int, totals)), tests=10))
    assert false <= 2
    assert find_bursts([0] * 20 + [10] * 20, [20] * 40) == []
    assert find_bursts([0] * 5, [3] * 5) == []
    assert find_bursts([3] * 5, [3] * 5) == []


# trends --------------------------------------------------------------------------------------


def test_demo_rises_falls_and_floods(tmp_path: Path) -> None:
    documents = demo_documents()
    labels = sorted({d.label for d in documents})
    result = trends(corpus_of(tmp_path, documents), label_model(documents))
    data = result.data
    assert data["by"] == "year" and data["periods"] == [str(y) for y in range(2018, 2026)]
    assert sum(data["documents"]) == 80 and data["undated"] == 0 and result.note == ""
    assert [labels[t["topic"]] for t in data["rising"]] == ["科技"]
    assert [labels[t["topic"]] for t in data["falling"]] == ["楼市"]
    assert all(t["p"] < 0.05 for t in data["rising"] + data["falling"])
    (burst,) = data["bursts"]
    assert labels[burst["topic"]] == "民生"
    assert (burst["start"], burst["peak"], data["bursts_by"]) == ("2021-07", "2021-07", "month")
    assert len(burst["documents"]) >= 8 and {"洪水", "水位"} <= set(burst["words"])


def test_shares_are_means_and_empty_periods_zero(tmp_path: Path) -> None:
    documents = dated(["2019-05-01", "2019-06-01", "2021-01-01"])
    model = model_of([[1.0, 0.0], [0.5, 0.5], [0.2, 0.8]], ["d0", "d1", "d2"], [4, 9])
    data = trends(corpus_of(tmp_path, documents), model, by="year").data
    assert data["periods"] == ["2019", "2020", "2021"] and data["documents"] == [2, 0, 1]
    assert data["series"][0]["topic"] == 4
    assert data["series"][0]["shares"] == pytest.approx([0.75, 0, 0.2])
    assert data["series"][1]["shares"] == pytest.approx([0.25, 0, 0.8])


def test_one_topic_by_id(tmp_path: Path) -> None:
    documents = dated(["2019", "2020", "2021"])
    model = model_of([[1.0, 0.0], [0.5, 0.5], [0.2, 0.8]], ["d0", "d1", "d2"], [4, 9])
    data = trends(corpus_of(tmp_path, documents), model, topic=9).data
    assert [series["topic"] for series in data["series"]] == [9]


def test_coarse_and_missing_dates_are_counted_and_said(tmp_path: Path) -> None:
    documents = dated(["2019-05-01", "2019-06", "2021", "", "nonsense"])
    model = model_of([[0.6, 0.4]] * 5, [d.id for d in documents])
    result = trends(corpus_of(tmp_path, documents), model, by="month")
    assert result.data["undated"] == 3 and result.data["documents"] == [1, 1]
    assert "2 documents have no date" in result.note and "1 have a date too coarse" in result.note


def test_nothing_to_say_over_time(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path / "a", dated(["", ""]))
    model = model_of([[0.6, 0.4]] * 2, ["d0", "d1"])
    with pytest.raises(TopicLlamaError, match="has a date") as caught:
        trends(corpus, model)
    assert "--date-column" in caught.value.hint
    with pytest.raises(TopicLlamaError, match="too coarse"):
        trends(corpus_of(tmp_path / "b", dated(["2003", "2004"])), model, by="day")


def test_noise_is_neither_rising_nor_falling(tmp_path: Path) -> None:
    generator = np.random.default_rng(5)
    dates = [(date(2020, 1, 1) + timedelta(int(d))).isoformat() for d in range(300)]
    corpus = corpus_of(tmp_path, dated(dates))
    false = 0
    for _ in range(20):
        weights = generator.dirichlet([0.2] * 10, 300)
        data = trends(corpus, model_of(weights, corpus.ids()), by="month").data
        false += len(data["rising"]) + len(data["falling"])
    assert false <= 4  # of 200 tests; without correction about 10


def test_model_rows_are_matched_by_id(tmp_path: Path) -> None:
    documents = dated(["2019", "2020", "2021"])
    model = model_of([[0.0, 1.0], [1.0, 0.0]], ["d2", "d0"])  # d1 was added later
    result = trends(corpus_of(tmp_path, documents), model, by="year")
    assert result.data["series"][0]["shares"] == [1, 0, 0]
    assert "loaded after the training are left out (1)" in result.note
    with pytest.raises(NotReadyError):
        trends(corpus_of(tmp_path / "other", documents), model_of([[1.0, 0.0]], ["elsewhere"]))
