"""The view of the map: its frame; static/view_map.js draws the documents into it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ...tools.chinese_messages import in_language
from ...tools.document_map import placed, why_not_by_meaning
from ...tools.progress import Task
from ...tools.topic_model import Topic, TopicModel
from ..page_html import esc
from ..text import say
from ..text_map import TEXTS
from .jobs import running_cards
from .map_points import document, drawn, matching, points
from .map_selected import find, select
from .map_tools import figure, filters
from .visit import Done, Sent, View, Visit

_JOB = "jobs_map"


def render(visit: Visit) -> str:
    model = visit.workspace.require_model()
    source = _source(visit)
    return (
        f'<div class="tl-map" data-script="view_map.js" data-source="{source}"'
        f' data-texts="{esc(json.dumps(_texts(visit.language), ensure_ascii=False))}">'
        f"{_head(visit, source)}{_notes(visit, model, source)}"
        f'<div class="tl-map-body"><div class="tl-map-main">{figure(visit.language, source)}</div>'
        '<aside class="tl-map-side">'
        '<section class="tl-card tl-map-chosen" aria-live="polite" hidden></section>'
        f"{filters(visit.language)}{_topics(model, visit.language)}"
        "</aside></div></div>"
    )


def _texts(language: str) -> dict[str, str]:
    return {
        key.removeprefix("map_js_"): say(key, language)
        for key in TEXTS
        if key.startswith("map_js_")
    }


# by topics or by meaning ---------------------------------------------------------------------


def _source(visit: Visit) -> str:
    """As asked for; else by meaning where that was arranged before, which is looked up in vectors
    only when there may be such a map."""
    asked = visit.get("source")
    if asked == "topics" or not _arranged(visit):
        return "topics"
    return drawn(visit.workspace, "meaning" if asked == "meaning" else "auto").placed.source


def _arranged(visit: Visit) -> bool:
    return any(visit.workspace.folder("index").glob("map-*"))


def _head(visit: Visit, source: str) -> str:
    language = visit.language
    return (
        f'<div class="tl-head"><div><h1 tabindex="-1">{say("map_title", language)}</h1>'
        f"<p>{say(f'map_about_{source}', language)}</p></div>{_choice(visit, source)}</div>"
    )


def _choice(visit: Visit, source: str) -> str:
    """Both arrangements, once there are both."""
    if not _arranged(visit) or why_not_by_meaning(visit.workspace):
        return ""
    links = "".join(
        f'<a class="tl-button" href="#/map?source={name}"'
        f"{' aria-current=true' if name == source else ''}>{say(f'map_by_{name}', visit.language)}"
        "</a>"
        for name in ("topics", "meaning")
    )
    named = say("map_sources", visit.language)
    return f'<nav class="tl-map-sources" aria-label="{named}">{links}</nav>'


def _notes(visit: Visit, model: TopicModel, source: str) -> str:
    language = visit.language
    notes = [say("map_one_topic", language)] if model.num_topics == 1 else []
    if len(model.document_ids) == 1:
        notes = [say("map_one_document", language)]
    said = "".join(f'<p class="tl-quiet">{words}</p>' for words in notes)
    if source == "topics" and not notes:
        said = _why_topics(visit)
    return f'<div class="tl-map-notes">{said}</div>' if said else ""


def _why_topics(visit: Visit) -> str:
    language, why = visit.language, why_not_by_meaning(visit.workspace)
    if any(job.title == _JOB for job in visit.room.jobs.running()):
        return running_cards(visit.room, language)
    if why:
        told = in_language(why, language)
        link = f'<a href="#/models">{say("map_to_models", language)}</a>'
        return f'<p class="tl-quiet">{esc(told)} {link}</p>'
    if _arranged(visit):
        return ""
    return (
        f'<p class="tl-quiet">{say("map_make_about", language)} '
        f'<button type="button" class="tl-button" data-do="arrange">{say("map_make", language)}'
        "</button></p>"
    )


def arrange(visit: Visit, sent: Sent) -> Done:
    """Begin to arrange the map by meaning; the page shows it when the job is done."""
    jobs, workspace = visit.room.jobs, visit.workspace
    running = [job for job in jobs.running() if job.title == _JOB]

    def work(task: Task) -> int:
        return len(placed(workspace, "meaning", task).together.ids)

    job = running[0] if running else jobs.start(_JOB, work)
    return Done(say("map_making", visit.language), changed=False, data={"job": job.id})


# topics --------------------------------------------------------------------------------------


def _topics(model: TopicModel, language: str) -> str:
    ordered = sorted(model.topics, key=lambda topic: (-topic.share, topic.id))
    return (
        f'<details open class="tl-card"><summary><h2>{say("map_topics", language)}</h2></summary>'
        f'<p class="tl-quiet">{say("map_topics_about", language)}</p>'
        f'<ul class="tl-map-topics" data-list>{_entries(ordered, language)}</ul></details>'
    )


def _entries(topics: Sequence[Topic], language: str) -> str:
    return "".join(
        f'<li><button type="button" data-topic="{topic.id}" aria-pressed="false">'
        f'<i class="tl-dot" style="--topic:{topic.id}"></i>'
        f"<span>{esc(topic.labels.get(language) or topic.label)}</span>"
        f" <b>{topic.documents:,}</b></button></li>"
        for topic in topics
    )


VIEW = View(
    "map",
    render,
    {"arrange": arrange, "select": select, "find": find},
    {"points": points, "document": document, "matching": matching},
)
