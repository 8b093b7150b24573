"""The LangChain toolkit and retriever: LangChain's own standard tests, and what they are for."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool
from langchain_ollama import ChatOllama
from langchain_tests.integration_tests import RetrieversIntegrationTests, ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests
from ollama_server import OllamaServer

from topicllama.agent import TopicRetriever, TopicToolkit
from topicllama.agent.tool_specs import NAMES
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace

EXAMPLES: dict[str, dict[str, Any]] = {
    "load_corpus": {"source": "demo"},
    "train_topics": {"num_topics": 6},
    "show_topics": {"topic": "1"},
    "label_topics": {"language": "en"},
    "edit_topics": {"action": "rename", "topics": "1", "name": "War"},
    "search_documents": {"query": "bushfires", "limit": 3},
    "analyze_corpus": {"kind": "overview"},
    "recommend_documents": {"liked": "a text about cricket"},
}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the English demo and six topics."""
    folder = tmp_path_factory.mktemp("toolkit")
    toolbox = Toolbox(Workspace(folder))
    toolbox.load_corpus("demo")
    toolbox.train_topics(6)
    return folder


class _OfTool:
    """LangChain's tests for one tool of a copy of the workspace."""

    name: str

    @pytest.fixture(autouse=True)
    def _prepared(self, trained: Path, tmp_path: Path) -> None:
        self.folder = shutil.copytree(trained, tmp_path / "copy")

    @property
    def tool_constructor(self) -> BaseTool:
        tools = {tool.name: tool for tool in TopicToolkit(workspace=self.folder).get_tools()}
        return tools[self.name]

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return EXAMPLES[self.name]


for _name in NAMES:
    _parts = {"name": _name, "__module__": __name__}
    for _standard in (ToolsUnitTests, ToolsIntegrationTests):
        _title = f"Test{_standard.__name__}_{_name}"
        globals()[_title] = type(_title, (_OfTool, _standard), dict(_parts))


class TestRetriever(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _prepared(self, trained: Path) -> None:
        self.folder = trained

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return TopicRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"workspace": self.folder}

    @property
    def retriever_query_example(self) -> str:
        return "fires near Sydney"


def test_the_retriever_keeps_to_topics_and_says_where_a_passage_stands(trained: Path) -> None:
    known = Workspace(trained)
    found: list[Document] = TopicRetriever(workspace=known, topic="2", k=8).invoke("fires")
    assert len(found) == 8 and {hit.metadata["topic"] for hit in found} == {2}
    for hit in found:
        text = known.corpus.get([hit.id])[hit.id].text
        assert text[hit.metadata["start"] : hit.metadata["end"]].split() == hit.page_content.split()
    elsewhere = TopicRetriever(workspace=trained).invoke("fires", topic="0", k=2)
    assert {hit.metadata["topic"] for hit in elsewhere} == {0}
    with pytest.raises(TopicLlamaError):
        TopicRetriever(workspace=trained, topic="99").invoke("fires")


@pytest.mark.parametrize(("yes", "left"), [(True, 5), (False, 6)])
def test_deleting_asks_whoever_uses_the_toolkit(
    trained: Path, tmp_path: Path, yes: bool, left: int
) -> None:
    folder = shutil.copytree(trained, tmp_path / "copy")
    asked: list[str] = []

    def confirm(question: str) -> bool:
        asked.append(question)
        return yes

    tools = {
        tool.name: tool for tool in TopicToolkit(workspace=folder, confirm=confirm).get_tools()
    }
    call = {"type": "tool_call", "id": "1", "name": "edit_topics",
            "args": {"action": "delete", "topics": "2"}}  # fmt: skip
    reply = tools["edit_topics"].invoke(call)
    assert len(asked) == 1 and "Delete topic 2" in asked[0]
    assert Workspace(folder).model.num_topics == left
    assert reply.status == ("success" if yes else "error")


def test_a_question_that_fails_is_a_no(trained: Path, tmp_path: Path) -> None:
    def confirm(question: str) -> bool:
        raise EOFError("no terminal")

    folder = shutil.copytree(trained, tmp_path / "copy")
    kit = TopicToolkit(workspace=folder, confirm=confirm)
    (tool,) = (each for each in kit.get_tools() if each.name == "edit_topics")
    reply = tool.invoke({"type": "tool_call", "id": "1", "name": "edit_topics",
                         "args": {"action": "delete", "topics": "2"}})  # fmt: skip
    assert reply.status == "error" and Workspace(folder).model.num_topics == 6


async def test_a_tool_runs_inside_a_running_loop_too(trained: Path) -> None:
    tools = {tool.name: tool for tool in TopicToolkit(workspace=trained).get_tools()}
    asked = {"query": "bushfires", "limit": 2}
    assert tools["search_documents"].invoke(asked) == await tools["search_documents"].ainvoke(asked)


def test_an_agent_of_someone_else_cites_the_documents(trained: Path, ollama: OllamaServer) -> None:
    tools = TopicToolkit(workspace=trained).get_tools()
    agent: Any = create_agent(ChatOllama(model="llama3.2"), tools=tools)
    asked = {"messages": [("user", "show articles about the bushfires")]}
    messages = agent.invoke(asked)["messages"]
    assert "[1]" in messages[-1].text
    assert messages[-2].artifact["results"][0]["number"] == 1
