"""Long jobs: progress, cancel, what is said of a failure."""

from __future__ import annotations

import threading

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.progress import Task
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
    assert job.seconds_left is not None and jobs.running() == [job]
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
    job.cancel()
    assert ended(job).state == "cancelled"

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
