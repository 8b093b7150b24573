"""The Llama to adapt: a local folder or a hub name, checked before anything large is read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import TopicLlamaError

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

ARCHITECTURE = "LlamaForCausalLM"
_HUB_NAME = re.compile(r"(?![.~/])[\w.-]+/[\w.-]+")
_BYTES = {"float32": 4, "float64": 8}  # of a stored weight; 2 otherwise
# Nothing that could run code: no pickle (.bin, .pt) and no .py is ever fetched.
_SMALL = ("*.json", "tokenizer.model")
_WEIGHTS = ("model*.safetensors",)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A checkpoint on this computer; ``name`` is what the person called it."""

    name: str
    folder: Path
    config: Mapping[str, Any]

    def number(self, key: str, otherwise: int = 0) -> int:
        """A whole number of config.json."""
        return int(self.config.get(key) or otherwise)

    @property
    def parameters(self) -> int:
        """How many weights it has, from the sizes of its files."""
        stored = str(self.config.get("dtype") or self.config.get("torch_dtype"))
        total = sum(file.stat().st_size for file in self.folder.glob("model*.safetensors"))
        return total // _BYTES.get(stored, 2)


def find(base: str) -> Checkpoint:
    """The checkpoint in the folder ``base``, else the one of this name on the Hugging Face hub.

    One from the hub comes out of its cache or is downloaded (with ``HF_HUB_OFFLINE=1`` never).
    TopicLlamaError when there is none, or when it is not an unquantised LlamaForCausalLM in
    safetensors; what does not fit is refused before its weights are fetched.
    """
    folder = Path(base).expanduser()
    if folder.is_dir():
        checkpoint = _read(base, folder.absolute())
    elif folder.exists() or not _HUB_NAME.fullmatch(base):
        raise TopicLlamaError(
            f"There is no folder {base}.",
            "Give the folder of a Hugging Face checkpoint, or its name, such as "
            "meta-llama/Llama-3.2-3B-Instruct.",
        )
    else:
        _read(base, _fetched(base, _SMALL))
        checkpoint = _read(base, _fetched(base, (*_SMALL, *_WEIGHTS)))
    _require_safetensors(checkpoint)
    return checkpoint


def _fetched(name: str, patterns: tuple[str, ...]) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=list(patterns)))
    except GatedRepoError as error:
        raise TopicLlamaError(
            f"The owner of {name} gives it only to people who accepted its licence.",
            f"Accept it on the page of {name} on huggingface.co, then run: hf auth login",
        ) from error
    except RepositoryNotFoundError as error:
        raise TopicLlamaError(
            f"The Hugging Face hub has no model {name}, or it is private.",
            "Check the name, or run: hf auth login",
        ) from error
    except Exception as error:
        # The hub's client brings an HTTP library of its own, with errors of its own.
        known = isinstance(error, OSError | ValueError)
        if not known and not type(error).__module__.startswith("httpx"):
            raise
        raise _unreachable(name, error) from error


def _unreachable(name: str, error: Exception) -> TopicLlamaError:
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    reason = said.partition(". ")[0][:160].rstrip(".")
    return TopicLlamaError(
        f"The model {name} could not be fetched from the Hugging Face hub ({reason}).",
        f"Where there is internet, run: hf download {name} --local-dir FOLDER; bring that folder "
        "here and run: topicllama adapt FOLDER",
    )


def _read(name: str, folder: Path) -> Checkpoint:
    """The checkpoint with its config.json, once that says that it can be adapted."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
        architectures = list(config.get("architectures") or [])
    except (OSError, ValueError, AttributeError) as error:
        raise TopicLlamaError(
            f"The folder {folder} holds no Hugging Face checkpoint (no readable config.json).",
            "Give the folder that holds config.json, tokenizer.json and the safetensors files.",
        ) from error
    if ARCHITECTURE not in architectures:
        found = ", ".join(map(str, architectures)) or str(config.get("model_type") or "unknown")
        raise TopicLlamaError(
            f"{name} is not a Llama that writes text (its architecture is {found}).",
            f"Choose a checkpoint of the architecture {ARCHITECTURE}, such as "
            "meta-llama/Llama-3.2-1B-Instruct.",
        )
    if config.get("quantization_config"):
        raise TopicLlamaError(
            f"{name} is quantised, and such weights cannot be adapted.",
            "Choose the original checkpoint, with weights in bfloat16, float16 or float32.",
        )
    return Checkpoint(name, folder, config)


def _require_safetensors(checkpoint: Checkpoint) -> None:
    folder = checkpoint.folder
    index = folder / "model.safetensors.index.json"
    wanted = {"model.safetensors"}
    if index.exists():
        wanted = set(json.loads(index.read_text("utf-8"))["weight_map"].values())
    missing = sorted(name for name in wanted if not (folder / name).is_file())
    if not missing:
        return
    if any(folder.glob("*.bin")) or any(folder.glob("*.pth")):
        raise TopicLlamaError(
            f"{checkpoint.name} has its weights as a pickle, which can run code when it is read.",
            "Take a checkpoint in safetensors, or convert this one on a computer where you trust "
            "it: docs/adaptation.md says how.",
        )
    raise TopicLlamaError(
        f"{checkpoint.name} lacks the weights in {', '.join(missing[:3])}.",
        "Download it again: hf download NAME --local-dir FOLDER",
    )


def tokenizer_of(checkpoint: Checkpoint) -> PreTrainedTokenizerBase:
    """The checkpoint's tokenizer; TopicLlamaError when it has none, or none that ends a text."""
    from transformers import AutoTokenizer

    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
            checkpoint.folder, local_files_only=True, trust_remote_code=False
        )
    except (OSError, ValueError, ImportError) as error:
        raise TopicLlamaError(
            f"The tokenizer of {checkpoint.name} cannot be read.",
            "Download its tokenizer.json and tokenizer_config.json too.",
        ) from error
    if tokenizer.eos_token_id is None:
        raise TopicLlamaError(
            f"The tokenizer of {checkpoint.name} has no token that ends a text.",
            "Name it in tokenizer_config.json as eos_token.",
        )
    return tokenizer
