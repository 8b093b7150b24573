"""Files as they should not be: what is in them is kept, and what cannot be is told by file."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, cast

import docx
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from topicllama.tools import json_records, pages, tables
from topicllama.tools.corpus import Corpus
from topicllama.tools.dates import parse_date
from topicllama.tools.documents import Document, LoadReport
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.file_names import path_of, shown_name
from topicllama.tools.load_record import records
from topicllama.tools.loading import load
from topicllama.tools.sources import Notes, Row, Source
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

# Texts of every script, with what a text may hold and a format may trip over.
NASTY = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("\",;|\t\n'\\{}[]<>&\u202e\u2066\u200b\u0301😀‍ﷺ漢ا"),
    ),
    min_size=1,
    max_size=60,
)


READERS = {
    ".csv": tables.delimited, ".tsv": tables.delimited, ".xlsx": tables.spreadsheet,
    ".json": json_records.json_file, ".jsonl": json_records.json_lines,
}  # fmt: skip


class Collected(list[Document]):
    """What a load needs of a corpus, without a disk."""

    def add(self, documents: Iterable[Document], **_: Any) -> tuple[int, int]:
        self.extend(documents)
        return len(self), 0

    def counts(self, name: str) -> dict[str, int]:
        return {}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for many examples."""
    return iter(tmp_path_factory.mktemp("examples") / str(n) for n in count())


def source_of(name: str, data: bytes) -> Source:
    return Source(name, len(data), lambda: io.BytesIO(data))


def rows_of(name: str, data: bytes) -> tuple[list[Row], LoadReport]:
    report = LoadReport()
    return list(READERS[Path(name).suffix](source_of(name, data), Notes(report))), report


def loaded(folder: Path, files: dict[str, bytes]) -> tuple[list[Document], LoadReport]:
    """The documents of a folder, a good file among them that must always be there."""
    folder.mkdir(exist_ok=True)
    for name, data in {**files, "zz_good.txt": b"A good text beside it."}.items():
        (folder / name).write_bytes(data)
    corpus = Collected()
    report = load([folder], cast(Corpus, corpus))
    assert any(document.text == "A good text beside it." for document in corpus)
    return [document for document in corpus if document.source != "zz_good.txt"], report


