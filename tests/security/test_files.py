"""Hostile files: what they unpack to, what their entities name, and what stands in exports."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from docx import Document as WordDocument

from topicllama.tools.chinese_words import ChineseSegmenter
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document, LoadReport
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.export_tables import documents_csv, table_csv
from topicllama.tools.exporting import export
from topicllama.tools.file_bombs import check_tags
from topicllama.tools.loading import load
from topicllama.tools.tokens import TextConfig, Tokenizer
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

BODY = "Hello rivers and hills of the land."
SECRET = "root:x:0:0:a secret line"


def read(folder: Path, name: str, data: bytes) -> tuple[LoadReport, str]:
    """What comes of a file with a good one beside it, and all texts."""
    (folder / name).write_bytes(data)
    (folder / "beside.txt").write_text("A text beside it.")
    corpus = Corpus(folder / "w" / "c.sqlite")
    report = load([folder / name, folder / "beside.txt"], corpus)
    return report, "\n".join(document.text for document in corpus)


def repacked(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An office file with one part changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(packed, "w") as after:
        assert part in before.namelist()
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, change(content) if name == part else content)
    return packed.getvalue()


def word() -> bytes:
    made, packed = WordDocument(), io.BytesIO()
    made.add_paragraph(BODY)
    made.save(packed)
    return packed.getvalue()


def workbook() -> bytes:
    made, packed = openpyxl.Workbook(), io.BytesIO()
    for text in ("text", BODY):
        made.active.append([text])
    made.save(packed)
    return packed.getvalue()


# what XML can name ---------------------------------------------------------------------------

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9)
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY a9 SYSTEM '{address}'>"
OFFICE = {
    "docx": (word, "word/document.xml"),
    "xlsx": (workbook, "xl/worksheets/sheet1.xml"),
}


@pytest.mark.parametrize("kind", ["docx", "xlsx", "html", "xhtml"])
@pytest.mark.parametrize("entities", ["laughs", "file", "web"])
def test_entities_neither_grow_nor_fetch(tmp_path: Path, kind: str, entities: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    address = f"file://{secret}" if entities == "file" else "http://127.0.0.1:9/x"
    declared = (LAUGHS if entities == "laughs" else OUTSIDE.format(address=address)) + "]>"

    def change(content: bytes) -> bytes:
        head, _, rest = (
            content.partition(b"?>") if content.startswith(b"<?xml") else (b"", b"", b"")
        )
        start = head + b"?>" if head else b""
        return start + declared.encode() + (rest or content).replace(b"Hello", b"Hello &a9;")

    if kind in OFFICE:
        make, part = OFFICE[kind]
        data = repacked(make(), part, change)
    else:
        page = f"<html><body><p>{BODY}</p></body></html>"
        data = change(b"<?xml version='1.0'?>" + page.encode())
    _, texts = read(tmp_path, f"a.{kind}", data)
    assert SECRET not in texts and len(texts) < 10_000


# what costs more than it weighs --------------------------------------------------------------


@pytest.mark.parametrize(
    "far",
    [b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
     b"<row r = '900000'><c\nr='ZZ9'><v>1</v></c></row>",
     b'<row r="3"><c r="B4294967295"><v>1</v></c></row>'],
)  # fmt: skip
def test_a_workbook_that_is_nearly_all_empty_is_not_laid_out(tmp_path: Path, far: bytes) -> None:
    def change(content: bytes) -> bytes:
        return content.replace(b"</sheetData>", far + b"</sheetData>")

    data = repacked(workbook(), "xl/worksheets/sheet1.xml", change)
    report, texts = read(tmp_path, "a.xlsx", data)
    assert "nearly all of them empty" in report.rejected[0].message and BODY not in texts


def test_a_wide_and_a_long_workbook_are_read(tmp_path: Path) -> None:
    made, packed = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["text", *(f"column {n}" for n in range(29))])
    made.active.cell(row=100_001, column=1, value=BODY)
    made.save(packed)
    report, texts = read(tmp_path, "a.xlsx", packed.getvalue())
    assert not report.rejected and BODY in texts


@pytest.mark.parametrize("sign", ["a{n}", "a{n}=1", "a{n} = '>'", 'a{n}="<b"'])
def test_a_tag_of_countless_attributes_is_refused(tmp_path: Path, sign: str) -> None:
    names = " ".join(sign.replace("{n}", str(n)) for n in range(2_000))
    report, _ = read(tmp_path, "a.html", f"<html><body><p {names}>{BODY}".encode())
    assert "more than 1000 attributes" in report.rejected[0].message


def test_a_page_with_a_picture_in_it_is_read(tmp_path: Path) -> None:
    page = f'<html><body><img src="data:image/png;base64,{"AAAA " * 5_000}"><p>{BODY}</p>'
    report, texts = read(tmp_path, "a.html", page.encode())
    assert not report.rejected and BODY in texts


PIECES = (" ", "\n", "\u00a0", "=", "-\n", "# ", "[](", "a@", "a.", "http://", "From: a\n", "1,",
          "\u0301", "一", "<a ", "&#", '"a\n', "---\n", "<!--", "\\", "a-", "a'", "'", "\u3000",
          "不", "2001-", "和", "and ", "not ", ">")  # fmt: skip


def test_no_pattern_of_ours_is_slow(tmp_path: Path) -> None:
    """One that tries every way would take minutes; pytest's own limit ends the test."""
    (tmp_path / "texts").mkdir()
    texts = [f"{BODY} {n} {piece * (6_000 // len(piece))}x" for n, piece in enumerate(PIECES)]
    for n, text in enumerate(texts):
        (tmp_path / "texts" / f"{n}.md").write_text(text)
    corpus = Corpus(tmp_path / "w" / "c.sqlite")
    assert load([tmp_path / "texts"], corpus).added == len(PIECES)
    tokenizer = Tokenizer(TextConfig())
    for text in texts:
        with suppress(TopicLlamaError):
            check_tags(text)
        assert tokenizer.topic_tokens(text) and tokenizer.search_terms(text)


