"""The view of models against a server that answers as Ollama does, and against dead ones."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ollama_server import Model, OllamaServer, Reply, recorded_models
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.tools.documents import Document
from topicllama.tools.workspace import Workspace
from topicllama.ui.jobs import Job
from topicllama.ui.rooms import Room, Rooms
from topicllama.ui.views import models_servers
from topicllama.ui.views.routes import HEADER, routes


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    models_servers.forget_servers()


@pytest.fixture
def rooms(workspace: Workspace) -> Rooms:
    workspace.set(prepare_search=False)
    return Rooms(workspace)


@pytest.fixture
def room(rooms: Rooms) -> Room:
    return rooms.open()


@pytest.fixture
def client(rooms: Rooms) -> Iterator[TestClient]:
    """A browser on this computer."""
    app = Starlette(routes=list(routes(rooms)))
    yield TestClient(app, "http://127.0.0.1", client=("127.0.0.1", 50_000))


def part(client: TestClient, name: str, language: str = "en") -> str:
    return str(client.get(f"/tl/view/models?part={name}&language={language}").text)


def do(client: TestClient, action: str, language: str = "en", **sent: Any) -> dict[str, Any]:
    address = f"/tl/do/models/{action}?language={language}"
    answer: dict[str, Any] = client.post(address, json=sent, headers={HEADER: "1"}).json()
    return answer


def chosen(shown: str) -> str:
    (value,) = re.findall(r'<input type="radio" name="way" value="(\w+)"[^>]* checked>', shown)
    return str(value)


def ended(room: Room, title: str) -> Job:
    job = next(job for job in room.jobs.all() if job.title == title)
    deadline = time.monotonic() + 20
    while job.running and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not job.running
    return job


# showing -------------------------------------------------------------------------------------


def test_the_view_is_there_before_any_server_was_asked(
    client: TestClient, ollama: OllamaServer
) -> None:
    shown = client.get("/tl/view/models").text
    assert ollama.requests == []
    for name in ("answers", "server", "embedding"):
        assert f'data-part="{name}" data-poll=' in shown
    assert "What runs where" in shown and "Not known yet" in shown
    part(client, "server")
    assert "data-poll" not in client.get("/tl/view/models").text, "what is known is shown at once"


def test_models_with_size_and_ability(client: TestClient, ollama: OllamaServer) -> None:
    ollama.models = [*recorded_models(), Model("llama3.2"), Model("<img src=x>")]
    shown = part(client, "server")
    assert "It has 7 models, 4 of them able to answer." in shown
    row = shown[shown.index("<b>llama3.2</b>") :].split("</tr>")[0]
    assert "2.0 GB" in row and "3.2B" in row and "131,072 tokens" in row and "answering" in row
    assert "<img" not in shown and "&lt;img src=x&gt;" in shown
    for name, words in {"gemma3": "cannot call tools", "all-minilm": "search by meaning"}.items():
        row = shown[shown.index(f"<b>{name}</b>") :].split("</tr>")[0]
        assert words in row and 'data-do="choose"' not in row
    assert 'data-do="pull" data-model="llama3.2"' not in shown
    assert 'data-do="pull" data-model="bge-m3"' in shown


def test_who_answers_and_why(client: TestClient, ollama: OllamaServer) -> None:
    shown = part(client, "answers")
    assert "llama3.2 via Ollama" in shown and "the best tool-calling model" in shown
    assert chosen(shown) == "auto" and '<option value="llama3.2">' in shown
    assert "最合适的、能调用工具的模型" in part(client, "answers", "zh")
    row = part(client, "server").split("<b>llama3.2</b>")[1].split("</tr>")[0]
    assert "answers now" in row and 'data-do="try"' in row and 'data-do="choose"' not in row


def test_without_a_server_it_says_what_to_do(client: TestClient) -> None:
    shown = part(client, "server")
    assert "Nothing answers at http://127.0.0.1:9." in shown and "ollama serve" in shown
    assert "<table" not in shown
    answers = part(client, "answers")
    assert "Offline guide" in answers and "No Ollama server answers; what to do" in answers
    assert "没有响应" in part(client, "server", "zh")
    places = part(client, "places")
    assert places.count(">No</td>") == 5


def silent() -> tuple[socket.socket, str]:
    """A socket that takes calls and says nothing."""
    listening = socket.create_server(("127.0.0.1", 0))
    return listening, f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.mark.parametrize(
    ("make", "said", "chinese"),
    [
        (lambda s: setattr(s, "forbidden", True), "does not let this program in", "不允许本程序"),
        (lambda s: s.models.clear(), "but it has no model yet", "还没有模型"),
        (lambda s: s.close(), "Nothing answers", "没有响应"),
    ],
)
def test_a_tested_address_says_what_is_there(
    client: TestClient, make: Callable[[OllamaServer], Any], said: str, chinese: str
) -> None:
    with OllamaServer() as other:
        make(other)
        told = do(client, "address", way="test", address=other.url)
        assert told["part"] == "tested" and said in told["html"]
        assert chinese in do(client, "address", "zh", way="test", address=other.url)["html"]


def test_a_server_that_is_no_ollama_and_one_that_is_silent(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    listening, url = silent()
    with listening:
        monkeypatch.setattr("topicllama.ui.views.models_server._PATIENCE", 0.2)
        assert "did not answer in time" in do(client, "address", way="test", address=url)["html"]
    with OllamaServer() as other:
        told = do(client, "address", way="test", address=f"{other.url}/elsewhere")
        assert "but not as Ollama does" in told["html"]


# choosing ------------------------------------------------------------------------------------


def test_an_address_is_kept_and_taken_back(
    client: TestClient, workspace: Workspace, ollama: OllamaServer
) -> None:
    with OllamaServer([Model("llama3.1")]) as other:
        assert do(client, "address", way="save", address=other.url[len("http://") :])["reload"]
        assert workspace.settings["ollama_host"] == other.url
        assert "llama3.1 via Ollama" in part(client, "answers")
    do(client, "address", way="save", address="")
    assert "ollama_host" not in workspace.settings
    assert "llama3.2 via Ollama" in part(client, "answers")
    for wrong in ("ftp://host", "http://", "host:port", "javascript:alert(1)", "http://a b",
                  "http://user:word@host"):  # fmt: skip
        told = do(client, "address", way="save", address=wrong)
        assert "is not the address of an Ollama server" in told["error"], wrong
    assert (
        "不是 Ollama 服务的地址" in do(client, "address", "zh", way="test", address="x://")["error"]
    )


def test_another_model_answers(
    client: TestClient, workspace: Workspace, ollama: OllamaServer
) -> None:
    ollama.models.append(Model("qwen2.5:7b"))
    said = do(client, "choose", way="ollama", model="qwen2.5:7b")["said"]
    assert said == "qwen2.5:7b via Ollama answers from now on."
    assert workspace.settings["chat_model"] == "ollama:qwen2.5:7b"
    assert '<option value="qwen2.5:7b" selected>' in part(client, "answers")
    assert "离线向导" in do(client, "choose", "zh", way="guide")["said"]
    assert chosen(part(client, "answers")) == "guide"
    do(client, "choose", way="auto")
    assert "chat_model" not in workspace.settings
    do(client, "choose", way="ollama", model="gone")
    assert "gone (not on the server)" in part(client, "answers")


def test_a_provider_that_cannot_be_used_is_said_at_once(
    client: TestClient, workspace: Workspace
) -> None:
    told = do(client, "choose", way="other", named="cohere:command-r")
    assert "needs a package that is not installed" in told["error"]
    assert "pip install" in told["hint"]
    assert "没有安装" in do(client, "choose", "zh", way="other", named="cohere:command-r")["error"]
    assert "provider:model" in do(client, "choose", way="other", named="nonsense")["error"]
    assert "Choose one" in do(client, "choose")["error"]
    assert "chat_model" not in workspace.settings


def test_the_environment_is_told(
    client: TestClient, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOPICLLAMA_MODEL", "guide")
    assert "TOPICLLAMA_MODEL names guide" in part(client, "answers")
    do(client, "choose", way="auto")
    assert workspace.settings["chat_model"] == "auto", "it goes before the environment"


def test_what_leaves_this_computer(
    client: TestClient, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.workspace.set(ollama_hosts=["http://127.0.0.1:9", "http://gpu.example:11434"],
                       embedder="ollama:bge-m3", chroma="vectors.example:8000")  # fmt: skip
    room.status.answered_by("ollama:llama3.2")
    shown = part(client, "places")
    assert "Yes, to http://gpu.example:11434" in shown  # labels are shared out
    assert "Yes, to vectors.example:8000" in shown
    assert shown.count(">No</td>") == 3
    room.status.answered_by("openai:gpt-4.1-mini")
    assert "会，发送到 OpenAI" in part(client, "places", "zh")


# trying and fetching -------------------------------------------------------------------------


def test_trying_a_model(client: TestClient, room: Room, ollama: OllamaServer) -> None:
    ollama.reply("A topic model finds <themes>.")
    assert do(client, "try", model="llama3.2")["data"]["job"]
    assert ended(room, "jobs_try").state == "done"
    assert ollama.chats[0].body["options"]["num_ctx"] == 8192
    shown = part(client, "server")
    assert "A topic model finds &lt;themes&gt;." in shown and "tokens a second:" in shown
    assert "in memory" in shown


@pytest.mark.parametrize(
    ("reply", "said", "chinese"),
    [
        (Reply(status=500, error="model requires more system memory (9 GiB) than is available"),
         "too little memory for llama3.2", "内存不足"),
        (Reply("A topic", hang_up=True), "broke off", "连接中断"),
        (Reply("A topic", torn="{nonsense"), "broke off", "连接中断"),
    ],
)  # fmt: skip
def test_a_trial_that_fails(
    client: TestClient, room: Room, ollama: OllamaServer, reply: Reply, said: str, chinese: str
) -> None:
    ollama.reply(reply)
    do(client, "try", model="llama3.2")
    assert said in ended(room, "jobs_try").error
    assert chinese in client.get("/tl/view/jobs?language=zh").text


def test_fetching_a_model(client: TestClient, room: Room, ollama: OllamaServer) -> None:
    ollama.library = [Model("qwen2.5", size=4_000)]
    gate = threading.Event()
    ollama.reply(Reply(gate=gate, before_gate=2))
    do(client, "pull", model="qwen2.5")
    (job,) = room.jobs.running()
    until(lambda: job.done == 2000)
    assert (job.stage, job.total, job.values) == ("pull", 4000, {"model": "qwen2.5"})
    assert "already" in do(client, "pull", model="qwen2.5")["error"]
    gate.set()
    assert ended(room, "jobs_pull").state == "done"
    assert "<b>qwen2.5</b>" in part(client, "server")


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert true()


def test_a_cancelled_fetch_hangs_up(client: TestClient, room: Room, ollama: OllamaServer) -> None:
    ollama.library = [Model("qwen2.5", size=4_000)]
    ollama.reply(Reply(gate=threading.Event(), before_gate=1))
    do(client, "pull", model="qwen2.5")
    (job,) = room.jobs.running()
    until(lambda: job.done == 1000)
    job.stop()
    assert ended(room, "jobs_pull").state == "cancelled"
    request = next(r for r in ollama.requests if r.path == "/api/pull")
    assert request.hung_up.wait(20), "Ollama stops when the client has hung up"


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(error="write /blobs: no space left on device"), "has no room for qwen2.5"),
        (Reply(error="Get https://r2.example: dial tcp: i/o timeout"), "cannot reach the internet"),
        (Reply(error="pull model manifest: file does not exist"), "has no model qwen2.5"),
        (Reply(error="something else"), "could not do it (something else)"),
        (Reply(hang_up=True), "broke off"),
        (Reply(torn="{nonsense"), "broke off"),
        (Reply(done_reason="unload"), "broke off"),
    ],
)
def test_a_fetch_that_fails_half_way(
    client: TestClient, room: Room, ollama: OllamaServer, reply: Reply, said: str
) -> None:
    ollama.library = [Model("qwen2.5", size=4_000)]
    ollama.reply(reply)
    do(client, "pull", model="qwen2.5")
    job = ended(room, "jobs_pull")
    assert job.state == "failed" and said in job.error
    assert ollama.find("qwen2.5") is None


def test_a_fetch_that_cannot_begin(
    client: TestClient, room: Room, ollama: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(client, "pull", model="llama3.1")  # as recorded: the server has no network
    assert "cannot reach the internet" in ended(room, "jobs_pull").error
    assert "Write the name" in do(client, "pull", model=" ")["error"]
    assert "cannot be the name" in do(client, "pull", model="../x y")["error"]
    ollama.close()
    do(client, "pull", model="qwen2.5")
    assert "No Ollama server answers" in ended(room, "jobs_pull").error


# search by meaning ---------------------------------------------------------------------------


def test_preparing_search(client: TestClient, room: Room, ollama: OllamaServer) -> None:
    assert "no texts are loaded" in part(client, "embedding")
    assert 'data-do="embed"' not in part(client, "embedding")
    ollama.models.append(Model("bge-m3", ("embedding",), 8192, "bert", "567M"))
    room.workspace.corpus.add([Document("a", "A text on fire."), Document("b", "A text on water.")])
    shown = part(client, "embedding")
    assert "all-MiniLM-L6-v2" in shown and "nothing yet" in shown and 'data-do="embed"' in shown
    said = do(client, "embedder", way="ollama", model="ollama:bge-m3")["said"]
    assert said == "bge-m3 reads the texts from now on."
    do(client, "embed")
    assert ended(room, "jobs_embed").state == "done"
    shown = part(client, "embedding")
    assert "2 of 2 passages (100%)" in shown and "many languages" in shown
    assert f"Ollama, {ollama.url}" in shown and 'data-do="embed"' not in shown
    assert "named by you" in shown


def test_when_no_model_reads_the_texts(client: TestClient, workspace: Workspace) -> None:
    workspace.corpus.add([Document("a", "地铁延误一小时", language="zh")])
    shown = part(client, "embedding", "zh")
    assert "ollama pull bge-m3" in shown and 'data-do="embed"' not in shown
    assert do(client, "embedder", "zh", way="auto")["said"] == ""


def test_an_embedding_model_that_is_not_to_be_had(
    client: TestClient, room: Room, ollama: OllamaServer, tmp_path: Any
) -> None:
    wrong = {
        "ollama:gone": "Ollama cannot embed with gone",
        str(tmp_path): "There is no embedding model in the folder",
        "~nobody-here/x": "There is no embedding model in the folder",
        "nobody/no-such-model": "is not on this computer",
    }
    for name, said in wrong.items():
        told = do(client, "embedder", way="named", named=name)
        assert said in told["error"] and told["hint"], name
        chinese = do(client, "embedder", "zh", way="named", named=name)
        assert re.search("[\u4e00-\u9fff]{4}", chinese["error"]), chinese
        assert chinese["hint"].startswith("请"), chinese
    assert "Write a name" in do(client, "embedder", way="named", named=" ")["error"]
    assert "embedder" not in room.workspace.settings
    do(client, "embedder", way="named", named="sentence-transformers/all-minilm-l6-v2")
    assert room.workspace.settings["embedder"] == "all-MiniLM-L6-v2"
    do(client, "embedder", way="auto")
    assert "embedder" not in room.workspace.settings


# prompts -------------------------------------------------------------------------------------


def test_own_prompts_are_told_of(client: TestClient, workspace: Workspace) -> None:
    assert "Your own prompts" not in client.get("/tl/view/models").text
    workspace.prompts.mkdir()
    (workspace.prompts / "labels.en.md").write_text("{{ <script> }}", "utf-8")
    shown = client.get("/tl/view/models").text
    assert "Your own prompts" in shown and "labels.en.md" in shown and "<script>" not in shown
    assert "内置的提示词" in client.get("/tl/view/models?language=zh").text
