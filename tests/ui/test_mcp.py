"""The MCP server, spoken to by the official client and by a LangChain agent that is not ours."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import mcp.types as wire
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client
from mcp.shared.exceptions import McpError
from mcp.shared.memory import create_connected_server_and_client_session
from ollama_server import OllamaServer, scripted_llama
from pydantic import AnyUrl

from topicllama.tools.documents import Document
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui import mcp_server
from topicllama.ui.mcp_server import check_host

TOOLS = ["load_corpus", "train_topics", "show_topics", "label_topics", "edit_topics",
         "search_documents", "analyze_corpus", "recommend_documents"]  # fmt: skip
COMMAND = str(Path(sys.executable).with_name("topicllama"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the English demo and six topics."""
    folder = tmp_path_factory.mktemp("mcp")
    toolbox = Toolbox(Workspace(folder))
    toolbox.load_corpus("demo")
    toolbox.train_topics(6)
    return folder


def server(folder: Path, *options: str) -> StdioServerParameters:
    return StdioServerParameters(
        command=COMMAND, args=["mcp", "--workspace", str(folder), *options], env=dict(os.environ)
    )


@asynccontextmanager
async def client(folder: Path, *options: str, **more: Any) -> AsyncIterator[ClientSession]:
    async with (
        stdio_client(server(folder, *options)) as (reading, writing),
        ClientSession(reading, writing, **more) as session,
    ):
        await session.initialize()
        yield session


async def test_the_tools_give_what_the_chat_gives(trained: Path) -> None:
    async with client(trained) as session:
        told = (await session.list_tools()).tools
        assert [tool.name for tool in told] == TOOLS
        assert all(tool.inputSchema["type"] == "object" for tool in told)
        assert not next(t for t in told if t.name == "edit_topics").annotations.readOnlyHint
        found = await session.call_tool("search_documents", {"query": "bushfires", "limit": "3"})
    assert not found.isError and found.structuredContent is not None
    same = Toolbox(Workspace(trained)).search_documents("bushfires", limit=3).results
    assert [hit["id"] for hit in found.structuredContent["results"]] == [hit.id for hit in same]
    assert "[1] <<<" in found.content[0].text


async def test_citation_numbers_go_on_within_a_session(trained: Path) -> None:
    async with client(trained) as session:
        first = await session.call_tool("search_documents", {"query": "bushfires", "limit": 2})
        other = await session.call_tool("search_documents", {"query": "cricket", "limit": 2})
    numbers = [[hit["number"] for hit in reply.structuredContent["results"]]
               for reply in (first, other)]  # fmt: skip
    assert numbers == [[1, 2], [3, 4]]


async def test_an_error_is_a_result_that_says_what_to_do(workspace: Workspace) -> None:
    async with client(workspace.root) as session:
        nothing = await session.call_tool("show_topics", {})
        unknown = await session.call_tool("delete_everything", {})
    assert nothing.isError and "Load a file or a folder" in nothing.content[0].text
    assert unknown.isError and "delete_everything" in unknown.content[0].text


async def test_progress_is_told_while_it_works(workspace: Workspace) -> None:
    seen: list[tuple[float, str | None]] = []

    async def progress(done: float, total: float | None, stage: str | None) -> None:
        seen.append((done, stage))

    async with client(workspace.root) as session:
        await session.call_tool("load_corpus", {"source": "demo-zh"}, progress_callback=progress)
        made = await session.call_tool("train_topics", {"num_topics": 5},
                                       progress_callback=progress)  # fmt: skip
    assert {"read", "train"} <= {stage for _, stage in seen}
    assert made.structuredContent["num_topics"] == 5 == workspace.model.num_topics


