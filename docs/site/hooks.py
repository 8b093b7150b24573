"""What the site needs beside MkDocs: formulas as MathML, our sources under the name by which they
are imported, and the files of the repository that a document links to."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from mkdocs.structure.files import File

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PACKAGES = ("agent", "examples", "prompts", "tools", "ui")
COPIED = "files"  # the folder of the site that holds the files from outside docs/
_FUNCTIONS, _THIN = "ln|max|min|arcsin|cos", '<mspace width="0.17em"/>'
# What latex2mathml does otherwise than TeX: capital Greek letters stand upright there, names of
# functions keep a distance from what stands beside them, and are no operators.
_TEX = (
    (re.compile(r"<mi>(&#x0039\w;|&#x003A\w;)</mi>"), r'<mi mathvariant="normal">\1</mi>'),
    (re.compile(r"<mo>([A-Za-z]{2,})</mo>"), r"<mi>\1</mi>"),
    (re.compile(r"<mi>&#x0007E;</mi>"), "<mo>&#x0223C;</mo>"),  # "distributed as"
    (re.compile(rf"<mi>({_FUNCTIONS})</mi>(?=<m(?!o))"), rf"<mi>\1</mi>{_THIN}"),
    (re.compile(rf"(?<!</mo>)(?<!<mrow>)(?<!/>)(?=<mi>(?:{_FUNCTIONS})</mi>)"), _THIN),
)
_formula = re.compile(
    r'<span class="arithmatex">\\\((?P<inline>.+?)\\\)</span>'
    r'|<div class="arithmatex">\s*\\\[(?P<block>.+?)\\\]\s*</div>',
    re.DOTALL,
)
_upwards = re.compile(r"(?<=\]\()(?:\.\./)+[^)#\s]+")


def on_startup(command: str, dirty: bool) -> None:
    """mkdocstrings reads ``topicllama.tools`` where a folder of that name is: links to ours. It
    looks for that when it is configured, so they have to be there before."""
    package = ROOT / "build" / "docs-source" / "topicllama"
    package.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        link = package / name
        if not link.exists():
            link.symlink_to(ROOT / name, target_is_directory=True)


def on_files(files: Any, config: Any) -> None:
    """Take in the files outside docs/ that documents link to."""
    for page in list(files.documentation_pages()):
        for target in _upwards.findall(page.content_string):
            name = _outside(page, target)
            if name and files.get_file_from_path(f"{COPIED}/{name}") is None:
                path = f"{COPIED}/{name}"
                files.append(File.generated(config, path, abs_src_path=str(ROOT / name)))


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Links out of docs/, which lead somewhere in the repository, lead to the copies."""

    def copy_of(found: re.Match[str]) -> str:
        name = _outside(page.file, found[0])
        here = posixpath.dirname(page.file.src_uri)
        return posixpath.relpath(f"{COPIED}/{name}", here or ".") if name else found[0]

    return _upwards.sub(copy_of, markdown)


def _outside(page: Any, target: str) -> str:
    """A file of the repository that is no document, by its path in the repository; else ""."""
    path = (Path(page.abs_src_path).parent / target).resolve()
    if not path.is_file() or path.is_relative_to(DOCS) or not path.is_relative_to(ROOT):
        return ""
    return path.relative_to(ROOT).as_posix()


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Formulas as MathML, which browsers show by themselves: no script, and nothing to fetch."""
    return _formula.sub(_mathml, html)


def _mathml(found: re.Match[str]) -> str:
    inline = found["inline"]
    latex = unescape(inline or found["block"]).strip()
    formula = convert(latex, display="inline" if inline else "block")
    for wrong, right in _TEX:
        formula = wrong.sub(right, formula)
    return formula if inline else f'<div class="formula">{formula}</div>'
