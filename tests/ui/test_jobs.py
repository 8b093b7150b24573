"""Long jobs: progress, cancel, what is said of a failure."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from topicllama.tools.embed_job import EmbedStatus
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.progress import Task
from topicllama.ui import jobs as module
from topicllama.ui.jobs import Job, Jobs


def ended(job: Job) -> Job:
    for thread in threading.enumerate():
        if thread.name == job.title:
            thread.join(20)
    return job


def test_a_job_tells_how_far_it_is_and_what_came_of_it() -> None:
    jobs, go_on, reached = Jobs(), threading.Event(), threading.Event()

    def work(task: Task) -> str:
        task.report("train", 3, 12)
        reached.set()
        go_on.wait(20)
        return "done"

    job = jobs.start("j1", work, n=3)
    assert reached.wait(20)
    assert (job.stage, job.done, job.total, job.values) == ("train", 3, 12, {"n": 3})
    assert jobs.running() == [job]
    go_on.set()
    assert ended(job).state == "done" and job.result == "done" and jobs.running() == []
    assert job.seconds_left is None and jobs.get(job.id) is job


def test_a_cancelled_job_and_a_failed_one() -> None:
    jobs, reached = Jobs(), threading.Event()

    def endless(task: Task) -> None:
        while True:
            task.report("train", 1)
            reached.set()

    job = jobs.start("j2", endless)
    assert reached.wait(20)
    job.stop()
    assert ended(job).state == "cancelled" and job.stopping

    def fails(task: Task) -> None:
        raise TopicLlamaError("It broke.", "Mend it.")

    def surprises(task: Task) -> None:
        raise ZeroDivisionError

    assert ended(jobs.start("j3", fails)).error == "It broke. Mend it."
    assert ended(jobs.start("j4", surprises)).error == "ZeroDivisionError"


def test_old_jobs_are_forgotten_and_running_ones_never() -> None:
    jobs = Jobs()
    stays = jobs.adopt("j5", lambda: None)
    for number in range(60):
        jobs.adopt(f"e{number}", lambda: None).end("done")
    assert stays in jobs.all() and len(jobs.all()) < 60
    assert jobs.all()[0].title == "e59"


def test_the_time_left_is_that_of_the_pace_since_it_went_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    job = Jobs().adopt("j6", lambda: None)
    job.progress("embed", 0, 0)
    now += 60
    job.progress("embed", 5000, 6000)  # what an earlier run did is no sign of the pace
    assert job.seconds_left is None
    now += 10
    job.progress("embed", 5100, 6000)
    assert job.seconds_left == pytest.approx(90)
    job.progress("train", 0, 10)
    assert job.seconds_left is None, "another stage has another pace"
    now += 90
    job.progress("train", 9, 10)
    job.progress("train", 0, 10)  # the next pass
    now += 1
    job.progress("train", 1, 10)
    assert job.seconds_left == pytest.approx(9)


@dataclass
class Background:
    status: EmbedStatus
    began: int = 0

    def start(self) -> None:
        self.began += 1
        self.status = EmbedStatus("running")

    def cancel(self) -> None:
        self.status = EmbedStatus("cancelled", 5, 9)


def test_work_that_begins_by_itself_is_in_the_list() -> None:
    jobs, work = Jobs(), Background(EmbedStatus("idle"))
    jobs.follow("j7", "embed", lambda: work.status, work.cancel, work.start)
    assert jobs.all() == []
    work.status = EmbedStatus("running", 3, 9)
    (job,) = jobs.running()
    assert (job.title, job.stage, job.done, job.total) == ("j7", "embed", 3, 9)
    job.stop()
    assert jobs.running() == [] and jobs.all() == [job] and job.state == "cancelled"
    assert job.go_on is not None
    job.go_on()
    (again,) = jobs.running()
    assert work.began == 1 and again is not job
    work.status = EmbedStatus("failed", error="It broke.")
    assert [each.state for each in jobs.all()] == ["failed", "cancelled"]
    assert jobs.all()[0].error == "It broke."
    work.start()
    assert len(jobs.running()) == 1
    work.status = EmbedStatus("idle", error="no model for these texts")
    assert len(jobs.all()) == 2, "nothing was to be done: it is no work"


WORKS = """
import sys, time
from pathlib import Path
from topicllama.ui.jobs import Jobs
jobs = Jobs(Path(sys.argv[1]))
jobs.start("jobs_export", lambda task: None)
while jobs.running():
    time.sleep(0.01)
job = jobs.start("jobs_train", lambda task: time.sleep(60), topic=3)
print(job.id, flush=True)
time.sleep(60)
"""


def test_work_of_a_process_that_was_killed_is_listed_once(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKS, str(tmp_path / "jobs")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert Jobs(tmp_path / "jobs").all() == [], "another server is at it"
        process.kill()
    jobs = Jobs(tmp_path / "jobs")
    (job,) = jobs.all()
    assert (job.id, job.title, job.state, job.values) == (
        name, "jobs_train", "interrupted", {"topic": 3},
    )  # fmt: skip
    assert not job.running and jobs.get(name) is job and not list((tmp_path / "jobs").iterdir())
    assert Jobs(tmp_path / "jobs").all() == []


def test_a_clock_that_is_set_changes_no_duration(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job("j", lambda: None)
    job.progress("train", 0, 10)
    before = time.time()
    monkeypatch.setattr(time, "time", lambda: before - 86_400)
    job.progress("train", 5, 10)
    assert 0 <= job.seconds < 60 and job.seconds_left is not None and 0 <= job.seconds_left < 60
    job.end("done")
    assert 0 <= job.seconds < 60
