"""The view of quality: figures, the number of topics, versions, files."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow.parquet as parquet
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from trends_fixtures import dated_workspace

from topicllama.tools.figures_kept import measured
from topicllama.tools.method import method
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.page_html import esc
from topicllama.ui.rooms import Rooms
from topicllama.ui.text_quality import TEXTS
from topicllama.ui.views import trends_kept
from topicllama.ui.views.quality_figures import FIRST, MORE, SCALES, verdict
from topicllama.ui.views.routes import HEADER, routes


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """With two versions: three topics, and one of them renamed."""
    workspace = dated_workspace(tmp_path_factory.mktemp("quality"))
    Toolbox(workspace).edit_topics("rename", "0", "<b>Mine</b>")
    return workspace


@pytest.fixture
def rooms(prepared: Workspace) -> Rooms:
    trends_kept._known.clear()
    return Rooms(prepared)


@pytest.fixture
def client(rooms: Rooms) -> Iterator[TestClient]:
    yield TestClient(Starlette(routes=list(routes(rooms))))


def shown(client: TestClient, address: str = "quality") -> str:
    reply = client.get(f"/tl/view/{address}")
    assert reply.status_code == 200
    return str(reply.text)


def do(client: TestClient, action: str, **sent: str) -> Any:
    return client.post(f"/tl/do/quality/{action}", json=sent, headers={HEADER: "1"})


def finished(rooms: Rooms) -> None:
    deadline = time.monotonic() + 60
    while rooms.open().jobs.running() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [job.state for job in rooms.open().jobs.all()] == ["done"]


def test_each_figure_has_a_meaning_and_what_is_good() -> None:
    for name in (*FIRST, *MORE):
        for key in (name, f"{name}_means", f"{name}_good"):
            english, chinese = TEXTS[f"quality_{key}"]
            assert english and chinese
    for name, ((low, high), steps) in SCALES.items():
        assert low < steps[0] < steps[1] < steps[2] <= high
        assert [verdict(name, x) for x in (low, *steps)] == [0, 1, 2, 3]
    assert verdict("perplexity", 100.0) is None


def test_the_figures_are_those_of_the_model(client: TestClient, prepared: Workspace) -> None:
    page = shown(client)
    metrics = prepared.require_model().metrics
    assert f"<b>{metrics['npmi']:.2f}</b>" in page
    assert f"<b>{metrics['diversity']:.2f}</b>" in page
    assert "Measure now" in page and "Agreement with your labels" in page
    assert "<b>Mine" not in page and "&lt;b&gt;Mine" in page


def test_what_is_missing_is_measured_and_kept(
    client: TestClient, rooms: Rooms, prepared: Workspace
) -> None:
    assert do(client, "measure").status_code == 200
    assert 'data-part="figures"' in shown(client, "quality?part=figures")
    finished(rooms)
    kept = measured(prepared)[prepared.current_version]
    assert kept["accuracy"] > 0.4 and "nmi" in kept and "stability" in kept
    page = shown(client, "quality?language=zh")
    assert "现在测量" not in page and f"{kept['accuracy']:.1%}" in page
    assert measured(Workspace(prepared.root)) == measured(prepared)
    again = Toolbox(prepared).evaluate(labels=True)
    assert kept["accuracy"] == again["accuracy"]


def test_a_version_is_used_again(client: TestClient, prepared: Workspace) -> None:
    now = prepared.current_version
    page = shown(client)
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.S)
    newest, first = (next(row for row in rows if f"<span>{name}</span>" in row)
                     for name in (now, "m0001"))  # fmt: skip
    assert "in use" in newest and "Use again" not in newest
    assert "topic renamed: 0 → &lt;b&gt;Mine&lt;/b&gt;" in newest
    assert 'data-do="use" data-version="m0001"' in first and "data-confirm" in first
    told = do(client, "use", version="m0001").json()
    assert told["changed"] and "m0001" in told["said"]
    assert prepared.current_version == "m0001"
    assert "Mine" not in {topic.label for topic in prepared.require_model().topics}
    assert do(client, "use", version="../../elsewhere").status_code == 400
    assert do(client, "use", version=now).status_code == 200
    assert prepared.current_version == now


def test_numbers_of_topics_are_tried_without_a_change(
    client: TestClient, rooms: Rooms, prepared: Workspace
) -> None:
    before = prepared.versions()
    assert "You asked for 3 topics." in shown(client)
    assert 'data-do="sweep"' in shown(client, "quality?part=choice")
    do(client, "sweep")
    finished(rooms)
    page = shown(client, "quality?part=choice")
    assert page.startswith('<div data-part="choice"'), "the script takes the first element"
    (chart,) = [json.loads(x) for x in re.findall(r'json">(.*?)</script>', page, re.S)]
    score = chart["traces"][0]
    best = score["x"][score["y"].index(max(score["y"]))]
    line = chart["layout"]["shapes"][0]
    assert line["x0"] == line["x1"] == best
    assert f"{best} topics: of the numbers from" in page
    assert prepared.versions() == before


def test_the_method_can_be_copied(client: TestClient, prepared: Workspace) -> None:
    for language in ("en", "zh"):
        paragraph = method(prepared, prepared.require_model()).paragraph(language)
        page = shown(client, f"quality?language={language}")
        assert f"<p data-copy>{esc(paragraph)}</p>" in page
    assert "view_quality.js" in page and 'role="img"' in page  # the tree


def test_every_file_can_be_saved(client: TestClient, prepared: Workspace) -> None:
    links = re.findall(r'download href="([^"]*)"', shown(client, "quality?language=zh"))
    files = {}
    for link in links:
        reply = client.get("/" + link.replace("&amp;", "&"))
        assert reply.status_code == 200, link
        name = re.findall(r'filename="(.*)"', reply.headers["content-disposition"])[0]
        files[name] = reply.content
    assert len(files) == len(links) == 10
    table = parquet.read_table(io.BytesIO(files["topicllama-documents.parquet"]))
    assert table.num_rows == 240
    assert "主题".encode() in files["topicllama-report.html"]
    assert json.loads(files["topicllama-topics-pyldavis.json"])
    assert not (prepared.root / "exports.json").exists(), "nothing was written on the server"
    wrong = client.get("/tl/data/quality/export?what=documents&format=exe")
    assert wrong.status_code == 400 and wrong.json()["error"]


def test_nothing_is_there_yet(workspace: Workspace, prepared: Workspace) -> None:
    client = TestClient(Starlette(routes=list(routes(Rooms(workspace)))))
    assert "No texts are loaded yet." in shown(client)
    workspace.corpus.add(list(prepared.corpus)[:30])
    assert "没有训练主题" in shown(client, "quality?language=zh")


def test_one_version_and_no_labels(workspace: Workspace, prepared: Workspace) -> None:
    workspace.set(prepare_search=False)
    workspace.corpus.add([replace(d, label="") for d in prepared.corpus][:60])
    Toolbox(workspace).train_topics(1)
    client = TestClient(Starlette(routes=list(routes(Rooms(workspace)))))
    page = shown(client)
    assert "There is one version so far." in page
    assert "The documents have no labels" in page
