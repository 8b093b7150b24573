"""What is kept of the last loads, and the look at tables before one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from topicllama.tools import load_record
from topicllama.tools.columns import ColumnChoice
from topicllama.tools.contents import contents, known_contents
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.load_record import KEPT, records
from topicllama.tools.table_preview import preview
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

NEWS = "headline,body,day,section\nRain,It rains in the city all day.,2003-05-04,weather\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "texts"
    made.mkdir()
    rows = (
        "Sun,The sun shines on the harbour.,2004-01-02,weather\n"
        "Rain,It rains in the city all day.,,\n"
    )
    (made / "news.csv").write_text(NEWS + rows, "utf-8")
    (made / "note.txt").write_text("雨下了一整天，城里的人都没有出门。", "utf-8")
    (made / "broken.pdf").write_bytes(b"no pdf")
    (made / "other.csv").write_text("text,subject\nA short remark on ferries.,Ferries\n", "utf-8")
    return made


def test_a_load_is_kept_file_by_file(workspace: Workspace, folder: Path) -> None:
    Toolbox(workspace).load([folder])
    (kept,) = records(Workspace(workspace.root))
    assert kept.origin == "texts" and not kept.replaced and kept.report.added == 4
    by_name = {file.name: file for file in kept.files}
    assert set(by_name) == {"news.csv", "note.txt", "other.csv", "broken.pdf"}
    assert by_name["broken.pdf"].documents == 0
    news = by_name["news.csv"]
    assert (news.documents, news.duplicates) == (2, 1)
    assert news.columns == {"text": "body", "title": "headline", "date": "day", "label": "section"}
    assert (news.first, news.last) == ("2003-05-04", "2004-01-02")
    assert by_name["note.txt"].languages == {"zh": 1}
    assert [issue.file for issue in kept.report.rejected] == ["broken.pdf"]
    assert sum(kept.lengths) == 4 and kept.lengths[0] == 4
    assert kept.labels == {"weather": 2} and kept.undated == 2


def test_a_load_that_came_to_nothing_is_kept_with_its_reasons(
    workspace: Workspace, folder: Path
) -> None:
    with pytest.raises(TopicLlamaError):
        Toolbox(workspace).load([folder / "broken.pdf"])
    with pytest.raises(TopicLlamaError):
        Toolbox(workspace).load([folder / "not there"])
    (kept,) = records(workspace)
    assert kept.report.added == 0 and kept.report.rejected[0].file == "broken.pdf"


def test_the_newest_are_kept_and_damage_loses_nothing_else(
    workspace: Workspace, folder: Path
) -> None:
    for number in range(KEPT + 2):
        (folder / "more.txt").write_text(f"The text number {number}.", "utf-8")
        Toolbox(workspace).load([folder / "more.txt"], origin=f"load {number}")
    kept = records(workspace)
    assert [each.origin for each in kept] == [f"load {n}" for n in range(KEPT + 1, 1, -1)]
    (workspace.root / "loads.json").write_text('{"loads": [{"id": 3}]}', "utf-8")
    assert records(workspace) == []
    Toolbox(workspace).load([folder])
    assert len(records(workspace)) == 1


def test_a_record_of_very_many_files_stays_small(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load_record, "_FILES", 2)
    for number in range(4):
        (folder / f"x{number}.txt").write_text(f"The text number {number}.", "utf-8")
    Toolbox(workspace).load([folder])
    (kept,) = records(workspace)
    assert len(kept.files) == 2 and kept.more_files == 6 and sum(kept.lengths) == 8


def test_tables_are_looked_at_before_they_are_loaded(folder: Path) -> None:
    (folder / "again.csv").write_text(NEWS.replace("Rain", "Snow"), "utf-8")
    found = preview([folder])
    assert [table.names for table in found.tables] == [["again.csv", "news.csv"], ["other.csv"]]
    news, other = found.tables
    assert news.roles["text"] == "body" and news.reasons["text"] == "header"
    assert news.documents(ColumnChoice())[0].title == "Snow"
    swapped = ColumnChoice(text="headline", title="body", without=frozenset({"date", "label"}))
    (document,) = news.documents(swapped)
    assert (document.text, document.date, document.label) == ("Snow", "", "")
    assert news.encoding == "UTF-8" and not news.notes
    assert other.headers == ["text", "subject"] and found.pages == 2 and not found.unread


def test_columns_are_chosen_for_each_table(workspace: Workspace, folder: Path) -> None:
    chosen = {"news.csv": ColumnChoice(text="headline", without=frozenset({"title", "date"}))}
    Toolbox(workspace).load([folder], columns=chosen)
    texts = {document.text: document for document in workspace.corpus}
    assert texts["Sun"].metadata["day"] == "2004-01-02" and texts["Sun"].date == ""
    assert "A short remark on ferries." in texts


def test_a_source_goes_and_search_follows(workspace: Workspace, folder: Path) -> None:
    box = Toolbox(workspace)
    box.load([folder])
    assert box.search_documents("harbour", mode="keyword").results
    assert box.remove_source("news.csv") == 2
    assert not box.search_documents("harbour", mode="keyword").results
    assert box.search_documents("ferries", mode="keyword").results
    with pytest.raises(TopicLlamaError, match="There are no documents from news.csv here"):
        box.remove_source("news.csv")


def test_what_a_workspace_holds_follows_the_corpus(workspace: Workspace, folder: Path) -> None:
    assert contents(workspace.corpus).documents == 0
    Toolbox(workspace).load([folder])
    assert known_contents(workspace.corpus) is None
    held = contents(workspace.corpus)
    assert (held.documents, held.labels, held.undated) == (4, {"weather": 2}, 2)
    assert (held.first, held.last) == ("2003-05-04", "2004-01-02")
    assert known_contents(workspace.corpus) is held and contents(workspace.corpus) is held
    Toolbox(workspace).remove_source("news.csv")
    assert contents(workspace.corpus).labels == {}


def test_sheets_and_archives_have_columns_of_their_own(workspace: Workspace, folder: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["headline", "body"])
    book.active.append(["Rain", "It rains on the first sheet."])
    second = book.create_sheet("评论")
    second.append(["内容", "作者"])
    second.append(["渡轮晚点了", "某人写的一句很长的话，比内容还要长"])
    book.save(folder / "book.xlsx")
    with zipfile.ZipFile(folder / "in.zip", "w") as archive:
        archive.writestr("deep/table.csv", "body,remark\nA text in an archive.,nothing\n")
    found = {table.names[0]: table for table in preview([folder]).tables}
    assert found["book.xlsx [评论]"].roles == {"text": "内容"}
    assert found["in.zip/deep/table.csv"].encoding == "UTF-8"
    chosen = {"book.xlsx [评论]": "作者", "in.zip/deep/table.csv": "remark"}
    columns = {name: ColumnChoice(text=column) for name, column in chosen.items()}
    Toolbox(workspace).load([folder], columns=columns)
    texts = {document.source: document.text for document in workspace.corpus}
    assert (
        texts["book.xlsx [评论]"].startswith("某人") and texts["in.zip/deep/table.csv"] == "nothing"
    )
    assert texts["book.xlsx [Sheet]"] == "It rains on the first sheet."
