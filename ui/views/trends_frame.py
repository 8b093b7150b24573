"""What the tabs of the view of trends share: the head with the tabs, topics, links to documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from ...tools.chinese_messages import in_language
from ...tools.errors import NotReadyError, TopicLlamaError
from ...tools.fields import fields
from ...tools.topic_model import Topic, TopicModel
from ..jobs import Job
from ..page_html import empty, esc
from ..text import say
from .jobs import job_card
from .trends_kept import forget
from .visit import Done, Sent, Visit

TABS = ("", "compare", "sentiment")


def page(visit: Visit, body: str) -> str:
    """The whole view: its head, the tabs and the body of the one that is open."""
    language, here = visit.language, visit.path if visit.path in TABS else ""
    mark = ' aria-current="page"'
    tabs = "".join(
        f'<a href="#/trends{tab and "/"}{tab}"{mark if tab == here else ""}>'
        f"{say('trends_tab_' + (tab or 'time'), language)}</a>"
        for tab in TABS
    )
    return (
        f'<div class="tl-head"><div><h1 tabindex="-1">{say("view_trends", language)}</h1>'
        f"<p>{say('trends_about_' + (here or 'time'), language)}</p></div></div>"
        f'<nav class="tl-tabs" aria-label="{say("trends_tabs", language)}">{tabs}</nav>{body}'
    )


def results(visit: Visit, make: Callable[[], str], name: str = "results") -> str:
    """The part of a tab that its filters change; what goes wrong is said in its place."""
    poll = ""
    try:
        inside = make()
    except NotReadyError:
        raise
    except TopicLlamaError as error:
        what, hint = (in_language(words, visit.language) for words in (error.message, error.hint))
        inside = empty(esc(what), esc(hint), level=2)
    except Waiting as waiting:
        inside, poll = _waiting(waiting.job, visit.language)
    return f'<div data-part="{name}"{poll} aria-live="polite">{inside}</div>'


class Waiting(Exception):  # noqa: N818 - nothing went wrong
    """A job is at it."""

    def __init__(self, job: Job) -> None:
        super().__init__(job.title)
        self.job = job


def ready(found: Any) -> Any:
    """The finding itself; Waiting when it is still a job."""
    if isinstance(found, Job):
        raise Waiting(found)
    return found


def _waiting(job: Job, language: str) -> tuple[str, str]:
    card = job_card(job, language)
    if job.running:
        said = say("trends_waiting", language)
        return f'<p class="tl-quiet" role="status">{said}</p>{card}', ' data-poll="2"'
    again = say("trends_again", language)
    return (
        f'{card}<p><button type="button" class="tl-button" data-do="again">{again}</button></p>',
        "",
    )


def again(visit: Visit, sent: Sent) -> Done:
    """Try anew what was stopped."""
    forget(visit)
    return Done(changed=False)


def has_dates(visit: Visit) -> bool:
    return bool(fields(visit.workspace).first_days.any())


# topics and links ----------------------------------------------------------------------------


def label(topic: Topic, language: str) -> str:
    return topic.labels.get(language, topic.label)


def labels(model: TopicModel, language: str) -> dict[int, str]:
    return {topic.id: label(topic, language) for topic in model.topics}


def largest(model: TopicModel) -> list[Topic]:
    return sorted(model.topics, key=lambda topic: (-topic.share, topic.id))


def dot(topic: int) -> str:
    return f'<i class="tl-dot" style="--topic:{topic}" aria-hidden="true"></i>'


def topic_link(topic: int, names: dict[int, str]) -> str:
    name = esc(names.get(topic, str(topic)))
    return f'<a class="tl-topic-link" href="#/topics/{topic}">{dot(topic)}{name}</a>'


def documents(**wanted: object) -> str:
    """The address of the documents that fit."""
    given = {name: value for name, value in wanted.items() if value not in ("", None)}
    return f"#/documents?{urlencode(given)}" if given else "#/documents"


def opens(one: Mapping[str, Any]) -> str:
    """What a button sends that opens a document, at its passage where there is one."""
    if not one.get("end"):
        return esc(one["id"])
    return esc(json.dumps({name: one[name] for name in ("id", "start", "end")}))


def span(period: str) -> tuple[str, str]:
    """The dates from which and until which a period is: itself, or the days of an ISO week."""
    if "-W" not in period:
        return period, period
    year, week = period.split("-W")
    monday = date.fromisocalendar(int(year), int(week), 1)
    return monday.isoformat(), (monday + timedelta(days=6)).isoformat()


def period_words(period: str) -> str:
    """A period as people write it: a week by its days, the others as they are."""
    if "-W" not in period:
        return period
    monday, sunday = span(period)
    return f"{monday} – {sunday[5:] if sunday[:4] == monday[:4] else sunday}"


def first_of(period: str) -> str:
    """The first day of a period, ISO."""
    return (span(period)[0] + "-01-01")[:10] if len(period) == 4 else (span(period)[0] + "-01")[:10]


def after(period: str) -> str:
    """The first day after a period, ISO."""
    days = 7 if "-W" in period else {4: 366, 7: 31}.get(len(period), 1)
    beyond = (date.fromisoformat(first_of(period)) + timedelta(days=days)).isoformat()
    return beyond if "-W" in period else first_of(beyond[: len(period)])


def percent(share: float) -> str:
    """With a digit after the point where the share is small."""
    return f"{share:.0%}" if share >= 0.0995 or share == 0 else f"{share:.1%}"
