"""The page of one topic: what it is about, documents that show it, its words, its neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...tools.chinese_messages import in_language
from ...tools.errors import TopicLlamaError
from ...tools.results import Neighbour, TopicPassage, TopicsResult
from ...tools.topic_model import Topic, TopicModel
from ..page_html import empty, esc, link
from ..text import say
from .jobs import running_cards
from .topic_time import over_time
from .topic_word_bars import word_bars
from .topics_dialogs import has_llama, preview_dialog
from .topics_list import ordered, script_words, undo_button
from .topics_marks import (
    Beside,
    beside,
    documents,
    dot,
    label_of,
    mood,
    name_with_pencil,
    percent,
    source,
)
from .topics_work import llama
from .visit import Done, Sent, Visit


def topic_page(visit: Visit) -> str:
    model = visit.workspace.require_model()
    topic = next((one for one in model.topics if str(one.id) == visit.path), None)
    if topic is None:
        return _gone(visit)
    if visit.part == "told":
        return _told(visit, model, topic)
    language = visit.language
    return (
        f'<div class="tl-topics-view tl-topic-page" data-script="view_topics.js"'
        f' data-at="{topic.id}" style="--topic:{topic.id}"{script_words(language)}>'
        f"{_head(model, topic, language)}{running_cards(visit.room, language)}"
        f'<div class="tl-topic-columns">{_story(visit, model, topic)}'
        f'<div class="tl-topic-side">{word_bars(visit, model, topic)}</div></div>'
        f"{preview_dialog(language)}</div>"
    )


def _gone(visit: Visit) -> str:
    language = visit.language
    return empty(
        esc(say("topics_gone", language, id=visit.path[:40])),
        say("topics_gone_about", language),
        link("#/topics", say("topics_all", language)),
    )


# head ----------------------------------------------------------------------------------------


def _head(model: TopicModel, topic: Topic, language: str) -> str:
    topics = ordered(model)
    rank = topics.index(topic)
    before = topics[rank - 1] if rank else None
    after = topics[rank + 1] if rank + 1 < len(topics) else None
    other = topic.labels.get("en" if language == "zh" else "zh", "")
    shown = label_of(topic, language)
    second = f'<p class="tl-quiet">{esc(other)}</p>' if other and other != shown else ""
    place = say("topics_place", language, rank=rank + 1, n=len(topics))
    share = say("topics_share", language, share=percent(topic.share))
    return (
        f'<nav class="tl-topic-nav" aria-label="{say("topics_title", language)}">'
        f'<a href="#/topics">{say("topics_all", language)}</a>'
        f"{_step(before, 'topics_previous', '←', language)}"
        f"{_step(after, 'topics_next', '→', language)}"
        f'</nav><div class="tl-head"><div><h1 tabindex="-1">{dot(topic.id)}'
        f"{name_with_pencil(topic, language, link=False)}</h1>{second}"
        f"<p><b>{esc(share)}</b> · {documents(topic.documents, language)} · {place} ·"
        f" {source(topic, language)}</p></div>"
        f'<div class="tl-tools">{_tools(model, topic, language)}</div></div>'
    )


def _step(topic: Topic | None, key: str, arrow: str, language: str) -> str:
    if topic is None:
        return f'<span class="tl-topic-step" aria-hidden="true">{arrow}</span>'
    said = esc(say(key, language, label=label_of(topic, language)))
    return (
        f'<a class="tl-topic-step" href="#/topics/{topic.id}" aria-label="{said}" title="{said}">'
        f"{arrow}</a>"
    )


def _tools(model: TopicModel, topic: Topic, language: str) -> str:
    number, asks = topic.id, esc(say("topics_ask_words", language, id=topic.id))
    alone = " disabled" if model.num_topics == 1 else ""
    return (
        f'<button type="button" class="tl-button tl-primary" name="ask" value="{asks}">'
        f"{say('topics_ask', language)}</button>"
        f'<a class="tl-button" href="#/documents?topic={number}">'
        f"{say('topics_its_documents', language)}</a>"
        f'<a class="tl-button" href="#/map?topic={number}">{say("topics_on_map", language)}</a>'
        f'<a class="tl-button" href="#/trends?topic={number}">{say("topics_in_trends", language)}'
        f'</a><button type="button" class="tl-button" data-preview="split"'
        f' data-topics="{number}">{say("topics_split", language)}</button>'
        f'<button type="button" class="tl-button" data-preview="delete"'
        f' data-topics="{number}"{alone}>{say("topics_delete", language)}</button>'
        f"{undo_button(model, language)}"
    )


# what it is about ------------------------------------------------------------------------------


def _story(visit: Visit, model: TopicModel, topic: Topic) -> str:
    """The part that takes longest. For a large corpus whose trends are not worked out yet it
    follows the page."""
    if not beside(visit).later:
        return _told(visit, model, topic)
    language = visit.language
    return (
        '<div class="tl-topic-main" data-part="told" data-poll="0.05">'
        f"<h2>{say('topics_about', language)}</h2><p>{esc(topic.description)}</p>"
        f'<p class="tl-quiet" role="status">{say("topics_working_time", language)}</p></div>'
    )


def _told(visit: Visit, model: TopicModel, topic: Topic) -> str:
    result = visit.toolbox().show_topics(str(topic.id))
    known = beside(visit, wait=True)
    return (
        f'<div class="tl-topic-main" data-part="told">{_explanation(visit, topic, result)}'
        f"{_passages(result, visit.language)}{over_time(known.trends, topic.id, visit.language)}"
        f"{_mood(known, topic, visit.language)}{_neighbours(model, topic, result, visit.language)}"
        "</div>"
    )


def _explanation(visit: Visit, topic: Topic, result: TopicsResult, failed: str = "") -> str:
    language = visit.language
    by_llama = result.explained_by == "llama"
    described = topic.description if topic.label_source == "llama" and not by_llama else ""
    paragraphs = "".join(f"<p>{esc(part)}</p>" for part in result.explanation.split("\n\n") if part)
    by = "topics_explained_by_llama" if by_llama else "topics_explained_by_figures"
    button = (
        f'<button type="button" class="tl-button" data-do="explain" data-topic="{topic.id}">'
        f"{say('topics_explain', language)}</button>"
        if has_llama(visit) and not by_llama
        else ""
    )
    note = in_language(result.note, language)
    outdated = f'<p class="tl-card tl-topics-note">{esc(note)}</p>' if note else ""
    return (
        f'<section data-part="explanation"><h2>{say("topics_about", language)}</h2>'
        f"{f'<p><b>{esc(described)}</b></p>' if described else ''}{paragraphs}"
        f"{f'<p class=tl-problem>{failed}</p>' if failed else ''}"
        f'<p class="tl-quiet tl-topic-explained">{say(by, language)} {button}</p>{outdated}'
        "</section>"
    )


def explain(visit: Visit, sent: Sent) -> Done:
    """The explanation once more, by the Llama."""
    model = visit.workspace.require_model()
    found = llama(visit.workspace)
    if found is None:
        raise TopicLlamaError("No Llama answers now.", "Start Ollama, or see the models view.")
    topic = model.topic(int(sent.get("topic", -1)))
    result = visit.toolbox(llm=found).show_topics(str(topic.id))
    failed = "" if result.explained_by == "llama" else say("topics_no_explanation", visit.language)
    html = _explanation(visit, topic, result, failed)
    return Done(part="explanation", html=html, reload=False, changed=False)


def _passages(result: TopicsResult, language: str) -> str:
    if not result.representative:
        return ""
    shown = "".join(_passage(passage, language) for passage in result.representative)
    return (
        f"<section><h2>{say('topics_shown_by', language)}</h2><div data-list"
        f' class="tl-topic-passages">{shown}</div></section>'
    )


def _passage(found: TopicPassage, language: str) -> str:
    facts = [found.date, say("topics_weight", language, weight=f"{found.weight:.0%}")]
    first, last = found.quote_start - found.start, found.quote_end - found.start
    if not 0 <= first < last <= len(found.passage):
        first = last = 0
    quote = f"<mark>{esc(found.passage[first:last])}</mark>" if last else ""
    opens = esc(say("topics_open", language, title=found.title))
    return (
        f'<article class="tl-card"><h3><button type="button" class="tl-topic-button" name="open"'
        f' value="{esc(found.id)}" title="{opens}">{esc(found.title)}</button></h3>'
        f'<p lang="">{esc(found.passage[:first])}{quote}{esc(found.passage[last:])}</p>'
        f"<small>{esc(' · '.join(filter(None, facts)))}</small></article>"
    )


def _mood(known: Beside, topic: Topic, language: str) -> str:
    title = f"<h2>{say('topics_col_mood', language)}</h2>"
    if not known.measured:
        return (
            f"<section>{title}<p>{say('topics_mood_about', language)}</p>"
            f'<button type="button" class="tl-button" data-do="measure-mood">'
            f"{say('topics_measure_mood', language)}</button></section>"
        )
    found: Mapping[str, Any] = (known.moods or {}).get(topic.id, {})
    if not found.get("documents"):
        return ""
    said = say("topics_mood", language, negative=percent(found["negative"]),
               positive=percent(found["positive"]))  # fmt: skip
    return (
        f"<section>{title}<p>{said}</p>{mood(known, topic.id, language)}"
        f'<p class="tl-quiet"><small>{say("topics_mood_read", language)}</small></p></section>'
    )


def _neighbours(model: TopicModel, topic: Topic, result: TopicsResult, language: str) -> str:
    if not result.neighbours:
        return ""
    rows = "".join(_neighbour(model, topic, near, language) for near in result.neighbours)
    return (
        f"<section><h2>{say('topics_neighbours', language)}</h2><ul class='tl-topic-near'>{rows}"
        f'</ul><p class="tl-quiet"><small>{say("topics_distance", language)}</small></p></section>'
    )


def _neighbour(model: TopicModel, topic: Topic, near: Neighbour, language: str) -> str:
    other = model.topic(near.id)
    words = esc(("、" if language == "zh" else ", ").join(near.shared[:5]))
    both = say("topics_both", language, words=words) if words else ""
    return (
        f'<li class="tl-card"><a href="#/topics/{near.id}">{dot(near.id)}'
        f"{esc(label_of(other, language))}</a> <small class='tl-quiet'>"
        f"{say('topics_apart', language, distance=f'{1 - near.similarity:.2f}')}"
        f"{' · ' if both else ''}{both}</small>"
        f'<button type="button" class="tl-button" data-preview="merge"'
        f' data-topics="{topic.id},{near.id}">'
        f"{say('topics_merge_with', language, id=near.id)}</button></li>"
    )
