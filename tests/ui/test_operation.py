"""What one needs to run a server: logs without a person's words, figures, health, a clean end."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from structlog.contextvars import bound_contextvars
from test_page_turns import Browser

from topicllama.tools.progress import Task
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui import commands_chat
from topicllama.ui.app import launch
from topicllama.ui.login import set_password
from topicllama.ui.operation import logs, stopping
from topicllama.ui.operation.requests import pattern
from topicllama.ui.operation.stopping import running, stop
from topicllama.ui.rooms import Rooms

SECRET = "Xanadu"
DOCUMENT = (Path(__file__).parents[2] / "docs" / "operations.md").read_text("utf-8")
PATIENT = 120.0  # seconds: a busy machine is no fault
TOKEN = {"Authorization": "Bearer measured"}


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Any]:
    """What was written down so far."""
    (file,) = logs.begin(None, "debug", tmp_path / "logs")
    yield lambda: [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    logs.end()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Rooms, str]]:
    folder = tmp_path_factory.mktemp("served")
    (folder / f"{SECRET}.txt").write_text(f"{SECRET} is a city.\n\nIt has a river.\n")
    workspace = Workspace(folder / "ws")
    workspace.set(prepare_search=False)
    Toolbox(workspace).load([str(folder / f"{SECRET}.txt")])
    address: list[str] = []
    rooms = Rooms(workspace)
    blocks = launch(workspace, port=0, open_browser=False, block=False, rooms=rooms,
                    on_start=address.append)  # fmt: skip
    yield rooms, address[0].rstrip("/")
    blocks.close()


def until(true: Callable[[], bool]) -> None:
    """A line and a figure come when the whole answer is away: a moment after it is here."""
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


def documented(event: str) -> set[str]:
    """The names in the line that docs/operations.md shows for this event."""
    lines = [json.loads(line) for line in DOCUMENT.splitlines() if line.startswith('{"')]
    (line,) = (line for line in lines if line.get("event") == event)
    return set(line)


def figures(text: str) -> dict[tuple[str, ...], float]:
    """The samples by name and the values of their labels."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, *sample.labels.values()] = sample.value
    return found


# requests ------------------------------------------------------------------------------------


def test_a_request_is_known_by_its_id(served: tuple[Rooms, str], lines: Any) -> None:
    kept = httpx.get(served[1] + "/health", headers={"X-Request-ID": "from-proxy.1"})
    assert kept.headers["x-request-id"] == "from-proxy.1"
    url = served[1] + f"/tl/view/documents/{SECRET}?q={SECRET}"
    made = [httpx.get(url, headers={"X-Request-ID": f"{n} {SECRET}"}) for n in (1, 2)]
    ids = [each.headers["x-request-id"] for each in made]
    assert len(set(ids)) == 2 and all(len(each) == 16 for each in ids)

    def asked() -> list[Any]:
        return [line for line in lines() if line["event"] == "request"]

    until(lambda: len(asked()) == 2)
    assert [line["request"] for line in asked()] == ids, "health is asked all the time"
    assert {(line["method"], line["route"], line["status"]) for line in asked()} == {
        ("GET", "/tl/view/{view}/{path}", 200)
    }
    assert set(asked()[0]) == documented("request")
    assert SECRET not in json.dumps(lines())


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"path": "/tl/view/a/a", "endpoint": 1, "path_params": {"view": "a", "path": "a"}},
         "/tl/view/{view}/{path}"),
        ({"path": "/proxy/tl/view/b", "root_path": "/proxy", "endpoint": 1,
          "path_params": {"view": "b", "path": ""}}, "/tl/view/{view}"),
        ({"path": "/tl/view/b", "root_path": "/t", "endpoint": 1,
          "path_params": {"view": "b"}}, "/tl/view/{view}"),
        ({"path": "/whatever/it/is"}, "none"),
    ],
)  # fmt: skip
def test_an_address_is_written_without_what_stands_in_it(scope: Any, expected: str) -> None:
    assert pattern(scope) == expected


# figures and health --------------------------------------------------------------------------


def test_prometheus_reads_the_figures(served: tuple[Rooms, str]) -> None:
    rooms, url = served
    before = figures(httpx.get(url + "/metrics").text)
    for _ in range(3):
        httpx.get(url + "/tl/static/page.css")
    httpx.request("FOO", url + "/x")
    asked = ("topicllama_http_requests_total", "GET", "/tl/static/{file}", "200")

    def counted() -> float:
        return figures(httpx.get(url + "/metrics").text).get(asked, 0) - before.get(asked, 0)

    until(lambda: counted() == 3)
    reply = httpx.get(url + "/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=")
    after = figures(reply.text)
    assert not any("FOO" in name for name in after), "anybody could make as many as there are words"
    assert after["topicllama_documents", "first"] == len(rooms.home.corpus) > 0
    assert after["topicllama_topics", "first"] == 0
    assert after["topicllama_disk_free_bytes",] > 0
    assert after["process_resident_memory_bytes",] > 2**20
    assert SECRET not in reply.text
    told = re.findall(r"`(topicllama_\w+)", DOCUMENT)
    assert len(told) > 10 and all(f"# TYPE {name} " in reply.text for name in told)


