"""Adaptation of a Llama to the corpus, from the checkpoint to the model in Ollama."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import adapt_base, adapt_data, adapt_memory, adapt_modelfile, adapt_ollama, adapt_saving
from .adapt_base import Checkpoint
from .adapt_data import Texts
from .adapt_memory import Plan
from .adapt_ollama import MODEL_NAME, AdaptersRefusedError, Models
from .adapt_training import Outcome, Settings
from .atomic import claimed
from .errors import TopicLlamaError
from .ollama_hosts import ollama_hosts
from .progress import Task
from .workspace import Workspace

FOLDER = "adapters"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)  # of a folder and of a model


@dataclass(frozen=True, slots=True)
class Target:
    """Where the adapter goes: ``output`` (a new folder; else one of the workspace), and the name
    it gets there and in Ollama. ``ollama_base`` is the Ollama model made of the same checkpoint
    ("": known by the checkpoint's name); with ``create`` off Ollama is left out."""

    output: Path | None = None
    name: str = ""
    ollama_base: str = ""
    create: bool = True
    num_ctx: int = 8192


@dataclass(slots=True)
class Adaptation:
    """What came of it (the JSON of ``topicllama adapt``).

    ``adapter`` and ``modelfile`` are "" when nothing was saved. ``perplexity`` is that of a token
    in held-out documents; ``documents`` and ``tokens`` are those learned from. ``error`` says what
    could not be done, with its hint; None when all was.
    """

    adapter: str
    modelfile: str
    created: bool
    model: str
    perplexity: dict[str, float]
    bits_per_byte: dict[str, float]
    updates: int
    best_update: int
    documents: int
    held_out: int
    tokens: int
    device: str
    dtype: str
    max_length: int
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    error: dict[str, str] | None = None


def adapt(
    workspace: Workspace,
    base: str,
    settings: Settings,
    target: Target,
    device: str = "auto",
    task: Task | None = None,
) -> Adaptation:
    """Adapt the Llama ``base`` (a folder, or a name on the Hugging Face hub) to the corpus.

    Everything that can be known beforehand is checked before the training: the checkpoint, the
    number of documents, the memory, Ollama and its base. TopicLlamaError for those, Cancelled when
    the task is stopped: nothing is left behind then. When the held-out texts are not foretold
    better than before, nothing is saved. Progress: stages "read", "evaluate", "adapt", "create".
    """
    started, task = time.monotonic(), task or Task()
    _require_package()
    corpus = workspace.require_documents()
    checkpoint = adapt_base.find(base)
    tokenizer = adapt_base.tokenizer_of(checkpoint)
    place = _Place(workspace, checkpoint, target)
    plan = adapt_memory.make(checkpoint, device, settings.max_length, settings.batch)
    learned, kept = adapt_data.read(corpus, tokenizer, task)
    model, outcome = _trained(checkpoint, learned, kept, settings, plan, task)
    result = _result(outcome, learned, kept, plan)
    result.notes = _notes(workspace, settings, plan)
    if outcome.is_better:
        record = _record(place, settings, result, outcome)
        place.save(model, outcome, record, result)
        place.create(result, task)
    else:
        error = TopicLlamaError(
            "The held-out texts were not foretold better than before, so no adapter was saved.",
            "Give more texts or --epochs, or another --learning-rate.",
        )
        result.error = error.to_json()
    result.seconds = round(time.monotonic() - started, 2)
    return result


def _require_package() -> None:
    missing = [name for name in ("peft", "gguf") if find_spec(name) is None]
    if missing:
        raise TopicLlamaError(
            f"Adapting a Llama needs the package {missing[0]}, which is not installed.",
            "Install it: pip install 'topicllama[adapt]'",
        )


def _trained(
    checkpoint: Checkpoint, learned: Texts, kept: Texts, settings: Settings, plan: Plan, task: Task
) -> tuple[Any, Outcome]:
    """The model with its adapter, and what was learned; the caller's random numbers stay."""
    import torch

    from . import adapt_training

    with torch.random.fork_rng(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*gradient_checkpointing.* is deprecated", FutureWarning)
        torch.manual_seed(settings.seed)
        model = adapt_training.load(checkpoint, plan, settings.rank)
        if plan.checkpointing:
            adapt_training.checkpoint_activations(model)
        return model, adapt_training.train(model, learned, kept, settings, plan, task)


class _Place:
    """The folder of the adapter and the model in Ollama, both new."""

    def __init__(self, workspace: Workspace, checkpoint: Checkpoint, target: Target) -> None:
        self.workspace, self.checkpoint, self.target = workspace, checkpoint, target
        self.models = Models(ollama_hosts(workspace.settings)[0])
        self.base = target.ollama_base or adapt_ollama.known_name(str(checkpoint.folder))
        self.base = self.base or adapt_ollama.known_name(checkpoint.name)
        self.name = target.name or _default_name(checkpoint)
        self.num_ctx = adapt_modelfile.context_of(checkpoint, target.num_ctx)
        self._check()
        self.fingerprint = workspace.corpus.fingerprint
        self.system = adapt_modelfile.system_text(
            workspace.model, workspace.corpus, workspace.prompts
        )

    def _check(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise _no_name(self.name)
        if self.target.ollama_base and not MODEL_NAME.fullmatch(self.target.ollama_base):
            raise _no_name(self.target.ollama_base)
        output = self.target.output
        if output is not None and output.exists():
            raise TopicLlamaError(f"{output} is there already.", "Give another folder.")
        with _writable(output or self.workspace.root):
            (output.parent if output else self.workspace.root).mkdir(parents=True, exist_ok=True)
        if self.target.create:
            self._check_ollama()

    def _check_ollama(self) -> None:
        if not self.base:
            raise TopicLlamaError(
                f"It is not known which model of Ollama is made of {self.checkpoint.name}.",
                "Name it with --ollama-base, or leave out Ollama with --no-create.",
            )
        self.models.require(self.base, self.checkpoint)

    def save(
        self, model: Any, outcome: Outcome, record: dict[str, Any], result: Adaptation
    ) -> None:
        """Save the adapter under a name that nothing has yet."""
        base = self.base or str(self.checkpoint.folder)
        text = adapt_modelfile.modelfile(base, self.system, self.num_ctx)
        with self.workspace.writing():
            parent = self.workspace.folder(FOLDER)
            self.name = adapt_saving.free_name(self.name, parent, self._taken())
            folder = (self.target.output or parent / self.name).absolute()
            with _writable(folder):
                adapt_saving.save(model, outcome, folder, text, record)
        result.adapter, result.modelfile = str(folder), str(folder / adapt_modelfile.NAME)

    def _taken(self) -> set[str]:
        """Names of the models in Ollama; none when it has gone, for then it gets no model."""
        with suppress(TopicLlamaError):
            return self.models.names() if self.target.create else set()
        return set()

    def create(self, result: Adaptation, task: Task) -> None:
        """Make the model in Ollama; when that fails, the adapter stays and ``error`` says why."""
        if not self.target.create:
            return
        files = [Path(result.adapter) / name for name in adapt_saving.FILES]
        try:
            try:
                self.models.create(self.name, self.base, files, self.system, self.num_ctx, task)
            except AdaptersRefusedError as refused:
                self._create_whole(result, refused, task)
        except TopicLlamaError as error:
            result.error = error.to_json()
        else:
            result.created, result.model = True, self.name

    def _create_whole(self, result: Adaptation, refused: AdaptersRefusedError, task: Task) -> None:
        """Make the model of the base's own weights, with the adapter put in."""
        from .adapt_gguf import merge

        base = self.models.file_of(self.base)
        if base is None:
            raise refused
        root = self.workspace.root
        with (
            _writable(root),
            TemporaryDirectory(".tmp", ".merged.", root) as folder,
            claimed(Path(folder)),
        ):
            file = Path(folder) / "model.gguf"
            merge(base, Path(result.adapter), file, task)
            self.models.create_whole(self.name, self.base, file, self.system, self.num_ctx, task)
        note = "This Ollama takes no adapters, so a copy of the base's weights was adapted."
        result.notes = (*result.notes, note)


def _no_name(name: str) -> TopicLlamaError:
    return TopicLlamaError(
        f"{name!r} cannot be the name of a model.",
        "Use letters, digits, points and hyphens, such as news-llama.",
    )


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TopicLlamaError(
            f"{path} cannot be written ({error.strerror or error}).",
            "Choose another file or folder.",
        ) from error


def _default_name(checkpoint: Checkpoint) -> str:
    """Such as ``llama-3.2-3b-instruct-topics``."""
    last = checkpoint.name.rstrip("/").rpartition("/")[2]
    plain = re.sub(r"[^a-z0-9.]+", "-", last.lower()).strip("-.")
    return f"{plain or 'llama'}-topics"


def _result(outcome: Outcome, learned: Texts, kept: Texts, plan: Plan) -> Adaptation:
    before, after = outcome.before, outcome.best
    return Adaptation(
        adapter="", modelfile="", created=False, model="",
        perplexity={"before": before.perplexity, "after": after.perplexity},
        bits_per_byte={"before": before.bits_per_byte, "after": after.bits_per_byte},
        updates=outcome.updates, best_update=outcome.best_update,
        documents=learned.documents, held_out=kept.documents, tokens=len(learned.tokens),
        device=plan.device, dtype=plan.dtype, max_length=plan.length,
    )  # fmt: skip


def _notes(workspace: Workspace, settings: Settings, plan: Plan) -> tuple[str, ...]:
    notes = []
    if plan.length < settings.max_length:
        notes.append(f"Texts were read in blocks of {plan.length} tokens: more does not fit.")
    if workspace.model is None:
        notes.append("No topics have been found yet, so the Modelfile names none.")
    return tuple(notes)


def _record(
    place: _Place, settings: Settings, result: Adaptation, outcome: Outcome
) -> dict[str, Any]:
    """The report that lies with the adapter."""
    left_out = ("adapter", "modelfile", "created", "model", "error", "seconds")
    figures = {name: value for name, value in asdict(result).items() if name not in left_out}
    curve = [{"update": update, "perplexity": value} for update, value in outcome.curve]
    return {
        "base": place.checkpoint.name,
        "corpus": place.fingerprint,
        "topics": place.workspace.current_version,
        "settings": asdict(settings),
        **figures,
        "held_out_perplexity": curve,
    }
