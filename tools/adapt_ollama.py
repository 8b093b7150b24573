"""An adapted Llama in Ollama: is the base there and the same, and making the model through the API.

Ollama takes adapters up to 0.34.0. Later versions refuse them, and are given whole weights.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .adapt_base import Checkpoint
from .errors import TopicLlamaError
from .progress import Task

if TYPE_CHECKING:
    import ollama

MODEL_NAME = re.compile(r"[A-Za-z0-9][\w.\-]*(?:/[\w.\-]+)*(?::[\w.\-]+)?")
_SILENCE = 600  # seconds: a large base is converted without a word

# What Ollama calls the checkpoints that it offers itself.
_KNOWN = (
    (r"llama-3\.2-([13])b-instruct", "llama3.2:{}b"),
    (r"llama-3\.1-(8|70)b-instruct", "llama3.1:{}b"),
    (r"llama-3\.3-(70)b-instruct", "llama3.3:{}b"),
    (r"llama-3-(8|70)b-instruct", "llama3:{}b"),
    (r"llama-2-(7|13|70)b-chat", "llama2:{}b"),
    (r"tinyllama-(1\.1)b-chat", "tinyllama:{}b"),
    (r"smollm2-(135m|360m|1\.7b)-instruct", "smollm2:{}"),
)


def known_name(base: str) -> str:
    """The model of Ollama's library that is made of this checkpoint, by its name or folder; "" when
    it is not known."""
    for pattern, name in _KNOWN:
        if found := re.search(pattern, base, re.IGNORECASE):
            return name.format(found[1].lower())
    return ""


class AdaptersRefusedError(TopicLlamaError):
    """The server takes no adapters at all."""


class Models:
    """The models of one Ollama server (``host`` None: the client's own choice)."""

    def __init__(self, host: str | None = None) -> None:
        import httpx
        import ollama

        self._ollama = ollama.Client(host, timeout=httpx.Timeout(_SILENCE, connect=5))

    def names(self) -> set[str]:
        """The models that are there, without ``:latest``."""
        with self._asking() as client:
            found = [str(model.model) for model in client.list().models]
        return {name.removesuffix(":latest") for name in found}

    def require(self, base: str, checkpoint: Checkpoint) -> None:
        """TopicLlamaError when the server does not have ``base``, or when that is not made of the
        same checkpoint."""
        import ollama

        with self._asking() as client:
            try:
                facts = client.show(base).modelinfo or {}
            except ollama.ResponseError as error:
                raise TopicLlamaError(
                    f"Ollama does not have the model {base}, which the adapter is to be put on.",
                    f"Run: ollama pull {base}, or leave out Ollama with --no-create.",
                ) from error
        if _differs(facts, checkpoint):
            raise TopicLlamaError(
                f"Ollama's model {base} is not made of the checkpoint {checkpoint.name}.",
                "Name the model that is with --ollama-base: an adapter fits the very weights that "
                "it was trained on, and no others.",
            )

    def create(
        self, name: str, base: str, files: list[Path], system: str, num_ctx: int, task: Task
    ) -> None:
        """Make the model ``name`` of ``base`` and an adapter's ``files``. Progress is stage
        "create". AdaptersRefusedError when the server takes none; TopicLlamaError when it refuses
        for another reason, or stops answering."""
        parameters = {"num_ctx": num_ctx}
        with self._asking() as client:
            digests = _uploaded(client, files, task)
            _follow(task, client.create(
                name, from_=base, adapters=digests, system=system or None,
                parameters=parameters, stream=True,
            ))  # fmt: skip

    def create_whole(
        self, name: str, base: str, file: Path, system: str, num_ctx: int, task: Task
    ) -> None:
        """Make the model ``name`` of a GGUF file, which is sent, with the template and parameters
        of ``base``. Progress and errors as for :meth:`create`."""
        with self._asking() as client:
            shown = client.show(base)
            digests = _uploaded(client, [file], task)
            _follow(task, client.create(
                name, files=digests, template=shown.template, system=system or None,
                parameters=parameters_of(shown.parameters or "") | {"num_ctx": num_ctx},
                license=shown.license, stream=True,
            ))  # fmt: skip

    def file_of(self, base: str) -> Path | None:
        """The GGUF file of a model, where it can be read from here: the server runs on this
        computer and its files are open to this user."""
        with self._asking() as client:
            found = re.search(r"^FROM (.+)$", client.show(base).modelfile or "", re.MULTILINE)
        file = Path(found[1].strip()) if found else Path()
        try:
            with file.open("rb") as stream:
                return file if stream.read(4) == b"GGUF" else None
        except OSError:
            return None

    @contextmanager
    def _asking(self) -> Iterator[ollama.Client]:
        """The client, with its errors in words."""
        import httpx
        import ollama

        try:
            yield self._ollama
        except ollama.ResponseError as error:
            raise _explained(error.error) from error
        except (ConnectionError, httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise TopicLlamaError(
                "Ollama does not answer, so the model cannot be created there.",
                "Start it with: ollama serve, or leave it out with --no-create.",
            ) from error
        except (httpx.HTTPError, ValueError) as error:
            raise _failed("the connection broke off") from error


def _uploaded(client: ollama.Client, files: list[Path], task: Task) -> dict[str, str]:
    """The digests of files that the server has now. One that it had is not sent: it would close
    the connection."""
    digests = {}
    for number, file in enumerate(files):
        task.report("create", number, len(files) + 1, file.name)
        with file.open("rb") as stream:
            digest = f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
        # The ollama package has no call that asks for a blob; its own HTTP client has.
        if client._client.head(f"/api/blobs/{digest}").status_code != 200:
            client.create_blob(file)
        digests[file.name] = digest
    return digests


def _follow(task: Task, steps: Iterable[ollama.ProgressResponse]) -> None:
    """Report what the server does until it has succeeded."""
    status = ""
    for number, step in enumerate(steps):
        status = step.status or ""
        task.report("create", number, None, status)
    if status != "success":
        raise _failed(f"it ended with “{status}”")


def parameters_of(shown: str) -> dict[str, Any]:
    """The parameters of a model as /api/show lists them, one a line; ``stop`` may come often."""
    found: dict[str, Any] = {}
    for line in shown.splitlines():
        name, _, text = line.strip().partition(" ")
        try:
            value = json.loads(text)
        except ValueError:
            value = text.strip()
        found[name] = [*found.get(name, []), value] if name == "stop" else value
    return found


def _differs(facts: object, checkpoint: Checkpoint) -> bool:
    """Whether what the server tells of a model contradicts the checkpoint."""
    told = dict(facts) if isinstance(facts, dict) else {}
    if told.get("general.architecture", "llama") != "llama":
        return True
    pairs = (("embedding_length", "hidden_size"), ("block_count", "num_hidden_layers"),
             ("feed_forward_length", "intermediate_size"))  # fmt: skip
    return any(
        told.get(f"llama.{theirs}") not in (None, checkpoint.number(ours)) for theirs, ours in pairs
    )


def _explained(error: str) -> TopicLlamaError:
    if "no longer supported" in error and "adapter" in error.lower():
        return AdaptersRefusedError(
            "This version of Ollama takes no adapters, and the weights of its base cannot be read "
            "from here.",
            "Run this on the server's computer as a user who may read its models, or do what "
            "docs/adaptation.md says.",
        )
    if "pull model manifest" in error:
        return TopicLlamaError(
            "Ollama does not have the base model and could not fetch it.",
            "Run ollama pull with its name where there is internet, then create the model.",
        )
    return _failed(error[:200].rstrip("."))


def _failed(reason: str) -> TopicLlamaError:
    return TopicLlamaError(
        f"Ollama could not create the model ({reason}).",
        "The adapter is saved: try again in its folder with: ollama create NAME -f Modelfile",
    )
