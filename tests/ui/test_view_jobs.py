"""The list of long work, and what its script is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.tools.documents import Document
from topicllama.tools.embed_job import BackgroundEmbedder, coverage
from topicllama.tools.progress import Task
from topicllama.tools.workspace import Workspace
from topicllama.ui.durations import duration, time_left
from topicllama.ui.jobs import Job
from topicllama.ui.rooms import Room, Rooms
from topicllama.ui.views.jobs import job_card, running_cards
from topicllama.ui.views.routes import HEADER, routes


@pytest.fixture
def room(workspace: Workspace) -> Room:
    return Rooms(workspace).open()


@pytest.fixture
def client(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, room: Room) -> TestClient:
    rooms = Rooms(workspace)
    monkeypatch.setattr(rooms, "open", lambda name="": room)
    return TestClient(Starlette(routes=list(routes(rooms))))


@pytest.fixture
def endless(room: Room) -> Iterator[Job]:
    reached, stop = threading.Event(), threading.Event()

    def work(task: Task) -> None:
        task.report("train", 3, 12)
        reached.set()
        while not stop.wait(0.01):
            task.check()

    job = room.jobs.start("jobs_train", work)
    assert reached.wait(20)
    yield job
    stop.set()


def wait_for_end(job: Job) -> None:
    until(lambda: not job.running)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


def test_what_runs_is_listed_and_cancelled(client: TestClient, endless: Job) -> None:
    shown = client.get("/tl/view/jobs").text
    assert "Finding topics" in shown and "Training: 3 of 12" in shown
    assert f'data-job="{endless.id}"' in shown and "Ended lately" not in shown
    told = client.get("/tl/data/jobs/running").json()
    assert (told["running"], told["words"]) == (1, "1 running")
    assert told["jobs"][0]["state"] == "running" and told["jobs"][0]["said"] == ""
    done = client.post("/tl/do/jobs/cancel", json={"id": endless.id}, headers={HEADER: "1"})
    assert done.json()["data"] == {"job": endless.id}
    wait_for_end(endless)
    told = client.get(f"/tl/data/jobs/running?known={endless.id},gone").json()
    assert told["running"] == 0 and told["jobs"][0]["state"] == "cancelled"
    assert told["jobs"][0]["said"] == "Stopped: Finding topics."
    assert client.get("/tl/data/jobs/running").json()["jobs"] == []
    assert "Stopped after 1 second. What was finished is kept. · just now" in (
        client.get("/tl/view/jobs").text
    )


def test_in_chinese(client: TestClient, endless: Job) -> None:
    shown = client.get("/tl/view/jobs?language=zh").text
    assert "寻找主题" in shown and "训练：3 / 12" in shown
    endless.stop()
    assert "正在停止" in job_card(endless, "zh") or not endless.running
    wait_for_end(endless)
    assert "已停止，用时 1 秒。" in client.get("/tl/view/jobs?language=zh").text


def test_stopping_is_said_until_it_has_stopped(room: Room) -> None:
    job = room.jobs.adopt("jobs_label", lambda: None)
    assert "Cancel" in job_card(job, "en")
    job.stop()
    card = job_card(job, "en")
    assert "Stopping…" in card and "<button" not in card
    job.end("cancelled")
    assert "Stopped after" in job_card(job, "en")


def test_a_failure_says_why_in_the_language_of_the_page(room: Room) -> None:
    job = room.jobs.adopt("jobs_train", lambda: None)
    job.end("failed", "No texts are loaded yet. <b>")
    assert "No texts are loaded yet. &lt;b&gt;" in job_card(job, "en")
    assert "还没有加载文本。" in job_card(job, "zh")


def test_only_the_newest_of_a_kind_goes_on(client: TestClient, room: Room) -> None:
    begun: list[str] = []
    for name in ("old", "new"):
        job = room.jobs.adopt("jobs_embed", lambda: None)
        job.go_on = lambda name=name: begun.append(name)  # type: ignore[misc]
        job.end("cancelled")
    shown = client.get("/tl/view/jobs").text
    assert shown.count('data-do="go-on"') == 1 and f'data-id="{job.id}"' in shown
    client.post("/tl/do/jobs/go-on", json={"id": job.id}, headers={HEADER: "1"})
    assert begun == ["new"]


class Gated:
    """An embedder that waits before each batch."""

    name, dimensions, languages = "gated", 2, None

    def __init__(self) -> None:
        self.asked, self.gate = threading.Event(), threading.Event()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.set()
        assert self.gate.wait(20)
        return np.tile(np.array([1, 0], np.float32), (len(texts), 1))


async def test_preparing_search_is_listed_stopped_and_goes_on(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = Gated()
    monkeypatch.setattr(
        "topicllama.ui.rooms.BackgroundEmbedder", lambda w: BackgroundEmbedder(w, embedder)
    )
    workspace.set(embedder=embedder.name)
    workspace.corpus.add([Document("a", "A text on fire."), Document("b", "A text on water.")])
    rooms = Rooms(workspace)
    room, client = rooms.open(), TestClient(Starlette(routes=list(routes(rooms))))
    await room.status.prepare_search()
    assert embedder.asked.wait(20)
    (job,) = room.jobs.running()
    assert "Preparing search by meaning" in client.get("/tl/view/jobs").text
    client.post("/tl/do/jobs/cancel", json={"id": job.id}, headers={HEADER: "1"})
    assert "Stopping…" in client.get("/tl/view/jobs").text
    embedder.gate.set()
    until(lambda: not room.jobs.running())
    assert job.state == "cancelled"
    await room.status.prepare_search()
    assert room.jobs.running() == [], "a turn of the chat does not begin anew what was stopped"
    client.post("/tl/do/jobs/go-on", json={"id": job.id}, headers={HEADER: "1"})
    until(lambda: room.jobs.all()[0].state == "done")
    assert coverage(workspace) == 1


def test_what_is_no_longer_there(client: TestClient) -> None:
    refused = client.post("/tl/do/jobs/cancel", json={"id": "gone"}, headers={HEADER: "1"})
    assert refused.status_code == 400 and "no longer" in refused.json()["error"]
    assert "Nothing is under way." in client.get("/tl/view/jobs").text


def test_cards_for_other_views(room: Room) -> None:
    assert running_cards(room, "en") == '<div class="tl-job-list" data-part="jobs"></div>'
    job = room.jobs.adopt("jobs_pull", lambda: None, model="<img src=x>")
    job.progress("pull", 1_200_000_000, 2_019_393_189)
    shown = running_cards(room, "en")
    assert "1.20 of 2.02 GB" in shown and "<img" not in shown
    assert "Fetching the model &lt;img src=x&gt;" in shown
    unnamed = room.jobs.adopt("what nobody named", lambda: None)
    assert "what nobody named" in job_card(unnamed, "zh")


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [(0.2, "1 second", "1 秒"), (40, "40 seconds", "40 秒"), (58, "1 minute", "1 分钟"),
     (200, "3 minutes", "3 分钟"), (3500, "1 hour", "1 小时"), (9000, "2 hours", "2 小时")],
)  # fmt: skip
def test_durations_in_words(seconds: float, english: str, chinese: str) -> None:
    assert duration(seconds, "en") == english and duration(seconds, "zh") == chinese
    if seconds >= 10:
        assert time_left(seconds, "en") == f"about {english} left"


def test_only_what_prepares_search_by_itself_says_that_it_goes_on(tmp_path: Path) -> None:
    for prepares in (True, False):
        workspace = Workspace(tmp_path / str(prepares))
        workspace.set(prepare_search=prepares)
        client = TestClient(Starlette(routes=list(routes(Rooms(workspace)))))
        shown = client.get("/tl/view/jobs").text
        assert ("goes on by itself" in shown) == prepares
        assert "what was finished until then is kept." in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "TopicLlama was ended while this ran"), ("zh", "运行期间 TopicLlama 被关闭了")],
)
def test_work_that_ended_with_the_server_says_so(language: str, words: str) -> None:
    job = Job("jobs_train", lambda: None, state="interrupted")
    card = job_card(job, language)
    assert words in card and "tl-job-interrupted" in card and "<button" not in card
