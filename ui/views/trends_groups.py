"""Groups that were compared: a chart, each group's own topics and words, the figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...tools.results import AnalysisResult
from ...tools.svg import shortened
from ..page_html import esc
from ..text import say
from .charts import figure, plain, table
from .trends_found import comma, notes
from .trends_frame import documents, labels, percent, topic_link
from .visit import Visit

_H, _ETA = (0.8, 0.5, 0.2), (0.14, 0.06, 0.01)  # Cohen 1988: large, medium, small
_CHARTED = 20  # topics with the greatest differences
_COLUMNS = 30
_WORDS = 12
_HEAD = 22  # columns of a group's name above its shares
Names = Mapping[str, str]
Where = Mapping[str, Mapping[str, Any]]


def told(visit: Visit, found: AnalysisResult, names: Names, where: Where) -> str:
    """``names`` are the groups' in words, ``where`` the parameters of their documents."""
    language, data = visit.language, found.data
    topics = labels(visit.workspace.require_model(), language)
    two = len(data["groups"]) == 2
    shown = list(names.values())
    heading = (
        say("trends_compare_two", language, first=esc(shown[0]), second=esc(shown[1]))
        if two
        else say("trends_compare_many", language, n=len(shown))
    )
    draw = _bars if two else _shaded
    about = say(f"trends_effect_about_{'two' if two else 'many'}", language)
    return (
        f"<h2>{heading}</h2>{draw(data, topics, names, where, language)}"
        f'<div class="tl-groups">{_cards(data, topics, names, where, language)}</div>'
        f'<p class="tl-quiet tl-notes">{about}</p>{notes(found, visit)}'
    )


# the chart -------------------------------------------------------------------------------------


def _bars(
    data: dict[str, Any], topics: dict[int, str], names: Names, where: Where, language: str
) -> str:
    shown = data["topics"][:_CHARTED]
    ticks = [shortened(topics[one["id"]], _COLUMNS) for one in shown]
    places = list(range(len(shown)))
    traces = [
        {
            "type": "bar", "orientation": "h", "y": places, "tone": tone,
            "x": [one["shares"][name] for one in shown], "name": plain(shortened(said, _COLUMNS)),
            "text": [plain(topics[one["id"]]) for one in shown], "textposition": "none",
            "marker": {"opacity": [1 if one["clear"] else 0.35 for one in shown]},
            "hovertemplate": say("trends_bar_point", language),
            "href": [documents(topic=one["id"], **where[name]) for one in shown],
        }
        for (name, said), tone in zip(names.items(), ("accent", "warn"), strict=True)
    ]  # fmt: skip
    layout = {
        "barmode": "group", "bargap": 0.28, "bargroupgap": 0.08,
        "xaxis": {"tickformat": ".0%", "rangemode": "tozero"},
        "yaxis": {"tickvals": places, "ticktext": [plain(tick) for tick in ticks],
                  "autorange": "reversed", "fixedrange": True},
    }  # fmt: skip
    legend = "".join(
        f'<li><i class="tl-swatch tl-{tone}" aria-hidden="true"></i>{esc(said)}</li>'
        for said, tone in zip(names.values(), ("accent", "warn"), strict=True)
    )
    reading = _reading("trends_compare_read_two", language)
    return figure(
        traces, say("trends_tab_compare", language), _table(data, topics, names, where, language),
        language, layout=layout, height=90 + 44 * len(shown),
        under=f'<ul class="tl-key">{legend}</ul>{reading}',
    )  # fmt: skip


def _shaded(
    data: dict[str, Any], topics: dict[int, str], names: Names, where: Where, language: str
) -> str:
    """Of many groups a table, each cell as dark as its share."""
    most = max(max(one["shares"].values()) for one in data["topics"]) or 1.0
    return (
        f'<div class="tl-shaded">{_table(data, topics, names, where, language, most)}</div>'
        f"{_reading('trends_compare_read_many', language)}"
    )


def _reading(key: str, language: str) -> str:
    parts = [say(key, language), say("trends_compare_click", language)]
    return f'<p class="tl-quiet tl-reading">{("" if language == "zh" else " ").join(parts)}</p>'


