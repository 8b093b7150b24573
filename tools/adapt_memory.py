"""Where a Llama is adapted, with which numbers, and how much of it fits at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .adapt_base import Checkpoint
from .errors import TopicLlamaError

if TYPE_CHECKING:
    import torch

_SHARE = 0.8  # of the free memory that is counted on
_SHORTEST = 128  # tokens
_BYTES = {"float32": 4, "bfloat16": 2, "float16": 2}


@dataclass(frozen=True, slots=True)
class Plan:
    """``rows`` blocks of ``length`` tokens are computed at a time, on ``device``, with weights of
    ``dtype``; ``checkpointing`` computes activations twice instead of keeping them."""

    device: str
    dtype: str
    rows: int
    length: int
    checkpointing: bool = False

    def smaller(self) -> Plan | None:
        """The next plan that takes less memory: fewer blocks, then checkpointing, then shorter
        blocks; None when there is none."""
        if self.rows > 1:
            return replace(self, rows=self.rows // 2)
        if not self.checkpointing:
            return replace(self, checkpointing=True)
        if self.length // 2 >= _SHORTEST:
            return replace(self, length=self.length // 2)
        return None


def make(checkpoint: Checkpoint, device: str, length: int, batch: int) -> Plan:
    """A plan that fits into the memory that is free now; TopicLlamaError when none does."""
    chosen = _device(device)
    longest = checkpoint.number("max_position_embeddings", length)
    return fitted(checkpoint, chosen, min(length, longest), batch, free_memory(chosen))


def fitted(checkpoint: Checkpoint, device: str, length: int, batch: int, free: int) -> Plan:
    """The largest plan for ``free`` bytes."""
    budget = int(_SHARE * free)
    first = Plan(device, _dtype(checkpoint, device, budget), batch, length)
    plan: Plan | None = first
    while plan is not None and needed(checkpoint, plan) > budget:
        plan = plan.smaller()
    if plan is None:
        least = needed(checkpoint, Plan(device, first.dtype, 1, _SHORTEST, True))
        raise TopicLlamaError(
            f"{checkpoint.name} needs {least / 2**30:.1f} GB of memory to be adapted, and "
            f"{free / 2**30:.1f} GB are free on {device}.",
            "Choose a smaller Llama, close other programs, or use a computer with more memory.",
        )
    return plan


def needed(checkpoint: Checkpoint, plan: Plan) -> int:
    """Bytes for the weights and for one pass forwards and backwards.

    A layer keeps about 8 values of the hidden size and 5 of the feed-forward size for each token,
    in float32 where they meet the adapter; the scores of all words are there three times.
    """
    hidden, layers = checkpoint.number("hidden_size"), checkpoint.number("num_hidden_layers")
    layer = 4 * (8 * hidden + 5 * checkpoint.number("intermediate_size"))
    kept = 4 * layers * hidden + layer if plan.checkpointing else layers * layer
    scores = 3 * 4 * checkpoint.number("vocab_size")
    weights = checkpoint.parameters * _BYTES[plan.dtype]
    return weights + plan.rows * plan.length * (kept + scores)


def free_memory(device: str) -> int:
    """Bytes that are free on the device."""
    if device == "cuda":
        import torch

        return int(torch.cuda.mem_get_info()[0])
    import psutil

    return int(psutil.virtual_memory().available)


def torch_dtype(name: str) -> torch.dtype:
    import torch

    found: torch.dtype = getattr(torch, name)
    return found


def _device(wanted: str) -> str:
    import torch

    there = {"cpu": True, "cuda": torch.cuda.is_available(),
             "mps": torch.backends.mps.is_available()}  # fmt: skip
    if wanted == "auto":
        return next(name for name in ("cuda", "mps", "cpu") if there[name])
    if not there[wanted]:
        raise TopicLlamaError(
            f"This computer has no device {wanted} that torch can use.",
            "Leave out --device, or choose cpu.",
        )
    return wanted


def _dtype(checkpoint: Checkpoint, device: str, budget: int) -> str:
    """Half precision on a GPU; elsewhere only when the weights would not fit otherwise."""
    import torch

    if device == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float16"
    whole = checkpoint.parameters * _BYTES["float32"]
    return "float32" if whole < 0.7 * budget else "bfloat16"