async def test_a_cancelled_call_stops(workspace: Workspace) -> None:
    words = [f"{a}{b}ran" for a in "bdfgklmnprst" for b in "aeiou"]
    workspace.corpus.add(
        Document(f"d{i}", " ".join(words[(i * k) % 60] for k in range(1, 200)), language="en")
        for i in range(4000)
    )
    under_way = asyncio.Event()

    async def progress(done: float, total: float | None, stage: str | None) -> None:
        under_way.set()

    async with client(workspace.root) as session:
        number = session._request_id
        work = asyncio.create_task(
            session.call_tool("train_topics", {"num_topics": 40}, progress_callback=progress)
        )
        await asyncio.wait_for(under_way.wait(), 30)
        params = wire.CancelledNotificationParams(requestId=number)
        await session.send_notification(
            wire.ClientNotification(wire.CancelledNotification(params=params))
        )
        with pytest.raises(McpError, match="cancelled"):
            await asyncio.wait_for(work, 30)
        assert (await session.call_tool("analyze_corpus", {"kind": "overview"})).isError is False
    assert workspace.versions() == []


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (wire.ElicitResult(action="accept", content={"allow": True}), 5),
        (wire.ElicitResult(action="accept", content={"allow": False}), 6),
        (wire.ElicitResult(action="decline"), 6),
        (None, 6),
    ],
)
async def test_deleting_needs_a_persons_yes(
    trained: Path, tmp_path: Path, answer: wire.ElicitResult | None, left: int
) -> None:
    folder = shutil.copytree(trained, tmp_path / "copy")
    asked: list[str] = []

    async def person(context: Any, params: wire.ElicitRequestParams) -> wire.ElicitResult:
        asked.append(params.message)
        assert answer is not None
        return answer

    more = {"elicitation_callback": person} if answer is not None else {}
    async with client(folder, **more) as session:
        reply = await session.call_tool("edit_topics", {"action": "delete", "topics": "2"})
    assert Workspace(folder).model.num_topics == left
    assert reply.isError == (left == 6)
    assert bool(asked) == (answer is not None)


@pytest.mark.parametrize("problem", [None, anyio.ClosedResourceError, ValueError])
async def test_a_client_that_does_not_answer_holds_up_nobody(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: Any
) -> None:
    """It has gone, says something else, or leaves the question open: that is a no, and what others
    want to change comes next."""

    async def unanswered(*given: Any) -> Any:
        if problem is not None:
            raise problem
        await asyncio.Event().wait()

    monkeypatch.setattr(mcp_server, "_PATIENCE", 0.05)
    monkeypatch.setattr(mcp_server.ServerSession, "elicit", unanswered)
    folder = shutil.copytree(trained, tmp_path / "copy")
    protocol = mcp_server.TopicServer(Workspace(folder)).protocol
    async with create_connected_server_and_client_session(
        protocol, elicitation_callback=unanswered
    ) as session:
        asked = {"action": "delete", "topics": "2"}
        reply = await asyncio.wait_for(session.call_tool("edit_topics", asked), 60)
        assert reply.isError
        renamed = {"action": "rename", "topics": "1", "name": "War"}
        other = await asyncio.wait_for(session.call_tool("edit_topics", renamed), 60)
        assert not other.isError
    model = Workspace(folder).model
    assert model.num_topics == 6 and model.topic(1).label == "War"


