from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.history import parse_time, read_history
from topicllama.tools.keyword_search import keyword_index
from topicllama.tools.profiles import Event, Profiles, taste_of
from topicllama.tools.workspace import Workspace

IDS = [f"d{n}" for n in range(6)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    made.corpus.add(Document(name, f"A text about number {name} and tea.") for name in IDS)
    return made


def written(tmp_path: Path, text: str, name: str = "history.csv", encoding: str = "utf-8") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


def test_a_damaged_index_makes_no_wrong_figure(workspace: Workspace) -> None:
    """Rows have checksums, an index of them has none: here one that ends in "liked"."""
    Profiles(workspace).add([Event("ann", "d1", "liked"), Event("bob", "d2", "read")])
    file = workspace.root / "profiles.sqlite"
    content = file.read_bytes()
    assert content.endswith(b"annd1liked")
    file.write_bytes(content[:-1] + b"e")
    profiles = Profiles(Workspace(workspace.root))
    assert [(p.user, p.liked, p.read) for p in profiles.all()] == [("ann", 1, 0), ("bob", 0, 1)]
    assert profiles.of("ann") == [Event("ann", "d1", "liked")]


def test_the_same_row_twice_counts_once(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path, "user,document,time\nann,d0,2024-01-01\nann,d0,2024-01-01\n"
                   "ann,d1,2024-01-02\nbob,d2,2024-01-03\n")  # fmt: skip
    events = read_history(file, IDS).events
    profiles = Profiles(workspace)
    assert profiles.add(events) == 3
    assert profiles.add(events) == 0
    again = Profiles(Workspace(workspace.root))  # another process would see the same
    assert [(p.user, p.documents, p.read) for p in again.all()] == [("ann", 2, 2), ("bob", 1, 1)]
    assert again.all()[0].first == "2024-01-01T00:00:00"


def test_forgetting_leaves_nothing_on_disk(workspace: Workspace) -> None:
    profiles = Profiles(workspace)
    assert profiles.all() == [] and not profiles.path.exists()
    profiles.add([Event("Annemarie", "d0"), Event("bob", "d1")])
    assert profiles.forget("Annemarie") == 1
    assert b"Annemarie" not in profiles.path.read_bytes()
    assert [p.user for p in profiles.all()] == ["bob"]
    with pytest.raises(TopicLlamaError, match="Annemarie") as error:
        profiles.forget("Annemarie")
    assert "bob" in error.value.hint


def test_a_damaged_file_is_said(workspace: Workspace) -> None:
    profiles = Profiles(workspace)
    profiles.path.write_bytes(b"no database, but long enough to look at" * 40)
    with pytest.raises(TopicLlamaError, match=r"profiles\.sqlite is damaged"):
        profiles.all()
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(profiles.path) as db:
        db.execute("SELECT * FROM events")


def test_rows_that_cannot_be_used_are_counted(workspace: Workspace, tmp_path: Path) -> None:
    file = written(tmp_path, "user,document,time,action\nann,d0,soon,liked\nann,gone,2024,read\n"
                   ",d1,2024,read\nann,d2,2024-02-01 10:00,disliked\n")  # fmt: skip
    history = read_history(file, IDS)
    assert (history.rows, history.unknown, history.untimed, history.incomplete) == (4, 1, 1, 1)
    assert [(e.document, e.action, e.time) for e in history.events] == [
        ("d0", "liked", ""), ("d2", "disliked", "2024-02-01T10:00:00"),
    ]  # fmt: skip
    assert len(history.notes) == 3 and history.notes[0].endswith(": 1.")


def test_chinese_tables_and_other_formats(tmp_path: Path) -> None:
    text = "用户;文档;时间;态度\n小明;d1;2024年3月1日;喜欢\n小红;d2;2024-03-02;不喜欢\n"
    events = read_history(written(tmp_path, text, encoding="gb18030"), IDS).events
    assert [(e.user, e.action) for e in events] == [("小明", "liked"), ("小红", "disliked")]
    assert events[0].time == "2024-03-01T00:00:00"
    lines = '{"user": "ann", "document": "d3", "time": 1700000000}\n'
    assert read_history(written(tmp_path, lines, "h.jsonl"), IDS).events[0].time.startswith("2023")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("user,document,time\nann,x,2024\n", "No row of history.csv"),
        ("person,document,time\nann,d0,2024\n", "no column user"),
    ],
)
def test_a_history_without_use(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TopicLlamaError, match=message):
        read_history(written(tmp_path, text), IDS)


def test_a_history_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TopicLlamaError):
        read_history(tmp_path / "none.csv", IDS)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2024-05-01T12:00:00+02:00", "2024-05-01T10:00:00"),
        ("1700000000", "2023-11-14T22:13:20"),
        ("1700000000000", "2023-11-14T22:13:20"),
        ("2003", "2003-01-01T00:00:00"),
        ("2003-05", "2003-05-01T00:00:00"),
        ("2024年3月1日", "2024-03-01T00:00:00"),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_times(said: str, meant: str) -> None:
    assert parse_time(said) == meant


def test_weights_halve_with_every_half_life(workspace: Workspace) -> None:
    events = [
        Event("ann", "d0", "liked", "2024-01-01T00:00:00"),
        Event("ann", "d1", "liked", "2024-01-11T00:00:00"),
        Event("ann", "d2", "liked", "2024-01-21T00:00:00"),
        Event("ann", "d3", "liked"),  # no time: as the others on average
        Event("ann", "d4", "disliked", "2024-01-21T00:00:00"),
        Event("ann", "d9", "liked", "2024-01-21T00:00:00"),  # not in the corpus
    ]
    taste = taste_of(events, workspace, keyword_index(workspace))
    assert taste.half_life == 5
    weights = {item.name: item.weight for item in taste.good}
    assert weights["d2"] == 1 and weights["d1"] == pytest.approx(0.25)
    assert weights["d0"] == pytest.approx(0.0625) and 0.0625 < weights["d3"] < 1
    assert [item.name for item in taste.bad] == ["d4"]
    assert set(taste.seen) == {"d0", "d1", "d2", "d3", "d4"}


def test_without_times_all_count_alike_and_the_last_word_counts(workspace: Workspace) -> None:
    events = [Event("ann", "d0", "liked"), Event("ann", "d1", "liked"), Event("ann", "d1", "read"),
              Event("ann", "d2", "liked"), Event("ann", "d2", "disliked")]  # fmt: skip
    taste = taste_of(events, workspace, keyword_index(workspace))
    assert taste.half_life == 0
    assert {i.name: i.weight for i in taste.good} == {"d0": 1.0, "d1": pytest.approx(0.7)}
    assert [i.name for i in taste.bad] == ["d2"]
