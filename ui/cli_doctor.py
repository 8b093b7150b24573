"""What the doctor says about the conversation: Ollama, its models, and who would answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..agent.models import DEFAULT_MODEL, choose
from ..agent.ollama import OllamaStatus, StatusCache
from ..tools.doctor import Check
from ..tools.errors import TopicLlamaError
from ..tools.ollama_hosts import ollama_hosts
from .cli_text import say, told


def chat_checks(root: Path) -> list[Check]:
    """Checks of what talks. None of it is required: the offline guide needs nothing."""
    settings = _settings(root)
    found = [status for _, status in StatusCache().each(ollama_hosts(settings))]
    first = next((status for status in found if status.reachable), found[0])
    answers = _chat_model(settings)
    hosts = _ollama(first) if len(found) == 1 else _several(found, answers)
    return [hosts, _models(first), answers]


def _settings(root: Path) -> dict[str, Any]:
    try:
        found = json.loads((root / "settings.json").read_text("utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: the defaults
        return {}
    return found if isinstance(found, dict) else {}


def _ollama(status: OllamaStatus) -> Check:
    if not status.reachable:
        detail = say("ollama_closed" if status.forbidden else "ollama_none", url=status.host)
        if status.forbidden:
            return Check("ollama", False, detail, say("ollama_origins"), required=False)
        return Check("ollama", False, detail, say("ollama_hint"), required=False)
    detail = f"{status.version} {say('ollama_ok', url=status.host)}".strip()
    return Check("ollama", True, detail, required=False)


def _several(found: Sequence[OllamaStatus], answers: Check) -> Check:
    """Which of the hosts answer, and have the model that answers (or would)."""
    provider, _, name = answers.detail.partition(":")
    model = name if provider == "ollama" else DEFAULT_MODEL
    able = [status.reachable and status.find(model) is not None for status in found]
    parts = [
        say("host_has" if has else "host_lacks" if status.reachable else "host_silent",
            url=status.host, version=status.version, model=model)
        for status, has in zip(found, able, strict=True)
    ]  # fmt: skip
    hint = "" if all(able) else say("hosts_hint", model=model)
    return Check("ollama", all(able), say("semicolon").join(parts), hint, required=False)


def _models(status: OllamaStatus) -> Check:
    names = [
        say("calls_tools" if model.can_call_tools else "no_tools", name=model.name)
        for model in status.models
    ]
    able = any(model.can_call_tools for model in status.models)
    hint = "" if able else say("models_hint")
    return Check("models", able, ", ".join(names) or say("no_models"), hint, required=False)


def _chat_model(settings: dict[str, Any]) -> Check:
    try:
        chosen = choose(settings)
    except TopicLlamaError as error:
        detail, hint = told(error.message), told(error.hint)
        return Check("chat model", False, detail, hint, required=False)
    except Exception as error:  # a provider's package may raise anything
        detail = f"{type(error).__name__}: {error}"
        return Check("chat model", False, detail, say("see_settings"), required=False)
    name = say("guide") if chosen.is_guide else chosen.name
    return Check(
        "chat model", True, name, "" if chosen.is_guide else told(chosen.why), required=False
    )
