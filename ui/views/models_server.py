"""The Ollama server: its address, and what answers there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress

from ...agent.ollama import DEFAULT_HOST, OllamaStatus, server_status
from ...agent.ollama_models import is_here, server_address
from ...tools.errors import TopicLlamaError
from ...tools.ollama_hosts import ollama_hosts
from ..page_html import esc
from ..text import say
from .models_list import fetching, listed
from .models_parts import text_field
from .models_servers import Servers, forget_servers
from .visit import Done, Sent, Visit

_PATIENCE = 3.0  # seconds that a server has to answer a test


def server(visit: Visit, servers: Servers) -> str:
    language = visit.language
    models = listed(visit, servers) if servers.first.models else ""
    more = fetching(servers, language) if servers.first.reachable else ""
    return (
        '<section class="tl-card tl-models-part" data-part="server">'
        f"<h2>{say('models_server', language)}</h2>"
        f'<p class="tl-quiet">{say("models_server_about", language)}</p>'
        f"{_address(visit)}{_tested(servers.all, language)}{models}{more}</section>"
    )


# the address ---------------------------------------------------------------------------------


def _address(visit: Visit) -> str:
    language, settings = visit.language, visit.workspace.settings
    if not visit.local:
        hosts = ", ".join(host or otherwise() for host in ollama_hosts(settings))
        return f'<p class="tl-quiet">{esc(say("models_address_fixed", language, hosts=hosts))}</p>'
    given = settings.get("ollama_host")
    value = given if isinstance(given, str) else ""
    field = text_field("address", say("models_address", language), value, otherwise())
    return (
        '<form data-do="address" class="tl-models-address">'
        f'<label class="tl-field">{say("models_address", language)}{field}</label>'
        f'<button class="tl-button" name="way" value="test">{say("models_test", language)}</button>'
        f'<button class="tl-button tl-primary" name="way" value="save">'
        f"{say('models_save', language)}</button>"
        f'<p class="tl-quiet">{esc(_empty_means(visit))}</p>'
        '<p data-problem role="alert" hidden></p></form>'
    )


def otherwise() -> str:
    return os.environ.get("OLLAMA_HOST") or DEFAULT_HOST


def _empty_means(visit: Visit) -> str:
    language = visit.language
    more = [h for h in ollama_hosts({**visit.workspace.settings, "ollama_host": None}) if h]
    if more and visit.workspace.settings.get("ollama_hosts"):
        return say("models_address_more", language, hosts=", ".join(more))
    variable = "OLLAMA_HOSTS" if more else "OLLAMA_HOST"
    if os.environ.get(variable):
        host = ", ".join(more) or otherwise()
        return say("models_address_env", language, host=host, variable=variable)
    return say("models_address_default", language, host=DEFAULT_HOST)


def address(visit: Visit, sent: Sent) -> Done:
    """Test an address, or keep it; an empty one is the environment's or this computer."""
    language, given = visit.language, str(sent.get("address", "")).strip()
    found = server_address(given) if given else None
    if found and not (visit.local or found in _known(visit)):
        raise TopicLlamaError(
            "From elsewhere no other server can be named: it would be asked, and given texts.",
            "Name it where TopicLlama is started, with the environment variable OLLAMA_HOST.",
        )
    if sent.get("way") == "test":
        hosts = (found,) if found else ollama_hosts({**visit.workspace.settings, "ollama_host": ""})
        statuses = [server_status(host, _PATIENCE) for host in hosts]
        return Done(changed=False, part="tested", html=_tested(statuses, language))
    visit.workspace.set(ollama_host=found)
    forget_servers()
    return Done(say("models_saved_address", language))


def _known(visit: Visit) -> set[str]:
    """Servers that were named at this computer."""
    settings = visit.workspace.settings
    others = ollama_hosts({**settings, "ollama_host": None})
    known = set()
    for host in (otherwise(), DEFAULT_HOST, *ollama_hosts(settings), *others):
        with suppress(TopicLlamaError):  # ":11434" will do for Ollama, and is no address
            known.add(server_address(host or DEFAULT_HOST))
    return known


def _tested(statuses: Sequence[OllamaStatus], language: str) -> str:
    """Of each server in a sentence what was found, or what to do."""
    said = "".join(_one(status, language) for status in statuses)
    return f'<div data-part="tested" role="status">{said}</div>'


def _one(status: OllamaStatus, language: str) -> str:
    good = status.reachable and status.models
    said = f'<p class="tl-{"good" if good else "bad"}">{esc(found_there(status, language))}</p>'
    if status.reachable and not is_here(status.host):
        words = say("models_elsewhere", language, host=status.host)
        said += f'<p class="tl-bad">{esc(words)}</p>'
    return said


def found_there(status: OllamaStatus, language: str) -> str:
    """What a server said, or did not say, and what to do."""
    host = status.host
    if status.forbidden:
        return say("models_forbidden", language, host=host)
    if not status.reachable:
        return _silence(status, language)
    if not status.models:
        return say("models_none_yet", language, host=host, version=status.version)
    able = sum(model.can_call_tools for model in status.models)
    key = "models_n"
    if len(status.models) == 1:
        key = "models_one" if able else "models_one_unable"
    models = say(key, language, n=len(status.models), able=able)
    return say("models_answers_at", language, host=host, version=status.version, models=models)


def _silence(status: OllamaStatus, language: str) -> str:
    error = status.error
    if error == "nothing answers there":
        return say("models_silent", language, host=status.host)
    if "timed out" in error.lower():
        return say("models_slow", language, host=status.host)
    return say("models_stranger", language, host=status.host, error=error[:120].rstrip("."))
