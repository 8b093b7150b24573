"""What a visitor may not do who does not sit at the computer that serves the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ollama_server import OllamaServer
from starlette.applications import Starlette
from starlette.testclient import TestClient

from topicllama.agent.conversation import ask
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.toolbox import Toolbox
from topicllama.tools.workspace import Workspace
from topicllama.ui.login import Passwords, set_password
from topicllama.ui.mcp_server import TopicServer, http_app
from topicllama.ui.rooms import Rooms
from topicllama.ui.server import Access
from topicllama.ui.views.routes import HEADER, routes

HERE = ("127.0.0.1", 50_000)


@pytest.fixture
def rooms(workspace: Workspace) -> Rooms:
    workspace.set(prepare_search=False)
    return Rooms(workspace)


def browser(rooms: Rooms, address: str = "http://texts.example", by: Any = HERE) -> TestClient:
    return TestClient(Starlette(routes=list(routes(rooms))), address, client=by)


def do(client: TestClient, action: str, **sent: Any) -> dict[str, Any]:
    answer = client.post(f"/tl/do/{action}", json=sent, headers={HEADER: "1"})
    told: dict[str, Any] = answer.json()
    return told


# requests to private addresses -------------------------------------------------------------------


@pytest.mark.parametrize("way", ["test", "save"])
def test_from_elsewhere_the_server_asks_no_address(rooms: Rooms, way: str) -> None:
    with OllamaServer() as inside:
        for address in (inside.url, "http://169.254.169.254/latest/meta-data", "http://10.0.0.1",
                        "http://[::1]:22", "http://0x7f.1"):  # fmt: skip
            told = do(browser(rooms), "models/address", way=way, address=address)
            assert "no other server can be named" in told["error"], told
        assert not inside.requests
        assert "ollama_host" not in rooms.home.settings
        assert "OLLAMA_HOST" in browser(rooms).get("/tl/view/models?part=server").text
        told = do(browser(rooms, "http://127.0.0.1"), "models/address", way=way, address=inside.url)
        assert "error" not in told
    assert inside.requests or rooms.home.settings["ollama_host"] == inside.url


def test_the_servers_own_addresses_may_be_chosen(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    with OllamaServer() as known:
        monkeypatch.setenv("OLLAMA_HOST", known.url)
        assert "error" not in do(browser(rooms), "models/address", way="save", address=known.url)
    monkeypatch.setenv("OLLAMA_HOST", ":11434")
    assert "error" in do(browser(rooms), "models/address", way="save", address="http://other")


# files of the computer ---------------------------------------------------------------------------


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "private" / "letter.txt"
    file.parent.mkdir()
    file.write_text("A private letter about the harvest of grapes.")
    return file


def test_no_folder_of_the_computer_is_read(rooms: Rooms, secret: Path) -> None:
    for client in (browser(rooms), browser(rooms, "http://127.0.0.1", ("10.0.0.7", 1))):
        assert "Files of the server" in do(client, "data/path", path=str(secret))["error"]
        for folder in (str(secret.parent), "~", "./", "../private"):
            told = do(client, "models/embedder", way="named", named=folder)
            assert "Folders of the server are not read" in told["error"]
    rooms.home.asks_for_files = False  # a proxy stands before the page, or a login
    assert "Files of the server" in do(browser(rooms, "http://127.0.0.1"), "data/path",
                                       path=str(secret))["error"]  # fmt: skip
    assert len(rooms.home.corpus) == 0


def test_a_visitors_yes_does_not_open_the_computers_files(rooms: Rooms, secret: Path) -> None:
    """The one who is asked is the one who asks for the file."""
    asked: list[str] = []

    def yes(question: str) -> bool:
        return not asked.append(question)

    rooms.home.asks_for_files = False
    made = rooms.create("another").workspace
    for workspace in (rooms.home, made):
        with pytest.raises(TopicLlamaError, match="lies outside"):
            Toolbox(workspace, confirm=yes).load_corpus(str(secret))
        ask(workspace, f"load {secret}", None, None, yes)
        assert len(workspace.corpus) == 0
    assert not [question for question in asked if question.startswith("Read")]
    rooms.home.asks_for_files = True
    assert Toolbox(rooms.home, confirm=yes).load_corpus(str(secret)).added == 1


def test_a_link_in_the_uploads_leads_nowhere(rooms: Rooms, secret: Path) -> None:
    link = rooms.home.folder("uploads") / "letter.txt"
    link.symlink_to(secret)
    with pytest.raises(TopicLlamaError, match="lies outside"):
        Toolbox(rooms.home).load_corpus(str(link))


def test_who_is_alone_with_the_page(tmp_path: Path) -> None:
    assert Access("127.0.0.1").alone and Access("localhost").alone
    set_password(tmp_path / "p", "Anna", "a long enough word", 4)
    for access in (Access("0.0.0.0"), Access("127.0.0.1", Passwords(tmp_path / "p")),
                   Access("127.0.0.1", hosts={"texts.example"}),
                   Access("127.0.0.1", root_path="/texts")):  # fmt: skip
        assert not access.alone


async def test_over_http_no_client_answers_for_the_owner_of_the_files(
    workspace: Workspace, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = TopicServer(workspace)
    http_app(server, "127.0.0.1", 1)
    toolbox = server._toolbox(None, lambda question: True)
    with pytest.raises(TopicLlamaError, match="lies outside"):
        toolbox.load_corpus(str(secret))


# other people's ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../etc", "..", "/etc", "a/../b", "%2e%2e", "..%2f..", "x\x00y", "C:\\", "\\\\host\\share",
     "....//", ".", "con"],
)  # fmt: skip
def test_names_that_lead_out_are_no_workspace_chat_or_batch(rooms: Rooms, name: str) -> None:
    outside = sorted(path for path in rooms.home.root.parent.iterdir())
    client = browser(rooms)
    query = {"workspace": name}
    assert "no such workspace" in client.get("/tl/view/data", params=query).text
    assert rooms.open(name).workspace is rooms.home
    exported = client.get("/tl/data/chats/export/x", params={"id": name})
    assert exported.status_code in (400, 404)
    for action in ("rename", "delete"):
        assert "error" in do(client, f"chats/{action}", id=name, name="x")
    sent = client.post("/tl/upload", params={"batch": name, "name": "a.txt"},
                       headers={HEADER: "1"}, content=b"x")  # fmt: skip
    assert sent.status_code == 400 and "no longer there" in json.dumps(sent.json())
    assert sorted(path for path in rooms.home.root.parent.iterdir()) == outside


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"x"', b"7", b"\xff", b"[" * 100_000])
def test_what_is_no_object_of_json_is_refused(rooms: Rooms, body: bytes) -> None:
    client = browser(rooms)
    for action in ("topics/rename", "data/paste", "chats/delete"):
        answer = client.post(f"/tl/do/{action}", content=body, headers={HEADER: "1"})
        assert answer.status_code in (400, 404), (action, answer.status_code)
