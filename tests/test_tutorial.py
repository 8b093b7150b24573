"""The documents about Python show what their code gives, and name all of it."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from documented import ROOT, Documented, differences, prepare
from documented_notebook import NOTEBOOK, executed, texts

from topicllama.tools.errors import TopicLlamaError
from topicllama.ui import Topics
from topicllama.ui.notebook.topic import Topic

DOCUMENTS = {"tutorial.md": 45, "tutorial.zh.md": 20, "python.md": 2}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_documents_show_is_what_their_code_gives(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    prepare(folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    document = Documented(ROOT / "docs" / name)
    assert document.check() >= DOCUMENTS[name]
    if name == "tutorial.zh.md":
        chinese_is_shown_in_chinese(document.namespace["news"])


def chinese_is_shown_in_chinese(news: Topics) -> None:
    """Of the topics that the Chinese tutorial leaves: what a notebook shows is in Chinese."""
    assert news.language == "zh" and 'lang="zh-Hans"' in news._repr_html_()
    assert "80 篇文本中的 8 个主题" in news._repr_html_() and "占全部文本的" in repr(news[0])
    flood = news.search("洪水", limit=2)
    assert "篇" in flood._repr_html_() and "洪水" in flood[0].passage
    assert "代表文本" in news[0].explain()._repr_html_()
    trends = news.trends()
    assert "人工智能" in news[trends.rising[0]].keywords
    assert trends.bursts[0]["peak"] == "2021-07" and "突发 2021-07" in trends._repr_html_()
    with pytest.raises(TopicLlamaError, match="没有主题 99"):
        news["99"]
    table = news.compare()
    assert {"教育", "汽车", "effect"} <= set(table.columns) and len(table) == 8
    assert len(news.sentiment()) == 8


def test_links_of_the_documents_lead_somewhere() -> None:
    for name in DOCUMENTS:
        for target in re.findall(r"\]\(([^)#]+)", (ROOT / "docs" / name).read_text("utf-8")):
            assert "://" in target or (ROOT / "docs" / target).exists(), target


def test_every_method_is_on_the_page() -> None:
    text = (ROOT / "docs" / "python.md").read_text("utf-8")
    for name in (name for name in dir(Topics) if not name.startswith("_")):
        assert f"`topics.{name}" in text, name
    for name in (name for name in dir(Topic) if not name.startswith("_")):
        assert f"`{name}(" in text, name


def test_small_differences_of_numbers_do_not_count() -> None:
    assert differences("a 24.4%  b\n", "a 24.3% b") == ""
    assert differences("first\n…\nlast", "first\nand\nmore 7\nlast") == ""
    assert "Numbers differ" in differences("share 0.50", "share 0.70")
    assert "the code" in differences("a river", "a flood")
    assert "the code" in differences("a (river)", "a river")
    in_folder = "In /tmp/topicllama-{}: gone"
    assert differences(in_folder.format("a1b2c3d4"), in_folder.format("zzzz_999")) == ""


def test_the_notebook_shows_what_it_is_kept_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    kept = nbformat.read(NOTEBOOK, as_version=4)
    folder = tmp_path / "here"
    folder.mkdir()
    run = executed(folder)
    for wanted, shown in zip(texts(kept), texts(run), strict=True):
        assert differences(wanted, shown) == ""
    html = [output.data["text/html"] for cell in run.cells if cell.cell_type == "code"
            for output in cell.outputs if "text/html" in output.get("data", {})]  # fmt: skip
    assert [("topicllama" in one) for one in html] == [True] * 5 + [False] + [True] * 2  # a frame
    assert "80 篇文本中的 8 个主题" in "".join(html)


def test_the_kept_notebook_names_no_machine() -> None:
    text = NOTEBOOK.read_text("utf-8")
    assert not re.search(r"/(home|root|work|tmp|Users)/|site-packages|error", text)
