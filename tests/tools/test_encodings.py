"""Encodings found out from what the bytes would mean."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from topicllama.tools.documents import LoadReport
from topicllama.tools.encodings import clean, detect_encoding, open_text
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.sources import Notes, Source

SIMPLIFIED = [
    "昨日下午，市气象台发布暴雨黄色预警信号，预计未来六小时内，大部分地区将出现强降雨，请市民注意"
    "防范。交通部门提醒，部分路段可能积水，驾车出行应减速慢行。学校和工厂已接到通知，做好停课准备。",
    "编号,标题,正文,日期\n1,股市震荡走高,两市成交额突破一万亿元，新能源板块领涨,2021-05-04\n",
    "机器学习算法研究进展",
    "数据分析",
    "中国",
    "使用Python训练LDA模型",
    "iPhone 13 降价 300 元",
]
TRADITIONAL = [
    "昨日下午，氣象局發布豪雨特報，預計未來六小時內，大部分地區將出現強降雨，請民眾注意防範。交通"
    "單位提醒，部分路段可能積水，開車應減速慢行。學校與工廠已接到通知，做好停課準備。",
    "編號,標題,內文\n1,台股震盪走高,成交量突破三千億元，電子類股領漲\n",
    "機器學習演算法研究進展",
    "數據分析",
    "中國",
    "使用Python訓練LDA模型",
]
WESTERN = [
    "Le café était déjà fermé quand nous sommes arrivés à la gare; l'hôtel, lui, était complet.",
    "Die Straßenbahn fährt über die Brücke nach Köln, Münster und Düsseldorf.",
    "El señor Núñez nació en España, ¿no? Sí, en la región de Aragón.",
    "“Curly quotes” – and a dash, a price of £5 and 25°C.",
    "Müller", "naïve", "déçu", "ÉCOLE SUPÉRIEURE", "El Niño",
]  # fmt: skip


def codec(data: bytes) -> str:
    return detect_encoding(data).codec


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_simplified_chinese(text: str) -> None:
    assert codec(text.encode("gbk")) == codec(text.encode("gb18030")) == "gb18030"


@pytest.mark.parametrize("text", TRADITIONAL)
def test_traditional_chinese(text: str) -> None:
    assert codec(text.encode("big5")) == "cp950"
    assert codec(text.encode("gbk")) == "gb18030"


@pytest.mark.parametrize("text", WESTERN)
def test_western(text: str) -> None:
    assert codec(text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("text", [*SIMPLIFIED, *TRADITIONAL, *WESTERN, "plain"])
def test_unicode(text: str) -> None:
    assert codec(text.encode("utf-8")) == codec(text.encode("utf-8-sig")) == "utf-8-sig"
    assert codec(text.encode("utf-16")) == "utf-16"
    assert codec(b"\xfe\xff" + text.encode("utf-16-be")) == "utf-16"


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [*SIMPLIFIED[:4], *TRADITIONAL[:4], *WESTERN[:3], "plain words"])
def test_utf_16_without_a_mark(text: str, name: str) -> None:
    assert codec(text.encode(name)) == name


def test_a_sample_may_end_within_a_character() -> None:
    assert codec((SIMPLIFIED[0] * 3).encode("gbk")[:-1]) == "gb18030"
    assert codec((SIMPLIFIED[0] * 3).encode("utf-8")[:-1]) == "utf-8-sig"
    assert codec((TRADITIONAL[0] * 3).encode("big5")[:-1]) == "cp950"


def test_one_broken_byte_does_not_change_the_encoding() -> None:
    data = SIMPLIFIED[0].encode("utf-8")
    assert codec(data[:90] + b"\xff" + data[90:]) == "utf-8-sig"


@pytest.mark.parametrize(
    "data",
    [b"\0" * 5000, bytes(range(256)) * 20, b"%PDF-1.4 text", b"PK\x03\x04ab",
     b"\x89PNG\r\n\x1a\n" + bytes(100), b"\xff\xfe" + b"\0\0" * 100],
)  # fmt: skip
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(TopicLlamaError, match="not a text file"):
        detect_encoding(data)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(TopicLlamaError, match="empty"):
        detect_encoding(b" \n")


def test_a_late_first_accent_decides(tmp_path: Path) -> None:
    """A megabyte of ASCII comes before the first character that tells the encoding."""
    path = tmp_path / "late.txt"
    path.write_bytes(b"plain words only\n" * 60_000 + (SIMPLIFIED[0] * 5).encode("gbk"))
    report = LoadReport()
    source = Source("late.txt", path.stat().st_size, lambda: path.open("rb"))
    with open_text(source, Notes(report)) as text:
        assert SIMPLIFIED[0] in text.read()
    assert [(w.file, w.line) for w in report.warnings] == [("late.txt", 0)]
    assert "GB18030" in report.warnings[0].message


def test_lines_keep_their_ends() -> None:
    source = Source("x", 0, lambda: io.BytesIO("\ufeffa\r\nb".encode()))
    with open_text(source, Notes(LoadReport())) as text:
        assert list(text) == ["a\r\n", "b"]


def test_clean() -> None:
    assert clean("a\0b") == "ab"
    assert clean("x\ud800y\udfff") == "x\ufffdy\ufffd"
    assert clean("\ud83d\ude00") == "😀"
    assert clean("中文é") == "中文é"
