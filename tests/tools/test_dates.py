"""Dates as files write them."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from topicllama.tools.dates import parse_date, parse_epoch


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (2003, "2003"), (2003.0, "2003"), ("2003", "2003"), ("2003.0", "2003"),
        (np.int64(2003), "2003"), ("2003年", "2003"), ("2003年度", "2003"),
        ("2003-05", "2003-05"), ("2003/5", "2003-05"), ("2003年5月", "2003-05"),
        ("２００３年５月", "2003-05"), ("May 2003", "2003-05"), ("Sept 2003", "2003-09"),
        ("2003-05-14", "2003-05-14"), ("20030514", "2003-05-14"), ("2003/5/4", "2003-05-04"),
        ("2003.5.4", "2003-05-04"), ("2003年5月4日", "2003-05-04"),
        ("2003年05月04號", "2003-05-04"),
        ("2003年5月4日 10:20", "2003-05-04"), ("2003-05-14T10:00:00Z", "2003-05-14"),
        ("2003-05-14 23:59:59.123+08:00", "2003-05-14"), ("04-May-2003", "2003-05-04"),
        ("May 4, 2003", "2003-05-04"), ("4 May 2003", "2003-05-04"),
        ("Wed, 14 May 2003 10:00:00 +0200", "2003-05-14"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26"),
        (pd.Timestamp("2003-05-14 10:00"), "2003-05-14"), (date(2003, 5, 4), "2003-05-04"),
        (datetime(2003, 5, 4, 1), "2003-05-04"), (np.datetime64("2003-05-14"), "2003-05-14"),
    ],
)  # fmt: skip
def test_read(value: Any, iso: str) -> None:
    assert parse_date(value) == iso


@pytest.mark.parametrize(
    "value",
    ["", None, "hello", "May", "12", 7, True, "2003-13-01", "2003-02-30", "2003-2004", "0000",
     "Chapter 2003", "in May 2003 we met", "Q3 2003", "10:30", "1053000000", 1053000000,
     float("nan"), pd.NaT, "99999999", "x" * 500, "31/31/2003", "1.2.69", "18991231", "21010101",
     "Tuesday 2003", "   "],
)  # fmt: skip
def test_not_a_date(value: Any) -> None:
    assert parse_date(value) == ""


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("5/4/2003", "2003-05-04"),  # slashes: month first
        ("25/4/2003", "2003-04-25"),  # unless it cannot be
        ("4/25/03", "2003-04-25"),
        ("5/4/87", "1987-05-04"),
        ("5.4.2003", "2003-04-05"),  # dots and dashes: day first
        ("05-04-2003", "2003-04-05"),
        ("05.14.2003", "2003-05-14"),
        ("12.5.2003", "2003-05-12"),  # twelve is a month yet, thirteen is none
        ("5.12.2003", "2003-12-05"),
        ("12/5/2003", "2003-12-05"),
        ("5/12/2003", "2003-05-12"),
        ("13/5/2003", "2003-05-13"),
        ("5.13.2003", "2003-05-13"),
        ("1/2/69", "1969-01-02"),
        ("1/2/68", "2068-01-02"),
        ("19000101", "1900-01-01"),
        ("21001231", "2100-12-31"),
    ],
)
def test_the_rule_for_day_and_month(value: str, iso: str) -> None:
    assert parse_date(value) == iso


def test_epoch_only_where_it_is_asked_for() -> None:
    assert parse_epoch("1053000000") == parse_epoch(1053000000123) == "2003-05-15"
    assert parse_epoch("2003-05-01") == "2003-05-01"
    assert parse_epoch(2003) == "2003"
    assert parse_epoch("never") == ""


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2100, 12, 31)))
def test_every_iso_day_comes_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day.isoformat() == parse_date(day)
    assert parse_date(f"{day.year:04}年{day.month}月{day.day}日") == day.isoformat()


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_not(text: str) -> None:
    assert parse_date(text) in ("", parse_date(parse_date(text)))


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        (1_700_000_000, "2023-11-14"),  # 22:13 in London, the next day in Shanghai
        (10_000, "1970-01-01"),
        (9_999, ""),
        (1_700_000_000_000, "2023-11-14"),
        (1e300, ""),
    ],
)
def test_an_epoch_is_a_day_in_greenwich(
    value: float, iso: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        assert parse_epoch(value) == iso
    time.tzset()
