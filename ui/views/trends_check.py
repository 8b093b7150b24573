"""How far sentiment can be trusted: what the word lists cannot do, and a sample for the Llama."""

from __future__ import annotations

from typing import Any

from ...agent.models import GUIDE, choose
from ...tools.errors import TopicLlamaError
from ...tools.progress import Task
from ...tools.results import AnalysisResult
from ...tools.sentiment_check import SAMPLE
from ...tools.toolbox import Toolbox
from ..page_html import esc
from ..text import say
from .trends_frame import ready, results
from .trends_kept import finding, known
from .visit import Done, Sent, Visit

_KEY = ("jobs_sentiment", ("check",))


def trust(visit: Visit) -> str:
    language = visit.language
    return (
        f"<h2>{say('trends_check', language)}</h2><p>{say('trends_check_about', language)}</p>"
        f"{results(visit, lambda: _checked(visit), 'check')}"
    )


def check(visit: Visit, sent: Sent) -> Done:
    """Have the Llama judge a sample, as a job."""
    workspace = visit.workspace
    chosen = choose(workspace.settings)
    if chosen.is_guide:
        raise TopicLlamaError(chosen.why)

    def work(task: Task) -> AnalysisResult:
        return Toolbox(workspace, chosen.tools_llm, task).check_sentiment(SAMPLE)

    finding(visit, *_KEY, work, small=0)
    return Done(changed=False)


def _checked(visit: Visit) -> str:
    language = visit.language
    found = known(visit, *_KEY)
    if found is not None:
        return _told(ready(found).data["check"], language)
    if visit.room.status.talking.name in ("", GUIDE):
        return (
            f'<p class="tl-quiet">{say("trends_check_none", language)} '
            f'<a href="#/models">{say("trends_to_models", language)}</a></p>'
        )
    number = min(SAMPLE, len(visit.workspace.corpus))
    return (
        f"<p>{say('trends_check_how', language, n=number)}</p><p><button type='button'"
        f" class='tl-button' data-do='check'>{say('trends_check_start', language)}</button></p>"
    )


def _told(found: dict[str, Any], language: str) -> str:
    kappa = "–" if found["kappa"] is None else f"{found['kappa']:.2f}"
    agreement = "–" if found["agreement"] is None else f"{found['agreement']:.0%}"
    said = say("trends_checked", language, model=esc(found["model"]), agreement=agreement,
               n=found["answered"], kappa=kappa)  # fmt: skip
    items = "".join(
        f'<li><button type="button" class="tl-open" name="open" value="{esc(one["id"])}">'
        f"{esc(one['title'])}</button> <small>{_judged(one, language)}</small></li>"
        for one in found["differ"]
    )
    differ = f"<h3>{say('trends_differ', language)}</h3><ul>{items}</ul>" if items else ""
    return f"<p><strong>{said}</strong></p>{differ}"


def _judged(one: dict[str, Any], language: str) -> str:
    kinds = {side: say(f"trends_class_{one[side]}", language) for side in ("lists", "llama")}
    return say("trends_differ_point", language, **kinds)
