"""Files that are one document: plain text, Markdown, HTML, PDF, Word."""

from __future__ import annotations

import codecs
import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .archives import check_package
from .dates import parse_date
from .encodings import Encoding, detect_encoding, open_text
from .errors import TopicLlamaError
from .file_bombs import check_tags
from .sources import MAX_DOCUMENT, EmptyFileError, Notes, Page, Source, too_large

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from pypdf import PdfReader

_HASHES = re.compile(r"#{1,6}[ \t]+(\S.*)")
_UNDERLINE = re.compile(r"=+|-{3,}")
_LONGEST_HEADING = 1000
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`]")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_NO_TITLE = re.compile(r"(?i)untitled|无标题|microsoft word\b.*|.*\.(docx?|pdf|tex|dvi|indd)")


def text_page(source: Source, notes: Notes) -> Page:
    """A plain text; its title is the name of the file."""
    return Page(_whole_text(source, notes), source.stem)


def markdown_page(source: Source, notes: Notes) -> Page:
    """A Markdown text as it is written, titled by its front matter or its first heading."""
    text = _whole_text(source, notes)
    front = _FRONT_MATTER.match(text)
    facts = _front_matter(front[1]) if front else {}
    if front:
        text = text[front.end() :]
    found = _MARKS.sub(r"\1", _heading(text)[:_LONGEST_HEADING])
    title = facts.get("title") or found or source.stem
    return Page(text, title, parse_date(facts.get("date", "")))


def _heading(text: str) -> str:
    """The first heading, by # or by an underline; "" without one. Line by line: one pattern for
    both took the cube of a line's length where that held a run of blanks."""
    before = ""
    for line in map(str.rstrip, text.split("\n")):
        if (hashes := _HASHES.match(line)) and (words := _without_closing(hashes[1])):
            return words
        if before and _UNDERLINE.fullmatch(line):
            return before
        before = line if line and not line[0].isspace() else ""
    return ""


def _without_closing(words: str) -> str:
    """A heading without the # that close it; those of "C#" belong to it."""
    bare = words.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else words


def _front_matter(block: str) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in block.splitlines() if ":" in line)
    return {key.strip().lower(): value.strip().strip("\"'") for key, value in pairs}


def _whole_text(source: Source, notes: Notes) -> str:
    if source.size > MAX_DOCUMENT:
        raise too_large()
    with open_text(source, notes) as stream:
        text = stream.read(MAX_DOCUMENT + 1)
    if len(text) > MAX_DOCUMENT:
        raise too_large()
    return text


def html_page(source: Source, notes: Notes) -> Page:
    """The main text of a web page with its title and date; all visible text where no main part
    is found. A date is one that the page states, never the day of reading."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs what is told here
    markup = _XML_DECLARATION.sub("", _html_text(source, notes))
    check_tags(markup)
    found = bare_extraction(
        markup,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text, title = _visible(markup)
    if found is not None and found.text:
        text = found.text
    stated = getattr(found, "date", "") or ""
    return Page(text, getattr(found, "title", "") or title or source.stem, parse_date(stated))


def _html_text(source: Source, notes: Notes) -> str:
    data = source.read()
    encoding = detect_encoding(data)
    declared = _CHARSET.search(data[:4096])
    if encoding.name and declared:
        encoding = _declared(declared[1].decode(), data) or encoding
    if encoding.name:
        notes.warn(source.name, 0, f"It is not UTF-8; it was read as {encoding.name}.")
    return data.decode(encoding.codec, "replace")


def _declared(name: str, data: bytes) -> Encoding | None:
    """The encoding that a page says it has, if that is so."""
    codec = "gb18030" if name.lower() in ("gb2312", "gbk") else name
    try:
        codecs.lookup(codec)
        data.decode(codec)
    except (LookupError, UnicodeDecodeError):
        return None
    return Encoding(codec, name)


def _visible(markup: str) -> tuple[str, str]:
    """All text that a browser would show, and the page's title."""
    from lxml import html

    try:
        tree = html.document_fromstring(markup)
    except (ValueError, html.etree.LxmlError):
        return "", ""
    title = tree.findtext(".//title") or ""
    for element in tree.xpath("//script|//style|//noscript|//template|//head"):
        element.drop_tree()
    lines = (" ".join(part.split()) for part in tree.itertext())
    return "\n".join(line for line in lines if line), " ".join(title.split())


def pdf_page(source: Source, notes: Notes) -> Page:
    """The text of a PDF; pages without text, which are usually scanned, are told."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(source.read()))
    if reader.is_encrypted and not reader.decrypt(""):
        raise TopicLlamaError("It is protected by a password.", "Save a copy without it.")
    pages = [page.extract_text().strip() for page in reader.pages]
    bare = [number for number, page in enumerate(pages, 1) if not page]
    if len(bare) == len(pages):
        raise EmptyFileError(
            "It holds no text; its pages are probably scanned.", "Run text recognition (OCR) first."
        )
    if bare:
        listed = ", ".join(map(str, bare[:20])) + (" …" if len(bare) > 20 else "")
        notes.warn(source.name, 0, f"No text on page {listed}, which may be scanned.")
    return Page("\n\n".join(filter(None, pages)), _pdf_title(reader) or source.stem)


def _pdf_title(reader: PdfReader) -> str:
    title = str((reader.metadata.title if reader.metadata else "") or "").strip()
    return "" if _NO_TITLE.fullmatch(title) else title


def word_page(source: Source, notes: Notes) -> Page:
    """Paragraphs, headings and tables of a Word file in their order; a table row is a line."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    data = source.read()
    check_package(io.BytesIO(data), len(data))
    try:
        document = Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError) as error:
        raise TopicLlamaError("It is not a Word file (.docx), or it is damaged.") from error
    text = "\n".join(_blocks(document))
    return Page(text, _word_title(document) or source.stem)


def _blocks(document: WordDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        rows = getattr(block, "rows", None)
        yield block.text if rows is None else "\n".join(_table_rows(rows))


def _table_rows(rows: Any) -> Iterator[str]:
    for row in rows:
        cells: list[str] = []
        for cell in row.cells:  # merged cells come once for each column they span
            if not cells or cell.text != cells[-1]:
                cells.append(cell.text)
        yield "\t".join(cells)


def _word_title(document: WordDocument) -> str:
    title = (document.core_properties.title or "").strip()
    if title and not _NO_TITLE.fullmatch(title):
        return title
    for paragraph in document.paragraphs:
        style = (paragraph.style.name if paragraph.style else "") or ""
        if style.startswith(("Title", "Heading")) and paragraph.text.strip():
            return str(paragraph.text.strip())
    return ""


PageReader = Callable[[Source, Notes], Page]
