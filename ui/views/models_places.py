"""What runs where, and whether texts leave this computer; a person's own prompts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...agent.models import GUIDE
from ...agent.ollama_models import is_here
from ...prompts import overrides
from ...tools.chroma_server import chosen_server
from ...tools.embedder_choice import embedding_name
from ...tools.errors import TopicLlamaError
from ...tools.ollama_hosts import ollama_hosts
from ..page_html import esc
from ..text import say
from .models_answers import provider_name
from .models_embedding import shown
from .models_server import otherwise
from .visit import Visit


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kind of work is done; ``elsewhere`` are the addresses that texts are sent to, None
    while that is not known."""

    work: str
    by: str
    elsewhere: Sequence[str] | None = ()


def places(visit: Visit) -> list[Place]:
    language = visit.language
    return [
        Place("topics", say("models_by_own", language)),
        _answers(visit),
        _labels(visit),
        _embedding(visit),
        _chroma(visit),
    ]


def places_table(visit: Visit) -> str:
    language = visit.language
    heads = "".join(
        f'<th scope="col">{say("models_" + key, language)}</th>' for key in ("what", "by", "leaves")
    )
    asked = say("models_leaves", language)  # where the row is a card, on a narrow screen
    rows = "".join(
        f'<tr><th scope="row">{say("models_work_" + place.work, language)}</th>'
        f'<td>{esc(place.by)}</td><td data-label="{asked} ">{_leaves(place, language)}</td></tr>'
        for place in places(visit)
    )
    title = say("models_places", language)
    return (
        f'<section class="tl-card tl-models-part" data-part="places"><h2>{title}</h2>'
        f'<div class="tl-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="tl-table tl-models-places"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div></section>"
    )


def _leaves(place: Place, language: str) -> str:
    if place.elsewhere is None:
        return say("models_perhaps", language)
    if not place.elsewhere:
        return say("models_no", language)
    where = say("models_yes", language, where=", ".join(place.elsewhere))
    return f'<b class="tl-bad">{esc(where)}</b>'


# each kind of work ---------------------------------------------------------------------------


def _answers(visit: Visit) -> Place:
    name, language = visit.room.status.talking.name, visit.language
    if not name:
        return Place("answers", say("model_checking", language), None)
    if name == GUIDE:
        return Place("answers", say("guide_name", language))
    return _by_model("answers", name, visit, hosts=_hosts(visit)[:1])


def _labels(visit: Visit) -> Place:
    name, language = visit.room.status.talking.name, visit.language
    if not name:
        return Place("labels", say("model_checking", language), None)
    if name == GUIDE:
        return Place("labels", say("models_by_keywords", language))
    return _by_model("labels", name, visit, hosts=_hosts(visit))  # they share this work


def _by_model(work: str, name: str, visit: Visit, hosts: Sequence[str]) -> Place:
    provider, _, model = name.partition(":")
    if provider != "ollama":
        service = provider_name(provider)
        by = say("model_via", visit.language, model=model, provider=service)
        return Place(work, by, (service,))
    return _on_ollama(work, model, hosts, visit.language)


def _on_ollama(work: str, model: str, hosts: Sequence[str], language: str) -> Place:
    by = say("models_on_ollama", language, name=model, host=", ".join(hosts))
    return Place(work, by, [host for host in hosts if not is_here(host)])


def _hosts(visit: Visit) -> list[str]:
    return [host or otherwise() for host in ollama_hosts(visit.workspace.settings)]


def _embedding(visit: Visit) -> Place:
    name = embedding_name(visit.workspace)
    if name.startswith("ollama:"):
        return _on_ollama("embedding", shown(name), _hosts(visit)[:1], visit.language)
    return Place("embedding", shown(name))


def _chroma(visit: Visit) -> Place:
    language = visit.language
    try:
        server = chosen_server(visit.workspace.settings)
    except TopicLlamaError as error:
        return Place("chroma", error.message, None)
    if server is None:
        return Place("chroma", say("models_folder", language))
    host = urlsplit(server.url).netloc
    elsewhere = [] if is_here(server.url) else [host]
    return Place("chroma", say("models_chroma_at", language, host=host), elsewhere)


# prompts -------------------------------------------------------------------------------------


def prompts(visit: Visit) -> str:
    """Shown when there are any of the person's own."""
    language, folder = visit.language, visit.workspace.prompts
    own, problems = overrides.own(folder), overrides.problems(folder)
    if not own and not problems:
        return ""
    comma = "、" if language == "zh" else ", "
    names = comma.join(dict.fromkeys(name for name, _ in own))
    replaced = say("models_prompts_own", language, names=names) if own else ""
    wrong = "".join(f"<li>{esc(problem.sentence(language))}</li>" for problem in problems)
    bad = f"<p>{say('models_prompts_bad', language)}</p><ul>{wrong}</ul>" if problems else ""
    return (
        f'<section class="tl-card tl-models-part"><h2>{say("models_prompts", language)}</h2>'
        f'<p class="tl-quiet">{say("models_prompts_about", language)}</p>'
        f"<p>{esc(replaced)} {esc(say('models_prompts_folder', language, folder=folder))}</p>"
        f'<div class="tl-bad">{bad}</div></section>'
    )
