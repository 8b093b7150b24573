"""Archives: read as streams, hostile ones refused with a sentence."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from topicllama.tools import archives
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import LoadReport
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.loading import load

BODY = "A quiet paragraph about rivers."


def zipped(members: dict[str, bytes | str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def loaded(tmp_path: Path, data: bytes, name: str = "a.zip") -> tuple[LoadReport, dict[str, str]]:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "beside.txt").write_text("A text beside the archive.")
    corpus = Corpus(tmp_path / "w" / "c.sqlite")
    report = load([tmp_path / name, tmp_path / "beside.txt"], corpus)
    return report, {d.source: d.text for d in corpus if d.source != "beside.txt"}


def refusal(report: LoadReport, file: str) -> str:
    return next(issue.message for issue in report.rejected if issue.file == file)


def test_members_of_every_kind(tmp_path: Path) -> None:
    inner = zipped({"deep.txt": "A text two levels down.", "third.zip": zipped({"x.txt": "no"})})
    data = zipped({
        "one.txt": BODY, "sub/t.csv": "text,n\nA row of a table.,1\n", "inner.zip": inner,
        "lines.jsonl.gz": gzip.compress(b'{"text": "A line of JSON."}\n'),
        "pic.png": b"\x89PNG", "__MACOSX/._one.txt": "junk", ".hidden.txt": "hidden",
    })  # fmt: skip
    report, texts = loaded(tmp_path, data)
    assert texts == {
        "a.zip/one.txt": BODY,
        "a.zip/sub/t.csv": "A row of a table.",
        "a.zip/inner.zip/deep.txt": "A text two levels down.",
        "a.zip/lines.jsonl.gz": "A line of JSON.",
    }
    assert [issue.file for issue in report.rejected] == ["a.zip/inner.zip/third.zip"]
    assert any("1 file of the type .png" in w.message for w in report.warnings)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "a/../../evil.txt", "/abs.txt", "C:/evil.txt", "..\\evil.txt"]
)
def test_a_path_that_climbs_out(tmp_path: Path, name: str) -> None:
    before = set(tmp_path.parent.rglob("*evil*"))
    report, texts = loaded(tmp_path, zipped({"good.txt": BODY, name: "evil words"}))
    assert list(texts) == ["a.zip/good.txt"]
    assert "leads out of the archive" in report.rejected[0].message
    assert set(tmp_path.parent.rglob("*evil*")) == before


def test_a_link_in_a_zip_is_not_a_text(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    report, texts = loaded(tmp_path, packed.getvalue())
    assert not texts and "link" in refusal(report, "a.zip/link.txt")


@pytest.mark.parametrize("name", ["bomb.txt", "bomb.csv", "bomb.jsonl"])
def test_a_bomb_is_refused_before_anything_of_it_is_loaded(tmp_path: Path, name: str) -> None:
    bomb = zipped({"good.txt": BODY, name: b'"a",' + b"a" * 20_000_000})
    report, texts = loaded(tmp_path, bomb)
    assert not texts and "zip bomb" in refusal(report, "a.zip")


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    bomb = bytearray(zipped({"bomb.txt": b"a" * 20_000_000}))
    true_size = (20_000_000).to_bytes(4, "little")
    assert bomb.count(true_size) == 2
    report, texts = loaded(tmp_path, bytes(bomb.replace(true_size, (1000).to_bytes(4, "little"))))
    assert not texts and report.rejected[0].file.startswith("a.zip")


def test_bombs_in_other_wrappings(tmp_path: Path) -> None:
    inner = zipped({"bomb.txt": b"a" * 20_000_000})
    report, texts = loaded(tmp_path, zipped({"inner.zip": inner}))
    assert not texts and "zip bomb" in refusal(report, "a.zip/inner.zip")
    report, texts = loaded(tmp_path, gzip.compress(b"a" * 20_000_000), "b.txt.gz")
    assert not texts and "zip bomb" in refusal(report, "b.txt.gz")
    word = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": b" " * 20_000_000})
    report, texts = loaded(tmp_path, word, "c.docx")
    assert not texts and "zip bomb" in refusal(report, "c.docx")


def test_the_total_is_limited_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_UNPACKED", 3000)
    lines: dict[str, bytes | str] = {f"{n}.txt": os.urandom(600).hex() for n in range(5)}
    report, texts = loaded(tmp_path, zipped(lines))
    assert not texts and "4 GB" in refusal(report, "a.zip")


def test_an_encrypted_member(tmp_path: Path) -> None:
    data = bytearray(zipped({"secret.txt": BODY}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1  # the flag that says so
    report, texts = loaded(tmp_path, bytes(data))
    assert not texts and "encrypted" in refusal(report, "a.zip/secret.txt")


def test_a_damaged_member_leaves_the_others(tmp_path: Path) -> None:
    data = zipped({"bad.txt": os.urandom(500).hex(), "good.txt": BODY})
    at = data.index(b"bad.txt") + 60
    report, texts = loaded(tmp_path, data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :])
    assert list(texts) == ["a.zip/good.txt"]
    assert "damaged" in refusal(report, "a.zip/bad.txt")


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz", "a.docx", "a.xlsx", "a.pdf"])
def test_what_is_not_what_its_name_says(tmp_path: Path, name: str) -> None:
    report, texts = loaded(tmp_path, b"just some words", name)
    assert not texts and [issue.file for issue in report.rejected] == [name]


def test_a_gzip_that_is_cut_off(tmp_path: Path) -> None:
    data = gzip.compress(os.urandom(5000).hex().encode())
    report, texts = loaded(tmp_path, data[:-200], "a.txt.gz")
    assert not texts and "cut off" in refusal(report, "a.txt.gz")


def test_chinese_names_from_windows(tmp_path: Path) -> None:
    data = zipped({"xxxx.txt": "今天天气很好，我们去公园。"})
    report, texts = loaded(tmp_path, data.replace(b"xxxx.txt", "新闻".encode("gbk") + b".txt"))
    assert list(texts) == ["a.zip/新闻.txt"], report


def test_nothing_but_a_bomb_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"bomb.txt": b"a" * 20_000_000}))
    with pytest.raises(TopicLlamaError, match="zip bomb"):
        load([tmp_path / "a.zip"], Corpus(tmp_path / "w" / "c.sqlite"))
