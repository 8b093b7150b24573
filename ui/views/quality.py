"""The view of quality: how good the topics are, earlier versions, how they were made, files."""

from __future__ import annotations

from ..text import say
from .quality_choice import choice, sweep
from .quality_figures import figures, start
from .quality_files import export, files, paper, tree
from .quality_versions import use, versions
from .trends_frame import again
from .visit import View, Visit


def render(visit: Visit) -> str:
    language, model = visit.language, visit.workspace.require_model()
    parts = {"figures": figures, "choice": choice}
    if visit.part in parts:
        return parts[visit.part](visit)
    key = "quality_about_one" if model.num_topics == 1 else "quality_about"
    about = say(key, language, n=model.num_topics, name=model.version)
    return (
        f'<div class="tl-head"><div><h1 tabindex="-1">{say("view_quality", language)}</h1>'
        f"<p>{about}</p></div></div>{figures(visit)}{choice(visit)}{versions(visit)}"
        f"{tree(visit)}{paper(visit)}{files(visit)}"
    )


VIEW = View(
    "quality",
    render,
    {"measure": start, "use": use, "sweep": sweep, "again": again},
    {"export": export},
)
