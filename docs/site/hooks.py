"""Formulas as MathML, and our sources under the name by which they are imported."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("agent", "examples", "prompts", "tools", "ui")
# What latex2mathml does otherwise than TeX: capital Greek letters stand upright there, names of
# functions keep a distance from what follows, and are no operators.
_TEX = (
    (re.compile(r"<mi>(&#x0039\w;|&#x003A\w;)</mi>"), r'<mi mathvariant="normal">\1</mi>'),
    (re.compile(r"<mo>([A-Za-z]{2,})</mo>"), r"<mi>\1</mi>"),
    (re.compile(r"<mi>(ln|max|min)</mi>(?=<m(?!o))"), r'<mi>\1</mi><mspace width="0.17em"/>'),
)
_formula = re.compile(
    r'<span class="arithmatex">\\\((?P<inline>.+?)\\\)</span>'
    r'|<div class="arithmatex">\s*\\\[(?P<block>.+?)\\\]\s*</div>',
    re.DOTALL,
)


def on_config(config: Any) -> None:
    """mkdocstrings reads ``topicllama.tools`` where a folder of that name is: links to ours."""
    package = ROOT / "build" / "docs-source" / "topicllama"
    package.mkdir(parents=True, exist_ok=True)
    for name in PACKAGES:
        link = package / name
        if not link.exists():
            link.symlink_to(ROOT / name, target_is_directory=True)


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
