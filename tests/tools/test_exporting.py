from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.exporting import FileIsThereError, export
from topicllama.tools.method import method
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.topic_model import Topic, TopicModel
from topicllama.tools.workspace import Workspace

EVIL = '<script>alert("x")</script> & | `code`'


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    made.corpus.add(
        [
            Document("a", "=HYPERLINK(1)", title="+1", date="2003-05", label="@x", source="s.csv"),
            Document("b", f'银行, "利率"\nline two {EVIL}', title=EVIL, language="zh"),
            Document("late", "added after training"),
        ]
    )
    topics = (
        Topic(0, "banks | 银行", "llama", ("bank", "银行"), 0.3, 1, "About banks.",
              representative=("b",)),
        Topic(4, EVIL, "person", ("script",), 0.7, 1, representative=("a", "gone")),
    )  # fmt: skip
    weights = np.array([[0.25, 0.75], [0.9, 0.1]], np.float32)
    made.save_model(
        TopicModel("lda", ("w",), ("w",), np.ones((2, 1), np.float32), weights, ("a", "b"), topics,
                   metrics={"npmi": 0.1234}, why="Because.")
    )  # fmt: skip
    return made


@pytest.fixture(scope="module")
def demo_zh(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The Chinese demo with four topics; it has dates."""
    tools = Toolbox(Workspace(tmp_path_factory.mktemp("demo") / "w"))
    tools.load_corpus("demo-zh")
    tools.train_topics(4, seed=7)
    return tools.workspace


def test_documents_as_lines_of_json(workspace: Workspace, tmp_path: Path) -> None:
    file, rows = export(workspace, "documents", "jsonl", tmp_path / "sub" / "d.jsonl")
    records = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert rows == len(records) == 3
    assert records[0] == {
        "id": "a", "title": "+1", "text": "=HYPERLINK(1)", "date": "2003-05", "label": "@x",
        "source": "s.csv", "topic": 4,
        "topics": [{"id": 4, "weight": 0.75}, {"id": 0, "weight": 0.25}],
    }  # fmt: skip
    assert records[1]["topics"] == [{"id": 0, "weight": 0.9}]
    assert (records[2]["topic"], records[2]["topics"]) == (None, [])


def test_documents_as_a_table_without_formulas(workspace: Workspace, tmp_path: Path) -> None:
    file, rows = export(workspace, "documents", "csv", tmp_path / "d.csv")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf") and rows == 3
    with file.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert (table[0]["text"], table[0]["title"], table[0]["label"]) == (
        "'=HYPERLINK(1)", "'+1", "'@x",
    )  # fmt: skip
    assert table[1]["text"] == f'银行, "利率"\nline two {EVIL}'
    assert (table[0]["topics"], table[0]["topic_weight"]) == ("4:0.75 0:0.25", "0.75")
    assert table[2]["topic"] == ""


def test_topics(workspace: Workspace, tmp_path: Path) -> None:
    file, rows = export(workspace, "topics", "json", tmp_path / "t.json")
    topics = json.loads(file.read_text("utf-8"))["topics"]
    assert rows == 2 and topics[1]["label"] == EVIL and topics[0]["keywords"] == ["bank", "银行"]
    file, _ = export(workspace, "topics", "md", tmp_path / "t.md")
    lines = file.read_text("utf-8").splitlines()
    assert [line.count("|") - line.count("\\|") for line in lines] == [6] * 4
    assert lines[2].startswith("| 4 ")  # the largest first
    file, _ = export(workspace, "topics", "csv", tmp_path / "t.csv")
    assert "bank 银行" in file.read_text("utf-8-sig")


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.links += [v or "" for name, v in attrs if name in ("src", "href")]


def test_the_report_is_one_page_with_every_text_escaped(
    workspace: Workspace, tmp_path: Path
) -> None:
    file, rows = export(workspace, "report", "html", tmp_path / "r.html")
    page, tags = file.read_text("utf-8"), Tags()
    tags.feed(page)
    assert rows == 2 and "script" not in tags.seen
    assert all(link.startswith("#topic-") for link in tags.links)
    assert "&lt;script&gt;" in page and "银行" in page and "0.123" in page
    assert not re.search(r"https?:|@import|url\(|<link", page)  # it works without a network
    file, _ = export(workspace, "report", "md", tmp_path / "r.md")
    assert "<script" not in file.read_text("utf-8").replace("\\<script", "")


def test_the_report_has_its_charts_and_the_method_in_both_languages(
    demo_zh: Workspace, tmp_path: Path
) -> None:
    model = demo_zh.require_model()
    pages = {}
    for language in ("en", "zh"):
        file, _ = export(demo_zh, "report", "html", tmp_path / f"{language}.html",
                         language=language)  # fmt: skip
        pages[language], tags = file.read_text("utf-8"), Tags()
        tags.feed(pages[language])
        assert 'class="map"' in pages[language] and 'class="tree"' in pages[language]
        assert tags.seen.count("figure") == model.num_topics == pages[language].count('"mood"')
        found = method(demo_zh, model)
        assert all(found.paragraph(name) in pages[language] for name in ("en", "zh"))
        assert all(f'id="topic-{topic.id}"' in pages[language] for topic in model.topics)
    assert '<html lang="zh">' in pages["zh"] and "<h2>随时间的变化</h2>" in pages["zh"]
    assert '<html lang="en">' in pages["en"] and "<h2>Over time</h2>" in pages["en"]
    file, _ = export(demo_zh, "report", "md", tmp_path / "r.md", language="zh")
    told = file.read_text("utf-8")
    assert "全部主题" in told and "## 方法" in told and "latent Dirichlet allocation" in told


def test_the_method_says_what_was_done(demo_zh: Workspace, tmp_path: Path) -> None:
    file, _ = export(demo_zh, "method", "json", tmp_path / "m.json")
    found = json.loads(file.read_text("utf-8"))
    metrics = demo_zh.require_model().metrics
    assert found["documents"] == 80 and found["edits"] == [] and found["text"]["min_df"] == 2
    assert found["versions"].keys() >= {"topicllama", "gensim", "Python"}
    for language, seed in (("en", "random seed was 7"), ("zh", "随机种子为 7")):
        text = found["paragraph"][language]
        assert seed in text and "80" in text and "jieba" in text and "Snowball" not in text
        assert f"{metrics['npmi']:.3f}" in text and f"{metrics['stability']:.3f}" in text
        assert found["versions"]["gensim"] in text and f"{found['words']:,}" in text
    assert any(work.startswith("Blei") for work in found["references"])
    file, _ = export(demo_zh, "method", "txt", tmp_path / "m.txt", language="zh")
    assert file.read_text("utf-8") == found["paragraph"]["zh"] + "\n"
    tools = Toolbox(demo_zh, confirm=lambda question: True)
    tools.edit_topics("merge", "0,1")
    try:
        edited = method(demo_zh, demo_zh.require_model())
        assert len(edited.edits) == 1 and "merge" in edited.paragraph("en")
        assert edited.trained == method(demo_zh, demo_zh.require_model()).trained
    finally:
        tools.edit_topics("undo", "")


@pytest.mark.parametrize(("algorithm", "cited"), [("nmf", "Lee, D. D."), ("lsa", "Deerwester")])
def test_the_method_of_other_algorithms(demo_zh: Workspace, algorithm: str, cited: str) -> None:
    found = method(demo_zh, replace(demo_zh.require_model(), algorithm=algorithm))
    assert any(work.startswith(cited) for work in found.references())
    assert (
        cited.split(",")[0] in found.paragraph("en")
        and "gensim" in found.paragraph("zh")
        or (algorithm == "nmf")
    )


def test_nothing_is_overwritten_unasked(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "t.md"
    target.write_text("mine")
    with pytest.raises(FileIsThereError, match="there already") as error:
        export(workspace, "topics", "md", target)
    assert target.read_text() == "mine" and "--force" in error.value.hint
    export(workspace, "topics", "md", target, overwrite=True)
    assert "银行" in target.read_text("utf-8")


def test_an_own_export_is_replaced_unless_somebody_changed_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "t.csv"
    export(workspace, "topics", "csv", target)
    export(workspace, "documents", "csv", target)
    assert "HYPERLINK" in target.read_text("utf-8")
    other = Workspace(tmp_path / "other")
    other.corpus.add(workspace.corpus)
    with pytest.raises(FileIsThereError):
        export(other, "documents", "csv", target)
    with target.open("a") as file:
        file.write("my note")
    with pytest.raises(FileIsThereError):
        export(workspace, "documents", "csv", target)
    assert target.read_text("utf-8").endswith("my note")


def test_the_map(workspace: Workspace, tmp_path: Path) -> None:
    file, rows = export(workspace, "map", "json", tmp_path / "m.json")
    drawn = json.loads(file.read_text("utf-8"))
    assert rows == len(drawn["points"]) == 2 and drawn["from"] == "topics"
    assert drawn["points"][0].keys() == {"id", "x", "y", "topic", "title"}
    assert drawn["topics"][0].keys() >= {"id", "label", "x", "y", "share"}
    file, _ = export(workspace, "map", "csv", tmp_path / "m.csv")
    assert file.read_text("utf-8-sig").splitlines()[1].startswith("a,")
    file, _ = export(workspace, "map", "html", tmp_path / "m.html", language="zh")
    page, tags = file.read_text("utf-8"), Tags()
    tags.feed(page)
    assert "script" not in tags.seen and not tags.links and tags.seen.count("circle") == 4
    assert "2 篇文档的地图" in page and "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("what", "format"), [("documents", "xls"), ("everything", "csv"), ("report", "csv")]
)
def test_what_cannot_be_exported(
    workspace: Workspace, tmp_path: Path, what: str, format: str
) -> None:
    with pytest.raises(TopicLlamaError) as error:
        export(workspace, what, format, tmp_path / "x")
    assert error.value.hint and not (tmp_path / "x").exists()


def test_parquet_has_types(workspace: Workspace, tmp_path: Path) -> None:
    file, rows = export(workspace, "documents", "parquet", tmp_path / "d.parquet")
    table = pq.read_table(file)
    kinds = {field.name: str(field.type) for field in table.schema}
    assert rows == 3 and kinds["first_day"] == "date32[day]" and kinds["topic"] == "int32"
    assert kinds["topics"].startswith("list<") and kinds["date"] == "string"
    first, last = table.to_pylist()[0], table.to_pylist()[2]
    assert (first["date"], str(first["first_day"])) == ("2003-05", "2003-05-01")
    assert first["topics"] == [{"id": 4, "weight": 0.75}, {"id": 0, "weight": 0.25}]
    assert last["topic"] is None and last["first_day"] is None and last["topics"] == []


def test_an_export_is_for_others_to_read(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    file, _ = export(workspace, "topics", "csv", tmp_path / "t.csv")
    assert file.stat().st_mode == (tmp_path / "mine").stat().st_mode


def test_a_folder_that_cannot_be_written(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TopicLlamaError):
        export(workspace, "documents", "csv", tmp_path / "file" / "d.csv")
    with pytest.raises(TopicLlamaError, match="folder"):
        export(workspace, "documents", "csv", tmp_path)
