"""The documents as a site: built strictly, whole, and with nothing from elsewhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from written import DOCS, ROOT

# What a browser fetches by itself; a link that a person clicks is none of it.
FETCHED = {"src", "srcset", "href", "data", "poster", "action", "background", "xlink:href"}
CLICKED = {"a", "area"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site as ``make docs`` builds it: any warning stops it."""
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_MKDOCS_2_WARNING", "1")
        config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    yield folder


class Fetched(HTMLParser):
    """The addresses that a page has fetched, and the text of its scripts and styles."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inside: list[str] = []
        self._tag = ""
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        for name, value in attrs:
            if value and name in FETCHED and tag not in CLICKED:
                self.addresses.append(value)
            elif value and name == "style":
                self.inside.append(value)

    def handle_data(self, data: str) -> None:
        if self._tag in ("script", "style"):
            self.inside.append(data)


def elsewhere(address: str) -> bool:
    return bool(re.match(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", address, re.IGNORECASE))


def test_no_page_fetches_anything_from_another_host(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 40
    for page in pages:
        found = Fetched(page)
        assert found.addresses
        assert [one for one in found.addresses if elsewhere(one)] == [], page.name
        assert not re.search(r"https?://", " ".join(found.inside)), page.name
    for style in site.rglob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", style.read_text("utf-8")):
            assert not elsewhere("".join(address).strip("\"'")), style.name


def test_nothing_asks_the_theme_to_fetch_more(site: Path) -> None:
    # Its script fetches figures of a repository that is named, and a program for diagrams.
    for page in site.rglob("*.html"):
        html = page.read_text("utf-8")
        assert 'data-md-component="source"' not in html, page.name
        assert 'class="mermaid' not in html, page.name


def test_every_document_is_in_the_navigation() -> None:
    nav = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:")[2]
    for page in DOCS.rglob("*.md"):
        assert re.search(rf" {re.escape(page.relative_to(DOCS).as_posix())}$", nav, re.MULTILINE), (
            f"{page.name} is not in mkdocs.yml"
        )


@pytest.mark.parametrize("name", ["theory.html", "theory.zh.html"])
def test_formulas_are_mathml(site: Path, name: str) -> None:
    html = (site / name).read_text("utf-8")
    written = (DOCS / name).with_suffix(".md").read_text("utf-8")
    formulas = re.findall(r"\$\$.+?\$\$|\$[^$]+\$", written, re.DOTALL)
    assert html.count("<math") == len(formulas) > 200
    shown = re.sub(r"<(code|script)\b.*?</\1>", "", html, flags=re.DOTALL)
    assert "arithmatex" not in shown
    assert not re.search(r"\\[a-zA-Z(\[]|\$", shown.partition("<article")[2])


def test_the_reference_is_written_from_the_docstrings(site: Path) -> None:
    for name, ids in {
        "toolbox": ["tools.toolbox.Toolbox.search_documents"],
        "topics": ["tools.topic_model.TopicModel", "tools.training.train"],
        "conversation": ["agent.events.ToolStarted", "agent.conversation.Conversation.stream"],
        "langchain": ["agent.toolkit.TopicToolkit", "agent.retriever.TopicRetriever"],
        "errors": ["tools.errors.TopicLlamaError"],
    }.items():
        html = (site / "reference" / f"{name}.html").read_text("utf-8")
        for one in ids:
            assert f'id="topicllama.{one}"' in html, one
        assert ":func:" not in html and ":class:" not in html
    topics = (site / "reference" / "topics.html").read_text("utf-8")
    assert "K topics over V words for D documents" in topics
    assert 'href="#topicllama.tools.variational.posterior"' in topics  # a role became a link
