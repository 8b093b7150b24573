"""What is fuzzed: functions that take any bytes and raise AssertionError where a promise is broken.

Without atheris they are ordinary functions: test_fuzz_seeds.py gives them the seeds, run.py what
atheris makes of those.
"""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from topicllama.agent.chat_turn import loaded
from topicllama.agent.citations import Citations, without_numbers
from topicllama.agent.guide.past import Past
from topicllama.agent.guide.plan import every_call, plan
from topicllama.agent.questions import is_small_talk, language_of
from topicllama.agent.recovery import HoldBack, recover
from topicllama.agent.tool_specs import by_name
from topicllama.prompts.fence import CLOSE, OPEN, fenced, fenced_block, shortened
from topicllama.tools.columns import ColumnChoice
from topicllama.tools.dates import parse_date, parse_epoch
from topicllama.tools.encodings import clean, detect_encoding
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.file_names import shown_name
from topicllama.tools.highlight import Highlighter, best_passage
from topicllama.tools.language import detect
from topicllama.tools.loading import _Loading
from topicllama.tools.number_check import Known, unverified
from topicllama.tools.numerals import numbers
from topicllama.tools.passages import SIZE, sentences, split, width
from topicllama.tools.query import parse_query
from topicllama.tools.quote_removal import without
from topicllama.tools.quotes import Shown, quotations, unsupported
from topicllama.tools.sentiment import score_sentences
from topicllama.tools.sources import Source
from topicllama.tools.tokens import Tokenizer
from topicllama.ui.cli_output import clean as for_terminal
from topicllama.ui.page_document import place_of
from topicllama.ui.page_html import answer, esc, inline, typed, untyped

TODAY = date(2026, 1, 1)
TARGETS: dict[str, Callable[[bytes], None]] = {}


def target(function: Callable[[bytes], None]) -> Callable[[bytes], None]:
    TARGETS[function.__name__] = function
    return function


# loaders -----------------------------------------------------------------------------------------


def _load(name: str, data: bytes, foreign: bool = False) -> None:
    """Documents as they may be kept, or a reason for there being none. Parsers of others
    (``foreign``) may raise what they like, for the loader tells it; ours may not."""
    loading = _Loading(ColumnChoice(), None)
    found = list(loading.source(Source(name, len(data), lambda: io.BytesIO(data), named=True)))
    report = loading.report
    issues = [*report.warnings, *report.rejected]
    for document in found:
        assert document.text.strip() and "\0" not in document.text
        assert len(document.title) <= 500 and "\n" not in document.title + document.label
        assert document.date == "" or parse_date(document.date) == document.date
        json.dumps(dict(document.metadata), ensure_ascii=False, allow_nan=False).encode("utf-8")
        str(document).encode("utf-8")
    assert found or issues or loading._skipped, "nothing was read and nothing is said"
    for issue in issues:
        f"{issue.file}{issue.message}".encode()
        own = "It cannot be read (" in issue.message and "Error: " in issue.message
        assert foreign or not own, issue.message


@target
def table(data: bytes) -> None:
    _load("a.tsv" if data[:1] == b"\t" else "a.csv", data)


@target
def json_file(data: bytes) -> None:
    _load("a.json", data)


@target
def json_lines(data: bytes) -> None:
    _load("a.jsonl", data)


@target
def text_file(data: bytes) -> None:
    _load("a.md", data)
    _load("a.unknown", data)


@target
def web_page(data: bytes) -> None:
    _load("a.html", data, foreign=True)


@target
def pdf_file(data: bytes) -> None:
    _load("a.pdf", data, foreign=True)


@target
def archive(data: bytes) -> None:
    """An archive as it is, or as a .gz."""
    _load("a.zip", data)
    _load("a.csv.gz", data)


