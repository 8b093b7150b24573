"""What was found over time, in words: what rises and falls, bursts, events, and a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...tools.chinese_messages import in_language
from ...tools.results import AnalysisResult
from ..page_html import esc
from ..text import say
from .trends_frame import documents, opens, percent, period_words, span, topic_link
from .visit import Visit

_EVENTS = 8  # that are told at once; the rest folds out
_BURSTS = 12
_WORDS = 6
_SURE = ((0.001, "sure"), (0.01, "hardly"), (0.05, "likely"))


def found_words(
    visit: Visit, found: AnalysisResult, wanted: Sequence[int], names: dict[int, str]
) -> str:
    """Movers and events of all topics, bursts of the topics that are shown first."""
    data, language = found.data, visit.language
    parts = [_moment(data, names, language), _movers(data, names, language)]
    parts += [_bursts(data, wanted, names, language), _events(data, names, language)]
    return "".join(parts) + notes(found, visit)


def notes(found: AnalysisResult, visit: Visit) -> str:
    """What a reader should know, and where to give documents their dates."""
    language = visit.language
    told = in_language(found.note, language)
    undated = found.data.get("undated", 0)
    link = f' <a href="#/data">{say("trends_to_data", language)}</a>' if undated else ""
    return f'<p class="tl-quiet tl-notes">{esc(told)}{link}</p>' if told else ""


# what rises and falls --------------------------------------------------------------------------


def _movers(data: dict[str, Any], names: dict[int, str], language: str) -> str:
    columns = "".join(
        f'<section class="tl-card"><h3>{say("trends_" + key, language)}</h3>'
        f"{_moved(data[key], names, language)}</section>"
        for key in ("rising", "falling")
    )
    if not data["rising"] and not data["falling"]:
        columns = f'<p class="tl-quiet">{say("trends_no_movers", language)}</p>'
        return f"<h2>{say('trends_movers', language)}</h2>{columns}"
    return f'<h2>{say("trends_movers", language)}</h2><div class="tl-two">{columns}</div>'


def _moved(movers: Sequence[dict[str, Any]], names: dict[int, str], language: str) -> str:
    if not movers:
        return f'<p class="tl-quiet">{say("trends_none", language)}</p>'
    items = "".join(
        f"<li>{topic_link(one['topic'], names)}<span>{_change(one, language)}</span></li>"
        for one in movers
    )
    return f'<ul class="tl-movers">{items}</ul>'


def _change(one: dict[str, Any], language: str) -> str:
    points = say("trends_change", language, points=f"{100 * one['change']:+.1f}".replace("-", "−"))
    return f"{points} · {sure(one['p'], language)}"


def sure(p: float, language: str) -> str:
    """A p value in plain words, with the value."""
    word = next((word for most, word in _SURE if p < most), "maybe")
    shown = "< 0.001" if p < 0.001 else f"= {p:.3f}" if p < 0.1 else f"= {p:.2f}"
    return f'<span title="p {esc(shown)}">{say(f"trends_p_{word}", language)}</span>'


# bursts ----------------------------------------------------------------------------------------


def _bursts(
    data: dict[str, Any], wanted: Sequence[int], names: dict[int, str], language: str
) -> str:
    found = sorted(data["bursts"], key=lambda one: one["topic"] not in wanted)
    title = f"<h2>{say('trends_bursts', language)}</h2>"
    about = f'<p class="tl-quiet">{say("trends_bursts_about", language)}</p>'
    if not found:
        return f'{title}<p class="tl-quiet">{say("trends_no_bursts", language)}</p>'
    shown, more = ([_burst(one, names, language) for one in part]
                   for part in (found[:_BURSTS], found[_BURSTS:]))  # fmt: skip
    return title + about + _listed("tl-bursts", shown, more, language)


def _burst(one: dict[str, Any], names: dict[int, str], language: str) -> str:
    since, until = span(one["start"])[0], span(one["end"])[1]
    address = esc(documents(topic=one["topic"], since=since, until=until))
    words = esc(comma(language).join(one["words"][:_WORDS]))
    many = say("trends_n_documents", language, n=f"{len(one['documents']):,}")
    return (
        f'<li><div>{topic_link(one["topic"], names)} <span class="tl-when">{when(one)}</span></div>'
        f'<div class="tl-words">{words}</div><a href="{address}">{many}</a></li>'
    )


def comma(language: str) -> str:
    return "、" if language == "zh" else ", "


def when(one: dict[str, Any]) -> str:
    """From when until when, in days where the periods are weeks."""
    if one["start"] == one["end"]:
        return esc(period_words(one["start"]))
    return esc(f"{span(one['start'])[0]} – {span(one['end'])[1]}")


def _listed(name: str, shown: Sequence[str], more: Sequence[str], language: str) -> str:
    made = f'<ul class="{name}">{"".join(shown)}</ul>'
    if more:
        said = say("trends_more", language, n=len(more))
        made += f'<details class="tl-more"><summary>{said}</summary>'
        made += f'<ul class="{name}">{"".join(more)}</ul></details>'
    return made


# events ----------------------------------------------------------------------------------------


def _events(data: dict[str, Any], names: dict[int, str], language: str) -> str:
    events = data.get("events") or []
    title = f"<h2>{say('trends_events', language)}</h2>"
    if not events:
        return f'{title}<p class="tl-quiet">{say("trends_no_events", language)}</p>'
    about = f'<p class="tl-quiet">{say("trends_events_about", language)}</p>'
    shown, more = ([_event(one, names, language) for one in part]
                   for part in (events[:_EVENTS], events[_EVENTS:]))  # fmt: skip
    return title + about + _listed("tl-events", shown, more, language)


def _event(one: dict[str, Any], names: dict[int, str], language: str) -> str:
    items = "".join(_document(each) for each in one["documents"][:3])
    dates = when(one)
    if one["start"] != one["end"]:
        dates += " · " + say("trends_peak", language, when=esc(period_words(one["peak"])))
    since, until = span(one["start"])[0], span(one["end"])[1]
    address = esc(documents(q=" ".join(one["words"][:3]), since=since, until=until))
    many = say("trends_n_documents", language, n=f"{one['total']:,}")
    return (
        f'<li class="tl-card"><h3>{esc(comma(language).join(one["words"][:3]))}</h3>'
        f'<p class="tl-when">{dates}<br>{topic_link(one["topic"], names)}</p>'
        f'<ul>{items}</ul><a href="{address}">{many}</a></li>'
    )


def _document(one: dict[str, Any]) -> str:
    quote = f"<small>{esc(_short(one['passage']))}</small>" if one.get("passage") else ""
    return (
        f'<li><button type="button" class="tl-open" name="open" value="{opens(one)}">'
        f"{esc(one['title'])}</button>{quote}</li>"
    )


def _short(text: str, most: int = 180) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


# a moment --------------------------------------------------------------------------------------


def _moment(data: dict[str, Any], names: dict[int, str], language: str) -> str:
    moment = data.get("moment")
    if not moment:
        return ""
    ends = (moment["since"] or "…", moment["until"] or "…")
    name = ends[0] if ends[0] == ends[1] else f"{ends[0]} – {ends[1]}"
    heading = say("trends_moment", language, when=esc(name), n=f"{moment['documents']:,}")
    items = "".join(_more_then(one, moment, names, language) for one in moment["topics"])
    body = (
        f'<ul class="tl-movers">{items}</ul>'
        if items
        else f'<p class="tl-quiet">{say("trends_moment_none", language)}</p>'
    )
    words = esc(comma(language).join(moment["words"]))
    said = f"<p>{say('trends_moment_words', language)} {words}</p>" if words else ""
    return f'<section class="tl-card tl-moment"><h2>{heading}</h2>{body}{said}</section>'


def _more_then(
    one: dict[str, Any], moment: dict[str, Any], names: dict[int, str], language: str
) -> str:
    address = documents(topic=one["topic"], since=moment["since"], until=moment["until"])
    told = say("trends_moment_share", language, share=percent(one["share"]),
               elsewhere=percent(one["elsewhere"]))  # fmt: skip
    return f'<li>{topic_link(one["topic"], names)}<a href="{esc(address)}">{told}</a></li>'
