"""Nothing about the person's work goes to the makers of libraries or to a tracing service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langsmith.run_helpers import tracing_context
from langsmith.utils import tracing_is_enabled

from topicllama.agent.conversation import Conversation
from topicllama.agent.models import ChosenModel
from topicllama.tools import telemetry
from topicllama.tools.sharing import Sharing, servers_of
from topicllama.tools.workspace import Workspace

SHOW = (
    "import json, os; from topicllama.ui.cli import run; run(['--version']);"
    "print(json.dumps(dict(os.environ)))"
)


@pytest.mark.parametrize("wanted", ["", "1"])
def test_the_libraries_are_told_at_the_start_whatever_the_environment_says(wanted: str) -> None:
    given = {"GRADIO_ANALYTICS_ENABLED": "True", "ANONYMIZED_TELEMETRY": "True",
             "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_TRACING": "true",
             telemetry.VARIABLE: wanted}  # fmt: skip
    before = {name: kept for name, kept in os.environ.items() if name not in telemetry.TRACING}
    said = subprocess.run([sys.executable, "-c", SHOW], env={**before, **given}, text=True,
                          capture_output=True, check=True, timeout=100)  # fmt: skip
    environment = json.loads(said.stdout.splitlines()[-1])
    assert environment.items() >= telemetry.STATISTICS.items()
    traced = {environment.get(name) for name in telemetry.TRACING}
    assert traced == ({"true", None} if wanted else {"false"})


class Spy(BaseChatModel):
    """Notes whether LangSmith would be told of its call."""

    traced: list[bool]

    @property
    def _llm_type(self) -> str:
        return "spy"

    def bind_tools(self, tools: Any, **more: Any) -> Spy:
        return self

    def _generate(self, messages: list[BaseMessage], *more: Any, **given: Any) -> ChatResult:
        self.traced.append(bool(tracing_is_enabled()))
        return ChatResult(generations=[ChatGeneration(message=AIMessage("Good day."))])


async def test_a_turn_inside_a_program_that_is_traced_is_not(workspace: Workspace) -> None:
    spy = Spy(traced=[])
    chat = Conversation(workspace, None, lambda: ChosenModel("spy:1", spy, ""))
    with tracing_context(enabled=True):
        async for _ in chat.stream("hello"):
            pass
        names = Sharing(servers_of(spy), lambda server, text: server.llm.ainvoke(text), _quietly)
        assert len(await names.run(["Name this topic.", "And this one."])) == 2
        assert tracing_is_enabled()
    assert spy.traced == [False] * 3


def _quietly(done: int, last: Any) -> None:
    """Nobody looks at the progress."""


def test_who_wants_it_traced_can_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with tracing_context(enabled=True):
        monkeypatch.setenv(telemetry.VARIABLE, "1")
        with telemetry.untraced():
            assert tracing_is_enabled()
