"""The encoding of a text file, decided on what its bytes would mean.

Every encoding that could be right is tried on a large sample; the one whose characters look most
like a text wins: frequent Chinese characters, or accented letters among plain ones.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, TextIO

from .errors import TopicLlamaError
from .sources import EmptyFileError, Notes, Source

_CHUNK = 2**16
_SAMPLE = 2**18
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NAMES = {
    "gb18030": "GB18030 (GBK)",
    "cp950": "Big5",
    "cp1252": "Windows-1252 (Latin-1)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
}
_BINARY = {b"%PDF": "a PDF", b"PK\x03\x04": "a zip or an office file", b"\x89PNG": "a picture",
           b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"\x1f\x8b": "a gzip file",
           b"\xd0\xcf\x11\xe0": "an old office file", b"\x7fELF": "a program"}  # fmt: skip
# The most frequent characters of written Chinese; those that differ between Simplified and
# Traditional follow in both forms. A third of any Chinese text consists of them.
_FREQUENT = frozenset(
    "的一是不了人我在有他大中上到你地出道也和那要下以生自去之可里心多天而能好都然日子成事只"
    "作想看文手十用主行方又如前所本面公同三已老二四五六日月年分外市用法重目使定高全政如理原"
    "因由此其平次正新第最意向度水合明利社工力相形反化名理位元者入加件先民走回今太小家就等"
    "这来国个说们为时学对过会后么没于起还发当无开见经头从动两长现实体机关点问进间种应将业给"
    "样几题记员让论数电话车门产济义务战书听网万东报亲热认识请买卖读写"
    "這來國個說們為時學對過會後麼沒於起還發當無開見經頭從動兩長現實體機關點問進間種應將業給"
    "樣幾題記員讓論數電話車門產濟義務戰書聽網萬東報親熱認識請買賣讀寫裡著"
    "，。、；：？！“”‘’（）《》「」『』【】…—·　"
)
_WESTERN = re.compile(
    r"(?<![\u0080-\U0010ffff])[À-ÖØ-öø-ÿŒœŠšŽžŸ‘’“”–—…•€£¥¢©®°§«»¿¡ºª½¼¾±²³·´\u00a0™‚„‹›]{1,2}"
    r"(?![\u0080-\U0010ffff])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f\x80-\x84\x86-\x9f]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_PLAUSIBLE = 0.3


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, and the name of the encoding for people ("" for UTF-8)."""

    codec: str
    name: str = ""


@contextmanager
def open_text(source: Source, notes: Notes) -> Iterator[TextIO]:
    """Open a text with its encoding found out; bytes that mean nothing in it become U+FFFD.

    A warning names the encoding when it is not UTF-8. Lines keep their ends (as csv needs it).
    Raises TopicLlamaError for an empty file and for one that is not text.
    """
    encoding = encoding_of(source)
    if encoding.name:
        notes.warn(source.name, 0, f"It is not UTF-8; it was read as {encoding.name}.")
    with (
        source.open() as stream,
        io.TextIOWrapper(stream, encoding.codec, "replace", newline="") as text,
    ):
        yield text


def encoding_of(source: Source) -> Encoding:
    """The encoding of a text file; TopicLlamaError when it is empty or no text."""
    with source.open() as stream:
        return detect_encoding(_sample(stream))


