"""Languages of whole documents, short titles, and texts that mix them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from topicllama.tools.language import detect, is_chinese, to_simplified

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Interest rates rise", "en"),
        ("Beyoncé wins again", "en"),
        ("São Paulo election results", "en"),
        ("hello", "en"),
        ("broadband ahead join internet fast accord official figure number business", "en"),
        ("The cat sat on the mat and looked at the Привет sign", "en"),
        ("The Great Wall (长城) was built by many dynasties over hundreds of years.", "en"),
        ("Le président de la République a annoncé hier de nouvelles mesures", "other"),
        ("Die Regierung hat gestern im Bundestag neue Regeln beschlossen", "other"),
        ("El gobierno anunció ayer nuevas medidas contra la sequía", "other"),
        ("今天天气很好，我们去公园里散步。", "zh"),
        ("中文", "zh"),
        ("皇后和后天", "zh"),
        ("今天天氣很好，我們去公園裡散步。", "zh-Hant"),
        ("台灣大選結果", "zh-Hant"),
        ("北京大学的研究团队用GPU训练模型，结果发表在期刊上，同行评审认为方法可靠。", "zh"),
        ("使用Python训练LDA模型", "mixed"),
        ("深度学习 deep learning is a branch of 机器学习 machine learning", "mixed"),
        ("今日は天気がいいので公園に行きます", "other"),
        ("期一会・田んぼアート", "other"),
        ("한국어 문장입니다", "other"),
        ("Привет, как дела?", "other"),
        ("مرحبا بالعالم", "other"),
        ("12345 !!! 2003", "other"),
        ("", "other"),
    ],
)
def test_detect(text: str, code: str) -> None:
    assert detect(text) == code


def test_an_address_does_not_make_a_chinese_text_mixed() -> None:
    text = "详情请见 https://www.example.org/news/index.html 或写信到 someone.at.work@example.org"
    assert detect(text) == "zh"


def test_codes_that_need_a_chinese_tokenizer() -> None:
    assert [code for code in ("en", "zh", "zh-Hant", "mixed", "other") if is_chinese(code)] == [
        "zh", "zh-Hant", "mixed",
    ]  # fmt: skip


def test_to_simplified_leaves_the_rest_alone() -> None:
    assert to_simplified("訓練LDA模型，標題") == "训练LDA模型，标题"
    assert to_simplified("plain") == "plain"


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
@pytest.mark.parametrize(
    ("name", "code", "share"),
    [
        ("newsgroups20", "en", 0.995),
        ("reuters21578", "en", 0.999),
        ("cnews1000", "zh", 0.99),
        ("toutiao_titles", "zh", 0.98),
        ("chnsenticorp", "zh", 0.99),
    ],
)
def test_real_corpora(name: str, code: str, share: float) -> None:
    with gzip.open(DATA / f"{name}.jsonl.gz") as lines:
        texts = [json.loads(line).get("text", "") for line in islice(lines, 1500)]
    found = Counter(detect(text) for text in texts if text.strip())
    assert found[code] >= share * found.total(), found
