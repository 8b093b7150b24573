"""The list of long work: what is under way, how far it is, and what ended lately.

Other views put :func:`running_cards` at their top; static/jobs.js keeps the cards up to date.
"""

from __future__ import annotations

import time

from starlette.responses import JSONResponse, Response

from ...tools.chinese_messages import in_language
from ...tools.errors import TopicLlamaError
from ..durations import duration, time_left
from ..jobs import Job
from ..page_html import esc
from ..page_steps import stage_name
from ..rooms import Room
from ..text import known, say
from .visit import Done, Sent, View, Visit

_GB = 1e9


def render(visit: Visit) -> str:
    language = visit.language
    jobs = visit.room.jobs.all()
    ended = [job for job in jobs if not job.running]
    shown = "".join(job_card(job, language, can_go_on=_latest(job, jobs)) for job in ended)
    lately = f'<h2>{say("jobs_ended", language)}</h2><div class="tl-job-list">{shown}</div>'
    restart = say("jobs_restart", language)
    if visit.room.status.embedder is not None:
        restart += f" {say('jobs_goes_on', language)}"
    return (
        f'<div class="tl-head"><div><h1 tabindex="-1">{say("view_jobs", language)}</h1>'
        f"<p>{say('jobs_about', language)}</p></div></div>"
        f"{running_cards(visit.room, language, none=say('jobs_none', language))}"
        f"{lately if ended else ''}"
        f'<p class="tl-quiet tl-jobs-restart">{restart}</p>'
    )


def running_cards(room: Room, language: str, *, none: str = "") -> str:
    """The cards of what runs; ``none`` is said when nothing does."""
    cards = "".join(job_card(job, language) for job in room.jobs.running())
    empty = f'<p class="tl-quiet" data-none>{none}</p>' if none else ""
    return f'<div class="tl-job-list" data-part="jobs">{cards or empty}</div>'


def job_card(job: Job, language: str, *, can_go_on: bool = False) -> str:
    """Parts that change while it runs are marked ``data-live``: the script replaces them alone, so
    that the focus stays on the button."""
    title = esc(job_title(job, language))
    state = "stopping" if job.running and job.stopping else job.state
    return (
        f'<section class="tl-card tl-job tl-job-{state}" data-job="{job.id}" data-state="{state}"'
        f' aria-label="{title}"><div class="tl-job-head"><h3>{title}</h3>'
        f"{_button(job, state, title, language, can_go_on)}</div>"
        f"{_bar(job, title) if job.running else ''}"
        f'<p class="tl-job-words" data-live="words">{esc(_words(job, state, language))}</p>'
        "</section>"
    )


def job_title(job: Job, language: str) -> str:
    return say(job.title, language, **job.values) if known(job.title) else job.title


def _button(job: Job, state: str, title: str, language: str, can_go_on: bool) -> str:
    if state == "running":
        action, words = "cancel", "jobs_cancel"
    elif can_go_on and job.go_on is not None and state in ("stopping", "cancelled", "failed"):
        action, words = "go-on", "jobs_go_on"
    else:
        return ""
    named = say(words + "_named", language, title=title)
    return (
        f'<button type="button" class="tl-button" id="{action}-{job.id}" data-do="{action}"'
        f' data-view="jobs" data-id="{job.id}" aria-label="{named}">{say(words, language)}</button>'
    )


def _bar(job: Job, title: str) -> str:
    value = f' max="{job.total}" value="{min(job.done, job.total)}"' if job.total else ""
    return f'<progress class="tl-bar" data-live="bar" aria-label="{title}"{value}></progress>'


# words ---------------------------------------------------------------------------------------


def _words(job: Job, state: str, language: str) -> str:
    if state == "stopping":
        return say("jobs_stopping", language)
    if job.running:
        return _progress(job, language)
    if state == "interrupted":
        return say("jobs_interrupted", language)
    took, error = duration(job.seconds, language), in_language(job.error, language)
    said = say("jobs_" + state, language, time=took, error=error)
    return f"{said} · {_ago(time.monotonic() - job.ended, language)}"


def _progress(job: Job, language: str) -> str:
    if not job.stage:
        return say("jobs_waiting", language)
    colon = "：" if language == "zh" else ": "
    stage = stage_name(job.stage, language)
    stage = stage[:1].upper() + stage[1:]
    far = _how_far(job, language)
    words = [stage + colon + far if far else stage]
    left = job.seconds_left
    if left is not None and job.seconds >= 3:
        words.append(time_left(left, language))
    return " · ".join(words)


def _how_far(job: Job, language: str) -> str:
    if job.stage == "pull" and job.total:
        done, total = (f"{n / _GB:.2f}" for n in (job.done, job.total))
        return say("jobs_bytes", language, done=done, total=total)
    if job.stage == "read" and job.total:  # counted in bytes
        return f"{min(job.done / job.total, 1):.0%}"
    if job.total:
        return say("jobs_of", language, done=f"{job.done:,}", total=f"{job.total:,}")
    return f"{job.done:,}" if job.done else ""


def _ago(seconds: float, language: str) -> str:
    if seconds < 60:
        return say("jobs_just_now", language)
    return say("jobs_ago", language, time=duration(seconds, language))


# what the script asks ------------------------------------------------------------------------


def running(visit: Visit) -> Response:
    """What runs, and how those of the parameter ``known`` stand that ran when it asked last."""
    language, jobs = visit.language, visit.room.jobs.all()
    asked = visit.get("known").split(",")
    told = [job for job in jobs if job.running or job.id in asked]
    count = sum(job.running for job in told)
    return JSONResponse(
        {
            "running": count,
            "words": say("jobs_running_n", language, n=count),
            "label": say("jobs_show", language, n=count),
            "jobs": [_told(job, language, jobs) for job in told],
        }
    )


def _told(job: Job, language: str, jobs: list[Job]) -> dict[str, str]:
    title, error = job_title(job, language), in_language(job.error, language)
    said = "" if job.running else say("jobs_said_" + job.state, language, title=title, error=error)
    html = job_card(job, language, can_go_on=_latest(job, jobs))
    return {"id": job.id, "title": job.title, "state": job.state, "said": said, "html": html,
            "chat": str(job.values.get("chat", ""))}  # fmt: skip


def _latest(job: Job, jobs: list[Job]) -> bool:
    """Whether it is the newest of its kind: only that one can go on."""
    return next(each for each in jobs if each.title == job.title) is job


def _cancel(visit: Visit, sent: Sent) -> Done:
    job = _job(visit, sent)
    job.stop()
    return Done(reload=False, changed=False, data={"job": job.id})


def _go_on(visit: Visit, sent: Sent) -> Done:
    job = _job(visit, sent)
    if job.go_on is not None:
        job.go_on()
    return Done(changed=False, data={"job": job.id})


def _job(visit: Visit, sent: Sent) -> Job:
    job = visit.room.jobs.get(str(sent.get("id", "")))
    if job is None:
        raise TopicLlamaError(say("jobs_gone", visit.language))
    return job


VIEW = View("jobs", render, {"cancel": _cancel, "go-on": _go_on}, {"running": running})