async def test_only_allowed_folders_are_read(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("open", "closed"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"A text about {name} doors and windows.")
    async with client(workspace.root, "--allow", str(tmp_path / "open")) as session:
        shut = await session.call_tool("load_corpus", {"source": str(tmp_path / "closed")})
        free = await session.call_tool("load_corpus", {"source": str(tmp_path / "open")})
    assert shut.isError and not free.isError
    assert [document.text for document in workspace.corpus] == [
        "A text about open doors and windows."
    ]


async def test_topics_and_documents_are_resources(trained: Path) -> None:
    known = Workspace(trained)
    async with client(trained) as session:
        listed = (await session.list_resources()).resources
        topic = await session.read_resource(AnyUrl("topic://2"))
        name = known.corpus.ids()[7]
        document = await session.read_resource(AnyUrl(f"document://{name}"))
        templates = (await session.list_resource_templates()).resourceTemplates
        with pytest.raises(McpError, match="no document://nothing"):
            await session.read_resource(AnyUrl("document://nothing"))
    assert [entry.name for entry in listed] == [topic.label for topic in known.model.topics]
    assert json.loads(topic.contents[0].text)["topics"][0]["id"] == 2
    assert known.corpus.get([name])[name].text in document.contents[0].text
    assert {t.uriTemplate for t in templates} == {"topic://{id}", "document://{id}"}


async def test_prompts_speak_the_language_of_the_server(trained: Path) -> None:
    async with client(trained, "--language", "zh") as session:
        names = [entry.name for entry in (await session.list_prompts()).prompts]
        filled = await session.get_prompt("question", {"question": "火灾的原因？"})
        with pytest.raises(McpError, match="no prompt"):
            await session.get_prompt("nothing")
    assert names == ["overview", "question", "topic"]
    assert filled.messages[0].content.text.startswith("根据 TopicLlama 里的文本回答")
    assert "火灾的原因？" in filled.messages[0].content.text


# over HTTP -----------------------------------------------------------------------------------


@pytest.fixture
def http(trained: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Starts the server with a token; gives its address."""
    started: list[subprocess.Popen[str]] = []

    def start(token: str) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "TOPICLLAMA_MCP_TOKEN": token}
        command = [COMMAND, "mcp", "--workspace", str(trained), "--http", "--port", str(port)]
        started.append(subprocess.Popen(command, env=environment, text=True,
                                        stdout=subprocess.PIPE))  # fmt: skip
        assert "/mcp" in started[-1].stdout.readline()
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert started[-1].poll() is None
        return f"http://127.0.0.1:{port}/mcp/"

    yield start
    for process in started:
        process.terminate()
        process.wait(20)


async def test_http_with_a_token(http: Callable[[str], str]) -> None:
    import httpx

    url = http("s3cret")
    headers = {"Authorization": "Bearer s3cret"}
    async with (
        streamablehttp_client(url, headers) as (reading, writing, _),
        ClientSession(reading, writing) as session,
    ):
        await session.initialize()
        assert [tool.name for tool in (await session.list_tools()).tools] == TOOLS
        reply = await session.call_tool("show_topics", {"topic": "1"})
        assert reply.structuredContent["topics"][0]["id"] == 1
    assert httpx.post(url, json={}).status_code == 401
    elsewhere = {**headers, "Host": "evil.example", "Content-Type": "application/json"}
    assert httpx.post(url, json={}, headers=elsewhere).status_code == 421


def test_other_computers_need_a_token() -> None:
    check_host("127.0.0.1", "")
    check_host("0.0.0.0", "token")
    with pytest.raises(TopicLlamaError, match="without a token"):
        check_host("0.0.0.0", "")


# an agent that is not ours -------------------------------------------------------------------


async def test_a_langchain_agent_answers_with_citations(trained: Path) -> None:
    from langchain.agents import create_agent
    from langchain_mcp_adapters.client import MultiServerMCPClient
    from langchain_ollama import ChatOllama

    parameters = server(trained)
    connection = {"transport": "stdio", "command": parameters.command, "args": parameters.args,
                  "env": parameters.env}  # fmt: skip
    clients = MultiServerMCPClient({"topicllama": connection})
    with OllamaServer(behaviour=scripted_llama) as ollama:
        llm = ChatOllama(model="llama3.2", base_url=ollama.url)
        agent = create_agent(llm, tools=await clients.get_tools())
        topics = await agent.ainvoke({"messages": [("user", "which topics are most common?")]})
        asked = {"messages": [("user", "show articles about the bushfires")]}
        answer = await agent.ainvoke(asked)
    labels = [topic.label for topic in Workspace(trained).model.topics]
    listed = topics["messages"][-2].text
    assert all(label in listed for label in labels)
    assert "[1]" in answer["messages"][-1].text
    called = [call["name"] for m in answer["messages"] for call in getattr(m, "tool_calls", ())]
    assert called == ["search_documents"]


def test_the_server_starts_without_gradio() -> None:
    code = (
        "import sys, topicllama.ui.mcp_server; "
        "print(sorted({'gradio', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
