"""An adapter on disk: PEFT's files, the Modelfile and a report, in a folder of its own."""

from __future__ import annotations

from collections.abc import Container
from importlib.metadata import version
from pathlib import Path
from typing import Any

from . import adapt_modelfile
from .adapt_training import Outcome
from .atomic import new_folder, write_bytes, write_json
from .checksums import SUMS, sum_of, write_checked

REPORT = "report.json"
FILES = ("adapter_config.json", "adapter_model.safetensors")  # what Ollama reads of it
_PACKAGES = ("topicllama", "torch", "transformers", "peft")


def free_name(name: str, folder: Path, taken: Container[str] = ()) -> str:
    """``name``, or with -2, -3, … after it: one that neither a folder nor a model has yet."""
    number, free = 1, name
    while (folder / free).exists() or free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def save(
    model: Any, outcome: Outcome, folder: Path, modelfile: str, report: dict[str, Any]
) -> None:
    """Write the best adapter of a training as a new folder, all or nothing: ``FILES``, a
    Modelfile, ``report`` with the versions of the packages, and the checksums of ``FILES``."""
    from peft import set_peft_model_state_dict

    set_peft_model_state_dict(model, outcome.weights)
    with new_folder(folder, finish=_sum_up) as temporary:
        # "auto" would ask the hub whether the base's vocabulary was another one
        model.save_pretrained(temporary, save_embedding_layers=False)
        (temporary / "README.md").unlink(missing_ok=True)  # a form with nothing filled in
        write_bytes(temporary / adapt_modelfile.NAME, modelfile.encode())
        versions = {name: version(name) for name in _PACKAGES}
        write_json(temporary / REPORT, report | {"versions": versions})


def _sum_up(folder: Path) -> None:
    """Not of the Modelfile, which a person may change."""
    write_checked(folder / SUMS, {"files": {name: sum_of(folder / name) for name in FILES}})