def test_a_run_of_chinese_without_an_end_is_cut_into_pieces() -> None:
    """jieba copies its whole path for each character that is no word."""
    lengths: list[int] = []

    class Counted:
        def cut(self, text: str) -> list[str]:
            lengths.append(len(text))
            return [text]

        cut_for_search = cut

    segmenter = ChineseSegmenter()
    segmenter._jieba = Counted()  # type: ignore[assignment]
    run = "不" * 100_001
    assert "".join(written for _, written in segmenter.words(run)) == run
    assert "".join(segmenter.search_words(run)) == run
    assert max(lengths) <= 500


# links -----------------------------------------------------------------------------------------


def test_a_folder_that_holds_itself_ends(tmp_path: Path) -> None:
    inner = tmp_path / "texts" / "deep"
    inner.mkdir(parents=True)
    (inner / "a.txt").write_text(BODY)
    (inner / "again").symlink_to(tmp_path / "texts")
    (tmp_path / "outside.txt").write_text(SECRET)
    (inner / "out.txt").symlink_to(tmp_path / "outside.txt")
    corpus = Corpus(tmp_path / "w" / "c.sqlite")
    report = load([tmp_path / "texts"], corpus)
    assert [document.text for document in corpus] == [BODY]
    assert sorted(issue.file for issue in report.rejected) == ["deep/again", "deep/out.txt"]


@pytest.mark.parametrize("place", ["uploads", "models", "chats"])
def test_a_link_in_the_workspace_is_not_written_through(tmp_path: Path, place: str) -> None:
    """An export that stands where a link points away replaces the link, not the file."""
    victim = tmp_path / "victim.csv"
    victim.write_text(SECRET)
    workspace = Workspace(tmp_path / "ws")
    workspace.corpus.add([Document("a", BODY)])
    link = workspace.folder(place) / "d.csv"
    link.symlink_to(victim)
    export(workspace, "documents", "csv", link, overwrite=True)
    assert victim.read_text() == SECRET and not link.is_symlink()


