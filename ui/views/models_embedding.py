"""Search by meaning: which embedding model, how far it is, another one, start and stop."""

from __future__ import annotations

import os
from pathlib import Path

from ...tools import plugins
from ...tools.chinese_messages import in_language
from ...tools.embed_job import coverage, embed
from ...tools.embedder_check import checked_embedder
from ...tools.embedder_choice import VARIABLE, choose_embedder, named_embedder
from ...tools.embedding import DEFAULT, languages_of
from ...tools.errors import NotReadyError, TopicLlamaError
from ...tools.vectors import VectorRecord
from ..page_html import esc
from ..rooms import Room
from ..text import say
from .models_parts import choice, choices, select, text_field
from .models_servers import Servers
from .visit import Done, Sent, Visit

TITLE = "jobs_embed"


def embedding(visit: Visit, servers: Servers) -> str:
    language = visit.language
    name, why = _chosen(visit)
    return (
        '<section class="tl-card tl-models-part" data-part="embedding">'
        f"<h2>{say('models_embedding', language)}</h2>"
        f'<p class="tl-quiet">{say("models_embedding_about", language)}</p>'
        f"{_facts(visit, servers, name, why)}{_work(visit, name)}"
        f"{_choose(visit, servers)}{_variable(language)}</section>"
    )


# what there is -------------------------------------------------------------------------------


def _facts(visit: Visit, servers: Servers, name: str, why: str) -> str:
    language = visit.language
    if not name:
        return f'<p class="tl-bad">{esc(in_language(why, language))}</p>'
    reads = say("models_reads_en" if languages_of(name) else "models_reads_many", language)
    runs = say("models_here", language)
    if name.startswith("ollama:"):
        runs = f"Ollama, {servers.first.host}"
    rows = (
        ("models_embedder", f"<b>{esc(shown(name))}</b>"),
        ("models_embedder_reads", reads),
        ("models_embedder_runs", esc(runs)),
        ("models_done_share", _share(visit, name)),
    )
    made = "".join(f"<div><dt>{say(key, language)}</dt><dd>{v}</dd></div>" for key, v in rows)
    said = f"<p>{esc(in_language(why, language))}</p>"
    return f'<dl class="tl-models-facts">{made}</dl>{said}'


def _chosen(visit: Visit) -> tuple[str, str]:
    """Which model it is, and why; "" and why none suits the texts."""
    try:
        choice = choose_embedder(visit.workspace)
    except NotReadyError as error:
        return "", f"{error.message} {error.hint}"
    return choice.name, choice.why


def shown(name: str) -> str:
    return name.removeprefix("ollama:")


def _share(visit: Visit, name: str) -> str:
    language = visit.language
    if visit.workspace.corpus.is_empty:
        return say("models_share_none", language)
    share, total = coverage(visit.workspace, name), VectorRecord(visit.workspace).passages()
    if not share:
        return say("models_share_begin", language)
    words = say("models_share", language, done=f"{round(share * total):,}", total=f"{total:,}",
                percent=int(share * 100))  # fmt: skip
    label = say("models_done_share", language)
    bar = f'<progress class="tl-bar" aria-label="{label}" value="{share:.3f}"></progress>'
    return f"{words} {bar}"


def _work(visit: Visit, name: str) -> str:
    """The button that starts or stops the preparing."""
    language, room = visit.language, visit.room
    if visit.workspace.corpus.is_empty or not name:
        return ""
    job = next((job for job in room.jobs.running() if job.title == TITLE), None)
    if job is not None:
        return (
            f'<p><button type="button" class="tl-button" data-do="cancel" data-view="jobs"'
            f' data-id="{job.id}">{say("models_stop", language)}</button></p>'
        )
    if coverage(visit.workspace, name) >= 1:
        return ""
    key = "models_go_on" if room.status.paused else "models_start"
    return (
        '<p><button type="button" class="tl-button tl-primary" data-do="embed">'
        f"{say(key, language)}</button></p>"
    )


# the choice ----------------------------------------------------------------------------------


