"""Continued pre-training with LoRA: a small loop that measures, keeps the best and can be stopped.

LoRA: Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022. Going on with the
model's own task on a domain's texts: Gururangan et al., "Don't Stop Pretraining", ACL 2020.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from .adapt_base import Checkpoint
from .adapt_data import IGNORED, Blocks, Texts
from .adapt_memory import Plan, torch_dtype
from .errors import TopicLlamaError
from .progress import Task

if TYPE_CHECKING:
    from torch import Tensor

T = TypeVar("T")

# Not q_proj and k_proj: Ollama stores their rows in another order than Hugging Face does, and when
# it converts an adapter it reorders the wrong half (lora_A), which spoils them. What a text teaches
# goes into the feed-forward layers for the most part.
TARGETS = ("v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
_MEASURED = 10  # times in a run
_PATIENCE = 3  # measurements without a gain
_WARM_UP = 0.1  # of the updates
_LONGEST_GRADIENT = 1.0


@dataclass(frozen=True, slots=True)
class Settings:
    """How to learn. ``epochs`` passes over the texts, or ``steps`` updates when that is not 0; an
    update learns from ``batch`` blocks of ``max_length`` tokens."""

    epochs: int = 3
    steps: int = 0
    rank: int = 8
    max_length: int = 512
    batch: int = 8
    learning_rate: float = 2e-4
    seed: int = 0

    def updates(self, blocks: int) -> int:
        return self.steps or self.epochs * -(-blocks // self.batch)


@dataclass(frozen=True, slots=True)
class Loss:
    """How well texts are foretold: ``nats`` in sum (-ln p) over ``tokens``, ``size`` bytes long."""

    nats: float
    tokens: int
    size: int

    @property
    def perplexity(self) -> float:
        """exp of the mean over tokens: comparable only where the tokenizer is the same."""
        return math.exp(min(self.nats / self.tokens, 700.0))

    @property
    def bits_per_byte(self) -> float:
        """Bits for a byte of text, comparable whatever the tokenizer (Gao et al., "The Pile",
        2020)."""
        return self.nats / math.log(2) / self.size


@dataclass(slots=True)
class Outcome:
    """What was learned: held-out losses before and at the best moment, and the adapter then.

    ``curve`` has (update, held-out perplexity) of every measurement, the first one before.
    """

    before: Loss
    best: Loss
    weights: dict[str, Tensor] = field(default_factory=dict)
    best_update: int = 0
    updates: int = 0
    curve: list[tuple[int, float]] = field(default_factory=list)

    @property
    def is_better(self) -> bool:
        return self.best_update > 0


def load(checkpoint: Checkpoint, plan: Plan, rank: int) -> Any:
    """The checkpoint with a new adapter (a PeftModel), on the plan's device; the adapter is kept
    in float32. TopicLlamaError when the weights cannot be read."""
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaForCausalLM
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model: Any = LlamaForCausalLM.from_pretrained(
            checkpoint.folder, dtype=torch_dtype(plan.dtype), use_safetensors=True,
            local_files_only=True,
        )  # fmt: skip
        model.to(plan.device)
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise TopicLlamaError(
            f"The weights of {checkpoint.name} cannot be read.",
            "Download it again: hf download NAME --local-dir FOLDER",
        ) from error
    model.config.use_cache = False
    config = LoraConfig(
        task_type="CAUSAL_LM", r=rank, lora_alpha=2 * rank, target_modules=list(TARGETS)
    )
    return get_peft_model(model, config)


def train(
    model: Any, learned: Texts, kept: Texts, settings: Settings, plan: Plan, task: Task
) -> Outcome:
    """Train the adapter of ``model`` on ``learned``, measuring on ``kept``.

    The same seed gives the same adapter on the same machine. It ends early when three measurements
    in a row bring no gain. Progress is stage "evaluate", then "adapt", in updates. Cancelled at the
    next layer once the task is stopped; TopicLlamaError when memory does not do.
    """
    return _Training(model, learned, kept, settings, plan, task).run()


class _Training:
    def __init__(
        self, model: Any, learned: Texts, kept: Texts, settings: Settings, plan: Plan, task: Task
    ) -> None:
        self.model, self.settings, self.plan, self.task = model, settings, plan, task
        self.blocks, self.kept = learned.blocks(plan.length), kept.blocks(plan.length)
        self.size = kept.size
        self.updates = settings.updates(len(self.blocks))

    def run(self) -> Outcome:
        import torch

        hooks = _stoppable(self.model, self.task)
        parameters = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(parameters, self.settings.learning_rate, weight_decay=0.0)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, self._rate)
        scaler = torch.amp.GradScaler(self.plan.device, enabled=self.plan.dtype == "float16")
        before = self.measure("evaluate")
        outcome = Outcome(before, before, curve=[(0, before.perplexity)])
        try:
            for picked in self._order():
                self._within_memory(partial(self._learn, picked, scaler))
                scaler.unscale_(optimizer)
                torch.nn.utils.clip_grad_norm_(parameters, _LONGEST_GRADIENT)
                scaler.step(optimizer)
                scaler.update()
                schedule.step()
                optimizer.zero_grad()
                outcome.updates += 1
                if self._is_over(outcome):
                    break
        finally:
            for hook in hooks:
                hook.remove()
        return outcome

    def _rate(self, update: int) -> float:
        """The share of the learning rate: up in a straight line, then down along a cosine."""
        warm_up = math.ceil(_WARM_UP * self.updates)
        falling = 0.5 * (1 + math.cos(math.pi * update / self.updates))
        return min(1.0, (update + 1) / warm_up) * falling

    def _order(self) -> Iterator[NDArray[np.int64]]:
        """The blocks of each update; every epoch has an order of its own."""
        random = np.random.default_rng(self.settings.seed)
        left = self.updates
        while left:
            order = random.permutation(len(self.blocks))
            for start in range(0, len(order), self.settings.batch)[:left]:
                yield order[start : start + self.settings.batch]
                left -= 1

    def _learn(self, picked: NDArray[np.int64], scaler: Any) -> None:
        """Gradients of one update, a few blocks at a time."""
        self.model.train()
        self.model.zero_grad()
        count = int((self.blocks.targets[picked] != IGNORED).sum())
        for rows in _parts(picked, self.plan.rows):
            loss = self._nats(self.blocks, rows) / count
            scaler.scale(loss).backward()

    def measure(self, stage: str) -> Loss:
        """The loss of the held-out texts."""
        import torch

        def sum_up() -> Loss:
            nats = 0.0
            for rows in _parts(np.arange(len(self.kept)), self.plan.rows):
                nats += float(self._nats(self.kept, rows))
                if stage == "evaluate":
                    self.task.report(stage, int(rows[-1]) + 1, len(self.kept))
            return Loss(nats, int((self.kept.targets != IGNORED).sum()), self.size)

        self.model.eval()
        with torch.inference_mode():
            return self._within_memory(sum_up)

    def _nats(self, blocks: Blocks, rows: NDArray[np.int64]) -> Tensor:
        """-ln p of all targets in these blocks, in sum."""
        import torch

        device = self.plan.device
        inputs = torch.from_numpy(blocks.inputs[rows].clip(0).astype(np.int64)).to(device)
        targets = torch.from_numpy(blocks.targets[rows].astype(np.int64)).to(device)
        scores = self.model(input_ids=inputs).logits.float().flatten(0, 1)
        return torch.nn.functional.cross_entropy(
            scores, targets.flatten(), ignore_index=IGNORED, reduction="sum"
        )

    def _is_over(self, outcome: Outcome) -> bool:
        """Measure now and then; whether there is nothing more to gain."""
        from peft import get_peft_model_state_dict

        done = outcome.updates
        self.task.report("adapt", done, self.updates, f"{outcome.best.perplexity:.2f}")
        every = max(1, self.updates // _MEASURED)
        if done % every and done != self.updates:
            return False
        loss = self.measure("adapt")
        if not math.isfinite(loss.nats):
            return True
        outcome.curve.append((done, loss.perplexity))
        if loss.nats < outcome.best.nats:
            outcome.best, outcome.best_update = loss, done
            state = get_peft_model_state_dict(self.model)
            outcome.weights = {
                name: tensor.detach().cpu().clone() for name, tensor in state.items()
            }
        measured = [update for update, _ in outcome.curve if update > outcome.best_update]
        return len(measured) >= _PATIENCE

    def _within_memory(self, work: Callable[[], T]) -> T:
        """Do the work; when the memory does not do, again in smaller parts."""
        import torch

        while True:
            try:
                return work()
            except torch.OutOfMemoryError as error:
                smaller = self.plan.smaller()
                if smaller is None or smaller.length < self.plan.length:
                    raise TopicLlamaError(
                        f"The memory of {self.plan.device} is not enough for blocks of "
                        f"{self.plan.length} tokens.",
                        "Give a smaller --max-length, or choose a smaller Llama.",
                    ) from error
                self.use(smaller)

    def use(self, plan: Plan) -> None:
        """Go on with another plan."""
        import torch

        self.plan = plan
        if plan.checkpointing:
            checkpoint_activations(self.model)
        if plan.device == "cuda":
            torch.cuda.empty_cache()


def checkpoint_activations(model: Any) -> None:
    """Compute activations twice instead of keeping them."""
    model.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})


def _stoppable(model: Any, task: Task) -> list[Any]:
    """Every layer looks whether the work should stop, on the way forwards and (where a gradient of
    it is ready) backwards: a pass through all of them can take a minute on a slow machine."""

    def check(*given: object) -> None:
        task.check()

    layers = model.get_base_model().model.layers
    learned = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return [layer.register_forward_pre_hook(check) for layer in layers] + [
        parameter.register_hook(check) for parameter in learned
    ]


def _parts(rows: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]
