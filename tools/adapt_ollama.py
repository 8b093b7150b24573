"""An adapted Llama in Ollama: is the base there and the same, and making the model through the API.

Adapters are taken by Ollama up to 0.34.0; later versions refuse them, which is said in words.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
        "create". TopicLlamaError when the server refuses, or stops answering."""
        with self._asking() as client:
            digests = {}
            for number, file in enumerate(files):
                task.report("create", number, len(files) + 1, file.name)
                digests[file.name] = _uploaded(client, file)
            steps = client.create(
                name, from_=base, adapters=digests, system=system or None,
                parameters={"num_ctx": num_ctx}, stream=True,
            )  # fmt: skip
            status = ""
            for step in steps:
                status = step.status or ""
                task.report("create", len(files), len(files) + 1, status)
            if status != "success":
                raise _failed(f"it ended with “{status}”")
        task.report("create", len(files) + 1, len(files) + 1)

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


def _uploaded(client: ollama.Client, file: Path) -> str:
    """The digest of a file that the server has now. One that it had is not sent: the server would
    close the connection."""
    with file.open("rb") as stream:
        digest = f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}"
    # The ollama package has no call that asks for a blob; its own HTTP client has.
    if client._client.head(f"/api/blobs/{digest}").status_code != 200:
        client.create_blob(file)
    return digest


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
        return TopicLlamaError(
            "This version of Ollama takes no adapters any more.",
            "Put the adapter into the base's weights, as docs/adaptation.md says, or use "
            "Ollama 0.33 or earlier.",
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