def _table(
    data: dict[str, Any], topics: dict[int, str], names: Names, where: Where, language: str,
    most: float = 0.0,
) -> str:  # fmt: skip
    """``most`` is the share that is shaded darkest; 0 shades none."""
    rows = []
    for one in data["topics"]:
        cells = [_cell(one, name, where[name], most) for name in names]
        effect = f"{one['effect']:+.2f}" if len(names) == 2 else f"{one['effect']:.1%}"
        level = strength(one, len(names) == 2, language)
        rows.append([topic_link(one["id"], topics), *cells, f"{effect} <small>{level}</small>"])
    head = [say("trends_topic", language), *map(_short, names.values()),
            say("trends_difference", language)]  # fmt: skip
    return table(head, rows, say("trends_tab_compare", language), len(head) - 1)


def _short(name: str) -> str:
    return f'<span title="{esc(name)}">{esc(shortened(name, _HEAD))}</span>'


def _cell(one: Mapping[str, Any], name: str, where: Mapping[str, Any], most: float) -> str:
    share = one["shares"][name]
    shade = f' style="--share:{40 * share / most:.0f}%"' if most else ""
    address = esc(documents(topic=one["id"], **where))
    return f'<a href="{address}"{shade}>{percent(share)}</a>'


def strength(one: Mapping[str, Any], two: bool, language: str) -> str:
    """An effect in words."""
    if not one["clear"]:
        return say("trends_by_chance", language)
    return say(f"trends_effect_{_level(one['effect'], _H if two else _ETA)}", language)


def _level(effect: float, steps: tuple[float, ...]) -> int:
    return sum(abs(effect) >= step for step in steps)


# each group ------------------------------------------------------------------------------------


def _cards(
    data: dict[str, Any], topics: dict[int, str], names: Names, where: Where, language: str
) -> str:
    sizes = {group["name"]: group["documents"] for group in data["groups"]}
    return "".join(
        _card(
            one,
            sizes[one["name"]],
            topics,
            names[one["name"]],
            where[one["name"]],
            len(names) == 2,
            language,
        )
        for one in data["contrasts"]
    )


def _card(
    side: dict[str, Any], size: int, topics: dict[int, str], name: str, where: Mapping[str, Any],
    two: bool, language: str,
) -> str:  # fmt: skip
    """Of two groups, what one has fewer of is what the other has more of."""
    most = 5 if two else 3
    parts = [
        f"<h4>{say(key, language)}</h4><ul>{_entries(side[kind][:most], topics, where, language)}"
        "</ul>"
        for key, kind in (("trends_more_of", "over"), ("trends_fewer_of", "under"))
        if side[kind] and not (two and kind == "under")
    ]
    words = comma(language).join(esc(word["word"]) for word in side["words"]["over"][:_WORDS])
    if words:
        parts.append(f"<h4>{say('trends_typical_words', language)}</h4>"
                     f'<p class="tl-words">{words}</p>')  # fmt: skip
    heading = say("trends_group_of", language, name=esc(name), n=f"{size:,}")
    body = "".join(parts) or f'<p class="tl-quiet">{say("trends_alike", language)}</p>'
    link = f'<a href="{esc(documents(**where))}">{heading}</a>'
    return f'<section class="tl-card"><h3>{link}</h3>{body}</section>'


def _entries(
    entries: list[dict[str, Any]], topics: dict[int, str], where: Mapping[str, Any], language: str
) -> str:
    items = []
    for one in entries:
        address = esc(documents(topic=one["id"], **where))
        shares = say("trends_against", language, share=percent(one["share"]),
                     others=percent(one["others"]))  # fmt: skip
        level = say(f"trends_effect_{_level(one['effect'], _H)}", language)
        items.append(f"<li>{topic_link(one['id'], topics)}"
                     f'<a href="{address}" title="Cohen\'s h {one["effect"]:+.2f}">{shares}</a>'
                     f"<small>{level}</small></li>")  # fmt: skip
    return "".join(items)
