"""The map: the points that the browser gets are those of document_map, and its frame in all
states."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.tools.common_words import common_words
from topicllama.tools.document_list import Documents
from topicllama.tools.document_map import document_map
from topicllama.tools.documents import Document
from topicllama.tools.fields import fields
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.vectors import VectorRecord
from topicllama.tools.workspace import Workspace
from topicllama.ui.rooms import Rooms
from topicllama.ui.views.map_points import _scale
from topicllama.ui.views.routes import HEADER, routes

ATTACK = "<img src=x onerror='ran=1'>"
WORDS = ("rocket", "shuttle", "probe", "capsule", "onion", "carrot", "celery", "leek")


def _documents() -> list[Document]:
    space = "The {} reached orbit and the astronauts repaired the satellite."
    food = "Add the {} to the soup, stir, and cook it with salt and butter."
    return [
        Document(word, (space if n < 4 else food).format(word), title=f"{ATTACK} {word}",
                 date=f"2020-0{n + 1}" if n else "", label=f"<b>{'space' if n < 4 else 'food'}</b>",
                 language="en")
        for n, word in enumerate(WORDS)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    workspace = Workspace(tmp_path_factory.mktemp("map"))
    workspace.set(prepare_search=False)
    workspace.corpus.add(_documents())
    Toolbox(workspace).train_topics(2)
    model = workspace.require_model()
    topics = [replace(topic, label=f"{ATTACK} {topic.id}", labels={}) for topic in model.topics]
    workspace.save_model(model.with_topics(topics))
    return Rooms(workspace)


@pytest.fixture(scope="module")
def client(rooms: Rooms) -> TestClient:
    return TestClient(Starlette(routes=list(routes(rooms))))


def read(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header and the columns, as static/map_data.js reads them."""
    (long,) = struct.unpack_from("<I", content)
    header = json.loads(content[4 : 4 + long])
    at, columns = 4 + long, {}
    for name, kind in (("first", "<i4"), ("last", "<i4"), ("x", "<i2"), ("y", "<i2"),
                       ("topic", "<u2"), ("label", "<u2")):  # fmt: skip
        columns[name] = np.frombuffer(content, kind, header["n"], at)
        at += columns[name].nbytes
    assert at == len(content)
    return header, columns


def _points(client: TestClient, **params: str) -> tuple[dict[str, Any], dict[str, Any]]:
    reply = client.get("/tl/data/map/points", params=params)
    assert reply.headers["content-encoding"] == "gzip"
    return read(reply.content)


def test_the_points_are_those_of_the_map(client: TestClient, rooms: Rooms) -> None:
    header, columns = _points(client)
    drawn = document_map(rooms.home)
    assert header["n"] == len(drawn.points) == 8 and header["source"] == "topics"
    assert (columns["x"] / header["scale"]).tolist() == [point.x for point in drawn.points]
    assert (columns["y"] / header["scale"]).tolist() == [point.y for point in drawn.points]
    ids = [header["topics"][row]["id"] for row in columns["topic"]]
    assert ids == [point.topic for point in drawn.points]
    places = [(topic["x"], topic["y"], topic["radius"]) for topic in header["topics"]]
    assert places == [(topic.x, topic.y, topic.radius) for topic in drawn.topics]
    assert [topic["count"] for topic in header["topics"]] == np.bincount(columns["topic"]).tolist()


def test_dates_and_labels_are_those_of_the_documents(client: TestClient, rooms: Rooms) -> None:
    header, columns = _points(client)
    known = fields(rooms.home)
    assert columns["first"].tolist() == known.first_days.tolist()
    assert columns["last"].tolist() == known.last_days.tolist()
    assert columns["first"][:2].tolist() == [0, 20200201] and columns["last"][1] == 20200231
    named = [header["labels"][number] for number in columns["label"]]
    assert named == [document.label for document in _documents()]


def test_places_far_out_fit_too() -> None:
    places = np.array([[0.0, 3.0], [-40.0, 1.0]])
    assert _scale(places[:1]) == 10_000 and np.abs(places * _scale(places)).max() <= 32_767


def test_one_document_is_told_by_its_row(client: TestClient) -> None:
    key = _points(client)[0]["key"]
    told = client.get("/tl/data/map/document", params={"key": key, "row": "2"})
    assert told.json() == {"id": "probe", "title": f"{ATTACK} probe", "date": "2020-03"}
    assert told.headers["content-type"] == "application/json"
    for wrong in ({"key": key, "row": "99"}, {"key": key, "row": "-1"}, {"key": "old", "row": "1"}):
        refused = client.get("/tl/data/map/document", params={**wrong, "language": "zh"})
        assert refused.status_code == 400 and refused.json()["hint"] == "请重新加载页面。"


