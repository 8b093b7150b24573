"""An embedder of a plugin, held to what the index needs: finite rows of length 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from . import plugins
from .embedding import Embedder, Vectors, normalised
from .errors import Cancelled, TopicLlamaError


class PluginEmbedder:
    """``made`` under the name that a person gave it. PluginError for whatever goes wrong in it."""

    def __init__(self, plugin: plugins.Plugin, name: str, made: Any) -> None:
        self.name = name
        self.plugin = plugin
        self._made = made
        if not isinstance(made, Embedder):
            raise self._failed("it has no name, dimensions, languages and embed")
        self.floor: float | None = getattr(made, "floor", None)
        self.languages = frozenset(made.languages) if made.languages is not None else None

    @property
    def dimensions(self) -> int:
        try:
            return int(self._made.dimensions)
        except Exception as error:  # the code of somebody else
            raise self._failed(plugins.in_short(error)) from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._checked(self._made.embed, list(texts), len(texts))

    def embed_query(self, text: str) -> Vectors:
        own = getattr(self._made, "embed_query", None)
        if own is None:
            vector: Vectors = self.embed([text])[0]
            return vector
        row: Vectors = self._checked(lambda text: np.asarray(own(text))[None], text, 1)[0]
        return row

    def _checked(self, work: Any, given: Any, rows: int) -> Vectors:
        try:
            found = np.asarray(work(given), np.float32)
        except (TopicLlamaError, Cancelled, MemoryError):
            raise
        except Exception as error:  # the code of somebody else
            raise self._failed(plugins.in_short(error)) from error
        wanted = (rows, self.dimensions)
        if found.shape != wanted:
            raise self._failed(f"it gave numbers of shape {found.shape} instead of {wanted}")
        return normalised(found)

    def _failed(self, reason: str) -> plugins.PluginError:
        return plugins.PluginError(
            f"The embedder {self.plugin.name} of the package {self.plugin.package} failed "
            f"({reason}).",
            "Choose another embedding model, and tell those who made it.",
        )
