"""Who answers, why, and the choice of another."""

from __future__ import annotations

import asyncio
import os

from ...agent.models import GUIDE, choose
from ...tools.chinese_messages import in_language
from ...tools.errors import TopicLlamaError
from ..page_html import esc
from ..page_panel import Talking
from ..text import say
from .models_parts import choice, choices, select, text_field
from .models_servers import Servers, forget_servers, short
from .visit import Done, Sent, Visit

_PROVIDERS = {"ollama": "Ollama", "openai": "OpenAI", "anthropic": "Anthropic"}
VARIABLE = "TOPICLLAMA_MODEL"


def answers(visit: Visit, servers: Servers) -> str:
    language = visit.language
    asyncio.run(visit.room.status.check_model())
    return (
        '<section class="tl-card tl-models-part" data-part="answers">'
        f"<h2>{say('models_answers', language)}</h2>{now(visit.room.status.talking, language)}"
        f"{_choose(visit, servers)}{_variable(language)}</section>"
    )


def now(talking: Talking, language: str) -> str:
    """The model that answers, and why."""
    if not talking.name:
        return f"<p>{say('model_checking', language)}</p>"
    kind = "guide" if talking.name == GUIDE else "llama"
    why = in_language(talking.why, language)
    return (
        f'<p class="tl-models-now"><span class="tl-model tl-{kind}"><i></i>'
        f"<b>{esc(model_name(talking.name, language))}</b></span></p><p>{esc(why)}</p>"
    )


def model_name(name: str, language: str) -> str:
    if name == GUIDE:
        return say("guide_name", language)
    provider, _, model = name.partition(":")
    return say("model_via", language, model=model, provider=provider_name(provider))


def provider_name(provider: str) -> str:
    return _PROVIDERS.get(provider, provider)


def _choose(visit: Visit, servers: Servers) -> str:
    language = visit.language
    wanted = _wanted(visit)
    way, model = _way(wanted, visit.room.status.talking.name)
    offered = [(name, name) for name in servers.answering]
    if way == "ollama" and model not in servers.answering:
        offered.append((model, say("models_not_there", language, name=model)))
    missing = "models_ollama_none" if servers.first.reachable else "models_ollama_away"
    about = say("models_ollama_about" if offered else missing, language)
    picked = select("model", say("models_ollama", language), offered, model) if offered else ""
    named = text_field("named", say("models_other_label", language),
                       wanted if way == "other" else "", "openai:gpt-4.1-mini")  # fmt: skip

    def one(key: str, about: str = "", field: str = "", disabled: bool = False) -> str:
        title, words = say(f"models_{key}", language), about or say(f"models_{key}_about", language)
        return choice("choose", key, key == way, title, words, field=field, disabled=disabled)

    made = [one("auto"), one("ollama", about, picked, not offered), one("guide"),
            one("other", field=named)]  # fmt: skip
    return choices("choose", say("models_choose", language), made, language)


def _wanted(visit: Visit) -> str:
    """What was chosen, as :func:`topicllama.agent.models.choose` reads it."""
    chosen = visit.workspace.settings.get("chat_model") or os.environ.get(VARIABLE) or "auto"
    return str(chosen).strip()


def _way(wanted: str, talking: str) -> tuple[str, str]:
    """Which of the four possibilities that is, and which model of Ollama's."""
    if wanted.lower() in ("auto", GUIDE):
        return wanted.lower(), ""
    # A colon sets off a provider or the tag of an Ollama model: who answers tells which.
    provider = wanted.partition(":")[0]
    if ":" in wanted and provider != "ollama" and talking.startswith(provider + ":"):
        return "other", ""
    return "ollama", short(wanted.removeprefix("ollama:"))


def _variable(language: str) -> str:
    named = os.environ.get(VARIABLE)
    if not named:
        return ""
    words = say("models_env_model", language, name=named)
    return f'<p class="tl-quiet">{esc(words)}</p>'


# the choice ----------------------------------------------------------------------------------


def choose_model(visit: Visit, sent: Sent) -> Done:
    """TopicLlamaError for a provider that cannot be used; a model that the Ollama server lacks is
    taken, and the guide answers until it is there."""
    language, way = visit.language, str(sent.get("way", ""))
    wanted = {"auto": "auto", "guide": GUIDE}.get(way, "")
    if way == "ollama" and sent.get("model"):
        wanted = f"ollama:{str(sent['model']).strip()}"
    elif way == "other":
        wanted = _provider_model(str(sent.get("named", "")).strip(), language)
    if not wanted:
        raise TopicLlamaError(say("models_pick", language))
    # "auto" is what an empty setting means, unless the environment says otherwise
    keep = None if wanted == "auto" and not os.environ.get(VARIABLE) else wanted
    visit.workspace.set(chat_model=keep)
    forget_servers()
    asyncio.run(visit.room.status.check_model())
    name = model_name(visit.room.status.talking.name, language)
    return Done(say("models_now_answers", language, name=name))


def _provider_model(named: str, language: str) -> str:
    provider, colon, model = named.partition(":")
    if not (provider and colon and model):
        raise TopicLlamaError(say("models_other_wrong", language))
    choose({"chat_model": named})  # a missing package or key is said now
    return named
