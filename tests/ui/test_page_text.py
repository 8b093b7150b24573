"""The page speaks both languages equally."""

import re
import string

import pytest

from topicllama.ui import text
from topicllama.ui.text import page_language, say

FIELDS = string.Formatter()


@pytest.mark.parametrize("key", sorted(text._TEXTS))
def test_both_languages_say_it_with_the_same_values(key: str) -> None:
    english, chinese = text._TEXTS[key]
    names = [{name for _, name, _, _ in FIELDS.parse(t) if name} for t in (english, chinese)]
    assert english and chinese
    assert names[0] == names[1]


def test_chinese_is_chinese() -> None:
    # These are names or are offered in their own language.
    same = {"other_language", "switch_language", "lang_en"}
    for key, (_, chinese) in text._TEXTS.items():
        assert (
            key in same
            or re.search(r"[\u4e00-\u9fff]", chinese)
            or not re.search(r"[a-z]{4}", re.sub(r"\{\w+\}", "", chinese))
        ), key


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh-CN,zh;q=0.9", "zh"), ("zh", "zh"), ("en-US,zh;q=0.5", "en"), ("", "en"), ("de", "en")],
)
def test_the_page_follows_the_browser(code: str, language: str) -> None:
    assert page_language(code) == language


def test_an_unknown_language_reads_as_english() -> None:
    assert say("new_chat", "fr") == "New chat"


def test_one_thing_is_counted_in_the_singular() -> None:
    assert say("topics_why_no", "en", n=1, documents="1") == "1 topic in 1 document."
    assert say("topics_why_no", "en", n=11, documents="1,001") == "11 topics in 1,001 documents."
    named = say("trends_differ_point", "en", lists="1 topics", llama="1 documents")
    assert "1 topics" in named and "1 documents" in named  # what is filled in stays as it is