# exports ---------------------------------------------------------------------------------------

FORMULAS = ("=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1",
            "－1", "＠x", " =1", "\u3000=1")  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_of_an_export_is_a_formula(formula: str) -> None:
    record = {"id": formula, "title": formula, "text": formula, "date": "", "label": formula,
              "source": formula, "topic": None, "topics": []}  # fmt: skip
    for data in (documents_csv([record])[0], table_csv([{formula: [formula, "word"]}])[0]):
        text = data.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [
                cell
                for cell in row
                if cell.strip(" \u3000").startswith(tuple("=+-@＝＋－＠\t\r\n"))
            ]
        assert formula in text


class Page(HTMLParser):
    """What a browser would run or fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            leads = name in ("src", "href", "xlink:href", "action", "data", "srcset", "poster")
            if name.startswith("on") or (leads and not re.match("#|data:image/", value or "")):
                self.bad.append(f"{tag} {name}={value}")
        if tag in ("script", "img", "iframe", "object", "embed", "link", "base", "form", "meta"):
            self.bad += [tag] if dict(attrs).keys() - {"charset", "name", "content"} else []


ATTACKS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>',
    "</style><script>1</script>", "</title><iframe src=//evil.example>", "' onmouseover='alert(1)",
    "![x](http://evil.example/p.png)", "[x](javascript:alert(1))", "<a href=javascript:alert(1)>",
    "]]><script>1</script>", "&lt;script&gt;", "{{7*7}}", "`![x](http://evil.example/q.png)",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A trained workspace whose every field is an attack."""
    workspace = Workspace(tmp_path_factory.mktemp("hostile") / "ws")
    calm = ("the bank raised rates on the market", "the team won the match by a century",
            "fires near the city in strong wind")  # fmt: skip
    workspace.corpus.add(
        Document(f"{attack} {n}", f"{calm[n % 3]} {attack} {calm[n % 3]} {n}", title=attack,
                 date=f"20{n % 20:02}-01-02", label=attack, source=attack)
        for n, attack in enumerate(ATTACKS * 2)
    )  # fmt: skip
    ids = tuple(workspace.corpus.ids())
    names = [" ".join(ATTACKS[n::3]) for n in range(3)]
    topics = tuple(
        Topic(n, name, "person", (name, "bank"), 0.1, 2, name, representative=ids[n : n + 1])
        for n, name in enumerate(names)
    )
    weights = np.full((len(ids), len(topics)), 0.01, np.float32)
    weights[np.arange(len(ids)), np.arange(len(ids)) % len(topics)] = 0.9
    words = ("bank", "script", "team")
    mixed = np.ones((len(topics), len(words)), np.float32)
    workspace.save_model(
        TopicModel("lda", words, words, mixed, weights, ids, topics, why=ATTACKS[0])
    )
    return workspace


@pytest.mark.parametrize(("what", "format"), [("report", "html"), ("map", "html"),
                                              ("report", "md"), ("topics", "md")])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_in_an_exported_page_runs_or_loads(
    hostile: Workspace, tmp_path: Path, what: str, format: str, language: str
) -> None:
    file, _ = export(hostile, what, format, tmp_path / f"x.{format}", language=language)
    text = file.read_text("utf-8")
    assert "alert(1)" in text
    if format == "html":
        assert Page(text).bad == []
    else:
        assert not re.search(r"(?<!\\)!\[|(?<![\\&])<(?=[A-Za-z/!])|(?<!\\)\]\(", text)


def test_a_kept_chat_loads_nothing_where_it_is_read() -> None:
    from topicllama.agent.chat_markdown import _inert

    for attack in (*ATTACKS, r"\![x](http://evil.example)", "```\n![x](http://evil.example)"):
        assert not re.search(r"!\[|<(?=[A-Za-z/!])", _inert(attack)), attack
    assert _inert("a < b, and 5 > 3! [1]") == "a < b, and 5 > 3! [1]"
