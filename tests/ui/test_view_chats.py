"""The list of chats in the rail, through its addresses."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.messages import HumanMessage
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.agent.chat_file import ChatTurn, path_of, write
from topicllama.agent.events import Answer
from topicllama.tools.workspace import Workspace
from topicllama.ui.rooms import Rooms
from topicllama.ui.views import routes

HOSTILE = "<img src=x onerror=alert(1)>"
DAY = 86_400


def keep(workspace: Workspace, name: str, question: str, owner: str = "", days: float = 0) -> None:
    said = Answer(f"Answer about {HOSTILE}\nand cricket.", "guide", "en")
    path = path_of(workspace, name)
    write(path, [ChatTurn(question, [HumanMessage(question)], said)], owner)
    when = time.time() - days * DAY
    os.utime(path, (when, when))


@pytest.fixture
def rooms(workspace: Workspace) -> Rooms:
    keep(workspace, "new", HOSTILE)
    keep(workspace, "week", "last week?", days=3)
    keep(workspace, "old", "long ago?", days=30)
    keep(workspace, "evas", "secret?", owner="eva")
    return Rooms(workspace)


@pytest.fixture
def client(rooms: Rooms) -> Iterator[TestClient]:
    yield TestClient(Starlette(routes=list(routes.routes(rooms))))


@pytest.fixture
def eva(rooms: Rooms) -> Iterator[TestClient]:
    """The same for a person who has logged in."""
    app: Any = Starlette(routes=list(routes.routes(rooms)))
    app.auth, app.cookie_id, app.tokens = SimpleNamespace(), "c", {"t": "eva"}
    client = TestClient(app)
    client.cookies.set("access-token-unsecure-c", "t")
    yield client


def do(client: TestClient, action: str, **values: str) -> Any:
    return client.post(f"/tl/do/chats/{action}", json=values, headers={routes.HEADER: "1"})


def test_they_are_grouped_by_age_the_newest_first(client: TestClient) -> None:
    shown = client.get("/tl/view/chats?chat=week").text
    assert re.findall(r"<h3>(.*?)</h3>", shown) == ["Today", "Last 7 days", "Older"]
    assert re.findall(r'data-id="(\w+)"', shown) == ["new", "week", "old"]
    assert re.search(r'value="week" aria-current="true"', shown)
    assert "<img" not in shown and "secret" not in shown
    assert "最近 7 天" in client.get("/tl/view/chats?language=zh").text


def test_search_shows_the_line_with_the_word_marked(client: TestClient) -> None:
    shown = client.get("/tl/view/chats?q=CRICKET").text
    assert shown.count("and <mark>cricket</mark>.") == 3
    assert "<img" not in client.get("/tl/view/chats?q=onerror").text
    assert "No chat has these words." in client.get("/tl/view/chats?q=zebra").text


def test_many_are_shown_a_part_at_a_time(client: TestClient, workspace: Workspace) -> None:
    for number in range(70):
        keep(workspace, f"n{number}", f"question {number}")
    shown = client.get("/tl/view/chats").text
    assert shown.count("data-id=") == 60 and "Show 13 older chats" in shown
    assert client.get("/tl/view/chats?most=240").text.count("data-id=") == 73


def test_rename_and_delete(client: TestClient, workspace: Workspace, rooms: Rooms) -> None:
    assert do(client, "rename", id="old", name="Kept name").status_code == 200
    assert "Kept name" in client.get("/tl/view/chats").text
    rooms.open().chats.open("old").running = True
    assert do(client, "delete", id="old").status_code == 400, "while it is answering"
    rooms.open().chats.open("old").running = False
    assert do(client, "delete", id="old").json()["said"] == "The chat was deleted."
    assert not path_of(workspace, "old").exists()
    assert do(client, "delete", id="../settings").status_code == 400


def test_a_person_has_her_own_alone(client: TestClient, eva: TestClient) -> None:
    assert re.findall(r'data-id="(\w+)"', eva.get("/tl/view/chats").text) == ["evas"]
    for asking, other in ((client, "evas"), (eva, "new")):
        assert do(asking, "rename", id=other, name="x").status_code == 400
        assert do(asking, "delete", id=other).status_code == 400
        assert asking.get(f"/tl/data/chats/export/{other}").status_code == 400
    assert eva.get("/tl/data/chats/export/evas").status_code == 200


def test_a_chat_is_saved_as_markdown(client: TestClient) -> None:
    saved = client.get("/tl/data/chats/export/week")
    assert saved.headers["content-type"].startswith("text/markdown")
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''last%20week.md"
    assert saved.text.startswith("# last week?")
