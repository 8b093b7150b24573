"""The workspaces of the page: names, two browsers at once, deleting and emptying."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable

import pytest

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.rooms import Rooms


def test_a_workspace_goes_by_any_name(workspace: Workspace) -> None:
    rooms = Rooms(workspace)
    made = {title: rooms.create(title) for title in ("con", "a/b: c?", "..", "  地铁   news ")}
    assert {room.title for room in made.values()} == {"con", "a/b: c?", "..", "地铁 news"}
    assert all(room.workspace.root.parent == rooms.folder for room in made.values())
    assert [rooms.title(name) for name in rooms.names()] == ["..", "a/b: c?", "con", "地铁 news"]
    assert rooms.open(made["con"].name) is made["con"]
    again = Rooms(Workspace(workspace.root))
    assert again.open(made["con"].name).title == "con"
    for elsewhere in ("gone", "../..", "..", made["con"].name + "/"):
        assert rooms.open(elsewhere).workspace is workspace


def test_a_name_is_given_once(workspace: Workspace) -> None:
    rooms = Rooms(workspace)
    first = rooms.create(unicodedata.normalize("NFD", "Café"))
    assert first.title == unicodedata.normalize("NFC", "Café")
    for taken in ("CAFÉ", "Ｃafé", " café "):
        with pytest.raises(TopicLlamaError, match="already"):
            rooms.create(taken)
    endless = "a" + "\u0301" * 100_000 + "\u0327" * 100_000
    for wrong in ("", "  ", "x" * 61, "a\x00b", "a\u202eb", endless):
        with pytest.raises(TopicLlamaError, match="cannot be the name"):
            rooms.create(wrong)
    assert rooms.rename(first.name, "CAFÉ") is first and first.title == "CAFÉ"
    rooms.rename("", "All news")
    with pytest.raises(TopicLlamaError, match="already"):
        rooms.rename(first.name, "all news")


def test_two_browsers_at_once_make_one(workspace: Workspace) -> None:
    rooms, refused = Rooms(workspace), []

    def create() -> None:
        try:
            rooms.create("Same")
        except TopicLlamaError as error:
            refused.append(error)

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rooms.names()) == 1 and len(refused) == 5


@pytest.mark.parametrize("way", [Rooms.delete, Rooms.clear])
def test_nothing_goes_while_work_runs(
    workspace: Workspace, way: Callable[[Rooms, str], None]
) -> None:
    rooms = Rooms(workspace)
    made = rooms.create("Busy")
    job = made.jobs.start("jobs_load", lambda task: task.stopped.wait(20))
    with pytest.raises(TopicLlamaError, match="still running"):
        way(rooms, made.name)
    assert rooms.open(made.name) is made
    job.cancel()
    while job.running:
        pass
    way(rooms, made.name)
    assert rooms.open(made.name) is not made


def test_what_still_has_a_deleted_workspace_open_writes_into_no_other(workspace: Workspace) -> None:
    rooms = Rooms(workspace)
    made = rooms.create("News")
    chat = made.chats.open()
    rooms.delete(made.name)
    assert rooms.names() == [] and rooms.open(made.name).workspace is workspace
    made.workspace.folder("chats")  # a conversation that is kept after the deletion
    fresh = rooms.create("News")
    assert fresh.name != made.name and rooms.names() == [fresh.name]
    assert not fresh.chats.open(chat.id).turns
    with pytest.raises(TopicLlamaError, match="no such workspace"):
        rooms.delete(made.name)
    with pytest.raises(TopicLlamaError, match="cannot be deleted"):
        rooms.delete("")


def test_emptying_leaves_settings_prompts_and_the_other_workspaces(workspace: Workspace) -> None:
    rooms = Rooms(workspace)
    other = rooms.create("Other")
    for each in (workspace, other.workspace):
        each.corpus.add([Document("a", "Some text.")])
    workspace.set(model="guide")
    for name in ("models/m0001", "chats", "uploads/x", "index/keywords", "prompts", "labels"):
        folder = workspace.folder(name)
        (folder / "file").write_text("x", "utf-8")
    (workspace.root / "models" / "current").write_text("m0001", "utf-8")
    rooms.clear("")
    left = {path.name for path in workspace.root.iterdir()}
    assert left - {"lock"} == {
        "workspace.json", "settings.json", "settings-copy.json", "corpus.sqlite", "prompts",
        "workspaces",
    }  # fmt: skip
    assert workspace.corpus.is_empty and workspace.model is None
    assert workspace.settings["model"] == "guide"
    assert len(other.workspace.corpus) == 1 and rooms.open("").workspace is workspace


def test_what_a_killed_deletion_left_goes_at_the_next_start(workspace: Workspace) -> None:
    rooms = Rooms(workspace)
    made = rooms.create("News")
    left = rooms.folder / f".{made.name}.deleted"
    (rooms.folder / made.name).rename(left)
    assert Rooms(workspace).names() == [] and not left.exists()
