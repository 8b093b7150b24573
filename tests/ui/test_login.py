"""Names and passwords, and the door that they open: tried on the real server, route by route."""

from __future__ import annotations

import re
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bcrypt
import gradio as gr
import httpx
import pytest

from topicllama.agent import chat_file
from topicllama.tools.errors import TopicLlamaError
from topicllama.tools.workspace import Workspace
from topicllama.ui.app import launch
from topicllama.ui.cli import run
from topicllama.ui.login import Attempts, Passwords, read, set_password

RIGHT = "a long enough word"
QUICK = 4  # rounds of hashing


# the file ------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "passwords"
    set_password(path, "Anna", RIGHT, QUICK)
    set_password(path, "王芳", "另一个足够长的密码", QUICK)
    return path


def test_who_is_in_the_file_enters_with_the_right_password_alone(file: Path) -> None:
    known = Passwords(file)
    assert known.check("Anna", RIGHT) and known.check(" 王芳 ", "另一个足够长的密码")
    for name, password in [("Anna", "a long enough wor"), ("anna", RIGHT), ("", ""), ("Bob", RIGHT),
                           ("Anna", ""), ("Anna", RIGHT + "\0"), ("王芳", RIGHT)]:  # fmt: skip
        assert not known.check(name, password), (name, password)


def test_a_longer_password_than_bcrypt_reads_is_not_cut(tmp_path: Path) -> None:
    set_password(tmp_path / "p", "Anna", "x" * 72, QUICK)
    assert not Passwords(tmp_path / "p").check("Anna", "x" * 73)
    empty = bcrypt.hashpw(b"", bcrypt.gensalt(QUICK)).decode()
    (tmp_path / "p").write_text(f"Anna:{empty}\n", "utf-8")
    assert not Passwords(tmp_path / "p").check("Anna", "x" * 73)
    with pytest.raises(TopicLlamaError, match="too long"):
        set_password(tmp_path / "p", "Anna", "字" * 25, QUICK)


def test_a_name_composed_in_another_way_is_the_same_name(tmp_path: Path) -> None:
    set_password(tmp_path / "p", "Jose\u0301", RIGHT, QUICK)
    assert Passwords(tmp_path / "p").check("José", RIGHT)