def test_health_is_told_to_anybody_and_tells_nothing_of_the_texts(served: Any) -> None:
    reply = httpx.get(served[1] + "/health")
    assert reply.status_code == 200 and reply.headers["cache-control"] == "no-store"
    assert reply.json()["status"] == "ok"
    assert reply.json()["checks"] == {"workspace": "ok", "disk": "ok"}


def test_a_workspace_that_cannot_be_read_is_not_well(served: tuple[Rooms, str]) -> None:
    rooms, url = served
    rooms.home.corpus.path.rename(rooms.home.root / "kept")
    rooms.home.corpus.path.mkdir()
    try:
        reply = httpx.get(url + "/health")
        assert (reply.status_code, reply.json()["status"]) == (503, "unwell")
        assert reply.json()["checks"]["workspace"] == "cannot be read"
        told = httpx.get(url + "/metrics")
        assert told.status_code == 200 and ("topicllama_topics", "first") in figures(told.text)
        assert ("topicllama_documents", "first") not in figures(told.text)
    finally:
        rooms.home.corpus.path.rmdir()
        (rooms.home.root / "kept").rename(rooms.home.corpus.path)
    assert httpx.get(url + "/health").status_code == 200


@pytest.mark.parametrize(
    ("free", "told"), [(50 * 2**20 - 1, "nearly full"), (None, "cannot be read")]
)
def test_a_disk_without_room_is_not_well(
    served: tuple[Rooms, str], monkeypatch: pytest.MonkeyPatch, free: int | None, told: str
) -> None:
    def usage(path: Any) -> Any:
        if free is None:
            raise OSError(5, "Input/output error")
        return SimpleNamespace(free=free)

    monkeypatch.setattr("shutil.disk_usage", usage)
    reply = httpx.get(served[1] + "/health")
    assert (reply.status_code, reply.json()["checks"]["disk"]) == (503, told)
    found = figures(httpx.get(served[1] + "/metrics").text)
    assert found.get(("topicllama_disk_free_bytes",)) == free
    assert ("topicllama_documents", "first") in found


