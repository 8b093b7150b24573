"""What the page says about the model that talks and about what is loaded."""

from __future__ import annotations

import asyncio
import logging

from ..agent.models import choose
from ..tools.embed_job import BackgroundEmbedder, coverage
from ..tools.embedder_choice import workspace_embedder
from ..tools.errors import TopicLlamaError
from ..tools.integrity import find_damage
from ..tools.workspace import Workspace
from .page_panel import Loaded, Talking

log = logging.getLogger(__name__)


class Status:
    """Shared by all sessions of a workspace: the same model answers all of them.

    ``embedder`` prepares search by meaning in the background; None leaves it to
    ``topicllama embed``.
    """

    def __init__(self, workspace: Workspace, embedder: BackgroundEmbedder | None) -> None:
        self.workspace = workspace
        self.embedder = embedder
        self.talking = Talking()
        self.paused = False  # a person stopped the preparing: it goes on when she says so
        self._warm = False
        self._looked = False

    async def check_model(self) -> None:
        """Ask anew which model answers (a server may have come or gone)."""
        try:
            chosen = await asyncio.to_thread(choose, self.workspace.settings)
        except TopicLlamaError as error:
            self.talking = Talking("guide", f"{error.message} {error.hint}".strip())
        else:
            self.talking = Talking(chosen.name, chosen.why)

    def answered_by(self, name: str) -> None:
        """A turn was answered by this model: what the next one will most likely be."""
        if name and name != self.talking.name:
            self.talking = Talking(name)

    async def loaded(self) -> Loaded:
        return await asyncio.to_thread(self._loaded)

    def _loaded(self) -> Loaded:
        reason = self.embedder.status().error if self.embedder is not None else ""
        held = self.workspace.unless_damaged
        covered = held(lambda: coverage(self.workspace), 0.0)
        return held(lambda: Loaded.of(self.workspace, covered, reason), Loaded(0, {}, None))

    async def prepare_search(self) -> None:
        """Embed what is not embedded yet, in the background; else have the model that reads
        questions loaded before the first one comes (that takes seconds)."""
        if not self._looked:
            self._looked = True
            asyncio.get_running_loop().run_in_executor(None, self._look)
        if self.embedder is None or self.paused or self.workspace.read_only:
            return
        held = self.workspace.unless_damaged
        if not await asyncio.to_thread(held, self.workspace.corpus.__len__, 0):
            return
        if await asyncio.to_thread(held, lambda: coverage(self.workspace), 1.0) < 1:
            self.embedder.start()
        elif not self._warm:
            self._warm = True
            asyncio.get_running_loop().run_in_executor(None, self._load_model)

    def _look(self) -> None:
        """Compare every stored file with what was written; what is found stands above the page."""
        for error in find_damage(self.workspace):
            self.workspace.notice(error)

    def _load_model(self) -> None:
        try:
            workspace_embedder(self.workspace).embed(["warm"])
        except TopicLlamaError as error:
            log.info("search by meaning has no model yet: %s", error)

    def pause(self) -> None:
        """Stop preparing search after the batch under way; what is embedded is kept."""
        self.paused = True
        if self.embedder is not None:
            self.embedder.cancel()

    def go_on(self) -> None:
        self.paused = False
        if self.embedder is not None:
            self.embedder.start()

    @property
    def preparing(self) -> bool:
        return self.embedder is not None and self.embedder.status().state == "running"
