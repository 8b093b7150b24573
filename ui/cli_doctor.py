"""What the doctor says about the conversation: Ollama, its models, and who would answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..agent.models import choose
from ..agent.ollama import OllamaStatus, server_status
from ..tools.doctor import Check
from ..tools.errors import TopicLlamaError
from .cli_text import say, told


def chat_checks(root: Path) -> list[Check]:
    """Checks of what talks. None of it is required: the offline guide needs nothing."""
    settings = _settings(root)
    status = server_status(settings.get("ollama_host"))
    return [_ollama(status), _models(status), _chat_model(settings)]


def _settings(root: Path) -> dict[str, Any]:
    try:
        found = json.loads((root / "settings.json").read_text("utf-8"))
    except (OSError, ValueError):  # none yet, or damaged: the defaults
        return {}
    return found if isinstance(found, dict) else {}


def _ollama(status: OllamaStatus) -> Check:
    if not status.reachable:
        detail = say("ollama_none", url=status.host)
        return Check("ollama", False, detail, say("ollama_hint"), required=False)
    detail = f"{status.version} {say('ollama_ok', url=status.host)}".strip()
    return Check("ollama", True, detail, required=False)


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
    return Check("chat model", True, name, "" if chosen.is_guide else chosen.why, required=False)