def normal(text: str) -> str:
    """As a cell comes back: lines end with \\n, and there are no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


# what is written comes back ----------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(NASTY, NASTY), min_size=1, max_size=4), st.sampled_from(",;\t|"))
def test_a_table_keeps_its_texts(cells: list[tuple[str, str]], delimiter: str) -> None:
    written = io.StringIO(newline="")
    table = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    table.writerows([("id", "text"), *cells])
    name = "a.tsv" if delimiter == "\t" else "a.csv"
    found, report = rows_of(name, written.getvalue().encode("utf-8"))
    assert [tuple(row.values.values()) for row in found] == [
        pair for pair in cells if any(cell.strip() for cell in pair)
    ]
    assert not report.rejected


@settings(deadline=None, max_examples=60)
@given(st.lists(st.dictionaries(NASTY, NASTY, max_size=3), max_size=4), st.booleans())
def test_json_keeps_its_texts(values: list[dict[str, str]], ascii_only: bool) -> None:
    lines = "".join(json.dumps(value, ensure_ascii=ascii_only) + "\n" for value in values)
    for name, text in (("a.jsonl", lines), ("b.json", json.dumps(values, ensure_ascii=ascii_only))):
        if not text.strip() or (name == "b.json" and not values):
            continue
        found, report = rows_of(name, text.encode("utf-8"))
        assert [dict(row.values) for row in found] == values and not report.rejected


@settings(deadline=None, max_examples=8)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])), max_size=5))
def test_office_files_keep_their_texts(texts: list[str]) -> None:
    texts = [text for text in texts if text.strip()] or ["x"]
    word, written = docx.Document(), io.BytesIO()
    for text in texts:
        word.add_paragraph(text)
    word.save(written)
    page = pages.word_page(source_of("a.docx", written.getvalue()), Notes(LoadReport()))
    assert page.text == "\n".join(texts)
    book, written = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["text", "n"])
    for line, text in enumerate(texts, 2):
        book.active.cell(line, 1, text).data_type = "s"  # not a formula
    book.save(written)
    found, _ = rows_of("a.xlsx", written.getvalue())
    assert [row.values["text"] for row in found] == texts


# what is broken is refused, and nothing else goes wrong ------------------------------------------


def _valid() -> dict[str, bytes]:
    """A valid file of every format."""
    word, book = docx.Document(), openpyxl.Workbook()
    word.add_heading("A heading")
    word.add_paragraph("A paragraph of a Word file.")
    word.add_table(1, 2).rows[0].cells[0].text = "cell"
    for row in (["text", "date"], ["A row of a workbook.", "2003-05-04"]):
        book.active.append(row)
    files: dict[str, Any] = {"a.docx": io.BytesIO(), "a.xlsx": io.BytesIO(), "a.zip": io.BytesIO()}
    word.save(files["a.docx"])
    book.save(files["a.xlsx"])
    with zipfile.ZipFile(files["a.zip"], "w") as archive:
        archive.writestr("新闻/a.csv", "text,n\nA row in an archive.,1\n")
    return {name: stream.getvalue() for name, stream in files.items()} | {
        "a.csv": b'id,text,date\n1,"A quoted, text",2003\n2,Plain text,2004-05\n',
        "a.json": b'[{"text": "An object", "n": 1.5}, "A string", {"text": "\\ud83d\\ude00"}]',
        "a.jsonl": b'{"text": "A line"}\n{"text": "Another", "list": [1, {"a": null}]}\n',
        "a.md": b"---\ntitle: Front\n---\n# A [link](x)\n\nWords.\n\nTitle\n=====\n",
        "a.html": b"<!DOCTYPE html><html><head><title>T</title><meta charset=utf-8></head><body>"
        b"<p>A paragraph.</p><table><tr><td>cell</table><!-- c --><script>x</script></body></html>",
        "a.txt": "Plain words, 漢字 and é.".encode(),
    }


VALID = _valid()
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(min_size=1, max_size=6)),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """With bytes put in, taken out, written over or the rest cut off."""
    for where, kind, new in edits:
        at = int(where * len(data))
        behind = (data[at:], data[at + len(new) :], data[at + len(new) :], b"")[kind]
        data = data[:at] + (new if kind in (0, 1) else b"") + behind
    return data


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(VALID)), EDITS)
def test_a_damaged_file_never_hinders_the_others(
    folders: Iterator[Path], name: str, edits: list[tuple[float, int, bytes]]
) -> None:
    """Whatever was done to a file: the one beside it is read, and if nothing of it is, the report
    names it."""
    found, report = loaded(next(folders), {name: edited(VALID[name], edits)})
    told = {issue.file.split("/")[0].split(" [")[0] for issue in report.rejected + report.warnings}
    assert found or name in told
    str([report, found]).encode("utf-8")


@pytest.mark.parametrize(
    ("name", "line", "kept"),
    [
        ("a.jsonl", b'{"text": "good"}\n{"text": "x", "n": %s}\n{"text": "fine"}', 2),
        ("a.json", b'[{"text": "good"}, {"text": "x", "n": %s}, {"text": "lost"}]', 1),
    ],
)
@pytest.mark.parametrize(
    ("value", "reason"), [(b"1" * 5000, "too long"), (b"[" * 1000 + b"]" * 1000, "too deeply"),
                          (b"[" * 100_000 + b"]" * 100_000, "too deeply")]
)  # fmt: skip
def test_json_that_is_too_much(
    tmp_path: Path, name: str, line: bytes, kept: int, value: bytes, reason: str
) -> None:
    """A number of 5,000 digits, and lists 1,000 and 100,000 deep, cost that record (in a list
    those behind it)."""
    found, report = loaded(tmp_path / "f", {name: line % value})
    assert len(found) == kept
    assert [reason in issue.message for issue in report.rejected] == [True]


def test_json_just_deep_enough(tmp_path: Path) -> None:
    data = b'{"text": "good", "m": ' + b"[" * 900 + b"]" * 900 + b"}\n"
    found, report = loaded(tmp_path / "f", {"a.jsonl": data})
    assert [document.text for document in found] == ["good"] and not report.rejected


def test_a_number_across_the_end_of_what_was_read() -> None:
    """It was taken for the whole number, and the list for broken."""
    found, report = rows_of("a.json", b"[" + b" " * (2**16 - 4) + b'12345, {"text": "behind"}]')
    assert [row.values for row in found] == [{"text": "behind"}]
    assert "neither an object" in report.rejected[0].message


def test_half_surrogates(tmp_path: Path) -> None:
    data = rb'{"text": "half \ud800 pair", "title": "t\udc00", "id": "\ud801", "\ud802": "v\ud803"}'
    (document,), report = loaded(tmp_path / "f", {"a.jsonl": data})
    assert (document.text, document.title, document.id) == ("half � pair", "t�", "�")
    assert document.metadata == {"�": "v�"}
    assert "cannot be read" in report.warnings[0].message
    (row,), _ = rows_of("b.json", b'[{"\\ud800text": "x"}]')
    assert list(row.values) == ["�text"]


# tables ------------------------------------------------------------------------------------------


def test_ten_thousand_columns(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(10_000))
    rows = "".join(f"A text of row {n}" + ",1" * 10_000 + "\n" for n in range(3))
    found, report = loaded(tmp_path / "f", {"a.csv": f"text,{header}\n{rows}".encode()})
    assert len(found) == 3 and len(found[0].metadata) == 10_000
    assert report.columns == {"text": "text"} and not report.rejected


def test_a_cell_or_a_line_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of it is no row of its own; test_hard_documents has a cell of 10 MB."""
    monkeypatch.setattr(tables, "_MAX_CELL", 100_000)
    monkeypatch.setattr(tables, "_MAX_LINE", 200_000)
    fits, larger = b"word " * 20_000, b"word " * 21_000
    data = b'text,n\n"%s",1\n%s,2\n"%s",3\nlast row,4\n' % (fits, larger * 2, larger)
    found, report = rows_of("a.csv", data)
    assert [row.values["n"] for row in found] == ["1", "4"]
    assert [issue.line for issue in report.rejected] == [3, 4]
    assert all("larger than" in issue.message for issue in report.rejected)


