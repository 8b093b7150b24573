"""What all parts of the topics of a program share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ...tools.documents import LoadReport
from .session import Session
from .words import Language

if TYPE_CHECKING:
    import gradio as gr


class Held:
    """A workspace with topics; ``loaded`` says what was left out when texts were loaded."""

    def __init__(self, session: Session, loaded: LoadReport | None = None) -> None:
        self._session = session
        self._told: list[str] = []  # of the last change
        self._page: gr.Blocks | None = None
        self.loaded = loaded

    @property
    def language(self) -> Language:
        """The language of what is shown, "en" or "zh"."""
        return self._session.language

    @property
    def folder(self) -> Path:
        """The workspace: open it with the page or the command line too."""
        return self._session.workspace.root
