"""The server of the page: headers, who may reach it, what it refuses."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.app import launch
from topicllama.ui.server import Access, SecurityHeaders


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    workspace = Workspace(tmp_path_factory.mktemp("ws"))
    workspace.set(prepare_search=False)
    address: list[str] = []
    blocks = launch(workspace, port=0, open_browser=False, block=False, on_start=address.append)
    yield blocks, address[0].rstrip("/")
    blocks.close()


def test_only_this_computer_reaches_it(served: tuple[Any, str]) -> None:
    assert served[1].startswith("http://127.0.0.1:")
    assert served[0].share is False
    assert served[0].analytics_enabled is False


def test_the_browser_may_load_nothing_from_elsewhere(served: tuple[Any, str]) -> None:
    with urllib.request.urlopen(served[1]) as reply:
        headers = reply.headers
        body = reply.read().decode()
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy and "*" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert "fonts.googleapis" not in body


def test_every_answer_has_the_headers(served: tuple[Any, str]) -> None:
    for path in ("/", "/tl/static/page.css", "/tl/static/none.css", "/tl/view/topics",
                 "/tl/view/none", "/tl/do/topics/none", "/nothing", "/config"):  # fmt: skip
        headers = httpx.get(served[1] + path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy, path


async def test_a_failure_is_answered_with_the_headers_and_no_detail() -> None:
    async def fails(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("a secret of the server")

    transport = httpx.ASGITransport(SecurityHeaders(fails), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.get("/", headers={"accept-language": "zh"})
    assert answer.status_code == 500 and answer.headers["X-Frame-Options"] == "DENY"
    assert "secret" not in answer.text and "TopicLlama" in answer.json()["error"]


async def test_a_failure_in_the_middle_of_an_answer_is_not_handed_to_the_server() -> None:
    """Which would write its words down."""
    sent: list[Any] = []

    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("a text like Xanadu")

    async def send(message: Any) -> None:
        sent.append(message)

    await SecurityHeaders(breaks)({"type": "http", "method": "GET", "path": "/"}, None, send)  # type: ignore[arg-type]
    assert [message["type"] for message in sent] == ["http.response.start"]


# what other web sites send ---------------------------------------------------------------------

FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},  # another port of this computer
    {"origin": "http://evil.example"},
    {"origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/tl/do/topics/rename"),
        ("POST", "/gradio_api/queue/join"),
        ("POST", "/gradio_api/upload"),
        ("GET", "/tl/data/documents/table"),
        ("GET", "/config"),
    ],
)
def test_another_web_site_is_refused(
    served: tuple[Any, str], method: str, path: str, headers: dict[str, str]
) -> None:
    answer = httpx.request(method, served[1] + path, headers={"x-topicllama": "1", **headers})
    assert answer.status_code == 403
    assert answer.json()["error"] == "This was not sent by the page itself."


def test_a_link_to_the_page_from_elsewhere_is_followed(served: tuple[Any, str]) -> None:
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    page = httpx.get(served[1], headers={**link, "sec-fetch-dest": "document"})
    assert page.status_code == 200 and "gradio-app" in page.text
    assert httpx.get(served[1], headers={**link, "sec-fetch-dest": "iframe"}).status_code == 403
    download = {**link, "sec-fetch-dest": "document"}
    assert httpx.get(served[1] + "/config", headers=download).status_code == 403
    own = {"origin": served[1].rstrip("/"), "x-topicllama": "1"}
    assert httpx.post(served[1] + "/tl/do/none/x", headers=own, json={}).status_code == 404


def test_a_name_that_was_made_to_lead_here_is_refused(served: tuple[Any, str]) -> None:
    for host in ("evil.example", "evil.example:80", "localhost.evil.example", "", "x@evil.example"):
        answer = httpx.get(served[1], headers={"host": host})
        assert answer.status_code in (400, 421), host
        assert "gradio" not in answer.text
    for host in ("localhost:1", "127.0.0.1", "[::1]:7860"):
        assert httpx.get(served[1], headers={"host": host}).status_code == 200, host


def test_which_names_the_page_goes_by() -> None:
    assert Access("127.0.0.1").local and Access("::1").local and Access("localhost").local
    assert not Access("0.0.0.0").local and not Access("192.168.1.2").local
    assert not Access("127.0.0.1").named("texts.example")
    assert Access("127.0.0.1", hosts={"texts.example"}).named("texts.example")
    assert Access("0.0.0.0").named("texts.example")
    only = Access("0.0.0.0", hosts={"texts.example"})
    assert only.named("texts.example") and only.named("10.0.0.1") and not only.named("evil.example")
    shared = Access("127.0.0.1", hosts={"gradio.live"})
    assert shared.named("abc.gradio.live") and not shared.named("gradio.live.evil.example")


# sizes and files -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, str]]:
    """A server that takes 1 MB at most."""
    workspace = Workspace(tmp_path_factory.mktemp("small"))
    workspace.set(prepare_search=False, upload_limit_mb=1)
    address: list[str] = []
    blocks = launch(workspace, port=0, open_browser=False, block=False, on_start=address.append)
    yield workspace, address[0].rstrip("/")
    blocks.close()


def test_a_file_over_the_limit_is_refused(small: tuple[Workspace, str]) -> None:
    url = small[1] + "/gradio_api/upload"
    assert httpx.post(url, files={"files": b"x" * 1000}).status_code == 200
    over = httpx.post(url, files={"files": b"x" * (3 * 2**20)})
    assert over.status_code == 413 and "1 MB" in over.json()["error"]
    many = [("files", (f"{i}.txt", b"x" * 600_000)) for i in range(4)]
    assert httpx.post(url, files=many).status_code == 413
    one = httpx.post(url, files={"files": b"x" * (2**20 + 100_000)})
    assert one.status_code == 413
    streamed = small[1] + "/tl/upload?batch=0123456789ab&name=a.txt"
    assert httpx.post(streamed, content=b"x" * (3 * 2**20)).status_code == 413


def test_a_request_that_hides_its_length_is_counted(small: tuple[Workspace, str]) -> None:
    def pieces() -> Iterator[bytes]:
        head = '--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
        for _ in range(10):  # each of them small enough
            yield head.encode() + b"x" * 300_000 + b"\r\n"
        yield b"--b--\r\n"

    form = {"content-type": "multipart/form-data; boundary=b"}
    answer = httpx.post(small[1] + "/gradio_api/upload", content=pieces(), headers=form)
    assert answer.status_code == 413


def test_no_file_of_the_workspace_or_beyond_is_served(small: tuple[Workspace, str]) -> None:
    workspace, url = small
    secret = workspace.root / "settings.json"
    assert secret.exists()
    up = "../" * 12
    for path in (f"/gradio_api/file={secret}", f"/gradio_api/file/{secret}",
                 f"/file={secret}", "/gradio_api/file=/etc/passwd",
                 f"/gradio_api/file={up}etc/passwd", f"/static/{up}etc/passwd",
                 f"/assets/{up}etc/passwd", f"/tl/static/{up}etc/passwd",
                 "/tl/static/..%2f..%2fapp.py", "/tl/static/%2e%2e/app.py",
                 f"/tl/data/map/{up}etc/passwd", f"/svelte/{up}etc/passwd",
                 f"/gradio_api/proxy=http://127.0.0.1:1{secret}"):  # fmt: skip
        answer = get_as_it_is(url, path)
        assert b"200 OK" not in answer.split(b"\r\n")[0], path
        assert b"root:" not in answer and b"prepare_search" not in answer, path


def get_as_it_is(url: str, path: str) -> bytes:
    """The answer to a path that no client would send, dots and all."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while piece := line.recv(65_536):
            answer += piece
    return answer


# the beginning ---------------------------------------------------------------------------------


def test_something_is_painted_before_the_scripts_have_come(served: tuple[Any, str]) -> None:
    chinese = httpx.get(served[1], headers={"accept-language": "zh-CN"}).text
    assert chinese.index("topicllama-theme") < chinese.index("gradio_config")
    assert "请稍候" in chinese and "<title>TopicLlama</title>" in chinese


def test_what_was_said_is_not_kept_by_gradio(served: tuple[Any, str]) -> None:
    assert served[0].run_history is False
    assert httpx.get(served[1] + "/gradio_api/runs").status_code == 404


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(TopicLlamaError, match=str(port)) as error:
            launch(Workspace(tmp_path), port=port, open_browser=False, block=False)
    assert "--port" in error.value.hint
    with pytest.raises(TopicLlamaError, match="192.0.2.1") as error:  # of no computer: RFC 5737
        launch(Workspace(tmp_path), "192.0.2.1", 0, open_browser=False, block=False)
    assert "--host" in error.value.hint
