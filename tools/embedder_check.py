"""Whether an embedding model that a person names can be had, before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .embedding import DEFAULT, embedder_plugin, load_embedder
from .errors import TopicLlamaError
from .ollama_hosts import ollama_hosts

_PATIENCE = 3.0  # seconds for a server to say whether it has the model


def checked_embedder(name: str, settings: Mapping[str, Any]) -> str:
    """The name as :func:`topicllama.tools.embedding.load_embedder` takes it; TopicLlamaError with
    what to do when there is no such model within reach. The model itself is not loaded, but one of
    a plugin, which is asked for a vector."""
    name = name.strip()
    if not embedder_plugin(name).built_in:
        load_embedder(name).embed(["text"])
        return name
    if name.lower().removeprefix("sentence-transformers/") == DEFAULT.lower():
        return DEFAULT
    if name.startswith("ollama:"):
        _on_ollama(name.removeprefix("ollama:"), settings)
    elif name.startswith(("/", "~", ".")) or Path(name).is_absolute():
        _in_folder(Path(name))
    elif not Path(name).is_dir():
        _on_hub(name)
    return name


def _on_ollama(name: str, settings: Mapping[str, Any]) -> None:
    import ollama

    host = ollama_hosts(settings)[0]
    try:
        ollama.Client(host, timeout=_PATIENCE).show(name)
    except ollama.ResponseError as error:
        raise TopicLlamaError(
            f"Ollama cannot embed with {name} ({error.error}).",
            f"Fetch the model with: ollama pull {name}",
        ) from error
    except Exception as error:  # whatever answers on that port may send anything at all
        raise TopicLlamaError(
            "Ollama does not answer, so nothing can be embedded with it.",
            f"Start it with: ollama serve, or choose the embedding model {DEFAULT}.",
        ) from error


def _in_folder(folder: Path) -> None:
    try:
        there = (folder.expanduser() / "config.json").is_file()
    except (OSError, RuntimeError, ValueError):  # no such user, a name too long
        there = False
    if not there:
        raise TopicLlamaError(
            f"There is no embedding model in the folder {folder}.",
            "Give the folder of a downloaded sentence-transformers model: it has a config.json.",
        )


def _on_hub(name: str) -> None:
    """Downloaded before, or at hand on Hugging Face's hub."""
    from huggingface_hub import HfApi, try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    full = name if "/" in name else f"sentence-transformers/{name}"
    try:
        if isinstance(try_to_load_from_cache(full, "config.json"), str):
            return
        HfApi().model_info(full, timeout=_PATIENCE)
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise TopicLlamaError(
            f"The hub huggingface.co has no embedding model {name}.",
            "Look its name up there, or give the folder of a downloaded model.",
        ) from error
    except Exception as error:  # offline, a firewall, a proxy: each in its own words
        raise TopicLlamaError(
            f"The embedding model {name} is not on this computer, and huggingface.co cannot be "
            "reached.",
            "Connect to the internet once so that it can be downloaded, or give the folder of a "
            f"downloaded sentence-transformers model, or choose {DEFAULT}, which is installed.",
        ) from error