def test_quotes_that_open_in_every_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line opens a quote that only the end of the file closes. All of it was read again for
    every line: 100 KB took 18 seconds. Counted are the lines that csv is given."""
    given_lines = 0
    following = tables._Feed.__next__

    def counted(feed: Any) -> str:
        nonlocal given_lines
        given_lines += 1
        return following(feed)

    monkeypatch.setattr(tables._Feed, "__next__", counted)
    monkeypatch.setattr(tables, "_MOST_REREAD", 20_000)
    lines = 1000
    found, report = rows_of("a.csv", b"text,n\n" + b'x","y\n' * lines + b"last,1\n")
    assert found[-1].values["text"] == "last"
    assert given_lines < 10 * lines


# names -------------------------------------------------------------------------------------------

NAMES = {
    "عربي.txt": "عربي.txt", "हिन्दी.txt": "हिन्दी.txt", "ไทย.txt": "ไทย.txt", "漢字.txt": "漢字.txt",
    "😀👨‍👩‍👧.txt": "😀👨‍👩‍👧.txt", "e\u0301\u0316.txt": "e\u0301\u0316.txt", "-rf.txt": "-rf.txt",
    " .txt": " .txt", "$(ls);`ls`'\".txt": "$(ls);`ls`'\".txt",
    "a" * 251 + ".txt": "a" * 251 + ".txt",
    "new\nline\t\x1b[31m.txt": "new�line��[31m.txt", "\u202etxt.exe.txt": "�txt.exe.txt",
    b"bad\xff\xfe.txt": "bad��.txt", "新闻.txt".encode("gbk"): "新闻.txt",
}  # fmt: skip


def test_names_in_every_script(tmp_path: Path) -> None:
    """Each file is read, its name can be shown and kept, also where its bytes are no text."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        path = os.path.join(os.fsencode(folder), os.fsencode(name))  # noqa: PTH118 - bytes
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(b"Text number %d." % number)
    workspace = Workspace(tmp_path / "w")
    report = Toolbox(workspace).load([folder])
    assert (report.added, report.rejected) == (len(NAMES), [])
    sources = {d.text: d.source for d in workspace.corpus}
    assert [sources[f"Text number {n}."] for n in range(len(NAMES))] == list(NAMES.values())
    one = folder / os.fsdecode(b"bad\xff\xfe.txt")
    assert Toolbox(workspace).load([one]).duplicates == 1
    assert records(workspace)[0].origin == "bad��.txt"


