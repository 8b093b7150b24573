"""All topics, as cards or as a table, with what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...tools.action_wording import action_words
from ...tools.chinese_messages import in_language
from ...tools.choice import Choice
from ...tools.topic_model import Topic, TopicModel
from ...tools.updating import outdated
from ...tools.wording import why
from ..page_html import empty, esc, link
from ..text import say
from .jobs import running_cards
from .topics_dialogs import dialogs, find_button, name_button
from .topics_marks import (
    Beside,
    beside,
    direction,
    documents,
    dot,
    label_of,
    mood,
    name_with_pencil,
    percent,
    source,
    spark,
)
from .visit import Visit

SORTS = ("share", "label", "trend", "sentiment")
_WORDS = 8


def topics_list(visit: Visit) -> str:
    """The whole view, or the part of it that a filter changes."""
    model = visit.workspace.model
    if model is None:
        return _none(visit)
    known = beside(visit, wait=visit.part == "results")
    if visit.part == "results":
        return _results(visit, model, known)
    language = visit.language
    return (
        f'<div class="tl-topics-view" data-script="view_topics.js"{script_words(language)}>'
        f'<div class="tl-head"><div><h1 tabindex="-1">{say("topics_title", language)}</h1>'
        f"<p>{esc(reason(model, language))}</p></div>"
        f'<div class="tl-tools">{undo_button(model, language)}{name_button(language)}'
        f"{find_button(language, again=True)}</div></div>"
        f"{running_cards(visit.room, language)}{_notes(visit, model)}"
        f"{_filter(visit, known)}{_results(visit, model, known)}"
        f"{_merge_bar(language)}{_no_moods(visit, known)}{dialogs(visit)}</div>"
    )


def script_words(language: str) -> str:
    """What static/view_topics.js says."""
    said = {
        "working": "topics_working", "merge-n": "topics_merge_n", "one": "topics_selected_one",
        "many": "topics_selected",
    }  # fmt: skip
    return "".join(f' data-{name}="{esc(say(key, language))}"' for name, key in said.items())


def reason(model: TopicModel, language: str) -> str:
    """Why there are so many topics, as they were found."""
    number = say("topics_why_no", language, n=model.num_topics,
                 documents=f"{len(model.document_ids):,}")  # fmt: skip
    choice = model.parameters.get("choice")
    said = why(Choice.from_json(choice), language) if choice else model.why
    if not said or model.num_topics != (choice or {}).get("num_topics", model.num_topics):
        return number  # topics were merged or split since
    return f"{number}{'' if language == 'zh' else ' '}{said}"


def undo_button(model: TopicModel, language: str) -> str:
    if not model.parent:
        return ""
    what = action_words(model.action, language)
    return (
        f'<button type="button" class="tl-button" data-do="undo"'
        f' title="{esc(say("topics_undo_what", language, what=what))}"'
        f' data-mild data-confirm="{esc(say("topics_undo_question", language, what=what))}"'
        f' data-yes="{say("topics_undo_yes", language)}">{say("topics_undo", language)}</button>'
    )


# without topics ------------------------------------------------------------------------------


def _none(visit: Visit) -> str:
    language, corpus = visit.language, visit.workspace.corpus
    count = len(corpus)
    if not count:
        ways = (
            link("#/data", say("topics_to_data", language)),
            *(_demo(name, language) for name in ("load_demo", "load_demo_zh")),
        )
        return empty(
            say("topics_nothing", language),
            say("topics_nothing_about", language),
            f'<div class="tl-tools tl-topic-centred">{"".join(ways)}</div>',
        )
    nothing = empty(
        say("topics_none", language),
        say("topics_none_about", language, n=f"{count:,}"),
        find_button(language, again=False),
    )
    running = running_cards(visit.room, language)
    return (
        f'<div class="tl-topics-view" data-script="view_topics.js"{script_words(language)}>'
        f"{running}{nothing}{dialogs(visit)}</div>"
    )


def _demo(key: str, language: str) -> str:
    asks = say("ask_" + key, "zh" if key.endswith("zh") else language)
    return (
        f'<button type="button" class="tl-button" name="ask" value="{esc(asks)}">'
        f"{say(key, language)}</button>"
    )


# above the list ------------------------------------------------------------------------------


def _notes(visit: Visit, model: TopicModel) -> str:
    language = visit.language
    notes = []
    if old := outdated(model, visit.workspace.corpus):
        told = in_language(old, language)
        notes.append(
            f'{esc(told)} <button type="button" class="tl-button" data-preview="update">'
            f"{say('topics_update', language)}</button>"
        )
    if told := _augmented(visit):
        notes.append(esc(told))
    return "".join(f'<p class="tl-card tl-topics-note">{note}</p>' for note in notes)


def _no_moods(visit: Visit, known: Beside) -> str:
    """Below the list: what is missing, and how to get it."""
    measuring = any(job.title == "jobs_sentiment" for job in visit.room.jobs.running())
    if known.measured or measuring:
        return ""
    return (
        f'<p class="tl-topics-mood">{say("topics_mood_about", visit.language)}'
        f'<button type="button" class="tl-button" data-do="measure-mood">'
        f"{say('topics_measure_mood', visit.language)}</button></p>"
    )


def _augmented(visit: Visit) -> str:
    """What came of the additional texts, when that was the last work on the topics."""
    works = ("jobs_train", "jobs_augment", "jobs_label")
    last = next((job for job in visit.room.jobs.all() if job.title in works), None)
    result = last.result if last is not None else None
    if not isinstance(result, dict) or "augmented" not in result:
        return ""
    return str(result["augmented"][visit.language])


def _filter(visit: Visit, known: Beside) -> str:
    language, chosen = visit.language, _sort(visit)
    options = "".join(
        f'<option value="{sort}"{" selected" if sort == chosen else ""}'
        f"{'' if _can_sort(sort, known) else ' disabled'}>{say('topics_sort_' + sort, language)}"
        "</option>"
        for sort in SORTS
    )
    shapes = "".join(
        f'<label><input type="radio" name="show" value="{value}"'
        f"{' checked' if (value == 'table') == (visit.get('show') == 'table') else ''}>"
        f"<span>{say(key, language)}</span></label>"
        for value, key in (("", "topics_cards"), ("table", "topics_table"))
    )
    return (
        f'<form data-filter class="tl-topics-filter" role="search">'
        f'<input type="search" name="q" value="{esc(visit.get("q"))}" autocomplete="off"'
        f' aria-label="{say("topics_filter", language)}"'
        f' placeholder="{say("topics_filter_hint", language)}">'
        f'<label class="tl-topic-inline">{say("topics_sort", language)}'
        f' <select name="sort">{options}</select></label>'
        '<fieldset class="tl-topic-switch"><legend class="tl-unseen">'
        f"{say('topics_show', language)}</legend>{shapes}</fieldset></form>"
    )


def _can_sort(sort: str, known: Beside) -> bool:
    if sort == "trend":
        return known.trends is None or bool(known.trends.chart)
    return sort != "sentiment" or known.measured


def _sort(visit: Visit) -> str:
    return visit.get("sort") if visit.get("sort") in SORTS else "share"


# the list ------------------------------------------------------------------------------------


def ordered(model: TopicModel) -> list[Topic]:
    """As they are listed everywhere: largest first."""
    return sorted(model.topics, key=lambda topic: (-topic.share, topic.id))


def _order(sort: str, known: Beside, language: str) -> Callable[[Topic], tuple[object, ...]]:
    keys: dict[str, Callable[[Topic], tuple[object, ...]]] = {
        "share": lambda topic: (-topic.share,),
        "label": lambda topic: (label_of(topic, language).casefold(),),
        "trend": lambda topic: (-known.change(topic.id), -topic.share),
        "sentiment": lambda topic: (
            known.mean(topic.id) is None, known.mean(topic.id) or 0.0, -topic.share
        ),
    }  # fmt: skip
    return keys[sort]


def _results(visit: Visit, model: TopicModel, known: Beside) -> str:
    language, query = visit.language, visit.get("q").strip()
    topics = sorted(ordered(model), key=_order(_sort(visit), known, language))
    shown = [topic for topic in topics if _matches(topic, query.casefold())]
    make = _table if visit.get("show") == "table" else _cards
    later = ' data-poll="0.05"' if known.later else ""
    return (
        f'<section data-part="results"{later} aria-live="polite">'
        f'<p class="tl-quiet tl-topics-count">{_count(len(shown), len(topics), language)}'
        f"{say('topics_how_merge', language) if len(shown) > 1 else ''}</p>"
        f"{make(shown, known, visit) if shown else _no_match(query, language)}</section>"
    )


def _matches(topic: Topic, query: str) -> bool:
    texts = (topic.label, *topic.labels.values(), *topic.keywords, topic.description)
    return all(any(word in text.casefold() for text in texts) for word in query.split())


def _count(shown: int, every: int, language: str) -> str:
    end = "。" if language == "zh" else ". "
    if shown != every:
        return say("topics_count_of", language, n=shown, all=every) + end
    key = "topics_count_one" if every == 1 else "topics_count"
    return say(key, language, n=every) + end


def _no_match(query: str, language: str) -> str:
    return f'<p class="tl-empty">{esc(say("topics_no_match", language, query=query))}</p>'


def _tick(topic: Topic, language: str) -> str:
    label = esc(say("topics_tick", language, id=topic.id, label=label_of(topic, language)))
    return (
        f'<input type="checkbox" class="tl-topic-tick" value="{topic.id}" aria-label="{label}"'
        f' title="{label}">'
    )


def _cards(topics: Sequence[Topic], known: Beside, visit: Visit) -> str:
    largest = max(topic.share for topic in topics) or 1.0
    cards = "".join(_card(topic, known, largest, visit.language) for topic in topics)
    return f'<ul class="tl-topic-cards" data-list>{cards}</ul>'


def _card(topic: Topic, known: Beside, largest: float, language: str) -> str:
    share = say("topics_share", language, share=percent(topic.share))
    words = "、" if language == "zh" else ", "
    trend = direction(known, topic.id, language)
    line = spark(known, topic.id, language)
    return (
        f'<li class="tl-card tl-topic-card" style="--topic:{topic.id}">'
        f"<h2>{_tick(topic, language)}{dot(topic.id)}"
        f"{name_with_pencil(topic, language, link=True)}</h2>"
        f'<p class="tl-topic-figures"><b>{esc(share)}</b> ·'
        f" {documents(topic.documents, language)}</p>"
        f'<span class="tl-share" aria-hidden="true"><i style="width:{topic.share / largest:.1%}">'
        f'</i></span><p class="tl-topic-keywords">'
        f"{esc(words.join(topic.keywords[:_WORDS]))}</p>"
        f'<div class="tl-topic-foot">{line}{f"<small>{esc(trend)}</small>" if trend else ""}'
        f"<small>{source(topic, language)}</small>{mood(known, topic.id, language)}</div></li>"
    )


def _table(topics: Sequence[Topic], known: Beside, visit: Visit) -> str:
    language = visit.language
    heads = ["label", "share", "documents", "keywords", "trend", "mood"]
    if known.trends is not None and not known.trends.chart:
        heads.remove("trend")
    if known.moods is None:
        heads.remove("mood")
    numbers = ("share", "documents")
    head = "".join(
        f'<th scope="col"{" class=tl-number" if name in numbers else ""}>'
        f"{say('topics_col_' + name, language)}</th>"
        for name in heads
    )
    rows = "".join(_row(topic, known, heads, language) for topic in topics)
    return (
        f'<div class="tl-scroll" tabindex="0" role="region"'
        f' aria-label="{say("topics_title", language)}"><table class="tl-table tl-topic-table">'
        f"<thead><tr>{head}</tr></thead><tbody data-list>{rows}</tbody></table></div>"
    )


def _row(topic: Topic, known: Beside, heads: Sequence[str], language: str) -> str:
    cells = {
        "label": f"{_tick(topic, language)}{dot(topic.id)}"
        f"{name_with_pencil(topic, language, link=True)}",
        "share": percent(topic.share),
        "documents": f"{topic.documents:,}",
        "keywords": esc(("、" if language == "zh" else ", ").join(topic.keywords[:_WORDS])),
        "trend": f"{spark(known, topic.id, language)}"
        f"<small>{esc(direction(known, topic.id, language))}</small>",
        "mood": mood(known, topic.id, language),
    }
    made = "".join(
        f'<td class="tl-number">{cells[name]}</td>'
        if name in ("share", "documents")
        else f'<td class="tl-topic-col-{name}">{cells[name]}</td>'
        for name in heads[1:]
    )
    return f'<tr><th scope="row"><div class="tl-topic-cell">{cells["label"]}</div></th>{made}</tr>'


def _merge_bar(language: str) -> str:
    """Comes up when topics are ticked."""
    return (
        '<div class="tl-topic-merge-bar" role="region" hidden'
        f' aria-label="{esc(say("topics_selected_one", language))}"><span></span>'
        f'<button type="button" class="tl-button" data-unselect>'
        f"{say('topics_unselect', language)}</button>"
        f'<button type="button" class="tl-button tl-primary" data-preview="merge" disabled>'
        f"{say('topics_merge', language)}</button></div>"
    )
