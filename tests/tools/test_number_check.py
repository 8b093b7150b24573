"""What an answer's numbers may be, rule by rule."""

from __future__ import annotations

from typing import Any

import pytest

from topicllama.tools.number_check import Known, unverified


def known(*results: Any, text: str = "") -> Known:
    made = Known()
    made.add_text(text)
    for each in results:
        made.add_result(each)
    return made


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("7 fires", "7 fires"),
        ("seven fires", "7 fires"),
        ("SEVEN fires", "7 fires"),
        ("thirty-five fires", "35 fires"),
        ("a rise of 0.25", "25%"),
        ("a rise of 0.75", "75%"),
        ("两场大火", "2 fires"),
        ("between 5 and 7 per cent", "5% to 7%"),
        ("between 5 and 7 percent", "5%"),
        ("5 to 7%", "5%"),
    ],
)
def test_a_text_may_be_quoted_in_another_form(told: str, answer: str) -> None:
    assert unverified(f"It was {answer}.", known(text=told)) == []
    assert unverified(f"It was {answer}.", known(text="nothing")) != []


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("7 fires", "7%"),  # fires are no share
        ("7 per cent", "8%"),
        ("a factor of 1.5", "150%"),  # only what lies between 0 and 1 is a share
        ("1 fire", "100%"),
        ("0 fires", "0%"),
        ("between 5 and, as the report says at length, 7 per cent", "5%"),  # too far
    ],
)
def test_what_a_text_does_not_say(told: str, answer: str) -> None:
    assert unverified(f"It was {answer}.", known(text=told)) != []


def test_results_are_taken_in_with_what_is_inside_them() -> None:
    found = known({"share": 0.25, "topics": [{"documents": 41, "label": "12 fires"}], "score": 77,
                   "partial": True, "change": -3.5})  # fmt: skip
    assert found.plain >= {0.25, 41.0, 12.0, 3.5} and found.percent >= {25.0}
    assert not {77.0} & found.plain, "a score says nothing about the documents"
    assert found.items == 1 and 100.0 not in found.percent


def test_a_share_of_all_is_a_hundred_per_cent_and_of_none_is_not_told() -> None:
    assert known({"share": 1.0}).percent == {100.0}
    assert known({"share": 0.0}).percent == set()
    assert known({"count": 2}).percent == set()


@pytest.mark.parametrize(
    ("value", "answer", "right"),
    [
        (41.4, "41", True), (41.6, "41", False), (41.5, "41", True),  # rounding
        (1.4, "1", False),  # one is one: 1.4 of a thing is not
        (2.4, "2", True), (2.6, "2", False),
        (0.124, "0.12", True), (0.126, "0.12", False), (0.125, "0.12", True),
        (1.24, "1.2", True), (1.26, "1.2", False),
        (41.4, "about 45", True), (41.4, "about 47", False), (41.4, "45 or so", True),
        (41.4, "45", False), (41.4, "nearly 45", True), (100, "more than 91", True),
    ],
)  # fmt: skip
def test_rounding_and_about(value: float, answer: str, right: bool) -> None:
    found = unverified(f"There were {answer} of it.", known({"value": value}))
    assert (found == []) is right


def test_about_at_the_beginning_and_after_the_number() -> None:
    assert unverified("~45 fires", known({"value": 41.4})) == []
    assert unverified("45多起火灾", known({"value": 41.4})) == []
    assert unverified("about five years and 45 fires", known({"value": 41.4}, text="5")) == ["45"]


def test_what_is_listed_may_be_counted() -> None:
    found = known([{"id": "a"}, {"id": "b"}, {"id": "c"}])
    assert unverified("Two of the texts and 2 articles say so, 3 documents in all.", found) == []
    assert unverified("4 documents say so.", found) == ["4"]
    assert unverified("It rose by 2 metres.", found) == ["2"]


def test_each_is_named_once_and_what_is_quoted_or_marks_a_list_does_not_count() -> None:
    assert unverified("77 men, 77 women, 78 in all.", known()) == ["77", "78"]
    assert unverified("1. first\n2) second\nSee [3], `4` and https://a.example/55 .", known()) == []