def test_odd_names_in_a_zip(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for number, name in enumerate(("new\nline.txt", "\u202egnp.txt", "ا/ไ.txt", "a" * 400)):
            archive.writestr(f"{name}.txt", f"Text {number}.")
    found, report = loaded(tmp_path / "f", {"a.zip": packed.getvalue()})
    assert [document.source for document in found] == [
        "a.zip/new�line.txt.txt", "a.zip/�gnp.txt.txt", "a.zip/ا/ไ.txt.txt",
        f"a.zip/{'a' * 400}.txt",
    ]  # fmt: skip
    assert not report.rejected


@pytest.mark.parametrize("members", [[], ["__MACOSX/x.txt"]])
def test_an_archive_with_nothing_in_it_is_named(tmp_path: Path, members: list[str]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in members:
            archive.writestr(name, "hidden")
    found, report = loaded(tmp_path / "f", {"a.zip": packed.getvalue()})
    assert not found and [(r.file, r.message) for r in report.rejected] == [
        ("a.zip", "It holds no text.")
    ]


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 5000, "~nobody-here/x", "no\udcff"])
def test_what_can_be_no_path(workspace: Workspace, name: str) -> None:
    for read in (Toolbox(workspace).load, lambda names: Toolbox(workspace).load_corpus(names[0])):
        with pytest.raises(TopicLlamaError) as caught:
            read([name])
        caught.value.message.encode("utf-8")


@given(st.text(st.characters()))
@example("~")
def test_a_shown_name_can_be_shown(name: str) -> None:
    shown = shown_name(name)
    shown.encode("utf-8")
    assert shown.isprintable() or not set(shown) & set("\n\r\x1b\u202e\u2066")
    assert shown_name(shown) == shown
    if name.isascii() and name.isprintable():
        assert shown == name and str(path_of(f"./{name}")) == str(Path(f"./{name}"))


# one document a file -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# C# and F#\n", "C# and F#"), ("## Closed ##  \n", "Closed"), ("# ##\n# Next\n", "Next"),
        ("Two\nlines\n---\n", "lines"), ("No heading\n\n---\n", "a"), ("#none\n", "a"),
        ("# " + "[a](b) " * 100_000, None), ("# x" + " " * 1_000_000 + "y\n", None),
        ("# x" + "\t" * 1_000_000 + "#", None), ("=" * 1_000_000, "a"),
    ],
)  # fmt: skip
@pytest.mark.timeout(20)
def test_headings(text: str, title: str | None) -> None:
    """Also in lines that took one pattern for all of it the cube of their length."""
    page = pages.markdown_page(source_of("a.md", text.encode()), Notes(LoadReport()))
    assert page.text == text
    if title is not None:
        assert page.title == title


def test_a_title_that_is_a_whole_text(tmp_path: Path) -> None:
    row = json.dumps({"title": "t " * 100_000, "label": "l" * 100_000, "text": "A text."})
    page = b"# " + b"word " * 100_000
    found, _ = loaded(tmp_path / "f", {"a.jsonl": row.encode(), "b.md": page})
    assert all(len(d.title) <= 500 and len(d.label) <= 500 for d in found)
    assert found[0].title.endswith("…") and len(found[1].text) == len(page) - 1


@pytest.mark.parametrize(
    "written", ["٢٠٠٣-٠٥-٠٤", "२००३-०५-०४", "２００３－０５－０４", "๒๐๐๓-๐๕-๐๔", "2003-05-04"]
)
def test_dates_in_the_digits_of_every_script(written: str) -> None:
    assert parse_date(written) == "2003-05-04"


@given(st.one_of(st.text(st.characters()), st.integers(), st.floats(), st.none(), st.booleans()))
def test_a_date_is_iso_or_nothing(value: Any) -> None:
    found = parse_date(value)
    assert found == "" or (found.isascii() and found.replace("-", "").isdigit())
