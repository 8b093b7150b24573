"""The figures of the current topics, each with what it means, what is good, and where it lies."""

from __future__ import annotations

from collections.abc import Mapping

from ...tools.figures_kept import measure, measured
from ..text import say
from .jobs import job_card
from .trends_kept import counts
from .visit import Done, Sent, Visit

# (from, to) of the scale that is drawn, and where fair, good and very good begin. Judged by the
# figures of five algorithms on five corpora in docs/benchmarks.md.
SCALES: dict[str, tuple[tuple[float, float], tuple[float, float, float]]] = {
    "npmi": ((-0.1, 0.4), (0.05, 0.12, 0.2)),
    "diversity": ((0.3, 1.0), (0.6, 0.75, 0.9)),
    "stability": ((0.0, 1.0), (0.3, 0.5, 0.7)),
    "coverage": ((0.5, 1.0), (0.9, 0.97, 0.995)),
    "accuracy": ((0.0, 1.0), (0.5, 0.7, 0.85)),
    "c_v": ((0.2, 0.9), (0.4, 0.5, 0.65)),
    "nmi": ((0.0, 1.0), (0.2, 0.35, 0.5)),
    "purity": ((0.0, 1.0), (0.4, 0.6, 0.8)),
    "ari": ((0.0, 1.0), (0.1, 0.25, 0.5)),
}
FIRST = ("npmi", "diversity", "stability", "perplexity_held_out", "coverage", "accuracy")
MORE = ("c_v", "u_mass", "perplexity", "nmi", "purity", "ari")
_LABELLED = ("accuracy", "nmi", "purity", "ari")


def figures(visit: Visit) -> str:
    """The part "figures"; fetched anew while they are measured."""
    language, model = visit.language, visit.workspace.require_model()
    known = {**model.metrics, **measured(visit.workspace).get(model.version, {})}
    job = next((j for j in visit.room.jobs.running() if j.title == "jobs_measure"), None)
    cards = "".join(_card(name, known[name], visit) for name in FIRST if name in known)
    more = "".join(_card(name, known[name], visit) for name in MORE if name in known)
    if more:
        more = (
            f'<details class="tl-more"><summary>{say("quality_more", language)}</summary>'
            f'<div class="tl-measures">{more}</div></details>'
        )
    poll = ' data-poll="1"' if job else ""
    below = job_card(job, language) if job else _measure(known, visit)
    return (
        f'<div data-part="figures"{poll}><div class="tl-measures">{cards}</div>{more}{below}</div>'
    )


def start(visit: Visit, sent: Sent) -> Done:
    """Measure now, as a job."""
    workspace = visit.workspace
    workspace.require_model()
    if not any(job.title == "jobs_measure" for job in visit.room.jobs.running()):
        visit.room.jobs.start("jobs_measure", lambda task: measure(workspace, task))
    return Done(changed=False)


def _measure(known: Mapping[str, float], visit: Visit) -> str:
    """The button, with what is still missing; nothing when all is known."""
    labelled = bool(counts(visit, "label"))
    wanted = [name for name in FIRST if name not in known]
    if not labelled:
        wanted = [name for name in wanted if name not in _LABELLED]
    told = "" if labelled else f'<p class="tl-quiet">{say("quality_no_labels", visit.language)}</p>'
    if not wanted:
        return told
    language = visit.language
    comma = "、" if language == "zh" else ", "
    names = comma.join(say(f"quality_{name}", language) for name in wanted)
    button = say("quality_measure", language)
    return (
        f'{told}<p>{say("quality_missing", language, names=names)} <button type="button"'
        f' class="tl-button" data-do="measure">{button}</button></p>'
    )


def _card(name: str, value: float, visit: Visit) -> str:
    language = visit.language
    level = verdict(name, value)
    judged = ""
    if level is not None:
        word = say(f"quality_level_{level}", language)
        judged = f'<span class="tl-level tl-level-{level}">{word}</span>'
    return (
        f'<section class="tl-card tl-measure"><h3>{say(f"quality_{name}", language)}</h3>'
        f'<p class="tl-figure"><b>{shown(name, value)}</b>{judged}</p>'
        f"{_scale(name, value)}"
        f"<p>{say(f'quality_{name}_means', language)}</p>"
        f'<p class="tl-quiet">{_good(name, value, visit)}</p></section>'
    )


def verdict(name: str, value: float) -> int | None:
    """0 weak, 1 fair, 2 good, 3 very good; None where only a comparison says something."""
    if name not in SCALES:
        return None
    return sum(value >= step for step in SCALES[name][1])


def shown(name: str, value: float) -> str:
    if name in ("coverage", "accuracy", "purity"):
        return f"{value:.1%}" if value < 1 else "100%"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _good(name: str, value: float, visit: Visit) -> str:
    words = len(visit.workspace.require_model().terms)
    if name in ("perplexity", "perplexity_held_out"):
        key = f"quality_{name}_good" if value < words else "quality_perplexity_poor"
        return say(key, visit.language, words=f"{words:,}", value=f"{value:,.0f}")
    if name == "accuracy":
        known = counts(visit, "label")
        share = max(known.values(), default=0) / max(1, sum(known.values()))
        return say("quality_accuracy_good", visit.language, share=f"{share:.0%}", n=len(known))
    return say(f"quality_{name}_good", visit.language)


def _scale(name: str, value: float) -> str:
    """A bar with the bounds of fair, good and very good, and a mark where the figure lies."""
    if name not in SCALES:
        return ""
    (low, high), steps = SCALES[name]

    def place(number: float) -> float:
        return 100 * min(1.0, max(0.0, (number - low) / (high - low)))

    edges = [0.0, *(place(step) for step in steps), 100.0]
    zones = "".join(
        f'<i class="tl-level-{n}" style="width:{edges[n + 1] - edges[n]:.1f}%"></i>'
        for n in range(4)
    )
    return (
        f'<div class="tl-scale" aria-hidden="true">{zones}'
        f'<b style="left:{place(value):.1f}%"></b></div>'
    )