def test_the_file_is_as_htpasswd_writes_it_and_for_its_owner(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    lines = file.read_text("utf-8").splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Anna", "王芳"]
    assert all(re.fullmatch(r"\$2b\$04\$.{53}", line.partition(":")[2]) for line in lines)
    assert RIGHT not in file.read_text("utf-8")
    apache = bcrypt.hashpw(RIGHT.encode(), bcrypt.gensalt(QUICK)).decode().replace("$2b$", "$2y$")
    file.write_text(f"# the readers\n\nBob:{apache}\n", "utf-8")
    assert Passwords(file).check("Bob", RIGHT)


def test_a_new_password_takes_the_place_of_the_old(file: Path) -> None:
    known = Passwords(file)
    assert set_password(file, "Anna", "another long word", QUICK) is False
    assert not known.check("Anna", RIGHT) and known.check("Anna", "another long word")
    assert known.check("王芳", "另一个足够长的密码")
    file.write_text(file.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    assert known.hash_of("Anna") == ""  # 王芳's line came first now
    file.write_text("rubbish", "utf-8")
    assert known.check("王芳", "另一个足够长的密码")  # what was read last holds


@pytest.mark.parametrize(
    ("content", "mode", "told"),
    [
        ("", 0o600, "names nobody"),
        ("# nobody yet\n\n", 0o600, "names nobody"),
        ("Anna", 0o600, "Line 1"),
        ("Anna:secret", 0o600, "Line 1"),
        (f"# x\nAnna:$2b$31${'a' * 53}", 0o600, "Line 2"),
        (":$2b$12$" + "a" * 53, 0o600, "Line 1"),
        ("Anna:$2b$12$" + "a" * 53, 0o644, "Others on this computer"),
        ("Anna:$2b$12$" + "a" * 53, 0o620, "Others on this computer"),
        (b"\xff\xfe\x00", 0o600, "cannot be read"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, content: str | bytes, mode: int, told: str) -> None:
    path = tmp_path / "passwords"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    with pytest.raises(TopicLlamaError, match=told) as error:
        read(path)
    assert error.value.hint


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(TopicLlamaError, match="no file of passwords"):
        read(tmp_path / "none")
    tmp_path.chmod(0o700)
    with pytest.raises(TopicLlamaError, match="cannot be read"):
        read(tmp_path)


def test_attempts_are_few_for_an_address_and_a_name() -> None:
    clock = [0.0]
    attempts = Attempts(limit=3, seconds=60, now=lambda: clock[0])
    key, other = ("10.0.0.1", "anna"), ("10.0.0.1", "bob")
    assert [attempts.wait(key) for _ in range(4)] == [0, 0, 0, 60]
    assert attempts.wait(other) == 0
    clock[0] = 61
    assert attempts.wait(key) == 0
    attempts.clear(key)
    assert [attempts.wait(key) for _ in range(3)] == [0, 0, 0]


# the command ---------------------------------------------------------------------------------


def typed(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    answers = iter(words)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(answers))


def test_the_command_asks_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "folder" / "passwords"
    typed(monkeypatch, RIGHT, "something else")
    assert run(["password", "Anna", "--auth-file", str(path)]) == 1
    assert "differ" in capsys.readouterr().err and not path.exists()
    typed(monkeypatch, RIGHT, RIGHT)
    assert run(["password", "Anna", "--auth-file", str(path)]) == 0
    said = capsys.readouterr().out
    assert "Anna can log in" in said and f"--auth-file{path}" in "".join(said.split())
    assert Passwords(path).check("Anna", RIGHT)
    for name, word, told in [
        ("a:b", RIGHT, "name"),
        ("#a", RIGHT, "name"),
        ("Anna", "short", "short"),
    ]:
        typed(monkeypatch, word, word)
        assert run(["password", name, "--auth-file", str(path)]) == 1
        assert told in capsys.readouterr().err


def test_who_else_can_use_a_page_without_a_login_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from topicllama.ui.commands_chat import _tell_who_else

    _tell_who_else("127.0.0.1")
    assert capsys.readouterr().err == ""
    _tell_who_else("0.0.0.0")
    told = capsys.readouterr().err
    assert "Everyone who reaches this computer on 0.0.0.0" in told and "--auth-file" in told


# the door ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[gr.Blocks, str, Path]]:
    folder = tmp_path_factory.mktemp("served")
    workspace = Workspace(folder / "ws")
    workspace.set(prepare_search=False)
    file = folder / "passwords"
    for name in ("Anna", "Bob", "Carl", "Dora"):
        set_password(file, name, RIGHT, QUICK)
    address: list[str] = []
    blocks = launch(workspace, port=0, open_browser=False, block=False, auth_file=file,
                    on_start=address.append)  # fmt: skip
    yield blocks, address[0].rstrip("/"), file
    blocks.close()


def logged_in(url: str, name: str = "Anna", password: str = RIGHT) -> httpx.Client:
    client = httpx.Client(base_url=url, follow_redirects=True)
    client.post("/login", data={"name": name, "password": password})
    return client


OPEN = ("/", "/login", "/logout", "/favicon.ico", "/robots.txt", "/manifest.json",
        "/gradio_api/startup-events", "/health", "/tl/static", "/pwa_icon")  # fmt: skip


def requests_of(app: Any) -> list[tuple[str, str]]:
    """A request for every route of the server."""
    found = []
    for route in app.routes:
        if hasattr(route, "original_router"):
            found += requests_of(route.original_router)
            continue
        path = re.sub(r"\{[^}]+\}", "x", getattr(route, "path", ""))
        methods = sorted(getattr(route, "methods", None) or {"GET"})
        found += [(method, path) for method in methods]
    return found


def test_every_route_is_behind_the_login(served: tuple[gr.Blocks, str, Path]) -> None:
    blocks, url, _ = served
    asked = requests_of(blocks.server_app)
    paths = {path for _, path in asked}
    assert {"/tl/view/x", "/tl/do/x/x", "/tl/data/x/x", "/gradio_api/queue/join"} <= paths
    assert len(paths) > 60
    for method, path in asked:
        if path.rstrip("/").startswith(OPEN[1:]) or path == "/":
            continue
        answer = httpx.request(method, url + path, timeout=10)
        assert answer.status_code == 401, (method, path, answer.status_code)
    assert httpx.get(url + "/config").json()["hint"] == "Load the page again and log in."
    chinese = httpx.get(url + "/config", headers={"accept-language": "zh-CN"}).json()
    assert chinese["error"] == "你还没有登录。"


def test_the_page_is_a_login_until_one_has_logged_in(served: tuple[gr.Blocks, str, Path]) -> None:
    _, url, _ = served
    client = httpx.Client(base_url=url, follow_redirects=True)
    shown = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert "登录 TopicLlama" in shown.text and "gradio_config" not in shown.text
    wrong = client.post("/login", data={"name": '"><b>', "password": "wrong"})
    assert wrong.status_code == 401 and "wrong" in wrong.text
    assert "<b>" not in wrong.text and not client.cookies
    right = client.post("/login", data={"name": "Anna", "password": RIGHT})
    assert right.status_code == 200 and '"username":"Anna"' in right.text
    assert client.get("/tl/view/topics").status_code == 200
    assert client.get("/gradio_api/user").json() == "Anna"
    client.get("/logout")
    assert client.get("/tl/view/topics").status_code == 401


def test_the_cookie_is_for_this_page_alone(served: tuple[gr.Blocks, str, Path]) -> None:
    _, url, _ = served
    said = httpx.post(url + "/login", data={"name": "Anna", "password": RIGHT})
    assert said.status_code == 303 and said.headers["location"] == "./"
    cookie = said.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure;" not in f"{cookie};"
    assert "Content-Security-Policy" in said.headers
    by_proxy = {"X-Forwarded-Proto": "https"}
    again = httpx.post(url + "/login", data={"name": "Anna", "password": RIGHT}, headers=by_proxy)
    other = again.headers["set-cookie"].lower()
    assert "secure;" in f"{other};"
    assert other.partition(";")[0] != cookie.partition(";")[0], "another one at each login"


def test_what_is_no_login_is_refused_at_once(served: tuple[gr.Blocks, str, Path]) -> None:
    """Without a look at the file, and without bringing it into its usual form: for 32,000 signs
    above a letter that takes nine seconds, in which the server does nothing else."""
    _, url, _ = served
    accents = "a" + "\u0301" * 400_000 + "\u0327" * 400_000
    for name, password in ((accents, RIGHT), ("Anna", accents)):
        said = httpx.post(url + "/login", data={"name": name, "password": password})
        assert said.status_code == 400 and "wrong" in said.text
    no_form = {"Content-Type": "multipart/form-data; boundary=x"}
    many = {f"name{n}": "Anna" for n in range(2000)}
    for sent in ({"content": b"rubbish", "headers": no_form}, {"data": many}):
        said = httpx.post(url + "/login", **sent)  # type: ignore[arg-type]
        assert said.status_code == 400 and "<form" in said.text


@pytest.mark.parametrize("left", [("Eva", "another long word"), None])
def test_a_password_that_changes_while_it_is_looked_at_begins_no_session(
    served: tuple[gr.Blocks, str, Path], monkeypatch: pytest.MonkeyPatch, left: Any
) -> None:
    _, url, file = served
    set_password(file, "Eva", RIGHT, QUICK)
    real = Passwords.check

    def slowly(self: Passwords, name: str, password: str) -> bool:
        right = real(self, name, password)
        if left is not None:
            set_password(file, *left, QUICK)
        else:
            lines = file.read_text("utf-8").splitlines(keepends=True)
            file.write_text("".join(line for line in lines if "Eva" not in line), "utf-8")
        return right

    monkeypatch.setattr(Passwords, "check", slowly)
    assert logged_in(url, "Eva").get("/config").status_code == 401


def test_a_session_ends_with_log_out_and_with_the_old_password(
    served: tuple[gr.Blocks, str, Path],
) -> None:
    _, url, file = served
    one, two = logged_in(url, "Bob"), logged_in(url, "Bob")
    kept = dict(one.cookies)
    one.post("/logout")
    assert httpx.get(url + "/config", cookies=kept).status_code == 401  # also of a copied cookie
    assert one.get("/config").status_code == 401 and two.get("/config").status_code == 200
    set_password(file, "Bob", "another long word", QUICK)
    assert two.get("/config").status_code == 401
    assert logged_in(url, "Bob", "another long word").get("/config").status_code == 200


def test_many_attempts_at_once_are_slowed_down(served: tuple[gr.Blocks, str, Path]) -> None:
    _, url, _ = served
    codes: list[int] = []

    def attempt() -> None:
        answer = httpx.post(url + "/login", data={"name": "Carl", "password": "guess"})
        codes.append(answer.status_code)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [401] * 5 + [429] * 3
    right = httpx.post(url + "/login", data={"name": "Carl", "password": RIGHT})
    assert right.status_code == 429 and int(right.headers["retry-after"]) > 0


def test_what_one_does_knows_who_one_is(served: tuple[gr.Blocks, str, Path]) -> None:
    blocks, url, _ = served
    from starlette.requests import Request

    from topicllama.ui.views.routes import user_of

    client = logged_in(url)
    cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    scope = {"type": "http", "app": blocks.server_app, "query_string": b"",
             "headers": [(b"cookie", cookies.encode())]}  # fmt: skip
    assert user_of(Request(scope)) == "Anna"


def test_a_chat_is_its_owners_also_by_address(served: tuple[gr.Blocks, str, Path]) -> None:
    _, url, file = served
    workspace = Workspace(file.parent / "ws")
    path = chat_file.path_of(workspace, "0123456789ab")
    chat_file.write(path, [], "Anna")
    chat_file.rename(path, "secretword7")
    own, other = logged_in(url), logged_in(url, "Dora")
    assert "secretword7" in own.get("/tl/view/chats").text
    for asked in ("/tl/view/chats", "/tl/view/chats?q=secretword7"):
        answer = other.get(asked)
        assert answer.status_code == 200 and path.stem not in answer.text
    assert other.get(f"/tl/data/chats/export/{path.stem}").status_code == 400
    page = {"x-topicllama": "1"}
    for action in ("rename", "delete"):
        sent = {"id": path.stem, "name": "mine now"}
        assert other.post(f"/tl/do/chats/{action}", json=sent, headers=page).status_code == 400
    assert chat_file.head(path).name == "secretword7"
    assert own.get(f"/tl/data/chats/export/{path.stem}").status_code == 200


def test_a_page_that_is_shared_needs_a_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TopicLlamaError, match="no login"):
        launch(Workspace(tmp_path / "ws"), share=True)
    given: dict[str, Any] = {}

    def begin(self: gr.Blocks, **settings: Any) -> tuple[None, str, str]:
        given.update(settings)
        return None, "http://127.0.0.1:1/", "https://x.gradio.live"

    monkeypatch.setattr(gr.Blocks, "launch", begin)
    file = tmp_path / "passwords"
    set_password(file, "Anna", RIGHT, QUICK)
    said: list[str] = []
    workspace = Workspace(tmp_path / "ws")
    assert workspace.asks_for_files
    launch(workspace, share=True, auth_file=file, block=False, on_start=said.append)
    assert not workspace.asks_for_files, "a visitor's yes is not the owner's"
    assert given["share"] is True and given["auth"]("Anna", RIGHT)
    assert said == ["https://x.gradio.live"]
    file.chmod(0o644)
    with pytest.raises(TopicLlamaError, match="Others"):
        launch(Workspace(tmp_path / "ws"), share=True, auth_file=file)