def test_a_token_that_is_set_is_needed_without_a_login_too(
    served: tuple[Rooms, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPICLLAMA_METRICS_TOKEN", "measured")
    assert httpx.get(served[1] + "/metrics").status_code == 401
    assert httpx.get(served[1] + "/metrics", headers=TOKEN).status_code == 200


def test_behind_a_login_figures_need_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_password(tmp_path / "passwords", "Anna", "a long word", 4)
    workspace = Workspace(tmp_path / "ws")
    address: list[str] = []
    blocks = launch(workspace, port=0, open_browser=False, block=False, on_start=address.append,
                    auth_file=tmp_path / "passwords")  # fmt: skip
    url = address[0].rstrip("/")
    try:
        assert httpx.get(url + "/health").json()["status"] == "ok"
        assert httpx.get(url + "/metrics", headers=TOKEN).status_code == 401
        monkeypatch.setenv("TOPICLLAMA_METRICS_TOKEN", "measured")
        assert httpx.get(url + "/metrics").status_code == 401
        wrong = {"Authorization": "Bearer measures"}
        assert httpx.get(url + "/metrics", headers=wrong).status_code == 401
        assert httpx.get(url + "/metrics", headers=TOKEN).status_code == 200
        assert httpx.get(url + "/tl/view/topics", headers=TOKEN).status_code == 401
    finally:
        blocks.close()


# logs ----------------------------------------------------------------------------------------


def test_a_fault_is_written_by_its_kind_and_place_alone(lines: Any) -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(f"no number: {SECRET}") from error
    except RuntimeError as error:
        logging.getLogger("topicllama.ui.jobs").exception("the job %s failed", error)
    logging.getLogger("somebody.else").warning(f"a text like {SECRET}")
    logging.getLogger("somebody.else").info("never mind")
    first, second = lines()
    assert SECRET not in json.dumps([first, second])
    assert first["event"] == "the job %s failed" and first["level"] == "error"
    assert "RuntimeError" in first["fault"] and "ValueError" in first["fault"]
    assert any("test_operation.py:" in each for each in first["fault"])
    assert second["logger"] == "somebody.else" and second["place"].startswith("test_operation:")


def test_the_messages_are_there_for_who_looks_for_a_fault(
    lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPICLLAMA_DEBUG", "1")
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("topicllama.x").exception("it was %s", "this")
    (line,) = lines()
    assert line["event"] == "it was this" and SECRET in line["fault"][0]


def test_a_folder_that_cannot_be_written_does_not_matter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    logs.begin("text")
    logs.logger("topicllama.ui.x").info("for people", count=2)
    assert "for people" in (said := capsys.readouterr().err) and "count=2" in said
    assert logs.begin("json", "warning", tmp_path / "file" / "logs") == []
    logs.logger("topicllama.ui.x").info("too little")
    logs.logger("topicllama.ui.x").warning("enough", count=3)
    (line,) = capsys.readouterr().err.splitlines()
    logs.end()
    assert json.loads(line)["count"] == 3 and json.loads(line)["level"] == "warning"


def test_a_full_disk_stops_no_work_and_prints_no_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / logs.FILE).symlink_to("/dev/full")
    logs.begin(None, "info", tmp_path)
    logging.getLogger("somebody.else").warning(f"a text like {SECRET}")
    logs.end()
    assert capsys.readouterr().err == ""


def test_a_log_is_2_mb_and_four_older_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (logs._BYTES, logs._KEPT) == (2 * 2**20, 4)
    monkeypatch.setattr(logs, "_BYTES", 300)
    logs.begin(None, "info", tmp_path)
    for number in range(20):
        logs.logger("topicllama.ui.x").info("a line that takes some room", number=number)
    logs.end()
    kept = sorted(path.name for path in tmp_path.glob(f"{logs.FILE}*"))
    assert kept == [logs.FILE, *(f"{logs.FILE}.{n}" for n in range(1, 5))]


async def test_a_turn_is_written_without_its_words(
    tmp_path: Path, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(Workspace(tmp_path / "ws"), monkeypatch)
    browser.request.headers = {"X-Request-ID": "r1"}
    await browser.say(f"what is loaded of {SECRET}?")
    await browser.do("send", {"text": "load demo", "files": []}, browser.kept, "")
    turns = [line for line in lines() if line["event"] == "turn"]
    assert [turn["model"] for turn in turns] == ["guide", "guide"]
    assert turns[1]["tools"] == ["load_corpus"] and turns[1]["end"] == "done"
    assert turns[0]["request"] == "r1" and turns[0]["turn"] != turns[1]["turn"]
    assert turns[0]["chat"] == turns[1]["chat"] and set(turns[0]) == documented("turn")
    assert SECRET not in json.dumps(lines())


# the end -------------------------------------------------------------------------------------


def test_long_work_is_stopped_and_waited_for(tmp_path: Path, lines: Any) -> None:
    rooms = Rooms(Workspace(tmp_path / "ws"))
    begun, never = threading.Event(), threading.Event()

    def obeys(task: Task) -> None:
        begun.set()
        while not task.stopped.wait(10):
            pass
        task.check()

    with bound_contextvars(request="r1"):
        job = rooms.open().jobs.start("jobs_train", obeys)
    assert begun.wait(10) and running(rooms) == 1
    assert stop(rooms, PATIENT) == 0 and job.state == "cancelled"
    deaf = rooms.open().jobs.start("jobs_map", lambda task: never.wait(20))
    assert stop(rooms, 0.1) == 1 and deaf.running
    never.set()
    told = [(line["event"], line.get("kind"), line.get("end"), line.get("request"))
            for line in lines()]  # fmt: skip
    assert {("job began", "train", None, "r1"), ("job ended", "train", "cancelled", "r1")} <= {
        *told
    }
    (ended,) = (line for line in lines() if line.get("end") == "cancelled")
    assert set(ended) == documented("job ended")


async def test_an_answer_that_is_being_written_is_kept_as_far_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Browser(Workspace(tmp_path / "ws"), monkeypatch)
    await browser.say("load demo")
    asked = asyncio.create_task(browser.say("find 40 topics"))
    while not running(browser.rooms):
        await asyncio.sleep(0)
    assert await asyncio.to_thread(stop, browser.rooms, PATIENT) == 0
    await asked
    assert browser.chat.turns[-1].stopped and not browser.chat.running
    assert browser.in_step() == ["load demo", "find 40 topics"]


@pytest.mark.parametrize("left", [0, 1, KeyboardInterrupt])
def test_at_the_end_what_still_runs_is_ended_with_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: Any
) -> None:
    """What did not stop in time, and everything at a second Ctrl-C."""
    done: list[Any] = []

    def stopped(rooms: Rooms, patience: float = stopping.PATIENCE) -> int:
        assert patience == 10
        if left is KeyboardInterrupt:
            raise left
        return int(left)

    monkeypatch.setattr(stopping, "stop", stopped)
    monkeypatch.setattr("os._exit", done.append)
    page = SimpleNamespace(close=lambda verbose: done.append("closed"))
    commands_chat._end(page, Rooms(Workspace(tmp_path / "ws")))
    assert done == (["closed"] if left == 0 else [0, "closed"]), "os._exit does not come back"


def test_a_server_that_stops_takes_on_nothing_new(served: tuple[Rooms, str]) -> None:
    rooms, url = served
    rooms.stopping = True
    try:
        refused = httpx.get(url + "/tl/view/topics", headers={"Accept-Language": "zh"})
        assert refused.status_code == 503 and refused.json()["error"] == "服务器正在停止。"
        health = httpx.get(url + "/health")
        assert (health.status_code, health.json()["status"]) == (503, "stopping")
        assert httpx.get(url + "/metrics").status_code == 200
    finally:
        rooms.stopping = False
