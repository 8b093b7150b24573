from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import pytest

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.tokens import TextConfig, Tokenizer


@pytest.fixture(scope="module")
def words() -> Tokenizer:
    return Tokenizer()


def surfaces(words: Tokenizer, text: str) -> list[str]:
    return [token.surface for token in words.topic_tokens(text)]


def test_english_is_stemmed_for_matching_and_readable_for_display(words: Tokenizer) -> None:
    assert [tuple(token) for token in words.topic_tokens("Firefighters battled bushfires")] == [
        ("firefight", "firefighters"), ("battl", "battled"), ("bushfir", "bushfires"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don't worry, it isn't and they won't", ["worry"]),
        ("Australia's bushfires; the firefighters' truck", ["australia", "bushfires",
                                                            "firefighters", "truck"]),
        ("curly: Australia’s won’t", ["curly", "australia"]),
        ("mail bob.smith@example.com or see https://example.org/a/b?c=1 (www.example.net)", []),
        ("In 1993, 42% of 1,000 cars cost 10.50 on the 2nd", ["cars", "cost"]),
        ("files at cs.example.edu today", ["files"]),
        ("MP3 players and x86 chips", ["mp3", "players", "x86", "chips"]),
        ("TV and AI at ox", ["tv", "ai"]),
        ("naïve café", ["naïve", "café"]),
    ],
)  # fmt: skip
def test_what_is_a_topic_word(words: Tokenizer, text: str, expected: list[str]) -> None:
    assert surfaces(words, text) == expected


def test_the_country_is_not_the_pronoun(words: Tokenizer) -> None:
    assert surfaces(words, "They told us that US troops and U.S. planes left") == [
        "US", "troops", "US", "planes",
    ]  # fmt: skip
    assert words.search_terms("US troops") == ["US", "troop"]


def test_shouting_is_read_as_plain_words(words: Tokenizer) -> None:
    assert surfaces(words, "GIVE US THE WEATHER FORECAST") == ["weather", "forecast"]


@pytest.mark.parametrize("text", ["使用Python训练LDA模型", "使用Ｐｙｔｈｏｎ訓練LDA模型"])
def test_mixed_text_keeps_both_languages(words: Tokenizer, text: str) -> None:
    assert [token.term for token in words.topic_tokens(text)] == ["python", "训练", "lda", "模型"]


def test_traditional_matches_simplified_and_shows_itself(words: Tokenizer) -> None:
    simplified = words.topic_tokens("机器学习技术发展趋势")
    traditional = words.topic_tokens("機器學習技術發展趨勢")
    assert [token.term for token in traditional] == [token.term for token in simplified]
    assert [token.surface for token in traditional] == ["機器", "學習", "技術", "發展趨勢"]


@pytest.mark.parametrize(
    "text", ["我们的他们这个因为所以但是", "我們的他們這個因為所以但是", "甚麼時候"]
)
def test_chinese_stop_words_in_both_scripts(words: Tokenizer, text: str) -> None:
    assert words.topic_tokens(text) == []


def test_single_characters_and_numbers_are_no_chinese_topic_words(words: Tokenizer) -> None:
    assert surfaces(words, "猫在2019年吃鱼") == []


def test_search_keeps_numbers_and_words_inside_words(words: Tokenizer) -> None:
    assert words.search_terms("the 2,003 budget of mp3") == ["2003", "budget", "mp3"]
    assert {"人工", "智能", "人工智能"} <= set(words.search_terms("人工智能"))
    assert words.search_terms("猫") == ["猫"]


def test_a_query_of_stop_words_is_kept(words: Tokenizer) -> None:
    assert words.search_terms("to be or not to be") == ["to", "be", "or", "not", "to", "be"]
    assert words.search_terms("他是谁") == ["他", "是", "谁"]


def test_settings_change_the_words() -> None:
    text = "Qantas 747 planes, 乐凯撒比萨"
    plain = Tokenizer().topic_tokens(text)
    config = TextConfig(stop_words=("plane",), dictionary=("乐凯撒",), keep_numbers=True)
    changed = Tokenizer(config).topic_tokens(text)
    assert "planes" in [token.surface for token in plain]
    assert [token.surface for token in changed] == ["qantas", "747", "乐凯撒", "比萨"]


def test_settings_survive_json_and_unknown_ones_are_named() -> None:
    config = TextConfig(stop_words=("x",), max_df=0.3)
    assert TextConfig.from_settings(config.to_json()) == config
    with pytest.raises(TopicLlamaError, match="stopwords"):
        TextConfig.from_settings({"stopwords": ["x"]})


def test_jieba_is_silent_and_leaves_no_cache(
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(cache))
    with caplog.at_level(logging.DEBUG):
        Tokenizer().topic_tokens("人工智能改变世界")
    assert capfd.readouterr() == ("", "")
    assert list(cache.iterdir()) == []
