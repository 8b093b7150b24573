"""What stands behind the topics of a program: the workspace, who names topics, what is shown."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ...tools.errors import Cancelled, TopicLlamaError
from ...tools.progress import Task
from ...tools.toolbox import Toolbox
from ...tools.workspace import Workspace
from .. import cli_text
from ..cli_run import ctrl_c_cancels
from .progress import bar
from .shown import in_python
from .words import Language, say

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Llama: TypeAlias = "bool | str | BaseChatModel"
LANGUAGES = ("auto", "en", "zh")


class Stopped(KeyboardInterrupt):
    """The person stopped the work; what was finished is kept."""

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows in place of a traceback: IPython asks for it by this name."""
        return [str(self)]


class Session:
    """One workspace, and how its results are shown.

    Without a ``folder`` it is a temporary one that goes with this object, when Python ends at the
    latest. ``language`` is "auto" (of the texts), "en" or "zh". ``llama``: True for the one that
    the settings choose (none where no server answers), False for none, the name of a model, or a
    chat model of LangChain.
    """

    def __init__(
        self, folder: str | Path | None, language: str, llama: Llama, progress: bool
    ) -> None:
        if language not in LANGUAGES:
            raise TopicLlamaError(
                f"There is no language {language!r} to speak.",
                f"Choose one of {', '.join(LANGUAGES)}.",
            )
        self.named = language
        self.llama, self.progress = llama, progress
        self.temporary = folder is None
        self.shown = str(folder) if folder is not None else tempfile.mkdtemp(prefix="topicllama-")
        self.workspace = Workspace(self.shown)
        root = self.workspace.root
        self._gone = weakref.finalize(self, shutil.rmtree, root, True) if self.temporary else None

    @property
    def language(self) -> Language:
        """The language of what is shown."""
        if self.named == "auto":
            from ...tools.language import main_language

            return "zh" if main_language(self.workspace.corpus.counts("language")) == "zh" else "en"
        return "zh" if self.named == "zh" else "en"

    def close(self) -> None:
        """Remove a temporary folder now; nothing can be asked of it then."""
        if self._gone is not None:
            self._gone()

    def keep(self, folder: str | Path) -> None:
        """Go on in another folder; a temporary one is removed."""
        self.close()
        self._gone, self.temporary, self.shown = None, False, str(folder)
        self.workspace = Workspace(folder)

    @contextmanager
    def working(self, *, llama: bool = False) -> Iterator[Toolbox]:
        """The toolbox for one piece of work: with a bar, stopped by Ctrl-C, errors in sentences.
        With ``llama`` it has the Llama, when there is one."""
        with self.plainly(), bar(self.language, self.progress) as on_progress:
            task = Task(on_progress)
            with ctrl_c_cancels(task):
                toolbox = self.toolbox(task)
                if llama:
                    toolbox.llm = self.llm()
                yield toolbox
                task.check()

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """What stops the work is said in the language in use, without the frames inside."""
        if self._gone is not None and not self._gone.alive:
            raise TopicLlamaError(
                "These topics were in a temporary folder that is gone.",
                "Find them again, and keep them with topics.save(folder).",
            )
        with cli_text.speaking(self.language):
            try:
                yield
            except Cancelled:
                raise Stopped(say("stopped", self.language)) from None
            except TopicLlamaError as error:
                raise _translated(error) from None

    def toolbox(self, task: Task | None = None) -> Toolbox:
        """The eight tools; the person's own program is the yes to what it asks for."""
        return Toolbox(
            self.workspace, task=task, confirm=lambda question: True, language=self.language
        )

    @property
    def settings(self) -> dict[str, Any]:
        """The workspace's, with the model that was named."""
        named = {"chat_model": self.llama} if isinstance(self.llama, str) else {}
        return {**self.workspace.settings, **named}

    def llm(self) -> BaseChatModel | None:
        """The chat model that names and explains topics, None when there is none."""
        if not self.llama:
            return None
        if not isinstance(self.llama, str | bool):
            return self.llama
        from ...agent.models import choose

        found = choose(self.settings)
        if found.tools_llm is None and isinstance(self.llama, str):
            raise TopicLlamaError(found.why, "Leave llama away, and topics are named without it.")
        return found.tools_llm


def _translated(error: TopicLlamaError) -> TopicLlamaError:
    return type(error)(*(in_python(cli_text.told(said)) for said in (error.message, error.hint)))