@target
def names_in_archive(data: bytes) -> None:
    """Members whose names are anything, each of which must be told or read."""
    packed, text = io.BytesIO(), data.decode("utf-8", "surrogateescape")
    with zipfile.ZipFile(packed, "w") as made:
        for number, name in enumerate(text.split("/")[:5]):
            info = zipfile.ZipInfo("x")
            info.filename = f"n{clean(name)[:1000]}.txt"
            made.writestr(info, f"Text {number}.")
    _load("a.zip", packed.getvalue())
    shown = shown_name(text)
    shown.encode("utf-8")
    assert not set(shown) & set("\0\n\r\x1b\u202e\u2066")


_DOCUMENT = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)
_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@cache
def _packages() -> dict[str, dict[str, bytes]]:
    """The parts of an empty Word file and of an empty workbook."""
    import docx
    import openpyxl

    found = {}
    for name, made in ((".docx", docx.Document()), (".xlsx", openpyxl.Workbook())):
        stream = io.BytesIO()
        made.save(stream)
        with zipfile.ZipFile(stream) as parts:
            found[name] = {part: parts.read(part) for part in parts.namelist()}
    return found


def _package(suffix: str, part: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, data in {**_packages()[suffix], part: content}.items():
            made.writestr(name, data)
    return packed.getvalue()


@target
def word_file(data: bytes) -> None:
    """What is in the body of a Word file, or the file itself."""
    if data[:2] == b"PK":
        _load("a.docx", data, foreign=True)
        return
    body = _DOCUMENT + data + b"</w:body></w:document>"
    _load("a.docx", _package(".docx", "word/document.xml", body), foreign=True)


@target
def workbook(data: bytes) -> None:
    """What is in a sheet of a workbook, or the file itself."""
    if data[:2] in (b"PK", b"\xd0\xcf"):
        _load("a.xlsx", data, foreign=True)
        _load("a.xls", data, foreign=True)
        return
    sheet = _SHEET + data + b"</sheetData></worksheet>"
    _load("a.xlsx", _package(".xlsx", "xl/worksheets/sheet1.xml", sheet), foreign=True)


@target
def encoding(data: bytes) -> None:
    try:
        found = detect_encoding(data)
    except TopicLlamaError:
        return
    clean(data.decode(found.codec, "replace")).encode("utf-8")


# texts -------------------------------------------------------------------------------------------


def _text(data: bytes) -> str:
    """Any text of Python, half surrogates too: what a model or a program may send."""
    return data.decode("utf-8", "surrogatepass" if _passes(data) else "replace")


def _passes(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer()


@target
def words(data: bytes) -> None:
    """A document's text, as everything reads it."""
    text = clean(_text(data))
    assert detect(text) in ("en", "zh", "zh-Hant", "mixed", "other")
    tokens = _tokenizer().topic_tokens(text)
    for token in tokens:
        assert token.term.strip() and token.surface.isprintable(), token
    for term in _tokenizer().search_terms(text):
        assert term.strip()
        assert not {unicodedata.category(letter) for letter in term} & {"Cc", "Cs", "Zl", "Zp"}
    covered: set[int] = set()
    for passage in split(text):
        assert text[passage.start : passage.end] == passage.text
        assert 0 < width(passage.text) <= SIZE
        covered.update(range(passage.start, passage.end))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered
    for sentence in (*sentences(text), *score_sentences(text)):
        assert text[sentence.start : sentence.end] == sentence.text


@target
def search(data: bytes) -> None:
    """A query and the text in which it is looked for; a line end parts them."""
    said, _, text = _text(data).partition("\n")
    query = parse_query(said)
    query.stands_in(text)
    highlighter = Highlighter(_tokenizer().search_terms(query.text), _tokenizer())
    last = 0
    for start, end in highlighter.spans(text):
        assert last <= start < end <= len(text)
        last = end
    best = best_passage(text, highlighter, dict.fromkeys(highlighter.terms, 1.0))
    assert best is None or text[best.start : best.end] == best.text
    for read in (parse_date, parse_epoch):
        found = read(said)
        assert found == "" or (found.isascii() and parse_date(found) == found)


@target
def claims(data: bytes) -> None:
    """An answer, held against a text; a line with --- parts them."""
    said, _, shown = _text(data).partition("\n---\n")
    for quotation in quotations(said):
        assert 0 <= quotation.start < quotation.end <= len(said)
    for number in numbers(said):
        assert 0 <= number.start < number.end <= len(said)
    dropped = unsupported(said, Shown([shown]))
    kept = without(said, dropped)
    assert kept == said if not dropped else len(kept) <= len(said) + 80
    known = Known()
    known.add_text(said)
    assert not unverified(said, known) or dropped is not None
    unverified(kept, Known())


@target
def fence(data: bytes) -> None:
    text = _text(data)
    for limit in (0, 1, 2, 40):
        made = fenced(text, limit)
        inside = made.removeprefix(OPEN).removesuffix(CLOSE)
        assert not set(inside) & set("<>＜＞\n\r\0\u202e\u2066\u200b")
        for cut in (1, 10, 40, len(made) - 1):
            short = shortened(f"before {made} after", max(cut, 12))
            assert short.count(OPEN) <= short.count(CLOSE) + (OPEN not in short)
    block = fenced_block(text.split("\n"))
    assert block.count(CLOSE) == block.count(OPEN) == 1


@target
def citations(data: bytes) -> None:
    """What is cited exists, and nothing else is said to."""
    text = _text(data)
    known = Citations()
    known.number({"results": [{"id": f"d{n}", "passage": "p"} for n in range(3)]})
    cleaned = known.clean(text)
    assert known.clean(cleaned) == cleaned or "[" in without_numbers(cleaned)
    for citation in known.cited(cleaned):
        assert 1 <= citation.number <= 3
    assert {c.number for c in known.cited(text)} == {c.number for c in known.cited(cleaned)}
    page = answer(cleaned, 0, {1: text[:50]}, "{number}: {title}")
    outside = page.replace('<button type="button" class="tl-cite"', "").replace("</button>", "")
    assert "<script" not in outside.lower() and "<img" not in outside.lower()
    for shown in (esc(text), inline(text)):
        assert not set(shown) & set("<>\"'")
    assert untyped(typed(text)) == untyped(text)
    assert not set(for_terminal(text)) & set("\x1b\x07\x9b\u202e\u2066\n")


# the conversation --------------------------------------------------------------------------------


@target
def recovered_calls(data: bytes) -> None:
    """A reply in which calls may stand: known tools with flat arguments, and the stream shows what
    the recovered text says."""
    text = _text(data)
    kept, calls = recover(text)
    for call in calls:
        known = {argument.name for argument in by_name()[call["name"]].arguments}
        assert call["args"].keys() <= known
        json.dumps(call["args"], default=str)
    if not calls:
        assert kept == text
    for size in (1, 7):
        held = HoldBack()
        early = "".join(held.feed(text[i : i + size]) for i in range(0, len(text), size))
        whole = early + held.rest(kept)
        assert calls or whole.rstrip() == kept.rstrip()


@target
def guide_request(data: bytes) -> None:
    """A message to the guide: an answer, or calls of known tools."""
    text = clean(_text(data))
    assert language_of(text) in ("en", "zh")
    is_small_talk(text)
    made = plan(text, Past(), TODAY)
    assert made.answer or made.calls
    for call in (*made.calls, *every_call(text, Past(), TODAY)):
        assert call.tool in by_name(), call
        json.dumps(call.arguments, ensure_ascii=False).encode("utf-8")


@target
def chat_line(data: bytes) -> None:
    """A line of a kept chat, and what a button of the page sends."""
    turn = loaded(data)
    assert isinstance(turn.text, str) and isinstance(turn.answer.text, str)
    place: Any = place_of(_text(data))
    assert isinstance(place.id, str) and isinstance(place.start, int)
