"""The addresses of the views: who may use them, and how an error reaches the person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.rooms import Rooms
from topicllama.ui.views import routes
from topicllama.ui.views.visit import Done, Sent, View, Visit


def _render(visit: Visit) -> str:
    if visit.get("wrong"):
        raise TopicLlamaError("No topics have been found yet.", "Train a topic model first.")
    return f"{visit.room.name}|{visit.language}|{visit.path}|{visit.part}|{dict(visit.params)}"


def _act(visit: Visit, sent: Sent) -> Done:
    if not sent:
        raise TopicLlamaError("<b>nothing</b>", "Say something.")
    return Done(f"did {sent['what']}", go="#/topics")


@pytest.fixture
def client(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setitem(routes.VIEWS, "test", View("test", _render, {"act": _act}))
    rooms = Rooms(workspace)
    monkeypatch.setattr(rooms, "names", lambda: ["Second 二"])
    yield TestClient(Starlette(routes=list(routes.routes(rooms))))


def test_a_view_is_told_what_is_asked(client: TestClient) -> None:
    asked = "/tl/view/test/3?workspace=Second 二&language=zh&part=results&sort=share"
    assert client.get(asked).text == "Second 二|zh|3|results|{'sort': 'share'}"
    gone = client.get("/tl/view/test?workspace=gone&language=zh").text
    assert "这个工作区已经不在了。" in gone and "|" not in gone
    assert client.get("/tl/view/nothing").status_code == 404


def test_an_error_says_what_to_do_in_the_language_of_the_page(client: TestClient) -> None:
    assert "Train a topic model first." in client.get("/tl/view/test?wrong=1").text
    assert "还没有训练主题。" in client.get("/tl/view/test?wrong=1&language=zh").text
    refused = client.post("/tl/do/test/act", json={}, headers={routes.HEADER: "1"})
    assert refused.status_code == 400
    assert refused.json() == {"error": "<b>nothing</b>", "hint": "Say something."}


def test_what_is_not_ready_leads_to_where_it_is_made(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = View("needs", lambda visit: visit.workspace.require_model().version)
    monkeypatch.setitem(routes.VIEWS, "needs", view)
    assert 'href="#/data"' in client.get("/tl/view/needs").text
    workspace.corpus.add([Document("a", "A text.")])
    shown = client.get("/tl/view/needs?language=zh").text
    assert "还没有训练主题。" in shown and 'href="#/topics">寻找主题' in shown


def test_a_change_comes_from_the_page_alone(client: TestClient) -> None:
    assert client.post("/tl/do/test/act", json={"what": "it"}).status_code == 403
    done = client.post("/tl/do/test/act", json={"what": "it"}, headers={routes.HEADER: "1"})
    assert done.json()["said"] == "did it" and done.json()["go"] == "#/topics"
    assert (
        client.post("/tl/do/test/other", json={}, headers={routes.HEADER: "1"}).status_code == 404
    )


def test_only_the_files_of_the_page_are_served(client: TestClient) -> None:
    first = client.get("/tl/static/views.js")
    assert first.headers["content-type"].startswith("text/javascript")
    again = client.get("/tl/static/views.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    for name in ("..%2fapp.py", "nothing.js", ".", "%2e%2e%2fpage.py"):
        assert client.get(f"/tl/static/{name}").status_code == 404
