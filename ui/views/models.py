"""The view of models: who answers, the Ollama server, search by meaning, what runs where.

What asks a server comes after the rest: the view is there at once, also when a server is dead.
"""

from __future__ import annotations

from collections.abc import Callable

from ..text import say
from .jobs import running_cards
from .models_answers import answers, choose_model
from .models_embedding import choose_another, embedding, start
from .models_list import start_pull, start_trial
from .models_parts import later
from .models_places import places_table, prompts
from .models_plugins import plugins
from .models_server import address, server
from .models_servers import Servers, ask_servers, known_servers
from .visit import View, Visit

_PARTS: dict[str, Callable[[Visit, Servers], str]] = {
    "answers": answers,
    "server": server,
    "embedding": embedding,
}


def render(visit: Visit) -> str:
    if visit.part in _PARTS:
        return _PARTS[visit.part](visit, ask_servers(visit.workspace.settings))
    if visit.part == "places":
        return places_table(visit)
    return _whole(visit)


def _whole(visit: Visit) -> str:
    language = visit.language
    servers = known_servers(visit.workspace.settings)
    parts = "".join(
        make(visit, servers) if servers else later(name, say("models_" + name, language), language)
        for name, make in _PARTS.items()
    )
    return (
        '<div class="tl-models" data-script="view_models.js"><div class="tl-head"><div>'
        f'<h1 tabindex="-1">{say("view_models", language)}</h1>'
        f"<p>{say('models_about', language)}</p></div>"
        f'<a class="tl-button" href="#/jobs">{say("view_jobs", language)}</a></div>'
        f"{running_cards(visit.room, language)}{parts}{places_table(visit)}"
        f"{prompts(visit)}{plugins(visit)}</div>"
    )


VIEW = View(
    "models",
    render,
    {
        "choose": choose_model,
        "address": address,
        "try": start_trial,
        "pull": start_pull,
        "embedder": choose_another,
        "embed": start,
    },
)
