"""The sections of a report that are drawn; each is "" where there is nothing to draw."""

from __future__ import annotations

from html import escape
from typing import Any

from .document_map import document_map
from .errors import TopicLlamaError
from .hierarchy import Branch
from .report_words import say
from .svg_charts import mood_svg, tree_svg, trend_svg
from .svg_map import map_figure
from .topic_model import TopicModel
from .workspace import Workspace

_JUDGED = 5000  # documents: sentiment of more takes too long for a report


def map_section(workspace: Workspace, language: str) -> str:
    """The map of the documents."""
    drawn = document_map(workspace)
    return f"<h2>{say('map', language)}</h2>\n{map_figure(drawn, language)}"


def tree_section(tree: Branch, language: str) -> str:
    """The dendrogram of two or more topics."""
    drawn = tree_svg(tree, say("tree_label", language, n=len(tree.topics)))
    if not drawn:
        return ""
    read = escape(say("tree_read", language))
    return f'<h2>{say("tree", language)}</h2>\n<p class="quiet">{read}</p>\n{drawn}'


def trend_section(workspace: Workspace, model: TopicModel, language: str) -> str:
    """A small chart for each topic, where the documents have dates in two periods or more."""
    from .trends import trends

    try:
        data = trends(workspace.corpus, model, bursts=False).data
    except TopicLlamaError:  # no dates
        return ""
    if len(data["periods"]) < 2:
        return ""
    top = max(max(series.get("high", series["shares"])) for series in data["series"])
    moves = {found["topic"]: say(name, language)
             for name in ("rising", "falling") for found in data[name]}  # fmt: skip
    figures = "".join(_trend(series, data, top, moves) for series in data["series"])
    told = [say("time_read", language, by=say(f"period.{data['by']}", language))]
    if "low" in data["series"][0]:
        told.append(say("time_band", language))
    if data["undated"]:
        told.append(say("time_undated", language, n=data["undated"]))
    read = ("" if language == "zh" else " ").join(told)
    return (
        f'<h2>{say("time", language)}</h2>\n<p class="quiet">{escape(read)}</p>\n'
        f'<div class="trends">{figures}</div>'
    )


def _trend(series: dict[str, Any], data: dict[str, Any], top: float, moves: dict[int, str]) -> str:
    topic, name = series["topic"], f"{series['topic']} {series['label']}"
    band = list(zip(series.get("low", ()), series.get("high", ()), strict=False))
    drawn = trend_svg(topic, series["shares"], data["periods"], top, name, band)
    move = f' <span class="quiet">{moves[topic]}</span>' if topic in moves else ""
    return f"<figure><figcaption>{escape(name)}{move}</figcaption>{drawn}</figure>"


def mood_section(workspace: Workspace, model: TopicModel, language: str) -> str:
    """Sentiment by topic, for a corpus that is not large."""
    from .sentiment import sentiment

    if len(model.document_ids) > _JUDGED:
        return ""
    judged = [one for one in sentiment(workspace.corpus, model).data["topics"] if one["documents"]]
    if not judged:
        return ""
    heads = f'<th class="n">{say("id", language)}</th><th>{say("topic", language)}</th>'
    rows = "".join(_mood(one, language) for one in judged)
    return (
        f'<h2>{say("mood", language)}</h2>\n<p class="quiet">{escape(say("mood_read", language))}'
        f'</p>\n<table><tr>{heads}<th class="n">{say("mean", language)}</th></tr>{rows}</table>'
    )


def _mood(one: dict[str, Any], language: str) -> str:
    told = say("mood_label", language, negative=one["negative"], positive=one["positive"])
    drawn = mood_svg(one["negative"], one["positive"], told)
    return (
        f'<tr><td class="n">{one["id"]}</td><td>{escape(one["label"])}<br>{drawn} '
        f'<span class="quiet">{told}</span></td><td class="n">{one["mean"]:+.2f}</td></tr>'
    )
