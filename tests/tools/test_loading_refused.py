"""What cannot be read is told by file and line, and the rest is loaded."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter

from topicllama.tools import json_records, pages, sources
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import LoadReport
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.loading import load


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "w" / "corpus.sqlite")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "good.txt").write_text("A good text.")
    return folder


def texts(corpus: Corpus) -> list[str]:
    return [document.text for document in corpus]


def lines(report: LoadReport) -> set[int]:
    return {issue.line for issue in report.rejected}


# tables -----------------------------------------------------------------------------------------


def test_an_open_quote_costs_one_row(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text(
        'id,text,year\n1,"First, text",2001\n2,"Second text,2002\n3,Third text,2003\n'
        '4,"Fourth ""quoted"" text",2004\n5,"Fifth\ntext",2005\n6,Sixth text,2006\n'
    )
    report = load([tmp_path / "a.csv"], corpus)
    assert texts(corpus) == [
        "First, text", "Third text", 'Fourth "quoted" text', "Fifth\ntext", "Sixth text",
    ]  # fmt: skip
    assert lines(report) == {3} and "quotes" in report.rejected[0].message


def test_an_open_quote_with_none_after_it(tmp_path: Path, corpus: Corpus) -> None:
    rows = "".join(f"{n},Row {n} of the table,2001\n" for n in range(2, 3000))
    (tmp_path / "a.csv").write_text(f'id,text,year\n1,"Broken text,2002\n{rows}')
    report = load([tmp_path / "a.csv"], corpus)
    assert len(corpus) == 2998 and lines(report) == {2}


def test_quotes_that_are_not_doubled_are_read_as_they_stand(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text('id,text,year\n1,"He said "hello" to me",2001\n2,Fine text,2\n')
    report = load([tmp_path / "a.csv"], corpus)
    assert len(corpus) == 2 and not report.rejected
    assert [(w.file, w.line) for w in report.warnings if "quote" in w.message] == [("a.csv", 2)]


def test_quotes_between_tabs_are_text(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.tsv").write_text(
        'text\tn\n"Yes" is what he said\t1\n"Open text\t2\nLast text\t3\n'
    )
    report = load([tmp_path / "a.tsv"], corpus)
    assert texts(corpus) == ['"Yes" is what he said', '"Open text', "Last text"]
    assert [w.line for w in report.warnings] == [2, 3] and not report.rejected


def test_rows_that_do_not_fit_the_header(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text(
        "id,text,year\n1,First text,2001\n2,Too, many cells,2002\n3\n4,No year\n"
        "5,Fifth text,2005,,\n"
    )
    report = load([tmp_path / "a.csv"], corpus)
    assert texts(corpus) == ["First text", "No year", "Fifth text"]
    assert lines(report) == {3, 4}
    assert [w.line for w in report.warnings] == [5]


def test_many_broken_rows_are_listed_up_to_a_hundred(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,Good text\n" + "2,too,many\n" * 1000)
    report = load([tmp_path / "a.csv"], corpus)
    assert len(report.rejected) == 101 and "900 more" in report.rejected[-1].message


# JSON -------------------------------------------------------------------------------------------


def test_broken_json_lines(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "First text"}\n{"text": "Broken\n\n[1, 2]\n17\n"A bare string"\n'
        + "[" * 100_000 + '\n{"text": "Last text"}'
    )  # fmt: skip
    report = load([tmp_path / "a.jsonl"], corpus)
    assert texts(corpus) == ["First text", "A bare string", "Last text"]
    assert lines(report) == {2, 4, 5, 7}
    assert "deep" in next(r.message for r in report.rejected if r.line == 7)


def test_a_line_that_is_too_long(
    tmp_path: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_records, "MAX_DOCUMENT", 100)
    long = json.dumps({"text": "word " * 100})
    (tmp_path / "a.jsonl").write_text(f'{long}\n{{"text": "Second text"}}\n')
    report = load([tmp_path / "a.jsonl"], corpus)
    assert texts(corpus) == ["Second text"]
    assert lines(report) == {1} and "larger" in report.rejected[0].message


@pytest.mark.parametrize(
    "tail", ['{"text": oops}]', '{"text": "cut off', '{"a": 1} {"b": 2}]', "["]
)
def test_a_broken_list_keeps_what_came_before(tmp_path: Path, corpus: Corpus, tail: str) -> None:
    (tmp_path / "a.json").write_text(
        '[\n{"text": "First text"},\n{"text": "Second text"},\n' + tail
    )
    report = load([tmp_path / "a.json"], corpus)
    assert texts(corpus)[:2] == ["First text", "Second text"]
    assert lines(report) == {4}


@pytest.mark.parametrize("content", ["[" * 100_000, '{"a":' * 100_000, "{oops", "17", "[]", "{}"])
def test_json_without_documents(tmp_path: Path, corpus: Corpus, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    with pytest.raises(TopicLlamaError, match=r"a\.json"):
        load([tmp_path / "a.json"], corpus)


# files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["txt", "csv", "jsonl", "md", "html", "json"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\0" * 3000, "not a text file"),
        (bytes(range(256)) * 30, "not a text file"),
        (b"%PDF-1.7\n", "looks like a PDF"),
        (b"", "empty"),
        (b" \n\n ", "empty"),
    ],
)
def test_files_that_are_not_text(
    folder: Path, corpus: Corpus, content: bytes, reason: str, suffix: str
) -> None:
    (folder / f"x.{suffix}").write_bytes(content)
    report = load([folder], corpus)
    assert texts(corpus) == ["A good text."]
    assert [(r.file, r.line) for r in report.rejected] == [(f"x.{suffix}", 0)]
    assert reason in report.rejected[0].message
    assert report.empty == (reason == "empty")


@pytest.mark.parametrize("name", ["x.pdf", "x.docx", "x.xlsx", "x.xls", "x.ods"])
def test_broken_documents(folder: Path, corpus: Corpus, name: str) -> None:
    (folder / name).write_bytes(b"PK\x03\x04 not what it says")
    report = load([folder], corpus)
    assert [r.file for r in report.rejected] == [name] and len(corpus) == 1


def test_a_pdf_with_a_password(folder: Path, corpus: Corpus) -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(folder / "locked.pdf")
    assert "password" in load([folder], corpus).rejected[0].message


def test_a_document_that_is_too_large(
    folder: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MAX_DOCUMENT", 2000)
    (folder / "large.txt").write_text("word " * 500)
    report = load([folder], corpus)
    assert texts(corpus) == ["A good text."]
    assert "larger than 50 MB" in report.rejected[0].message
    assert sources.MAX_DOCUMENT == 50 * 2**20


def test_links_in_a_folder_are_not_followed(folder: Path, corpus: Corpus, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("A secret text.")
    (folder / "sub").mkdir()
    (folder / "sub" / "more.txt").write_text("One more text.")
    links = {
        "self": ".", "up": "..", "out": outside, "file.txt": outside / "secret.txt",
        "loop": "loop", "gone.txt": "nowhere", "again": "sub", "sub/top": "..",
    }  # fmt: skip
    for name, target in links.items():
        (folder / name).symlink_to(target)
    report = load([folder], corpus)
    assert texts(corpus) == ["A good text.", "One more text."]
    assert {r.file for r in report.rejected} == set(links)
    reasons = {r.file: r.message for r in report.rejected}
    assert "back to a folder" in reasons["self"] and "back to a folder" in reasons["sub/top"]
    assert "outside" in reasons["out"] and "outside" in reasons["file.txt"]
    assert "itself or to nothing" in reasons["loop"]


def test_a_named_link_is_followed_unless_it_loops(
    folder: Path, corpus: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "named").symlink_to(folder)
    assert load([tmp_path / "named"], corpus).added == 1
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(TopicLlamaError, match="points to itself"):
        load([tmp_path / "loop"], corpus)


def test_a_pipe_does_not_hang(folder: Path, corpus: Corpus) -> None:
    os.mkfifo(folder / "pipe.txt")
    report = load([folder], corpus)
    assert [r.file for r in report.rejected] == ["pipe.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(folder: Path, corpus: Corpus) -> None:
    (folder / "locked.txt").write_text("locked")
    (folder / "locked.txt").chmod(0)
    assert "Permission denied" in load([folder], corpus).rejected[0].message


def test_a_file_that_is_gone_before_its_turn(
    folder: Path, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "brief.txt").write_text("What an editor keeps for a moment.")
    real = sources._walk

    def walked(*given: Any) -> Iterator[tuple[str, Path]]:
        for name, file in real(*given):
            if name == "brief.txt":
                file.unlink()
            yield name, file

    monkeypatch.setattr(sources, "_walk", walked)
    report = load([folder], corpus)
    assert texts(corpus) == ["A good text."] and report.rejected[0].file == "brief.txt"


def test_unknown_files_are_skipped_with_one_warning_a_type(folder: Path, corpus: Corpus) -> None:
    for name in ("a.png", "b.png", "Makefile", ".hidden.txt", "~$lock.docx"):
        (folder / name).write_bytes(b"\x89PNG")
    report = load([folder], corpus)
    assert texts(corpus) == ["A good text."] and not report.rejected
    said = [w.message for w in report.warnings]
    assert said == ["1 file without an extension skipped.", "2 files of the type .png skipped."]


def test_a_named_file_of_an_unknown_type(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "mail.log").write_text("A text under an unusual name.")
    assert load([tmp_path / "mail.log"], corpus).warnings[0].file == "mail.log"
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100))
    with pytest.raises(TopicLlamaError, match=r"type \.doc cannot be read.*\.docx"):
        load([tmp_path / "old.doc"], corpus)


def test_nothing_to_load(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "none").mkdir()
    for paths in ([], [tmp_path / "none"]):
        with pytest.raises(TopicLlamaError, match="nothing to load"):
            load(paths, corpus)
    with pytest.raises(TopicLlamaError, match=r"no file or folder .*nope\.csv"):
        load([tmp_path / "none", tmp_path / "nope.csv"], corpus)


def test_everything_refused_names_the_first_reason(tmp_path: Path, corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n3,4\n")
    (tmp_path / "b.jsonl").write_text("{oops\n")
    with pytest.raises(TopicLlamaError) as caught:
        load([tmp_path / "a.csv", tmp_path / "b.jsonl"], corpus, replace=True)
    assert "a.csv: No column holds texts" in caught.value.message
    assert "1 more" in caught.value.message and ".csv" in caught.value.hint


def test_one_refused_file_among_good_ones(tmp_path: Path, folder: Path, corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text("x,y\n1,2\n")
    report = load([tmp_path / "a.csv", folder], corpus)
    assert (report.added, [r.file for r in report.rejected]) == (1, ["a.csv"])
    assert "--text-column" in report.rejected[0].message


def test_reports_are_json(folder: Path, corpus: Corpus) -> None:
    from topicllama.tools.results import to_json

    (folder / "bad.jsonl").write_text("{oops\n")
    record = json.loads(json.dumps(to_json(load([folder], corpus))))
    assert record["rejected"][0].keys() == {"file", "line", "message"}
