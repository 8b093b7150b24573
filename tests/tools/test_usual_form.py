"""Unicode's usual forms: those of Unicode, and no text on which they take for ever."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from topicllama.tools.usual_form import usual

ACCENTS = "\u0301" * 200_000 + "\u0327" * 200_000  # would take about half an hour
HIGH = "\U0001e8d0" * 200_000 + "\U0001d165" * 200_000


@pytest.mark.parametrize("text", ["Ｃａｆé ", "Cafe\u0301 ﬁre ", "Tiê\u0301ng Viê\u0323t 火灾 "])
@pytest.mark.parametrize("form", ["NFC", "NFKC"])
def test_it_is_unicodes_own(form: str, text: str) -> None:
    for times in (1, 500):
        assert usual(form, text * times) == unicodedata.normalize(form, text * times)  # type: ignore[arg-type]


@pytest.mark.parametrize("run", [ACCENTS, HIGH, (ACCENTS[0] + HIGH[0]) * 100_000])
def test_a_run_without_an_end_keeps_its_beginning(run: str) -> None:
    marks = unicodedata.normalize("NFD", usual("NFKC", f"fires a{run} near e{run}"))
    kept = "".join(each for each in marks if not unicodedata.combining(each))
    assert kept == "fires a near e" and len(marks) <= len(kept) + 2 * 30


def test_every_combining_character_is_known() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.combining(chr(code))]
    assert len(every) > 900
    cut = [usual("NFC", "x" * 500 + mark * 200) for mark in every]
    assert max(map(len, cut)) <= 500 + 30 * 3
