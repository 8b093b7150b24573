"""Which embedding model suits the corpus: by name, else by the language of most of its texts."""

from __future__ import annotations

import os
from dataclasses import dataclass

from .embedding import DEFAULT, Embedder, languages_of, load_embedder
from .errors import NotReadyError
from .language import main_language
from .ollama_hosts import ollama_hosts
from .vectors import VectorRecord
from .workspace import Workspace

# Embedding models of Ollama's library that know Chinese, the better ones first.
MULTILINGUAL = (
    "bge-m3", "qwen3-embedding", "snowflake-arctic-embed2", "embeddinggemma",
    "nomic-embed-text-v2-moe", "granite-embedding:278m", "paraphrase-multilingual",
)  # fmt: skip
VARIABLE = "TOPICLLAMA_EMBEDDER"
_PATIENCE = 1.0  # seconds that an Ollama server has to say what it has


class NoEmbedderError(NotReadyError):
    """No embedding model at hand knows the language of the texts."""


@dataclass(frozen=True, slots=True)
class EmbedderChoice:
    """``name`` is what :func:`topicllama.tools.embedding.load_embedder` takes; ``why`` says in a
    sentence how it was chosen."""

    name: str
    why: str


def named_embedder(workspace: Workspace) -> str:
    """The model that a person named (setting ``embedder``, TOPICLLAMA_EMBEDDER), or ""."""
    return str(workspace.settings.get("embedder") or os.environ.get(VARIABLE) or "").strip()


def embedding_name(workspace: Workspace, record: VectorRecord | None = None) -> str:
    """The embedding model of a workspace: the one that was named, else the one that was used
    last, else the default."""
    named = named_embedder(workspace)
    return named or (record or VectorRecord(workspace)).fact("embedder") or DEFAULT


def workspace_embedder(workspace: Workspace) -> Embedder:
    """The embedder of that name (from the first of the hosts, if it is one of Ollama's)."""
    return _loaded(workspace, embedding_name(workspace))


def suitable_embedder(workspace: Workspace) -> tuple[Embedder, EmbedderChoice]:
    """The embedder that the corpus is to be embedded with."""
    choice = choose_embedder(workspace)
    return _loaded(workspace, choice.name), choice


def _loaded(workspace: Workspace, name: str) -> Embedder:
    return load_embedder(name, ollama_hosts(workspace.settings)[0] or "")


def choose_embedder(workspace: Workspace) -> EmbedderChoice:
    """The model that was named, or one for the language of the texts: the installed one for
    English, for Chinese one that the Ollama server has. NoEmbedderError when none suits."""
    if named := named_embedder(workspace):
        return EmbedderChoice(named, f"The embedding model {named} was named by you.")
    chinese = mostly_chinese(workspace)
    record = VectorRecord(workspace)
    used = record.fact("embedder")
    if used and record.any(used) and not (chinese and languages_of(used) == frozenset({"en"})):
        return EmbedderChoice(used, f"The embedding model {used} made the vectors so far.")
    if not chinese:
        return EmbedderChoice(DEFAULT, f"The embedding model {DEFAULT} is installed, for English.")
    if found := _of_ollama(workspace):
        return EmbedderChoice(
            f"ollama:{found}", f"The texts are mostly Chinese, which {found} of Ollama knows."
        )
    raise NoEmbedderError(
        f"The texts are mostly Chinese and the embedding model {DEFAULT} knows English only, so "
        "they are searched by words and topic space.",
        f"For meaning, run: ollama pull {MULTILINGUAL[0]}, or name a multilingual model in "
        f"{VARIABLE}.",
    )


def mostly_chinese(workspace: Workspace) -> bool:
    """Whether more than half of the texts are Chinese, or partly so."""
    return main_language(workspace.corpus.counts("language")) == "zh"


def _of_ollama(workspace: Workspace) -> str:
    """The best multilingual embedding model that the server has; "" without one, or a server."""
    import ollama

    try:
        client = ollama.Client(ollama_hosts(workspace.settings)[0], timeout=_PATIENCE)
        models = [str(model.model) for model in client.list().models]
    except Exception:  # whatever answers on that port may send anything at all
        return ""
    for wanted in MULTILINGUAL:
        for name in models:
            if name == wanted or name.split(":")[0].split("/")[-1] == wanted:
                return name.removesuffix(":latest")
    return ""