def _choose(visit: Visit, servers: Servers) -> str:
    language, named = visit.language, named_embedder(visit.workspace)
    way = _way(named)
    offered = [(f"ollama:{name}", name) for name in servers.embedding]
    if way == "ollama" and named not in dict(offered):
        offered.append((named, say("models_not_there", language, name=shown(named))))
    missing = "models_of_ollama_none" if servers.first.reachable else "models_ollama_away"
    about = "" if offered else say(missing, language)
    picked = select("model", say("models_of_ollama", language), offered, named) if offered else ""
    own = text_field("named", say("models_by_name_label", language),
                     named if way == "named" else "", "BAAI/bge-m3")  # fmt: skip

    def one(value: str, title: str, about: str, field: str = "", disabled: bool = False) -> str:
        return choice("embedder", value, value == way, title, about, field=field, disabled=disabled)

    made = [
        one("auto", say("models_suits", language),
            say("models_suits_about", language, name=DEFAULT)),
        one("installed", say("models_installed", language, name=DEFAULT),
            say("models_installed_about", language)),
        one("ollama", say("models_of_ollama", language), about, picked, not offered),
        *(one(f"plugin-{each.name}", esc(each.name),
              esc(say("models_of_plugin", language, package=each.package)))
          for each in _added()),
        one("named", say("models_by_name", language), say("models_by_name_about", language), own),
    ]  # fmt: skip
    return (
        f'<details class="tl-models-more"><summary>{say("models_change", language)}</summary>'
        f'<p class="tl-quiet">{say("models_change_about", language)}</p>'
        f"{choices('embedder', say('models_change', language), made, language)}</details>"
    )


def _way(named: str) -> str:
    if not named:
        return "auto"
    if named == DEFAULT:
        return "installed"
    if any(named == each.name for each in _added()):
        return f"plugin-{named}"
    return "ollama" if named.startswith("ollama:") else "named"


def _added() -> list[plugins.Plugin]:
    """The embedders of plugins that can be used."""
    return [plugin for plugin, _ in plugins.usable("embedder") if not plugin.built_in]


def _variable(language: str) -> str:
    named = os.environ.get(VARIABLE)
    words = say("models_embedding_named", language, name=named) if named else ""
    return f'<p class="tl-quiet">{esc(words)}</p>' if named else ""


def choose_another(visit: Visit, sent: Sent) -> Done:
    """Another embedding model, checked before it is taken; it begins at once where search is
    prepared in the background."""
    language, way = visit.language, str(sent.get("way", ""))
    names = {"auto": "", "installed": DEFAULT, "ollama": str(sent.get("model", "")).strip(),
             "named": str(sent.get("named", "")).strip()}  # fmt: skip
    names |= {f"plugin-{each.name}": each.name for each in _added()}
    if way not in names:
        raise TopicLlamaError(say("models_pick", language))
    if way != "auto" and not names[way]:
        raise TopicLlamaError(say("models_by_name_empty", language))
    if not visit.local and (names[way].startswith(("/", "~", ".")) or Path(names[way]).exists()):
        raise TopicLlamaError(
            "Folders of the server are not read from here.",
            f"Name it where TopicLlama is started, with the environment variable {VARIABLE}.",
        )
    name = checked_embedder(names[way], visit.workspace.settings) if names[way] else None
    _stop(visit.room)
    visit.workspace.set(embedder=name)
    if visit.room.status.embedder is not None and not visit.workspace.corpus.is_empty:
        visit.room.status.go_on()
    now = _chosen(visit)[0]
    said = say("models_now_embeds", language, name=shown(now)) if now else ""
    return Done(said, data={"job": TITLE})


def _stop(room: Room) -> None:
    for job in room.jobs.running():
        if job.title == TITLE:
            job.stop()


def start(visit: Visit, sent: Sent) -> Done:
    """Prepare, or go on: by the one of the background if there is one, else as a job."""
    room, workspace = visit.room, visit.workspace
    workspace.require_documents()
    if room.status.embedder is not None:
        room.status.go_on()
        return Done(data={"job": TITLE})
    if not any(job.title == TITLE for job in room.jobs.running()):
        room.jobs.start(TITLE, lambda task: embed(workspace, task=task))
    return Done(data={"job": TITLE})