def clean(text: str) -> str:
    """Without NULs, and with U+FFFD for lone surrogates: what SQLite and UTF-8 can hold."""
    if text.isascii() and "\0" not in text:
        return text
    text = text.replace("\0", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def detect_encoding(sample: bytes) -> Encoding:
    """The encoding of a sample, which may end within a character.

    Raises TopicLlamaError when it is empty or not text in any known encoding.
    """
    if not sample.strip():
        raise EmptyFileError("The file is empty.")
    for mark, codec, name in _BOMS:
        if sample.startswith(mark):
            return _text(sample, Encoding(codec, name))
    _refuse_known_binary(sample)
    if sample.count(0) > len(sample) // 1000:
        return _text(sample, _wide(sample))
    if sample.isascii() or _mostly_utf8(sample):
        return _text(sample, Encoding("utf-8-sig"))
    return _text(sample, _legacy(sample))


def _sample(stream: BinaryIO) -> bytes:
    """The beginning, and parts that are not ASCII up to 256 KB: only those tell encodings apart."""
    parts = [stream.read(_CHUNK)]
    size = 0
    while size < _SAMPLE and (chunk := stream.read(_CHUNK)):
        if not chunk.isascii():
            parts.append(chunk)
            size += len(chunk)
    return b"".join(parts)


def _refuse_known_binary(sample: bytes) -> None:
    for mark, kind in _BINARY.items():
        if sample.startswith(mark):
            raise TopicLlamaError(
                f"It is not a text file: it looks like {kind}.",
                "Give it the extension of its format.",
            )


def _text(sample: bytes, encoding: Encoding) -> Encoding:
    """The encoding, if what it makes of the sample has next to no control characters."""
    decoded = _decode(sample, encoding.codec)
    if len(_CONTROL.findall(decoded)) > 0.01 * len(decoded):
        raise TopicLlamaError("It is not a text file: it holds binary data.")
    return encoding


def _decode(sample: bytes, codec: str) -> str:
    """The sample as text; a character that its end cuts off is left out."""
    return codecs.getincrementaldecoder(codec)("replace").decode(sample)


def _mostly_utf8(sample: bytes) -> bool:
    decoded = _decode(sample, "utf-8")
    return decoded.count("\ufffd") <= 0.1 * len(_NOT_ASCII.findall(decoded))


def _wide(sample: bytes) -> Encoding:
    """UTF-16 without a mark, which NULs between the letters give away."""
    codec = max(("utf-16-le", "utf-16-be"), key=lambda name: _readable(_decode(sample, name)))
    if _readable(_decode(sample, codec)) < 0.6:
        raise TopicLlamaError("It is not a text file: it holds binary data.")
    return Encoding(codec, _NAMES[codec])


def _legacy(sample: bytes) -> Encoding:
    scores = {"cp1252": _western(_decode(sample, "cp1252"))}
    for codec in ("gb18030", "cp950", "utf-16-le", "utf-16-be"):
        scores[codec] = _chinese(_decode(sample, codec), codec)
    best = max(scores, key=scores.__getitem__)
    if scores[best] >= _PLAUSIBLE:
        return Encoding(best, _NAMES[best])
    return _other(sample)


def _other(sample: bytes) -> Encoding:
    """Encodings of other languages, by charset-normalizer's statistics."""
    from charset_normalizer import from_bytes  # slow to import and rarely needed

    match = from_bytes(sample).best()
    if match is None:
        raise TopicLlamaError(
            "It is not a text file, or its encoding is unknown.", "Save it as UTF-8."
        )
    return Encoding(match.encoding, match.encoding)


def _readable(decoded: str) -> float:
    """Share of printable ASCII, Latin-1 letters and usual Chinese characters."""
    usual = _level_one("gb2312") | _level_one("big5") | _FREQUENT
    good = sum(" " <= c <= "~" or c in "\r\n\t" or "À" <= c <= "ÿ" or c in usual for c in decoded)
    return good / max(len(decoded), 1)


def _western(decoded: str) -> float:
    """Share of the characters beyond ASCII that stand alone or in pairs, as accents do."""
    beyond = len(_NOT_ASCII.findall(decoded))
    return sum(map(len, _WESTERN.findall(decoded))) / max(beyond, 1)


def _chinese(decoded: str, codec: str) -> float:
    """How much the characters beyond ASCII look like Chinese; in UTF-16 all must be."""
    wide = codec.startswith("utf-16")
    letters = decoded if wide else "".join(_NOT_ASCII.findall(decoded))
    level = _level_one("big5" if codec == "cp950" else "gb2312")
    if wide:
        level |= _level_one("big5")
    frequent = sum(letter in _FREQUENT for letter in letters)
    common = sum(letter in level for letter in letters)
    return (frequent + 0.5 * common - 3 * letters.count("\ufffd")) / max(len(letters), 1)


@lru_cache
def _level_one(charset: str) -> frozenset[str]:
    """The frequently used characters of a standard: level 1 of GB 2312 (3,755 characters) or of
    Big5 (5,401), which both standards keep in one block."""
    leads = range(0xB0, 0xD8) if charset == "gb2312" else range(0xA4, 0xC7)
    trails = [t for t in range(0x40, 0xFF) if not 0x7F <= t <= 0xA0]
    pairs = (bytes([lead, trail]) for lead in leads for trail in trails)
    return frozenset(pair.decode(charset, "ignore") for pair in pairs) - {""}
