"""Files of every kind to documents."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from reportlab.pdfgen import canvas

from topicllama.tools.columns import ColumnChoice
from topicllama.tools.corpus import Corpus
from topicllama.tools.documents import Document, LoadReport, content_hash
from topicllama.tools.errors import Cancelled, TopicLlamaError
from topicllama.tools.loading import demo, load
from topicllama.tools.meter import Meter
from topicllama.tools.progress import Progress, Task

DATA = Path(__file__).parents[2].parent / "shared" / "data"
ARTICLE = [
    "I love reading about machine learning and topic models.",
    "LDA finds topics in large collections of documents.",
    "Llamas can name the topics that a model finds.",
]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "w" / "corpus.sqlite")


def written(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(corpus: Corpus) -> Document:
    (document,) = corpus
    return document


def said(report: LoadReport) -> str:
    return " | ".join(f"{i.file}:{i.line}: {i.message}" for i in report.warnings + report.rejected)


# one document a file ----------------------------------------------------------------------------


def test_plain_text(tmp_path: Path, corpus: Corpus) -> None:
    report = load([written(tmp_path / "My note.txt", "One.\r\nTwo.\n")], corpus)
    document = only(corpus)
    assert (document.text, document.title) == ("One.\nTwo.", "My note")
    assert (document.source, document.language) == ("My note.txt", "en")
    assert document.id == content_hash("One.\nTwo.")
    assert (report.documents, report.added, report.languages) == (1, 1, {"en": 1})


def test_markdown_titles(tmp_path: Path, corpus: Corpus) -> None:
    written(tmp_path / "d" / "a.md", "---\ntitle: 'Front'\ndate: 2003-05-04\n---\n# Head\nBody.")
    written(tmp_path / "d" / "b.md", "Intro.\n\n## The *second* [head](x.html) ##\nBody two.")
    written(tmp_path / "d" / "c.md", "Underlined\n==========\nBody three.")
    written(tmp_path / "d" / "plain.md", "No heading here.")
    load([tmp_path / "d"], corpus)
    assert [d.title for d in corpus] == ["Front", "The second head", "Underlined", "plain"]
    assert corpus.column("date") == ["2003-05-04", "", "", ""]
    assert next(iter(corpus)).text == "# Head\nBody."


def test_html_main_text_title_and_date(tmp_path: Path, corpus: Corpus) -> None:
    page = """<?xml version="1.0" encoding="utf-8"?><html><head><title>Floods recede</title>
    <meta property="article:published_time" content="2011-02-03T10:00:00Z"></head><body>
    <script>var hidden = 1;</script><nav><a href="/">Home</a> <a href="/x">Sport</a></nav>
    <article><h1>Floods recede</h1>
    <p>The water has gone down in most of the towns along the river after two days without rain,
    and families have begun to return to their houses.</p>
    <p>The council said that the bridge will stay closed until engineers have looked at it.</p>
    </article></body></html>"""
    load([written(tmp_path / "p.html", page)], corpus)
    document = only(corpus)
    assert document.title == "Floods recede" and document.date == "2011-02-03"
    assert "bridge will stay closed" in document.text
    assert "hidden" not in document.text and "Sport" not in document.text


def test_html_without_a_main_part_and_no_date_made_up(tmp_path: Path, corpus: Corpus) -> None:
    load([written(tmp_path / "p.htm", "<style>p {}</style><p>Just <b>hi</b></p>")], corpus)
    assert only(corpus).text.split() == ["Just", "hi"]
    assert only(corpus).date == ""


def test_html_in_a_declared_encoding(tmp_path: Path, corpus: Corpus) -> None:
    body = "今天天气很好，我们去公园里散步，看见很多人在放风筝。"
    page = f"<html><head><meta charset=gb2312><title>新闻</title></head><p>{body}</p></html>"
    report = load([written(tmp_path / "p.html", page.encode("gbk"))], corpus)
    assert only(corpus).text == body and only(corpus).title == "新闻"
    assert "gb2312" in said(report)


def test_pdf(tmp_path: Path, corpus: Corpus) -> None:
    page = canvas.Canvas(str(tmp_path / "two.pdf"))
    page.setTitle("Annual report")
    page.drawString(100, 700, "Rain fell on every page.")
    page.showPage()
    page.rect(10, 10, 50, 50)
    page.showPage()
    page.save()
    report = load([tmp_path / "two.pdf"], corpus)
    assert (only(corpus).text, only(corpus).title) == ("Rain fell on every page.", "Annual report")
    assert "No text on page 2" in said(report)


def test_a_scanned_pdf_is_told(tmp_path: Path, corpus: Corpus) -> None:
    page = canvas.Canvas(str(tmp_path / "scan.pdf"))
    page.rect(10, 10, 50, 50)
    page.save()
    with pytest.raises(TopicLlamaError, match="scanned"):
        load([tmp_path / "scan.pdf"], corpus)


def test_word(tmp_path: Path, corpus: Corpus) -> None:
    word = docx.Document()
    word.add_heading("The river", 1)
    word.add_paragraph("First paragraph.")
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "右"
    word.add_paragraph("Last paragraph.")
    word.save(str(tmp_path / "w.docx"))
    load([tmp_path / "w.docx"], corpus)
    assert only(corpus).text == "The river\nFirst paragraph.\nleft\t右\nLast paragraph."
    assert only(corpus).title == "The river"


# records ----------------------------------------------------------------------------------------


def test_the_three_sentences_of_the_article(tmp_path: Path, corpus: Corpus) -> None:
    lines = "\n".join(f"{n},{text}" for n, text in enumerate(ARTICLE, 1))
    report = load([written(tmp_path / "a.csv", f"id,text\n{lines}\n")], corpus)
    assert [d.text for d in corpus] == ARTICLE and corpus.ids() == ["1", "2", "3"]
    assert report.columns == {"text": "text", "id": "id"} and not said(report)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_chinese_tables(tmp_path: Path, corpus: Corpus, encoding: str, delimiter: str) -> None:
    rows = [
        ["编号", "标题", "正文", "日期", "标签", "阅读"],
        [
            "n1",
            "暴雨预警",
            '"市气象台昨日发布预警,请市民注意;\n减少出行。"',
            "2003年5月4日",
            "天气",
            "12",
        ],
        ["n2", "股市走高", "两市成交额突破一万亿元。", "2004", "财经", ""],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    suffix = "tsv" if delimiter == "\t" else "csv"
    report = load([written(tmp_path / f"t.{suffix}", text.encode(encoding))], corpus)
    first, second = corpus
    assert first.text == "市气象台昨日发布预警,请市民注意;\n减少出行。"
    assert (first.id, first.title, first.date) == ("n1", "暴雨预警", "2003-05-04")
    assert (first.label, first.metadata, first.language) == ("天气", {"阅读": "12"}, "zh")
    assert (second.date, second.metadata) == ("2004", {})
    assert report.columns == {
        "text": "正文", "title": "标题", "date": "日期", "label": "标签", "id": "编号",
    }  # fmt: skip
    assert ("UTF-8" in said(report)) == (not encoding.startswith("utf-8"))


def test_big5_and_latin_1_tables(tmp_path: Path, corpus: Corpus) -> None:
    big5 = "標題,內容\n大雨特報,氣象局發布豪雨特報，請民眾注意防範。\n"
    latin = "title,content\nMétéo,L'été a été très chaud à Besançon et à Nîmes.\n"
    written(tmp_path / "d" / "a.csv", big5.encode("big5"))
    written(tmp_path / "d" / "b.csv", latin.encode("latin-1"))
    report = load([tmp_path / "d"], corpus)
    one, other = corpus
    assert (one.title, one.language) == ("大雨特報", "zh-Hant")
    assert (other.title, other.language) == ("Météo", "other")
    assert "Big5" in said(report) and "Windows-1252" in said(report)


def test_a_choice_of_columns(tmp_path: Path, corpus: Corpus) -> None:
    path = written(tmp_path / "a.csv", "text,notes,kind\nshort,The longer one.,k1\n")
    report = load([path], corpus, columns=ColumnChoice(text="notes", label="kind", title="text"))
    assert only(corpus).text == "The longer one." and only(corpus).label == "k1"
    assert report.columns == {"text": "notes", "title": "text", "label": "kind"}
    with pytest.raises(TopicLlamaError, match="'notes', 'kind'"):
        load([path], corpus, columns=ColumnChoice(date="nope"), replace=True)
    assert len(corpus) == 1, "a refused replacement leaves what was there"


def test_a_table_without_a_header(tmp_path: Path, corpus: Corpus) -> None:
    rows = "The water has gone down in most towns.\ttrain\t1\nThe bridge stays closed.\ttest\t2\n"
    report = load([written(tmp_path / "a.tsv", rows)], corpus)
    assert [d.text for d in corpus][0].startswith("The water") and len(corpus) == 2
    assert report.columns["text"] == "column 1" and "header" in said(report)


def test_a_stated_delimiter(tmp_path: Path, corpus: Corpus) -> None:
    load([written(tmp_path / "a.csv", "sep=;\r\ntext;n\r\nRain, wind; 5\r\n")], corpus)
    assert only(corpus).text == "Rain, wind" and only(corpus).metadata == {"n": "5"}


def test_open_document_sheets(tmp_path: Path, corpus: Corpus) -> None:
    urn = "urn:oasis:names:tc:opendocument:xmlns"

    def row(*cells: str) -> str:
        typed = '<table:table-cell office:value-type="string">'
        inner = (f"{typed}<text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{''.join(inner)}</table:table-row>"

    names = " ".join(f'xmlns:{name}="{urn}:{name}:1.0"' for name in ("office", "table", "text"))
    rows = row("标题", "正文") + row("一", "这是一段文字内容")
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{urn}:manifest:1.0"/>')
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    load([tmp_path / "a.ods"], corpus)
    assert (only(corpus).title, only(corpus).text) == ("一", "这是一段文字内容")


def test_a_column_of_sentences_with_commas(tmp_path: Path, corpus: Corpus) -> None:
    load([written(tmp_path / "a.csv", "text\nRain, wind, and hail\nA calm day\n")], corpus)
    assert [d.text for d in corpus] == ["Rain, wind, and hail", "A calm day"]


def test_workbooks_with_sheets(tmp_path: Path, corpus: Corpus) -> None:
    book = openpyxl.Workbook()
    rows: list[list[Any]] = [
        ["编号", "内容", "日期", "分数"],
        [1, "第一条内容文字", datetime(2003, 5, 4), 3.5],
        [2, "第二条内容文字", 2004, 7],
        [3, None, None, None],
    ]
    for row in rows:
        book.active.append(row)
    other = book.create_sheet("Second")
    other.append(["title", "body"])
    other.append(["Sea", "A body of text."])
    book.create_sheet("Empty")
    book.save(tmp_path / "b.xlsx")
    report = load([tmp_path / "b.xlsx"], corpus)
    first, second, third = corpus
    assert (first.id, first.date, first.metadata) == ("1", "2003-05-04", {"分数": 3.5})
    assert (second.id, second.date, second.metadata) == ("2", "2004", {"分数": 7})
    assert (third.title, third.source) == ("Sea", "b.xlsx [Second]")
    assert report.empty == 1 and "line 4" in said(report)


JSON_FORMS: list[Any] = [
    [{"text": "One here."}, {"text": "Two here."}],
    ["One here.", "Two here."],
    {"meta": {"version": 1}, "articles": [{"body": "One here."}, {"body": "Two here."}]},
    {"name": "A set", "data": {"items": [{"text": "One here."}, {"text": "Two here."}]}},
    {"texts": ["One here.", "Two here."]},
    {"a": {"text": "One here."}, "b": {"text": "Two here."}},
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("form", JSON_FORMS)
def test_json_lists(tmp_path: Path, corpus: Corpus, form: Any, indent: int | None) -> None:
    load([written(tmp_path / "a.json", json.dumps(form, indent=indent))], corpus)
    assert [d.text for d in corpus] == ["One here.", "Two here."]


def test_one_json_object_is_one_document(tmp_path: Path, corpus: Corpus) -> None:
    record = {"title": "T", "text": "One here.", "tags": ["a", "b"], "n": 3, "deep": {"x": 1}}
    load([written(tmp_path / "a.json", json.dumps(record))], corpus)
    document = only(corpus)
    assert (document.text, document.title, document.label) == ("One here.", "T", "a, b")
    assert document.metadata == {"n": 3}


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.jsonl.gz"])
def test_json_lines(tmp_path: Path, corpus: Corpus, name: str) -> None:
    lines = [{"id": f"d{n}", "text": f"Number {n} here.", "year": 2000 + n} for n in range(3)]
    data = "\n".join(map(json.dumps, lines)).encode()
    report = load([written(tmp_path / name, gzip.compress(data) if "gz" in name else data)], corpus)
    assert corpus.ids() == ["d0", "d1", "d2"] and corpus.column("date") == ["2000", "2001", "2002"]
    assert corpus.column("source") == [name] * 3 and not said(report)


def test_what_sqlite_and_json_cannot_hold(tmp_path: Path, corpus: Corpus) -> None:
    line = r'{"text": "a \ud800 b\u0000c", "k\udc00": "v\ud800", "nan": NaN, "inf": Infinity}'
    report = load([written(tmp_path / "a.jsonl", line)], corpus)
    document = only(corpus)
    assert document.text == "a \ufffd bc"
    assert document.metadata == {"k\ufffd": "v\ufffd"}
    assert "cannot be read" in said(report)


def test_one_array_longer_than_the_window(tmp_path: Path, corpus: Corpus) -> None:
    """Values cut by the end of what was read so far, and long ones, come whole."""
    records = [
        {"text": f"{n} " + "word " * (20_000 if n == 7 else n % 50 + 3)} for n in range(3000)
    ]
    load([written(tmp_path / "a.json", json.dumps(records))], corpus)
    assert [d.text for d in corpus] == [record["text"].strip() for record in records]


# loading as a whole -----------------------------------------------------------------------------


def test_ids_dates_and_duplicates_are_told_by_line(tmp_path: Path, corpus: Corpus) -> None:
    rows = ["id,text,date", "1,First text,2003", "2,  ,2003", "3,First  text,2003",
            "1,Other text,soon", "4,Last text,2004"]  # fmt: skip
    report = load([written(tmp_path / "a.csv", "\n".join(rows))], corpus)
    assert (report.added, report.duplicates, report.empty) == (3, 1, 1)
    assert corpus.ids() == ["1", f"1-{content_hash('Other text')}", "4"]
    assert corpus.get(corpus.ids()[1:2])[corpus.ids()[1]].metadata == {"date": "soon"}
    assert {(w.file, w.line) for w in report.warnings} == {("a.csv", n) for n in (3, 4, 5)}


def test_adding_twice_and_replacing(tmp_path: Path, corpus: Corpus) -> None:
    path = written(tmp_path / "a.csv", "text\nOne here\nTwo here\n")
    load([path], corpus)
    again = load([path], corpus)
    assert (again.documents, again.added, again.duplicates) == (2, 0, 2)
    other = written(tmp_path / "b.csv", "text\nThree here\n")
    assert load([other], corpus).documents == 3
    assert load([other], corpus, replace=True).documents == 1


def test_several_files_with_other_columns(tmp_path: Path, corpus: Corpus) -> None:
    one = written(tmp_path / "a.csv", "text,label\nOne here,x\n")
    two = written(tmp_path / "b.csv", "正文,标签\n这是第二个文本\n")
    three = written(tmp_path / "c.csv", "正文,标签\n这是第三个文本,乙\n")
    report = load([one, str(two), three], corpus)
    assert report.columns == {"text": "text", "label": "label"}
    assert "c.csv:0: Its columns differ" in said(report) and "text: 正文" in said(report)
    assert [d.label for d in corpus] == ["x", "", "乙"]


def test_demo(corpus: Corpus) -> None:
    documents = list(demo("demo"))
    assert len(documents) == 300 and documents[0].id == "lee-001" and documents[-1].id == "lee-300"
    assert documents[0].text.startswith("Hundreds of people have been forced to vacate")
    assert {d.source for d in documents} == {"Lee background corpus"}
    assert {(d.title, d.date, d.language) for d in documents} == {("", "", "en")}
    report = load(["demo"], corpus)
    assert report.added + report.duplicates == 300 and report.documents == len(corpus)
    assert len({" ".join(d.text.split()) for d in documents}) == report.added


def test_demo_does_not_import_gensim() -> None:
    code = (
        "import sys; from topicllama.tools.loading import demo; list(demo('demo'));"
        "heavy = ('gensim', 'pandas', 'pypdf', 'trafilatura', 'docx', 'numpy');"
        "print([name for name in heavy if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_chinese_demo(corpus: Corpus) -> None:
    documents = list(demo("demo-zh"))
    report = load(["demo-zh"], corpus)
    assert list(corpus) == documents and len(documents) >= 60
    assert len({d.date[:4] for d in documents}) > 2 and all(d.title for d in documents)
    assert set(report.languages) <= {"zh", "zh-Hant", "mixed"}
    assert report.columns["text"] == "正文" and not report.rejected


def test_progress_in_bytes(tmp_path: Path, corpus: Corpus) -> None:
    path = written(
        tmp_path / "a.csv", "text\n" + "".join(f"row number {n}\n" for n in range(30_000))
    )
    heard: list[Progress] = []
    load([path], corpus, task=Task(heard.append))
    assert len(heard) > 100 and {(p.stage, p.detail) for p in heard} == {("read", "a.csv")}
    assert {p.total for p in heard} == {path.stat().st_size}
    assert heard[0].done <= heard[len(heard) // 2].done < heard[-1].done <= path.stat().st_size


@pytest.mark.parametrize("replace", [False, True])
def test_cancel_leaves_the_corpus_as_it_was(tmp_path: Path, corpus: Corpus, replace: bool) -> None:
    load([written(tmp_path / "a.txt", "What was there.")], corpus)
    before = corpus.fingerprint
    rows = written(tmp_path / "b.csv", "text\n" + "".join(f"row {n} here\n" for n in range(5000)))
    task = Task()
    task.on_progress = lambda progress: task.cancel() if progress.done > 1000 else None
    with pytest.raises(Cancelled):
        load([rows], corpus, replace=replace, task=task)
    assert [d.text for d in corpus] == ["What was there."] and corpus.fingerprint == before


def test_every_read_of_a_file_can_be_cancelled(tmp_path: Path) -> None:
    """Also while an archive is only checked and no document has come out of it."""
    task = Task()
    with Meter(task).open(written(tmp_path / "a.bin", bytes(400_000))) as stream:
        stream.read(10)
        task.cancel()
        with pytest.raises(Cancelled):
            stream.read(300_000)


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
def test_a_real_corpus(corpus: Corpus) -> None:
    report = load([DATA / "reuters21578.jsonl.gz"], corpus)
    assert report.documents + report.duplicates == 11_367 and not report.rejected
    assert report.columns["date"] == "date"
    assert {date[:7] for date in corpus.column("date")} >= {"1987-03", "1987-06", "1987-10"}
