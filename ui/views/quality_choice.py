"""How the number of topics was chosen: the curve over the numbers that were tried."""

from __future__ import annotations

from typing import Any

from ...tools.bow import bag_of_words
from ...tools.choice import Candidate, Choice, choose
from ...tools.progress import Task
from ...tools.wording import why
from ..page_html import esc
from ..text import say
from .charts import figure, table
from .trends_frame import ready, results
from .trends_kept import finding, known
from .visit import Done, Sent, Visit

_KEY = ("jobs_sweep", ("choice",))
_SMALL = {"font": {"size": 13}}
_LINES = (("npmi", "accent", "solid"), ("stability", "warn", "dash"), ("diversity", "quiet", "dot"))


def choice(visit: Visit) -> str:
    """The part "choice", below its heading; the part alone when it is fetched anew."""
    heading = "" if visit.part else f"<h2>{say('quality_choice', visit.language)}</h2>"
    return heading + results(visit, lambda: _choice(visit), "choice")


def sweep(visit: Visit, sent: Sent) -> Done:
    """Try numbers of topics, as a job; no topics are made."""
    workspace = visit.workspace
    workspace.require_model()

    def work(task: Task) -> Choice:
        return choose(bag_of_words(workspace, task), task=task)

    finding(visit, *_KEY, work, small=0)
    return Done(changed=False)


def _choice(visit: Visit) -> str:
    language, model = visit.language, visit.workspace.require_model()
    record = model.parameters.get("choice")
    made = Choice.from_json(record) if record else None
    told = why(made, language) if made else model.why
    if made and made.candidates:
        return f"<p>{esc(told)}</p>{_curve(made, model.num_topics, language)}"
    tried = known(visit, *_KEY)
    if tried is None:
        offer = say("quality_sweep_offer", language)
        return (
            f'<p>{esc(told)}</p><p>{offer} <button type="button" class="tl-button"'
            f' data-do="sweep">{say("quality_sweep", language)}</button></p>'
        )
    found: Choice = ready(tried)
    after = f"<p><strong>{esc(why(found, language))}</strong></p>"
    if not found.candidates:
        return f"<p>{esc(told)}</p>{after}"
    return f"<p>{esc(told)}</p>{after}{_curve(found, model.num_topics, language)}"


def _curve(made: Choice, now: int, language: str) -> str:
    tried = sorted(made.candidates, key=lambda one: one.num_topics)
    x = [one.num_topics for one in tried]
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter", "mode": "lines+markers", "x": x, "y": [one.score for one in tried],
            "tone": "accent", "name": say("quality_score", language), "line": {"width": 3},
            "marker": {"size": [15 if n == made.num_topics else 7 for n in x]},
            "hovertemplate": say("quality_point", language),
        },
        *(
            {
                "type": "scatter", "mode": "lines+markers", "x": x, "yaxis": "y2",
                "y": [getattr(one, name) for one in tried], "tone": tone,
                "name": say(f"quality_{name}", language), "line": {"width": 2, "dash": dash},
                "marker": {"size": 6}, "hovertemplate": say("quality_point", language),
            }
            for name, tone, dash in _LINES
        ),
    ]  # fmt: skip
    layout = {
        "xaxis": {"title": {"text": say("quality_number", language), **_SMALL}, "tickvals": x,
                  "anchor": "y2", "fixedrange": True},
        "yaxis": {"domain": [0.5, 1], "title": {"text": say("quality_score", language), **_SMALL},
                  "fixedrange": True},
        "yaxis2": {"domain": [0, 0.42], "rangemode": "tozero", "fixedrange": True},
        "shapes": _marks(made, now),
    }  # fmt: skip
    return figure(
        traces, say("quality_choice", language), _table(tried, made, language), language,
        layout=layout, height=430, under=_reading(made, now, language),
    )  # fmt: skip


def _marks(made: Choice, now: int) -> list[dict[str, Any]]:
    """A line at the number that was chosen, and a dotted one at that of the topics as they are."""
    mark = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "layer": "above"}
    found = [{**mark, "x0": made.num_topics, "x1": made.num_topics, "tone": "accent",
              "line": {"width": 1.5}}]  # fmt: skip
    if now != made.num_topics:
        found.append({**mark, "x0": now, "x1": now, "tone": "quiet",
                      "line": {"width": 1.5, "dash": "dot"}})  # fmt: skip
    return found


def _reading(made: Choice, now: int, language: str) -> str:
    legend = "".join(
        f'<li><i class="tl-line tl-line-{dash}" style="color:var(--tl-{tone})" aria-hidden="true">'
        f"</i>{say(f'quality_{name}', language)}</li>"
        for name, tone, dash in (("score", "accent", "thick"), *_LINES)
    )
    told = [say("quality_curve_read", language, n=made.num_topics)]
    if now != made.num_topics:
        told.append(say("quality_curve_now", language, n=now))
    joined = ("" if language == "zh" else " ").join(told)
    return f'<ul class="tl-key">{legend}</ul><p class="tl-quiet tl-reading">{joined}</p>'


def _table(tried: list[Candidate], made: Choice, language: str) -> str:
    rows = [
        [
            f"{one.num_topics}" + (f' <span class="tl-badge">{say("quality_chosen", language)}'
                                   "</span>" if one.num_topics == made.num_topics else ""),
            f"{one.score:.3f}", f"{one.npmi:.3f}", f"{one.stability:.2f}", f"{one.diversity:.2f}",
            f"{one.perplexity:,.0f}",
        ]
        for one in tried
    ]  # fmt: skip
    keys = ("number", "score", "npmi", "stability", "diversity", "perplexity_held_out")
    head = [say(f"quality_{key}", language) for key in keys]
    return table(head, rows, say("quality_choice", language), len(keys) - 1)
