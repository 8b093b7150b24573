"""TopicLlama in anyone's LangChain agent: the eight tools, and those of plugins, as a toolkit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool, BaseToolkit, StructuredTool
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, create_model

from ..tools.tool_spec import Argument, ToolSpec
from ..tools.toolbox import Toolbox
from ..tools.workspace import Workspace
from .citations import Citations
from .events import ConfirmationNeeded, Event
from .tool_specs import specs
from .toolset import Turn, langchain_tools

log = logging.getLogger(__name__)


def _nobody(question: str) -> bool:
    """Without a person to ask, nothing that needs one is done."""
    return False


class TopicToolkit(BaseToolkit):
    """The tools of one workspace, for a LangChain agent or chain.

    ``workspace`` is its folder (made when it is not there; None: the default one). ``llm`` names
    topics when it is given. ``confirm`` is asked a yes-or-no question before topics are deleted,
    before files outside the ``allowed`` folders are read and before a plugin's tool changes
    something; without it all three are refused.
    ``language`` ("en" or "zh") is that of explanations.

    The tools run synchronously and asynchronously. Their content is text for a model, passages
    numbered in the order in which they came; ``ToolMessage.artifact`` is the whole result as plain
    JSON (docs/cli.md). A failure is a ToolMessage with status "error" that says what to do.

        agent = create_agent(llm, TopicToolkit(workspace="my-texts").get_tools())
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    workspace: Path | str | Workspace | None = None
    llm: BaseChatModel | None = None
    confirm: Callable[[str], bool] = _nobody
    allowed: Sequence[Path] = ()
    language: str = "en"
    _opened: Workspace = PrivateAttr()
    _citations: Citations = PrivateAttr(default_factory=Citations)

    def model_post_init(self, context: Any, /) -> None:
        """Open the workspace."""
        super().model_post_init(context)
        self._opened = opened(self.workspace)

    def get_tools(self) -> list[BaseTool]:
        """The eight tools in the order of docs/cli.md, then those of plugins."""
        return [self._tool(spec) for spec in specs()]

    def _tool(self, spec: ToolSpec) -> BaseTool:
        async def run(**given: Any) -> tuple[str, Any]:
            return await self._run(spec.name, given)

        def run_now(**given: Any) -> tuple[str, Any]:
            return _without_loop(run, given)

        return StructuredTool(
            name=spec.name,
            description=spec.description,
            args_schema=_schema(spec),
            func=run_now,
            coroutine=run,
            response_format="content_and_artifact",
            handle_tool_error=True,
        )

    async def _run(self, name: str, given: dict[str, Any]) -> tuple[str, Any]:
        loop = asyncio.get_running_loop()

        def emit(event: Event) -> None:
            if isinstance(event, ConfirmationNeeded):
                asyncio.run_coroutine_threadsafe(self._ask(turn, event), loop)

        turn = Turn(emit, self._citations)
        (tool,) = (each for each in langchain_tools(self._toolbox, turn) if each.name == name)
        assert isinstance(tool, StructuredTool) and tool.coroutine is not None
        found: tuple[str, Any] = await tool.coroutine(**given)
        return found

    async def _ask(self, turn: Turn, asked: ConfirmationNeeded) -> None:
        try:
            turn.answer(asked.id, await asyncio.to_thread(self.confirm, asked.question))
        except Exception as error:  # else the tool would wait for an answer for ever
            log.error("the question was not answered", exc_info=error)
            turn.answer(asked.id, False)

    def _toolbox(self, task: Any, confirm: Callable[[str], bool]) -> Toolbox:
        return Toolbox(self._opened, self.llm, task, confirm, self.allowed, language=self.language)


def opened(workspace: Path | str | Workspace | None) -> Workspace:
    """A workspace from its folder, or as it is."""
    return workspace if isinstance(workspace, Workspace) else Workspace(workspace)


def _schema(spec: ToolSpec) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for argument in spec.arguments:
        default = ... if argument.default is None else argument.default
        fields[argument.name] = (_type(argument), Field(default, description=argument.about))
    made: type[BaseModel] = create_model(spec.name, **fields)
    return made


def _type(argument: Argument) -> Any:
    if argument.choices:
        return Literal[argument.choices]
    return int if isinstance(argument.default, int) else str


def _without_loop(run: Callable[..., Any], given: dict[str, Any]) -> tuple[str, Any]:
    """Run it to its end, also where an event loop of the caller's is running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        found: tuple[str, Any] = thread.submit(lambda: asyncio.run(run(**given))).result()
    return found
