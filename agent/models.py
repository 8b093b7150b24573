"""Which chat model answers: a Llama of the Ollama server, another provider's, or the guide."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..tools.errors import TopicLlamaError
from ..tools.ollama_hosts import ollama_hosts, patience, requests_at_once
from .ollama import ModelInfo, OllamaStatus, StatusCache

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

GUIDE = "guide"
DEFAULT_MODEL = "llama3.2"
NUM_CTX = 8192

status_cache = StatusCache()


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """The model that answers.

    ``name`` is "guide" or "provider:model"; ``why`` says in a sentence why it is this one and,
    for the guide, what to do to get a Llama. ``tools_llm`` is a second client of the same model
    for the tools' own calls (they run in another thread; labels are shared out over all servers
    that have the model), None for the guide. ``num_ctx`` is the context in tokens, 0 where the
    provider manages it.
    """

    name: str
    llm: BaseChatModel
    why: str
    is_guide: bool = False
    tools_llm: BaseChatModel | None = None
    num_ctx: int = 0


def choose(settings: Mapping[str, Any], host: str | None = None) -> ChosenModel:
    """The model for the next turn.

    ``settings["chat_model"]``, else ``TOPICLLAMA_MODEL``: "auto" (the default), "guide", the name
    of an Ollama model with or without ``ollama:``, or ``provider:model`` of LangChain. Of several
    Ollama servers the first that answers and has the model is taken. An Ollama model that cannot
    be used leaves the guide, with the reason in ``why``; TopicLlamaError for another provider that
    cannot be used.
    """
    wanted = str(settings.get("chat_model") or os.environ.get("TOPICLLAMA_MODEL") or "auto")
    if wanted.strip().lower() == GUIDE:
        return guide("The offline guide was chosen in the settings.")
    provider, name = _split(wanted.strip())
    if provider != "ollama":
        return _other_provider(provider, name)
    hosts = (host,) if host else ollama_hosts(settings)
    return _through_ollama(name, hosts, settings)


def _through_ollama(
    name: str, hosts: Sequence[str | None], settings: Mapping[str, Any]
) -> ChosenModel:
    """The first server that answers and has the model carries the conversation."""
    silent, unusable = [], ""
    for host, status in status_cache.each(hosts):
        found = _best(status) if name == "auto" else status.find(name)
        if found is not None and found.can_call_tools:
            why = (
                f"{found.name} answers through Ollama: the best tool-calling model."
                if name == "auto"
                else f"{found.name} answers through Ollama: chosen in the settings."
            )
            return _ollama(found, settings, host, hosts, why)
        if status.reachable:
            unusable = unusable or _unusable(name, found)
        elif status.forbidden:
            unusable = unusable or _forbidden(status.host)
        silent.append(status.host)
    return guide(unusable or _no_server(silent, DEFAULT_MODEL if name == "auto" else name))


def guide(why: str) -> ChosenModel:
    """The offline guide in a Llama's place."""
    from .guide import GuideModel

    return ChosenModel(GUIDE, GuideModel(), why, is_guide=True)


def _split(wanted: str) -> tuple[str, str]:
    """Provider and model; a colon may also set off an Ollama tag ("llama3.2:3b")."""
    provider, colon, name = wanted.partition(":")
    if not colon:
        return "ollama", wanted
    return (
        (provider, name) if provider == "ollama" or _is_provider(provider) else ("ollama", wanted)
    )


def _is_provider(word: str) -> bool:
    from langchain.chat_models import base

    known = getattr(base, "_BUILTIN_PROVIDERS", {})
    return word in known


def _other_provider(provider: str, name: str) -> ChosenModel:
    from langchain.chat_models import init_chat_model

    try:
        llm, second = (
            init_chat_model(name, model_provider=provider, temperature=0.1) for _ in range(2)
        )
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}"
        raise TopicLlamaError(
            f"The model {provider}:{name} needs a package that is not installed.",
            f"Run: pip install {package}",
        ) from error
    except Exception as error:  # each provider has its own exception for a missing key
        raise TopicLlamaError(
            f"The model {provider}:{name} cannot be used ({_first_line(error)}).",
            "Check its name and that provider's key in the environment.",
        ) from error
    return ChosenModel(
        f"{provider}:{name}", llm, f"{name} of {provider} was chosen in the settings.",
        tools_llm=second,
    )  # fmt: skip


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _best(status: OllamaStatus) -> ModelInfo | None:
    """llama3.2 first, then other llama3, then the largest that calls tools."""
    able = [model for model in status.models if model.can_call_tools]
    families = (DEFAULT_MODEL, "llama3", "llama", "")
    ranked = sorted(
        able, key=lambda m: (next(i for i, f in enumerate(families) if f in m.name), -m.size)
    )
    return ranked[0] if ranked else None


def _no_server(hosts: Sequence[str], name: str) -> str:
    return (
        f"No Ollama server answers at {', '.join(hosts)}, so the offline guide answers. For a "
        f"Llama, start Ollama (ollama serve) and run: ollama pull {name}"
    )


def _forbidden(host: str) -> str:
    return (
        f"The Ollama server at {host} does not let this program in, so the offline guide answers. "
        "Set OLLAMA_HOST to the address that it listens on, or allow this one there with "
        "OLLAMA_ORIGINS."
    )


def _unusable(name: str, found: ModelInfo | None) -> str:
    if name == "auto":
        return (
            "Ollama has no model that can call tools, so the offline guide answers. "
            f"Run: ollama pull {DEFAULT_MODEL}"
        )
    if found is None:
        return (
            f"Ollama does not have the model {name}, so the offline guide answers. "
            f"Run: ollama pull {name}"
        )
    return (
        f"The model {found.name} cannot call tools, so the offline guide answers. Choose another "
        f"model, or run: ollama pull {DEFAULT_MODEL}"
    )


def _ollama(
    model: ModelInfo,
    settings: Mapping[str, Any],
    host: str | None,
    hosts: Sequence[str | None],
    why: str,
) -> ChosenModel:
    from .ollama_clients import chat_client, shared_client

    num_ctx = int(settings.get("num_ctx") or NUM_CTX)
    if model.context_length:
        num_ctx = min(num_ctx, model.context_length)
    shown = model.name.removesuffix(":latest")
    at_once, seconds = requests_at_once(settings), patience(settings)
    return ChosenModel(
        f"ollama:{shown}",
        chat_client(model.name, num_ctx, host, seconds),
        why,
        tools_llm=shared_client(model.name, num_ctx, host, hosts, at_once, status_cache, seconds),
        num_ctx=num_ctx,
    )