def test_a_search_finds_what_the_list_of_documents_finds(client: TestClient, rooms: Rooms) -> None:
    key = _points(client)[0]["key"]
    reply = client.get("/tl/data/map/matching", params={"key": key, "q": "onion soup"})
    rows = np.frombuffer(reply.content, "<u4").tolist()
    ids = rooms.home.corpus.ids()
    assert [ids[row] for row in rows] == Documents(rooms.home, "onion soup").ids()
    assert ids[rows[0]] == "onion" and 0 < len(rows) < 8


def _do(client: TestClient, action: str, **sent: Any) -> Any:
    reply = client.post(f"/tl/do/map/{action}", json=sent, headers={HEADER: "1"})
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


def test_what_lies_inside_is_told_with_topics_and_words(client: TestClient, rooms: Rooms) -> None:
    key = _points(client)[0]["key"]
    data = _do(client, "select", key=key, rows=[4, 5, 6, 99, -1])
    assert data["ids"] == ["onion", "carrot", "celery"]
    words = common_words(rooms.home, data["ids"])
    assert ("soup", 3) in words.counts and words.documents == 3
    told = re.sub(r"<[^>]+>", " ", data["html"])
    assert "3 documents are selected" in told and re.search(r"soup\s+3", told)
    assert "<img" not in data["html"] and "&lt;img" in data["html"]
    found = _do(client, "find", key=key, ids=["leek", "gone", "rocket"])
    assert found["rows"] == [7, 0] and found["ids"] == ["leek", "rocket"]


def test_words_of_many_documents_are_those_of_some(rooms: Rooms) -> None:
    some = common_words(rooms.home, list(WORDS), most=4)
    assert some.documents == 4 and max(number for _, number in some.counts) <= 4


def test_nothing_of_a_corpus_is_markup_in_the_frame(client: TestClient) -> None:
    for language in ("en", "zh"):
        html = client.get(f"/tl/view/map?language={language}").text
        assert "<img" not in html and "&lt;img src=x" in html
        assert html.count("data-topic=") == 2 and 'role="application"' in html
    texts = json.loads(re.search(r'data-texts="([^"]*)"', html)[1].replace("&quot;", '"'))  # type: ignore[index]
    assert texts["loading"] == "正在绘制文档…"


def test_first_states(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    client = TestClient(Starlette(routes=list(routes(Rooms(workspace)))))
    assert 'href="#/data"' in client.get("/tl/view/map").text
    workspace.corpus.add(_documents()[:1])
    empty = client.get("/tl/view/map?language=zh").text
    assert 'href="#/topics"' in empty and "还没有训练主题。" in empty
    Toolbox(workspace).train_topics(2)
    assert "one document only" in client.get("/tl/view/map").text
    header, _ = _points(client)
    assert header["n"] == 1
    workspace.corpus.add(_documents())
    Toolbox(workspace).train_topics(1)
    assert "one topic only" in client.get("/tl/view/map").text
    workspace.corpus.add([Document("new", "One more text about soup.")])
    assert _points(client)[0]["missing"] == 1


def test_by_meaning_once_it_is_arranged(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.set(prepare_search=False)
    workspace.corpus.add(_documents())
    Toolbox(workspace).train_topics(2)
    rooms = Rooms(workspace)
    client = TestClient(Starlette(routes=list(routes(rooms))))
    assert "once all texts are prepared" in client.get("/tl/view/map").text
    from topicllama.tools.embedding import DEFAULT

    record = VectorRecord(workspace)
    pending = record.pending(DEFAULT)
    vectors = np.random.default_rng(0).normal(size=(len(pending), 8)).astype(np.float32)
    record.add(DEFAULT, [row.hash for row in pending], vectors)
    before = client.get("/tl/view/map").text
    assert 'data-do="arrange"' in before and 'data-source="topics"' in before
    assert _points(client, source="auto")[0]["source"] == "topics"
    job = rooms.open().jobs.get(_do(client, "arrange")["job"])
    assert job is not None
    while job.running:
        pass
    assert job.state == "done" and job.result == 8
    after = client.get("/tl/view/map").text
    assert 'data-source="meaning"' in after and 'href="#/map?source=topics"' in after
    header, columns = _points(client, source="meaning")
    drawn = document_map(workspace, "meaning")
    assert header["source"] == "meaning"
    assert (columns["x"] / header["scale"]).tolist() == [point.x for point in drawn.points]
    assert 'data-source="topics"' in client.get("/tl/view/map?source=topics").text


def test_plotly_is_sent_once(client: TestClient) -> None:
    first = client.get("/tl/static/plotly.min.js")
    assert first.url.query.startswith(b"v=") and b"plotly.js v" in first.content[:200]
    assert first.headers["content-encoding"] == "gzip"
    assert "immutable" in first.headers["cache-control"]
    plain = client.get(str(first.url), headers={"accept-encoding": "identity"})
    assert plain.content == first.content and "content-encoding" not in plain.headers
